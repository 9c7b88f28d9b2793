"""Changes an input by its form, where changing bytes would only break it: a place of a JSON value, a part of a workbook."""

import copy
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from tests.proof.updates import ODD, WORDS

# The fuzzer's own way to change bytes: fitted to what was worth keeping before.
Mutate = Callable[[bytes, int], bytes]
HOLE = "a hole"


class Bender(Protocol):
    """Return a changed input of at most `most` bytes; `seeds` and `names` are there to borrow from."""

    def __call__(self, data: bytes, most: int, tools: "Tools") -> bytes: ...


class Tools:
    """Dice, the fuzzer's own way to change bytes, and what there is to borrow from."""

    def __init__(self, mutate: Mutate, seeds: list[bytes], names: list[str]) -> None:
        self.dice = random.Random()  # noqa: S311  (seeded before each change)
        self.mutate = mutate
        self.seeds = seeds
        self.names = names


# -- JSON ------------------------------------------------------------------------------------------------------------


def json_of(data: bytes, most: int, tools: Tools) -> bytes:
    """Change one or a few places of a JSON value; now and then its bytes, as a broken connection would."""
    dice = tools.dice
    try:
        whole = {"": json.loads(data)}
    except (ValueError, RecursionError):
        whole = {"": json.loads(dice.choice(tools.seeds))} if dice.random() < 0.5 else {}
    if not whole or dice.random() < 0.05:
        return tools.mutate(data, most)
    try:
        for _ in range(dice.randint(1, 3)):
            _change(whole, tools)
        deep = _dig(whole, dice) if dice.random() < 0.05 else None
        changed = json.dumps(whole[""])
    except RecursionError:
        # Too deep for our own hands: only its bytes are left to change.
        return tools.mutate(data, most)
    if deep is not None:
        times = dice.choice([3, 60, 70, dice.randrange(900, 1010)])
        changed = changed.replace(json.dumps(HOLE), '{"id":' * times + deep + "}" * times)
    return changed.encode()[:most]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place: the holder and the key or index in it."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _places(value[key])


def _change(whole: Any, tools: Tools) -> None:
    dice = tools.dice
    holder, key = dice.choice(list(_places(whole)))
    value, kind = holder[key], dice.random()
    if kind < 0.15 and isinstance(value, dict):
        value[dice.choice(tools.names)] = _borrowed(tools)
    elif kind < 0.25 and isinstance(holder, dict) and holder is not whole:
        del holder[key]
    elif kind < 0.35 and isinstance(holder, dict) and holder is not whole:
        holder[dice.choice(tools.names)] = holder.pop(key)
    elif kind < 0.65 and isinstance(value, str):
        holder[key] = tools.mutate(value.encode("utf-8", errors="replace"), 600).decode("utf-8", errors="replace")
    elif kind < 0.8:
        holder[key] = copy.deepcopy(dice.choice([*ODD, *WORDS, f"{key}", [value], {dice.choice(tools.names): value}]))
    else:
        holder[key] = _borrowed(tools)


def _borrowed(tools: Tools) -> Any:
    """Return any part of any update we know."""
    seed = {"": json.loads(tools.dice.choice(tools.seeds))}
    holder, key = tools.dice.choice(list(_places(seed)))
    return copy.deepcopy(holder[key])


def _dig(whole: Any, dice: random.Random) -> str:
    """Put a hole where something was; return what was there."""
    holder, key = dice.choice(list(_places(whole)))
    was, holder[key] = holder[key], HOLE
    return json.dumps(was)


# -- texts -----------------------------------------------------------------------------------------------------------

FIGURE = re.compile(r"\d+")
# What is a figure to some of Python's questions and not to others, and figures at the ends of what can be.
FIGURES = [
    "²",
    "①",
    "½",
    "٣",
    "५",
    "0",
    "00",
    "1",
    "12",
    "24",
    "29",
    "31",
    "32",
    "59",
    "60",
    "99",
    "100",
    "0001",
    "2026",
    "9999",
    "9" * 20,
]


def words_of(data: bytes, most: int, tools: Tools) -> bytes:
    """Change a text by its words and figures: put one in, take one out, put another in its place; now and then its bytes."""
    dice = tools.dice
    text = data.decode("utf-8", errors="replace")
    if dice.random() < 0.3:
        return tools.mutate(data, most)
    for _ in range(dice.randint(1, 3)):
        kind = dice.random()
        figures = list(FIGURE.finditer(text))
        if kind < 0.3 and figures:
            found = dice.choice(figures)
            text = text[: found.start()] + dice.choice(FIGURES) + text[found.end() :]
            continue
        words = text.split(" ")
        at = dice.randrange(len(words))
        if kind < 0.6:
            words[at] = dice.choice(tools.names)
        elif kind < 0.8:
            words.insert(at, dice.choice([*FIGURES, *tools.names]))
        elif kind < 0.9:
            del words[at]
        else:
            # Two sayings in one: what somebody corrects in the same breath.
            words[at:at] = dice.choice(tools.seeds)[:300].decode("utf-8", errors="replace").split(" ")
        text = " ".join(words)
    return text.encode("utf-8", errors="replace")[:most]


# -- workbooks -------------------------------------------------------------------------------------------------------


def workbook(data: bytes, most: int, tools: Tools) -> bytes:
    """Change what one part of a workbook says and pack it again, or leave a part out; now and then change the packed bytes."""
    dice = tools.dice
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001  (an earlier change broke it: only its bytes are left to change)
        parts = {}
    if not parts or dice.random() < 0.15:
        return tools.mutate(data, most)
    name = dice.choice([each for each in parts if each.endswith((".xml", ".rels"))] or list(parts))
    kind = dice.random()
    if kind < 0.05:
        del parts[name]
    elif kind < 0.5:
        parts[name] = _marks_changed(parts[name], tools)
    else:
        parts[name] = tools.mutate(parts[name], most)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return kept.getvalue() if len(kept.getvalue()) <= most else data


XML_VALUES = ["", "0", "-1", "99999999999", "1e400", "nan", "A0", "XFD1048577", "2026-13-45T99:00", "&#0;", "�"]
# The kinds of a cell, by the letters that stand for them there.
XML_VALUES += ["s", "d", "b", "e", "n", "inlineStr", "str", "true"]


def _marks_changed(content: bytes, tools: Tools) -> bytes:
    """Give one attribute or one text of an XML document another value; the document stays one."""
    dice = tools.dice
    parts = content.split(b'"') if dice.random() < 0.6 else content.split(b">")
    if len(parts) < 3:
        return tools.mutate(content, len(content) + 100)
    value = dice.choice([*XML_VALUES, *tools.names]).encode()
    if parts[0].count(b">") or b'"' not in content:
        at = dice.randrange(1, len(parts), 2)
        parts[at] = value
        return b'"'.join(parts)
    at = dice.randrange(1, len(parts))
    _, mark, rest = parts[at].partition(b"<")
    parts[at] = value + mark + rest
    return b">".join(parts)
