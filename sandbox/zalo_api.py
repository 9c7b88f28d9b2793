"""Zalo's Bot API: the few methods it has, its mentions, its quota."""

from __future__ import annotations

import asyncio
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

from sandbox import zalo_wire as wire
from sandbox.arrivals import Webhook
from sandbox.errors import ApiError, DropConnection
from sandbox.params import seconds
from sandbox.telegram_text import units
from sandbox.times import moment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sandbox.core import Core
    from sandbox.world import Bot, Chat

TEXT_UNITS = 2000
VIET_NAM = timezone(timedelta(hours=7))
"""The quota's month is taken to begin at midnight where the platform lives."""
LONGEST_POLL = 50


class ZaloApi:
    """What a bot may call; every method takes the bot and its parameters and gives the `result`."""

    network = "zalo"

    def __init__(self, core: Core) -> None:
        self.core = core
        methods: list[Callable[[Bot, dict[str, Any]], Any]] = [
            self.getMe, self.sendMessage, self.sendPhoto, self.sendSticker, self.sendVoice, self.sendChatAction,
            self.setWebhook, self.deleteWebhook, self.getWebhookInfo,
        ]  # fmt: skip
        self.methods = {method.__name__.lower(): method for method in methods}
        self.polls: dict[str, Callable[[Bot, dict[str, Any], Callable[[], bool]], Awaitable[Any]]] = {
            "getupdates": self.getUpdates,
        }

    def chat_of(self, bot: Bot, params: dict[str, Any]) -> Chat | None:
        """Return the chat a call is about, if the bot knows it."""
        return bot.chats.get(str(params.get("chat_id")))

    def target(self, bot: Bot, params: dict[str, Any]) -> Chat:
        """Return the chat a bot may write to; 400 when it never heard of it, 403 when it is not wanted there."""
        chat = self.chat_of(bot, params)
        if chat is None:
            raise ApiError(400, "Bad request: chat_id is invalid")
        if chat.blocked or bot.username not in chat.bots:
            raise ApiError(403, "Internal server error")
        return chat

    def spend(self, bot: Bot, chat: Chat) -> None:
        """Count a message against the bot's quota and limits; ApiError 429 beyond them."""
        core = self.core
        now = moment(core.clock.us).astimezone(VIET_NAM)
        if bot.month != (now.year, now.month):
            bot.month, bot.sent_this_month = (now.year, now.month), 0
        served, most = (bot.served_people, bot.quota.people) if chat.private else (bot.served_groups, bot.quota.groups)
        if bot.sent_this_month >= bot.quota.messages or (chat.native not in served and len(served) >= most):
            core.note_violation(bot, chat, "quota", refused=True)
            raise ApiError(429, "Quota exceeded")
        excess = bot.limits.check(chat.native, core.clock.us, group=not chat.private)
        if excess is not None:
            refused = not bot.limits.settings.record_only
            core.note_violation(bot, chat, excess.rule, refused=refused)
            if refused:
                raise ApiError(429, "Too many requests")
        served.add(chat.native)
        bot.sent_this_month += 1

    # --- methods

    def getMe(self, bot: Bot, _params: dict[str, Any]) -> Any:  # noqa: N802 - named as the Bot API names it
        """Return the bot's own account."""
        return {
            "id": bot.id,
            "account_name": bot.username,
            "display_name": bot.name,
            "account_type": "BASIC",
            "can_join_groups": True,
        }

    def sendMessage(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Post a text of 1 to 2,000 UTF-16 units."""
        chat = self.target(bot, params)
        text = params.get("text")
        if not isinstance(text, str) or not text.strip():
            raise ApiError(400, "Bad request: text is empty")
        if units(text) > TEXT_UNITS:
            raise ApiError(400, "Bad request: text is too long")
        mode = params.get("parse_mode")
        if mode is not None and str(mode).lower() not in ("markdown", "html"):
            raise ApiError(400, "Bad request: parse_mode is invalid")
        self.spend(bot, chat)
        entities = [{"type": str(mode).lower(), "offset": 0, "length": units(text)}] if mode else None
        return wire.sent(self.core.post(chat, bot, text, entities=entities))

    def sendPhoto(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Post a picture by its public address, with a caption."""
        chat = self.target(bot, params)
        if not str(params.get("photo") or "").startswith(("http://", "https://")):
            raise ApiError(400, "Bad request: photo must be a public URL")
        caption = str(params.get("caption") or "")
        if units(caption) > TEXT_UNITS:
            raise ApiError(400, "Bad request: caption is too long")
        self.spend(bot, chat)
        return wire.sent(self.core.post(chat, bot, f"{caption}\n{params['photo']}".strip(), kind="photo"))

    def sendSticker(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Post a sticker by its id."""
        return self._thing(bot, params, "sticker")

    def sendVoice(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Post a voice message by its public address."""
        return self._thing(bot, params, "voice")

    def _thing(self, bot: Bot, params: dict[str, Any], kind: str) -> Any:
        chat = self.target(bot, params)
        if not params.get(kind):
            raise ApiError(400, f"Bad request: {kind} is empty")
        self.spend(bot, chat)
        return wire.sent(self.core.post(chat, bot, str(params[kind]), kind=kind))

    def sendChatAction(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Show "is typing": nothing is kept."""
        self.target(bot, params)
        if params.get("action") not in ("typing", "upload_photo"):
            raise ApiError(400, "Bad request: action is invalid")
        return True

    # --- updates

    async def getUpdates(self, bot: Bot, params: dict[str, Any], gone: Callable[[], bool]) -> Any:  # noqa: N802
        """One update, which is thereby consumed; 408 when none comes within `timeout` real seconds (default 30)."""
        arrivals = bot.arrivals
        if arrivals.webhook is not None:
            raise ApiError(400, "Bad request: webhook is active")
        loop = asyncio.get_running_loop()
        end = loop.time() + min(LONGEST_POLL, seconds(params, "timeout", 30))
        while not gone():
            one = self._one(bot)
            if one is not None:
                return one
            left = end - loop.time()
            if left <= 0:
                break
            arrivals.poll = mine = loop.create_future()
            done, _ = await asyncio.wait([mine], timeout=min(left, 1.0))
            if done and not mine.result():
                break
            if arrivals.poll is mine:
                arrivals.poll = None
        raise ApiError(408, "Request timeout")

    def _one(self, bot: Bot) -> Any:
        core = self.core
        bot.arrivals.drop_old(core.clock.us)
        if core.faults.active:
            if core.faults.holds("zalo", bot.username, "network_down"):
                raise DropConnection
            if core.faults.holds("zalo", bot.username, "updates_held"):
                return None
        repeat = bool(bot.arrivals.again)
        for arrival in bot.arrivals.ready(1):
            if not repeat:
                bot.arrivals.confirm(arrival.number)
            core.settling.handout()
            return arrival.body
        return None

    def setWebhook(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Have updates posted to `url`; `secret_token` (8 to 256 characters) is required."""
        url, secret = str(params.get("url") or ""), str(params.get("secret_token") or "")
        if not url.startswith(("https://", "http://")):
            raise ApiError(400, "Bad request: url is invalid")
        if not 8 <= len(secret) <= 256:  # noqa: PLR2004 - the platform's bounds
            raise ApiError(400, "Bad request: secret_token must have 8 to 256 characters")
        self._webhook(bot, Webhook(url, secret))
        self.core.webhooks.probe(bot)
        return self.getWebhookInfo(bot, params)

    def deleteWebhook(self, bot: Bot, _params: dict[str, Any]) -> Any:  # noqa: N802
        """Back to asking with getUpdates."""
        self._webhook(bot, None)
        return {"url": "", "updated_at": self.core.clock.us // 1000}

    def _webhook(self, bot: Bot, webhook: Webhook | None) -> None:
        bot.arrivals.webhook = webhook
        if bot.arrivals.poll is not None and not bot.arrivals.poll.done():
            bot.arrivals.poll.set_result(False)
        self.core.webhooks.changed(bot)

    def getWebhookInfo(self, bot: Bot, _params: dict[str, Any]) -> Any:  # noqa: N802
        """Return the webhook; 404 when there is none."""
        webhook = bot.arrivals.webhook
        if webhook is None:
            raise ApiError(404, "Webhook not found")
        return {"url": webhook.url, "updated_at": self.core.clock.us // 1000}
