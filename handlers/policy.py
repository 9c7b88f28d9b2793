"""What an office may set: when to invite and remind, when to be quiet, what counts, and how long things are kept."""

from dataclasses import dataclass
from datetime import date, time, timedelta

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules an installation runs by. All lengths are time spans; local times are those of the cell's zone.

    Sources: DOMAIN.md 4-7 in words, and there is no rule on how early to invite: 7 d, 3 d, 1 d, 3 h are ours.
    """

    language: str = "vi"
    # The meeting: when it is announced, reminded of, and when answers and speaking points close (before its start).
    invite_before: timedelta = 10 * DAY
    reminders: tuple[timedelta, ...] = (7 * DAY, 3 * DAY, 1 * DAY, 3 * HOUR)
    nudges: tuple[timedelta, ...] = (24 * HOUR, 3 * HOUR)
    answer_by: timedelta = 2 * HOUR
    points_by: timedelta = 24 * HOUR
    # After it: when organisers are asked who was present (after the planned end).
    presence_after: timedelta = timedelta(minutes=15)
    # How many days before the first of the month next month's meeting is created by the cell's rule.
    plan_ahead: timedelta = 20 * DAY
    # The theme of the month: its day and hour (local), and how long before the organisers hear that there is none.
    theme_day: int = 1
    theme_time: time = time(8, 0)
    theme_warning: timedelta = 5 * DAY
    # No push leaves between these local times, unless it would come after the meeting's start.
    quiet_from: time = time(21, 0)
    quiet_until: time = time(7, 0)
    # Days off beside the public holidays of Viet Nam, and days worked although they would be off: both are decreed yearly.
    extra_holidays: tuple[date, ...] = ()
    extra_working_days: tuple[date, ...] = ()
    # Absences reported within this span after an alert go out together in the next one.
    alert_gather: timedelta = timedelta(minutes=10)
    # A group card is edited at most this often.
    card_every: timedelta = timedelta(seconds=4)
    # The alert ladder, counted in a calendar year.
    excused_in_a_row: int = 3
    unexcused_meet: int = 2
    unexcused_months: int = 3
    # How long things are kept after the meeting.
    keep_reasons: timedelta = 90 * DAY
    keep_points: timedelta = 30 * DAY
    keep_attendance: timedelta = 730 * DAY
    keep_audit: timedelta = 730 * DAY
    keep_ledger: timedelta = 60 * DAY
    # A private talk left alone this long starts anew.
    conversation_life: timedelta = 24 * HOUR
    code_life: timedelta = 30 * DAY
    points_length: int = 500
