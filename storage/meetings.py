"""Questions to the meetings of an organisation."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from storage.meeting_tables import Meeting


def next_meeting(session: Session, organisation_id: int, now: datetime) -> Meeting | None:
    """Return the next planned meeting that has not started yet, or None."""
    return session.scalar(_planned(organisation_id).where(Meeting.starts_at > now).order_by(Meeting.starts_at).limit(1))


def upcoming(session: Session, organisation_id: int, now: datetime) -> list[Meeting]:
    """Return the planned meetings that have not started yet, the next one first."""
    return list(session.scalars(_planned(organisation_id).where(Meeting.starts_at > now).order_by(Meeting.starts_at)))


def last_meeting(session: Session, organisation_id: int, now: datetime) -> Meeting | None:
    """Return the latest meeting that has started and was not cancelled, or None."""
    query = select(Meeting).where(
        Meeting.organisation_id == organisation_id, Meeting.state != "cancelled", Meeting.starts_at <= now
    )
    return session.scalar(query.order_by(Meeting.starts_at.desc()).limit(1))


def _planned(organisation_id: int) -> Select[tuple[Meeting]]:
    return select(Meeting).where(Meeting.organisation_id == organisation_id, Meeting.state == "planned")
