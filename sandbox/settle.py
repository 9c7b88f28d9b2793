"""Moves the time only when everybody has finished: bots that follow the clock, and the networks themselves."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.errors import ControlError
from sandbox.feed import Pulse
from sandbox.limits import SECOND
from sandbox.times import Clock, iso, parse_moment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

HELD = 20.0
"""Real seconds a follower's call is held at most."""
FORGOTTEN = 3.0
"""Real seconds after which a silent follower counts as dead."""
FRESH = 0.005
"""While somebody waits, a follower is asked afresh at most this often (real seconds)."""
STUCK = 0.5
"""Real seconds without any event after which an update that nobody fetches stops keeping the time from moving on."""
TAIL = 600 * SECOND
"""So far (sandbox time) a settle follows a webhook that fails, and an advance goes beyond its target for what limits
hold back."""


@dataclass(slots=True, eq=False)
class Follower:
    """A process that follows the clock, and what it last said."""

    id: str
    heard: float = 0.0
    held: int = 0
    now: int = 0
    idle: bool = False
    soon: int | None = None
    next: int | None = None
    answered: int = -1
    answered_at: float = 0.0
    knew: int = -1
    knew_before: int = -1
    reports: int = 0
    saw: int = -1

    def json(self) -> dict[str, Any]:
        """Return the follower as GET /sandbox/clock shows it."""
        return {
            "id": self.id,
            "now": iso(self.now),
            "idle": self.idle,
            "soon": None if self.soon is None else iso(self.soon),
            "next": None if self.next is None else iso(self.next),
        }


@dataclass(slots=True)
class Backlog:
    """What the networks still hold: sentences for people, and when a webhook is tried again."""

    waiting: list[str] = field(default_factory=list)
    retries: list[int] = field(default_factory=list)
    posting: int = 0


@dataclass(slots=True)
class Verdict:
    """Whether all is done; if not, what is open, and the time to which one may move on."""

    settled: bool
    open: list[str]
    move_to: int | None = None
    only_retries: bool = False


class Settling:
    """Followers, the count of events, and the two questions "is all done?" and "go on until then"."""

    def __init__(self, clock: Clock, backlog: Callable[[], Backlog], held_on_purpose: Callable[[], bool]) -> None:
        self.clock = clock
        self.pulse = Pulse()
        self.followers: dict[str, Follower] = {}
        self.events = 0
        self.last_event = 0
        self.last_handout = 0
        self.last_event_at = 0.0
        self.calls_open = 0
        self.waiters = 0
        self.changes = 0
        self._backlog = backlog
        self._held_on_purpose = held_on_purpose
        self._turn = asyncio.Lock()

    def event(self) -> None:
        """Something happened that a follower may not know of yet."""
        self.events += 1
        self.last_event = self.events
        if self.waiters:
            self.last_event_at = asyncio.get_running_loop().time()
            self.pulse.notify()

    def handout(self) -> None:
        """Note that an update was given away without an acknowledgement to come."""
        self.event()
        self.last_handout = self.events

    def time_changed(self) -> None:
        """Note that the clock was moved or its speed changed: held calls are answered."""
        self.changes += 1
        self.event()
        self.pulse.notify()

    # --- followers

    async def follow(self, report: dict[str, Any], gone: Callable[[], bool]) -> dict[str, Any]:
        """Take a follower's report and answer when it has reason to look again, at most 20 real seconds later."""
        loop = asyncio.get_running_loop()
        follower = self._take(report)
        call = follower.reports
        follower.held += 1
        try:
            end = loop.time() + HELD
            while not gone() and (left := end - loop.time()) > 0 and call == follower.reports:
                pause = self._pause(follower, loop.time())
                if pause is not None and pause <= 0:
                    break
                await self.pulse.wait(min(left, STUCK, 1.0 if pause is None else pause))
        finally:
            follower.held -= 1
            follower.heard = loop.time()
        follower.answered = self.events
        follower.saw = self.changes
        follower.answered_at = loop.time()
        return {"now": iso(self.clock.us), "speed": self.clock.speed}

    def _take(self, report: dict[str, Any]) -> Follower:
        name = report.get("follower")
        if not isinstance(name, str) or not name:
            raise ControlError("follower: give a text that no other process uses")
        if not isinstance(report.get("idle"), bool):
            raise ControlError("idle: must be true or false")
        soon, coming = report.get("soon"), report.get("next")
        now = parse_moment(report.get("now"), "now")
        follower = self.followers.setdefault(name, Follower(name))
        follower.reports += 1
        follower.heard = asyncio.get_running_loop().time()
        follower.knew_before, follower.knew = follower.knew, follower.answered
        follower.now = now
        follower.idle = report["idle"]
        follower.soon = None if soon is None else parse_moment(soon, "soon")
        follower.next = None if coming is None else parse_moment(coming, "next")
        self.pulse.notify()
        return follower

    def _pause(self, follower: Follower, now: float) -> float | None:
        """Real seconds until the held call is to be answered; None: only when something changes."""
        fresh = max(0.0, follower.answered_at + FRESH - now)
        if not follower.idle:
            return fresh
        if follower.saw != self.changes:
            return 0.0
        if not self.clock.speed and follower.now != self.clock.us:
            return fresh
        if self.waiters and not self._done(follower):
            return fresh
        return None

    def forget_dead(self) -> None:
        """Drop the followers that were not heard for too long."""
        now = asyncio.get_running_loop().time()
        for follower in list(self.followers.values()):
            if not follower.held and follower.heard + FORGOTTEN < now:
                del self.followers[follower.id]
                self.pulse.notify()

    def next_due(self) -> int | None:
        """Return the next thing planned by any follower after now."""
        now = self.clock.us
        return min((f.next for f in self.followers.values() if f.next is not None and f.next > now), default=None)

    # --- settled?

    def _done(self, follower: Follower) -> bool:
        return (
            follower.idle
            and follower.now == self.clock.us
            and follower.knew >= self.last_event
            and follower.knew_before >= self.last_handout
            and (follower.soon is None or follower.soon > self.clock.us)
        )

    def verdict(self) -> Verdict:
        """Whether nothing is in flight at this moment, frozen."""
        self.forget_dead()
        held = self._backlog()
        busy = []
        if self.calls_open:
            busy.append(f"{self.calls_open} API calls are being answered")
        if held.posting:
            busy.append(f"{held.posting} updates are being posted to webhooks")
        if not self.followers:
            return Verdict(not busy, busy)
        for follower in self.followers.values():
            if not self._done(follower):
                what = "not idle" if not follower.idle else "has not reported since the last event"
                busy.append(f"follower {follower.id}: {what} (its now {iso(follower.now)})")
        soons = [f.soon for f in self.followers.values() if f.soon is not None and f.soon > self.clock.us]
        later = [f"a follower goes on at {iso(t)}" for t in soons] + [
            f"a webhook is tried again at {iso(t)}" for t in held.retries
        ]
        if not (busy or held.waiting or later):
            return Verdict(settled=True, open=[])
        move = None
        stuck = asyncio.get_running_loop().time() - self.last_event_at > STUCK
        if not busy and later and (stuck or not held.waiting):
            move = min(self._steps([*soons, *held.retries]))
        return Verdict(settled=False, open=busy + held.waiting + later, move_to=move, only_retries=not soons)

    def _steps(self, more: list[int]) -> list[int]:
        now = self.clock.us
        coming = [f.next for f in self.followers.values() if f.next is not None]
        timer = self.clock.next_timer()
        if timer is not None:
            coming.append(timer)
        return [t for t in [*coming, *more] if t > now]

    # --- the calls of the control interface

    @asynccontextmanager
    async def _waiting(self) -> AsyncIterator[None]:
        """While inside, the time stands still by itself and followers report afresh."""
        async with self._turn:
            self.waiters += 1
            self.clock.freeze()
            self.last_event_at = asyncio.get_running_loop().time()
            self.pulse.notify()
            try:
                yield
            finally:
                self.waiters -= 1
                self.clock.thaw()
                self.pulse.notify()

    async def settle(self, timeout: float = 30.0, followers: int = 0) -> dict[str, Any]:  # noqa: ASYNC109
        """Wait until nothing is in flight; the time moves on only for what is already under way.

        `timeout`: real seconds, after which a ControlError 504 says what is open. `followers`: wait until so many
        processes follow. Answers `now`, and `held`: what waits on purpose, because a fault holds it back.
        """
        async with self._waiting():
            held = await self._settle(timeout, followers, None)
            return {"now": iso(self.clock.us), "held": held}

    async def _settle(self, timeout: float, followers: int, cap: int | None) -> list[str]:  # noqa: ASYNC109
        """Settle; with `cap` the time does not move beyond it, and what would need that counts as held."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        longest = self.clock.us + TAIL
        while True:
            verdict = self.verdict()
            if verdict.settled and len(self.followers) >= followers:
                return []
            move = verdict.move_to
            if move is not None:
                if self._held_on_purpose() or (cap is not None and move > cap):
                    return verdict.open
                if not verdict.only_retries or move <= longest:
                    self.clock.jump(move)
                    continue
            left = end - loop.time()
            if left <= 0 or move is not None:
                if len(self.followers) < followers:
                    verdict.open.append(f"{len(self.followers)} of {followers} followers are there")
                raise ControlError("settle: still in flight: " + "; ".join(verdict.open[:20]), 504)
            await self.pulse.wait(min(left, 0.05))

    async def advance(self, target: int, timeout: float = 30.0, followers: int = 0) -> dict[str, Any]:  # noqa: ASYNC109
        """Go to `target` (microseconds) step by step: settle, move to the next thing due, and so on.

        `timeout` counts for each step (real seconds). What limits hold back at the target still goes out, so `now`
        in the answer may be a little later. `steps`: the times at which it stopped; `held` as in `settle`.
        """
        if target < self.clock.us:
            raise ControlError(
                f'clock: {iso(target)} is past, it is {iso(self.clock.us)}; to put the clock back use {{"set": …}}',
            )
        async with self._waiting():
            steps: list[str] = []
            while True:
                held = await self._settle(timeout, followers, max(target, self.clock.us) + TAIL)
                if self.clock.us >= target:
                    return {"now": iso(self.clock.us), "steps": steps, "held": held}
                self.clock.jump(min([*self._steps(self._later()), target]))
                steps.append(iso(self.clock.us))

    def _later(self) -> list[int]:
        return [f.soon for f in self.followers.values() if f.soon is not None]

    async def to_next(self, timeout: float = 30.0, followers: int = 0) -> dict[str, Any]:  # noqa: ASYNC109
        """Go to the next thing due by any follower and settle; without anything due the time stays."""
        async with self._waiting():
            held = await self._settle(timeout, followers, None)
            due = self.next_due()
            if due is None:
                return {"now": iso(self.clock.us), "steps": [], "held": held}
            target = due
        return await self.advance(target, timeout, followers)
