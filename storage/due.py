"""Questions to the pushes that the clock asks: what is due, and when is the next."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.spine import Push


def take_due(session: Session, now: datetime, limit: int) -> list[Push]:
    """Return planned pushes whose time has come, oldest first, locked: of two clocks that ask at once, one gets each."""
    query = (
        select(Push)
        .where(Push.state == "planned", Push.due_at <= now)
        .order_by(Push.due_at, Push.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def next_due(session: Session) -> datetime | None:
    """Return the time of the next planned push, or None."""
    return session.scalar(select(func.min(Push.due_at)).where(Push.state == "planned"))
