"""The sandbox as one HTTP server: two chat networks, the control interface, and the page."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from aiohttp import web

from sandbox.behind import Behind
from sandbox.control import Control, handler
from sandbox.control_routes import ROUTES
from sandbox.core import Core, Settings
from sandbox.faults import CALL_KINDS, UPDATE_KINDS
from sandbox.gate import Gate
from sandbox.telegram_api import TelegramApi
from sandbox.webhooks import Webhooks
from sandbox.zalo_api import ZaloApi

if TYPE_CHECKING:
    from types import TracebackType

PAGE = Path(__file__).parent / "page"
UPLOAD_BYTES = 60_000_000
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
"""The page loads and calls nothing but the sandbox itself."""


class Sandbox:
    """A Telegram and a Zalo of our own. `async with Sandbox(...) as sandbox:` serves at `sandbox.url`.

    `now`: where the simulated time begins (aware; default: the machine's time). `speed`: simulated seconds per real
    second, 0 stands still. `port` 0 takes a free one. Listens on 127.0.0.1 unless `host` says otherwise.
    `operator`, `operator_key`, `supervisor`: what the page may ask behind the sandbox, see `sandbox.behind`.
    """

    def __init__(
        self,
        *,
        now: datetime | None = None,
        speed: float = 0,
        port: int = 0,
        host: str = "127.0.0.1",
        settings: Settings | None = None,
        operator: str = "",
        operator_key: str = "",
        supervisor: str = "",
    ) -> None:
        self.core = Core(now or datetime.now(UTC), speed, settings or Settings())
        self.core.webhooks = Webhooks(self.core)
        self.control = Control(self.core)
        self.behind = Behind(operator, operator_key, supervisor)
        self.url = ""
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.02)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port, backlog=1024)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = self.core.base_url = f"http://{self._host}:{port}"
        self.core.clock.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.core.clock.stop()
        await self.core.webhooks.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=UPLOAD_BYTES)
        for api in (TelegramApi(self.core), ZaloApi(self.core)):
            gate = Gate(self.core, api)
            app.router.add_route("*", f"/{api.network}/bot{{token}}/{{method}}", gate.serve)
        app.router.add_get("/telegram/file/bot{token}/documents/{file}", self._file)
        for route in ROUTES:
            app.router.add_route(route.method, route.path, handler(route.work.__get__(self.control)))
        app.router.add_get("/sandbox/files/{file}", self._file)
        app.router.add_get("/sandbox/events", self._events)
        app.router.add_get("/sandbox/help", self._help)
        self.behind.add_to(app)
        app.router.add_get("/", self._page)
        app.router.add_static("/page", PAGE)
        app.on_response_prepare.append(_page_headers)
        return app

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _help(self, _request: web.Request) -> web.Response:
        value = {
            "requests": [
                {"method": route.method, "path": route.path, "purpose": route.purpose, "example": route.example}
                for route in ROUTES
            ],
            "also": {
                "GET /sandbox/events": "server-sent events: message, edited, deleted, membership, chat, world, clock, "
                "call, faults, violation, resync",
                "GET /sandbox/files/ID": "a document or picture that was sent",
                "GET /sandbox/operator/PAGE": "pushes, ledger or inbox of the bot's own web endpoint (--operator)",
                "GET /sandbox/supervisor": "whether the bot runs; POST …/kill and …/start do so (--supervisor)",
            },
            "faults": CALL_KINDS | UPDATE_KINDS,
        }
        return web.json_response(value, dumps=lambda it: json.dumps(it, indent=1))

    async def _file(self, request: web.Request) -> web.Response:
        file = self.core.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound(text="files: there is no such file, or it was forgotten to save memory")
        kind = "inline" if file.mime in ("image/jpeg", "image/png", "image/webp") else "attachment"
        name = file.name.replace('"', "_").replace("\n", "_").replace("\r", "_")
        ascii_name = name.encode("ascii", "replace").decode()
        headers = {"Content-Disposition": f'{kind}; filename="{ascii_name}"', "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=file.mime.split(";")[0], headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
        )
        await response.prepare(request)
        queue = self.core.feed.listen()
        try:
            await response.write(b"retry: 1000\n\n")
            while True:
                try:
                    async with asyncio.timeout(10):
                        frame = await queue.get()
                except TimeoutError:
                    frame = b": alive\n\n"
                await response.write(frame)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.core.feed.leave(queue)
        return response


async def _page_headers(request: web.Request, response: web.StreamResponse) -> None:
    if request.path == "/" or request.path.startswith("/page/"):
        response.headers.update(PAGE_HEADERS)
