"""Processes are killed a hundred times, the database goes and comes, the networks fail: what was said is applied once, in order."""

import asyncio
import random
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.database import make_engine
from storage import migrate
from storage.spine import Inbox, Outbox, Push
from tests.proof.crowd import Crowd, open_crowd, say
from tests.proof.postgresql import Server, open_server
from tests.proof.reckoning import reckon

SEED = 20261123
PATIENCE = 120.0


async def until(what: str, condition: Any, seconds: float = 60.0) -> None:
    """Wait until it is so; fail after so many seconds of real time."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, f"after {seconds:.0f} s still waiting: {what}"
        await asyncio.sleep(0.02)


def schema(url: str) -> str | None:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return migrate.revision(connection)
    finally:
        engine.dispose()


async def kill_while_migrating(crowd: Crowd, url: str, dice: random.Random, rounds: int) -> int:
    """Start processes on an empty database and kill them on their way; return how many rounds ended before there was a schema."""
    interrupted = 0
    for _ in range(rounds):
        crowd.start_all()
        await asyncio.sleep(dice.uniform(0.05, 0.5))
        crowd.kill_all()
        found = schema(url)
        # All of it or nothing, whenever the process died.
        assert found in (None, "0001"), found
        interrupted += found is None
    crowd.start_all()
    await until("the schema", lambda: schema(url) is not None)
    crowd.kill_all()
    return interrupted


def count(crowd: Crowd, *conditions: Any) -> int:
    return crowd.database.ask(lambda session: session.scalar(select(func.count()).where(*conditions)) or 0)


def backlog(crowd: Crowd) -> int:
    """What is still to be done: updates, letters, pushes that are due."""
    due = count(crowd, Push.state == "planned", Push.kind == "invitation")
    open_letters = count(crowd, Outbox.state.in_(("open", "taken")), Outbox.action == "send")
    return crowd.undelivered() + count(crowd, Inbox.state == "open") + open_letters + due


async def one_kill(crowd: Crowd, dice: random.Random) -> str:
    """Let people speak, wait for a moment worth dying at, kill one process, start it again; return which moment that was."""
    await crowd.speak(dice.sample(crowd.talkers, 20))
    moment = dice.choices(["answering", "delivering", "planning"], [4, 4, 1])[0]
    if moment == "answering":
        await asyncio.sleep(dice.uniform(0.0, 0.3))
    elif moment == "delivering":
        wanted = crowd.sent() + dice.randint(1, 15)
        ends = time.monotonic() + 3
        while crowd.sent() < wanted and time.monotonic() < ends:
            await asyncio.sleep(0.001)
    else:
        crowd.plan_meetings(3)
        await asyncio.sleep(dice.uniform(0.0, 0.7))
    crowd.kill(dice)
    crowd.start_all()
    return moment


async def outage(crowd: Crowd, server: Server, dice: random.Random, *, crash: bool) -> tuple[int, int]:
    """Stop the database while people go on speaking, and start it again."""
    began = crowd.core.clock.us
    await asyncio.to_thread(server.stop, crash=crash)
    await crowd.speak(dice.sample(crowd.talkers, 20))
    await asyncio.sleep(dice.uniform(0.5, 2.0))
    await asyncio.to_thread(server.start)
    return began, crowd.core.clock.us


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
async def test_chaos(kind: str, tmp_path: Path) -> None:
    dice = random.Random(SEED)  # noqa: S311  (the same dice in every run)
    if kind == "sqlite":
        await chaos(f"sqlite:///{tmp_path / 'chibo.sqlite3'}", None, tmp_path, dice, processes=1, kills=40)
        return
    with open_server() as server:
        await chaos(server.url, server, tmp_path, dice, processes=4, kills=100)


async def chaos(
    url: str, server: Server | None, folder: Path, dice: random.Random, *, processes: int, kills: int
) -> None:
    began = time.monotonic()
    moments: dict[str, int] = {}
    outages: list[tuple[int, int]] = []
    async with open_crowd(folder, url, processes, dice) as crowd:
        interrupted = await kill_while_migrating(crowd, url, dice, 4 if server else 6)
        migrating = len(crowd.kills)
        await crowd.invite(200, 40)
        await crowd.enrol()
        crowd.start_all()
        await until("the webhooks", lambda: crowd.undelivered() < 200, 30)
        say(f"{kind_of(url)}: {migrating} kills while migrating, {interrupted} rounds before there was a schema")
        while len(crowd.kills) < kills:
            moment = await one_kill(crowd, dice)
            moments[moment] = moments.get(moment, 0) + 1
            if dice.random() < 0.4:
                crowd.add_faults(dice)
            if server and len(crowd.kills) in (kills // 3, 2 * kills // 3) and len(outages) < 2:
                outages.append(await outage(crowd, server, dice, crash=bool(outages)))
                crowd.start_all()
            if len(crowd.kills) % 10 == 0:
                say(
                    f"  {time.monotonic() - began:4.0f} s: {len(crowd.kills)} kills, {crowd.sent()} calls, backlog {backlog(crowd)}"
                )
            # A crowd that speaks faster than it is answered would only measure the machine.
            await until("less to do", lambda: backlog(crowd) < 400, PATIENCE)
            crowd.start_all()
        crowd.core.faults.clear(None)
        crowd.start_all()
        await until("everything done", lambda: backlog(crowd) == 0, PATIENCE)
        await asyncio.sleep(1)
        found = reckon(crowd, outages)
        found.show(
            f"Chaos on {kind_of(url)}, {processes} processes, seed {SEED}",
            {
                "kills": len(crowd.kills),
                "kills while migrating": migrating,
                "of these before there was a schema (rounds)": interrupted,
                "kills at": moments,
                "database stopped": len(outages),
                "faults met": dict(crowd.faults_met()),
                "seconds": round(time.monotonic() - began),
            },
        )
    assert found.kept == found.received
    assert not any(found.zeros().values()), found.zeros()


def kind_of(url: str) -> str:
    return "PostgreSQL" if url.startswith("postgresql") else "SQLite"
