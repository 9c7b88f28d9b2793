"""Updates of any shape, valid, bent or hostile: each is kept, none stops the next, and every one is accounted for."""

import contextlib
import functools
import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.database import Database
from bot.networks.telegram import TelegramNetwork
from bot.networks.zalo import ZaloNetwork
from storage import inbox
from storage.inbox import storable
from storage.spine import Inbox
from tests.talk import START, Town

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=30)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
NAMES = [
    "update_id",
    "message",
    "chat",
    "id",
    "from",
    "text",
    "type",
    "callback_query",
    "data",
    "my_chat_member",
    "result",
    "event_name",
]
NAMES += [
    "message_id",
    "date",
    "chat_type",
    "entities",
    "reply_to_message",
    "new_chat_member",
    "status",
    "migrate_to_chat_id",
]
# Updates that look right from afar: the networks' own words with anything behind them.
BENT = st.recursive(
    SCALARS, lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, max_size=5) | st.lists(inner, max_size=3)
)


@functools.cache
def networks() -> list[Any]:
    return [
        TelegramNetwork("tg", "1:x", base_url="http://127.0.0.1:1/bot"),
        ZaloNetwork("zl", "x", base_url="http://127.0.0.1:1"),
    ]


@given(JSON | BENT)
@settings(max_examples=200, deadline=None)
def test_reading_gives_a_meaning_or_a_sentence(payload: Any) -> None:
    for network in networks():
        arrival = network.arrival(payload)
        if arrival is None:
            assert not payload
            continue
        kept = storable(arrival.payload)
        # Anything but a meaning or a ValueError would be a fault of ours, and fails here.
        with contextlib.suppress(ValueError):
            network.read(kept if isinstance(kept, dict) else {"not_an_object": kept})


@given(st.lists(JSON | BENT, min_size=1, max_size=8))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everything_can_be_stored_and_taken_again(database_url: str, payloads: list[Any]) -> None:
    database = Database(database_url)
    try:
        arrivals = [
            arrival for network in networks() for each in payloads if (arrival := network.arrival(each)) is not None
        ]
        database.ask(lambda session: inbox.keep(session, arrivals, START))
        keys = {(arrival.bot, inbox.storable_text(arrival.key)[:128]) for arrival in arrivals}
        stored = database.ask(lambda session: set(session.execute(select(Inbox.bot, Inbox.update_key)).tuples()))
        assert keys <= stored
        database.ask(lambda session: inbox.take(session, 100))
    finally:
        database.close()


@pytest.mark.parametrize("odd", ["a\x00b", "\ud800", math.nan, math.inf, {"\x00": ["\udfff"]}])
def test_what_postgresql_cannot_hold_is_replaced(odd: Any) -> None:
    kept = storable({"odd": odd})
    assert "\x00" not in repr(kept)
    assert "\\ud" not in repr(kept)
    assert "nan" not in repr(kept)
    assert "inf" not in repr(kept)


def test_a_bottomless_update_is_cut() -> None:
    deep: Any = "x"
    for _ in range(500):
        deep = {"in": deep}
    assert storable(deep)


def test_an_update_nested_as_deep_as_can_be_parsed_arrives() -> None:
    # Somewhere below Python's limit there are depths that can be parsed and not be written again.
    for depth in range(850, 1000):
        with contextlib.suppress(RecursionError):
            payload = json.loads('{"in":' * depth + "1" + "}" * depth)
            for network in networks():
                try:
                    assert network.arrival(payload).key.startswith("sha256:")
                except RecursionError:
                    pytest.fail(f"an update of depth {depth} was parsed and cannot arrive on {network.bot.network}")


async def test_hostile_updates_do_not_stop_the_chat(town: Town) -> None:
    hostile = [
        {"message": {"chat": {"id": "x" * 500}, "text": "a\x00b"}},
        {
            "message": {
                "chat": {"id": town.lan.account, "type": "private"},
                "text": "b\x00",
                "date": 1,
                "message_id": 1,
            }
        },
        {"callback_query": {"id": "1", "from": {}, "data": "att:" + "9" * 400}},
        {"my_chat_member": None},
        {"event_name": "message.text.received", "message": {"from": {}, "chat": {}, "text": 5, "message_id": ["x"]}},
        {"result": {"event_name": 7, "message": {"message_id": "m" * 400, "chat": {"id": 1}, "from": {"id": {}}}}},
    ]
    await town.post("/sandbox/raw", bot=town.sandbox_bot, updates=hostile, wrap=True)
    await town.lan.says("Xin chào trợ lý")
    assert await town.lan.hears()
    waiting = town.ask(lambda session: session.scalar(select(func.count()).where(Inbox.state == "open")))
    assert waiting == 0
