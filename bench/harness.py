"""What every measurement shares: processes of its own for each contender, turns taken in one run, medians, tables, a JSON file."""

import contextlib
import json
import multiprocessing
import os
import platform
import resource
import shutil
import statistics
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

screen = Console()
VERSIONS = ("python-telegram-bot", "aiogram", "SQLAlchemy", "aiohttp", "APScheduler", "psycopg")


@dataclass(slots=True)
class Figure:
    """One line of a table: what was measured, in which unit, ours and the others', and the goal in words.

    `ratio` is how many times better we are than the one named by `against`.
    """

    what: str
    value: float
    unit: str
    goal: str = ""
    reached: bool | None = None
    note: str = ""


@dataclass(slots=True)
class Report:
    """What one bench found."""

    name: str
    title: str
    figures: list[Figure] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)

    def add(
        self,
        what: str,
        value: float,
        unit: str,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
        note: str = "",
    ) -> None:
        """Add a figure, with the goal it has to reach if there is one."""
        goal, reached = "", None
        if at_least is not None:
            goal, reached = f"≥ {at_least:g}", value >= at_least
        elif at_most is not None:
            goal, reached = f"≤ {at_most:g}", value <= at_most
        self.figures.append(Figure(what, value, unit, goal, reached, note))

    def show(self) -> None:
        """Print the figures as a table."""
        table = Table(title=self.title, title_justify="left", title_style="bold", expand=False)
        for name, side in (
            ("measured", "left"),
            ("value", "right"),
            ("unit", "left"),
            ("goal", "right"),
            ("note", "left"),
        ):
            table.add_column(name, justify=side)  # type: ignore[arg-type]
        for figure in self.figures:
            colour = {True: "green", False: "red", None: ""}[figure.reached]
            shown = f"[{colour}]{_number(figure.value)}[/]" if colour else _number(figure.value)
            table.add_row(figure.what, shown, figure.unit, figure.goal, figure.note)
        screen.print(table)


def _number(value: float) -> str:
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def dump(reports: Sequence[Report], path: Path) -> None:
    """Write everything that was found, the single runs too, as JSON."""
    said = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "versions": {name: metadata.version(name) for name in VERSIONS},
        "reports": [asdict(report) for report in reports],
    }
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def interleaved(contenders: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[Any]]:
    """Let everybody run in turn, `rounds` times, the order turned round each time: a slow minute of the machine hits all of them."""
    found: dict[str, list[Any]] = {name: [] for name in contenders}
    for number in range(rounds):
        names = list(contenders)
        for name in names if number % 2 == 0 else reversed(names):
            started = time.monotonic()
            found[name].append(contenders[name]())
            screen.log(f"round {number + 1}: {name} ({time.monotonic() - started:.1f} s)", style="dim")
    return found


def median(found: Sequence[dict[str, Any]], key: str) -> float:
    """Return the median of one value over the rounds."""
    return statistics.median(each[key] for each in found)


def ratio(ours: Sequence[dict[str, Any]], theirs: Sequence[dict[str, Any]], key: str) -> float:
    """Return the median over the rounds of ours divided by theirs, each compared with its neighbour in time."""
    return statistics.median(one[key] / other[key] for one, other in zip(ours, theirs, strict=True))


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which that part (0 to 1) of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Yield a folder that is gone afterwards."""
    path = Path(tempfile.mkdtemp(prefix="chibo-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class Child:
    """A function running in a process of its own. It gets a pipe; it says "ready", may be told to stop, and sends its result."""

    def __init__(self, function: Callable[..., None], *args: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, there = context.Pipe()
        self._process = context.Process(target=_begin, args=(function, there, *args), daemon=True)
        self._process.start()
        there.close()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid or 0

    def receive(self, seconds: float = 600.0) -> Any:
        """Return what the process says next; raises TimeoutError, or RuntimeError with its fault."""
        if not self.pipe.poll(seconds):
            raise TimeoutError(f"a contender said nothing for {seconds:.0f} s")
        said = self.pipe.recv()
        if isinstance(said, Fault):
            raise RuntimeError(said.text)  # noqa: TRY004  (it is the child's fault, whatever its type was)
        return said

    def stop(self) -> Any:
        """Let it end; return what it says at the end (its cost, for instance)."""
        self.pipe.send("stop")
        said = self.receive(60.0)
        self.close()
        return said

    def close(self) -> None:
        """End it, whatever it does."""
        self.pipe.close()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(5)


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong in a child, as text."""

    text: str


def _begin(function: Callable[..., None], pipe: Connection, *args: Any) -> None:
    try:
        function(pipe, *args)
    except BaseException as error:
        with contextlib.suppress(OSError):
            pipe.send(Fault(f"{type(error).__name__}: {error}\n{traceback.format_exc()}"))
        raise


def run_child(function: Callable[..., None], *args: Any, seconds: float = 600.0) -> Any:
    """Run a function in a process of its own and return the one thing it sends."""
    child = Child(function, *args)
    try:
        return child.receive(seconds)
    finally:
        child.close()


def cost() -> dict[str, float]:
    """Return what this process has used: CPU seconds, and the most memory it ever held (MB, Linux)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    # Not ru_maxrss: that one remembers the memory of the process this one was started from.
    return {"cpu": used.ru_utime + used.ru_stime, "peak_mb": memory_mb(os.getpid(), "VmHWM")}


def memory_mb(pid: int, what: str = "VmRSS") -> float:
    """Return the resident memory of a process in MB (Linux); "VmHWM" is the most it ever held."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    return 0.0
