"""Lateness of pushes while people talk; start to ready; memory when idle and after very many updates. A real `chibo run` process."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bench import harness, planning, stub, world
from bench.harness import Report, memory_mb
from bot.database import Database
from storage.spine import Inbox, Outbox, Push

UPDATES_A_SECOND = 50
PUSHES, PUSHES_A_SECOND = 400, 20
MANY, VERY_MANY = 10_000, 100_000
# Seconds: how often memory is looked at, and after how many without any answer the rest is given up.
LOOK_EVERY, STALLED = 0.5, 60.0


@contextlib.contextmanager
def running(folder: Path, stub_url: str, database_url: str) -> Iterator[tuple[int, float]]:
    """Run `chibo run`; yield its process id and the seconds from its start until it said it is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / f"config-{port}.toml"
    config.write_text(
        f"""log_level = "WARNING"
database.url = "{database_url}"
web.port = {port}
[[bots]]
name = "{world.BOT}"
network = "telegram"
token = "{stub.TOKEN}"
base_url = "{stub_url}/bot"
per_second = 0
chat_seconds = 0
group_per_minute = 0
""",
        encoding="utf-8",
    )
    started = time.perf_counter()
    command = [sys.executable, "-m", "bot.cli", "run", "--config", str(config)]
    process = subprocess.Popen(command, env=os.environ, stderr=subprocess.DEVNULL)  # noqa: S603  (our own program)
    try:
        while not _healthy(port):
            if process.poll() is not None:
                raise RuntimeError("chibo run ended by itself")
            time.sleep(0.01)
        yield process.pid, time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(30)


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


# -- lateness ----------------------------------------------------------------------------------------------------------


def lateness_ms(server: stub.StubControl, folder: Path, database_url: str, cells: int, members: int) -> list[float]:
    """Let reminders be due every 50 ms while people talk; return how late each reached the network, in ms."""
    database = Database(database_url)
    seconds = PUSHES / PUSHES_A_SECOND
    talking = int(UPDATES_A_SECOND * (seconds + 4) / 4) * 10
    updates, _ = world.talks(min(talking, cells * members), members, world.moment())
    server.load(updates, pace=UPDATES_A_SECOND)
    first = datetime.now(world.UTC) + timedelta(seconds=6)
    keys = database.ask(partial(_plan, first=first, cells=cells))
    with running(folder, server.url, database_url):
        time.sleep((first - datetime.now(world.UTC)).total_seconds() + seconds)
        deadline = time.monotonic() + 60
        while len(late := database.ask(partial(_late, keys=keys))) < len(keys) and time.monotonic() < deadline:
            time.sleep(0.5)
    assert len(late) == len(keys), f"{len(keys) - len(late)} pushes did not reach the network"
    database.close()
    return late


def _plan(session: Session, first: datetime, cells: int) -> list[str]:
    rows = [
        {
            "key": f"late:{first:%H%M%S}:{n}",
            "kind": "reminder",
            "organisation_id": cells - n,
            "meeting_id": cells - n,
            "data": {"version": 1},
            "due_at": first + timedelta(seconds=n / PUSHES_A_SECOND),
            "state": "planned",
        }
        for n in range(min(PUSHES, cells))
    ]
    session.execute(insert(Push), rows)
    return [row["key"] for row in rows]


def _late(session: Session, keys: list[str]) -> list[float]:
    """Return how late each of those was that have reached the network, in ms."""
    query = (
        select(Push.due_at, Outbox.done_at)
        .join(Outbox, Outbox.key.startswith(Push.key + ":g"))
        .where(Push.key.in_(keys), Outbox.meeting_id == Push.meeting_id, Outbox.state == "sent")
    )
    return [1000 * (at - due).total_seconds() for due, at in session.execute(query) if at is not None]


# -- memory ------------------------------------------------------------------------------------------------------------


def memory_over(
    server: stub.StubControl, folder: Path, database_url: str, people: int, count: int
) -> list[tuple[int, float]]:
    """Let so many updates be answered (one in ten changes an attendance, the others are a group's chatter); return memory by updates."""
    talks, _ = world.talks(people, planning.SQLITE_MEMBERS, world.moment())
    updates: list[dict[str, Any]] = []
    for number in range(count):
        one = talks[number // 10] if number % 10 == 0 and number // 10 < len(talks) else _chatter(number)
        updates.append(one | {"update_id": number + 1})
    server.load(updates)
    database = Database(database_url)
    before = database.ask(_answered)
    found = []
    with running(folder, server.url, database_url) as (pid, _):
        done, moved = 0, time.monotonic()
        while done < count and time.monotonic() < moved + STALLED:
            time.sleep(LOOK_EVERY)
            more = database.ask(_answered) - before
            moved = time.monotonic() if more > done else moved
            done = more
            found.append((done, memory_mb(pid)))
    database.close()
    assert done == count, f"{done} of {count} updates were answered"
    return found


def _answered(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Inbox).where(Inbox.state != "open")) or 0


def _chatter(number: int) -> dict[str, Any]:
    chat = {"id": -400_000_001 - number % 500, "type": "group", "title": "Nhóm"}
    person = {"id": world.PERSON + number % 500, "is_bot": False, "first_name": "A"}
    return {
        "message": {
            "message_id": number,
            "date": 1_796_000_000,
            "chat": chat,
            "from": person,
            "text": "Chào các đồng chí",
        }
    }


# -- everything --------------------------------------------------------------------------------------------------------


def bench(small: bool = False) -> Report:  # noqa: FBT001, FBT002  (a flag of the command line)
    """Measure on SQLite with 2,000 cells, and memory over 100,000 updates (`small`: 10,000)."""
    report = Report("lateness", "Lateness, start, memory: one `chibo run` process")
    with stub.running() as server, harness.folder() as folder:
        now = world.moment()
        database = planning.fill_sqlite(folder / "district.sqlite3", now)
        database.close()
        # A database of its own: in one that has seen other updates these would be repeats, because their numbers begin at 1 again.
        shutil.copy(folder / "district.sqlite3", folder / "many.sqlite3")
        measure(
            report,
            server,
            folder,
            f"sqlite:///{folder}/district.sqlite3",
            "SQLite, 2,000 cells",
            planning.SQLITE_CELLS,
            planning.SQLITE_MEMBERS,
        )
        _memory(report, server, folder, MANY if small else VERY_MANY)
    return report


def measure(
    report: Report, server: stub.StubControl, folder: Path, url: str, name: str, cells: int, members: int
) -> None:
    """Measure start, idle memory and lateness on one database."""
    server.load([])
    starts, memory = [], []
    for _ in range(3):
        with running(folder, server.url, url) as (pid, seconds):
            time.sleep(2)
            starts.append(seconds)
            memory.append(memory_mb(pid))
    late = lateness_ms(server, folder, url, cells, members)
    report.raw[name] = {"starts": starts, "memory": memory, "late": late}
    report.add(f"{name}: start to ready", harness.percentile(starts, 0.5), "s", at_most=3)
    report.add(f"{name}: memory, idle", harness.percentile(memory, 0.5), "MB", at_most=100)
    note = f"{PUSHES_A_SECOND} pushes and {UPDATES_A_SECOND} updates a second; due until the network has it"
    report.add(
        f"{name}: 99 % of pushes are late by less than", harness.percentile(late, 0.99), "ms", at_most=1000, note=note
    )
    report.add(f"{name}: half of them by less than", harness.percentile(late, 0.5), "ms")


def _memory(report: Report, server: stub.StubControl, folder: Path, count: int) -> None:
    url = f"sqlite:///{folder}/many.sqlite3"
    found = memory_over(server, folder, url, planning.SQLITE_CELLS * planning.SQLITE_MEMBERS, count)
    report.raw["memory"] = found
    settled = [mb for done, mb in found if done >= 0.3 * count]
    first, last = settled[0], settled[-1]
    note = f"from {first:.0f} MB (after 30 %) to {last:.0f} MB"
    report.add(f"memory over {count:,} updates: growth", last - first, "MB", at_most=5, note=note)
