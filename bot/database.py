"""The database, and the threads on which questions are put to it."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Result = TypeVar("Result")
# On PostgreSQL several turns run at once; two cores are busy with about this many.
THREADS = 4
# What is wrong with a database, not with what it was asked, by SQLite's error names and the classes and codes of SQLSTATE
# (PostgreSQL's manual, appendix A): what is wrong, and what to do. No reply of the server is ever repeated: it may hold words of people.
FULL = "the disk is full: make room there"
READ_ONLY = "it cannot be written: give this user the right to write to it"
AWAY = "it cannot be reached: start it, or check database.url"
LOCKED = "somebody else holds it locked: end what else works with it, if this lasts"
BROKEN = "reading or writing failed: check the disk it lies on"
CONDITIONS = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_IOERR": BROKEN,
    "SQLITE_NOMEM": BROKEN,
    "53100": FULL,
    "25006": READ_ONLY,
    "08": AWAY,
    "53": "it has no resources left: look into its log",
    "57": AWAY,
    "58": BROKEN,
    "40": LOCKED,
    "55": LOCKED,
}


def condition(error: DBAPIError) -> str | None:
    """Return what is wrong with the database and what to do; None if the error belongs to what it was asked."""
    original: Any = error.orig
    name = getattr(original, "sqlite_errorname", None)
    if name is not None:
        return CONDITIONS.get("_".join(name.split("_")[:2]))
    state = getattr(original, "sqlstate", None)
    if state is None:
        # Without a code it is the client that speaks, because no server did.
        return AWAY if error.connection_invalidated or "OperationalError" in type(original).__name__ else None
    return CONDITIONS.get(state) or CONDITIONS.get(state[:2])


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
        self.place = self.engine.url.render_as_string(hide_password=True)
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

    def trouble(self, error: DBAPIError) -> str:
        """Return a sentence for the operator: which database, what is wrong, what to do; never what was to be stored."""
        what = condition(error)
        if what is None:
            return f"database {self.place}: it refused a statement ({type(error.orig).__name__})"
        return f"database {self.place}: {what}; nothing received is lost, work goes on by itself"

    def close(self) -> None:
        """Let running questions finish, then close every connection."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


class Troubles:
    """Tells of failures of one loop or address, named by `what`, that follow one another: the first, second, fourth, eighth and so on.

    A disk that is full for a night must not be filled further by a line every half second about it.
    """

    def __init__(self, database: Database, log: logging.Logger, what: str) -> None:
        self._database = database
        self._log = log
        self._what = what
        self._in_a_row = 0

    def tell(self, error: DBAPIError) -> None:
        """Count a failure, and log it if it is its turn."""
        self._in_a_row += 1
        if self._in_a_row & (self._in_a_row - 1):
            return
        again = f" (failed {self._in_a_row} times in a row)" if self._in_a_row > 1 else ""
        self._log.warning("%s: %s%s", self._what, self._database.trouble(error), again)

    def are_over(self) -> None:
        """Begin anew: it went well."""
        if self._in_a_row > 1:
            self._log.warning("%s: it goes on, after %s failures", self._what, self._in_a_row)
        self._in_a_row = 0
