"""`kill -9` at any moment: nothing received is lost, nothing is applied twice, and every answer still goes out."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.database import Database
from storage.spine import Inbox, Outbox
from tests.bot.processes import Stage, open_stage

PEOPLE = 12
# After how many further messages the process is killed: at once, early, late.
MOMENTS = (1, 3, 0, 7, 5)


async def speak_and_kill(stage: Stage) -> int:
    """Everybody says something in every round, and the process is killed in the middle of answering; returns how much was said."""
    said = 0
    await stage.add_people(PEOPLE)
    await stage.start()
    for moment in MOMENTS:
        before = stage.sent()
        for person in stage.people:
            await stage.say(person, "Xin chào trợ lý")
            said += 1
        await stage.until_sent(before + moment)
        await stage.kill()
        await stage.start()
    await stage.settle()
    return said


@pytest.mark.parametrize("network", ["telegram", "zalo"])
async def test_a_killed_process_loses_nothing_and_answers_everybody(
    database_url: str, network: str, tmp_path: Path
) -> None:
    # Zalo's polling has no acknowledgement, so only its webhook can promise this (docs/networks.md).
    async with open_stage(tmp_path, database_url, network, webhook=network == "zalo") as stage:
        said = await speak_and_kill(stage)
        heard = {person: len(await stage.heard(person)) for person in stage.people}
    database = Database(database_url)
    states = database.ask(lambda session: Counter(session.scalars(select(Inbox.state))))
    answers = database.ask(lambda session: Counter(session.scalars(select(Outbox.state))))
    repeated = database.ask(lambda session: session.scalar(select(func.sum(Outbox.attempts - 1))))
    database.close()
    assert states == {"done": said}  # received: each once
    assert answers == {"sent": said}  # applied: one answer for each
    assert all(number >= len(MOMENTS) for number in heard.values())
    # Only what was on its way at a kill may have come twice.
    assert sum(heard.values()) - said <= repeated
