"""The control interface itself: the world, the records, the live feed, and sentences that help."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from sandbox import Sandbox, Settings
from sandbox.control_routes import ROUTES
from tests.sandbox.conftest import FREE, START

if TYPE_CHECKING:
    from telegram import Bot

    from tests.sandbox.conftest import Town


async def test_the_state(town: Town) -> None:
    await town.minh_says("/start")
    state = await town.get("state")
    assert state["now"] == "2026-12-01T01:00:00+00:00"
    assert state["people"] == [
        {"id": town.minh, "name": "Lê Văn Minh", "network": "telegram", "username": "minh", "role": "bí thư"},
        {"id": town.lan, "name": "Trần Thị Lan", "network": "zalo", "note": "trực trạm"},
    ]
    chats = {chat["id"]: chat for chat in state["chats"]}
    assert set(chats) == {town.group, town.zalo_group, town.minhs_chat}
    private, group = chats[town.minhs_chat], chats[town.group]
    assert (private["type"], private["bot"], private["person"], private["role"]) == (
        "private",
        "chibo_bot",
        town.minh,
        "bí thư",
    )
    assert (group["type"], group["title"], group["people"], group["network"]) == (
        "group",
        "Chi bộ 1",
        [town.minh],
        "telegram",
    )
    assert re.fullmatch(r"-\d+", town.group)
    assert re.fullmatch(r"zgr-[0-9a-f]{20}", town.zalo_group)
    assert "demo" not in json.dumps(state), "no token is shown"


async def test_ids_are_the_same_in_every_run(town: Town) -> None:
    async with Sandbox(now=START) as other:
        made = other.control.builder.add(
            {"people": [{"name": "A", "network": "telegram"}, {"name": "B", "network": "zalo"}]}
        )
    assert [person["id"] for person in made["people"]] == [town.minh, town.lan]


async def test_ids_may_be_given(town: Town) -> None:
    made = await town.post(
        "world",
        people=[{"id": 42, "name": "Hoa", "network": "telegram"}],
        groups=[{"id": "-1001234567890", "network": "telegram", "title": "Siêu nhóm", "people": ["42"]}],
    )
    assert made["people"][0]["id"] == "42"
    group = next(chat for chat in (await town.get("state"))["chats"] if chat["title"] == "Siêu nhóm")
    assert group["kind"] == "supergroup"


@pytest.mark.parametrize(
    ("world", "complaint"),
    [
        ({"planets": []}, "planets"),
        ({"people": [{"name": "Hoa"}]}, "network"),
        ({"people": [{"network": "zalo"}]}, "name"),
        ({"people": [{"name": "Hoa", "network": "telegram", "id": "x"}]}, "Telegram id"),
        ({"people": ["Hoa"]}, "people"),
        ({"bots": [{"network": "telegram", "token": "111:demo", "username": "x"}]}, "token"),
        ({"bots": [{"network": "telegram", "token": "9:x", "username": "chibo_bot"}]}, "username"),
        ({"groups": [{"network": "zalo", "title": "x", "people": ["Lê Văn Minh"]}]}, "Lê Văn Minh is on telegram"),
        ({"groups": [{"network": "telegram", "title": "x", "people": ["Ai đó"]}]}, "Ai đó"),
        ({"groups": [{"network": "telegram", "title": "x", "id": "5"}]}, "negative"),
    ],
)
async def test_a_world_that_makes_no_sense(town: Town, world: dict[str, Any], complaint: str) -> None:
    assert complaint in await town.refused("world", **world)


async def test_speaking_to_nobody(town: Town) -> None:
    assert "nobody is called" in await town.refused("say", person="x", chat=town.minhs_chat, text="a")
    assert "does not exist" in await town.refused("say", person=town.minh, chat="x:y", text="a")
    assert "text: is missing" in await town.refused("say", person=town.minh, chat=town.minhs_chat)
    assert "is empty" in await town.refused("say", person=town.minh, chat=town.minhs_chat, text=" ")
    assert "too many" in await town.refused("say", person=town.lan, chat=town.lans_chat, text="x" * 2001)
    assert "is not in chat" in await town.refused("say", person=town.lan, chat=town.minhs_chat, text="a")
    answer = await town.http.post("/sandbox/say", content=b"{")
    assert (answer.status_code, answer.json()) == (400, {"error": "body: is not JSON"})


async def test_messages_after_and_last(town: Town) -> None:
    for text in "abcde":
        await town.minh_says(text)
    assert await town.texts(town.minhs_chat, after=3) == ["d", "e"]
    assert await town.texts(town.minhs_chat, limit=2) == ["a", "b"]
    assert await town.texts(town.minhs_chat, limit=2, last="") == ["d", "e"]
    assert await town.messages(f"chibo_zalo:{town.lan}") == []


async def test_the_log_of_calls_has_no_token(town: Town, bot: Bot) -> None:
    await town.minh_says("/start")
    await bot.send_message(int(town.minh), "chào")
    await bot.get_updates(timeout=0)
    calls = await town.get("calls", bot="chibo_bot")
    assert [(call["method"], call["code"]) for call in calls] == [("getMe", 200), ("sendMessage", 200)]
    (call,) = await town.get("calls", chat=town.minhs_chat, after=calls[0]["id"])
    assert call["params"]["text"] == "chào"
    assert call["at"] == "2026-12-01T01:00:00+00:00"
    assert "demo" not in json.dumps(calls)
    await bot.send_document(int(town.group), b"abc", filename="a.txt")
    (sent,) = await town.get("calls", chat=town.group)
    assert sent["params"]["document"] == {"file": "a.txt", "size": 3}


async def test_several_steps_at_once(town: Town) -> None:
    steps = [
        {"do": "say", "person": town.minh, "chat": town.minhs_chat, "text": "a"},
        {"do": "clock", "advance": "1h"},
        {"do": "settle"},
    ]
    results = await town.post("batch", steps=steps)
    assert results[0]["message"] == 1
    assert results[1]["now"] == "2026-12-01T02:00:00+00:00"
    assert "steps[1]: do must be one of" in await town.refused("batch", steps=[steps[2], {"do": "dance"}])
    assert "steps[0]: person" in await town.refused("batch", steps=[{**steps[0], "person": "x"}])


async def test_the_feed_is_live(town: Town, bot: Bot) -> None:
    seen: list[tuple[str, Any]] = []
    ready = asyncio.Event()

    async def listen() -> None:
        async with town.http.stream("GET", "/sandbox/events") as stream:
            kind = ""
            async for line in stream.aiter_lines():
                ready.set()
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    seen.append((kind, json.loads(line.removeprefix("data: "))))

    listening = asyncio.create_task(listen())
    async with asyncio.timeout(5):
        await ready.wait()
    await town.minh_says("/start")
    card = await bot.send_message(int(town.minh), "0")
    await town.post("clock", advance=1)
    await bot.edit_message_text("1", int(town.minh), card.message_id)
    await town.post("clock", advance=1)
    await bot.delete_message(int(town.minh), card.message_id)
    await town.post("faults", kind="429")
    await town.telegram("sendMessage", chat_id=town.minh, text="x")
    await town.post("block", person=town.minh, bot="chibo_bot")
    async with asyncio.timeout(5):
        while not any(kind == "membership" for kind, _ in seen):
            await town.get("clock")
    listening.cancel()
    kinds = [kind for kind, _ in seen]
    expected = "message message call clock edited call clock deleted call faults call membership"
    assert " ".join(kinds) == expected
    edited = dict(seen)["edited"]
    assert (edited["chat"], edited["message"]["text"]) == (town.minhs_chat, "1")


async def test_help_lists_every_request(town: Town) -> None:
    told = await town.get("help")
    assert len(told["requests"]) == len(ROUTES)
    assert "429" in told["faults"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
async def test_every_request_is_documented(route: Any, docs: str) -> None:
    assert f"{route.method} {route.path}" in docs


async def test_every_fault_is_documented(town: Town, docs: str) -> None:
    for kind in (await town.get("help"))["faults"]:
        assert f"`{kind}`" in docs


async def test_the_page_loads_without_outside_addresses(town: Town) -> None:
    page = await town.http.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert not re.search(r"(src|href)=.?(https?:)?//", page.text)


async def test_memory_is_bounded() -> None:
    settings = Settings(messages_per_chat=10, calls=5, file_bytes=100)
    async with Sandbox(now=START, settings=settings) as sandbox, httpx.AsyncClient(base_url=sandbox.url) as http:
        sandbox.control.builder.add(
            {
                "bots": [{"network": "telegram", "token": "1:a", "username": "b", "limits": FREE}],
                "people": [{"id": "7", "name": "A", "network": "telegram"}],
            }
        )
        for number in range(30):
            await http.post("/sandbox/say", json={"person": "7", "chat": "b:7", "text": str(number)})
            await http.post("/telegram/bot1:a/sendMessage", json={"chat_id": 7, "text": "x"})
            await http.post("/sandbox/send_file", json={"person": "7", "chat": "b:7", "content": "QUJD" * 10})
        assert len((await http.get("/sandbox/messages", params={"chat": "b:7"})).json()) == 10
        assert len((await http.get("/sandbox/calls")).json()) == 5
        assert sum(len(file.content) for file in sandbox.core.files.values()) <= 100


def test_the_documentation_shows_real_json(docs: str) -> None:
    blocks = re.findall(r"```json\n(.*?)```", docs, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        json.loads(block)


async def test_pages_of_other_sites_are_refused(town: Town) -> None:
    body = {"person": town.minh, "chat": town.minhs_chat, "text": "a"}
    own, other = [
        await town.http.post("/sandbox/say", json=body, headers={"Origin": origin})
        for origin in (town.sandbox.url, "https://example.org")
    ]
    assert (own.status_code, other.status_code) == (200, 403)
