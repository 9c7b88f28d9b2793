"""PLAN: wakes when the next push is due and lets the handlers turn it into messages, once."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from bot.clock import wait_for
from bot.database import Troubles
from bot.worker import Office
from handlers import VOCABULARY, schedule
from storage import due
from storage import pushes as plan
from storage.meeting_tables import Meeting
from storage.spine import Push

log = logging.getLogger(__name__)
BATCH = 50
WAKE = "wake"
TRIES = 5
AGAIN = timedelta(seconds=2)


class Planner:
    """Fires due pushes. APScheduler only wakes it; what is due stands in the table, so any number of processes may tick."""

    def __init__(self, office: Office, planned: Callable[[], None]) -> None:
        self.bell = office.clock.bell()
        self.next_due: datetime | None = None
        self._office = office
        self._planned = planned
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    async def run(self, look_again: float) -> None:
        """Fire what is due, then sleep until the next is; `look_again` is the longest sleep in seconds (others plan, too)."""
        self._scheduler.start()
        troubles = Troubles(self._office.database, log, "planning")
        try:
            while True:
                try:
                    fired = await self._office.database.run(self.fire_due)
                except DBAPIError as error:
                    troubles.tell(error)
                    await asyncio.sleep(1.0)
                    continue
                troubles.are_over()
                if fired:
                    self._planned()
                    continue
                self._wake_at(self.next_due, look_again)
                await wait_for(self._office.clock, None, self.bell)
        finally:
            self._scheduler.shutdown(wait=False)

    def _wake_at(self, moment: datetime | None, look_again: float) -> None:
        seconds = self._office.clock.seconds_until(moment) if moment is not None else None
        seconds = look_again if seconds is None else min(seconds, look_again)
        with contextlib.suppress(JobLookupError):
            self._scheduler.remove_job(WAKE)
        when = datetime.now(self._scheduler.timezone) + timedelta(seconds=seconds)
        # No grace time: a wake that comes late is still a wake.
        self._scheduler.add_job(self._ring, "date", run_date=when, id=WAKE, misfire_grace_time=None)

    async def _ring(self) -> None:
        # A coroutine, because APScheduler runs plain functions on a thread, where an asyncio event cannot be set.
        self.bell.set()

    def fire_due(self, session: Session) -> int:
        """Fire up to 50 due pushes in one transaction, a savepoint each; return how many were taken."""
        now = self._office.clock.now()
        pushes = due.take_due(session, now, BATCH)
        # A batch, or another process, may hold but some of a meeting's due pushes: a late one is judged by all of them.
        late = plan.due_of(session, {push.meeting_id for push in pushes if push.meeting_id is not None}, now)
        for push in pushes:
            self._fire(session, push, [*pushes, *late], now)
        session.flush()
        self.next_due = due.next_due(session)
        return len(pushes)

    def _fire(self, session: Session, push: Push, taken: list[Push], now: datetime) -> None:
        push.done_at = now
        try:
            with session.begin_nested():
                push.state, push.outcome = self._outcome(session, push, taken, now)
        except (OperationalError, InterfaceError):
            raise
        except IntegrityError:
            # Another process wrote the same row at the same moment: once more, a little later.
            tries = int(push.data.get("tries", 0)) + 1
            push.data = {**push.data, "tries": tries}
            if tries < TRIES:
                push.done_at, push.due_at = None, now + AGAIN
            else:
                log.exception("push %s (%s) is given up", push.id, push.kind)
                push.state, push.outcome = "failed", f"the database refused it {tries} times"
        except Exception as error:
            log.exception("push %s (%s) could not be carried out", push.id, push.kind)
            push.state, push.outcome = "failed", f"a fault of ours: {type(error).__name__}"

    def _outcome(self, session: Session, push: Push, taken: list[Push], now: datetime) -> tuple[str, str | None]:
        handler: Any = VOCABULARY.pushes.get(push.kind)
        if handler is None:
            return "dropped", f"no handler for {push.kind!r}"
        meeting = session.get(Meeting, push.meeting_id) if push.meeting_id is not None else None
        verdict = schedule.take_verdict(push, taken, now, meeting)
        if verdict.action != "send":
            return {"merge": "merged", "drop": "dropped"}[verdict.action], verdict.reason
        nothing_sent = handler(self._office.desk(session), push)
        return ("dropped", nothing_sent) if nothing_sent else ("done", None)
