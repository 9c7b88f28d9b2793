"""A process that slept for days, a clock that is put forward and back: what is late is said once, merged, or left out with its reason."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.spine import Outbox, Push
from tests.talk import Town


def pushes(town: Town, meeting_id: int) -> list[Push]:
    return town.ask(lambda session: list(session.scalars(select(Push).where(Push.meeting_id == meeting_id))))


def letters(town: Town) -> Counter[str]:
    """How many letters went out, by what they are for."""
    return Counter(
        town.ask(lambda session: list(session.scalars(select(Outbox.purpose).where(Outbox.action == "send"))))
    )


async def put_clock(town: Town, by: timedelta) -> None:
    """The machine wakes up at another time: nobody steps through the hours between."""
    await town.post("/sandbox/clock", set=(town.now + by).isoformat())
    await town.settle()
    await town.post("/sandbox/clock", advance="3m", timeout=60, followers=1)


@pytest.mark.parametrize("network", ["telegram"], indirect=True)
async def test_after_three_days_of_sleep_nobody_is_flooded(town: Town) -> None:
    meeting = await town.plan_meeting(in_days=4)
    await town.wait("2m")
    planned = [push for push in pushes(town, meeting.id) if push.state == "planned"]
    sleep = timedelta(days=3, hours=8)
    due = {push.key for push in planned if push.due_at <= town.now + sleep}
    before = letters(town)
    assert len(due) > 1
    await put_clock(town, sleep)
    judged = {push.key: push for push in pushes(town, meeting.id) if push.key in due}
    assert {push.state for push in judged.values()} <= {"done", "merged", "dropped"}
    assert all(push.outcome for push in judged.values() if push.state != "done")
    assert sum(push.state == "done" and push.kind == "reminder" for push in judged.values()) <= 1
    woken = letters(town)
    assert woken != before

    # Put back and forward again: what was done stays done.
    await put_clock(town, -timedelta(days=2))
    await put_clock(town, timedelta(days=2))
    assert letters(town) == woken
    again = {push.key: push.state for push in pushes(town, meeting.id) if push.key in due}
    assert again == {key: push.state for key, push in judged.items()}


@pytest.mark.parametrize("network", ["telegram"], indirect=True)
async def test_who_wakes_after_the_meeting_reminds_of_nothing(town: Town) -> None:
    meeting = await town.plan_meeting(in_days=4)
    await town.wait("2m")
    before = letters(town)
    await put_clock(town, timedelta(days=10))
    late = [push for push in pushes(town, meeting.id) if push.kind in ("reminder", "nudge")]
    assert late
    assert {push.state for push in late} <= {"dropped", "merged"}
    assert all(push.outcome for push in late)
    after = letters(town)
    assert (after["reminder"], after["nudge"]) == (before["reminder"], before["nudge"])
