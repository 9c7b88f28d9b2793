"""Questions to the inbox: keep what arrived, take the next update of each chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from storage.spine import Inbox

# Said in the words of the partial indexes: SQLite uses one only then, and would else walk through all that ever arrived.
OPEN = text("inbox.state = 'open'")


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
    """Return open updates, oldest first, to be answered in this order, locked until the transaction ends.

    On PostgreSQL the oldest of each chat; a chat whose oldest open update is being answered elsewhere is left out, so that its
    order holds. On SQLite, where one process answers one after the other, simply the oldest.
    """
    query = select(Inbox).where(OPEN).order_by(Inbox.id).limit(limit)
    if session.get_bind().dialect.name == "postgresql":
        older = aliased(Inbox, name="older")
        first_of_its_chat = ~exists().where(older.lane == Inbox.lane, text("older.state = 'open'"), older.id < Inbox.id)
        query = query.where(first_of_its_chat).with_for_update(skip_locked=True)
    return list(session.scalars(query))


def open_count(session: Session) -> int:
    """Return how many updates wait for their answer."""
    return session.scalar(select(func.count()).select_from(Inbox).where(OPEN)) or 0
