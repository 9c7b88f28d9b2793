"""Questions to the meetings of an organisation."""

from datetime import datetime

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from storage import attendance, roster
from storage.meeting_tables import Meeting
from storage.people import Member

# The meetings of a period that make another one by the monthly rule unnecessary; a cancelled one counts: it was called off on purpose.
MONTHLY_KINDS = ("regular", "combined")


_AROUND = (
    select(Meeting)
    .where(
        Meeting.organisation_id == bindparam("organisation"),
        Meeting.state != "cancelled",
        Meeting.starts_at >= bindparam("since"),
    )
    .order_by(Meeting.starts_at)
)


def next_meeting(session: Session, organisation_id: int, now: datetime) -> Meeting | None:
    """Return the next planned meeting that has not started yet, or None."""
    return session.scalar(_planned(organisation_id).where(Meeting.starts_at > now).order_by(Meeting.starts_at).limit(1))


def upcoming(session: Session, organisation_id: int, now: datetime) -> list[Meeting]:
    """Return the planned meetings that have not started yet, the next one first."""
    return list(session.scalars(_planned(organisation_id).where(Meeting.starts_at > now).order_by(Meeting.starts_at)))


def around(session: Session, organisation_id: int, since: datetime) -> list[Meeting]:
    """Return the meetings that were not cancelled and began, or will begin, at `since` or later, by time: held ones and planned ones."""
    return list(session.scalars(_AROUND, {"organisation": organisation_id, "since": since}))


def last_meeting(session: Session, organisation_id: int, now: datetime) -> Meeting | None:
    """Return the latest meeting that has started and was not cancelled, or None."""
    query = select(Meeting).where(
        Meeting.organisation_id == organisation_id, Meeting.state != "cancelled", Meeting.starts_at <= now
    )
    return session.scalar(query.order_by(Meeting.starts_at.desc()).limit(1))


def of_period(session: Session, organisation_id: int, period: str) -> list[Meeting]:
    """Return every meeting that serves the period, cancelled ones too, by time."""
    query = select(Meeting).where(Meeting.organisation_id == organisation_id, Meeting.period == period)
    return list(session.scalars(query.order_by(Meeting.starts_at)))


def invited(session: Session, meeting: Meeting, now: datetime) -> list[Member]:
    """Return who is asked to come: the expected members, and to a cell's meeting its guests; exempt and away members are not asked."""
    asked = attendance.expected(session, meeting, now)
    if meeting.kind == "committee":
        return asked
    guests = [
        member
        for member in roster.members(session, meeting.organisation_id, now)
        if roster.standing(member, now.date()) == "guest"
    ]
    return asked + guests


def _planned(organisation_id: int) -> Select[Meeting]:
    return select(Meeting).where(Meeting.organisation_id == organisation_id, Meeting.state == "planned")


def hold(session: Session, meeting_id: int) -> Meeting | None:
    """Return the meeting as it is now, held until the end of the transaction: of two changes at once, the second sees the first."""
    query = select(Meeting).where(Meeting.id == meeting_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))
