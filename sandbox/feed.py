"""Tells whoever is listening what just happened: pages through server-sent events, waiting calls through a pulse."""

from __future__ import annotations

import asyncio
import json
from typing import Any

_QUEUE = 5000
"""A listener that is so many events behind is told to read the state afresh."""


class Pulse:
    """Wakes everybody who waits for anything to change."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Wake all who wait now."""
        if self._waiting:
            waiting, self._waiting = self._waiting, set()
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def wait(self, seconds: float) -> bool:
        """Wait for the next change, at most so many real seconds; whether there was one."""
        if seconds <= 0:
            return False
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True


class Feed:
    """Server-sent events: every listener gets each event once, numbered."""

    def __init__(self) -> None:
        self.listeners: set[asyncio.Queue[bytes]] = set()
        self._number = 0

    def publish(self, kind: str, value: dict[str, Any]) -> None:
        """Send an event to all listeners; callers check `listeners` first where building the value costs something."""
        if not self.listeners:
            return
        self._number += 1
        frame = f"id: {self._number}\nevent: {kind}\ndata: {json.dumps(value)}\n\n".encode()
        for queue in self.listeners:
            if queue.qsize() >= _QUEUE:
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(b"event: resync\ndata: {}\n\n")
            queue.put_nowait(frame)

    def listen(self) -> asyncio.Queue[bytes]:
        """Begin to listen; hand the queue to `leave` at the end."""
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self.listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[bytes]) -> None:
        """Stop listening."""
        self.listeners.discard(queue)
