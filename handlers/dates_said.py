"""Dates and times the way people type them: "05/12 19h30", "thứ bảy tuần sau 19:30", "mai 7 gio toi"."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from handlers.calendar import LAST, MonthlyRule, Shift

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
NOON = 12
CENTURY = 2000
# No meeting is held outside of these years; at the ends of the calendar a zone's hours cannot even be reckoned.
YEARS = range(1900, 2200)
# A date without a year that has just passed is a slip to be told, not a date of next year.
JUST_PASSED = timedelta(days=60)

WEEKDAY_WORDS = {
    "hai": 0, "ba": 1, "tu": 2, "bon": 2, "nam": 3, "sau": 4, "bay": 5,
    "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5,
}  # fmt: skip
_WEEKDAY = r"(?:(?:thu|t)\s*(hai|ba|tu|bon|nam|sau|bay|[2-7])(?![\w/])|(chu nhat|cn)\b)"
WEEKDAY = re.compile(rf"\b{_WEEKDAY}(?:\s*,?\s*(?:cua\s+)?tuan\s+(nay|sau|toi|ke|sang))?")

ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
DATE = re.compile(r"(?<![\d:h])(\d{1,2})\s*[/-]\s*(\d{1,2})(?:\s*[/-]\s*(\d{4}|\d{2}))?(?!\d)")
DOTTED = re.compile(r"(?<![\d:h])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)")
WORDED = re.compile(
    r"\b(?:(?:ngay|mung|mong)\s+)?(\d{1,2})\s*,?\s*thang\s+(?:(\d{1,2})(?:\s*(?:,|/)?\s*(?:nam\s+)?(\d{4}))?|(nay|sau|toi))\b"
)
DAY_ONLY = re.compile(r"\b(?:ngay|mung|mong|hom)\s+(\d{1,2})\b(?!\s*(?:gio|h|g|:|/|-))")
NEAR = (
    (re.compile(r"\b(?:ngay\s+)?(?:mot|kia)\b"), 2),
    (re.compile(r"\b(?:ngay\s+)?mai\b"), 1),
    (re.compile(r"\b(?:hom|sang|trua|chieu|toi|dem)\s+nay\b"), 0),
)
IN_DAYS = re.compile(r"\b(\d{1,2})\s+ngay\s+(?:nua|toi)\b")

PART = r"sang|trua|chieu|toi|dem|am|pm"
CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:(?:gio|h|g)(?![a-z])\s*(?:kem\s+(\d{1,2})|(ruoi)|(\d{1,2}))?|:(\d{2}))\s*(?:phut|p|ph)?(?![\w:])"
)
HALF = re.compile(r"(?<!\d)(\d{1,2})\s*ruoi\b")
BARE_HOUR = re.compile(rf"(?<![\d/])(\d{{1,2}})\s+(?={PART})")
PART_OF_DAY = re.compile(rf"\b({PART})\b(?!\s+(?:tuan|thang))")


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says about when: the day and the wall-clock time, either may be missing; `problem` names what cannot be."""

    day: date | None = None
    at: time | None = None
    problem: Literal["", "no-such-day", "no-such-time"] = ""


def plain(text: str) -> str:
    """Return the text in lower case without marks, punctuation kept: "Thứ Bảy, 19:30" → "thu bay, 19:30"."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def moment_said(text: str, here: datetime) -> Said:
    """Read a day and a time out of a text; `here` is now in the reader's zone. What is not said stays None."""
    words = plain(text)
    try:
        day, rest = _day(words, here.date())
    except ValueError:
        return Said(problem="no-such-day")
    try:
        return Said(day, _time(rest))
    except ValueError:
        return Said(day, problem="no-such-time")


def time_said(text: str) -> time | None:
    """Read a time of the day ("19h30", "7 giờ tối", "8 rưỡi sáng"); None if none is said or there is no such time."""
    try:
        return _time(plain(text))
    except ValueError:
        return None


# -- days ------------------------------------------------------------------------------------------------------------


def _day(words: str, today: date) -> tuple[date | None, str]:
    """Return the day said and the words without it; ValueError for a day that does not exist (31/02, 1/1/0001)."""
    for read in (_numbered, _worded, _near, _weekday, _day_only):
        day, rest = read(words, today)
        if day is not None and day.year not in YEARS:
            raise ValueError(f"no year {day.year}")
        if day is not None:
            return day, rest
    return None, words


def _numbered(words: str, today: date) -> tuple[date | None, str]:
    if found := ISO_DATE.search(words):
        return date(int(found[1]), int(found[2]), int(found[3])), _without(words, found)
    found = DOTTED.search(words) or DATE.search(words)
    if found is None:
        return None, words
    return _dated(int(found[1]), int(found[2]), found[3], today), _without(words, found)


def _worded(words: str, today: date) -> tuple[date | None, str]:
    found = WORDED.search(words)
    if found is None:
        return None, words
    if found[4]:
        first = today.replace(day=1)
        month = first if found[4] == "nay" else (first + 31 * DAY).replace(day=1)
        return month.replace(day=int(found[1])), _without(words, found)
    return _dated(int(found[1]), int(found[2]), found[3], today), _without(words, found)


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        return date(int(year) if len(year) > 2 else CENTURY + int(year), month, day)  # noqa: PLR2004
    for number in range(today.year, today.year + 9):
        # 29/02 exists only every few years; a month that does not exist fails for all of them.
        if (month, day) == (2, 29) and not _leap(number):
            continue
        found = date(number, month, day)
        if found >= today - JUST_PASSED:
            return found
    raise ValueError(f"no day {day}/{month}")


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _near(words: str, today: date) -> tuple[date | None, str]:
    if found := IN_DAYS.search(words):
        return today + int(found[1]) * DAY, _without(words, found)
    for pattern, days in NEAR:
        if found := pattern.search(words):
            # "tối nay", "sáng mai": the part of the day still tells which seven o'clock is meant.
            return today + days * DAY, words.replace(found[0], found[0].removesuffix("nay") if not days else " ", 1)
    return None, words


def _weekday(words: str, today: date) -> tuple[date | None, str]:
    found = WEEKDAY.search(words)
    if found is None:
        return None, words
    weekday = 6 if found[2] else WEEKDAY_WORDS[found[1]]
    monday = today - today.weekday() * DAY
    if found[3] == "nay":
        day = monday + weekday * DAY
    elif found[3]:
        day = monday + WEEK + weekday * DAY
    else:
        day = today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY
    return day, _without(words, found)


def _day_only(words: str, today: date) -> tuple[date | None, str]:
    found = DAY_ONLY.search(words)
    if found is None:
        return None, words
    wanted = int(found[1])
    for ahead in range(62):
        day = today + ahead * DAY
        if day.day == wanted:
            return day, _without(words, found)
    raise ValueError(f"no day {wanted}")


def _without(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]} ; {words[found.end() :]}"


# -- times -----------------------------------------------------------------------------------------------------------


def _time(words: str) -> time | None:
    part = PART_OF_DAY.search(words)
    name = part[1] if part else ""
    if found := CLOCK.search(words):
        hour, minute = int(found[1]), int(found[4] or found[5] or (30 if found[3] else 0))
        moment = time(_hour(hour, name), minute)
        if found[2]:
            early = datetime.combine(date.min + DAY, moment) - timedelta(minutes=int(found[2]))
            return early.time()
        return moment
    if found := HALF.search(words):
        return time(_hour(int(found[1]), name), 30)
    if found := BARE_HOUR.search(words):
        return time(_hour(int(found[1]), name), 0)
    return None


def _hour(hour: int, part: str) -> int:
    """Return the hour on the 24-hour clock: "7 … tối" is 19, "12 … đêm" is 0, "1 … trưa" is 13."""
    if hour > NOON or not part:
        return hour
    if part in ("sang", "am"):
        return 0 if hour == NOON and part == "am" else hour
    if part == "dem":
        return hour % NOON if hour == NOON or hour <= 4 else hour + NOON  # noqa: PLR2004
    if part == "trua":
        return hour if hour >= 10 else hour + NOON  # noqa: PLR2004
    return hour % NOON + NOON


# -- the monthly rule in one line ------------------------------------------------------------------------------------

LAST_DAY = re.compile(r"\bngay\s+cuoi(?:\s+cung)?(?:\s+(?:cua\s+)?(?:hang\s+|moi\s+)?thang)?\b|\bcuoi thang\b")
RULE_DAY = re.compile(r"\b(?:ngay|mung|mong|hom)\s+(\d{1,2})\b")
NTH = {"dau": 1, "nhat": 1, "1": 1, "hai": 2, "2": 2, "ba": 3, "3": 3, "tu": 4, "4": 4, "cuoi": LAST, "cuoi cung": LAST}
RULE_WEEK = re.compile(
    rf"\b{_WEEKDAY}\s+(?:cua\s+)?(?:tuan\s+)?(?:lan\s+)?(?:thu\s+)?(dau tien|dau|nhat|cuoi cung|cuoi|hai|ba|tu|[1-4])\b"
)
SERVES_NEXT = re.compile(r"\b(?:ky|cho|phuc vu)\s+(?:ky\s+)?thang\s+(?:sau|toi|ke tiep)\b")
NO_SHIFT = re.compile(
    r"\b(?:khong|ko|k)\s+(?:can\s+)?(?:tranh|doi|chuyen|lui)\b|\bgiu nguyen\b|\bke ca (?:ngay )?(?:nghi|le)\b"
)
EARLIER = re.compile(r"\b(?:lam viec|ngay)\s+(?:lien\s+)?truoc\b|\btruoc do\b|\bsom hon\b|\blen truoc\b")
WEEKEND_FINE = re.compile(
    r"\bchi tranh (?:ngay )?le\b|\b(?:ke )?ca (?:ngay )?(?:cuoi tuan|thu bay|thu 7|chu nhat)\b|\bcuoi tuan (?:van )?(?:duoc|hop)\b"
)


def rule_said(text: str) -> MonthlyRule | None:
    """Read a monthly rule out of one line ("ngày 5 hằng tháng 19h30, tránh ngày nghỉ"); None if day or time is missing."""
    words = plain(text)
    at = time_said(text)
    where = _rule_day(words)
    if at is None or where is None:
        return None
    shift: Shift = "none" if NO_SHIFT.search(words) else "previous" if EARLIER.search(words) else "next"
    saturday_or_sunday = where.get("weekday", 0) >= 5  # noqa: PLR2004
    return MonthlyRule(
        **where,
        at=at,
        shift=shift,
        # Who names a Saturday means it: only public holidays are avoided then.
        weekend_is_fine=saturday_or_sunday or WEEKEND_FINE.search(words) is not None,
        serves_next=SERVES_NEXT.search(words) is not None,
        kind="combined" if "chuyen de" in words else "regular",
    )


def _rule_day(words: str) -> dict[str, int] | None:
    if found := RULE_WEEK.search(words):
        weekday = 6 if found[2] else WEEKDAY_WORDS[found[1]]
        return {"week": NTH[found[3].removesuffix(" tien")], "weekday": weekday}
    if found := RULE_DAY.search(words):
        day = int(found[1])
        return {"day": day} if 1 <= day <= 31 else None  # noqa: PLR2004
    return {"day": LAST} if LAST_DAY.search(words) else None
