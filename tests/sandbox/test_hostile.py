"""Whatever is sent, the sandbox answers in its own words: a result or a refusal, never a crash."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import Sandbox
from sandbox.control import Ask, Control
from sandbox.control_routes import ROUTES, Route
from sandbox.errors import ApiError, ControlError
from sandbox.gate import logged
from sandbox.telegram_api import TelegramApi
from sandbox.zalo_api import ZaloApi
from tests.sandbox.conftest import FREE, START

NAMES = [
    *(
        "chat_id",
        "text",
        "caption",
        "parse_mode",
        "reply_markup",
        "reply_parameters",
        "entities",
        "message_id",
        "photo",
    ),
    *("document", "callback_query_id", "user_id", "commands", "scope", "language_code", "offset", "limit", "timeout"),
    *(
        "allowed_updates",
        "url",
        "secret_token",
        "max_connections",
        "drop_pending_updates",
        "action",
        "sticker",
        "voice",
    ),
    *("file_id", "show_alert", "reply_to_message_id"),
]
FIELDS = [
    *("person", "chat", "text", "reply_to", "message", "button", "link", "group", "bot", "bots", "people", "groups"),
    *("update", "updates", "wrap", "count", "kind", "content", "caption", "name", "after", "since", "limit", "limits"),
    *(
        "quota",
        "webhook_shape",
        "times",
        "retry_after",
        "code",
        "from",
        "until",
        "for",
        "network",
        "method",
        "id",
        "wait",
    ),
    *("mention", "anonymous", "per_second", "group_per_minute", "chat_interval_seconds", "messages", "title"),
]
KNOWN = st.sampled_from(
    [
        "7",
        7,
        "b:7",
        "z:" + "a" * 20,
        "a" * 20,
        -5,
        "-5",
        "b",
        "z",
        1,
        "1",
        "",
        "/start@b x",
        "https://t.me/b?start=x",
        "hang",
    ]
)
VALUES = st.recursive(
    KNOWN | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.characters(codec=None),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES + FIELDS) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=3,
)
BUTTONS = st.dictionaries(st.sampled_from(["text", "callback_data", "url"]), KNOWN, max_size=3)
MARKUPS = st.fixed_dictionaries({"inline_keyboard": st.lists(st.lists(BUTTONS, max_size=2), max_size=2)})
PARAMS = st.dictionaries(st.sampled_from(NAMES), VALUES | MARKUPS, max_size=5)
many = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def town() -> Sandbox:
    """A small world that was never opened to the network."""
    sandbox = Sandbox(now=START)
    sandbox.control.builder.add(
        {
            "bots": [
                {"network": "telegram", "token": "1:a", "username": "b", "limits": FREE},
                {"network": "zalo", "token": "z", "username": "z"},
            ],
            "people": [
                {"id": "7", "name": "A", "network": "telegram"},
                {"id": "a" * 20, "name": "B", "network": "zalo"},
            ],
            "groups": [{"id": "-5", "network": "telegram", "title": "G", "people": ["7"], "bots": ["b"]}],
        }
    )
    world = sandbox.core.world
    for bot, person in (("b", "7"), ("z", "a" * 20)):
        sandbox.control.people.say(
            world.people[person], world.open_private(world.bots[bot], world.people[person]), "chào"
        )
    return sandbox


async def call(network: str, name: str, params: dict[str, Any]) -> None:
    sandbox = town()
    api = TelegramApi(sandbox.core) if network == "telegram" else ZaloApi(sandbox.core)
    bot = sandbox.core.world.bots["b" if network == "telegram" else "z"]
    try:
        api.chat_of(bot, params)
        logged(params)
        if name in api.polls:
            await api.polls[name](bot, params, lambda: True)
        else:
            api.methods[name](bot, params)
    except ApiError as error:
        assert 400 <= error.code < 500  # noqa: PT017 - a refusal is a good answer
    finally:
        sandbox.core.clock.stop()
        await sandbox.core.webhooks.close()


@given(name=st.sampled_from([*TelegramApi(town().core).methods, "getupdates"]), params=PARAMS)
@many
def test_any_call_of_a_telegram_bot(name: str, params: dict[str, Any]) -> None:
    asyncio.run(call("telegram", name, {"chat_id": 7, **params}))


@given(name=st.sampled_from([*ZaloApi(town().core).methods, "getupdates"]), params=PARAMS)
@many
def test_any_call_of_a_zalo_bot(name: str, params: dict[str, Any]) -> None:
    asyncio.run(call("zalo", name, {"chat_id": "a" * 20, **params}))


WAITING = {Control.follow, Control.settle, Control.move, Control.batch}
ASKED = st.sampled_from([route for route in ROUTES if route.work not in WAITING])


@given(route=ASKED, body=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6))
@many
def test_any_request_to_the_control_interface(route: Route, body: dict[str, Any]) -> None:
    async def ask() -> None:
        sandbox = town()
        try:
            await route.work(sandbox.control, Ask({**route.example, **body, "wait": 0}, lambda: False))
        except ControlError as error:
            assert str(error)  # noqa: PT017 - a refusal is a good answer
        finally:
            sandbox.core.clock.stop()
            await sandbox.core.webhooks.close()

    asyncio.run(ask())
