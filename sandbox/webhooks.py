"""Posts updates to a bot's webhook: in order within each lane, again and again with growing pauses until 2xx."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

import aiohttp

from sandbox.limits import SECOND

if TYPE_CHECKING:
    from sandbox.arrivals import Arrival, Webhook
    from sandbox.core import Core
    from sandbox.times import Timer
    from sandbox.world import Bot

LONGEST_PAUSE = 300
"""Seconds (sandbox time) between two attempts at most; the first pause is 1 s, then 2, 4, 8 …"""
SECRET_HEADERS = {"telegram": "X-Telegram-Bot-Api-Secret-Token", "zalo": "X-Bot-Api-Secret-Token"}


class Lane:
    """Updates that must not overtake each other: one chat's messages, or one person's presses."""

    __slots__ = ("attempts", "queue", "retry_at", "running", "timer")

    def __init__(self) -> None:
        self.queue: deque[Arrival] = deque()
        self.running = False
        self.attempts = 0
        self.retry_at: int | None = None
        self.timer: Timer | None = None


class Webhooks:
    """All webhook deliveries of the sandbox."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.posting = 0
        self._lanes: dict[Bot, dict[str, Lane]] = {}
        self._slots: dict[Bot, asyncio.Semaphore] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._client: aiohttp.ClientSession | None = None

    # --- what others ask

    def retries(self) -> list[int]:
        """When lanes that failed are tried again (microseconds)."""
        return [
            lane.retry_at
            for bot, lanes in self._lanes.items()
            if not self._down(bot)
            for lane in lanes.values()
            if lane.retry_at is not None and lane.queue
        ]

    def only_retries(self, bot: Bot) -> bool:
        """Whether everything that waits for this bot waits for another attempt."""
        return not any(lane.queue and lane.retry_at is None for lane in self._lanes.get(bot, {}).values())

    def changed(self, bot: Bot) -> None:
        """Note that the webhook was set or removed: begin afresh with everything that waits."""
        for lane in self._lanes.pop(bot, {}).values():
            lane.queue.clear()
            if lane.timer is not None:
                lane.timer.cancelled = True
        self._slots.pop(bot, None)
        if bot.arrivals.webhook is not None:
            self._slots[bot] = asyncio.Semaphore(bot.arrivals.webhook.max_connections)
            for arrival in [*bot.arrivals.again, *bot.arrivals.waiting.values()]:
                self.deliver(bot, arrival)
            bot.arrivals.again.clear()

    def deliver(self, bot: Bot, arrival: Arrival) -> None:
        """Queue one update for posting."""
        lane = self._lanes.setdefault(bot, {}).setdefault(arrival.lane, Lane())
        lane.queue.append(arrival)
        self._go(bot, arrival.lane, lane)

    def retry_now(self) -> None:
        """Try every waiting lane again at once, for instance after a fault was cleared."""
        for bot, lanes in list(self._lanes.items()):
            for name, lane in list(lanes.items()):
                self._due(bot, name, lane)

    def probe(self, bot: Bot) -> None:
        """Post an empty body to a new webhook, as Zalo does; the answer is only noted."""
        self._spawn(self._probe(bot))

    async def close(self) -> None:
        """Give up what is being posted."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.close()

    # --- the work

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _go(self, bot: Bot, name: str, lane: Lane) -> None:
        if not lane.running and lane.retry_at is None:
            lane.running = True
            self.posting += 1
            self._spawn(self._run(bot, name, lane))

    def _due(self, bot: Bot, name: str, lane: Lane) -> None:
        if lane.retry_at is None:
            return
        if lane.timer is not None:
            lane.timer.cancelled = True
        lane.retry_at = lane.timer = None
        self._go(bot, name, lane)

    def _down(self, bot: Bot) -> bool:
        return bool(self.core.faults.active) and self.core.faults.holds(
            bot.network, bot.username, "network_down", "webhook_not_delivered"
        )

    async def _run(self, bot: Bot, name: str, lane: Lane) -> None:
        try:
            while lane.queue and lane.retry_at is None and await self._step(bot, name, lane):
                pass
        finally:
            lane.running = False
            self.posting -= 1
            self.core.settling.event()
            if not lane.queue and self._lanes.get(bot, {}).get(name) is lane:
                del self._lanes[bot][name]

    async def _step(self, bot: Bot, name: str, lane: Lane) -> bool:
        """Post the oldest update of a lane; whether to go on with this lane."""
        arrivals = bot.arrivals
        webhook = arrivals.webhook
        if webhook is None:
            return False
        arrival = lane.queue[0]
        if arrival.dies <= self.core.clock.us:
            lane.queue.popleft()
            arrivals.waiting.pop(arrival.number, None)
            return True
        error = await self._attempt(bot, webhook, arrival)
        if arrivals.webhook is not webhook or not lane.queue:
            return False
        if error is None:
            lane.attempts = 0
            lane.queue.popleft()
            arrivals.confirm(arrival.number)
        else:
            self._later(bot, name, lane, error)
        self.core.settling.event()
        return True

    def _later(self, bot: Bot, name: str, lane: Lane, error: str) -> None:
        clock = self.core.clock
        webhook = bot.arrivals.webhook
        if webhook is not None:
            webhook.failures += 1
            webhook.last_error = error
            webhook.last_error_at = clock.us
        pause = min(LONGEST_PAUSE, 2 ** min(lane.attempts, 10))
        lane.attempts += 1
        lane.retry_at = clock.us + pause * SECOND
        lane.timer = clock.at(lane.retry_at, lambda: self._due(bot, name, lane))

    async def _attempt(self, bot: Bot, webhook: Webhook, arrival: Arrival) -> str | None:
        core = self.core
        if core.faults.active and core.faults.strike(
            {"network_down": "", "webhook_not_delivered": ""}, bot.network, bot.username
        ):
            return "Connection refused"
        async with self._slots[bot]:
            core.settling.event()
            return await self._post(bot, webhook, json.dumps(self._body(bot, arrival)).encode())

    def _body(self, bot: Bot, arrival: Arrival) -> Any:
        if arrival.whole:
            return arrival.body
        if bot.network == "telegram":
            return {"update_id": arrival.number, **arrival.body}
        return {"ok": True, "result": arrival.body} if bot.webhook_shape == "wrapped" else arrival.body

    async def _post(self, bot: Bot, webhook: Webhook, body: bytes) -> str | None:
        if self._client is None:
            self._client = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                timeout=aiohttp.ClientTimeout(total=self.core.settings.webhook_timeout),
            )
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers[SECRET_HEADERS[bot.network]] = webhook.secret
        try:
            async with self._client.post(webhook.url, data=body, headers=headers, allow_redirects=False) as answer:
                await answer.read()
                if 200 <= answer.status < 300:  # noqa: PLR2004 - the class of success
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Connection timed out"
        except (aiohttp.ClientError, OSError) as error:
            return f"Connection failed: {type(error).__name__}"

    async def _probe(self, bot: Bot) -> None:
        webhook = bot.arrivals.webhook
        if webhook is not None:
            webhook.last_error = await self._post(bot, webhook, b"")
