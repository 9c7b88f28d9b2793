"""Questions to the inbox: keep what arrived, take the next update of each chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from storage.spine import Inbox


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as a network handed it over. `key` is unique per bot; `lane` is the chat in which order has to be kept."""

    bot: str
    key: str
    lane: str
    payload: Any


def keep(session: Session, arrivals: Sequence[Arrival], now: datetime) -> int:
    """Store the updates that are not there yet; return how many were new. A replayed update is stored once."""
    if not arrivals:
        return 0
    values = [
        {
            "bot": arrival.bot,
            "update_key": arrival.key,
            "lane": f"{arrival.bot}:{arrival.lane}"[:128],
            "payload": arrival.payload if isinstance(arrival.payload, dict) else {"not_an_object": arrival.payload},
            "state": "open",
            "attempts": 0,
            "received_at": now,
        }
        for arrival in arrivals
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Inbox).values(values).on_conflict_do_nothing().returning(Inbox.id)
    return len(session.execute(statement).all())


def take(session: Session, limit: int) -> list[Inbox]:
    """Return the oldest open update of each chat, oldest first, locked until the transaction ends.

    A chat whose oldest open update is being answered elsewhere is left out, so that its order holds.
    """
    older = aliased(Inbox)
    first_of_its_chat = ~exists().where(older.lane == Inbox.lane, older.state == "open", older.id < Inbox.id)
    query = (
        select(Inbox)
        .where(Inbox.state == "open", first_of_its_chat)
        .order_by(Inbox.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one process, and leaves this out
    )
    return list(session.scalars(query))


def open_count(session: Session) -> int:
    """Return how many updates wait for their answer."""
    return session.scalar(select(func.count()).select_from(Inbox).where(Inbox.state == "open")) or 0
