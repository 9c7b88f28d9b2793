"""The time moves only when everybody has finished, and everything happens at its own time."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.conftest import START, ZALO_TOKEN
from tests.sandbox.follower import Echo

if TYPE_CHECKING:
    import httpx

    from tests.sandbox.conftest import Town


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


async def heard(town: Town, chat: str) -> list[tuple[str, float]]:
    """What a bot said in a chat, and how many seconds after the start."""
    return [
        (message["text"], (at(message["at"]) - START).total_seconds())
        for message in await town.messages(chat)
        if message["from_bot"]
    ]


async def test_without_followers_the_time_moves_at_once(town: Town) -> None:
    await town.minh_says("wer da?")
    moved = await town.post("clock", advance="2d3h")
    assert at(moved["now"]) == START + timedelta(days=2, hours=3)
    assert at((await town.get("clock"))["now"]) == at(moved["now"])
    to = await town.post("clock", to="2026-12-05T19:30:00+07:00")
    assert at(to["now"]) == at("2026-12-05T12:30:00+00:00")


@pytest.mark.parametrize("_again", range(3))
async def test_settled_means_answered(town: Town, _again: int) -> None:
    async with Echo(town.sandbox.url, START) as echo:
        await town.post("settle", followers=1)
        for number in range(10):
            echo.slow = number * 20
            await town.minh_says(str(number))
            await town.post("settle")
            assert (await heard(town, town.minhs_chat))[-1][0] == f"{number} 1"
            await town.post("clock", advance=1)


@pytest.mark.parametrize("_again", range(3))
async def test_settled_means_answered_on_zalo_too(town: Town, _again: int) -> None:
    async with Echo(town.sandbox.url, START, network="zalo", token=ZALO_TOKEN) as echo:
        await town.post("settle", followers=1)
        for number in range(10):
            echo.slow = number * 20
            await town.lan_says(str(number))
            await town.post("settle")
            assert (await heard(town, town.lans_chat))[-1][0] == f"{number} 1"
            await town.post("clock", advance=1)


async def test_what_a_limit_holds_back_still_goes_out(town: Town) -> None:
    async with Echo(town.sandbox.url, START) as echo:
        echo.answers = 4
        await town.minh_says("họp")
        settled = await town.post("settle", followers=1)
        assert await heard(town, town.minhs_chat) == [("họp 1", 0), ("họp 2", 1), ("họp 3", 2), ("họp 4", 3)]
        assert at(settled["now"]) == START + timedelta(seconds=3)
        assert await town.get("violations") == []


async def test_everything_happens_at_its_own_time(town: Town) -> None:
    await town.minh_says("/start")
    hours = [30, 5, 29, 5.5, 1]
    async with Echo(town.sandbox.url, START) as echo:
        echo.pushes = [(START + timedelta(hours=h), town.minh, f"nhắc {h}") for h in hours]
        await town.post("settle", followers=1)
        moved = await town.post("clock", advance="2d")
        assert (await heard(town, town.minhs_chat))[1:] == [(f"nhắc {h}", h * 3600) for h in sorted(hours)]
        assert len(moved["steps"]) == 6
        assert at(moved["now"]) == START + timedelta(days=2)


async def test_on_to_the_next_thing_due(town: Town) -> None:
    await town.minh_says("/start")
    async with Echo(town.sandbox.url, START) as echo:
        echo.pushes = [(START + timedelta(days=d), town.minh, f"nhắc {d}") for d in (3, 9)]
        await town.post("settle", followers=1)
        assert at((await town.get("clock"))["next"]) == START + timedelta(days=3)
        for day in (3, 9):
            assert at((await town.post("clock", next=True))["now"]) == START + timedelta(days=day)
            assert (await heard(town, town.minhs_chat))[-1] == (f"nhắc {day}", day * 86400)
        assert at((await town.post("clock", next=True))["now"]) == START + timedelta(days=9)


async def test_two_processes_are_both_waited_for(town: Town) -> None:
    await town.minh_says("/start")
    url = town.sandbox.url
    async with Echo(url, START) as one, Echo(url, START, network="zalo", token=ZALO_TOKEN, name="two") as two:
        await town.post("settle", followers=2)
        two.slow = 300
        one.pushes = [(START + timedelta(hours=1), town.minh, "nhắc")]
        await town.minh_says("a")
        await town.lan_says("b")
        await town.post("clock", advance="2h")
        assert (await heard(town, town.lans_chat))[0] == ("b 1", 0)
        assert ("nhắc", 3600) in await heard(town, town.minhs_chat)
        assert {follower["id"] for follower in (await town.get("clock"))["followers"]} == {"echo", "two"}


async def test_429_is_waited_out_in_sandbox_time(town: Town) -> None:
    await town.post("faults", kind="429", retry_after=90)
    began = time.monotonic()
    async with Echo(town.sandbox.url, START):
        await town.minh_says("a")
        await town.post("settle", followers=1)
    assert await heard(town, town.minhs_chat) == [("a 1", 90)]
    assert time.monotonic() - began < 10


async def test_a_fault_that_lasts_does_not_hold_up_settling(town: Town) -> None:
    async with Echo(town.sandbox.url, START):
        await town.post("settle", followers=1)
        await town.post("faults", kind="close_before", times="until cleared", method="sendMessage")
        await town.minh_says("a")
        held = await town.post("settle")
        assert held["held"]
        assert at(held["now"]) == START
        moved = await town.post("clock", advance="1m")
        assert len(moved["steps"]) == 12
        assert await heard(town, town.minhs_chat) == []
        await town.http.delete("/sandbox/faults")
        await town.post("settle")
        assert await heard(town, town.minhs_chat) == [("a 1", 65)]


async def test_updates_held_on_purpose_do_not_count(town: Town) -> None:
    async with Echo(town.sandbox.url, START):
        await town.post("settle", followers=1)
        await town.post("faults", kind="updates_held", times="until cleared")
        await town.minh_says("a")
        await town.post("settle", timeout=5)
        assert await heard(town, town.minhs_chat) == []
        await town.http.delete("/sandbox/faults")
        await town.post("settle", timeout=5)
        assert await heard(town, town.minhs_chat) == [("a 1", 0)]


async def report(town: Town, **more: Any) -> httpx.Response:
    body = {"follower": "p", "now": START.isoformat(), "idle": True, "soon": None, "next": None, **more}
    return await town.http.post("/sandbox/clock/follow", json=body)


async def test_a_busy_follower_is_answered_at_once_and_waited_for(town: Town) -> None:
    answer = (await report(town, idle=False)).json()
    assert (at(answer["now"]), answer["speed"]) == (START, 0)
    assert "follower p: not idle" in await town.refused("settle", timeout=0.2)


async def test_a_follower_learns_of_a_move(town: Town) -> None:
    await report(town, idle=False)
    held = asyncio.create_task(report(town))
    async with asyncio.timeout(5):
        while not (await town.get("clock"))["followers"][0]["idle"]:
            pass
    assert not held.done()
    await town.post("clock", set="2027-01-01T00:00:00+00:00")
    assert at((await held).json()["now"]) == at("2027-01-01T00:00:00+00:00")


async def test_a_dead_follower_is_forgotten(town: Town) -> None:
    await report(town, idle=False)
    began = time.monotonic()
    await town.post("settle", timeout=10)
    assert 2 < time.monotonic() - began < 6
    assert (await town.get("clock"))["followers"] == []


async def test_an_update_that_nobody_fetches_is_named(town: Town) -> None:
    async with Echo(town.sandbox.url, START):
        await town.post("settle", followers=1)
        await town.lan_says("a")
        assert "1 updates wait for chibo_zalo at getUpdates" in await town.refused("settle", timeout=0.3)


async def test_too_few_followers(town: Town) -> None:
    assert "0 of 2 followers" in await town.refused("settle", followers=2, timeout=0.1)


async def test_the_time_flows_when_asked(town: Town) -> None:
    async with Echo(town.sandbox.url, START) as echo:
        await town.post("settle", followers=1)
        await town.post("clock", speed=3600)
        async with asyncio.timeout(10):
            while at((await town.get("clock"))["now"]) < START + timedelta(minutes=5):
                pass
        assert echo.speeds[-1] == 3600
        await town.minh_says("a")
        settled = await town.post("settle")
        assert [text for text, _ in await heard(town, town.minhs_chat)] == ["a 1"]
        assert at(settled["now"]) > START + timedelta(minutes=5)
        await town.post("clock", speed=0)
        now = (await town.get("clock"))["now"]
        assert (await town.get("clock"))["now"] == now


async def test_webhook_retries_happen_in_flowing_time(town: Town) -> None:
    await town.telegram("setWebhook", url="http://127.0.0.1:9/hook")
    await town.minh_says("a")
    await town.post("settle")
    await town.post("clock", speed=1000)
    async with asyncio.timeout(10):
        while (await town.telegram("getWebhookInfo")).json()["result"].get(
            "last_error_date", 0
        ) < START.timestamp() + 7:
            pass


async def test_the_clock_can_be_put_back(town: Town) -> None:
    assert "past" in await town.refused("clock", to="2026-11-01T00:00:00+00:00")
    await town.post("clock", set="2026-11-01T00:00:00+00:00")
    assert at((await town.get("clock"))["now"]) == at("2026-11-01T00:00:00+00:00")


@pytest.mark.parametrize(
    "body",
    [{}, {"advance": "soon"}, {"to": "2026-12-05T19:30:00"}, {"advance": "1d", "to": "2027-01-01T00:00:00+00:00"}],
)
async def test_moves_that_make_no_sense(town: Town, body: dict[str, Any]) -> None:
    await town.refused("clock", **body)


@pytest.mark.parametrize(
    ("span", "seconds"), [("2d3h", 183_600), ("90m", 5400), ("1w", 604_800), ("1h 30m", 5400), ("250ms", 0.25), (7, 7)]
)
async def test_spans(town: Town, span: object, seconds: float) -> None:
    assert at((await town.post("clock", advance=span))["now"]) == START + timedelta(seconds=seconds)


async def test_a_long_wait_is_waited_when_settling_but_not_beyond_a_target(town: Town) -> None:
    async with Echo(town.sandbox.url, START):
        await town.post("settle", followers=1)
        await town.post("faults", kind="429", retry_after=3600)
        await town.minh_says("a")
        moved = await town.post("clock", advance="1m")
        assert at(moved["now"]) == START + timedelta(minutes=1)
        assert moved["held"] == ["a follower goes on at 2026-12-01T02:00:00+00:00"]
        assert at((await town.post("settle"))["now"]) == START + timedelta(hours=1)
    assert await heard(town, town.minhs_chat) == [("a 1", 3600)]
