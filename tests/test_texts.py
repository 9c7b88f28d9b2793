"""The words: complete in both languages, short enough for both networks, and respectful."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

from handlers.texts import FOLDER, LANGUAGES, Texts

ROOT = Path(__file__).parent.parent
ZALO_LIMIT = 2000


def messages(language: str) -> dict[str, ast.Message]:
    found: dict[str, ast.Message] = {}
    for path in sorted((FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content[:80]!r} is no Fluent"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{path.name}: {entry.id.name} is there twice"
                found[entry.id.name] = entry
    return found


def variables(message: ast.Message) -> set[str]:
    found: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, ast.VariableReference):
            found.add(node.id.name)
        if isinstance(node, ast.BaseNode):
            for value in vars(node).values():
                for child in value if isinstance(value, list) else [value]:
                    walk(child)

    walk(message)
    return found


def test_both_languages_have_the_same_messages_with_the_same_arguments() -> None:
    vietnamese, english = messages("vi"), messages("en")
    assert set(vietnamese) == set(english)
    differing = {key for key in vietnamese if variables(vietnamese[key]) != variables(english[key])}
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_renders_within_2000_characters(language: str) -> None:
    texts = Texts(language)
    for key, message in messages(language).items():
        rendered = texts(key, **dict.fromkeys(variables(message), "Nguyễn Thị Hồng Nhung"))
        assert len(rendered.encode("utf-16-le")) // 2 <= ZALO_LIMIT, key


def test_nobody_is_called_ban_or_em() -> None:
    texts = Texts("vi")
    for key, message in messages("vi").items():
        rendered = texts(key, **dict.fromkeys(variables(message), "x"))
        # "Ủy ban", "văn bản" and "ban hành" are other words; "bạn" with its mark is the address we never use.
        assert not re.search(r"\b(bạn|Bạn|BẠN|em|Em)\b", rendered), f"{key}: {rendered}"


def test_every_message_is_used_somewhere() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for room in ("handlers", "bot") for path in (ROOT / room).rglob("*.py")
    )
    fixed = [key for key in messages("vi") if f'"{key}"' not in code]
    # Keys that are put together ("reason-work") have their beginning in the code as an f-string.
    beginnings = set(re.findall(r'f"([a-z][a-z0-9-]*-)\{', code))
    unused = [key for key in fixed if not any(key.startswith(beginning) for beginning in beginnings)]
    assert not unused
