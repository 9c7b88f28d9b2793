"""Measures how many sendMessage a second the sandbox carries: `python -m tests.sandbox.load [messages]`."""

from __future__ import annotations

import asyncio
import sys
import time
from asyncio.subprocess import PIPE

import aiohttp

PEOPLE, WORKERS = 200, 16
FREE = {"per_second": 0, "chat_interval_seconds": 0, "group_per_minute": 0}
BUTTONS = {"inline_keyboard": [[{"text": "Dự", "callback_data": "a"}, {"text": "Vắng", "callback_data": "b"}]]}


async def measure(url: str, count: int) -> float:
    """Messages a second, limits off, over 16 connections."""
    async with aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(limit=0)) as http:
        people = [{"id": str(1000 + n), "name": f"Người {n}", "network": "telegram"} for n in range(PEOPLE)]
        bots = [{"network": "telegram", "token": "1:a", "username": "b", "limits": FREE}]
        starts = [{"do": "say", "person": p["id"], "chat": f"b:{p['id']}", "text": "/start"} for p in people]
        for path, body in (("world", {"people": people, "bots": bots}), ("batch", {"steps": starts})):
            async with http.post(f"/sandbox/{path}", json=body) as answer:
                answer.raise_for_status()
        numbers = iter(range(count))

        async def work() -> None:
            for number in numbers:
                body = {"chat_id": 1000 + number % PEOPLE, "text": f"Họp lần {number}", "reply_markup": BUTTONS}
                async with http.post("/telegram/bot1:a/sendMessage", json=body) as answer:
                    await answer.read()
                    answer.raise_for_status()

        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(WORKERS)))
        return count / (time.perf_counter() - began)


async def main(count: int) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "sandbox", "--port", "0", stdout=PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().split()[-1]
    try:
        sys.stdout.write(f"{await measure(url, count):,.0f} messages a second\n")
    finally:
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
