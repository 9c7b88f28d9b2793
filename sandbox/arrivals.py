"""The queue of what a network has for a bot: kept until it is acknowledged, or until it is too old."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from sandbox.limits import SECOND

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator

KEPT = 24 * 3600 * SECOND
"""Telegram keeps an update for 24 hours."""
SILENCE = 7 * 24 * 3600 * SECOND
"""After so long without updates their numbers begin anew."""
PRESS_LIVES = 150 * SECOND
"""A button press can be answered, and is delivered, for 150 seconds."""
REMEMBERED = 2000
"""So many acknowledged updates are kept for a replay."""


@dataclass(slots=True, eq=False)
class Arrival:
    """One update: its number, its body as JSON value, the lane in which order is kept, and when it dies.

    `whole`: the body goes out as it is, without an update_id put into it.
    """

    number: int
    body: Any
    lane: str
    born: int
    dies: int
    whole: bool = False


@dataclass(slots=True, eq=False)
class Webhook:
    """Where updates are to be posted, and how that went."""

    url: str
    secret: str
    max_connections: int = 40
    failures: int = 0
    last_error_at: int | None = None
    last_error: str | None = None


@dataclass(slots=True, eq=False)
class Arrivals:
    """Updates of one bot, oldest first."""

    waiting: OrderedDict[int, Arrival] = field(default_factory=OrderedDict)
    presses: deque[Arrival] = field(default_factory=deque)
    done: deque[Arrival] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    again: deque[Arrival] = field(default_factory=deque)
    last_number: int = 100_000
    last_at: int | None = None
    allowed: list[str] | None = None
    webhook: Webhook | None = None
    poll: asyncio.Future[bool] | None = None

    def add(self, body: Any, lane: str, now: int, *, press: bool = False, number: int | None = None) -> Arrival:
        """Queue an update; a waiting poller is woken."""
        if number is None:
            number = self._next_number(now)
        self.last_number = number
        self.last_at = now
        arrival = Arrival(number, body, lane, now, now + (PRESS_LIVES if press else KEPT))
        self.waiting[number] = arrival
        if press:
            self.presses.append(arrival)
        self.wake()
        return arrival

    def _next_number(self, now: int) -> int:
        """One more than the last; after a week of silence anything, as the Bot API says (type Update)."""
        if self.last_at is None or now - self.last_at < SILENCE:
            return self.last_number + 1
        # Knuth's multiplier scatters well and makes the same "random" numbers in every run.
        return 100_000 + (self.last_number * 2_654_435_761) % 1_000_000_000

    def wake(self) -> None:
        """Let a waiting poller look again."""
        if self.poll is not None and not self.poll.done():
            self.poll.set_result(True)

    def confirm(self, number: int) -> Arrival | None:
        """Note that the bot has this one; it will come again only on request."""
        arrival = self.waiting.pop(number, None)
        if arrival is not None:
            self.done.append(arrival)
        return arrival

    def confirm_below(self, offset: int) -> int:
        """Confirm all with a smaller number than `offset`; how many these were.

        An offset from before the numbers began anew lies in the future: it confirms nothing.
        """
        if offset > self.last_number + 1:
            return 0
        numbers = []
        for number in self.waiting:
            if number >= offset:
                break
            numbers.append(number)
        for number in numbers:
            self.confirm(number)
        return len(numbers)

    def drop_old(self, now: int) -> int:
        """Forget what nobody fetched in time; how many these were."""
        dropped = 0
        while self.presses and self.presses[0].dies <= now:
            dropped += self.waiting.pop(self.presses.popleft().number, None) is not None
        while self.waiting and (oldest := next(iter(self.waiting.values()))).dies <= now:
            del self.waiting[oldest.number]
            dropped += 1
        return dropped

    def ready(self, limit: int) -> Iterator[Arrival]:
        """Up to `limit` updates to hand out: requested repeats first, then the oldest waiting."""
        while self.again and limit:
            limit -= 1
            yield self.again.popleft()
        yield from list(islice(self.waiting.values(), limit))

    def replay(self, count: int) -> list[Arrival]:
        """Prepare the last `count` confirmed updates for being handed out once more, oldest first."""
        chosen = list(self.done)[-count:] if count else []
        self.again.extend(chosen)
        self.wake()
        return chosen
