"""Questions to the plan: what the clock will do, and when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from storage.spine import Push
from storage.upserts import INSERTS

# Rows as parameters, not inside the statement: so it is built and compiled once, however many rows and calls there are.
_PLANS = {
    dialect: insert(Push).on_conflict_do_nothing(index_elements=["key"]).returning(Push.key)
    for dialect, insert in INSERTS.items()
}
_OF_KIND = (
    select(Push).where(Push.meeting_id == bindparam("meeting"), Push.kind == bindparam("kind")).order_by(Push.id.desc())
)


def plan(session: Session, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Write pushes (dicts of Push columns, `key` among them); return the keys that were new.

    A key that exists already, in whatever state, stays as it is: of two processes that plan the same, one does.
    """
    if not rows:
        return set()
    session.flush()
    statement = _PLANS[session.get_bind().dialect.name]
    values = [{"organisation_id": None, "meeting_id": None, "data": {}, "state": "planned"} | row for row in rows]
    return set(session.scalars(statement, values))


def by_keys(session: Session, keys: Iterable[str]) -> dict[str, Push]:
    """Return the pushes with these keys, by key."""
    found = session.scalars(select(Push).where(Push.key.in_(list(keys))))
    return {push.key: push for push in found}


def planned_of(session: Session, meeting_id: int) -> list[Push]:
    """Return the pushes of a meeting that are still to come, the next one first."""
    query = select(Push).where(Push.meeting_id == meeting_id, Push.state == "planned").order_by(Push.due_at, Push.id)
    return list(session.scalars(query))


def of_kind(session: Session, meeting_id: int, kind: str) -> list[Push]:
    """Return the pushes of that kind about a meeting, whatever became of them, the newest first."""
    return list(session.scalars(_OF_KIND, {"meeting": meeting_id, "kind": kind}))


def cancel(session: Session, pushes: Iterable[Push], why: str, now: datetime) -> None:
    """Take planned pushes off the plan; the reason stays with them."""
    ids = [push.id for push in pushes]
    if ids:
        session.execute(
            update(Push)
            .where(Push.id.in_(ids), Push.state == "planned")
            .values(state="cancelled", outcome=why, done_at=now)
        )


def due_of(session: Session, meeting_ids: Iterable[int], now: datetime) -> list[Push]:
    """Return every due push of these meetings: what a late one has to be judged by, however the batches are cut."""
    ids = list(meeting_ids)
    if not ids:
        return []
    query = select(Push).where(Push.meeting_id.in_(ids), Push.state == "planned", Push.due_at <= now)
    return list(session.scalars(query.order_by(Push.due_at, Push.id)))
