"""The networks' limits hold in every window of time, not only from one full second to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import RetryAfter

from sandbox.limits import SECOND, Limits, LimitSettings, Window

if TYPE_CHECKING:
    from telegram import Bot

    from tests.sandbox.conftest import Town

gaps = st.lists(st.integers(0, 2 * SECOND), max_size=120)


def times(pauses: list[int]) -> list[int]:
    now, moments = 1_796_000_000 * SECOND, []
    for pause in pauses:
        now += pause
        moments.append(now)
    return moments


@given(gaps, st.integers(1, 8), st.integers(1, 3 * SECOND))
def test_no_window_ever_holds_more_than_its_limit(pauses: list[int], limit: int, length: int) -> None:
    window, let_in = Window(limit, length), []
    for now in times(pauses):
        if not window.wait(now):
            window.add(now)
            let_in.append(now)
    for start in let_in:
        assert sum(start <= moment < start + length for moment in let_in) <= limit


@given(gaps, st.integers(1, 8), st.integers(1, 3 * SECOND))
def test_the_wait_is_exact(pauses: list[int], limit: int, length: int) -> None:
    window = Window(limit, length)
    for now in times(pauses):
        wait = window.wait(now)
        if wait:
            assert window.wait(now + wait - 1) == 1
            assert window.wait(now + wait) == 0
        else:
            window.add(now)


@given(gaps, st.lists(st.integers(0, 2), min_size=120, max_size=120))
def test_all_limits_hold_together(pauses: list[int], chats: list[int]) -> None:
    settings = LimitSettings(per_second=3, chat_interval_seconds=0.7, group_per_minute=5)
    limits, let_in = Limits(settings), []
    for now, chat in zip(times(pauses), chats, strict=False):
        if limits.check(chat, now, group=chat == 0) is None:
            let_in.append((now, chat))
    for start, chat in let_in:
        assert sum(start <= now < start + SECOND for now, _ in let_in) <= 3
        assert sum(start <= now < start + 700_000 and other == chat for now, other in let_in) <= 1
        assert sum(start <= now < start + 60 * SECOND and other == 0 for now, other in let_in) <= 5


async def test_one_message_a_second_in_a_chat(town: Town, bot: Bot) -> None:
    await town.minh_says("/start")
    await bot.send_message(int(town.minh), "một")
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(int(town.minh), "hai")
    assert wait.value.retry_after == 1
    await town.post("clock", advance="999ms")
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("hai", int(town.minh), 2)
    await town.post("clock", advance="1ms")
    await bot.edit_message_text("hai", int(town.minh), 2)
    violations = await town.get("violations")
    assert [(each["rule"], each["chat"], each["refused"]) for each in violations] == [
        ("chat_interval_seconds", town.minhs_chat, True)
    ] * 2


async def test_twenty_a_minute_in_a_group_edits_included(town: Town, bot: Bot) -> None:
    group = int(town.group)
    card = await bot.send_message(group, "0")
    for number in range(1, 20):
        await town.post("clock", advance=1)
        await bot.edit_message_text(str(number), group, card.message_id)
    await town.post("clock", advance=1)
    answer = await town.telegram("sendMessage", chat_id=group, text="21")
    assert answer.status_code == 429
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 40",
        "parameters": {"retry_after": 40},
    }
    await town.post("clock", advance=40)
    await bot.send_message(group, "21")


async def test_thirty_a_second_for_a_bot(town: Town) -> None:
    people = [{"name": f"Người {n}", "network": "telegram"} for n in range(31)]
    ids = [person["id"] for person in (await town.post("world", people=people))["people"]]
    for person in ids:
        await town.post("say", person=person, chat=f"chibo_bot:{person}", text="/start")
    codes = [(await town.telegram("sendMessage", chat_id=person, text="x")).status_code for person in ids]
    assert codes == [200] * 30 + [429]
    await town.post("clock", advance=1)
    assert (await town.telegram("sendMessage", chat_id=ids[-1], text="x")).status_code == 200


async def test_answers_to_presses_are_not_counted(town: Town, bot: Bot) -> None:
    await town.minh_says("/start")
    rows = {"inline_keyboard": [[{"text": "Dự", "callback_data": "y"}]]}
    await town.telegram("sendMessage", chat_id=town.minh, text="Dự?", reply_markup=rows)
    for _ in range(40):
        tap = {"person": town.minh, "chat": town.minhs_chat, "message": 2, "button": 1, "wait": 0}
        await bot.answer_callback_query((await town.post("tap", **tap))["press"])
    assert await town.get("violations") == []


async def test_limits_are_settings_of_a_bot(town: Town, bot: Bot) -> None:
    await town.minh_says("/start")
    await town.post("bot", bot="chibo_bot", limits={"record_only": True})
    await bot.send_message(int(town.minh), "một")
    await bot.send_message(int(town.minh), "hai")
    assert [each["refused"] for each in await town.get("violations")] == [False]
    off = {"per_second": 0, "chat_interval_seconds": 0, "group_per_minute": 0, "record_only": False}
    await town.post("bot", bot="chibo_bot", limits=off)
    for _ in range(40):
        await bot.send_message(int(town.group), "x")
    assert len(await town.get("violations")) == 1
    assert "per_second" in await town.refused("bot", bot="chibo_bot", limits={"per_hour": 1})
