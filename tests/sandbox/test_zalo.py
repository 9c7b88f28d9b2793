"""Zalo's server, through plain httpx: it has no client library worth the name."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sandbox.conftest import Town


HEX = re.compile(r"[0-9a-f]{20}")


async def test_the_account(town: Town) -> None:
    answer = (await town.zalo("getMe")).json()
    assert answer["ok"]
    assert answer["result"]["display_name"] == "Bot Chi Bộ"
    assert (await town.zalo("getMe", token="nope")).status_code == 401
    assert (await town.zalo("editMessage")).status_code == 404


async def test_a_private_message(town: Town) -> None:
    await town.lan_says("Xin chào")
    update = (await town.zalo("getUpdates", timeout=1)).json()["result"]
    message = update["message"]
    assert update["event_name"] == "message.text.received"
    assert message["from"] == {"id": town.lan, "display_name": "Trần Thị Lan", "is_bot": False}
    assert message["chat"] == {"id": town.lan, "chat_type": "PRIVATE"}
    assert (message["text"], message["date"]) == ("Xin chào", 1796086800000)
    assert HEX.fullmatch(message["message_id"])
    assert HEX.fullmatch(town.lan)


async def test_an_update_is_consumed_by_being_fetched(town: Town) -> None:
    await town.lan_says("một")
    await town.lan_says("hai")
    for text in ("một", "hai"):
        assert (await town.zalo("getUpdates", timeout=1)).json()["result"]["message"]["text"] == text
    idle = await town.zalo("getUpdates", timeout=0.05)
    assert idle.status_code == 408
    assert idle.json() == {"ok": False, "error_code": 408, "description": "Request timeout"}


async def test_a_waiting_poll_is_answered(town: Town) -> None:
    poll = asyncio.create_task(town.zalo("getUpdates", timeout=20))
    await town.polled(1)
    await town.lan_says("chào")
    assert (await poll).json()["result"]["message"]["text"] == "chào"


async def test_consumed_updates_come_again_on_request(town: Town) -> None:
    await town.lan_says("một")
    first = (await town.zalo("getUpdates", timeout=1)).json()
    await town.post("replay", bot="chibo_zalo")
    assert (await town.zalo("getUpdates", timeout=1)).json() == first


async def test_sending(town: Town) -> None:
    await town.lan_says("chào")
    sent = (
        await town.zalo("sendMessage", chat_id=town.lan, text="**Kính chào** đồng chí", parse_mode="markdown")
    ).json()
    assert HEX.fullmatch(sent["result"]["message_id"])
    assert sent["result"]["date"] == 1796086800000
    (heard,) = await town.messages(town.lans_chat, after=1)
    assert (heard["wire_id"], heard["from"], heard["text"]) == (
        sent["result"]["message_id"],
        "chibo_zalo",
        "**Kính chào** đồng chí",
    )


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": ""}, "text is empty"),
        ({"text": "👍" * 1000 + "x"}, "text is too long"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "parse_mode is invalid"),
        ({"text": "x", "chat_id": "0" * 20}, "chat_id is invalid"),
    ],
)
async def test_what_cannot_be_sent(town: Town, params: dict[str, Any], why: str) -> None:
    await town.lan_says("chào")
    answer = await town.zalo("sendMessage", **{"chat_id": town.lan, **params})
    assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert why in answer.json()["description"]


async def test_two_thousand_units_fit(town: Town) -> None:
    await town.lan_says("chào")
    assert (await town.zalo("sendMessage", chat_id=town.lan, text="👍" * 1000)).json()["ok"]


async def test_nobody_is_written_to_first(town: Town) -> None:
    assert (await town.zalo("sendMessage", chat_id=town.lan, text="chào")).status_code == 400
    assert (await town.zalo("sendMessage", chat_id=town.zalo_group, text="chào")).status_code == 200


async def test_pictures_by_their_address_only(town: Town) -> None:
    await town.lan_says("chào")
    assert (await town.zalo("sendPhoto", chat_id=town.lan, photo="data:x")).status_code == 400
    assert (await town.zalo("sendPhoto", chat_id=town.lan, photo="https://example.org/qr.png", caption="Mã")).json()[
        "ok"
    ]
    assert (await town.zalo("sendSticker", chat_id=town.lan, sticker="s1")).json()["ok"]
    assert (await town.zalo("sendVoice", chat_id=town.lan, voice="https://example.org/a.m4a")).json()["ok"]
    assert (await town.zalo("sendChatAction", chat_id=town.lan, action="typing")).json()["ok"]


async def test_a_group_tells_the_bot_only_what_mentions_or_quotes_it(town: Town) -> None:
    group = town.zalo_group
    post = await town.zalo("sendMessage", chat_id=group, text="Họp M12")
    assert post.json()["ok"]
    assert not (await town.lan_says("dự nhé", group))["delivered_to_bot"]
    assert (await town.lan_says("dự", group, mention=True))["delivered_to_bot"]
    assert (await town.lan_says("@Bot Chi Bộ muộn", group))["delivered_to_bot"]
    assert (await town.lan_says("vắng", group, reply_to=1))["delivered_to_bot"]
    texts = [(await town.zalo("getUpdates", timeout=1)).json()["result"]["message"] for _ in range(3)]
    assert [message["text"] for message in texts] == ["@Bot Chi Bộ dự", "@Bot Chi Bộ muộn", "@Bot Chi Bộ vắng"]
    assert texts[0]["chat"] == {"id": group, "chat_type": "GROUP"}
    assert group.startswith("zgr-")
    assert not any("quote" in key or "reply" in key for key in texts[2])


async def test_mentions_may_have_non_breaking_spaces(town: Town) -> None:
    await town.post("bot", bot="chibo_zalo", nbsp_mentions=True)
    await town.lan_says("dự", town.zalo_group, mention=True)
    update = (await town.zalo("getUpdates", timeout=1)).json()["result"]
    assert update["message"]["text"] == "@Bot\u00a0Chi\u00a0Bộ\u00a0dự"


async def test_a_group_is_learnt_by_a_mention(town: Town) -> None:
    await town.post("world", groups=[{"network": "zalo", "title": "Mới", "people": [town.lan], "bots": []}])
    group = next(chat["id"] for chat in (await town.get("state"))["chats"] if chat["title"] == "Mới")
    await town.post("add", bot="chibo_zalo", group=group)
    assert (await town.zalo("sendMessage", chat_id=group, text="chào")).status_code == 400
    assert (await town.zalo("getUpdates", timeout=0.05)).status_code == 408
    await town.lan_says("mã 123", group, mention=True)
    assert (await town.zalo("sendMessage", chat_id=group, text="chào")).json()["ok"]


@pytest.mark.parametrize(
    ("kind", "event"), [("photo", "image"), ("sticker", "sticker"), ("voice", "voice"), ("document", "unsupported")]
)
async def test_other_things_people_send(town: Town, kind: str, event: str) -> None:
    await town.post("send_file", person=town.lan, chat=town.lans_chat, kind=kind, caption="xem")
    update = (await town.zalo("getUpdates", timeout=1)).json()["result"]
    assert update["event_name"] == f"message.{event}.received"
    assert ("caption" in update["message"]) == (kind == "photo")
    assert "text" not in update["message"]


async def test_nobody_says_that_he_blocks(town: Town) -> None:
    await town.lan_says("chào")
    await town.zalo("getUpdates", timeout=1)
    await town.post("block", person=town.lan, bot="chibo_zalo")
    answer = await town.zalo("sendMessage", chat_id=town.lan, text="x")
    assert (answer.status_code, answer.json()["description"]) == (403, "Internal server error")
    assert (await town.zalo("getUpdates", timeout=0.05)).status_code == 408


async def test_the_free_plan_is_counted(town: Town) -> None:
    await town.post("bot", bot="chibo_zalo", quota={"people": 1, "groups": 1, "messages": 3})
    (hoa,) = (await town.post("world", people=[{"name": "Hoa", "network": "zalo"}]))["people"]
    await town.lan_says("chào")
    await town.post("say", person=hoa["id"], chat=f"chibo_zalo:{hoa['id']}", text="chào")
    assert (await town.zalo("sendMessage", chat_id=town.lan, text="x")).json()["ok"]
    refused = await town.zalo("sendMessage", chat_id=hoa["id"], text="x")
    assert (refused.status_code, refused.json()) == (
        429,
        {"ok": False, "error_code": 429, "description": "Quota exceeded"},
    )
    assert (await town.zalo("sendMessage", chat_id=town.zalo_group, text="x")).json()["ok"]
    assert (await town.zalo("sendMessage", chat_id=town.lan, text="x")).json()["ok"]
    assert (await town.zalo("sendMessage", chat_id=town.lan, text="x")).status_code == 429
    assert [violation["rule"] for violation in await town.get("violations")] == ["quota", "quota"]
    await town.post("clock", to="2026-12-31T23:59:59+07:00")
    assert (await town.zalo("sendMessage", chat_id=town.lan, text="x")).status_code == 429
    await town.post("clock", to="2027-01-01T00:00:00+07:00")
    assert (await town.zalo("sendMessage", chat_id=town.lan, text="x")).json()["ok"]


async def test_a_webhook_needs_a_secret(town: Town) -> None:
    assert (await town.zalo("getWebhookInfo")).status_code == 404
    for secret in ("", "short", "x" * 257):
        assert (await town.zalo("setWebhook", url="http://127.0.0.1:9/", secret_token=secret)).status_code == 400
    assert (await town.zalo("setWebhook", url="http://127.0.0.1:9/", secret_token="12345678")).json()["ok"]
    assert (await town.zalo("getWebhookInfo")).json()["result"]["url"] == "http://127.0.0.1:9/"
    assert (await town.zalo("getUpdates")).status_code == 400
    assert (await town.zalo("deleteWebhook")).json()["ok"]
    assert (await town.zalo("getWebhookInfo")).status_code == 404


async def test_the_networks_do_not_mix(town: Town) -> None:
    assert "on telegram" in await town.refused("say", person=town.minh, chat=f"chibo_zalo:{town.minh}", text="x")
    assert "on zalo" in await town.refused("add", bot="chibo_zalo", group=town.group)
