"""Reads the one line with which an organiser changes the agenda: "thêm Thảo luận phương án | đ/c Hùng | 20", "xoa 4", "3 phut 15"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from handlers.folding import fold


@dataclass(frozen=True, slots=True)
class Add:
    """Put a new item into the agenda: at the end of `section`, or `before`/`after` the item of that number."""

    content: str
    person: str = ""
    minutes: int | None = None
    note: str = ""
    section: str = ""
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Change what is given of an item; None leaves it, an empty person or note takes it away."""

    number: int
    content: str | None = None
    person: str | None = None
    minutes: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take these items out."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Move an item: to a position, by steps (negative is up), before or after another one, or to the end of a section."""

    number: int
    how: Literal["to", "by", "before", "after", "top", "bottom", "section"]
    value: int = 0
    section: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """Show one item with everything that can be done to it."""

    number: int


@dataclass(frozen=True, slots=True)
class Plain:
    """Something without an item: undo, publish, carry (take over from the last meeting), view, done."""

    what: Literal["undo", "publish", "carry", "view", "done"]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Not understood; `about` tells what was wanted, as far as it is known: add, change, minutes, assign, note, remove, move, any."""

    about: str = "any"


Order = Add | Change | Remove | Move | Show | Plain | Unclear


class _Word(NamedTuple):
    folded: str
    start: int
    end: int


# Longer than any agenda line (content 300, note 300, a name): not read at all.
LONGEST = 800
# All folded: without marks, in lower case. The longest phrase that fits the beginning wins.
PLAIN: dict[str, Literal["undo", "publish", "carry", "view", "done"]] = {
    "hoan tac": "undo", "khoi phuc": "undo", "lay lai": "undo", "undo": "undo",
    "cong bo": "publish", "cong bo vao nhom": "publish", "dang": "publish", "dang vao nhom": "publish",
    "publish": "publish",
    "chuyen muc tu ky truoc": "carry", "muc tu ky truoc": "carry", "lay muc tu ky truoc": "carry", "ky truoc": "carry",
    "carry over": "carry",
    "xem": "view", "xem chuong trinh": "view", "view": "view", "show": "view",
    "xong": "done", "het": "done", "ket thuc sua": "done", "done": "done", "ok": "done",
}  # fmt: skip
VERBS: dict[str, str] = {
    "them": "add", "bo sung": "add", "them muc": "add", "them muc moi": "add", "add": "add",
    "sua": "change", "sua lai": "change", "thay": "change", "cap nhat": "change", "change": "change", "edit": "change",
    "xoa": "remove", "bo": "remove", "loai": "remove", "loai bo": "remove", "xoa bo": "remove", "remove": "remove", "delete": "remove",
    "chuyen": "move", "dua": "move", "day": "move", "keo": "move", "dich": "move", "move": "move",
    "doi": "either",  # "đổi" (change) and "dời" (move) look alike without marks: what follows decides
    "giao": "assign", "phan cong": "assign", "assign": "assign",
    "phut": "minutes", "thoi gian": "minutes", "thoi luong": "minutes", "minutes": "minutes",
    "ghi chu": "note", "note": "note",
    "muc": "show", "xem": "show", "xem muc": "show", "show": "show", "item": "show",
}  # fmt: skip
SECTION_WORDS = {
    "mo dau": "opening", "noi dung": "content", "ket thuc": "closing",
    "opening": "opening", "content": "content", "closing": "closing",
}  # fmt: skip
NOISE = {"muc", "so", "thu", "item", "phan"}
PERSON_MARK = re.compile(r"^(?:đ/c|d/c|đc|dc|đồng chí|dong chi)\b\.?\s*", re.IGNORECASE)
MINUTES = re.compile(r"^(\d{1,4})\s*(?:p|ph|phút|phut|min|minutes|')?\.?$", re.IGNORECASE)
MINUTES_AT_END = re.compile(r"[\s,;(]+(\d{1,3})\s*(?:p|ph|phút|phut|min|')\)?\.?$", re.IGNORECASE)
PERSON_AT_END = re.compile(r"[\s,;(]+(?:đ/c|d/c|đc|dc)\.?\s+([^\W\d_]+(?:\s+[^\W\d_]+){0,5})\)?$", re.IGNORECASE)
NOBODY = {"khong", "trong", "none", ""}
ASSIGN_WORDS = {"giao", "phan cong", "nguoi", "phu trach", "cho", "chu tri", "trinh bay", "assign", "to"}
NOTE_WORDS = {"ghi chu", "luu y", "note"}
CONTENT_WORDS = {"noi dung", "thanh", "la", "to"}
MINUTE_WORDS = {"phut", "thoi gian", "thoi luong", "minutes"}
TOWARDS = {"len", "xuong", "den", "toi", "ve", "sang", "qua", "vao", "thanh", "to", "up", "down", "vi", "tri", "cho"}
STEP_WORDS = {"bac", "nac", "buoc", "dong", "steps", "step"}


def parse(text: str) -> Order:
    """Return what a line asks for, typed with or without marks; an Unclear if it cannot be told."""
    raw = " ".join(text.split())
    words = _words(raw)
    if not words or len(raw) > LONGEST:
        return Unclear()
    plain = PLAIN.get(" ".join(word.folded for word in words))
    if plain is not None:
        return Plain(plain)
    verb, used = _lead(words, VERBS)
    if verb == "add":
        return _add(raw[words[used - 1].end :])
    numbers, after = _numbers(words, used)
    if not numbers:
        return Unclear(verb if verb in READERS else "any")
    rest = raw[words[after - 1].end :].lstrip(" :=-–.,)")
    if verb == "show":
        return Show(numbers[0]) if not rest else READERS["line"](numbers, rest)
    # "3: Thảo luận" renames, "3 Thảo luận" might be anything.
    if not verb and raw[words[after - 1].end :].lstrip()[:1] in {":", "="}:
        return _detail(numbers, rest) or Change(numbers[0], rest[:1].upper() + rest[1:]) if rest else Unclear("change")
    return READERS[verb or "line"](numbers, rest)


def _words(raw: str) -> list[_Word]:
    found = [
        _Word(fold(match[0]).replace(" ", ""), match.start(), match.end()) for match in re.finditer(r"[^\s|,;:=]+", raw)
    ]
    return [word for word in found if word.folded]


def _lead(words: Sequence[_Word], phrases: dict[str, str]) -> tuple[str, int]:
    """Return the meaning of the longest phrase the words begin with, and how many words it has; "" and 0 if none."""
    for length in (3, 2, 1):
        meaning = phrases.get(" ".join(word.folded for word in words[:length])) if len(words) >= length else None
        if meaning is not None:
            return meaning, length
    return "", 0


def _numbers(words: Sequence[_Word], start: int) -> tuple[tuple[int, ...], int]:
    """Return the item numbers that follow ("4", "mục 4", "4, 5 và 6"), and the index of the word behind them."""
    numbers: list[int] = []
    index = start
    while index < len(words):
        folded = words[index].folded
        if re.fullmatch(r"\d{1,2}", folded):
            numbers.append(int(folded))
        elif not ((not numbers and folded in NOISE) or (numbers and folded in {"va", "and"})):
            break
        index += 1
    # "3 15 phút": the second figure belongs to the minutes, not to the list of items.
    joined = [words[at].folded for at in range(start, index)]
    if len(numbers) > 1 and index < len(words) and words[index].folded in {"p", "ph", "phut", "min"}:
        index = start + len(joined) - 1
        numbers.pop()
    return tuple(numbers), index


# -- adding and changing -------------------------------------------------------------------------------------------------


class _Fields(NamedTuple):
    content: str
    person: str | None
    minutes: int | None
    note: str | None


def _add(rest: str) -> Order:
    words = _words(rest)
    section, before, after, used = "", None, None, 0
    place = [word.folded for word in words[:2]]
    # "thêm sau 5 phút giải lao" names no place.
    follows_minutes = [word.folded for word in words[2:3]] in (["phut"], ["p"])
    beside = place[:1] and place[0] in {"sau", "truoc", "after", "before"} and place[-1].isdecimal()
    if beside and not follows_minutes:
        used = 2
        before, after = (int(place[1]), None) if place[0] in {"truoc", "before"} else (None, int(place[1]))
    else:
        skipped = 1 if place[:1] in (["vao"], ["to"]) else 0
        named, length = _lead(words[skipped:], SECTION_WORDS)
        behind = words[skipped + length - 1].end if length else 0
        if named and (skipped or rest[behind:].lstrip()[:1] in {":", "|"}):
            section, used = named, skipped + length
    fields = _fields(rest[words[used - 1].end :] if used else rest)
    if not fields.content:
        return Unclear("add")
    return Add(fields.content, fields.person or "", fields.minutes, fields.note or "", section, before, after)


def _fields(text: str) -> _Fields:
    content, *others = [part.strip() for part in text.strip(" :|,;-–").split("|")] if text.strip() else [""]
    if text.lstrip(" :").startswith("|"):
        content, others = "", [content, *others]
    person: str | None = None
    minutes: int | None = None
    note: str | None = None
    for other in others:
        figure = MINUTES.match(other)
        if figure is not None and minutes is None:
            minutes = int(figure[1])
        elif person is None and other:
            person = bare_name(other)
        elif other:
            note = other
    if not others:
        content, person, minutes = _inline(content)
    return _Fields(content[:1].upper() + content[1:], person, minutes, note)


def _inline(content: str) -> tuple[str, str | None, int | None]:
    """Take minutes and a person off the end of a text without bars: "Thảo luận phương án, đ/c Hùng, 20 phút"."""
    person: str | None = None
    minutes: int | None = None
    for _ in range(2):
        figure, name = MINUTES_AT_END.search(content), PERSON_AT_END.search(content)
        if figure is not None and minutes is None:
            content, minutes = content[: figure.start()].rstrip(" ,;("), int(figure[1])
        elif name is not None and person is None:
            content, person = content[: name.start()].rstrip(" ,;("), name[1].strip()
    return content, person, minutes


def bare_name(text: str) -> str:
    """Return the bare name of a typed person ("đ/c Hùng" is "Hùng"); "" for nobody."""
    bare = PERSON_MARK.sub("", text.strip()).strip(" .,")
    return "" if fold(bare) in NOBODY else bare


def _rename(numbers: tuple[int, ...], rest: str) -> Order:
    known = _detail(numbers, rest)
    if known is not None:
        return known
    fields = _fields(_behind(rest, CONTENT_WORDS) or rest)
    if fields == _Fields("", None, None, None):
        return Unclear("change")
    return Change(numbers[0], fields.content or None, fields.person, fields.minutes, fields.note)


def _line(numbers: tuple[int, ...], rest: str) -> Order:
    """Read a line that begins with a number: "3 phút 15", "3 giao đc Lan", "5 lên", "4 xóa"."""
    if not rest:
        return Show(numbers[0])
    if fold(rest) in {"xoa", "bo", "loai", "remove", "delete"}:
        return Remove(numbers)
    known = _detail(numbers, rest)
    if known is not None:
        return known
    content = _behind(rest, CONTENT_WORDS)
    if content:
        return Change(numbers[0], content[:1].upper() + content[1:])
    return Unclear("change")


def _detail(numbers: tuple[int, ...], rest: str) -> Order | None:
    """Return what a rest says beyond doubt: minutes, a move, a person, a note; else None."""
    figure = MINUTES.match(_behind(rest, MINUTE_WORDS) or rest)
    if figure is not None and (not rest.isdecimal() or len(numbers) == 1):
        return Change(numbers[0], minutes=int(figure[1]))
    move = _movement(numbers[0], fold(rest))
    if move is not None:
        return move
    note = _behind(rest, NOTE_WORDS)
    if note is not None:
        return Change(numbers[0], note=note)
    name = _behind(rest, ASSIGN_WORDS)
    if name is not None or PERSON_MARK.match(rest):
        return Change(numbers[0], person=bare_name(_behind(name, {"cho", "to"}) or name if name is not None else rest))
    return None


def _behind(rest: str, leads: set[str]) -> str | None:
    """Return what follows if the text begins with one of these phrases, else None."""
    words = _words(rest)
    meaning, length = _lead(words, {lead: lead for lead in leads})
    return rest[words[length - 1].end :].lstrip(" :=-–,") if meaning else None


# -- the other verbs -----------------------------------------------------------------------------------------------------


def _remove(numbers: tuple[int, ...], rest: str) -> Order:
    # "bỏ 4 đồng chí…" is no order to remove item 4; "xóa 4 nhé" is one.
    return Remove(numbers) if len(rest.split()) <= 1 else Unclear("remove")


def _minutes(numbers: tuple[int, ...], rest: str) -> Order:
    if not rest and len(numbers) == 2:  # noqa: PLR2004  ("phút 3 15")
        return Change(numbers[0], minutes=numbers[1])
    figure = MINUTES.match(_behind(rest, {"la", "thanh", "con", "to"}) or rest)
    return Change(numbers[0], minutes=int(figure[1])) if figure else Unclear("minutes")


def _assign(numbers: tuple[int, ...], rest: str) -> Order:
    name = _behind(rest, {"cho", "to"}) or rest
    return Change(numbers[0], person=bare_name(name)) if name else Unclear("assign")


def _note(numbers: tuple[int, ...], rest: str) -> Order:
    return Change(numbers[0], note=rest)


def _move(numbers: tuple[int, ...], rest: str) -> Order:
    if not rest and len(numbers) == 2:  # noqa: PLR2004  ("chuyển 5, 2")
        return Move(numbers[0], "to", numbers[1])
    return _movement(numbers[0], fold(rest)) or Unclear("move")


def _movement(number: int, rest: str) -> Move | None:
    """Return the move that a folded rest means as a whole: "len", "len 2", "xuong cuoi", "sau 7", "sang ket thuc"."""
    words = rest.split()
    section = SECTION_WORDS.get(" ".join(words[-2:])) or SECTION_WORDS.get(" ".join(words[-1:]))
    if section is not None and all(word in TOWARDS | NOISE for word in words[: -2 if len(words) > 1 else -1]):
        return Move(number, "section", section=section) if words[0] in TOWARDS | NOISE else None
    if not words:
        return None
    up = words[0] in {"len", "up"}
    steps = len(words) == 3 and words[1].isdecimal() and words[2] in STEP_WORDS  # noqa: PLR2004  ("lên 2 mục")
    if steps and words[0] in {"len", "xuong", "up", "down"}:
        return Move(number, "by", -int(words[1]) if up else int(words[1]))
    ends: dict[str, Literal["top", "bottom"]] = {"dau": "top", "cuoi": "bottom", "top": "top", "bottom": "bottom"}
    *leads, last = words
    if any(word not in TOWARDS | NOISE | {"truoc", "sau", "before", "after"} for word in leads):
        return None
    if last in ends:
        return Move(number, ends[last])
    if last.isdecimal() and leads and len(last) <= 2:  # noqa: PLR2004
        beside: dict[str, Literal["before", "after"]] = {
            "truoc": "before",
            "before": "before",
            "sau": "after",
            "after": "after",
        }
        how = next((beside[word] for word in leads if word in beside), None)
        return Move(number, how or "to", int(last))
    if not leads and last in {"len", "xuong", "up", "down"}:
        return Move(number, "by", -1 if up else 1)
    return None


READERS: dict[str, Callable[[tuple[int, ...], str], Order]] = {
    "change": _rename,
    "either": _rename,
    "remove": _remove,
    "move": _move,
    "assign": _assign,
    "minutes": _minutes,
    "note": _note,
    "line": _line,
}
