"""Messages on Telegram, through the client that the product uses."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

if TYPE_CHECKING:
    from telegram import Bot

    from tests.sandbox.conftest import Town


ANSWERS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Dự", callback_data="att:yes"), InlineKeyboardButton("Vắng", callback_data="att:no")]]
)


async def started(town: Town) -> int:
    await town.minh_says("/start")
    return int(town.minh)


async def later(town: Town, seconds: float = 1) -> None:
    await town.post("clock", advance=seconds)


async def test_the_bot_knows_itself(bot: Bot) -> None:
    assert (bot.username, bot.first_name, bot.bot.can_read_all_group_messages) == ("chibo_bot", "Trợ lý Chi bộ", False)


async def test_a_wrong_token_is_unauthorized(town: Town) -> None:
    with pytest.raises(InvalidToken):
        await town.telegram_bot("999:wrong")


async def test_an_unknown_method_is_not_found(town: Town) -> None:
    answer = await town.telegram("scheduleMessage")
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_message_reaches_the_person(town: Town, bot: Bot) -> None:
    sent = await bot.send_message(
        await started(town),
        "<b>Kính mời</b> đồng chí &amp; <a href='https://example.org/x'>tài liệu</a>",
        parse_mode="HTML",
        reply_markup=ANSWERS,
        reply_parameters=ReplyParameters(1),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text == "Kính mời đồng chí & tài liệu"
    assert [entity.type for entity in sent.entities] == ["bold", "text_link"]
    assert sent.parse_entity(sent.entities[1]) == "tài liệu"
    assert sent.reply_to_message.text == "/start"
    assert sent.date.isoformat() == "2026-12-01T01:00:00+00:00"
    (heard,) = await town.messages(town.minhs_chat, after=1)
    assert heard["text"] == sent.text
    assert heard["from"] == "chibo_bot"
    assert heard["reply_to"] == 1
    assert [(button["label"], button["data"]) for button in heard["buttons"]] == [("Dự", "att:yes"), ("Vắng", "att:no")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<b>mở", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>chéo</i>", 'Unmatched end tag at byte offset 8, expected "</b>", found "</i>"'),
        ("<h1>lớn</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("một < hai", 'Unsupported start tag "" at byte offset 6'),
        ("đóng</b>", "Unexpected end tag at byte offset 6"),
    ],
)
async def test_broken_marks_are_refused(town: Town, bot: Bot, text: str, complaint: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(await started(town), text, parse_mode="HTML")
    assert complaint.lower() in str(refused.value).lower()


async def test_entities_count_in_utf16(town: Town, bot: Bot) -> None:
    sent = await bot.send_message(await started(town), "👍🏽 <i>tốt</i>", parse_mode="HTML")
    assert (sent.entities[0].offset, sent.entities[0].length) == (5, 3)


async def test_texts_are_measured_in_utf16(town: Town, bot: Bot) -> None:
    minh = await started(town)
    await bot.send_message(minh, "👍" * 2048)
    await later(town)
    with pytest.raises(BadRequest, match=r"[Mm]essage is too long"):
        await bot.send_message(minh, "👍" * 2048 + "x")
    await bot.send_message(minh, "ệ" * 4096)
    for nothing in ("", "  \n"):
        with pytest.raises(BadRequest, match=r"[Mm]essage text is empty"):
            await bot.send_message(minh, nothing)


async def test_button_data_is_measured_in_bytes(town: Town, bot: Bot) -> None:
    minh = await started(town)

    def one(data: str) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("Dự", callback_data=data)]])

    await bot.send_message(minh, "vừa", reply_markup=one("ệ" * 21 + "x"))
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(minh, "quá", reply_markup=one("ệ" * 22))


async def test_a_keyboard_has_its_bounds(town: Town, bot: Bot) -> None:
    minh = await started(town)
    button = InlineKeyboardButton("x", callback_data="x")
    for rows in ([[button] * 9], [[button] * 8] * 13):
        with pytest.raises(BadRequest, match=r"(?i)button_count_invalid"):
            await bot.send_message(minh, "x", reply_markup=InlineKeyboardMarkup(rows))
    with pytest.raises(BadRequest, match=r"(?i)text buttons are unallowed"):
        await town_refuses(town, minh, [[{"text": "x"}]])
    with pytest.raises(BadRequest, match=r"(?i)wrong http url"):
        await bot.send_message(
            minh, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", url="http://")]])
        )


async def town_refuses(town: Town, minh: int, rows: list[Any]) -> None:
    answer = await town.telegram("sendMessage", chat_id=minh, text="x", reply_markup={"inline_keyboard": rows})
    assert answer.status_code == 400
    raise BadRequest(answer.json()["description"])


async def test_a_form_and_an_address_work_as_json_does(town: Town) -> None:
    minh = await started(town)
    form = await town.http.post(
        "/telegram/bot111:demo/sendMessage", data={"chat_id": str(minh), "text": "theo biểu mẫu"}
    )
    await later(town)
    address = await town.http.get("/telegram/bot111:demo/sendmessage", params={"chat_id": minh, "text": "theo địa chỉ"})
    assert form.status_code == address.status_code == 200
    assert await town.texts(town.minhs_chat, after=1) == ["theo biểu mẫu", "theo địa chỉ"]


async def test_nobody_is_written_to_first(town: Town, bot: Bot) -> None:
    with pytest.raises(Forbidden, match=r"bot can't initiate conversation with a user"):
        await bot.send_message(int(town.minh), "chào")
    with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
        await bot.send_message(424242, "chào")
    with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
        await bot.send_message("@minh", "chào")
    with pytest.raises(Forbidden, match=r"bots can't send messages to bots"):
        await bot.send_message(111, "chào")


async def test_a_blocked_bot_is_told_so(town: Town, bot: Bot) -> None:
    minh = await started(town)
    await town.post("block", person=town.minh, bot="chibo_bot")
    with pytest.raises(Forbidden, match=r"bot was blocked by the user"):
        await bot.send_message(minh, "chào")
    await town.post("unblock", person=town.minh, bot="chibo_bot")
    await bot.send_message(minh, "chào lại")
    kinds = [update.my_chat_member.new_chat_member.status for update in (await bot.get_updates(timeout=0))[1:]]
    assert kinds == ["kicked", "member"]


async def test_a_kicked_bot_is_told_so(town: Town, bot: Bot) -> None:
    await town.post("kick", bot="chibo_bot", group=town.group)
    with pytest.raises(Forbidden, match=r"bot was kicked from the group chat"):
        await bot.send_message(int(town.group), "chào")
    await town.post("add", bot="chibo_bot", group=town.group)
    await bot.send_message(int(town.group), "chào lại")
    updates = await bot.get_updates(timeout=0)
    assert [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member] == [
        "kicked",
        "member",
    ]
    assert updates[-1].message.new_chat_members[0].username == "chibo_bot"


async def test_a_group_that_became_a_supergroup(town: Town, bot: Bot) -> None:
    new = await town.post("migrate", group=town.group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(int(town.group), "chào")
    assert str(moved.value.new_chat_id) == new["id"]
    assert new["kind"] == "supergroup"
    await bot.send_message(moved.value.new_chat_id, "chào")
    said = [update.message for update in await bot.get_updates(timeout=0)]
    assert said[0].migrate_to_chat_id == int(new["id"])
    assert (said[1].chat.id, said[1].migrate_from_chat_id) == (int(new["id"]), int(town.group))
    assert "supergroup" in await town.refused("say", person=town.minh, chat=town.group, text="còn ai không")


async def test_a_posted_card_changes(town: Town, bot: Bot) -> None:
    minh = await started(town)
    card = await bot.send_message(minh, "Dự: 0", reply_markup=ANSWERS)
    await later(town, 60)
    with pytest.raises(BadRequest, match=r"[Mm]essage is not modified"):
        await bot.edit_message_text("Dự: 0", minh, card.message_id, reply_markup=ANSWERS)
    edited = await bot.edit_message_text("Dự: 1", minh, card.message_id, reply_markup=ANSWERS)
    assert edited.edit_date.isoformat() == "2026-12-01T01:01:00+00:00"
    await later(town)
    await bot.edit_message_text("Dự: 2", minh, card.message_id)
    (shown,) = await town.messages(town.minhs_chat, after=1)
    assert (shown["text"], shown["buttons"]) == ("Dự: 2", [])
    await later(town)
    await bot.edit_message_reply_markup(minh, card.message_id, reply_markup=ANSWERS)
    await later(town)
    with pytest.raises(BadRequest, match=r"[Mm]essage is not modified"):
        await bot.edit_message_reply_markup(minh, card.message_id, reply_markup=ANSWERS)
    with pytest.raises(BadRequest, match=r"[Mm]essage to edit not found"):
        await bot.edit_message_text("x", minh, 99)
    with pytest.raises(BadRequest, match=r"[Mm]essage can't be edited"):
        await bot.edit_message_text("x", minh, 1)


async def test_a_change_is_found_by_its_revision(town: Town, bot: Bot) -> None:
    card = await bot.send_message(await started(town), "Dự: 0")
    before = (await town.get("state"))["rev"]
    await later(town)
    await bot.edit_message_text("Dự: 1", card.chat_id, card.message_id)
    assert [message["id"] for message in await town.messages(town.minhs_chat, since=before)] == [card.message_id]


async def test_a_message_is_removed(town: Town, bot: Bot) -> None:
    minh = await started(town)
    sent = await bot.send_message(minh, "nhầm")
    assert await bot.delete_message(minh, sent.message_id)
    assert await town.texts(town.minhs_chat) == ["/start"]
    with pytest.raises(BadRequest, match=r"[Mm]essage to delete not found"):
        await bot.delete_message(minh, sent.message_id)
    with pytest.raises(BadRequest, match=r"[Mm]essage to be replied not found"):
        await bot.send_message(minh, "x", reply_parameters=ReplyParameters(sent.message_id))
    await later(town)
    await bot.send_message(minh, "x", reply_parameters=ReplyParameters(77, allow_sending_without_reply=True))


async def test_a_press_is_answered(town: Town, bot: Bot) -> None:
    card = await bot.send_message(await started(town), "Dự không?", reply_markup=ANSWERS)
    press = asyncio.create_task(
        town.post("tap", person=town.minh, chat=town.minhs_chat, message=card.message_id, button="Dự", wait=10)
    )
    update = (await bot.get_updates(timeout=10, offset=-1))[-1]
    while update.callback_query is None:
        update = (await bot.get_updates(timeout=10, offset=update.update_id + 1))[-1]
    query = update.callback_query
    assert (query.data, query.from_user.id, query.message.message_id) == ("att:yes", int(town.minh), card.message_id)
    assert query.message.reply_markup == ANSWERS
    await query.answer("Đã ghi nhận", show_alert=True)
    assert (await press)["answer"] == {"text": "Đã ghi nhận", "show_alert": True, "url": None}
    with pytest.raises(BadRequest, match=r"[Qq]uery is too old"):
        await query.answer("lần nữa")


async def test_a_late_answer_to_a_press_is_refused(town: Town, bot: Bot) -> None:
    card = await bot.send_message(await started(town), "Dự không?", reply_markup=ANSWERS)
    tap = {"person": town.minh, "chat": town.minhs_chat, "message": card.message_id, "wait": 0}
    pressed = await town.post("tap", button="att:no", **tap)
    assert pressed["pending"]
    await later(town, 150)
    await bot.answer_callback_query(pressed["press"], "vừa kịp")
    assert (await town.get("press", id=pressed["press"]))["answer"]["text"] == "vừa kịp"
    pressed = await town.post("tap", button=2, **tap)
    await later(town, 151)
    with pytest.raises(BadRequest, match=r"[Qq]uery is too old"):
        await bot.answer_callback_query(pressed["press"])
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(pressed["press"], "x" * 201)


async def test_a_button_that_is_not_there(town: Town, bot: Bot) -> None:
    card = await bot.send_message(await started(town), "Dự không?", reply_markup=ANSWERS)
    tap = {"person": town.minh, "chat": town.minhs_chat, "message": card.message_id}
    assert "'Dự', 'Vắng'" in await town.refused("tap", button="Muộn", **tap)
    assert "no message 9" in await town.refused("tap", **{**tap, "message": 9}, button="Dự")


async def test_a_link_button_opens_the_private_chat(town: Town, bot: Bot) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Báo riêng", url="https://t.me/chibo_bot?start=m1-abc")]])
    post = await bot.send_message(int(town.group), "Họp", reply_markup=link)
    opened = await town.post("tap", person=town.minh, chat=town.group, message=post.message_id, button="Báo riêng")
    assert opened["opened"] == town.minhs_chat
    assert await town.texts(town.minhs_chat) == ["/start m1-abc"]


async def test_a_reply_keyboard_speaks_for_the_person(town: Town, bot: Bot) -> None:
    keys = telegram.ReplyKeyboardMarkup([["Dự", "Vắng"]])
    sent = await bot.send_message(await started(town), "Chọn:", reply_markup=keys)
    await town.post("tap", person=town.minh, chat=town.minhs_chat, message=sent.message_id, button="Vắng")
    assert (await town.texts(town.minhs_chat))[-1] == "Vắng"


async def test_a_document_is_sent_and_fetched(town: Town, bot: Bot) -> None:
    content = "Nội dung".encode()
    sent = await bot.send_document(
        await started(town), io.BytesIO(content), filename="Sổ họp.csv", caption="<i>Kèm</i>", parse_mode="HTML"
    )
    assert (sent.document.file_name, sent.caption) == ("Sổ họp.csv", "Kèm")
    (shown,) = await town.messages(town.minhs_chat, after=1)
    assert shown["document"]["name"] == "Sổ họp.csv"
    assert (await town.http.get(shown["document"]["url"])).content == content
    await later(town)
    again = await bot.send_document(int(town.minh), sent.document.file_id)
    assert again.document.file_id == sent.document.file_id
    with pytest.raises(BadRequest, match=r"(?i)failed to get http url content"):
        await bot.send_document(int(town.minh), "https://example.org/x.pdf")
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_document(int(town.minh), sent.document.file_id, caption="x" * 1025)


async def test_a_picture_is_sent(town: Town, bot: Bot) -> None:
    sent = await bot.send_photo(await started(town), b"\x89PNG...", filename="qr.png", caption="Mã")
    assert sent.photo[-1].file_size == 7
    assert (await town.messages(town.minhs_chat))[-1]["document"]["kind"] == "photo"


async def test_the_bot_fetches_what_a_person_sent(town: Town, bot: Bot) -> None:
    await town.post(
        "send_file", person=town.minh, chat=town.minhs_chat, kind="document", name="ds.csv", content="xJHDog=="
    )
    (update,) = await bot.get_updates(timeout=0)
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == "đâ".encode()
    assert update.message.document.file_name == "ds.csv"


async def test_asking_about_chats(town: Town, bot: Bot) -> None:
    await town.post(
        "world",
        people=[{"id": "9", "name": "Hoa", "network": "telegram"}],
        groups=[
            {"network": "telegram", "title": "Chi bộ 3", "people": [town.minh], "admins": ["9"], "bots": ["chibo_bot"]}
        ],
    )
    group = next(int(chat["id"]) for chat in (await town.get("state"))["chats"] if chat["title"] == "Chi bộ 3")
    assert (await bot.get_chat(group)).title == "Chi bộ 3"
    assert (await bot.get_chat_member(group, 9)).status == "administrator"
    assert (await bot.get_chat_member(group, int(town.minh))).status == "member"
    assert [member.user.first_name for member in await bot.get_chat_administrators(group)] == ["Hoa"]
    assert await bot.get_chat_member_count(group) == 3
    with pytest.raises(BadRequest, match=r"[Uu]ser not found"):
        await bot.get_chat_member(group, 12345)
    assert await bot.send_chat_action(group, "typing")
    assert await bot.leave_chat(group)
    with pytest.raises(Forbidden, match=r"bot is not a member"):
        await bot.send_message(group, "x")


async def test_the_commands_menu(bot: Bot) -> None:
    vi = [telegram.BotCommand("agenda", "Chương trình họp")]
    await bot.set_my_commands(vi)
    await bot.set_my_commands([telegram.BotCommand("agenda", "Agenda")], language_code="en")
    assert list(await bot.get_my_commands()) == vi
    assert (await bot.get_my_commands(language_code="en"))[0].description == "Agenda"
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([telegram.BotCommand("Chương-trình", "x")])
    await bot.delete_my_commands()
    assert not await bot.get_my_commands()
