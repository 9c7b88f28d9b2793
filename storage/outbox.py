"""Questions to the outbox: what may be sent next, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, String, Table, bindparam, func, select, text, update
from sqlalchemy.orm import Session

from storage.people import Account, Group
from storage.spine import BotState, Conversation, Outbox
from storage.upserts import INSERTS

# Said in the words of the partial indexes: SQLite uses one only then, and would else walk through the bot's whole ledger.
OPEN = text("outbox.state = 'open'")
OPEN_OR_TAKEN = text("outbox.state IN ('open', 'taken')")


@dataclass(frozen=True, slots=True)
class Letter:
    """An outbox row on its way, free of the database session."""

    id: int
    bot: str
    chat_id: str
    priority: int
    action: str
    body: dict[str, Any]
    message_id: str | None
    edits: int | None
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter. `state`: sent, failed, dropped, or open (again, not before `not_before`).

    `moved_to` is the new id of its chat; `unreachable` says that the chat is closed to the bot.
    """

    letter: Letter
    state: str
    at: datetime
    message_id: str | None = None
    error: str | None = None
    not_before: datetime | None = None
    moved_to: str | None = None
    unreachable: bool = False


COLUMNS = (
    Outbox.id,
    Outbox.bot,
    Outbox.chat_id,
    Outbox.priority,
    Outbox.action,
    Outbox.body,
    Outbox.message_id,
    Outbox.edits,
    Outbox.attempts,
    Outbox.created_at,
)


def take(
    session: Session,
    bot: str,
    now: datetime,
    held_until: datetime,
    limit: int,
    *,
    priority: int,
    busy: Sequence[str] = (),
) -> list[Letter]:
    """Mark the oldest letters of that priority that may leave now as being sent, and return them in order.

    Chats in `busy` are left out.
    """
    query = (
        select(Outbox.id)
        .where(Outbox.bot == bot, Outbox.priority == priority, OPEN_OR_TAKEN, Outbox.state == "open")
        # Not by the index on not_before: in the order of ids the search may stop after `limit` rows of a long broadcast.
        .where(func.coalesce(Outbox.not_before, Outbox.created_at) <= now)
        .order_by(Outbox.id)
        .limit(limit)
    )
    if busy:
        query = query.where(Outbox.chat_id.not_in(busy))
    wanted = list(session.scalars(query))
    if not wanted:
        return []
    statement = (
        update(Outbox)
        .where(Outbox.id.in_(wanted), Outbox.state == "open")
        .values(state="taken", held_until=held_until)
        .returning(*COLUMNS)
        .execution_options(synchronize_session=False)
    )
    return sorted((_letter(row) for row in session.execute(statement)), key=lambda letter: letter.id)


def _letter(row: Row[Any]) -> Letter:
    return Letter(**(row._asdict() | {"body": row.body or {}}))


def release(session: Session, bot: str) -> int:
    """Open what a process of this bot that is gone had in its hands; return how many letters that were.

    They may have been delivered: each is a possible repeat, counted in `attempts`.
    """
    statement = (
        update(Outbox)
        .where(Outbox.bot == bot, OPEN_OR_TAKEN, Outbox.state == "taken")
        .values(state="open", attempts=Outbox.attempts + 1)
        .returning(Outbox.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.execute(statement).all())


def refused(session: Session, bot: str, now: datetime) -> dict[tuple[str, int], tuple[int, datetime]]:
    """Return the oldest letter that waits for another attempt, and until when, by chat and priority."""
    query = (
        select(Outbox.chat_id, Outbox.priority, Outbox.id, Outbox.not_before)
        .where(Outbox.bot == bot, OPEN, Outbox.not_before > now, Outbox.attempts > 0)
        .order_by(Outbox.id.desc())
    )
    return {(chat_id, priority): (identity, until) for chat_id, priority, identity, until in session.execute(query)}


# What becomes of letters is written with one prepared statement for each of the two kinds of outcome: a statement a letter
# cost more than sending it (docs/performance.md).
_OUTBOX = cast("Table", Outbox.__table__)
_AGAIN = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("letter"))
    .values(
        state="open",
        held_until=None,
        attempts=bindparam("tried"),
        not_before=bindparam("from_then_on"),
        error=bindparam("why"),
    )
)
_OVER = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("letter"))
    .values(
        state=bindparam("became"),
        held_until=None,
        attempts=bindparam("tried"),
        body=None,
        done_at=bindparam("at"),
        error=bindparam("why"),
        message_id=func.coalesce(bindparam("posted", type_=String), _OUTBOX.c.message_id),
    )
)


def record(session: Session, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of letters. A body is erased as soon as its outcome is known."""
    again: list[dict[str, Any]] = []
    over: list[dict[str, Any]] = []
    for outcome in outcomes:
        row = {"letter": outcome.letter.id, "tried": outcome.letter.attempts + 1, "why": outcome.error}
        if outcome.state == "open":
            again.append(row | {"from_then_on": outcome.not_before or outcome.at})
        else:
            over.append(row | {"became": outcome.state, "at": outcome.at, "posted": outcome.message_id})
    connection = session.connection()
    if again:
        connection.execute(_AGAIN, again)
    if over:
        connection.execute(_OVER, over)


def posted_id(session: Session, identity: int) -> tuple[str, str | None]:
    """Return the state and the network's message id of an outbox row; "gone" if there is no such row."""
    row = session.execute(select(Outbox.state, Outbox.message_id).where(Outbox.id == identity)).one_or_none()
    return ("gone", None) if row is None else (row[0], row[1])


def next_time(session: Session, bots: Sequence[str], now: datetime) -> datetime | None:
    """Return when the next waiting letter of these bots may leave, or None."""
    query = select(func.min(Outbox.not_before)).where(Outbox.bot.in_(bots), OPEN, Outbox.not_before > now)
    return session.scalar(query)


def untaken(session: Session, bots: Sequence[str], now: datetime) -> set[tuple[str, int]]:
    """Return bot and priority of the lanes in which a letter could be taken now."""
    query = select(Outbox.bot, Outbox.priority).where(Outbox.bot.in_(bots), OPEN, Outbox.not_before <= now)
    return {(bot, priority) for bot, priority in session.execute(query.distinct())}


def sent_since(session: Session, bot: str, since: datetime) -> list[tuple[str, datetime]]:
    """Return chat and time of what a bot sent since then, oldest first: what the network's limits still count."""
    query = (
        select(Outbox.chat_id, Outbox.done_at)
        .where(Outbox.bot == bot, Outbox.done_at >= since, Outbox.state == "sent", Outbox.action != "toast")
        .order_by(Outbox.done_at)
    )
    return [(chat_id, at) for chat_id, at in session.execute(query) if at is not None]


def mark_unreachable(session: Session, bot: str, chat_id: str, why: str, now: datetime) -> None:
    """Remember that a network refused a chat: the person's account is unreachable, or the bot is out of the group."""
    session.execute(update(Account).where(Account.bot == bot, Account.chat_id == chat_id).values(unreachable=why[:200]))
    session.execute(update(Group).where(Group.bot == bot, Group.chat_id == chat_id).values(left_at=now))


def move_chat(session: Session, bot: str, old: str, new: str) -> None:
    """Rename a chat wherever it is written down; what waits to be sent goes to the new one."""
    for table in (Group, Account, Outbox, Conversation):
        session.execute(update(table).where(table.bot == bot, table.chat_id == old).values(chat_id=new))


def bot_state(session: Session, bot: str) -> BotState:
    """Return what a bot has to remember, made if there is nothing yet."""
    state = session.get(BotState, bot)
    if state is None:
        # Two processes that start at once on an empty database both find nothing.
        session.execute(
            INSERTS[session.get_bind().dialect.name](BotState)
            .values(bot=bot, sent_this_month=0)
            .on_conflict_do_nothing()
        )
        state = session.get_one(BotState, bot)
    return state


def count_sent(session: Session, bot: str, month: str, number: int) -> int:
    """Add to the number of messages a bot sent in that month (YYYY-MM); return the sum."""
    state = bot_state(session, bot)
    if state.month != month:
        state.month, state.sent_this_month = month, 0
    state.sent_this_month += number
    return state.sent_this_month
