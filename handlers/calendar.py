"""Which days are working days, when a cell meets by its monthly rule, and at what hours nobody should be disturbed."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from handlers.public_holidays import public_days
from handlers.times import local, zone

if TYPE_CHECKING:
    from handlers.policy import Policy

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
SATURDAY = 5
# When the working day's messages may begin: new months are prepared at this local time.
MORNING = time(7, 0)
LAST = -1
Shift = Literal["next", "previous", "none"]
# Kinds of meetings a monthly rule may create (storage.meeting_tables.Meeting.kind).
RULE_KINDS = ("regular", "combined", "themed", "committee")


# -- months ----------------------------------------------------------------------------------------------------------


def period_of(day: date) -> str:
    """Return the period (YYYY-MM) of the month a day lies in."""
    return f"{day:%Y-%m}"


def first_day(period: str) -> date:
    """Return the first day of a period; ValueError if it is not written YYYY-MM."""
    year, month = period.split("-")
    return date(int(year), int(month), 1)


def add_months(period: str, months: int) -> str:
    """Return the period so many months later (earlier, if negative)."""
    first = first_day(period)
    count = first.year * 12 + first.month - 1 + months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def day_in(period: str, day: int) -> date:
    """Return that day of the period's month: the month's last day where it is shorter, or for -1."""
    first = first_day(period)
    length = monthrange(first.year, first.month)[1]
    return first.replace(day=length if day == LAST else min(day, length))


def at_local(day: date, clock: time, zone_name: str) -> datetime:
    """Return the moment (UTC) when the wall clock of the zone shows that time on that day."""
    return datetime.combine(day, clock, tzinfo=zone(zone_name)).astimezone(UTC)


# -- days off --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days without work: weekends and public holidays, corrected by what the installation adds.

    `holidays`: further days off; `working_days`: days that are worked although they would be off (both decreed from year to year).
    """

    holidays: frozenset[date] = field(default_factory=frozenset)
    working_days: frozenset[date] = field(default_factory=frozenset)

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday or a decreed day off."""
        if day in self.working_days:
            return False
        return day in self.holidays or day in public_days(day.year)[0]

    def is_weekend(self, day: date) -> bool:
        """Whether the day is a Saturday or Sunday that is not worked."""
        return day.weekday() >= SATURDAY and day not in self.working_days and day not in public_days(day.year)[1]

    def is_off(self, day: date, *, weekend_is_fine: bool = False) -> bool:
        """Whether a meeting should avoid the day."""
        return self.is_holiday(day) or (self.is_weekend(day) and not weekend_is_fine)


def days_off(policy: Policy) -> DaysOff:
    """Return the days off of an installation."""
    return DaysOff(frozenset(policy.extra_holidays), frozenset(policy.extra_working_days))


# -- the monthly rule ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MonthlyRule:
    """On which day of the month a cell meets.

    Either `day` (1-31; in a shorter month its last day; -1: the last day) or the `week`-th (1-4, -1: last) `weekday` (0: Monday).
    `at` is local time. A day off is left for the `shift` working day, always within the month; with `weekend_is_fine` only
    public holidays are avoided. With `serves_next` the meeting of a month serves the next month's period (DOMAIN.md 4).
    """

    day: int | None = None
    week: int | None = None
    weekday: int | None = None
    at: time = time(8, 0)
    shift: Shift = "next"
    weekend_is_fine: bool = False
    serves_next: bool = False
    kind: str = "regular"

    def __post_init__(self) -> None:
        by_day = self.day is not None and (self.day == LAST or 1 <= self.day <= 31)  # noqa: PLR2004
        by_week = self.week in (1, 2, 3, 4, LAST) and self.weekday is not None and 0 <= self.weekday <= 6  # noqa: PLR2004
        if by_day == by_week or (by_day and self.weekday is not None) or (by_week and self.day is not None):
            raise ValueError("a monthly rule has either a day (1-31 or -1) or a week (1-4 or -1) with a weekday (0-6)")
        if self.shift not in ("next", "previous", "none"):
            raise ValueError(f"shift {self.shift!r}: write next, previous or none")
        if self.kind not in RULE_KINDS:
            raise ValueError(f"kind {self.kind!r}: write one of {', '.join(RULE_KINDS)}")

    def to_dict(self) -> dict[str, Any]:
        """Return what Organisation.meeting_rule keeps; `from_dict` gives the same rule back."""
        where = {"day": self.day} if self.day is not None else {"week": self.week, "weekday": self.weekday}
        return where | {
            "at": f"{self.at:%H:%M}",
            "shift": self.shift,
            "weekend_is_fine": self.weekend_is_fine,
            "serves_next": self.serves_next,
            "kind": self.kind,
        }

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> MonthlyRule:
        """Return the rule a dict describes (missing parts take their defaults); ValueError says what is wrong with it."""
        unknown = set(stored) - {"day", "week", "weekday", "at", "shift", "weekend_is_fine", "serves_next", "kind"}
        if unknown:
            raise ValueError(f"a monthly rule has no {', '.join(sorted(unknown))}")
        hour, minute = str(stored.get("at", "08:00")).split(":")
        return cls(**(stored | {"at": time(int(hour), int(minute))}))

    def month_of(self, period: str) -> str:
        """Return the month in which the meeting of a period is held."""
        return add_months(period, -1) if self.serves_next else period

    def period_served(self, day: date) -> str:
        """Return the period that a meeting on that day serves."""
        return add_months(period_of(day), 1) if self.serves_next else period_of(day)

    def named_day(self, period: str) -> date:
        """Return the day the rule names for a period, before any shift."""
        month = self.month_of(period)
        if self.day is not None:
            return day_in(month, self.day)
        if self.week is None or self.weekday is None:
            raise ValueError("a monthly rule without a day needs a week and a weekday")
        if self.week == LAST:
            last = day_in(month, LAST)
            return last - ((last.weekday() - self.weekday) % 7) * DAY
        first = first_day(month)
        return first + ((self.weekday - first.weekday()) % 7 + 7 * (self.week - 1)) * DAY


def meeting_day(rule: MonthlyRule, period: str, off: DaysOff) -> date:
    """Return the day of the period's meeting: never a day off if the rule shifts, always within the month the rule names."""
    day = rule.named_day(period)
    if rule.shift == "none":
        return day
    # If the nearest working day on that side lies in another month, the other side is taken: a month keeps its meeting.
    ahead = DAY if rule.shift == "next" else -DAY
    for step in (ahead, -ahead):
        moved = day
        while off.is_off(moved, weekend_is_fine=rule.weekend_is_fine) and moved.month == day.month:
            moved += step
        if moved.month == day.month:
            return moved
    return day


def meeting_time(rule: MonthlyRule, period: str, zone_name: str, off: DaysOff) -> datetime:
    """Return when (UTC) the meeting of a period begins by the rule; the wall clock there shows `rule.at`."""
    return at_local(meeting_day(rule, period, off), rule.at, zone_name)


def next_times(
    rule: MonthlyRule, now: datetime, zone_name: str, off: DaysOff, count: int
) -> list[tuple[str, datetime]]:
    """Return the next `count` meetings by the rule that begin after `now`, each as (period, moment in UTC)."""
    period = add_months(period_of(local(now, zone_name).date()), -1)
    found: list[tuple[str, datetime]] = []
    while len(found) < count:
        moment = meeting_time(rule, period, zone_name, off)
        if moment > now:
            found.append((period, moment))
        period = add_months(period, 1)
    return found


# -- quiet hours -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The local hours in which no push leaves: from `begin` up to, not including, `end`; none if both are the same."""

    begin: time
    end: time
    zone_name: str

    def covers(self, moment: datetime) -> bool:
        """Whether the moment lies in the quiet hours."""
        clock = local(moment, self.zone_name).time()
        if self.begin <= self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def over_at(self, moment: datetime) -> datetime:
        """Return the moment itself, or when the quiet hours it lies in are over (UTC)."""
        if not self.covers(moment):
            return moment
        there = local(moment, self.zone_name)
        day = there.date() if there.time() < self.end else there.date() + DAY
        return at_local(day, self.end, self.zone_name)

    def before(self, moment: datetime) -> datetime:
        """Return the moment itself, or a quarter of an hour before the quiet hours it lies in began (UTC)."""
        if not self.covers(moment):
            return moment
        there = local(moment, self.zone_name)
        day = there.date() if there.time() >= self.begin else there.date() - DAY
        # The margin lets a large round of messages leave in time; it never reaches back into the night before.
        awake = (datetime.combine(day, self.begin) - datetime.combine(day, self.end)) % DAY
        return at_local(day, self.begin, self.zone_name) - min(QUARTER, awake)


def quiet_hours(policy: Policy, zone_name: str) -> QuietHours:
    """Return the quiet hours of an installation as seen in a zone."""
    return QuietHours(policy.quiet_from, policy.quiet_until, zone_name)
