"""Starts real `chibo` processes quickly: a parent that has loaded everything forks them, and kills them when it is told to.

A process of its own (`python -m tests.proof.nursery`), spoken to by lines. A fresh interpreter would cost more than a second of a
processor for each of a hundred deaths; what runs after the fork is the same command line as always.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


class Nursery:
    """The other side: asks for processes and for their ends."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.proof.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def start(self, config: Path) -> int:
        """Start `chibo run`; return its process id."""
        return self._ask(do="start", config=str(config))

    def kill(self, pid: int) -> None:
        """End a process without warning, and return when it is gone."""
        self._ask(do="kill", pid=pid)

    def alive(self, pid: int) -> bool:
        return bool(self._ask(do="alive", pid=pid))

    def close(self) -> None:
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        self._parent.wait(10)

    def _ask(self, **request: Any) -> int:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(json.dumps(request) + "\n")
        self._parent.stdin.flush()
        return int(self._parent.stdout.readline())


def run(config: str) -> None:
    """Be a `chibo run` process, from here to the end."""
    # Who forked us must not outlive us, and not we him: nothing stays behind when a proof is broken off.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    log = os.open(Path(config).with_suffix(".log"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, log, log)):
        os.dup2(file, number)
    from bot import cli

    sys.argv = ["chibo", "run", "--config", config]
    cli.main()


def gone(pid: int, *, wait: bool) -> bool:
    try:
        return os.waitpid(pid, 0 if wait else os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def main() -> None:
    """Do what is asked, one line at a time, until nobody asks any more; then end every child."""
    import bot.cli
    import bot.service  # noqa: F401  (loaded here, so that the children need not)

    children: set[int] = set()
    for line in sys.stdin:
        request = json.loads(line)
        said = 0
        if request["do"] == "start":
            said = os.fork()
            if said == 0:
                try:
                    run(request["config"])
                finally:
                    os._exit(1)
            children.add(said)
        elif request["pid"] in children and request["do"] == "kill":
            os.kill(request["pid"], signal.SIGKILL)
            gone(request["pid"], wait=True)
            children.discard(request["pid"])
        elif request["pid"] in children and not gone(request["pid"], wait=False):
            said = 1
        else:
            children.discard(request["pid"])
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()
    for child in children:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
