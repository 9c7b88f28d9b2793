"""Workers: one, two and four `chibo run` processes on one PostgreSQL; what they answer together, and how long one answer takes."""

import contextlib
import statistics
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from bench import country, harness, lateness, stub, world
from bench.answering import until_done
from bench.harness import Report
from bot.database import Database
from storage.spine import Inbox, Outbox

CELLS, MEMBERS = 200, 28
SIZES = (1, 2, 4)
ROUNDS = 3
SINGLE, SINGLE_A_SECOND = 60, 10


@contextlib.contextmanager
def copy_of(server: str, template: str) -> Iterator[str]:
    """Yield the URL of a copy of a filled database, dropped afterwards."""
    url = make_url(template)
    name = f"{url.database}_{time.monotonic_ns()}"
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{url.database}"'))
    engine.dispose()
    copy = url.set(database=name).render_as_string(hide_password=False)
    try:
        yield copy
    finally:
        country.drop_database(server, copy)


def run(stub_server: stub.StubControl, folder: Path, server: str, template: str, processes: int) -> dict[str, Any]:
    """Let so many processes answer everything; return updates a second, and how long a single answer takes when there is little to do."""
    now = world.moment()
    updates, expect = world.talks(CELLS * MEMBERS, MEMBERS, now)
    single = [update for update in updates if "callback_query" in update][:SINGLE]
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(copy_of(server, template))
        stub_server.load([])
        for _ in range(processes):
            stack.enter_context(lateness.running(folder, stub_server.url, url))
        # Leases are taken, polls are held.
        time.sleep(3)
        stub_server.load(updates, expect=expect)
        said = until_done(stub_server, expect)
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(copy_of(server, template))
        stub_server.load([])
        for _ in range(processes):
            stack.enter_context(lateness.running(folder, stub_server.url, url))
        time.sleep(3)
        numbered = [update | {"update_id": number + 1} for number, update in enumerate(single)]
        stub_server.load(numbered, pace=SINGLE_A_SECOND, expect=2 * SINGLE)
        until_done(stub_server, 2 * SINGLE)
        time.sleep(1)
        database = Database(url)
        waits = database.ask(partial(_waits))
        database.close()
    return {
        "rate": len(updates) / said["seconds"],
        "lost": expect - said["count"],
        "answer_ms": statistics.median(waits),
    }


def _waits(session: Session) -> list[float]:
    query = select(Inbox.received_at, Outbox.done_at).where(
        Inbox.lane == Outbox.bot + ":" + Outbox.chat_id, Outbox.action == "edit", Outbox.state == "sent"
    )
    return [1000 * (done - received).total_seconds() for received, done in session.execute(query) if done is not None]


def bench(rounds: int = ROUNDS) -> Report:
    """Measure in turn."""
    report = Report(
        "workers", "Workers: processes on one PostgreSQL, which runs on the same two cores, as does the stub"
    )
    with stub.running() as stub_server, harness.folder() as folder, country.postgresql(folder) as server:
        template = country.new_database(server)
        country.fill(template, CELLS, MEMBERS, world.moment())
        found = harness.interleaved(
            {str(size): partial(run, stub_server, folder, server, template, size) for size in SIZES}, rounds
        )
    report.raw = dict(found)
    for size in SIZES:
        runs = found[str(size)]
        lost = sum(each["lost"] for each in runs)
        report.add(
            f"{size} processes: updates answered",
            harness.median(runs, "rate"),
            "updates/s",
            note=f"{lost} replies lost",
        )
        report.add(f"{size} processes: a single answer, kept until delivered", harness.median(runs, "answer_ms"), "ms")
    for size in SIZES[1:]:
        times = harness.ratio(found[str(size)], found["1"], "rate")
        report.add(f"{size} processes / 1 process", times, "times")
    return report
