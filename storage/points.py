"""Questions to the wishes to speak: who wants to speak on what, and the anonymous ones by the digest of their receipt."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage.meeting_tables import Point, PointDraft

Target = tuple[int | None, int | None]


def own(session: Session, meeting_id: int, member_id: int) -> list[Point]:
    """Return the member's named points for the meeting, in the order they were written."""
    query = select(Point).where(Point.meeting_id == meeting_id, Point.member_id == member_id)
    return list(session.scalars(query.order_by(Point.position, Point.id)))


def own_on(session: Session, meeting_id: int, member_id: int, target: Target) -> Point | None:
    """Return the member's named point on that agenda item or theme question, or None."""
    item_id, question = target
    query = select(Point).where(
        Point.meeting_id == meeting_id,
        Point.member_id == member_id,
        Point.agenda_item_id == item_id if item_id is not None else Point.agenda_item_id.is_(None),
        Point.question == question if question is not None else Point.question.is_(None),
    )
    return session.scalar(query.limit(1))


def by_digest(session: Session, digest: str) -> Point | None:
    """Return the anonymous point whose receipt has that digest, or None."""
    return session.scalar(select(Point).where(Point.receipt_digest == digest))


def of_meeting(session: Session, meeting_id: int) -> list[Point]:
    """Return all points of the meeting in speaking order: placed ones by their place, then the others by their random id."""
    query = select(Point).where(Point.meeting_id == meeting_id).order_by(Point.position == 0, Point.position, Point.id)
    return list(session.scalars(query))


def counts(session: Session, meeting_id: int) -> dict[Target, int]:
    """Return how many points there are on each agenda item and theme question, named and anonymous together."""
    query = (
        select(Point.agenda_item_id, Point.question, func.count())
        .where(Point.meeting_id == meeting_id)
        .group_by(Point.agenda_item_id, Point.question)
    )
    return {(item_id, question): count for item_id, question, count in session.execute(query)}


def last_position(session: Session, meeting_id: int) -> int:
    """Return the highest place given so far in the meeting, 0 if none."""
    return session.scalar(select(func.max(Point.position)).where(Point.meeting_id == meeting_id)) or 0


def anonymous_count(session: Session, meeting_id: int) -> int:
    """Return how many anonymous points and drafts the meeting has."""
    points = select(func.count()).where(Point.meeting_id == meeting_id, Point.member_id.is_(None))
    drafts = select(func.count()).where(PointDraft.meeting_id == meeting_id)
    return (session.scalar(points) or 0) + (session.scalar(drafts) or 0)


def arrange(session: Session, ordered: Sequence[Point]) -> None:
    """Give these points (all of one target) the places 1, 2, 3 … in this order."""
    for position, point in enumerate(ordered, start=1):
        point.position = position
    session.flush()


def draft(session: Session, code: str) -> PointDraft | None:
    """Return the unconfirmed anonymous point with that code, or None."""
    return session.get(PointDraft, code)


def forget_drafts(session: Session, today: date) -> int:
    """Delete the anonymous drafts that nobody confirmed and that were written before today (UTC); return how many."""
    gone = session.execute(delete(PointDraft).where(PointDraft.written_on < today))
    return int(gone.rowcount)  # type: ignore[attr-defined]
