"""Everything that can be made to go wrong on purpose."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from telegram.error import Forbidden, NetworkError, RetryAfter

if TYPE_CHECKING:
    from telegram import Bot

    from tests.sandbox.conftest import Town


async def send(town: Town, **more: Any) -> httpx.Response:
    return await town.telegram("sendMessage", chat_id=town.minh, text="chào", **more)


@pytest.fixture
async def ready(town: Town) -> Town:
    """Minh has started the bot, and limits are off."""
    await town.minh_says("/start")
    await town.lan_says("chào")
    off = {"per_second": 0, "chat_interval_seconds": 0, "group_per_minute": 0}
    await town.post("bot", bot="chibo_bot", limits=off)
    return town


async def test_429_as_often_as_asked(ready: Town, bot: Bot) -> None:
    await ready.post("faults", bot="chibo_bot", kind="429", retry_after=37, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as wait:
            await bot.send_message(int(ready.minh), "x")
        assert wait.value.retry_after == 37
    await bot.send_message(int(ready.minh), "x")
    assert await ready.get("faults") == []
    zalo = await ready.post("faults", network="zalo", kind="429")
    assert zalo["times"] == 1
    answer = await ready.zalo("sendMessage", chat_id=ready.lan, text="x")
    assert answer.json() == {"ok": False, "error_code": 429, "description": "Quota exceeded"}


@pytest.mark.parametrize(("kind", "code"), [("500", 500), ("502", 502), ("403", 403)])
async def test_refusals(ready: Town, kind: str, code: int) -> None:
    await ready.post("faults", kind=kind)
    assert (await send(ready)).status_code == code
    assert await ready.texts(ready.minhs_chat) == ["/start"]


async def test_clients_know_the_refusals(ready: Town, bot: Bot) -> None:
    for kind, error in (("500", NetworkError), ("502", NetworkError), ("403", Forbidden)):
        await ready.post("faults", kind=kind)
        with pytest.raises(error):
            await bot.send_message(int(ready.minh), "x")


async def test_a_fault_strikes_only_where_it_is_meant(ready: Town) -> None:
    await ready.post("faults", kind="403", chat=ready.group)
    assert (await send(ready)).status_code == 200
    answer = await ready.telegram("sendMessage", chat_id=ready.group, text="x")
    assert answer.json()["description"] == "Forbidden: bot was kicked from the group chat"
    await ready.post("faults", kind="500", method="editMessageText", bot="chibo_bot")
    assert (await send(ready)).status_code == 200
    await ready.post("faults", kind="500", network="zalo", times="until cleared")
    assert (await send(ready)).status_code == 200


async def test_faults_leave_the_asking_for_updates_alone(ready: Town) -> None:
    await ready.post("faults", kind="500", times="until cleared")
    assert (await ready.telegram("getUpdates")).status_code == 200
    await ready.post("faults", kind="500", method="getUpdates")
    assert (await ready.telegram("getUpdates")).status_code == 500


async def test_ok_false_under_http_200(ready: Town) -> None:
    await ready.post("faults", network="zalo", kind="ok_false", code=403)
    answer = await ready.zalo("sendMessage", chat_id=ready.lan, text="x")
    assert answer.status_code == 200
    assert answer.json() == {"ok": False, "error_code": 403, "description": "Internal server error"}


async def test_a_connection_closed_before_and_after(ready: Town) -> None:
    await ready.post("faults", kind="close_before")
    with pytest.raises(httpx.RemoteProtocolError):
        await send(ready)
    assert await ready.texts(ready.minhs_chat, after=1) == []
    await ready.post("faults", kind="close_after")
    with pytest.raises(httpx.RemoteProtocolError):
        await send(ready)
    assert await ready.texts(ready.minhs_chat, after=1) == ["chào"]
    calls = await ready.get("calls", chat=ready.minhs_chat)
    assert [(call["code"], call["fault"]) for call in calls] == [(0, "close_before"), (0, "close_after")]


async def test_a_call_hangs_until_the_fault_is_cleared(ready: Town) -> None:
    fault = await ready.post("faults", kind="hang")
    with pytest.raises(httpx.ReadTimeout):
        await ready.http.post(
            "/telegram/bot111:demo/sendMessage", json={"chat_id": ready.minh, "text": "a"}, timeout=0.1
        )
    await ready.http.delete("/sandbox/faults", params={"id": fault["id"]})
    await ready.post("faults", kind="hang")
    hanging = asyncio.create_task(send(ready))
    async with asyncio.timeout(5):
        while not any(fault["met"] for fault in await ready.get("faults")):
            pass
    await ready.post("settle")
    assert (await ready.http.delete("/sandbox/faults")).json() == {"cleared": 1}
    assert (await hanging).status_code == 200
    assert await ready.texts(ready.minhs_chat, after=1) == ["chào"]


async def test_the_network_is_down(ready: Town) -> None:
    await ready.telegram("getUpdates", offset=-1)
    (update,) = (await ready.telegram("getUpdates")).json()["result"]
    poll = asyncio.create_task(ready.telegram("getUpdates", timeout=20, offset=update["update_id"] + 1))
    await ready.polled(0)
    await ready.post("faults", network="telegram", kind="network_down", times="until cleared")
    with pytest.raises(httpx.RemoteProtocolError):
        await poll
    for method in ("getMe", "sendMessage", "getUpdates"):
        with pytest.raises(httpx.RemoteProtocolError):
            await ready.telegram(method)
    assert (await ready.zalo("getMe")).status_code == 200
    await ready.http.delete("/sandbox/faults")
    assert (await ready.telegram("getMe")).status_code == 200


async def test_an_outage_in_sandbox_time(ready: Town) -> None:
    await ready.post("faults", kind="500", **{"from": "2026-12-01T09:00:00+07:00", "for": "10m"})
    assert (await send(ready)).status_code == 200
    await ready.post("clock", to="2026-12-01T09:00:00+07:00")
    assert (await send(ready)).status_code == 500
    await ready.post("clock", advance="9m59s")
    assert (await send(ready)).status_code == 500
    await ready.post("clock", advance="1s")
    assert (await send(ready)).status_code == 200


async def test_updates_held_back(ready: Town) -> None:
    await ready.post("faults", kind="updates_held", times="until cleared")
    assert (await ready.telegram("getUpdates")).json()["result"] == []
    assert (await ready.zalo("getUpdates", timeout=0.05)).status_code == 408
    poll = asyncio.create_task(ready.telegram("getUpdates", timeout=20))
    await ready.polled(0)
    await ready.http.delete("/sandbox/faults")
    assert len((await poll).json()["result"]) == 1


async def test_an_update_that_nobody_can_read(ready: Town, bot: Bot) -> None:
    await ready.post("faults", bot="chibo_bot", kind="unparsable_update")
    await ready.minh_says("sau đó")
    raw = (await ready.telegram("getUpdates")).json()["result"]
    assert [update["message"].get("text") for update in raw] == ["/start", None, "sau đó"]
    with pytest.raises((TypeError, AttributeError, ValueError)):
        await bot.get_updates(timeout=0)


async def test_an_update_handed_out_twice(ready: Town) -> None:
    await ready.post("faults", kind="duplicate_update", times=2)
    await ready.minh_says("dự")
    got = (await ready.telegram("getUpdates")).json()["result"]
    assert sorted(update["message"]["text"] for update in got) == ["/start", "dự", "dự"]
    assert len({update["update_id"] for update in got}) == 2
    await ready.zalo("getUpdates")
    await ready.lan_says("dự")
    first, second = [(await ready.zalo("getUpdates", timeout=1)).json() for _ in range(2)]
    assert first == second


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"kind": "gremlins"}, "kind"),
        ({"kind": "500", "times": 0}, "times"),
        ({"kind": "500", "network": "icq"}, "network"),
        ({"kind": "500", "until": "tomorrow"}, "until"),
        ({"kind": "500", "for": "soon"}, "for"),
    ],
)
async def test_faults_that_make_no_sense(town: Town, asked: dict[str, Any], complaint: str) -> None:
    assert complaint in await town.refused("faults", **asked)
