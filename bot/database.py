"""The database, and the threads on which questions are put to it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

Result = TypeVar("Result")
# On PostgreSQL several turns run at once; two cores are busy with about this many.
THREADS = 4


def make_engine(url: str) -> Engine:
    """Return the engine for a database URL; SQLite is set up to be durable and to erase what is deleted.

    A URL that names no driver gets ours (psycopg).
    """
    parsed = make_url(url)
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_size=THREADS + 2, pool_pre_ping=True, hide_parameters=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # Hidden parameters: what somebody wrote must not get into an error, and from there into the log.
    engine = create_engine(parsed, connect_args={"timeout": 30, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: a savepoint would silently end up outside of one.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: what was committed survives a power failure, not only a killed process; commits are gathered to pay for it.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # Erased reasons and texts must not linger in free pages.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # Taking the write lock at once avoids a read that cannot be upgraded to a write later.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@event.listens_for(Session, "loaded_as_persistent")
def _hold(session: Session, row: Any) -> None:
    held = session.info.get("held")
    if held is not None:
        held.append(row)


class Database:
    """Runs functions of a session in a transaction, on database threads, so that the event loop stays free."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite has one writer: a second thread would only wait for the first.
        self._threads = ThreadPoolExecutor(1 if self.is_sqlite else THREADS, thread_name_prefix="database")

    async def run(self, question: Callable[[Session], Result]) -> Result:
        """Put a question in a transaction of its own: committed when the function returns, rolled back when it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.ask, question)

    def ask(self, question: Callable[[Session], Result]) -> Result:
        """Do the same on the caller's own thread."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            return question(session)

    def close(self) -> None:
        """Let running questions finish, then close every connection."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()
