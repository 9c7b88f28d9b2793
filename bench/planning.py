"""Planning: a tick with nothing due, a due push in a small and in a large country, and APScheduler's job store beside it."""

import random
import statistics
import time
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from bench import country, harness, jobs, stub, world
from bench.harness import Report, cost
from bot.clock import Clock
from bot.database import Database
from bot.planner import Planner
from bot.worker import Office
from handlers import schedule
from handlers.desk import Bot
from handlers.policy import Policy
from handlers.texts import texts
from storage import migrate
from storage.meeting_tables import Meeting
from storage.people import Group
from storage.spine import Push

SMALL, NATIONAL, MIDDLE = 1_000, 200_000, 20_000
MEMBERS = 28
SQLITE_CELLS, SQLITE_MEMBERS = 2_000, 30
DUE = 200
TICKS = 200
# The month APScheduler's job store is asked to hold: at 16,000 jobs (2,000 cells) adding them took minutes.
JOB_CELLS = 250


class Standing(Clock):
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self.moment = moment

    def now(self) -> datetime:
        """Return that moment."""
        return self.moment


def make_planner(database: Database, now: datetime) -> Planner:
    """Return a planner whose time stands still."""
    bot = Bot(world.BOT, "telegram", "chibo_bot")
    office = Office(database, Standing(now), Policy(), texts("vi"), {}, {bot.name: bot})
    return Planner(office, lambda: None)


# -- one database ------------------------------------------------------------------------------------------------------


def tick_ms(database: Database, now: datetime) -> list[float]:
    """Return what each of many ticks with nothing due takes, in ms, its transaction included."""
    planner = make_planner(database, now)
    found = []
    for _ in range(TICKS):
        started = time.perf_counter()
        fired = database.ask(planner.fire_due)
        found.append(1000 * (time.perf_counter() - started))
        assert fired == 0
    return found


def push_ms(database: Database, now: datetime, cells: int, chance: random.Random) -> float:
    """Let reminders of as many cells, picked at random, be due; return what each takes until it is committed, in ms."""
    chosen = chance.sample(range(1, cells + 1), min(DUE, cells))
    database.ask(partial(_make_due, chosen=chosen, now=now))
    planner = make_planner(database, now)
    started = time.perf_counter()
    fired = 0
    while count := database.ask(planner.fire_due):
        fired += count
    seconds = time.perf_counter() - started
    assert fired == len(chosen), f"{fired} pushes were taken instead of {len(chosen)}"
    return 1000 * seconds / fired


def _make_due(session: Session, chosen: list[int], now: datetime) -> None:
    keys = [f"meeting:{cell}:v1:reminder:7d" for cell in chosen]
    session.execute(text("DELETE FROM outbox"))
    values = {"state": "planned", "due_at": now - timedelta(seconds=1), "outcome": None, "done_at": None}
    session.execute(update(Push).where(Push.key.in_(keys)).values(values))


def fill_sqlite(path: Path, now: datetime) -> Database:
    """Return 2,000 cells and 60,000 members on SQLite, planned by our own planning."""
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database.engine)
    database.ask(partial(world.populate, cells=SQLITE_CELLS, members=SQLITE_MEMBERS, now=now))
    database.ask(partial(_bind_groups, cells=SQLITE_CELLS, now=now))
    return database


def _bind_groups(session: Session, cells: int, now: datetime) -> None:
    rows = [
        {
            "id": n,
            "bot": world.BOT,
            "chat_id": str(-400_000_000 - n),
            "organisation_id": n,
            "title": "Nhóm",
            "bound_at": now,
        }
        for n in range(1, cells + 1)
    ]
    session.execute(insert(Group), rows)


def plan_all(database: Database, now: datetime, cells: int) -> float:
    """Plan every meeting's pushes, fifty meetings in a transaction as the clock would; return the seconds."""
    desk = make_planner(database, now)._office.desk  # noqa: SLF001

    def some(session: Session, begin: int) -> None:
        meetings = session.scalars(
            select(Meeting).where(Meeting.id > begin, Meeting.id <= begin + 50).order_by(Meeting.id)
        )
        for meeting in list(meetings):
            schedule.plan_meeting(desk(session), meeting)

    started = time.perf_counter()
    for begin in range(0, cells, 50):
        database.ask(partial(some, begin=begin))
    return time.perf_counter() - started


# -- beside APScheduler's job store ------------------------------------------------------------------------------------


def ours_plan(pipe: Connection, path: str, cells: int, now: datetime) -> None:
    """Plan the same month with our pushes."""
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database.engine)
    database.ask(partial(world.populate, cells=cells, members=3, now=now))
    database.ask(partial(_bind_groups, cells=cells, now=now))
    pipe.send({"seconds": plan_all(database, now, cells)} | cost())
    database.close()


def ours_fire(pipe: Connection, path: str, now: datetime) -> None:
    """Start on that database and fire the first push, which is due: its messages are in the outbox then."""
    database = Database(f"sqlite:///{path}")
    database.ask(partial(_make_due, chosen=[1], now=now))
    database.close()
    database = Database(f"sqlite:///{path}")
    started = time.perf_counter()
    fired = database.ask(make_planner(database, now).fire_due)
    pipe.send({"ms": 1000 * (time.perf_counter() - started), "fired": fired} | cost())
    database.close()


def _beside_jobs(report: Report, folder: Path, rounds: int) -> None:
    now = world.moment()

    def turn(plan: Any, fire_one: Any, suffix: str) -> Any:
        def once() -> dict[str, Any]:
            place = f"{folder}/{suffix}-{time.monotonic_ns()}.sqlite3"
            planned = harness.run_child(plan, place, JOB_CELLS, now)
            fired = harness.run_child(fire_one, place, now)
            return {"plan_s": planned["seconds"], "fire_ms": fired["ms"], "peak_mb": fired["peak_mb"]}

        return once

    found = harness.interleaved(
        {"ours": turn(ours_plan, ours_fire, "ours"), "APScheduler": turn(jobs.plan, jobs.fire_first, "jobs")}, rounds
    )
    report.raw["job store"] = found
    count = JOB_CELLS * len(country.PUSHES)
    for name, runs in found.items():
        report.add(
            f"{name}: plan {count:,} pushes of a month",
            harness.median(runs, "plan_s"),
            "s",
            note="SQLite, synchronous FULL",
        )
        report.add(f"{name}: start to first fire", harness.median(runs, "fire_ms"), "ms")
        report.add(f"{name}: memory of that process", harness.median(runs, "peak_mb"), "MB")
    times = harness.ratio(found["APScheduler"], found["ours"], "plan_s")
    report.add("planning a month: APScheduler's job store / ours", times, "times", at_least=1)


# -- everything --------------------------------------------------------------------------------------------------------


def bench(rounds: int = 3, small: bool = False) -> Report:  # noqa: FBT001, FBT002  (a flag of the command line)
    """Measure on SQLite, beside APScheduler, and on PostgreSQL with a small and a large country."""
    report = Report("planning", "Planning: pushes of a month")
    with harness.folder() as folder:
        _on_sqlite(report, folder, rounds)
        _beside_jobs(report, folder, rounds)
        with country.postgresql(folder) as server:
            on_postgresql(report, server, folder, MIDDLE if small else NATIONAL, rounds)
    return report


def _on_sqlite(report: Report, folder: Path, rounds: int) -> None:
    now = world.moment()
    database = fill_sqlite(folder / "district.sqlite3", now)
    seconds = plan_all(database, now, SQLITE_CELLS)
    each = 1000 * seconds / SQLITE_CELLS
    report.add("SQLite, 2,000 cells: planning one meeting", each, "ms", note=f"{seconds:.1f} s for 2,000")
    ticks = tick_ms(database, now)
    report.add(
        "SQLite, 2,000 cells, 60,000 members: a tick with nothing due", statistics.median(ticks), "ms", at_most=5
    )
    chance = random.Random(1)  # noqa: S311  (repeatable, not secret)
    pushes = [push_ms(database, now, SQLITE_CELLS, chance) for _ in range(rounds)]
    report.add("SQLite: one due reminder, committed", statistics.median(pushes), "ms")
    report.raw["sqlite"] = {"ticks": ticks, "pushes": pushes}
    database.close()


def on_postgresql(report: Report, server: str, folder: Path, cells: int, rounds: int) -> None:
    """Measure ticks and pushes in a small and a large country, turn by turn, and a process on the large one."""
    from bench import lateness

    now = world.moment()
    sizes = (SMALL, cells)
    urls = {size: country.new_database(server) for size in sizes}
    for size, url in urls.items():
        seconds = country.fill(url, size, MEMBERS, now)
        country.say_fill(size, MEMBERS, seconds)
        report.raw[f"fill {size}"] = seconds
    databases = {size: Database(url) for size, url in urls.items()}
    chance = random.Random(2)  # noqa: S311  (repeatable, not secret)
    for size, database in databases.items():
        push_ms(database, now, size, chance)  # the first asks for what is on disk and compiles the questions
    found = harness.interleaved(
        {f"{size:,} cells": partial(_turn, database, now, size, chance) for size, database in databases.items()},
        2 * rounds + 1,
    )
    report.raw["postgresql"] = found
    small, large = (found[f"{size:,} cells"] for size in sizes)
    name = f"PostgreSQL, {cells:,} cells, {cells * MEMBERS / 1e6:.2f} million members"
    report.add(f"{name}: a tick with nothing due", harness.median(large, "tick_ms"), "ms", at_most=5)
    report.add("PostgreSQL, 1,000 cells: one due reminder, committed", harness.median(small, "push_ms"), "ms")
    report.add(f"PostgreSQL, {cells:,} cells: one due reminder, committed", harness.median(large, "push_ms"), "ms")
    report.add(
        f"cost of a due push, {cells:,} / 1,000 cells", harness.ratio(large, small, "push_ms"), "times", at_most=1.3
    )
    for database in databases.values():
        database.close()
    # The same country again, filled only once: start, memory and lateness of a process on it.
    with stub.running() as stub_server:
        lateness.measure(report, stub_server, folder, urls[cells], f"PostgreSQL, {cells:,} cells", cells, MEMBERS)


def _turn(database: Database, now: datetime, size: int, chance: random.Random) -> dict[str, float]:
    return {"tick_ms": statistics.median(tick_ms(database, now)), "push_ms": push_ms(database, now, size, chance)}
