"""Questions to the inbox: keep what arrived, take the next update of each chat."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session, aliased

from storage.spine import Inbox
from storage.upserts import INSERTS

# Said in the words of the partial indexes: SQLite uses one only then, and would else walk through all that ever arrived.
OPEN = text("inbox.state = 'open'")


# Rows as parameters, not inside the statement: so it is built and compiled once, however many arrive together.
_KEEP = {dialect: insert(Inbox).on_conflict_do_nothing().returning(Inbox.id) for dialect, insert in INSERTS.items()}


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as a network handed it over. `key` is unique per bot; `lane` is the chat in which order has to be kept."""

    bot: str
    key: str
    lane: str
    payload: Any


# What JSON may hold and PostgreSQL cannot: the zero character, and halves of characters.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# No network nests its updates deeper than a dozen levels.
DEEPEST = 64


def storable_text(text: str) -> str:
    """Return the text with the characters no database takes replaced by "�"."""
    return UNSTORABLE.sub("\ufffd", text)


def storable(value: Any, depth: int = 0) -> Any:
    """Return a JSON value as every database can keep it: odd characters replaced, NaN and infinities as null, depth limited."""
    if depth > DEEPEST:
        return None
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {storable_text(str(key)): storable(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [storable(each, depth + 1) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _payload(value: Any) -> dict[str, Any]:
    kept = storable(value)
    return kept if isinstance(kept, dict) else {"not_an_object": kept}


def keep(session: Session, arrivals: Sequence[Arrival], now: datetime) -> int:
    """Store the updates that are not there yet; return how many were new. A replayed update is stored once."""
    if not arrivals:
        return 0
    values = [
        {
            "bot": arrival.bot,
            "update_key": storable_text(arrival.key)[:128],
            "lane": storable_text(f"{arrival.bot}:{arrival.lane}")[:128],
            "payload": _payload(arrival.payload),
            "state": "open",
            "attempts": 0,
            "received_at": now,
        }
        for arrival in arrivals
    ]
    return len(session.scalars(_KEEP[session.get_bind().dialect.name], values).all())


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
