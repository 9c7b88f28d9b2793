"""The sandbox knows nothing of the product: it speaks HTTP, as the real networks do."""

from __future__ import annotations

import ast
from pathlib import Path

import sandbox

ROOM = Path(sandbox.__file__).parent


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_it_imports_none_of_the_rooms() -> None:
    files = list(ROOM.rglob("*.py"))
    assert len(files) > 20
    for file in files:
        assert not imported(file) & {"bot", "handlers", "storage", "telegram"}, file


def test_its_files_can_be_read_in_one_sitting() -> None:
    for file in ROOM.rglob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) < 500, file
