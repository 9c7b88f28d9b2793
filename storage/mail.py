"""Questions to the rows a message passes through: what is to be sent, what a chat was offered, where a talk stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from storage.spine import Conversation, Outbox

_POSTS_ABOUT = (
    select(Outbox)
    .where(Outbox.meeting_id == bindparam("meeting"), Outbox.purpose == bindparam("purpose"), Outbox.edits.is_(None))
    .where(Outbox.state.in_(("open", "taken", "sent")))
    .order_by(Outbox.id)
)
_NEWEST_EDIT = (
    select(Outbox).where(Outbox.edits == bindparam("posted")).order_by(Outbox.id.desc()).limit(1).with_for_update()
)


def post(
    session: Session,
    *,
    bot: str,
    chat_id: str,
    body: dict[str, Any],
    now: datetime,
    action: str = "send",
    purpose: str = "answer",
    meeting_id: int | None = None,
    key: str | None = None,
    priority: int = 0,
    not_before: datetime | None = None,
) -> Outbox | None:
    """Write one outbox row; None if a row with that `key` exists already, whatever became of it."""
    if key is not None and session.scalar(select(Outbox.id).where(Outbox.key == key)) is not None:
        return None
    row = Outbox(
        bot=bot,
        chat_id=chat_id,
        body=body,
        action=action,
        purpose=purpose,
        meeting_id=meeting_id,
        key=key,
        priority=priority,
        not_before=not_before or now,
        created_at=now,
        state="open",
    )
    session.add(row)
    return row


def post_many(
    session: Session,
    drafts: Sequence[dict[str, Any]],
    *,
    now: datetime,
    purpose: str,
    meeting_id: int | None,
) -> list[tuple[str, str]]:
    """Write many outbox rows of the clock (drafts: bot, chat_id, body, key), leaving out those whose key was written before.

    Return the chats written to, in order. One statement for all rows: they are not loaded, and nobody will need them one by one.
    """
    session.flush()
    written: set[str | None] = set()
    for some in _chunks([draft["key"] for draft in drafts]):
        written.update(session.scalars(select(Outbox.key).where(Outbox.key.in_(some))))
    same = {
        "action": "send",
        "purpose": purpose,
        "meeting_id": meeting_id,
        "priority": 1,
        "not_before": now,
        "created_at": now,
        "state": "open",
        "attempts": 0,
    }
    rows = [draft | same for draft in drafts if draft["key"] not in written]
    if rows:
        session.execute(insert(Outbox), rows)
    return [(row["bot"], row["chat_id"]) for row in rows]


def edit(session: Session, posted: Outbox, body: dict[str, Any], *, now: datetime, every: timedelta) -> None:
    """Write a change of a posted message.

    The newest change is replaced if it still waits (an older one that was refused and waits again leaves before it), and one
    never leaves sooner than `every` after the last.
    """
    # Held and read as it is now: of a change that is being taken for sending at this moment the words must not be replaced.
    last = session.scalar(_NEWEST_EDIT, {"posted": posted.id}, execution_options={"populate_existing": True})
    if last is not None and last.state == "open":
        last.body = body
        return
    row = Outbox(
        bot=posted.bot,
        chat_id=posted.chat_id,
        body=body,
        action="edit",
        purpose=posted.purpose,
        meeting_id=posted.meeting_id,
        edits=posted.id,
        priority=1,
        not_before=max(now, last.not_before + every) if last is not None else now,
        created_at=now,
        state="open",
    )
    session.add(row)


def posts_about(session: Session, meeting_id: int, purpose: str) -> list[Outbox]:
    """Return posts of that purpose about the meeting that were sent or will be, oldest first; edits of them left out."""
    return list(session.scalars(_POSTS_ABOUT, {"meeting": meeting_id, "purpose": purpose}))


def meeting_of_post(session: Session, bot: str, chat_id: str, message_id: str) -> int | None:
    """Return the meeting a posted message was about, or None."""
    query = select(Outbox.meeting_id).where(
        Outbox.bot == bot, Outbox.chat_id == chat_id, Outbox.message_id == message_id
    )
    return session.scalar(query.order_by(Outbox.id).limit(1))


def conversation(session: Session, bot: str, chat_id: str, now: datetime) -> Conversation:
    """Return the conversation row of a chat, made if there is none."""
    row = session.get(Conversation, (bot, chat_id))
    if row is None:
        row = Conversation(bot=bot, chat_id=chat_id, step="", data={}, choices=[], updated_at=now)
        session.add(row)
    return row


def conversations(session: Session, chats: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Conversation]:
    """Return the conversation rows of these chats (bot, chat id) that there are."""
    found: dict[tuple[str, str], Conversation] = {}
    # A bot at a time: for pairs SQLite would walk through the whole table.
    for bot in {bot for bot, _ in chats}:
        ids = [chat_id for own, chat_id in chats if own == bot]
        rows = session.scalars(select(Conversation).where(Conversation.bot == bot, Conversation.chat_id.in_(ids)))
        found.update({(row.bot, row.chat_id): row for row in rows})
    return found


def offer(
    session: Session, bot: str, chat_id: str, choices: list[dict[str, str]], meeting_id: int | None, now: datetime
) -> None:
    """Remember what a chat was offered last, so that "2" can be understood; and which meeting is being talked about.

    A message without choices leaves the last offer standing.
    """
    row = conversation(session, bot, chat_id, now)
    if choices:
        row.choices = choices
    if meeting_id is not None:
        row.meeting_id = meeting_id
    row.updated_at = now


def offer_many(
    session: Session,
    chats: Sequence[tuple[str, str]],
    choices: list[dict[str, str]],
    meeting_id: int | None,
    now: datetime,
) -> None:
    """Remember the same offer for many chats (bot, chat id), as `offer` does for one."""
    known: dict[tuple[str, str], Conversation] = {}
    for some in _chunks([chat_id for _, chat_id in chats]):
        found = session.scalars(select(Conversation).where(Conversation.chat_id.in_(some)))
        known.update({(row.bot, row.chat_id): row for row in found})
    for bot, chat_id in sorted(set(chats)):
        row = known.get((bot, chat_id))
        if row is None:
            row = Conversation(bot=bot, chat_id=chat_id, step="", data={}, choices=[], updated_at=now)
            session.add(row)
        if choices:
            row.choices = choices
        if meeting_id is not None:
            row.meeting_id = meeting_id
        row.updated_at = now


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the values in lists that every database takes as parameters of one statement."""
    for begin in range(0, len(values), 500):
        yield values[begin : begin + 500]
