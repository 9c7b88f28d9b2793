"""The web endpoint: where webhooks come in, a health check, and what the operator may look at."""

import hmac
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.database import Database, Troubles
from bot.networks import Network
from bot.receiver import Keeper
from storage import ledger

log = logging.getLogger(__name__)
SECRET_HEADERS = {"telegram": "X-Telegram-Bot-Api-Secret-Token", "zalo": "X-Bot-Api-Secret-Token"}
# Telegram's updates are a few kilobytes; what is larger is nobody's update.
LARGEST_BODY = 256 * 1024


class Web:
    """The aiohttp application. Webhooks answer 200 only after the inbox was committed."""

    def __init__(
        self,
        database: Database,
        keeper: Keeper,
        networks: Mapping[str, Network],
        secrets: Mapping[str, str],
        operator_key: str,
        health: Callable[[], dict[str, Any]],
    ) -> None:
        self._database = database
        self._keeper = keeper
        self._networks = networks
        self._secrets = secrets
        self._operator_key = operator_key
        self._health = health
        self._troubles = Troubles(database, log, "webhook: an update cannot be stored, its network will send it again")
        self.app = web.Application(client_max_size=LARGEST_BODY)
        self.app.router.add_post("/webhook/{bot}", self._webhook)
        self.app.router.add_get("/healthz", self._healthz)
        self.app.router.add_get("/operator/pushes", self._operator(ledger.pushes))
        self.app.router.add_get("/operator/ledger", self._operator(ledger.letters))
        self.app.router.add_get("/operator/inbox", self._operator(ledger.updates))

    async def _webhook(self, request: web.Request) -> web.Response:
        name = request.match_info["bot"]
        network, secret = self._networks.get(name), self._secrets.get(name, "")
        if network is None or not secret:
            return web.Response(status=404)
        given = request.headers.get(SECRET_HEADERS[network.bot.network], "")
        # Constant time: how long the comparison takes must not tell how much of the secret was right.
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=401)
        body = await request.read()
        try:
            payload = json.loads(body) if body.strip() else None
        except (ValueError, RecursionError):
            payload = {"not_json": body.decode("utf-8", errors="replace")}
        arrival = network.arrival(payload)
        if arrival is None:
            return web.Response()  # an empty probe
        try:
            await self._keeper.keep([arrival])
        except DBAPIError as error:
            self._troubles.tell(error)
            return web.Response(status=503)
        self._troubles.are_over()
        return web.Response()

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.json_response(self._health())

    def _operator(self, question: Callable[[Session, int], list[dict[str, Any]]]) -> Any:
        async def handle(request: web.Request) -> web.Response:
            key = self._operator_key
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if not key or not hmac.compare_digest(given.encode(), key.encode()):
                return web.json_response(
                    {"error": "an operator key is needed: Authorization: Bearer <web.operator_key>"}, status=401
                )
            limit = request.query.get("limit", "100")
            number = min(int(limit), 500) if limit.isdecimal() and len(limit) <= 4 else 100  # noqa: PLR2004
            return web.json_response({"rows": await self._database.run(lambda session: question(session, number))})

        return handle
