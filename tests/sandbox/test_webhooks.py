"""Updates posted to a bot's own web server: secrets, order, and attempts until it says 2xx."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

import pytest
from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

if TYPE_CHECKING:
    from types import TracebackType

    from telegram import Bot

    from tests.sandbox.conftest import Town

SECRET = "geheim-123"


class Hook:
    """A web server that keeps what it is told, and answers with the codes it was given, then 200."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.codes: list[int] = []
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.text()))
        return web.Response(status=self.codes.pop(0) if self.codes else 200)

    def updates(self) -> list[Any]:
        return [json.loads(body) for _, body in self.got if body]

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates()]


async def test_updates_are_posted_with_the_secret(town: Town, bot: Bot) -> None:
    async with Hook() as hook:
        await town.minh_says("trước")
        await bot.set_webhook(hook.url, secret_token=SECRET)
        await town.minh_says("sau")
        await town.post("settle")
        assert hook.texts() == ["trước", "sau"]
        assert {headers["X-Telegram-Bot-Api-Secret-Token"] for headers, _ in hook.got} == {SECRET}
        assert (await bot.get_webhook_info()).pending_update_count == 0
        with pytest.raises(BadRequest, match=r"(?i)secret token contains unallowed characters"):
            await bot.set_webhook(hook.url, secret_token="mật khẩu")


async def test_attempts_pause_longer_and_longer(town: Town, bot: Bot) -> None:
    async with Hook() as hook:
        await bot.set_webhook(hook.url)
        hook.codes = [500, 401, 302]
        await town.minh_says("một")
        await town.minh_says("hai")
        await town.post("settle")
        assert hook.texts() == ["một"]
        info = await bot.get_webhook_info()
        assert info.pending_update_count == 2
        assert "500" in info.last_error_message
        for step in (1, 2, 4):
            await town.post("clock", advance=step - 0.001)
            before = len(hook.got)
            await town.post("clock", advance=0.001)
            assert len(hook.got) > before
        assert hook.texts() == ["một", "một", "một", "một", "hai"]
        assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_a_failing_chat_does_not_hold_up_another(town: Town, bot: Bot) -> None:
    (hoa,) = (await town.post("world", people=[{"name": "Hoa", "network": "telegram"}]))["people"]
    async with Hook() as hook:
        await bot.set_webhook(hook.url)
        hook.codes = [500]
        await town.minh_says("một")
        await town.post("settle")
        await town.minh_says("hai")
        await town.post("say", person=hoa["id"], chat=f"chibo_bot:{hoa['id']}", text="của Hoa")
        await town.post("settle")
        assert hook.texts() == ["một", "của Hoa"]
        await town.post("clock", advance=1)
        assert hook.texts() == ["một", "của Hoa", "một", "hai"]


async def test_a_press_overtakes_messages(town: Town, bot: Bot) -> None:
    await town.minh_says("/start")
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Dự", callback_data="y")]])
    card = await bot.send_message(int(town.minh), "Dự?", reply_markup=buttons)
    async with Hook() as hook:
        hook.codes = [500]
        await bot.set_webhook(hook.url)
        await town.post("settle")
        await town.post("tap", person=town.minh, chat=town.minhs_chat, message=card.message_id, button="Dự", wait=0)
        await town.post("settle")
        assert ["callback_query" in update for update in hook.updates()] == [False, True]


async def test_an_unreachable_webhook_gets_its_updates_when_it_is_set_again(town: Town, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await town.minh_says("một")
    await town.post("settle")
    assert (await bot.get_webhook_info()).last_error_message
    async with Hook() as hook:
        await bot.set_webhook(hook.url)
        await town.post("settle")
        assert hook.texts() == ["một"]


async def test_pending_updates_can_be_dropped(town: Town, bot: Bot) -> None:
    await town.minh_says("một")
    async with Hook() as hook:
        await bot.set_webhook(hook.url, drop_pending_updates=True)
        await town.post("settle")
        assert hook.got == []


async def test_an_update_is_given_up_after_a_day(town: Town, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await town.minh_says("một")
    await town.post("clock", advance="25h")
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_posted_updates_come_again_on_request(town: Town, bot: Bot) -> None:
    async with Hook() as hook:
        await bot.set_webhook(hook.url)
        await town.minh_says("một")
        await town.post("settle")
        await town.post("replay", bot="chibo_bot")
        await town.post("settle")
        assert hook.updates()[0] == hook.updates()[1]


@pytest.mark.parametrize("shape", ["flat", "wrapped"])
async def test_zalo_posts_flat_or_wrapped(town: Town, shape: str) -> None:
    await town.post("bot", bot="chibo_zalo", webhook_shape=shape)
    async with Hook() as hook:
        assert (await town.zalo("setWebhook", url=hook.url, secret_token=SECRET)).json()["ok"]
        await town.lan_says("chào")
        await town.post("settle")
        assert {headers["X-Bot-Api-Secret-Token"] for headers, _ in hook.got} == {SECRET}
        assert [body for _, body in hook.got].count("") == 1, "the probe has an empty body"
        (update,) = hook.updates()
        inner = update["result"] if shape == "wrapped" else update
        assert inner["message"]["text"] == "chào"
        assert ("ok" in update) == (shape == "wrapped")
