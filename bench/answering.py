"""Answering: updates a second from the network to the reply, with a real change of attendance; ours, python-telegram-bot, aiogram."""

import asyncio
import shutil
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench import harness, stub, world
from bench.harness import Child, Report, cost

ROUNDS = 3
PEOPLE, PEOPLE_DELAYED = 3000, 400
MEMBERS = 30
DELAY = 0.05
# Nothing has come for so long: the rest was lost.
SILENCE, SHORT_SILENCE = 20.0, 5.0


def settings(url: str, database: str, **bot: Any) -> Any:
    """Return settings of one bot without limits of its own: the network's are not what is measured here."""
    from bot.settings import check

    wanted = {"name": world.BOT, "network": "telegram", "token": stub.TOKEN, "base_url": f"{url}/bot"}
    wanted |= {"per_second": 0, "chat_seconds": 0, "group_per_minute": 0} | bot
    return check({"database": {"url": database}, "bots": [wanted], "web": {"port": 0}, "log_level": "ERROR"}, "bench")


def ours(pipe: Connection, url: str, database: str) -> None:
    """Run the service until told to stop; then say what it cost."""
    asyncio.run(_ours(pipe, url, database))


async def _ours(pipe: Connection, url: str, database: str) -> None:
    from bot.service import Service

    service = Service(settings(url, database))
    before = cost()["cpu"]
    async with service.running():
        pipe.send("ready")
        await asyncio.to_thread(pipe.recv)
        pipe.send(cost() | {"used": cost()["cpu"] - before})


def theirs(pipe: Connection, library: str, url: str, database: str, concurrent: bool) -> None:  # noqa: FBT001
    """Run one of the others."""
    if library == "aiogram":
        from bench.answering_aiogram import contender
    else:
        from bench.answering_telegram import contender
    contender(pipe, url, database, concurrent=concurrent)


def make_database(path: Path, people: int) -> Path:
    """Fill a SQLite file with so many people; every run gets a copy of its own."""
    from bot.database import Database
    from storage import migrate

    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database.engine)
    database.ask(partial(world.populate, cells=-(-people // MEMBERS), members=MEMBERS, now=world.moment()))
    database.close()
    return path


def run(
    server: stub.StubControl, template: Path, people: int, delay: float, start: Any, silence: float = SILENCE
) -> dict[str, Any]:
    """Let one contender answer everything; return updates a second (first update handed out to last reply), losses, and its cost."""
    updates, expect = world.talks(people, MEMBERS, world.moment())
    copy = template.with_name(f"run-{time.monotonic_ns()}.sqlite3")
    shutil.copy(template, copy)
    server.load(updates, delay=delay, expect=expect)
    child = start(server.url, str(copy))
    try:
        child.receive(60)
        said = until_done(server, expect, silence)
        used = child.stop()
    finally:
        child.close()
    lost = expect - said["count"]
    return {
        "rate": len(updates) * said["count"] / expect / said["seconds"],
        "lost": lost,
        "cpu_ms": 1000 * used["used"] / len(updates),
        "peak_mb": used["peak_mb"],
    }


def until_done(server: stub.StubControl, expect: int, silence: float = SILENCE) -> dict[str, Any]:
    """Return the stub's report when all expected calls have come, or nothing has for so many seconds."""
    seen, since = -1, time.monotonic()
    while True:
        said = server.report()
        if said["count"] != seen:
            seen, since = said["count"], time.monotonic()
        if seen >= expect or time.monotonic() - since > (silence if seen else 10 * silence):
            return said
        time.sleep(0.05)


def bench(rounds: int = ROUNDS, people: int = PEOPLE, people_delayed: int = PEOPLE_DELAYED) -> Report:
    """Measure everybody without and with a delay of the network."""
    report = Report(
        "answering",
        "Answering: a talk of four updates and six calls for each person, one process, SQLite (WAL, synchronous FULL)",
    )

    def other(library: str, *, concurrent: bool = False) -> Any:
        return lambda url, database: Child(theirs, library, url, database, concurrent)

    contenders = {
        "ours": lambda url, database: Child(ours, url, f"sqlite:///{database}"),
        "python-telegram-bot": other("telegram"),
        "aiogram": other("aiogram"),
        "python-telegram-bot, concurrent_updates": other("telegram", concurrent=True),
        "aiogram, handle_as_tasks": other("aiogram", concurrent=True),
    }
    with stub.running() as server, harness.folder() as folder:
        for delay, count, goals in ((0.0, people, (2.0, 1.0)), (DELAY, people_delayed, (20.0, 20.0))):
            template = make_database(folder / f"template-{count}.sqlite3", count)
            # Ours gets more to do where it is much faster, so that its figure does not come from a blink.
            many = make_database(folder / f"template-many-{count}.sqlite3", count * 5) if delay else template

            def turn(name: str, template: Path, count: int, delay: float) -> Any:
                silence = SHORT_SILENCE if "," in name else SILENCE
                return lambda: run(server, template, count, delay, contenders[name], silence)

            found = harness.interleaved(
                {
                    name: turn(name, many, count * 5, delay)
                    if delay and name == "ours"
                    else turn(name, template, count, delay)
                    for name in contenders
                },
                rounds,
            )
            _tell(
                report,
                f"{delay * 1000:.0f} ms",
                found,
                dict(zip(("python-telegram-bot", "aiogram"), goals, strict=True)),
            )
    return report


def _tell(report: Report, delay: str, found: dict[str, Any], goals: dict[str, float]) -> None:
    report.raw[delay] = found
    for name, runs in found.items():
        lost = sum(each["lost"] for each in runs)
        orders = "in order" if name in ("ours", *goals) else "order of a chat not kept"
        note = f"{orders}; {lost} replies lost" if lost else orders
        note += "; durable" if name == "ours" else ""
        cpu = harness.median(runs, "cpu_ms")
        report.add(f"{delay}: {name}", harness.median(runs, "rate"), "updates/s", note=f"{note}; {cpu:.1f} ms CPU each")
    for name, runs in found.items():
        if name != "ours":
            times = harness.ratio(found["ours"], runs, "rate")
            report.add(f"{delay}: ours / {name}", times, "times", at_least=goals.get(name))
