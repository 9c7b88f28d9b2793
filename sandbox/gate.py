"""The door bots come through: reads a call, lets faults strike, carries it out, writes it down, answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.errors import ApiError, DropConnection
from sandbox.faults import CALL_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.core import Core
    from sandbox.faults import Fault
    from sandbox.telegram_api import TelegramApi
    from sandbox.world import Bot, Chat
    from sandbox.zalo_api import ZaloApi


@dataclass(slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    content: bytes


async def read_params(request: web.Request) -> dict[str, Any]:
    """The parameters of a call: from the address, and from a JSON, form or multipart body."""
    kind = request.headers.get("Content-Type", "")
    params: dict[str, Any] = dict(request.query) if request.query_string else {}
    if kind.startswith("multipart/"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                params[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                params[name] = value
        return params
    body = await request.read()
    if not body:
        return params
    if kind.startswith("application/json"):
        try:
            value = json.loads(body)
        except ValueError:
            raise ApiError(400, "Bad Request: can't parse JSON object") from None
        if isinstance(value, dict):
            params.update(value)
    else:
        params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return params


def refusal(error: ApiError) -> web.Response:
    """The answer to a refused call, in the envelope both networks share."""
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.status)


class Gate:
    """One network's door."""

    def __init__(self, core: Core, api: TelegramApi | ZaloApi) -> None:
        self.core = core
        self.api = api

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Handle /<network>/bot<token>/<method>."""
        bot = self.core.world.by_token.get((self.api.network, request.match_info["token"]))
        if bot is None:
            return refusal(ApiError(401, "Unauthorized"))
        method = request.match_info["method"]
        try:
            params = await read_params(request)
        except ApiError as error:
            return refusal(error)
        try:
            return await self._handle(request, bot, method, params)
        except DropConnection:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)

    async def _handle(self, request: web.Request, bot: Bot, method: str, params: dict[str, Any]) -> web.Response:
        core = self.core
        chat = self.api.chat_of(bot, params)
        name = method.lower()
        fault = None
        if core.faults.active:
            fault = core.faults.strike(CALL_KINDS, bot.network, bot.username, chat.id if chat else None, name)
        if fault is not None:
            core.settling.event()
            await self._before(request, fault, bot, method, params, chat)
        code = 200
        polling = name in self.api.polls
        if not polling:
            core.settling.calls_open += 1
            core.settling.event()
        try:
            result = await self._call(request, bot, name, params)
        except ApiError as error:
            code = error.code
            return refusal(error)
        else:
            body = json.dumps({"ok": True, "result": result}, ensure_ascii=False, separators=(",", ":"))
            if fault is not None and fault.kind == "close_after":
                code = 0
                raise DropConnection
            return web.Response(body=body.encode("utf-8", "surrogatepass"), content_type="application/json")
        finally:
            if not polling:
                core.settling.calls_open -= 1
                core.settling.event()
                core.note_call(bot, method, logged(params), code, chat, fault.kind if fault else None)

    async def _call(self, request: web.Request, bot: Bot, name: str, params: dict[str, Any]) -> Any:
        work = self.api.methods.get(name)
        if work is not None:
            return work(bot, params)
        poll = self.api.polls.get(name)
        if poll is not None:
            return await poll(bot, params, gone_test(request))
        raise ApiError(404, "Not Found" if self.api.network == "telegram" else "Method not found")

    async def _before(
        self, request: web.Request, fault: Fault, bot: Bot, method: str, params: dict[str, Any], chat: Chat | None
    ) -> None:
        """What a fault does before the call is carried out: raise, close, wait, or nothing."""
        kind = fault.kind
        error: ApiError | None = None
        if kind == "hang":
            await self._hang(fault, gone_test(request))
            return
        if kind == "close_after":
            return
        if kind == "429" and bot.network == "telegram":
            error = ApiError(429, f"Too Many Requests: retry after {fault.retry_after}", retry_after=fault.retry_after)
        elif kind == "429":
            error = ApiError(429, fault.description or "Quota exceeded")
        elif kind == "403":
            words = "Forbidden: bot was blocked by the user" if bot.network == "telegram" else "Internal server error"
            error = ApiError(403, fault.description or words)
        elif kind == "500":
            error = ApiError(500, fault.description or "Internal Server Error")
        elif kind == "ok_false":
            error = ApiError(fault.code, fault.description or "Internal server error", status=200)
        code = {"502": 502}.get(kind, 0) if error is None else error.code
        self.core.note_call(bot, method, logged(params), code, chat, kind)
        if error is not None:
            raise error
        if kind == "502":
            raise web.HTTPBadGateway(text="<html><body>502 Bad Gateway</body></html>", content_type="text/html")
        raise DropConnection

    async def _hang(self, fault: Fault, gone: Callable[[], bool]) -> None:
        core = self.core
        while fault in core.faults.active and not gone():
            if fault.until is not None and core.clock.us >= fault.until:
                break
            await core.settling.pulse.wait(0.2)
        if gone():
            raise DropConnection


def gone_test(request: web.Request) -> Callable[[], bool]:
    """A question that tells whether the caller has hung up."""
    return lambda: request.transport is None or request.transport.is_closing()


def logged(params: dict[str, Any]) -> dict[str, Any]:
    """Parameters as the log keeps them: an upload by its name and size."""
    for value in params.values():
        if isinstance(value, Upload):
            return {
                name: {"file": each.name, "size": len(each.content)} if isinstance(each, Upload) else each
                for name, each in params.items()
            }
    return params
