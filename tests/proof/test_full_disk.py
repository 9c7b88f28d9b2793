"""A disk that is really full under PostgreSQL: people go on speaking, nothing acknowledged is lost, and work goes on by itself.

The disk is a small one in memory. Mounting it needs root; without, the proof says so and is skipped.
"""

import asyncio
import contextlib
import logging
import os
import random
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.database import make_engine
from storage import migrate
from storage.spine import Inbox, Outbox
from tests.proof.crowd import Crowd, open_crowd, say
from tests.proof.postgresql import Server, open_server
from tests.proof.reckoning import reckon
from tests.proof.test_chaos import PATIENCE, SEED, backlog, count, until
from tests.talk import SECRET, TOKENS

PROCESSES = 2
# How long the disk stays full once the first update was refused; and what the processes may use of one core meanwhile.
STAYS_FULL, BUSY_AT_MOST = 10.0, 0.5


class SmallDisk:
    """A file system of so many megabytes of memory. What fills it is a file, not the database: it is taken away again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave not one byte."""
        with self._ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            for size in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(b"x" * size)
        left = os.statvfs(self.folder)
        assert left.f_bavail == 0

    def make_room(self) -> None:
        self._ballast.unlink()


@contextlib.contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    with tempfile.TemporaryDirectory(prefix="chibo-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder]
        refused = subprocess.run(mount, capture_output=True, text=True, check=False)
        if refused.returncode != 0:
            why = f"a small disk cannot be mounted here ({refused.stderr.strip()}): run this proof as root"
            say(f"SKIPPED: {why}")
            pytest.skip(why)
        try:
            yield SmallDisk(Path(folder))
        finally:
            subprocess.run(["umount", folder], check=True)


def in_tablespace(server: Server, disk: SmallDisk) -> str:
    """Put a database on the small disk, and leave the server's own files and its journal where there is room; return its URL."""
    place = disk.folder / "tables"
    place.mkdir()
    owner = server._server.pgdata.stat()
    os.chown(place, owner.st_uid, owner.st_gid)
    engine = create_engine(make_url(server.url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE TABLESPACE small LOCATION '{place}'"))
        connection.execute(text("CREATE DATABASE full_up TABLESPACE small"))
    engine.dispose()
    return make_url(server.url).set(database="full_up").render_as_string(hide_password=False)


def statuses(crowd: Crowd) -> list[str]:
    """What the networks heard last from our webhooks."""
    bots = crowd.core.world.by_token.values()
    return [bot.arrivals.webhook.last_error or "" for bot in bots if bot.arrivals.webhook is not None]


def refused(crowd: Crowd) -> bool:
    """Whether both networks heard 503 from us."""
    return [heard.count("503") for heard in statuses(crowd)] == [1, 1]


def kept(crowd: Crowd) -> int:
    return count(crowd, Inbox.id.is_not(None))


def said(crowd: Crowd) -> int:
    return len(crowd.talkers) + len(crowd.silent) + sum(talker.said for talker in crowd.talkers)


async def work_of(crowd: Crowd, seconds: float) -> float:
    """What share of one core our processes take over these seconds."""
    processes = [psutil.Process(pid) for pid in crowd._running.values()]
    before = sum(sum(process.cpu_times()[:2]) for process in processes)
    await asyncio.sleep(seconds)
    return (sum(sum(process.cpu_times()[:2]) for process in processes) - before) / seconds


def logs(crowd: Crowd) -> str:
    return "".join(config.with_suffix(".log").read_text(encoding="utf-8") for config in crowd._configs)


def forget_logs(crowd: Crowd) -> None:
    """Empty the logs: what the processes said while they started belongs to no full disk. They append, so that goes on."""
    for config in crowd._configs:
        os.truncate(config.with_suffix(".log"), 0)


async def open_and_settled(folder: Path, url: str) -> AsyncIterator[Crowd]:
    """Sixty people whose first words are answered, and two processes, on a database that has room."""
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    async with open_crowd(folder, url, PROCESSES, random.Random(SEED)) as crowd:  # noqa: S311
        await crowd.invite(60, 20)
        await crowd.enrol()
        crowd.start_all()
        await until("the first words", lambda: backlog(crowd) == 0, PATIENCE)
        forget_logs(crowd)
        yield crowd


crowd_with_room = contextlib.asynccontextmanager(open_and_settled)


async def speak_until_refused(crowd: Crowd) -> None:
    """Fill what is left of the tables: pages in use have room for a few updates more, as on any disk."""
    for _ in range(200):
        await crowd.speak(crowd.talkers)
        await asyncio.sleep(0.5)
        if refused(crowd):
            return
    pytest.fail("the disk is full, and everything was stored nevertheless")


async def stay_full(crowd: Crowd) -> dict[str, object]:
    """Look on while the disk is full; return what was seen."""
    await crowd.speak(crowd.talkers)
    pids = dict(crowd._running)
    busy = await work_of(crowd, STAYS_FULL)
    acknowledged = said(crowd) - crowd.undelivered()
    crowd.start_all()
    assert crowd._running == pids, "a process has ended"
    assert busy <= BUSY_AT_MOST, f"the processes take {busy:.0%} of a core while nothing can be done"
    return {
        "acknowledged while full": acknowledged,
        "waiting at the networks": crowd.undelivered(),
        "share of a core": f"{busy:.0%}",
    }


def assert_told(crowd: Crowd, name: str, what: str) -> int:
    """The log names the database, what is wrong and what to do, and repeats nothing anybody said; return how many lines."""
    told = logs(crowd)
    lines = [line for line in told.splitlines() if what in line]
    assert lines, told[-3000:]
    assert all(name in line for line in lines)
    assert "Tôi đến muộn" not in told
    assert not any(secret in told for secret in (SECRET, *TOKENS.values()))
    assert "Traceback" not in told
    return len(lines)


async def all_is_made_good(crowd: Crowd, title: str, seen: dict[str, object], outages: list[tuple[int, int]]) -> None:
    """Wait until everything said is done, and count."""
    began = time.monotonic()
    await until("everything done", lambda: backlog(crowd) == 0, PATIENCE)
    # The cards of the groups are changed once more, a moment later.
    await until("every card changed", lambda: count(crowd, Outbox.state.in_(("open", "taken"))) == 0, PATIENCE)
    found = reckon(crowd, outages)
    found.show(title, seen | {"seconds until all was made good": round(time.monotonic() - began)})
    assert found.kept == found.received
    assert not any(found.zeros().values()), found.zeros()


async def test_tables_on_a_full_disk(tmp_path: Path) -> None:
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    with small_disk(48) as disk, open_server() as server:
        url = in_tablespace(server, disk)
        async with crowd_with_room(tmp_path, url) as crowd:
            disk.fill()
            await speak_until_refused(crowd)
            before = said(crowd) - crowd.undelivered()
            seen = await stay_full(crowd)
            assert kept(crowd) >= before
            seen["log lines"] = assert_told(crowd, "/full_up?", "the disk is full: make room there")
            disk.make_room()
            await all_is_made_good(crowd, "Tables on a full disk", seen, [])


async def test_a_server_whose_journal_finds_no_room_either(tmp_path: Path) -> None:
    """PostgreSQL then ends itself: it is away until somebody makes room and starts it."""
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    with small_disk(200) as disk, open_server(disk.folder) as server:
        async with crowd_with_room(tmp_path, server.url) as crowd:
            disk.fill()
            began = crowd.core.clock.us
            await speak_until_refused(crowd)
            acknowledged = said(crowd) - crowd.undelivered()
            use_up_the_journal(crowd, server)
            seen = await stay_full(crowd)
            seen["the server ended itself"] = not server.runs()
            seen["log lines"] = assert_told(crowd, "/postgres?", "it cannot be reached: start it")
            disk.make_room()
            if not server.runs():
                await asyncio.to_thread(server.start)
            assert kept(crowd) >= acknowledged
            await all_is_made_good(crowd, "A server on a full disk", seen, [(began, crowd.core.clock.us)])


def use_up_the_journal(crowd: Crowd, server: Server) -> None:
    """Begin one segment of the journal after the other, until there is no room for the next."""
    with contextlib.suppress(DBAPIError):
        for _ in range(100):
            crowd.database.ask(lambda session: session.execute(text("SELECT pg_switch_wal(), txid_current()")))
    assert not server.runs() or "No space left on device" in server._server.log.read_text(errors="replace")
