"""How updates reach a Telegram bot that asks for them: acknowledgement, order, age, and what groups hide."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Conflict

if TYPE_CHECKING:
    from telegram import Bot

    from tests.sandbox.conftest import Town


async def fetched(bot: Bot, offset: int | None = None) -> list[tuple[int, str]]:
    updates = await bot.get_updates(timeout=0, offset=offset)
    return [(update.update_id, update.message.text) for update in updates if update.message]


async def test_an_update_comes_until_it_is_confirmed(town: Town, bot: Bot) -> None:
    await town.minh_says("một")
    await town.minh_says("hai")
    first = await fetched(bot)
    assert [text for _, text in first] == ["một", "hai"]
    assert await fetched(bot) == first
    assert await fetched(bot, offset=first[0][0] + 1) == first[1:]
    assert await fetched(bot) == first[1:]
    assert await fetched(bot, offset=first[1][0] + 1) == []
    assert await fetched(bot) == []


async def test_a_negative_offset_forgets_all_before(town: Town, bot: Bot) -> None:
    for text in ("một", "hai", "ba"):
        await town.minh_says(text)
    assert [text for _, text in await fetched(bot, offset=-1)] == ["ba"]
    assert [text for _, text in await fetched(bot)] == ["ba"]


async def test_at_most_a_hundred_at_once(town: Town, bot: Bot) -> None:
    await town.post(
        "batch", steps=[{"do": "say", "person": town.minh, "chat": town.minhs_chat, "text": str(n)} for n in range(120)]
    )
    assert [text for _, text in await fetched(bot)] == [str(n) for n in range(100)]
    assert len(await bot.get_updates(timeout=0, limit=7)) == 7


async def test_a_waiting_poll_is_answered_while_the_time_stands_still(town: Town, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await town.polled(0)
    await town.minh_says("chào")
    assert (await poll)[0].message.text == "chào"


async def test_a_second_poller_ends_the_first(town: Town, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await town.polled(0)
    second = await town.telegram_bot()
    assert await second.get_updates(timeout=0) == ()
    with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates request"):
        await first


async def test_with_a_webhook_nobody_may_poll(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook", secret_token="geheim-123")
    with pytest.raises(Conflict, match=r"(?i)can't use getUpdates method while webhook is active"):
        await bot.get_updates(timeout=0)
    assert (await bot.get_webhook_info()).url == "http://127.0.0.1:9/hook"
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == ()


async def test_updates_live_a_day_and_presses_150_seconds(town: Town, bot: Bot) -> None:
    await town.minh_says("/start")
    button = InlineKeyboardMarkup([[InlineKeyboardButton("Dự", callback_data="y")]])
    card = await bot.send_message(int(town.minh), "Dự?", reply_markup=button)
    tap = {"person": town.minh, "chat": town.minhs_chat, "message": card.message_id, "button": "Dự", "wait": 0}
    await town.post("tap", **tap)
    await town.post("clock", advance=149)
    assert len(await bot.get_updates(timeout=0)) == 2
    await town.post("clock", advance=1)
    assert [update.message.text for update in await bot.get_updates(timeout=0)] == ["/start"]
    await town.post("clock", advance="1d")
    assert await bot.get_updates(timeout=0) == ()


async def test_numbers_begin_anew_after_a_week_of_silence(town: Town, bot: Bot) -> None:
    await town.minh_says("một")
    (before,) = await fetched(bot)
    await fetched(bot, offset=before[0] + 1)
    await town.post("clock", advance="7d")
    await town.minh_says("hai")
    (after,) = await fetched(bot, offset=before[0] + 1)
    assert after[0] != before[0] + 1
    await town.minh_says("ba")
    assert await fetched(bot, offset=after[0] + 1) == [(after[0] + 1, "ba")]


async def test_only_the_kinds_asked_for(town: Town, bot: Bot) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["message"])
    await town.minh_says("chào")
    await town.post("block", person=town.minh, bot="chibo_bot")
    assert [update.message is not None for update in await bot.get_updates(timeout=0)] == [True]


async def test_confirmed_updates_come_again_on_request(town: Town, bot: Bot) -> None:
    await town.minh_says("một")
    (update,) = await fetched(bot)
    assert await fetched(bot, offset=update[0] + 1) == []
    assert (await town.post("replay", bot="chibo_bot", count=5))["replayed"] == 1
    assert await fetched(bot, offset=update[0] + 1) == [update]
    assert await fetched(bot, offset=update[0] + 1) == []


async def test_updates_of_ones_own_making(town: Town) -> None:
    await town.post("raw", bot="chibo_bot", update={"poll": {}}, wrap=True)
    await town.post("raw", bot="chibo_bot", updates=[{"update_id": 7, "x": 1}, "no object"])
    got = (await town.telegram("getUpdates")).json()["result"]
    assert got[0]["poll"] == {}
    assert isinstance(got[0]["update_id"], int)
    assert got[1:] == [{"update_id": 7, "x": 1}, "no object"]


async def test_an_edited_message(town: Town, bot: Bot) -> None:
    said = await town.minh_says("dự")
    await town.post("edit", person=town.minh, chat=town.minhs_chat, message=said["message"], text="vắng")
    update = (await bot.get_updates(timeout=0))[-1]
    assert (update.edited_message.text, update.edited_message.message_id) == ("vắng", said["message"])


async def seen(town: Town, text: str, **more: Any) -> bool:
    return (await town.minh_says(text, town.group, **more))["delivered_to_bot"]


async def test_privacy_mode_hides_free_talk(town: Town, bot: Bot) -> None:
    post = await bot.send_message(int(town.group), "Họp ngày mai")
    assert not await seen(town, "dự nhé")
    assert not await seen(town, "xin / chia sẻ")
    assert await seen(town, "/agenda")
    assert await seen(town, "/agenda@chibo_bot")
    assert await seen(town, "nhờ xem /agenda@chibo_bot giúp")
    assert not await seen(town, "/agenda@other_bot")
    assert await seen(town, "dự", reply_to=post.message_id)
    mine = await town.minh_says("một mình", town.group)
    assert not await seen(town, "trả lời mình", reply_to=mine["message"])
    texts = [text for _, text in await fetched(bot)]
    assert texts == ["/agenda", "/agenda@chibo_bot", "nhờ xem /agenda@chibo_bot giúp", "dự"]
    await town.post("bot", bot="chibo_bot", group_privacy=False)
    assert await seen(town, "dự nhé")


async def test_a_reply_carries_what_it_replies_to(town: Town, bot: Bot) -> None:
    post = await bot.send_message(int(town.group), "Họp ngày mai")
    await town.minh_says("vắng", town.group, reply_to=post.message_id)
    message = (await bot.get_updates(timeout=0))[-1].message
    assert (message.reply_to_message.message_id, message.reply_to_message.from_user.username) == (
        post.message_id,
        "chibo_bot",
    )


async def test_with_several_bots_a_bare_command_goes_to_the_last_that_spoke(town: Town, bot: Bot) -> None:
    await town.post(
        "world", bots=[{"network": "telegram", "token": "222:b", "username": "other_bot", "name": "Bot khác"}]
    )
    await town.post("add", bot="other_bot", group=town.group)
    assert (await town.minh_says("/agenda", town.group))["bots"] == []
    await bot.send_message(int(town.group), "Chào")
    assert (await town.minh_says("/agenda", town.group))["bots"] == ["chibo_bot"]
    assert (await town.minh_says("/help@other_bot", town.group))["bots"] == ["other_bot"]


async def test_an_anonymous_admin_has_no_name(town: Town, bot: Bot) -> None:
    await town.minh_says("/agenda", town.group, anonymous=True)
    (update,) = await bot.get_updates(timeout=0)
    assert update.effective_user.username == "GroupAnonymousBot"
    assert update.message.sender_chat.id == int(town.group)


async def test_links_open_chats(town: Town, bot: Bot) -> None:
    opened = await town.post("open", person=town.minh, link="https://t.me/chibo_bot?start=abc-123_X")
    assert opened["chat"] == town.minhs_chat
    await town.post("world", groups=[{"network": "telegram", "title": "Chi bộ 9", "people": [town.minh], "bots": []}])
    group = next(chat["id"] for chat in (await town.get("state"))["chats"] if chat["title"] == "Chi bộ 9")
    await town.post("open", person=town.minh, link="t.me/chibo_bot?startgroup=G7", group=group)
    updates = await bot.get_updates(timeout=0)
    assert [update.message.text for update in updates if update.message and update.message.text] == [
        "/start abc-123_X",
        "/start@chibo_bot G7",
    ]
    assert [update.my_chat_member.chat.title for update in updates if update.my_chat_member] == ["Chi bộ 9"]
    assert "64" in await town.refused("open", person=town.minh, link="https://t.me/chibo_bot?start=không")


async def test_people_come_and_go(town: Town, bot: Bot) -> None:
    (hoa,) = (await town.post("world", people=[{"name": "Hoa", "network": "telegram"}]))["people"]
    assert "join" in await town.refused("say", person=hoa["id"], chat=town.group, text="chào")
    await town.post("join", person=hoa["id"], group=town.group)
    await town.post("leave", person=hoa["id"], group=town.group)
    came, went = (update.message for update in await bot.get_updates(timeout=0))
    assert came.new_chat_members[0].first_name == went.left_chat_member.first_name == "Hoa"


@pytest.mark.parametrize(
    ("kind", "field"), [("photo", "photo"), ("document", "document"), ("sticker", "sticker"), ("voice", "voice")]
)
async def test_people_send_files(town: Town, bot: Bot, kind: str, field: str) -> None:
    await town.post("send_file", person=town.minh, chat=town.minhs_chat, kind=kind)
    (update,) = await bot.get_updates(timeout=0)
    assert getattr(update.message, field)
