"""DELIVER: takes what may leave, sends it as fast as the network allows, and writes down what became of it."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock, wait_for
from bot.database import LOCKED, Database, condition
from bot.limits import Allowance, Limits, is_group
from bot.networks import (
    DeliveryError,
    DownError,
    MovedError,
    Network,
    NotNeededError,
    UnreachableError,
    UnsureError,
    WaitError,
)
from storage import outbox
from storage.outbox import Letter, Outcome

log = logging.getLogger(__name__)
HOLD = timedelta(minutes=5)
# How many letters lie ready in memory for each lane; more would only make a killed process repeat more.
READY = 200
# At 50 ms an answer and 1,000 messages a second some 50 are on their way; slower allowances never come near.
IN_FLIGHT = 64
GATHER_SECONDS = 0.02
LONGEST_PAUSE = 600.0
# After this a letter helps nobody any more.
OLDEST = timedelta(hours=48)
ANSWERS, PUSHES = 0, 1
# So long after an answer the next one is expected: what the clock sends leaves room for it.
TALK_LASTS = timedelta(minutes=1)
FAR_OFF = datetime.max.replace(tzinfo=UTC)
# The answer to a button press is no message: it waits for no limit and for nothing before it, because a person waits for it.
TOAST = "toast"


class Deliverer:
    """Sends what one bot has to say. Only one process at a time delivers for a bot, so that its limits hold."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        network: Network,
        allowance: Allowance,
        *,
        quota: int = 0,
        ours: Callable[[], bool] = lambda: True,
    ) -> None:
        self.bell = clock.bell()
        self._ours = ours
        self._database = database
        self._clock = clock
        self._network = network
        self._name = network.bot.name
        self._limits = Limits(allowance)
        self._quota = quota
        self._ready: tuple[deque[Letter], deque[Letter]] = (deque(), deque())
        self._chats_under_way: set[str] = set()
        self._paused_chats: dict[str, datetime] = {}
        self._paused_until: datetime | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []
        self._recording: asyncio.Task[None] | None = None
        self._no_database: DBAPIError | None = None
        # The letter of a chat and a lane that was refused and waits for its next attempt: those behind it must not overtake it.
        self._refused_first: dict[tuple[str, int], tuple[int, datetime]] = {}
        # How often a letter was refused: what a killed process left counts as tried, but is no reason to wait longer.
        self._refusals: dict[int, int] = {}
        # A lane is starved when the outbox had nothing more for it; `_stored_next` is when it will have again.
        self._starved = [True, True]
        self.stirred = 0
        self._stored_next: datetime | None = None
        self._filling: asyncio.Task[None] | None = None
        self._talked_at: datetime | None = None

    @property
    def busy(self) -> bool:
        """Whether a message is being taken up, is on its way, or its outcome is not written down yet."""
        return bool(self._filling or self._sending or self._outcomes or self._recording)

    def next_time(self) -> datetime | None:
        """Return when the next letter in hand may leave; None if there is none in hand."""
        now = self._clock.now()
        first: datetime | None = None
        for priority, lane in enumerate(self._ready):
            floor = self._lane_free_at(priority, now)
            for letter in lane:
                moment = self._free_at(letter, now)
                if moment is not None and (first is None or moment < first):
                    first = moment
                if first is not None and floor is not None and first <= floor:
                    break  # none behind it can be earlier
        return first

    def has_work(self, now: datetime, untaken: Collection[int]) -> bool:
        """Whether anything can go on now; `untaken` are the priorities of which letters could be taken from the outbox."""
        if self.busy or any(self._may_leave(letter, now) for lane in self._ready for letter in lane):
            return True
        return any(len(self._ready[priority]) < READY // 2 for priority in untaken)

    def more(self) -> None:
        """Hear that there may be new rows in the outbox."""
        self._starved = [False, False]
        self.bell.set()

    async def run(self, look_again: float) -> None:
        """Deliver until cancelled; what is on its way then is waited for and written down.

        Raises DBAPIError when the database fails: the right to deliver may be gone with it, and has to be asked for again.
        """
        self._no_database = None
        await self._database.run(self._take_over)
        self._outcomes.clear()
        self.more()
        try:
            while self._no_database is None:
                await self._round(look_again)
            raise self._no_database
        finally:
            with contextlib.suppress(asyncio.CancelledError, DBAPIError):
                await asyncio.shield(self._finish())

    def _take_over(self, session: Session) -> None:
        # What this process sent and could not write down must not be taken for unsent.
        if self._outcomes:
            self._write_down(session, self._outcomes)
        repeated = outbox.release(session, self._name)
        if repeated:
            log.warning(
                "bot %s: %s messages were on their way when a process ended; they may arrive twice",
                self._name,
                repeated,
            )
        now = self._clock.now()
        self._limits.restore(outbox.sent_since(session, self._name, now - timedelta(minutes=1)))
        self._refused_first = outbox.refused(session, self._name, now)
        self._refusals.clear()

    async def _finish(self) -> None:
        if self._filling is not None:
            await asyncio.wait([self._filling])
        if self._sending:
            await asyncio.wait(self._sending, timeout=5)
        await self._record()
        for lane in self._ready:
            lane.clear()
        await self._database.run(self._put_back)

    def _put_back(self, session: Session) -> None:
        # Whoever has taken over has released it already, and what is taken now is in his hands.
        if self._ours() and self._no_database is None:
            outbox.release(session, self._name)

    async def _round(self, look_again: float) -> None:
        await self._fill_in_time()
        if self._start_what_may_leave():
            await asyncio.sleep(0)
            return
        now = self._clock.now()
        # What could leave now but for the messages under way is woken by them.
        in_hand = self.next_time() if len(self._sending) < IN_FLIGHT else None
        moments = [moment for moment in (in_hand, self._stored_next) if moment is not None and moment > now]
        try:
            async with asyncio.timeout(look_again):
                await wait_for(self._clock, min(moments, default=None), self.bell)
        except TimeoutError:
            self._starved = [False, False]

    # -- what is ready -------------------------------------------------------------------------------------------------

    async def _fill_in_time(self) -> None:
        """Ask for more while there is still something to send; wait for it only when there is nothing."""
        if self._filling is None and self._wants_more():
            self._filling = asyncio.create_task(self._fill())
            self._filling.add_done_callback(lambda _: self.bell.set())
        if self._filling is not None and (self._filling.done() or not any(self._ready)):
            # Not awaited itself: to cancel it would leave what it takes in nobody's hands.
            await asyncio.wait([self._filling])
            filling, self._filling = self._filling, None
            filling.result()

    def _wants_more(self) -> bool:
        if self._stored_next is not None and self._stored_next <= self._clock.now():
            self._starved = [False, False]
        return any(
            not starved and len(lane) < READY // 2 for starved, lane in zip(self._starved, self._ready, strict=True)
        )

    async def _fill(self) -> None:
        for priority in (ANSWERS, PUSHES):
            lane = self._ready[priority]
            if self._starved[priority] or len(lane) >= READY // 2:
                continue
            # Set before asking: whoever has new work while we ask must not be overruled by an answer that came too early.
            self._starved[priority] = True
            asked = self._clock.now()
            letters = await self._database.run(partial(self._take, priority=priority))
            lane.extend(letters)
            if self._refused_first:
                self._line_up(priority, asked)
            if letters:
                self._starved[priority] = False
                if priority == ANSWERS:
                    self._talked_at = self._clock.now()

    def _take(self, session: Session, *, priority: int) -> list[Letter]:
        now = self._clock.now()
        room = READY - len(self._ready[priority])
        letters = outbox.take(session, self._name, now, now + HOLD, room, priority=priority)
        if not letters:
            self._stored_next = outbox.next_time(session, [self._name], now)
        return letters

    def _line_up(self, priority: int, asked: datetime) -> None:
        """Put letters that come for another attempt before those that waited for them; who waits for nothing waits no more."""
        lane = self._ready[priority]
        in_order = sorted(lane, key=lambda letter: letter.id)
        lane.clear()
        lane.extend(in_order)
        here = {letter.id for letter in in_order}
        for key, (identity, until) in list(self._refused_first.items()):
            # Its time had come and it was not there: somebody has closed the row.
            if key[1] == priority and until < asked and identity not in here and len(lane) < READY:
                del self._refused_first[key]

    def _start_what_may_leave(self) -> int:
        now = self._clock.now()
        started = 0
        for priority, lane in enumerate(self._ready):
            stays: list[Letter] = []
            seen: set[str] = set()
            # When nothing more may leave, the rest of the lane is not looked at: that was most of the work.
            while lane and len(self._sending) < IN_FLIGHT:
                if priority == PUSHES and (self._lane_free_at(priority, now) or FAR_OFF) > now:
                    break
                letter = lane.popleft()
                is_toast = letter.action == TOAST
                if (letter.chat_id in seen and not is_toast) or not self._may_leave(letter, now):
                    stays.append(letter)
                else:
                    self._start(letter)
                    started += 1
                if not is_toast:
                    seen.add(letter.chat_id)
            lane.extendleft(reversed(stays))
        return started

    def _may_leave(self, letter: Letter, now: datetime) -> bool:
        if letter.action == TOAST:
            return True
        if letter.chat_id in self._chats_under_way or self._is_behind(letter):
            return False
        free = self._free_at(letter, now)
        return free is not None and free <= now

    def _is_behind(self, letter: Letter) -> bool:
        """Whether an earlier letter of its chat and lane waits for another attempt."""
        first = self._refused_first.get((letter.chat_id, letter.priority))
        return first is not None and first[0] < letter.id

    def _free_at(self, letter: Letter, now: datetime) -> datetime | None:
        if letter.action == TOAST:
            return now
        if self._is_behind(letter):
            return None
        lane_free = self._lane_free_at(letter.priority, now)
        if lane_free is None:
            return None
        chat_free = self._limits.chat_free_at(letter.chat_id, now)
        return max(lane_free, chat_free, self._paused_chats.get(letter.chat_id, now))

    def _lane_free_at(self, priority: int, now: datetime) -> datetime | None:
        """Return from when on the bot may send anything of that priority; None if that depends on what is on its way."""
        bot_free = self._limits.bot_free_at(now)
        if bot_free is None:
            return None
        if priority == PUSHES and self._talked_at is not None and now - self._talked_at <= TALK_LASTS:
            bot_free = max(bot_free, self._limits.unhurried_at(now))
        return max(bot_free, self._paused_until or now)

    # -- sending -------------------------------------------------------------------------------------------------------

    def _start(self, letter: Letter) -> None:
        self.stirred += 1
        if letter.action != TOAST:
            self._chats_under_way.add(letter.chat_id)
            self._limits.start(self._clock.now())
        task = asyncio.create_task(self._send(letter))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send(self, letter: Letter) -> None:
        try:
            outcome = await self._deliver(letter)
        except DBAPIError as error:
            self._no_database = error
            outcome = Outcome(letter, "open", self._clock.now())
        except Exception as error:
            log.exception("letter %s of bot %s cannot be sent", letter.id, self._name)
            outcome = Outcome(letter, "failed", self._clock.now(), error=f"a fault of ours: {type(error).__name__}")
        finally:
            if letter.action != TOAST:
                self._limits.finish(letter.chat_id, self._clock.now())
                self._chats_under_way.discard(letter.chat_id)
        self._remember_refusal(outcome)
        self._outcomes.append(outcome)
        if self._recording is None and self._no_database is None:
            self._recording = asyncio.create_task(self._record_soon())
        self.bell.set()

    def _remember_refusal(self, outcome: Outcome) -> None:
        letter, key = outcome.letter, (outcome.letter.chat_id, outcome.letter.priority)
        first = self._refused_first.get(key)
        if outcome.state != "open":
            self._refusals.pop(letter.id, None)
        if outcome.state == "open" and letter.id in self._refusals and outcome.not_before is not None:
            self._refused_first[key] = (letter.id, outcome.not_before)
        elif first is not None and first[0] == letter.id:
            del self._refused_first[key]

    async def _deliver(self, letter: Letter) -> Outcome:
        if self._clock.now() - letter.created_at > OLDEST:
            return Outcome(
                letter, "dropped", self._clock.now(), error="it waited for 48 hours and would help nobody any more"
            )
        if letter.edits is not None:
            state, message_id = await self._database.run(lambda session: outbox.posted_id(session, letter.edits or 0))
            if message_id is None:
                return self._without_its_post(letter, state)
            letter = Letter(**{name: getattr(letter, name) for name in Letter.__slots__} | {"message_id": message_id})
        try:
            message_id = await self._network.deliver(letter)
        except DeliveryError as error:
            return self._refused(letter, error)
        return Outcome(letter, "sent", self._clock.now(), message_id=message_id)

    def _without_its_post(self, letter: Letter, state: str) -> Outcome:
        now = self._clock.now()
        if state in {"open", "taken"}:
            return Outcome(
                letter, "open", now, error="its post has not left yet", not_before=now + timedelta(seconds=2)
            )
        return Outcome(letter, "dropped", now, error=f"the post to change is {state}")

    def _refused(self, letter: Letter, error: DeliveryError) -> Outcome:
        """Decide what a refusal means: once more and when, or not at all and why."""
        now = self._clock.now()
        why = str(error)[:200]
        if not isinstance(error, MovedError) and letter.action != TOAST:
            self._refusals[letter.id] = self._refusals.get(letter.id, 0) + 1
        if isinstance(error, WaitError):
            return Outcome(letter, "open", now, error=why, not_before=self._pause(letter.chat_id, now, error.seconds))
        if isinstance(error, NotNeededError):
            return Outcome(letter, "dropped", now, error=why)
        if isinstance(error, MovedError):
            return Outcome(letter, "open", now, error=why, not_before=now, moved_to=error.chat_id)
        if isinstance(error, UnreachableError) and self._network.bot.network == "zalo" and letter.attempts < 2:  # noqa: PLR2004
            # Zalo's 403 is also its word for an internal error.
            return Outcome(letter, "open", now, error=why, not_before=now + timedelta(seconds=30))
        if isinstance(error, UnsureError) and letter.action == "send" and is_group(letter.chat_id):
            return Outcome(
                letter, "dropped", now, error=f"{why}; it may have been delivered, and a group is not told twice"
            )
        if isinstance(error, (UnsureError, DownError)):
            # Not by its attempts: each end of a process counts as one, and is no fault of the network.
            pause = min(2.0 ** (self._refusals.get(letter.id, 1) - 1), LONGEST_PAUSE)
            return Outcome(letter, "open", now, error=why, not_before=now + timedelta(seconds=pause))
        return Outcome(letter, "failed", now, error=why, unreachable=isinstance(error, UnreachableError))

    def _pause(self, chat_id: str, now: datetime, seconds: float) -> datetime:
        """Leave a chat in peace as long as the network asks; a second chat that is told so at the same time means the whole bot."""
        until = now + timedelta(seconds=seconds)
        self._paused_chats = {chat: moment for chat, moment in self._paused_chats.items() if moment > now}
        if any(chat != chat_id for chat in self._paused_chats):
            self._paused_until = max(until, self._paused_until or until)
        self._paused_chats[chat_id] = until
        return until

    # -- writing down --------------------------------------------------------------------------------------------------

    async def _record_soon(self) -> None:
        if len(self._sending) > 1:
            await asyncio.sleep(GATHER_SECONDS)
        try:
            while self._outcomes and self._no_database is None:
                await self._record()
        finally:
            self._recording = None
            self.bell.set()

    async def _record(self) -> None:
        outcomes, self._outcomes = self._outcomes, []
        if not outcomes:
            return
        try:
            await self._database.run(lambda session: self._write_down(session, outcomes))
        except DBAPIError as error:
            self._outcomes = outcomes + self._outcomes
            if condition(error) == LOCKED:
                await asyncio.sleep(GATHER_SECONDS)
                return
            # Nothing more leaves whose outcome could not be written down: it would be sent again.
            self._no_database = error
            self.bell.set()
            return
        if any(outcome.state == "open" for outcome in outcomes):
            self._starved = [False, False]

    def _write_down(self, session: Session, outcomes: Sequence[Outcome]) -> None:
        outbox.record(session, outcomes)
        for outcome in outcomes:
            if outcome.moved_to is not None:
                outbox.move_chat(session, self._name, outcome.letter.chat_id, outcome.moved_to)
            elif outcome.unreachable:
                outbox.mark_unreachable(session, self._name, outcome.letter.chat_id, outcome.error or "", outcome.at)
        self._count(session, outcomes)

    def _count(self, session: Session, outcomes: Sequence[Outcome]) -> None:
        sent = sum(outcome.state == "sent" and outcome.letter.action != TOAST for outcome in outcomes)
        if sent and self._quota:
            month = f"{self._clock.now():%Y-%m}"
            total = outbox.count_sent(session, self._name, month, sent)
            if total >= self._quota * 0.8 > total - sent:
                log.warning("bot %s has sent %s of its %s messages of %s", self._name, total, self._quota, month)
