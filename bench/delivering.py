"""Delivering: how many messages a second leave, from the outbox with every outcome written down, against bare send loops of others."""

import asyncio
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench import harness, stub
from bench.harness import Report, cost

COUNT = 3000
ROUNDS = 5
TEXT = (
    "Đồng chí Lê Thị Lan. Chi ủy kính mời đồng chí dự sinh hoạt thường kỳ kỳ tháng 12/2026 của Chi bộ Nông nghiệp: "
    "19 giờ 30, thứ Bảy, ngày 05/12/2026, tại Phòng họp tầng 2. Đề nghị đồng chí trả lời trước 17 giờ 30 cùng ngày."
)
CHOICES = [
    [("Tôi dự", "att:12:1:attend"), ("Xin vắng", "att:12:1:absent")],
    [("Đến muộn", "att:12:1:late"), ("Chưa chắc", "att:12:1:unsure")],
]


def ours(pipe: Connection, url: str, count: int, folder: str) -> None:
    """Deliver `count` rows of an outbox on SQLite; every outcome is committed before the time is taken."""
    asyncio.run(_ours(pipe, url, count, folder))


async def _ours(pipe: Connection, url: str, count: int, folder: str) -> None:
    from sqlalchemy import func, insert, select

    from bot.clock import Clock
    from bot.database import Database
    from bot.deliverer import Deliverer
    from bot.limits import Allowance
    from bot.networks.telegram import TelegramNetwork
    from storage import migrate
    from storage.spine import Outbox

    database = Database(f"sqlite:///{folder}/delivering-{time.monotonic_ns()}.sqlite3")
    migrate.upgrade(database.engine)
    now = datetime.now(UTC)
    body = {"text": TEXT, "choices": [[{"label": label, "data": data} for label, data in row] for row in CHOICES]}
    rows = [
        {"bot": "bench", "chat_id": str(700_000_000 + number), "priority": 1, "key": f"bench:{number}", "body": body}
        | {"not_before": now, "created_at": now, "purpose": "invitation"}
        for number in range(count)
    ]
    database.ask(lambda session: session.execute(insert(Outbox), rows))
    network = TelegramNetwork("bench", stub.TOKEN, base_url=f"{url}/bot")
    await network.open()
    # Telegram's paid broadcast has no limit of its own in our figures: 0 takes the allowance out of the way.
    deliverer = Deliverer(database, Clock(), network, Allowance(0, 0, 0))
    before, started = cost()["cpu"], time.perf_counter()
    loop = asyncio.create_task(deliverer.run(30.0))
    sent = 0
    while sent < count:
        await asyncio.sleep(0.02)
        if not deliverer.busy:
            open_rows = select(func.count()).select_from(Outbox).where(Outbox.state == "sent")
            sent = await database.run(lambda session, query=open_rows: session.scalar(query) or 0)
    seconds = time.perf_counter() - started
    used = cost()["cpu"] - before
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    await network.close()
    database.close()
    pipe.send({"rate": count / seconds, "cpu_ms": 1000 * used / count})


def aiogram(pipe: Connection, url: str, count: int, at_once: int) -> None:
    """Send in a bare loop, one after the other (`at_once` 1) or so many at a time; nothing is read from or written to a database."""
    asyncio.run(_aiogram(pipe, url, count, at_once))


async def _aiogram(pipe: Connection, url: str, count: int, at_once: int) -> None:
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

    bot = Bot(stub.TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))

    async def send(number: int) -> Any:
        keyboard = InlineKeyboardMarkup(
            inline_keyboard=[
                [InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in CHOICES
            ]
        )
        return await bot.send_message(700_000_000 + number, TEXT, reply_markup=keyboard)

    await send(0)
    await _loop(pipe, send, count, at_once)
    await bot.session.close()


def telegram(pipe: Connection, url: str, count: int, at_once: int) -> None:
    """Do the same with python-telegram-bot as it comes (httpx)."""
    asyncio.run(_telegram(pipe, url, count, at_once))


async def _telegram(pipe: Connection, url: str, count: int, at_once: int) -> None:
    from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
    from telegram.request import HTTPXRequest

    request = HTTPXRequest(connection_pool_size=max(at_once, 1), pool_timeout=60)
    async with Bot(stub.TOKEN, base_url=f"{url}/bot", request=request) as bot:

        async def send(number: int) -> Any:
            keyboard = InlineKeyboardMarkup(
                [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in CHOICES]
            )
            return await bot.send_message(700_000_000 + number, TEXT, reply_markup=keyboard)

        await send(0)
        await _loop(pipe, send, count, at_once)


async def _loop(pipe: Connection, send: Any, count: int, at_once: int) -> None:
    before, started = cost()["cpu"], time.perf_counter()
    numbers = iter(range(count))

    async def work() -> None:
        for number in numbers:
            await send(number)

    await asyncio.gather(*(work() for _ in range(at_once)))
    seconds = time.perf_counter() - started
    pipe.send({"rate": count / seconds, "cpu_ms": 1000 * (cost()["cpu"] - before) / count})


def bench(count: int = COUNT, rounds: int = ROUNDS) -> Report:
    """Measure everybody in turn against one stub server."""
    report = Report("delivering", f"Delivering: {count} messages with four buttons each, one process, no network delay")
    with stub.running() as server, harness.folder() as folder:
        server.load([])
        url = server.url

        def other(function: Any, at_once: int) -> Any:
            return lambda: harness.run_child(function, url, count, at_once)

        found = harness.interleaved(
            {
                "ours": lambda: harness.run_child(ours, url, count, str(Path(folder))),
                "aiogram, bare loop": other(aiogram, 1),
                "python-telegram-bot, bare loop": other(telegram, 1),
                "aiogram, 16 at a time": other(aiogram, 16),
                "python-telegram-bot, 16 at a time": other(telegram, 16),
            },
            rounds,
        )
    report.raw = dict(found)
    report.add(
        "ours: outbox → network → outcome recorded", harness.median(found["ours"], "rate"), "messages/s", at_least=1000
    )
    for name, goal in (("aiogram, bare loop", 1.0), ("python-telegram-bot, bare loop", 2.0)):
        report.add(
            name, harness.median(found[name], "rate"), "messages/s", note="nothing recorded, nothing survives a kill"
        )
        report.add(f"ours / {name}", harness.ratio(found["ours"], found[name], "rate"), "times", at_least=goal)
    for name in ("aiogram, 16 at a time", "python-telegram-bot, 16 at a time"):
        report.add(name, harness.median(found[name], "rate"), "messages/s", note="for comparison")
    report.add("ours: CPU of one message", harness.median(found["ours"], "cpu_ms"), "ms")
    return report
