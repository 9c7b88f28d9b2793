"""ANSWER: takes the next update of each chat, lets the handlers answer it, and commits both together."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from bot.clock import Clock, wait_for
from bot.database import LOCKED, Database, Troubles, condition
from bot.networks import Network
from handlers import VOCABULARY, dispatch
from handlers.desk import Bot, Desk
from handlers.incoming import Incoming
from handlers.policy import Policy
from handlers.texts import Texts
from handlers.turn import Turn
from storage import inbox, mail, roster
from storage.people import Account, Member, Organisation
from storage.spine import Conversation, Inbox

log = logging.getLogger(__name__)
BATCH = 32
# When a person was last heard of tells which of his accounts to write to; not every word has to be written down for that.
SEEN_EVERY = timedelta(minutes=1)
# A turn that fails for a passing reason (a lock, a lost connection) is tried this often before it is given up.
TRIES = 5
PAUSE = 0.5
# Errors of the database, not of the turn: a lost connection, a lock, two workers with the same new row. Tried again as a whole.
PASSING = (OperationalError, InterfaceError, IntegrityError)


# What became of an update: the state of its inbox row, and why.
Verdict = tuple[str, str | None]
# A person's account, and the member and the private conversation that belong to it: held so that the session need not ask for them.
Known = tuple[Account, Member | None, Conversation | None]


@dataclass(slots=True)
class Office:
    """What the loops of one process share: the database, the clock, the networks, and the words and rules in use."""

    database: Database
    clock: Clock
    policy: Policy
    texts: Texts
    networks: Mapping[str, Network]
    bots: dict[str, Bot]

    def desk(self, session: Session) -> Desk:
        """Return what a push handler needs, at the present time."""
        return Desk(session, self.clock.now(), self.policy, self.texts, self.bots)


class Worker:
    """Answers what the inbox holds. `bell` wakes it; `answered` is called after each commit."""

    def __init__(self, office: Office, answered: Callable[[], None]) -> None:
        self.bell = office.clock.bell()
        self._office = office
        self._answered = answered
        self._batch = BATCH
        self._troubles = Troubles(office.database, log, "answering")

    async def run(self, look_again: float) -> None:
        """Answer until cancelled; `look_again` is after how many seconds to look without being woken (other processes keep too)."""
        while True:
            try:
                count = await self._office.database.run(self.answer_some)
            except DBAPIError as error:
                await self._step_back(error)
                continue
            self._troubles.are_over()
            if count:
                self._answered()
            else:
                await self._rest(look_again)

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await wait_for(self._office.clock, None, self.bell)

    async def _step_back(self, error: DBAPIError) -> None:
        """After a database error go on one update at a time, so that the one it belongs to is found."""
        wrong = condition(error)
        if wrong == LOCKED:
            # Two batches that answer for the same meetings may wait for each other: smaller ones do so less, and one alone never.
            log.info("answering: another process answers for the same meetings; going on with smaller batches")
            self._batch = max(1, self._batch // 4)
            await asyncio.sleep(random.uniform(0, PAUSE / 5))  # noqa: S311  (so that the two do not meet again)
            return
        self._troubles.tell(error)
        await asyncio.sleep(PAUSE)
        if wrong is not None:
            # No update's fault: none is counted as tried, however long a disk stays full.
            return
        if self._batch > 1:
            self._batch = 1
            return
        try:
            await self._office.database.run(self._count_attempt)
        except DBAPIError as another:
            self._troubles.tell(another)

    def _count_attempt(self, session: Session) -> None:
        for row in inbox.take(session, 1):
            row.attempts += 1
            if row.attempts >= TRIES:
                log.error(
                    "update %s of bot %s is given up: the database refused its turn %s times", row.id, row.bot, TRIES
                )
                self._give_up(session, row)

    def _give_up(self, session: Session, row: Inbox) -> None:
        incoming = self._read(row)
        if incoming is not None:
            row.state, row.error, row.payload = "failed", "the database refused this turn again and again", None
            self._apologise(session, row, incoming)
        row.done_at = self._office.clock.now()

    def answer_some(self, session: Session) -> int:
        """Answer the oldest update of up to 32 chats, in one transaction; return how many there were.

        All of them or, if a handler stumbles over one, each for itself, so that only that one is given up.
        """
        rows = inbox.take(session, self._batch)
        # Apart from the session until the end: what becomes of 32 updates is then written with one statement, not with 64.
        session.expunge_all()
        heard = [(row, incoming) for row in rows if (incoming := self._read(row)) is not None]
        try:
            # A savepoint for each turn would cost a fifth of it, for a fault that a release may never have.
            with session.begin_nested():
                became = self._answer_all(session, heard)
        except PASSING:
            raise
        except Exception as error:  # noqa: BLE001  (it is met again, and told there)
            log.info("a turn failed (%s); answering these %s one by one", type(error).__name__, len(heard))
            became = {row.id: self._answer_alone(session, row, incoming) for row, incoming in heard}
        for row, _ in heard:
            row.state, row.error = became[row.id]
            # What was said is in its place now, or nowhere: the raw message has served. Nor need it lie here if the turn
            # failed, because the person is asked to say it again.
            row.payload = None
        for row in rows:
            row.done_at = self._office.clock.now()
        session.add_all(rows)
        if rows:
            self._batch = min(BATCH, self._batch + 1)
        return len(rows)

    def _answer_all(self, session: Session, heard: Sequence[tuple[Inbox, Incoming]]) -> dict[int, Verdict]:
        """Answer one after the other; return what became of each, by inbox id. Whatever a handler stumbles over is raised."""
        known, cells = _look_up(session, [(row.bot, incoming) for row, incoming in heard])
        became: dict[int, Verdict] = {}
        for row, incoming in heard:
            # What a turn has read stays at hand until it ends: the session alone forgets it at once and asks again.
            session.info["held"] = [cells]
            # Taken out, not looked at: what a second update of the same person finds must be what the first has left.
            turn = self._turn(session, row.bot, incoming, known.pop((row.bot, incoming.person_id), None))
            became[row.id] = ("done" if dispatch.answer(turn, VOCABULARY) else "skipped", None)
        return became

    def _answer_alone(self, session: Session, row: Inbox, incoming: Incoming) -> Verdict:
        """Answer one update in a savepoint of its own; if a handler stumbles, the person is told, and the chat goes on."""
        try:
            with session.begin_nested():
                return self._answer_all(session, [(row, incoming)])[row.id]
        except PASSING:
            raise
        except Exception as error:
            log.exception("update %s of bot %s could not be answered", row.id, row.bot)
            self._apologise(session, row, incoming)
            return "failed", type(error).__name__

    def _read(self, row: Inbox) -> Incoming | None:
        network = self._office.networks.get(row.bot)
        if network is None:
            row.state, row.error = "failed", f"bot {row.bot!r} is no longer in the settings"
            return None
        try:
            incoming = network.read(row.payload or {})
        except ValueError as error:
            log.warning("update %s of bot %s is kept but cannot be read: %s", row.id, row.bot, error)
            row.state, row.error = "failed", str(error)[:200]
            return None
        except Exception as error:
            # A form nobody thought of must not hold up the others; the row keeps it, so that the reader can be mended.
            log.exception("update %s of bot %s is kept, but reading it is a fault of ours", row.id, row.bot)
            row.state, row.error = "failed", f"a fault of ours: {type(error).__name__}"
            return None
        if incoming is None:
            row.state, row.payload = "skipped", None
        return incoming

    def _turn(self, session: Session, bot: str, incoming: Incoming, known: Known | None = None) -> Turn:
        office = self._office
        now = office.clock.now()
        account = _account(session, bot, incoming, now, known)
        member = (
            session.get(Member, account.member_id) if account is not None and account.member_id is not None else None
        )
        group = roster.group(session, bot, incoming.chat_id) if incoming.in_group else None
        return Turn(
            session,
            now,
            office.policy,
            office.texts,
            office.bots,
            bot=office.bots[bot],
            incoming=incoming,
            account=account,
            member=member,
            group=group,
            conversation=mail.conversation(session, bot, incoming.chat_id, now),
        )

    def _apologise(self, session: Session, row: Inbox, incoming: Incoming) -> None:
        """Tell a person whose turn failed; an apology that fails as well is left out."""
        if incoming.kind not in {"text", "press"} or not incoming.addressed:
            return
        try:
            with session.begin_nested():
                turn = self._turn(session, row.bot, incoming)
                if incoming.press_id is not None:
                    turn.toast("something-broke")
                else:
                    turn.say("something-broke")
        except PASSING:
            raise
        except Exception:
            log.exception("update %s of bot %s: the person could not be told", row.id, row.bot)


def _look_up(
    session: Session, heard: list[tuple[str, Incoming]]
) -> tuple[dict[tuple[str, str | None], Known], Collection[Organisation]]:
    """Return account, member and conversation of all who speak, and their cells, in four questions instead of four for each."""
    people = [(bot, incoming.person_id) for bot, incoming in heard if incoming.person_id is not None]
    accounts = roster.accounts(session, people)
    members = roster.members_by_id(session, [row.member_id for row in accounts if row.member_id is not None])
    cells = roster.organisations_by_id(session, {member.organisation_id for member in members.values()})
    talks = mail.conversations(session, [(bot, incoming.chat_id) for bot, incoming in heard])
    known: dict[tuple[str, str | None], Known] = {
        (row.bot, row.user_id): (row, members.get(row.member_id or 0), talks.get((row.bot, row.chat_id or "")))
        for row in accounts
    }
    return known, cells.values()


def _account(
    session: Session, bot: str, incoming: Incoming, now: datetime, known: Known | None = None
) -> Account | None:
    """Return the account of who speaks, made if this is the first word in private; a group's onlookers are not stored."""
    if incoming.person_id is None:
        return None
    account = known[0] if known is not None else roster.account(session, bot, incoming.person_id)
    if account is None:
        account = Account(bot=bot, user_id=incoming.person_id, seen_at=now, keep_texts=False)
        if incoming.in_group:
            return account
        session.add(account)
    if not incoming.in_group and incoming.kind in {"text", "press", "file"}:
        account.chat_id = incoming.chat_id
        account.unreachable = None
        if now - account.seen_at >= SEEN_EVERY:
            account.seen_at = now
    return account
