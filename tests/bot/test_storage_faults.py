"""A full disk and a database nobody may write: the network hears 503, the log says what to do, and nothing received is lost."""

import asyncio
import logging
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.exc import DBAPIError

from bot.database import Database, Troubles, make_engine
from storage import migrate
from storage.spine import Inbox, Outbox
from tests.talk import SECRET, Town, open_town

HEADERS = {"telegram": "X-Telegram-Bot-Api-Secret-Token", "zalo": "X-Bot-Api-Secret-Token"}


def migrated(folder: Path) -> str:
    url = f"sqlite:///{folder / 'chibo.sqlite3'}"
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture
async def hooked(tmp_path: Path, network: str) -> AsyncIterator[Town]:
    async with open_town(migrated(tmp_path), network, webhook=True) as town:
        yield town


@pytest.fixture
async def polling(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(migrated(tmp_path), "telegram") as town:
        yield town


@pytest.fixture
async def shared(database_url: str, network: str) -> AsyncIterator[Town]:
    """A town on a database of either kind; the tests take PostgreSQL."""
    async with open_town(database_url, network, webhook=True) as town:
        yield town


class Disk:
    """The disk under the town's database: it may be full, or closed to writing."""

    def __init__(self, town: Town) -> None:
        self._engine = town.service.database.engine
        self._statements: list[str] = []
        # For connections to come, and by dispose() for all: the pragmas belong to a connection.
        event.listen(self._engine, "connect", self._prepare)

    def _prepare(self, connection: Any, _record: Any) -> None:
        for statement in self._statements:
            connection.execute(statement)

    def _set(self, *statements: str) -> None:
        self._statements = list(statements)
        self._engine.dispose()

    def fill(self) -> None:
        """Not one page more than there are now; those in use can still be written, as on a real disk."""
        with self._engine.connect() as connection:
            pages = connection.scalar(text("PRAGMA page_count"))
            free = connection.scalar(text("PRAGMA freelist_count"))
        assert free == 0
        self._set(f"PRAGMA max_page_count={pages}")

    def close_to_writing(self) -> None:
        self._set("PRAGMA query_only=ON")

    def mend(self) -> None:
        self._set()


class Server:
    """The server of the town's PostgreSQL, spoken to by its administrator: the database may be closed to writing."""

    def __init__(self, town: Town) -> None:
        url = town.service.database.engine.url
        self._name = url.database
        self._engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")

    def close_to_writing(self) -> None:
        self._set("SET default_transaction_read_only = on")

    def mend(self) -> None:
        self._set("RESET default_transaction_read_only")
        self._engine.dispose()

    def _set(self, how: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{self._name}" {how}'))
            # It holds for connections to come, so those that are there end.
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(ended), {"name": self._name})


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def update(town: Town, number: int, words: str) -> dict[str, Any]:
    """An update as the network would post it; long enough that a full disk has no room for a few of them."""
    if town.network == "zalo":
        who = {"id": town.lan.account, "display_name": "Lan", "is_bot": False}
        chat = {"id": town.lan.account, "chat_type": "PRIVATE"}
        message = {"from": who, "chat": chat, "text": words, "message_id": f"m{number}", "date": 1750316131602}
        return {"event_name": "message.text.received", "message": message}
    person = int(town.lan.account)
    who = {"id": person, "first_name": "Lan", "is_bot": False}
    chat = {"id": person, "type": "private", "first_name": "Lan"}
    return {
        "update_id": number,
        "message": {"message_id": number, "from": who, "chat": chat, "date": 1750316131, "text": words},
    }


async def post(town: Town, number: int) -> int:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{town.service.port}", timeout=30) as caller:
        body = update(town, number, f"Xin chào trợ lý {'x' * 3000}")
        answer = await caller.post(f"/webhook/{town.network}", json=body, headers={HEADERS[town.network]: SECRET})
        return answer.status_code


def kept(town: Town) -> int:
    return town.ask(lambda session: session.scalar(select(func.count()).select_from(Inbox)))


async def test_a_full_disk_is_told_and_loses_nothing(hooked: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    disk, before = Disk(hooked), kept(hooked)
    disk.fill()
    codes = [await post(hooked, 900_000 + number) for number in range(12)]
    assert 503 in codes
    assert "the disk is full: make room" in caplog.text
    assert "chibo.sqlite3" in caplog.text
    assert "xxxx" not in caplog.text
    disk.mend()
    assert kept(hooked) == before + codes.count(200)
    # What was refused comes again, as the networks do it; what was taken twice is known already.
    assert [await post(hooked, 900_000 + number) for number in range(12)] == [200] * 12
    await until(lambda: states(hooked) == {"done"})
    assert kept(hooked) == before + 12
    answers = hooked.ask(lambda session: session.scalar(select(func.count()).where(Outbox.purpose == "answer")))
    assert answers >= before + 12


def states(town: Town) -> set[str]:
    return town.ask(lambda session: set(session.scalars(select(Inbox.state))))


@pytest.mark.parametrize("network", ["telegram"], indirect=True)
async def test_an_update_that_waits_for_room_is_not_given_up(hooked: Town) -> None:
    disk = Disk(hooked)
    disk.fill()
    # Until nothing more fits: the last ones kept cannot be answered, however often that is tried.
    codes = []
    while 503 not in codes:
        codes.append(await post(hooked, 900_000 + len(codes)))
    tried = hooked.service.worker
    await asyncio.wait_for(tried_often(tried), 20)
    assert "failed" not in states(hooked)
    disk.mend()
    await until(lambda: states(hooked) == {"done"})


async def tried_often(worker: Any, times: int = 7) -> None:
    """Let the worker look that many times more."""
    for _ in range(times):
        worker.bell.set()
        while worker.bell.is_set():
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)


async def test_a_database_nobody_may_write_is_told_and_loses_nothing(
    hooked: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    disk, before = Disk(hooked), kept(hooked)
    disk.close_to_writing()
    assert await post(hooked, 900_001) == 503
    assert "it cannot be written: give this user the right" in caplog.text
    disk.mend()
    assert kept(hooked) == before
    assert await post(hooked, 900_001) == 200
    await until(lambda: states(hooked) == {"done"})


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_a_server_that_lets_nobody_write_is_told_and_loses_nothing(
    shared: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    assert await post(shared, 900_000) == 200
    await until(lambda: states(shared) == {"done"})
    server, before = Server(shared), kept(shared)
    server.close_to_writing()
    assert [await post(shared, 900_001), await post(shared, 900_002)] == [503, 503]
    assert "it cannot be written: give this user the right" in caplog.text
    assert str(shared.service.database.engine.url.database) in caplog.text
    assert "xxxx" not in caplog.text
    assert SECRET not in caplog.text
    assert kept(shared) == before
    # What was going on goes on by itself as soon as it may.
    server.mend()
    assert [await post(shared, 900_001), await post(shared, 900_002)] == [200, 200]
    await until(lambda: states(shared) == {"done"})
    assert kept(shared) == before + 2
    await shared.wait("1m")
    assert answered(shared) == 3


def answered(town: Town) -> int:
    sent = select(func.count()).where(Outbox.purpose == "answer", Outbox.state == "sent")
    return town.ask(lambda session: session.scalar(sent))


async def test_the_poller_asks_again_until_there_is_room(polling: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    # It polls already: one that cannot even begin says so in other words.
    await polling.lan.says("Xin chào")
    assert await polling.lan.hears()
    disk = Disk(polling)
    disk.close_to_writing()
    await polling.lan.says("Xin chào trợ lý", settle=False)
    await until(lambda: "updates cannot be stored and are asked for again" in caplog.text)
    disk.mend()
    kept = select(func.count()).select_from(Inbox)
    await until(lambda: polling.ask(lambda session: session.scalar(kept)) == 2)
    await polling.settle()
    assert await polling.lan.hears()


async def test_a_process_that_may_not_write_says_so_and_ends(tmp_path: Path) -> None:
    """At the start there is nothing to wait for: the operator stands beside it."""
    import sys

    from tests.bot.processes import as_toml
    from tests.talk import settings_for

    # A folder in place of the file: whoever runs the test, even root, cannot open it as a database.
    (tmp_path / "chibo.sqlite3").mkdir()
    (tmp_path / "chibo.sqlite3").chmod(stat.S_IRUSR)
    settings = settings_for("http://127.0.0.1:1", f"sqlite:///{tmp_path / 'chibo.sqlite3'}", ("telegram",))
    settings["clock"] = {"follow": ""}
    config = tmp_path / "config.toml"
    config.write_text(as_toml(settings), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "run", "--config", str(config), stderr=asyncio.subprocess.PIPE
    )
    said = (await process.communicate())[1].decode()
    assert process.returncode == 2
    assert "the database cannot be used" in said
    assert "Check database.url" in said.replace("\n", " ")
    assert "Traceback" not in said


def test_of_many_failures_in_a_row_the_log_tells_ever_fewer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = Database(migrated(tmp_path))
    troubles = Troubles(database, logging.getLogger("test"), "answering")

    def fail() -> None:
        with pytest.raises(DBAPIError) as caught:
            database.ask(lambda session: session.execute(text("SELECT 1 FROM no_such_table")))
        troubles.tell(caught.value)

    for _ in range(20):
        fail()
    told = [record.getMessage() for record in caplog.records]
    assert [line.partition("(failed ")[2] for line in told] == ["", *(f"{n} times in a row)" for n in (2, 4, 8, 16))]
    troubles.are_over()
    fail()
    after, again = [record.getMessage() for record in caplog.records][5:]
    assert after == "answering: it goes on, after 20 failures"
    assert again.startswith("answering: database")
    database.close()
