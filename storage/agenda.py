"""Questions to the order of business of a meeting."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.meeting_tables import AgendaItem, Meeting

# No meeting lasts longer: what began earlier is not asked for.
LONGEST = timedelta(days=1)


def meetings_ahead(session: Session, organisation_id: int, now: datetime, *, committee: bool) -> list[Meeting]:
    """Return the planned meetings that are not over (one under way comes first), by start; those of the committee only if wanted."""
    query = (
        select(Meeting)
        .where(Meeting.organisation_id == organisation_id, Meeting.state == "planned")
        .where(Meeting.starts_at > now - LONGEST)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [
        meeting
        for meeting in session.scalars(query)
        if meeting.starts_at + timedelta(minutes=meeting.frame_minutes) > now
        and (committee or meeting.kind != "committee")
    ]


def meeting_before(session: Session, meeting: Meeting) -> Meeting | None:
    """Return the organisation's last meeting of the same circle (the cell or its committee) before this one, or None."""
    same_circle = Meeting.kind == "committee" if meeting.kind == "committee" else Meeting.kind != "committee"
    query = (
        select(Meeting)
        .where(Meeting.organisation_id == meeting.organisation_id, Meeting.state != "cancelled", same_circle)
        .where(Meeting.starts_at < meeting.starts_at)
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def locked(session: Session, meeting_id: int) -> Meeting | None:
    """Return the meeting as it is now, and keep others from changing its agenda until the turn is over."""
    return session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)


def items(session: Session, meeting_id: int) -> list[AgendaItem]:
    """Return the items of the agenda in their order; removed ones left out."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.removed_at.is_(None))
    return list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))


def was_begun(session: Session, meeting_id: int) -> bool:
    """Whether the agenda ever had an item, removed ones included."""
    return session.scalar(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id).limit(1)) is not None


def last_removed(session: Session, meeting_id: int) -> AgendaItem | None:
    """Return the item that was removed last, or None."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.removed_at.is_not(None))
        .order_by(AgendaItem.removed_at.desc(), AgendaItem.position.desc())
        .limit(1)
    )
    return session.scalar(query)


def add(session: Session, meeting_id: int, content: str, **values: str | int | None) -> AgendaItem:
    """Add an item behind all others and return it with its id."""
    last = session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting_id)) or 0
    item = AgendaItem(meeting_id=meeting_id, content=content, position=last + 1, **values)
    session.add(item)
    session.flush()
    return item


def arrange(session: Session, meeting_id: int, order: Sequence[tuple[int, str]]) -> None:
    """Give the items (id, section) of an agenda their places in this order; a removed one stays behind the item it stood behind."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    rows = list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))
    by_id = {row.id: row for row in rows}
    behind: dict[int | None, list[AgendaItem]] = {}
    leader: int | None = None
    for row in rows:
        if row.removed_at is None:
            leader = row.id
        else:
            behind.setdefault(leader, []).append(row)
    whole = list(behind.get(None, []))
    for item_id, section in order:
        by_id[item_id].section = section
        whole += [by_id[item_id], *behind.get(item_id, [])]
    for position, row in enumerate(whole, start=1):
        row.position = position
    session.flush()
