"""Who does what only one process may do: receive for a bot, deliver for a bot, migrate."""

import contextlib
import fcntl
import logging
import threading
import zlib
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)


class BusyError(Exception):
    """Another process uses this SQLite file."""


class Leases:
    """Locks that end with the process that holds them, even if it is killed.

    PostgreSQL: advisory locks of one connection. SQLite: one process owns the file, and with it every lease.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._connection: Connection | None = None
        self._held: set[str] = set()
        # Several loops ask at the same time, on threads; the connection is for one at a time.
        self._turn = threading.Lock()
        self._file: IO[str] | None = None

    def open(self) -> None:
        """Get ready; raises BusyError if another process works on this SQLite file."""
        if not self._is_sqlite or not self._engine.url.database:
            return
        path = Path(f"{self._engine.url.database}.lock")
        self._file = path.open("w", encoding="ascii")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            self._file = None
            raise BusyError(
                f"{self._engine.url.database} is in use by another chibo process: end that one first, "
                "or set database.url to PostgreSQL, which many processes can share"
            ) from None

    def hold(self, name: str) -> bool:
        """Take a lease, or keep it; False while another process has it."""
        if self._is_sqlite:
            return True
        with self._turn:
            try:
                connection = self._connected()
                if name in self._held:
                    connection.execute(text("SELECT 1"))
                elif connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _key(name)}):
                    self._held.add(name)
            except SQLAlchemyError as error:
                if self._held:
                    log.warning(
                        "leases are lost (%s): the database cannot be reached; they are asked for until it can",
                        type(error).__name__,
                    )
                self._forget()
            return name in self._held

    def holds(self, name: str) -> bool:
        """Whether this process had the lease when it last asked."""
        return self._is_sqlite or name in self._held

    def close(self) -> None:
        """Give every lease back, at once: the server would notice a closed connection only a moment later."""
        with self._turn:
            if self._connection is not None:
                with contextlib.suppress(SQLAlchemyError):
                    self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._forget()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    def _forget(self) -> None:
        self._held.clear()
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def _key(name: str) -> int:
    return zlib.crc32(f"chibo:{name}".encode())
