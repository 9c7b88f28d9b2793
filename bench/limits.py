"""At the limit: how close to the network's allowance a broadcast runs, without ever breaking it, and how long an answer waits meanwhile.

Time is simulated: an event loop whose clock jumps to the next moment at which anything is due. The deliverer, the outbox and its
SQLite file are the real ones; the network is a stub that takes `latency` seconds each way and checks the sandbox's exact windows.
"""

import asyncio
import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import insert

from bench import harness
from bench.harness import Report
from bot.clock import Clock
from bot.database import Database
from bot.deliverer import Deliverer
from bot.limits import Allowance, is_group
from bot.networks import Batch, WaitError
from handlers.desk import Bot
from sandbox.limits import Limits, LimitSettings
from storage import migrate
from storage.outbox import Letter
from storage.spine import Outbox

START = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
PEOPLE, GROUPS = 575, 17
BROADCAST = 10_000
NEAR, FAR = 0.002, 0.025


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop in which waiting takes no time: its clock jumps to what is due next. The database is asked at once."""

    def __init__(self) -> None:
        super().__init__()
        self.simulated = 0.0

    def time(self) -> float:
        """Return the simulated seconds since the start."""
        return self.simulated

    def _run_once(self) -> None:
        scheduled, ready = self._scheduled, self._ready  # type: ignore[attr-defined]
        while scheduled and scheduled[0]._cancelled:  # noqa: SLF001
            heapq.heappop(scheduled)._scheduled = False  # noqa: SLF001
            self._timer_cancelled_count -= 1
        if not ready and scheduled:
            self.simulated = max(self.simulated, scheduled[0].when())
        super()._run_once()  # type: ignore[misc]

    def run_in_executor(self, _executor: Any, function: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """Run it now: nothing else of this program could run meanwhile, and every run is the same."""
        done = self.create_future()
        try:
            done.set_result(function(*args))
        except BaseException as error:  # noqa: BLE001  (it is handed on)
            done.set_exception(error)
        return done


class SimulatedClock(Clock):
    """The loop's time as a date."""

    def now(self) -> datetime:
        """Return the simulated time, in UTC."""
        return START + timedelta(seconds=asyncio.get_running_loop().time())


@dataclass
class Windows:
    """A network that takes `latency` seconds each way and refuses with 429 what breaks a window, as the sandbox does."""

    latency: float
    bot: Bot = field(default_factory=lambda: Bot("bench", "telegram", "chibo_bot"))
    limits: Limits = field(default_factory=lambda: Limits(LimitSettings()))
    arrived: dict[int, float] = field(default_factory=dict)
    left: dict[int, float] = field(default_factory=dict)
    violations: int = 0

    async def deliver(self, letter: Letter) -> str:
        """Take a message half a round trip after it left."""
        loop = asyncio.get_running_loop()
        self.left[letter.id] = loop.time()
        await asyncio.sleep(self.latency)
        excess = self.limits.check(letter.chat_id, round(loop.time() * 1_000_000), group=is_group(letter.chat_id))
        await asyncio.sleep(self.latency)
        if excess is not None:
            self.violations += 1
            raise WaitError(excess.rule, excess.retry_after)
        self.arrived[letter.id] = loop.time() - self.latency
        return str(letter.id)

    async def open(self) -> Bot:
        """Return who we are."""
        return self.bot

    async def close(self) -> None:
        """Nothing is open."""

    async def poll(self, offset: int | None) -> Batch:
        """Nothing ever arrives here."""
        return Batch([], offset)

    async def set_webhook(self, url: str | None, secret: str) -> None:
        """There is none."""

    def arrival(self, _payload: Any) -> None:
        """Nothing ever arrives here."""

    def read(self, _payload: dict[str, Any]) -> None:
        """Nothing ever arrives here."""


def _row(chat_id: str, number: int, at: datetime, priority: int = 1) -> dict[str, Any]:
    body = {"text": "Kính mời đồng chí dự sinh hoạt.", "choices": []}
    return {"bot": "bench", "chat_id": chat_id, "priority": priority, "key": f"{priority}:{number}", "body": body} | {
        "not_before": at,
        "created_at": at,
    }


def simulate(pipe: Connection, folder: str, chats: list[str], latency: float, answers: int) -> None:
    """Send a message to every chat, and meanwhile `answers` answers at random moments; tell when everything left and arrived."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        pipe.send(runner.run(_simulate(folder, chats, latency, answers)))


async def _simulate(folder: str, chats: list[str], latency: float, answers: int) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    database = Database(f"sqlite:///{folder}/limits-{len(chats)}-{latency}-{answers}.sqlite3")
    migrate.upgrade(database.engine)
    database.ask(
        lambda session: session.execute(insert(Outbox), [_row(chat, n, START) for n, chat in enumerate(chats)])
    )
    network = Windows(latency)
    deliverer = Deliverer(database, SimulatedClock(), network, Allowance())
    running = asyncio.create_task(deliverer.run(30.0))
    committed: dict[int, float] = {}
    # Nobody answers before the first messages are there, nor after the last.
    chance = random.Random(2026)  # noqa: S311  (repeatable, not secret)
    for moment in sorted(chance.uniform(1, len(chats) / 30) for _ in range(answers)):
        await asyncio.sleep(moment - loop.time())
        row = _row(str(900_000_000 + len(committed)), len(committed), START + timedelta(seconds=loop.time()), 0)
        said = database.ask(partial(_insert, row=row))
        committed[said] = loop.time()
        deliverer.more()
    while len(network.arrived) < len(chats) + answers:  # noqa: ASYNC110  (simulated: it costs nothing)
        await asyncio.sleep(0.25)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    database.close()
    broadcast = [at for identity, at in network.arrived.items() if identity not in committed]
    return {
        "seconds": max(broadcast) - min(broadcast),
        "waits": [network.left[identity] - at for identity, at in committed.items()],
        "violations": network.violations,
    }


def _insert(session: Any, row: dict[str, Any]) -> int:
    return int(session.execute(insert(Outbox).values(row)).inserted_primary_key[0])


def least(messages: int, per_second: int = 30) -> float:
    """Return the least seconds from the first to the last of so many messages: the first 30 at once, the next 30 a second later."""
    return float((messages - 1) // per_second)


def bench() -> Report:
    """Measure the district's broadcast, near and far from the network, and answers during a large one."""
    report = Report(
        "limits",
        "At the limit: Telegram's free allowance (30/s, 1/s a chat, 20/min a group), simulated time, exact windows",
    )
    chats = [str(700_000_000 + n) for n in range(PEOPLE)] + [str(-400_000_000 - n) for n in range(GROUPS)]
    best = least(len(chats))
    with harness.folder() as folder:
        for name, latency, goal in (("4 ms", NEAR, 1.02), ("50 ms", FAR, None)):
            found = harness.run_child(simulate, str(folder), chats, latency, 0)
            report.raw[f"district, {name}"] = found
            report.add(
                f"575 people and 17 groups, round trip {name}: time / least possible",
                found["seconds"] / best,
                "times",
                at_most=goal,
                note=f"{found['seconds']:.2f} s, least possible {best:.0f} s",
            )
            report.add(f"round trip {name}: limits broken", found["violations"], "messages", at_most=0)
        chats = [str(700_000_000 + n) for n in range(BROADCAST)]
        found = harness.run_child(simulate, str(folder), chats, FAR, 400)
        report.raw["10,000 messages and 400 answers"] = found
        waits = [1000 * wait for wait in found["waits"]]
        report.add(
            "400 answers during 10,000 messages: 95 % leave within", harness.percentile(waits, 0.95), "ms", at_most=200
        )
        report.add("… half of them within", harness.percentile(waits, 0.5), "ms")
        report.add("… the slowest", max(waits), "ms")
        shortest = least(BROADCAST + len(waits))
        note = f"{found['seconds']:.0f} s, least possible {shortest:.0f} s"
        report.add("… time of the broadcast / least possible", found["seconds"] / shortest, "times", note=note)
        report.add("… limits broken", found["violations"], "messages", at_most=0)
    return report
