"""People, bots and a clock to try the sandbox with: everything over HTTP, as a stranger would."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import telegram
from telegram.request import HTTPXRequest

from sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

START = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
TOKEN, ZALO_TOKEN = "111:demo", "zalo-demo-token"
FREE = {"per_second": 0, "chat_interval_seconds": 0, "group_per_minute": 0}


class Town:
    """A sandbox with its control interface, and clients for its bots."""

    def __init__(self, sandbox: Sandbox, http: httpx.AsyncClient) -> None:
        self.sandbox = sandbox
        self.http = http
        self.minh = self.lan = self.group = self.zalo_group = ""
        self.bots: list[telegram.Bot] = []

    @property
    def minhs_chat(self) -> str:
        return f"chibo_bot:{self.minh}"

    @property
    def lans_chat(self) -> str:
        return f"chibo_zalo:{self.lan}"

    async def post(self, path: str, **body: Any) -> Any:
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def get(self, path: str, **query: Any) -> Any:
        answer = await self.http.get(f"/sandbox/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refused(self, path: str, **body: Any) -> str:
        """The sentence with which a request is refused."""
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert 400 <= answer.status_code < 600, answer.text
        return answer.json()["error"]

    async def minh_says(self, text: str, chat: str | None = None, **more: Any) -> dict[str, Any]:
        return await self.post("say", person=self.minh, chat=chat or self.minhs_chat, text=text, **more)

    async def lan_says(self, text: str, chat: str | None = None, **more: Any) -> dict[str, Any]:
        return await self.post("say", person=self.lan, chat=chat or self.lans_chat, text=text, **more)

    async def messages(self, chat: str, **query: Any) -> list[dict[str, Any]]:
        return await self.get("messages", chat=chat, **query)

    async def texts(self, chat: str, **query: Any) -> list[str]:
        return [message["text"] for message in await self.messages(chat, **query)]

    async def polled(self, place: int) -> None:
        """Wait until somebody polls for the bot that was added as number `place`."""
        async with asyncio.timeout(5):
            while not (await self.get("state"))["bots"][place]["polling"]:
                pass

    async def telegram_bot(self, token: str = TOKEN) -> telegram.Bot:
        """A python-telegram-bot client of the bot."""
        requests = [HTTPXRequest(connection_pool_size=8), HTTPXRequest(read_timeout=20)]
        bot = telegram.Bot(
            token,
            base_url=f"{self.sandbox.url}/telegram/bot",
            base_file_url=f"{self.sandbox.url}/telegram/file/bot",
            request=requests[0],
            get_updates_request=requests[1],
        )
        await bot.initialize()
        self.bots.append(bot)
        return bot

    async def telegram(self, method: str, token: str = TOKEN, **params: Any) -> httpx.Response:
        """A bare call, to see the answer as it is."""
        return await self.http.post(f"/telegram/bot{token}/{method}", json=params)

    async def zalo(self, method: str, token: str = ZALO_TOKEN, **params: Any) -> httpx.Response:
        return await self.http.post(f"/zalo/bot{token}/{method}", json=params)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Minh on Telegram, Lan on Zalo, a bot and a group on each, the time standing still at START."""
    async with (
        Sandbox(now=START) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, timeout=30) as http,
    ):
        town = Town(sandbox, http)
        made = await town.post(
            "world",
            bots=[
                {"network": "telegram", "token": TOKEN, "username": "chibo_bot", "name": "Trợ lý Chi bộ"},
                {"network": "zalo", "token": ZALO_TOKEN, "username": "chibo_zalo", "name": "Bot Chi Bộ"},
            ],
            people=[
                {"name": "Lê Văn Minh", "network": "telegram", "username": "minh", "role": "bí thư"},
                {"name": "Trần Thị Lan", "network": "zalo", "note": "trực trạm"},
            ],
            groups=[
                {"network": "telegram", "title": "Chi bộ 1", "people": ["Lê Văn Minh"], "bots": ["chibo_bot"]},
                {"network": "zalo", "title": "Chi bộ 2", "people": ["Trần Thị Lan"], "bots": ["chibo_zalo"]},
            ],
        )
        town.minh, town.lan = (person["id"] for person in made["people"])
        town.group, town.zalo_group = (group["id"] for group in made["groups"])
        yield town
        for bot in town.bots:
            await bot.shutdown()


@pytest.fixture
async def bot(town: Town) -> telegram.Bot:
    """The Telegram bot of the town, through python-telegram-bot."""
    return await town.telegram_bot()


@pytest.fixture(scope="session")
def docs() -> str:
    """What docs/sandbox.md says."""
    return (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
