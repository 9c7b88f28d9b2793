"""The month as jobs in APScheduler's SQLAlchemy job store; apart from the rest, so that its process holds nothing else."""

import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from bench.harness import cost

# How many days before a meeting its pushes are due: the same as ours (bench.country).
BEFORE = (10.0, 7.0, 3.0, 1.0, 0.125, 1.0, 0.084, -0.08)
FIRED: list[float] = []
SOON = 1.0


def fire(*_args: Any) -> None:
    """Stand for what a job does."""
    FIRED.append(time.perf_counter())


def plan(pipe: Connection, path: str, cells: int, now: datetime) -> None:
    """Add the jobs of a month, the way its guide shows it."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_jobstore("sqlalchemy", url=f"sqlite:///{path}")
    scheduler.start(paused=True)
    started = time.perf_counter()
    for cell in range(1, cells + 1):
        start = now + timedelta(days=11, minutes=cell)
        for number, days in enumerate(BEFORE):
            when = start - timedelta(days=days)
            scheduler.add_job(fire, "date", run_date=when, id=f"{cell}:{number}", args=[cell], misfire_grace_time=None)
    seconds = time.perf_counter() - started
    # This one will be due when the next process starts.
    due = datetime.now(UTC) + timedelta(seconds=SOON)
    scheduler.add_job(fire, "date", run_date=due, id="due", misfire_grace_time=None)
    pipe.send({"seconds": seconds} | cost())
    scheduler.shutdown()


def fire_first(pipe: Connection, path: str, _now: datetime) -> None:
    """Start on that store and wait for the first job, which is due."""
    time.sleep(SOON)
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_jobstore("sqlalchemy", url=f"sqlite:///{path}")
    started = time.perf_counter()
    scheduler.start()
    while not FIRED:
        time.sleep(0.0005)
    # Its own bookkeeping after the job is not counted.
    pipe.send({"ms": 1000 * (FIRED[0] - started)} | cost())
    time.sleep(0.2)
    scheduler.shutdown()
