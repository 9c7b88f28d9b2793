"""The sandbox's own time: it stands still or flows, and whoever drives the sandbox may move it."""

from __future__ import annotations

import asyncio
import heapq
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sandbox.errors import ControlError
from sandbox.limits import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 100 * 366 * 86_400.0
"""No span is longer than a hundred years (seconds)."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|w|d|h|m|s)\s*")
_UNITS = {"w": 604_800.0, "d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware time."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(us: int) -> datetime:
    """Return the aware UTC time of so many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=us)


def iso(us: int) -> str:
    """ISO 8601 with the UTC offset, as it goes over the wire."""
    return moment(us).isoformat()


def parse_moment(text: object, name: str) -> int:
    """Microseconds since 1970 from ISO 8601 text with an offset; `name` is the field named in the error."""
    try:
        value = datetime.fromisoformat(str(text))
    except ValueError:
        value = None
    if value is None or value.tzinfo is None or not 1971 <= value.year <= 2500:  # noqa: PLR2004 - room for offsets
        raise ControlError(f"{name}: {text!r} is no time; write it as 2026-12-05T19:30:00+07:00, with the offset")
    return micros(value)


def parse_span(text: object, name: str) -> int:
    """Microseconds from a span such as "2d3h", "90m" or a number of seconds."""
    seconds = -1.0
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        seconds = float(text)
    elif isinstance(text, str) and not _PART.sub("", text.strip()):
        seconds = sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text))
    if not 0 <= seconds <= LONGEST:
        raise ControlError(f'{name}: {text!r} is no span; write it as "2d3h", "90m", "45s" or a number of seconds')
    return round(seconds * SECOND)


class Timer:
    """Something the networks themselves will do at a time, such as a webhook's next attempt."""

    __slots__ = ("call", "cancelled", "due")

    def __init__(self, due: int, call: Callable[[], None]) -> None:
        self.due = due
        self.call = call
        self.cancelled = False


class Clock:
    """Simulated time in microseconds; at speed 0 it moves only when told to."""

    def __init__(self, now: datetime, speed: float) -> None:
        self._base = micros(now)
        self._mark = 0.0
        self._frozen = 0
        self.wanted_speed = speed
        self._timers: list[tuple[int, int, Timer]] = []
        self._count = 0
        self._wakeup: asyncio.TimerHandle | None = None
        self.on_change: Callable[[], None] = lambda: None

    @property
    def speed(self) -> float:
        """Simulated seconds per real second at this moment: 0 while somebody settles, else what was asked for."""
        return 0.0 if self._frozen else self.wanted_speed

    @property
    def us(self) -> int:
        """Now, in microseconds since 1970."""
        if self._frozen or not self.wanted_speed:
            return self._base
        return self._base + round((asyncio.get_running_loop().time() - self._mark) * self.wanted_speed * SECOND)

    def start(self) -> None:
        """Begin to flow; call it once, inside the running loop."""
        self._mark = asyncio.get_running_loop().time()
        self._arm()

    def set_speed(self, speed: float) -> None:
        """Let the time stand (0) or flow; the moment itself does not jump."""
        self._rebase()
        self.wanted_speed = speed
        self._changed()

    def freeze(self) -> None:
        """Stand still until `thaw`; calls nest."""
        self._rebase()
        self._frozen += 1
        if self._frozen == 1 and self.wanted_speed:
            self._changed()

    def thaw(self) -> None:
        """End one `freeze`."""
        self._rebase()
        self._frozen -= 1
        if not self._frozen and self.wanted_speed:
            self._changed()

    def jump(self, us: int) -> None:
        """Put the time to `us` and do what the networks planned up to then, in order."""
        self._base = us
        self._mark = asyncio.get_running_loop().time()
        self._changed()

    def at(self, due: int, call: Callable[[], None]) -> Timer:
        """Plan `call` for the time `due`; set `cancelled` on the answer to give it up."""
        timer = Timer(due, call)
        self._count += 1
        heapq.heappush(self._timers, (due, self._count, timer))
        self._arm()
        return timer

    def next_timer(self) -> int | None:
        """When the networks themselves do something next; None when nothing is planned."""
        while self._timers and self._timers[0][2].cancelled:
            heapq.heappop(self._timers)
        return self._timers[0][0] if self._timers else None

    def stop(self) -> None:
        """Forget what was planned."""
        self._timers.clear()
        if self._wakeup is not None:
            self._wakeup.cancel()

    def _rebase(self) -> None:
        self._base = self.us
        self._mark = asyncio.get_running_loop().time()

    def _changed(self) -> None:
        self._run_due()
        self.on_change()

    def _run_due(self) -> None:
        now = self.us
        while (due := self.next_timer()) is not None and due <= now:
            heapq.heappop(self._timers)[2].call()
        self._arm()

    def _arm(self) -> None:
        if self._wakeup is not None:
            self._wakeup.cancel()
            self._wakeup = None
        if self.speed and (due := self.next_timer()) is not None:
            real = max(0.0, (due - self.us) / SECOND / self.speed)
            self._wakeup = asyncio.get_running_loop().call_later(real + 0.0005, self._run_due)
