"""The one clock: real time, or the time of a sandbox that it follows."""

import asyncio
import contextlib
import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp

log = logging.getLogger(__name__)
# Reports while there is work: often enough that a test does not wait, seldom enough to cost nothing.
REPORT_EVERY = 0.01
LONGEST_HOLD = 30.0


class Clock:
    """Real time, in UTC. Every bell in `bells` rings when the time jumps, so that sleepers look again."""

    def __init__(self) -> None:
        self.bells: list[asyncio.Event] = []

    def bell(self) -> asyncio.Event:
        """Return an event for one sleeper: it is set when the time jumps, and by whoever has work for the sleeper."""
        bell = asyncio.Event()
        self.bells.append(bell)
        return bell

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return datetime.now(UTC)

    def seconds_until(self, moment: datetime) -> float | None:
        """Return in how many real seconds that time comes (0 if it has come); None if it never comes by itself."""
        return max(0.0, (moment - self.now()).total_seconds())


@dataclass(frozen=True, slots=True)
class Report:
    """What a process tells the sandbox: whether anything can be done now, and when it goes on (see docs/sandbox.md)."""

    idle: bool
    soon: datetime | None
    next: datetime | None


class FollowedClock(Clock):
    """The time of a sandbox, asked by HTTP: it may stand still, flow, or jump when somebody moves it."""

    def __init__(self, url: str, now: datetime) -> None:
        super().__init__()
        self._url = url
        self._follower = f"process-{uuid.uuid4().hex[:12]}"
        self._anchor = now
        self._anchored = time.monotonic()
        self._speed = 0.0

    @classmethod
    async def connect(cls, url: str) -> "FollowedClock":
        """Return a clock that already knows the sandbox's time; raises ConnectionError if nobody answers there."""
        try:
            async with aiohttp.ClientSession() as session, session.get(url) as response:
                said = await response.json()
        except aiohttp.ClientError as error:
            raise ConnectionError(
                f"clock.follow: no sandbox answers at {url}: start it first, or remove the setting"
            ) from error
        clock = cls(url, datetime.fromisoformat(said["now"]).astimezone(UTC))
        clock._speed = float(said.get("speed", 0.0))
        return clock

    def now(self) -> datetime:
        """Return the sandbox's time as far as it is known here, aware, in UTC."""
        return self._anchor + timedelta(seconds=self._speed * (time.monotonic() - self._anchored))

    def seconds_until(self, moment: datetime) -> float | None:
        """Return the real seconds until then; None while the sandbox's time stands still."""
        left = (moment - self.now()).total_seconds()
        if left <= 0:
            return 0.0
        return left / self._speed if self._speed else None

    async def follow(self, report: Callable[[], Awaitable[Report]]) -> None:
        """Report how things stand and take over the sandbox's time, until cancelled."""
        timeout = aiohttp.ClientTimeout(total=LONGEST_HOLD)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    await self._exchange(session, report)
                except (aiohttp.ClientError, TimeoutError, OSError) as error:
                    log.warning("the sandbox's clock did not answer: %s", type(error).__name__)
                    await asyncio.sleep(0.2)

    async def _exchange(self, session: aiohttp.ClientSession, report: Callable[[], Awaitable[Report]]) -> None:
        seen = self.now()
        state = await report()
        body = {
            "follower": self._follower,
            "now": seen.isoformat(),
            "idle": state.idle,
            "soon": state.soon.isoformat() if state.soon else None,
            "next": state.next.isoformat() if state.next else None,
        }
        async with session.post(f"{self._url}/follow", json=body) as response:
            said = await response.json()
        before, speed = self.now(), self._speed
        self._anchor = datetime.fromisoformat(said["now"]).astimezone(UTC)
        self._anchored = time.monotonic()
        self._speed = float(said["speed"])
        jump = abs((self._anchor - before).total_seconds())
        # While time flows, some milliseconds are the drift between two answers; while it stands, they are a move somebody waits for.
        if jump > (0.05 if speed else 0) or speed != self._speed:
            for bell in self.bells:
                bell.set()
        if not state.idle:
            await asyncio.sleep(REPORT_EVERY)


async def wait_for(clock: Clock, moment: datetime | None, bell: asyncio.Event) -> None:
    """Wait until that time (None: no time) or until the bell rings, and let it be silent again."""
    seconds = clock.seconds_until(moment) if moment is not None else None
    if seconds == 0:
        await asyncio.sleep(0)
    else:
        # Not asyncio.wait_for: in Python 3.11 it may swallow being cancelled when the bell rings at the same moment.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await bell.wait()
    bell.clear()
