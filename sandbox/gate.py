"""The door bots come through: reads a call, lets faults strike, carries it out, writes it down, answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.errors import ApiError, DropConnection
from sandbox.faults import CALL_KINDS
from sandbox.params import Upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.core import Core
    from sandbox.faults import Fault
    from sandbox.telegram_api import TelegramApi
    from sandbox.world import Bot, Chat
    from sandbox.zalo_api import ZaloApi


BAD_GATEWAY = 502
# ASCII with escapes, as Telegram answers too: half a surrogate pair in a text must not break the answer.
_dumps = json.JSONEncoder(separators=(",", ":")).encode


async def read_params(request: web.Request) -> dict[str, Any]:
    """Return the parameters of a call: from the address, and from a JSON, form or multipart body."""
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
        except (ValueError, RecursionError):
            raise ApiError(400, "Bad Request: can't parse JSON object") from None
        if isinstance(value, dict):
            params.update(value)
    else:
        params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return params


def refusal(error: ApiError) -> web.Response:
    """Return the answer to a refused call, in the envelope both networks share; 502 comes from a proxy, which speaks HTML."""
    if error.code == BAD_GATEWAY:
        return web.Response(
            status=BAD_GATEWAY, text="<html><body>502 Bad Gateway</body></html>", content_type="text/html"
        )
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
        if method.lower() in self.api.polls:
            return await self._handle(request, bot, method)
        settling = self.core.settling
        settling.calls_open += 1
        try:
            return await self._handle(request, bot, method)
        finally:
            settling.calls_open -= 1
            settling.event()

    async def _handle(self, request: web.Request, bot: Bot, method: str) -> web.StreamResponse:
        try:
            params = await read_params(request)
        except ApiError as error:
            return refusal(error)
        chat = self.api.chat_of(bot, params)
        faults = self.core.faults
        fault = None
        if faults.active:
            fault = faults.strike(CALL_KINDS, bot.network, bot.username, chat.id if chat else None, method)
        code = 200
        try:
            if fault is not None:
                await self._suffer(request, fault, bot, chat)
            answer = await self._answer(request, bot, method.lower(), params)
            self._after(fault)
        except ApiError as error:
            code = error.code
            return refusal(error)
        except DropConnection:
            code = 0
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        else:
            return answer
        finally:
            if fault is not None or method.lower() not in self.api.polls:
                kind = None if fault is None else fault.kind
                self.core.note_call(bot, method, logged(params), code=code, chat=chat, fault=kind)

    async def _answer(self, request: web.Request, bot: Bot, name: str, params: dict[str, Any]) -> web.Response:
        work = self.api.methods.get(name)
        if work is not None:
            result = work(bot, params)
        elif (poll := self.api.polls.get(name)) is not None:
            result = await poll(bot, params, gone_test(request))
        else:
            raise ApiError(404, "Not Found" if self.api.network == "telegram" else "Method not found")
        body = '{"ok":true,"result":' + _dumps(result) + "}"
        return web.Response(body=body.encode("ascii"), content_type="application/json")

    async def _suffer(self, request: web.Request, fault: Fault, bot: Bot, chat: Chat | None) -> None:
        """Do what a fault does before the call is carried out: refuse, cut off, or keep waiting."""
        kind = fault.kind
        telegram = bot.network == "telegram"
        if kind == "close_after":
            return
        if kind == "hang":
            await self._hang(fault, gone_test(request))
            return
        if kind == "429" and telegram:
            raise ApiError(429, f"Too Many Requests: retry after {fault.retry_after}", retry_after=fault.retry_after)
        if kind == "502":
            raise ApiError(502, fault.description or "Bad Gateway")
        refused = "was kicked from the group chat" if chat and not chat.private else "was blocked by the user"
        words = {
            "429": "Quota exceeded",
            "403": f"Forbidden: bot {refused}" if telegram else "Internal server error",
            "500": "Internal Server Error",
            "ok_false": "Internal server error",
        }
        if kind not in words:
            raise DropConnection
        code = fault.code if kind == "ok_false" else int(kind)
        status = 200 if kind == "ok_false" else None
        raise ApiError(code, fault.description or words[kind], status=status)

    def _after(self, fault: Fault | None) -> None:
        """Do what a fault does after the call was carried out."""
        if fault is not None and fault.kind == "close_after":
            raise DropConnection

    async def _hang(self, fault: Fault, gone: Callable[[], bool]) -> None:
        core = self.core
        core.settling.calls_open -= 1
        try:
            await self._held(fault, gone)
        finally:
            core.settling.calls_open += 1

    async def _held(self, fault: Fault, gone: Callable[[], bool]) -> None:
        core = self.core
        while fault in core.faults.active and not gone():
            if fault.until is not None and core.clock.us >= fault.until:
                break
            await core.settling.pulse.wait(0.2)
        if gone():
            raise DropConnection


def gone_test(request: web.Request) -> Callable[[], bool]:
    """Return a question that tells whether the caller has hung up."""
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
