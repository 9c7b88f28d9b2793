"""Making, moving and calling off a meeting: what belongs to each of these acts, whoever asks for it."""

from datetime import datetime, timedelta

from handlers import agenda_text, attendance_card, calendar, schedule
from handlers.desk import Desk
from handlers.times import local
from storage import roster
from storage.meeting_tables import Meeting
from storage.people import Organisation

# A regular meeting that shares its session with the theme lasts at least 120 minutes (DOMAIN.md 4).
COMBINED_MINUTES = 120
PLACE_LENGTH = 200


def create(
    desk: Desk,
    organisation: Organisation,
    *,
    starts_at: datetime,
    kind: str = "regular",
    place: str | None = None,
    period: str | None = None,
    created_by: int | None = None,
) -> Meeting:
    """Make a meeting with the default order of business and plan its pushes.

    Without `place` it is the cell's own; without `period` the one a meeting on that day serves by the cell's rule.
    """
    answer_by, points_by = schedule.deadlines(starts_at, desk.now, desk.policy)
    meeting = Meeting(
        organisation_id=organisation.id,
        period=period or period_served(organisation, starts_at, kind),
        kind=kind,
        starts_at=starts_at,
        place=(organisation.place if place is None else place)[:PLACE_LENGTH],
        frame_minutes=max(organisation.frame_minutes, COMBINED_MINUTES)
        if kind == "combined"
        else organisation.frame_minutes,
        answer_by=answer_by,
        points_by=points_by,
        version=1,
        state="planned",
        created_by=created_by,
        created_at=desk.now,
    )
    desk.session.add(meeting)
    desk.session.flush()
    agenda_text.fill_default(desk, meeting)
    schedule.plan_meeting(desk, meeting)
    roster.note(desk.session, desk.now, created_by, "meeting-created", f"meeting:{meeting.id}")
    return meeting


def period_served(organisation: Organisation, starts_at: datetime, kind: str) -> str:
    """Return the period a meeting at that time serves: by the cell's rule for its monthly meeting, else the month itself."""
    day = local(starts_at, organisation.timezone).date()
    rule = schedule.rule_of(organisation)
    if rule is not None and kind in (rule.kind, "regular", "combined"):
        return rule.period_served(day)
    return calendar.period_of(day)


def move(desk: Desk, meeting: Meeting, starts_at: datetime, place: str | None = None, by: int | None = None) -> None:
    """Move a meeting: earlier answers count no more, its pushes are planned anew, and who was told of it is asked again."""
    former = meeting.starts_at if schedule.announced(desk, meeting) else None
    meeting.starts_at = starts_at
    meeting.version += 1
    meeting.answer_by, meeting.points_by = schedule.deadlines(starts_at, desk.now, desk.policy)
    if place is not None:
        meeting.place = place[:PLACE_LENGTH]
    schedule.plan_meeting(desk, meeting, moved_from=former)
    attendance_card.refresh_cards(desk, meeting)
    roster.note(desk.session, desk.now, by, "meeting-moved", f"meeting:{meeting.id}", f"version {meeting.version}")


def change_place(desk: Desk, meeting: Meeting, place: str, by: int | None = None) -> None:
    """Hold the meeting somewhere else: answers stay, and who was told of the former place is told."""
    announced = schedule.announced(desk, meeting)
    meeting.place = place[:PLACE_LENGTH]
    if announced:
        schedule.plan_notice(desk, meeting, {"what": "place"})
    attendance_card.refresh_cards(desk, meeting)
    roster.note(desk.session, desk.now, by, "meeting-place", f"meeting:{meeting.id}")


def call_off(desk: Desk, meeting: Meeting, why: str = "", by: int | None = None) -> None:
    """Cancel the meeting: nothing more is sent about it but the news itself, to everybody who was told of it."""
    schedule.cancel_meeting(desk, meeting, why)
    attendance_card.refresh_cards(desk, meeting)
    roster.note(desk.session, desk.now, by, "meeting-cancelled", f"meeting:{meeting.id}")


def warnings(desk: Desk, organisation: Organisation, starts_at: datetime) -> list[str]:
    """Return the keys of what an organiser should know about that time: a day off, an unusual hour, too little time to answer."""
    day = local(starts_at, organisation.timezone).date()
    off = calendar.days_off(desk.policy)
    found = []
    if off.is_holiday(day):
        found.append("meeting-warn-holiday")
    elif off.is_weekend(day):
        found.append("meeting-warn-weekend")
    if calendar.quiet_hours(desk.policy, organisation.timezone).covers(starts_at):
        found.append("meeting-warn-hour")
    if starts_at - desk.now < timedelta(days=1):
        found.append("meeting-warn-soon")
    return found
