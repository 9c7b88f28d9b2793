"""What stands behind the sandbox, where somebody set it: the bot's own ledger, and whoever can kill and start the bot."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OPERATOR_PAGES = ("pushes", "ledger", "inbox")
PATIENCE = aiohttp.ClientTimeout(total=10)


class Behind:
    """Passes the page's questions on, so that the page needs no other address and never sees the operator's key.

    `operator`: base URL of the bot's web endpoint, asked with `key` as bearer. `supervisor`: base URL of the process
    that starts the bot. Where one is empty, its requests are answered 404 with a sentence; where it does not answer
    (a killed bot), 503 with a sentence. All three may be set later, when the addresses are known.
    """

    def __init__(self, operator: str = "", key: str = "", supervisor: str = "") -> None:
        self.operator = operator
        self.key = key
        self.supervisor = supervisor
        self._session: aiohttp.ClientSession | None = None

    def add_to(self, app: web.Application) -> None:
        """Add the requests to the sandbox's application."""
        app.router.add_get("/sandbox/operator/{page}", self._ask_operator)
        app.router.add_get("/sandbox/supervisor", self._ask_supervisor)
        app.router.add_post("/sandbox/supervisor/{act}", self._ask_supervisor)
        app.cleanup_ctx.append(self._opened)

    async def _opened(self, _app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession(timeout=PATIENCE) as self._session:
            yield

    async def _ask_operator(self, request: web.Request) -> web.Response:
        page = request.match_info["page"]
        if page not in OPERATOR_PAGES:
            return _mistake(
                f"operator: there is no {page!r}; ask for {', '.join(OPERATOR_PAGES)}", HTTPStatus.NOT_FOUND
            )
        if not self.operator:
            return _mistake("operator: not set; start the sandbox with --operator URL", HTTPStatus.NOT_FOUND)
        limit = request.query.get("limit", "100")
        url = f"{self.operator.rstrip('/')}/operator/{page}?limit={limit if limit.isdecimal() else 100}"
        return await self._pass_on("GET", url, "the bot", {"Authorization": f"Bearer {self.key}"})

    async def _ask_supervisor(self, request: web.Request) -> web.Response:
        act = request.match_info.get("act")
        if act not in (None, "kill", "start"):
            return _mistake(f"supervisor: cannot {act!r}; ask for kill or start", HTTPStatus.NOT_FOUND)
        if not self.supervisor:
            return _mistake("supervisor: not set; start the sandbox with --supervisor URL", HTTPStatus.NOT_FOUND)
        url = f"{self.supervisor.rstrip('/')}/bot" + (f"/{act}" if act else "")
        return await self._pass_on(request.method, url, "the bot's supervisor", {})

    async def _pass_on(self, method: str, url: str, who: str, headers: dict[str, str]) -> web.Response:
        if self._session is None:
            raise web.HTTPServiceUnavailable
        try:
            async with self._session.request(method, url, headers=headers) as answer:
                body = await answer.read()
                json.loads(body)
                return web.Response(body=body, status=answer.status, content_type="application/json")
        except (TimeoutError, aiohttp.ClientError, ValueError):
            # The address stays out of the sentence: it is of no use to who reads the page.
            return _mistake(f"{who} does not answer; it may be down or starting", HTTPStatus.SERVICE_UNAVAILABLE)


def _mistake(sentence: str, status: HTTPStatus) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
