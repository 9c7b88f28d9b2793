"""Reads how many minutes late: "15p", "nửa tiếng", "1 tiếng rưỡi", "mười lăm phút"; an hour of the day is no duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.understanding.syllables import bare, canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.tokens import Token

_MINUTE = frozenset({"phut", "p", "ph", "min"})
_HOUR = frozenset({"tieng", "gio", "h", "g"})
_ONES = {
    "môt5": 1, "môt1": 1, "hai": 2, "ba": 3, "bôn1": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sau1": 6, "bay3": 7, "tam1": 8, "chin1": 9
}  # fmt: skip
_BARE_ONES = {bare(word): value for word, value in _ONES.items()}
_TEN = frozenset({"muoi", "chuc"})
# From this hour on, "N giờ" is a time of day, not a delay.
_CLOCK_FROM = 5
_MOST_MINUTES = 300
_HOUR_MINUTES = 60
# "15-20p" is a range, "3 - 15 phút" is choice 3 and a delay.
_WIDEST_RANGE = 4
_HALF_HOUR = 30


def durations(tokens: Sequence[Token]) -> list[tuple[int, int, int]]:
    """Every duration as (first word, word after it, minutes), in order. Of a range ("15-20p") the longer counts."""
    found = []
    i = 0
    while i < len(tokens):
        end, minutes = _duration_at(tokens, i)
        if minutes is not None:
            found.append((i, end, minutes))
        i = max(end, i + 1)
    return found


def _duration_at(tokens: Sequence[Token], i: int) -> tuple[int, int | None]:
    if _bare(tokens, i) == "nua" and _bare(tokens, i + 1) in _HOUR:
        return i + 2, _HALF_HOUR
    if _bare(tokens, i) == "tieng" and _bare(tokens, i + 1) == "ruoi":
        return i + 2, 90
    end, value = _number_at(tokens, i)
    if value is None:
        return i, None
    if _is_range(tokens, end):
        later, upper = _number_at(tokens, end + 1 if tokens[end].mark else end)
        if upper is not None and value < upper <= value * _WIDEST_RANGE:
            end, value = later, upper
    if _is_minute(tokens, end):
        return end + 1, value if 0 < value <= _MOST_MINUTES else None
    if _bare(tokens, end) in _HOUR:
        return _hours(tokens, end, value)
    return end, None


def _hours(tokens: Sequence[Token], unit: int, hours: int) -> tuple[int, int | None]:
    end = unit + 1
    spoken = _bare(tokens, unit) == "tieng"
    minutes = hours * _HOUR_MINUTES
    if _bare(tokens, end) == "dong" and _bare(tokens, end + 1) == "ho":
        end += 2
    if _bare(tokens, end) == "ruoi":
        end, minutes = end + 1, minutes + 30
    else:
        later, more = _number_at(tokens, end)
        if more is not None and more < _HOUR_MINUTES:
            minutes += more
            end = later + 1 if _is_minute(tokens, later) else later
    if not spoken and hours >= _CLOCK_FROM:
        return end, None
    return end, minutes if 0 < minutes <= _MOST_MINUTES else None


def _is_range(tokens: Sequence[Token], i: int) -> bool:
    if i >= len(tokens):
        return False
    return (
        tokens[i].mark in {"-", "/"}
        or tokens[i].number is not None
        or _bare(tokens, i) in {"den", "hoac", "toi"}
        or _small(tokens, i)
    )


def _small(tokens: Sequence[Token], i: int) -> bool:
    return _bare(tokens, i) == "muoi"


def _is_minute(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and (tokens[i].mark == "'" or _bare(tokens, i) in _MINUTE)


def _number_at(tokens: Sequence[Token], i: int) -> tuple[int, int | None]:
    """Give a number in digits or words beginning here and where it ends."""
    if i >= len(tokens):
        return i, None
    if tokens[i].number is not None:
        return i + 1, tokens[i].number
    if _bare(tokens, i) in _TEN:
        ones = _one(tokens, i + 1)
        return (i + 2, 10 + ones) if ones else (i + 1, 10)
    first = _one(tokens, i)
    if not first:
        return i, None
    if _bare(tokens, i + 1) in _TEN:
        ones = _one(tokens, i + 2)
        return (i + 3, first * 10 + ones) if ones else (i + 2, first * 10)
    # "sau" is "after" far more often than "six": without marks a number word needs its unit.
    return (i + 1, first) if _is_minute(tokens, i + 1) or _bare(tokens, i + 1) in _HOUR else (i, None)


def _one(tokens: Sequence[Token], i: int) -> int:
    """Give the digit this word names, 0 if none."""
    if not 0 <= i < len(tokens) or tokens[i].mark or tokens[i].number is not None:
        return 0
    form = canonical(tokens[i].text)
    return _ONES.get(form, 0) if tokens[i].marked else _BARE_ONES.get(form, 0)


def _bare(tokens: Sequence[Token], i: int) -> str:
    if not 0 <= i < len(tokens) or tokens[i].mark or tokens[i].number is not None:
        return ""
    return bare(canonical(tokens[i].text))
