"""A small bot that follows the clock as CLOCK asks: it echoes, keeps to the limits, and has pushes planned."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import httpx

if TYPE_CHECKING:
    from types import TracebackType

SECOND = timedelta(seconds=1)


class Echo:
    """Answers each message `answers` times, one a second and chat; `pushes` are (time, chat, text)."""

    def __init__(
        self,
        url: str,
        now: datetime,
        *,
        network: str = "telegram",
        token: str = "111:demo",  # noqa: S107 - a made-up one
        name: str = "echo",
    ) -> None:
        self.url = url
        self.api = f"{url}/{network}/bot{token}"
        self.network = network
        self.name = name
        self.now = now
        self.answers = 1
        self.slow = 0
        self.pushes: list[tuple[datetime, str, str]] = []
        self.outbox: list[tuple[datetime, str, str]] = []
        self.last: dict[str, datetime] = {}
        self.busy = 0
        self.speeds: list[float] = []
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self.http = httpx.AsyncClient(timeout=60)
        self._tasks = [asyncio.create_task(work()) for work in (self._poll, self._deliver, self._follow)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.http.aclose()

    async def _poll(self) -> None:
        offset = 0
        while True:
            try:
                answer = await self.http.post(f"{self.api}/getUpdates", json={"offset": offset, "timeout": 20})
            except httpx.TransportError:
                continue
            if answer.status_code != 200:
                continue
            got = answer.json()["result"]
            for update in got if isinstance(got, list) else [got]:
                offset = update.get("update_id", 0) + 1
                self.busy += 1
                await self._take(update["message"])

    async def _take(self, message: dict[str, Any]) -> None:
        for _ in range(self.slow):
            await asyncio.sleep(0)
        chat = str(message["chat"]["id"])
        self.outbox += [(self.now, chat, f"{message['text']} {number + 1}") for number in range(self.answers)]
        self.busy -= 1
        self._wake.set()

    def _due(self) -> list[tuple[datetime, str, str]]:
        return [item for item in self.outbox if max(item[0], self.last.get(item[1], item[0])) <= self.now]

    async def _deliver(self) -> None:
        while True:
            self._plan()
            due = self._due()
            if not due:
                self._wake.clear()
                await self._wake.wait()
                continue
            item = due[0]
            self.busy += 1
            self.outbox.remove(item)
            await self._send(item)
            self.busy -= 1

    async def _send(self, item: tuple[datetime, str, str]) -> None:
        _, chat, text = item
        try:
            answer = await self.http.post(f"{self.api}/sendMessage", json={"chat_id": chat, "text": text})
        except httpx.TransportError:
            self.outbox.append((self.now + 5 * SECOND, chat, text))
            return
        if answer.status_code == 429:
            wait = answer.json()["parameters"]["retry_after"]
            self.outbox.append((self.now + wait * SECOND, chat, text))
        else:
            self.last[chat] = self.now + SECOND

    def _plan(self) -> None:
        self.outbox += [(self.now, chat, text) for due, chat, text in self.pushes if due <= self.now]
        self.pushes = [push for push in self.pushes if push[0] > self.now]

    def _report(self) -> dict[str, Any]:
        soons = [max(item[0], self.last.get(item[1], item[0])) for item in self.outbox]
        soon = min(soons, default=None)
        coming = min((push[0] for push in self.pushes), default=None)
        idle = not self.busy and (soon is None or soon > self.now) and (coming is None or coming > self.now)
        return {
            "follower": self.name,
            "now": self.now.isoformat(),
            "idle": idle,
            "soon": soon and soon.isoformat(),
            "next": coming and coming.isoformat(),
        }

    async def _follow(self) -> None:
        while True:
            answer = (await self.http.post(f"{self.url}/sandbox/clock/follow", json=self._report())).json()
            self.now = datetime.fromisoformat(answer["now"])
            self.speeds.append(answer["speed"])
            self._wake.set()
