"""The public holidays of Viet Nam, Tết and the Hùng Kings' day by the lunar calendar included: a table that people can read."""

import logging
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

log = logging.getLogger(__name__)
# Made by tests/make_holidays.py: the library it asks takes 12 MB, because it brings the calendars of the whole world.
FILE = Path(__file__).with_name("public_holidays.toml")
FORM = "needs [every_year] with MM-DD, [days_off] and [working_days] with YYYY-MM-DD, and a name in quotes for each day"

NOT_KNOWN = (
    "no table holds Tết and the Hùng Kings' day of %d, so meetings may be planned on them: "
    "install a newer release, or name these days in extra_holidays of config.toml"
)


@dataclass(frozen=True, slots=True)
class Table:
    """What the file says: days (month, day) that are off in every year, days off, and weekend days that are worked."""

    every_year: frozenset[tuple[int, int]]
    off: frozenset[date]
    worked: frozenset[date]


def read(text: str) -> Table:
    """Return the table that a text in TOML holds; ValueError says what is wrong with it."""
    try:
        said = tomllib.loads(text)
        # No leap year, so that 29 February, which not every year has, is refused.
        fixed = _dates(f"2001-{day}" for day in said["every_year"])
        every_year = frozenset((day.month, day.day) for day in fixed)
        return Table(every_year, _dates(said["days_off"]), _dates(said["working_days"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"handlers/{FILE.name} {FORM}: {error}") from None


def _dates(written: Iterable[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, written))


@cache
def table() -> Table:
    """Return the table of this installation; read once a process."""
    return read(FILE.read_text(encoding="utf-8"))


@cache
def public_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the public holidays of Viet Nam in that year, and the weekend days that were made working days.

    Of a year without days in the table only the holidays with a fixed date are known; for a coming year the log says so.
    """
    known = table()
    off = frozenset(day for day in known.off if day.year == year)
    if not off:
        # A meeting planned on Tết can still be moved; one that is never planned is missed by everybody.
        off = frozenset(date(year, month, day) for month, day in known.every_year)
        if all(day.year < year for day in known.off):
            log.warning(NOT_KNOWN, year)
    return off, frozenset(day for day in known.worked if day.year == year)
