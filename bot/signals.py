"""Tells the other processes on the same PostgreSQL that there is work for them, so that they need not find it by looking."""

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)
CHANNEL = "chibo"
# A lost connection is tried again after so many seconds; meanwhile the loops look for themselves.
PAUSE = 2.0


class Signals:
    """NOTIFY after a commit, LISTEN always. Nothing depends on a signal: one that is lost is made up for by looking again.

    After the commit and not inside the transaction, because PostgreSQL lets transactions that notify commit only one by one.
    """

    def __init__(self, engine: Engine, heard: Callable[[], None]) -> None:
        self._url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._heard = heard
        self._own = uuid.uuid4().hex
        self._news = asyncio.Event()

    def tell(self) -> None:
        """Tell the others, soon; several times at once are told once."""
        self._news.set()

    async def run(self) -> None:
        """Tell and hear until cancelled."""
        await asyncio.gather(self._persistently(self._telling), self._persistently(self._hearing))

    async def _persistently(self, loop: Callable[["psycopg.AsyncConnection[Any]"], Coroutine[Any, Any, None]]) -> None:
        # Only here: a process on SQLite need not hold the driver in memory.
        import psycopg  # noqa: PLC0415

        while True:
            with contextlib.suppress(psycopg.OperationalError):
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    await loop(connection)
            log.info("signals between processes are interrupted; work is found by looking")
            await asyncio.sleep(PAUSE)

    async def _telling(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, self._own))

    async def _hearing(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        await connection.execute(f"LISTEN {CHANNEL}")
        self._heard()  # what was told before we listened
        async for signal in connection.notifies():
            if signal.payload != self._own:
                self._heard()
