"""What goes wrong on the way: the network asks for patience, breaks, or is taken by another program; nothing is lost."""

import contextlib

import httpx
import pytest
from sqlalchemy import select

from storage.spine import BotState, Outbox
from tests.talk import TOKENS, Town


async def answers(town: Town) -> list[Outbox]:
    return town.ask(lambda session: list(session.scalars(select(Outbox).order_by(Outbox.id))))


@pytest.mark.parametrize("kind", ["429", "500", "close_before"])
async def test_an_answer_waits_until_the_network_takes_it(town: Town, kind: str) -> None:
    await town.post("/sandbox/faults", kind=kind, bot=town.sandbox_bot, times=1, method="sendMessage")
    await town.lan.says("Xin chào trợ lý", settle=False)
    await town.wait("2h")
    assert "đồng chí" in await town.lan.hears()
    assert (await answers(town))[-1].state == "sent"


async def test_what_was_said_while_the_network_was_down_is_answered_afterwards(town: Town) -> None:
    await town.post("/sandbox/faults", kind="network_down", bot=town.sandbox_bot, times="until cleared")
    await town.lan.says("Xin chào trợ lý", settle=False)
    await town.wait("20m")
    assert await town.lan.hears() == ""
    (await town.http.delete("/sandbox/faults")).raise_for_status()
    await town.settle()
    assert "đồng chí" in await town.lan.hears()


@pytest.mark.parametrize("network", ["telegram"], indirect=True)
async def test_a_pause_of_429_is_kept_to_the_second(town: Town) -> None:
    await town.post("/sandbox/faults", kind="429", bot=town.sandbox_bot, times=1, method="sendMessage", retry_after=33)
    begun = town.now
    await town.lan.says("Xin chào trợ lý")
    sent = (await answers(town))[-1]
    assert sent.state == "sent"
    assert 33 <= (sent.done_at - begun).total_seconds() < 35


async def test_a_group_is_not_told_twice_when_the_answer_of_the_network_is_lost(town: Town) -> None:
    await town.post("/sandbox/faults", kind="close_after", chat=town.group.id, times=1, method="sendMessage")
    await town.plan_meeting(in_days=5)
    await town.wait("5m")
    cards = [message for message in await town.group.messages(all_of_them=True) if "Mời sinh hoạt" in message["text"]]
    assert len(cards) == 1
    [row] = [row for row in await answers(town) if row.purpose == "card"]
    assert row.state == "dropped"
    assert "may have been delivered" in row.error


async def test_a_private_message_is_repeated_when_the_answer_of_the_network_is_lost(town: Town) -> None:
    await town.post("/sandbox/faults", kind="close_after", bot=town.sandbox_bot, times=1, method="sendMessage")
    await town.lan.says("Xin chào trợ lý")
    heard = await town.lan.private.messages(all_of_them=True)
    assert len(heard) >= 2
    assert heard[-1]["text"] == heard[-2]["text"]


@pytest.mark.parametrize("network", ["telegram"], indirect=True)
async def test_another_program_that_receives_our_updates_is_outlasted(town: Town) -> None:
    async with httpx.AsyncClient(base_url=town.sandbox.url) as intruder:
        with contextlib.suppress(httpx.TimeoutException):
            await intruder.post(f"/telegram/bot{TOKENS['telegram']}/getUpdates", json={"timeout": 1}, timeout=3)
    await town.lan.says("Xin chào trợ lý")
    assert await town.lan.hears()


@pytest.mark.parametrize("network", ["zalo"], indirect=True)
async def test_a_refusal_under_http_200_is_a_refusal(town: Town) -> None:
    await town.post("/sandbox/faults", kind="ok_false", bot=town.sandbox_bot, times=1, method="sendMessage", code=400)
    await town.lan.says("Xin chào trợ lý")
    last = (await answers(town))[-1]
    assert last.state == "failed"
    assert TOKENS["zalo"] not in last.error


@pytest.mark.parametrize("network", ["zalo"], indirect=True)
async def test_the_messages_of_a_month_are_counted(town: Town) -> None:
    before = town.ask(lambda session: session.get_one(BotState, "zalo").sent_this_month)
    await town.lan.says("Xin chào trợ lý")
    state = town.ask(lambda session: session.get_one(BotState, "zalo"))
    assert state.sent_this_month == before + 1
    assert state.month == "2026-11"


async def test_the_ledger_tells_what_became_of_everything_and_shows_no_text(town: Town) -> None:
    from tests.talk import OPERATOR_KEY

    await town.plan_meeting(in_days=5)
    await town.lan.says("ko du dc, con om")
    base = f"http://127.0.0.1:{town.service.port}"
    async with httpx.AsyncClient(base_url=base) as caller:
        assert (await caller.get("/operator/ledger")).status_code == 401
        key = {"Authorization": f"Bearer {OPERATOR_KEY}"}
        pages = [(await caller.get(f"/operator/{page}", headers=key)).text for page in ("pushes", "ledger", "inbox")]
        assert (await caller.get("/healthz")).json()["ok"] is True
    assert "reminder" in pages[0]
    assert '"sent"' in pages[1]
    assert not any("con om" in page or "family" in page for page in pages)
