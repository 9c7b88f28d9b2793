"""Real `chibo run` processes, to be killed without warning."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from sandbox import Sandbox
from tests.talk import BOT_NAME, START, TOKENS, USERNAMES, settings_for

# The clock stands still while processes are killed, so no limit may wait for it.
UNLIMITED = {"per_second": 0, "chat_interval_seconds": 0, "group_per_minute": 0}


def as_toml(settings: dict[str, Any]) -> str:
    """Write plain settings as TOML: tables of plain values, and the list of bots."""
    lines = []
    for name, value in settings.items():
        if isinstance(value, dict):
            lines += [f"{name}.{key} = {json.dumps(each)}" for key, each in value.items()]
    for bot in settings["bots"]:
        lines += ["[[bots]]", *(f"{key} = {json.dumps(value)}" for key, value in bot.items())]
    return "\n".join(lines) + "\n"


class Stage:
    """A sandbox with people of one network, and a bot that runs as processes of its own."""

    def __init__(self, sandbox: Sandbox, http: httpx.AsyncClient, network: str, config: Path) -> None:
        self.sandbox = sandbox
        self.http = http
        self.network = network
        self.config = config
        self.people: list[str] = []
        self.processes: list[asyncio.subprocess.Process] = []

    async def post(self, path: str, **body: Any) -> Any:
        response = await self.http.post(path, json=body)
        assert response.status_code == 200, f"{path}: {response.text}"
        return response.json()

    async def add_people(self, count: int) -> None:
        people = [{"name": f"Đồng chí {number}", "network": self.network} for number in range(count)]
        self.people = [person["id"] for person in (await self.post("/sandbox/world", people=people))["people"]]

    async def start(self, count: int = 1) -> None:
        """Start processes; returns at once."""
        for _ in range(count):
            command = [sys.executable, "-m", "bot.cli", "run", "--config", str(self.config)]
            log = self.config.with_suffix(".log").open("a")
            self.processes.append(
                await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log, env=os.environ)
            )
            log.close()

    async def kill(self, process: asyncio.subprocess.Process | None = None, number: int = signal.SIGKILL) -> None:
        """End a process (the oldest) without warning."""
        victim = process or self.processes[0]
        self.processes.remove(victim)
        with contextlib.suppress(ProcessLookupError):
            victim.send_signal(number)
        await victim.wait()

    async def settle(self, followers: int | None = None) -> None:
        await self.post(
            "/sandbox/settle", followers=len(self.processes) if followers is None else followers, timeout=60
        )

    async def say(self, person: str, text: str) -> None:
        await self.post("/sandbox/say", person=person, chat=f"{USERNAMES[self.network]}:{person}", text=text)

    async def heard(self, person: str) -> list[str]:
        chat = f"{USERNAMES[self.network]}:{person}"
        found = (await self.http.get("/sandbox/messages", params={"chat": chat})).json()
        return [message["text"] for message in found if message["from_bot"]]

    def sent(self) -> int:
        """How many messages the network has taken so far."""
        return sum(call.method == "sendMessage" for call in self.sandbox.core.calls)

    async def until_sent(self, count: int) -> None:
        """Wait until the network has taken that many messages (at most 30 s of real time)."""
        async with asyncio.timeout(30):
            while self.sent() < count:
                await asyncio.sleep(0.002)


@contextlib.asynccontextmanager
async def open_stage(folder: Path, database_url: str, network: str, *, webhook: bool = False) -> AsyncIterator[Stage]:
    """A stage without processes yet; what still runs at the end is ended."""
    async with (
        Sandbox(now=START, speed=0, port=0) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, timeout=120) as http,
    ):
        config = folder / "config.toml"
        config.write_text(
            as_toml(settings_for(sandbox.url, database_url, (network,), webhook=webhook)), encoding="utf-8"
        )
        stage = Stage(sandbox, http, network, config)
        bot = {
            "network": network,
            "token": TOKENS[network],
            "username": USERNAMES[network],
            "name": BOT_NAME,
            "limits": UNLIMITED,
        }
        await stage.post("/sandbox/world", bots=[bot])
        try:
            yield stage
        finally:
            for process in list(stage.processes):
                await stage.kill(process)
