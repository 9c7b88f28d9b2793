"""Telegram's Bot API: how a bot gets its updates, by asking or by webhook."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from sandbox.arrivals import Webhook
from sandbox.errors import ApiError, DropConnection
from sandbox.limits import SECOND
from sandbox.params import flag, parsed, seconds, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.core import Core
    from sandbox.world import Bot

MOST = 100
LONGEST_POLL = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class UpdateMethods:
    """Methods about updates; `core` comes from the class that gathers all methods."""

    core: Core

    def _allowed(self, bot: Bot, params: dict[str, Any]) -> None:
        if params.get("allowed_updates") in (None, ""):
            return
        allowed = parsed(params, "allowed_updates", list) or []
        bot.arrivals.allowed = [str(kind) for kind in allowed] or None

    async def getUpdates(self, bot: Bot, params: dict[str, Any], gone: Callable[[], bool]) -> Any:  # noqa: N802
        """Up to 100 updates from `offset` on; those before it are confirmed and do not come again.

        Waits up to `timeout` (at most 50) real seconds. A second caller ends the first one's wait with 409.
        """
        arrivals = bot.arrivals
        if arrivals.webhook is not None:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
                "webhook first",
            )
        self._allowed(bot, params)
        limit = min(MOST, max(1, whole(params, "limit", MOST)))
        timeout = min(LONGEST_POLL, seconds(params, "timeout", 0))
        self._confirm(bot, whole(params, "offset", 0))
        if arrivals.poll is not None and not arrivals.poll.done():
            arrivals.poll.set_result(False)
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while True:
            batch = self._batch(bot, limit)
            left = end - loop.time()
            if batch or left <= 0 or gone():
                return batch
            arrivals.poll = mine = loop.create_future()
            done, _ = await asyncio.wait([mine], timeout=min(left, 5.0))
            if done and not mine.result():
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            if arrivals.poll is mine:
                arrivals.poll = None

    def _confirm(self, bot: Bot, offset: int) -> None:
        arrivals = bot.arrivals
        if offset < 0:
            numbers = list(arrivals.waiting)
            offset = numbers[max(0, len(numbers) + offset)] if numbers else 0
        if offset and arrivals.confirm_below(offset):
            self.core.settling.event()

    def _batch(self, bot: Bot, limit: int) -> list[Any]:
        core = self.core
        bot.arrivals.drop_old(core.clock.us)
        if core.faults.active:
            if core.faults.holds("telegram", bot.username, "network_down"):
                raise DropConnection
            if core.faults.holds("telegram", bot.username, "updates_held"):
                return []
        batch = [
            arrival.body if arrival.whole else {"update_id": arrival.number, **arrival.body}
            for arrival in bot.arrivals.ready(limit)
        ]
        if batch:
            core.settling.event()
        return batch

    def setWebhook(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802 - named as the Bot API names it
        """Have updates posted to `url`, with `secret_token` in a header."""
        url = str(params.get("url") or "")
        if not url:
            return self.deleteWebhook(bot, params)
        if not url.startswith(("https://", "http://")):
            raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        secret = str(params.get("secret_token") or "")
        if secret and not _SECRET.fullmatch(secret):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        self._allowed(bot, params)
        most = min(100, max(1, whole(params, "max_connections", 40)))
        return self._webhook(bot, params, Webhook(url, secret, most))

    def deleteWebhook(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Back to asking with getUpdates."""
        return self._webhook(bot, params, None)

    def _webhook(self, bot: Bot, params: dict[str, Any], webhook: Webhook | None) -> bool:
        if flag(params, "drop_pending_updates"):
            bot.arrivals.waiting.clear()
            bot.arrivals.again.clear()
        bot.arrivals.webhook = webhook
        if bot.arrivals.poll is not None and not bot.arrivals.poll.done():
            bot.arrivals.poll.set_result(False)
        self.core.webhooks.changed(bot)
        return True

    def getWebhookInfo(self, bot: Bot, _params: dict[str, Any]) -> Any:  # noqa: N802
        """How the webhook is doing."""
        arrivals = bot.arrivals
        arrivals.drop_old(self.core.clock.us)
        webhook = arrivals.webhook
        value: dict[str, Any] = {
            "url": webhook.url if webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(arrivals.waiting),
        }
        if webhook is not None:
            value["max_connections"] = webhook.max_connections
            if webhook.last_error_at is not None:
                value["last_error_date"] = webhook.last_error_at // SECOND
                value["last_error_message"] = webhook.last_error
        if arrivals.allowed:
            value["allowed_updates"] = arrivals.allowed
        return value
