"""The control interface: how a page, a test or a demo drives the sandbox over HTTP."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.control_world import Builder
from sandbox.core import message_json
from sandbox.errors import ControlError
from sandbox.gate import gone_test
from sandbox.people import People
from sandbox.times import iso, parse_moment, parse_span

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sandbox.core import Core, Press
    from sandbox.world import Chat, Person

MOST = 1000
FILE_KINDS = {
    "photo": ("anh.jpg", "image/jpeg"),
    "document": ("tai-lieu.pdf", "application/pdf"),
    "sticker": ("sticker.webp", "image/webp"),
    "voice": ("ghi-am.ogg", "audio/ogg"),
}


@dataclass(slots=True, frozen=True)
class Ask:
    """One request to the control interface: its JSON body or its query, and whether the caller hung up."""

    body: dict[str, Any]
    gone: Callable[[], bool]

    def need(self, name: str) -> Any:
        """Return a field that must be there."""
        if name not in self.body or self.body[name] is None:
            raise ControlError(f"{name}: is missing")
        return self.body[name]

    def text(self, name: str) -> str:
        """Return a field that must be a text."""
        value = self.need(name)
        if not isinstance(value, str):
            raise ControlError(f"{name}: must be a text")
        return value

    def number(self, name: str, default: int) -> int:
        """Return a whole number, perhaps from the query."""
        try:
            return int(self.body.get(name, default))
        except (TypeError, ValueError):
            raise ControlError(f"{name}: must be a whole number, not {self.body.get(name)!r}") from None

    def seconds(self, name: str, default: float) -> float:
        """Real seconds."""
        try:
            return float(self.body.get(name, default))
        except (TypeError, ValueError):
            raise ControlError(f"{name}: must be a number of seconds, not {self.body.get(name)!r}") from None


class Control:
    """Every request the control interface understands; the table of them is in `control_routes`."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.people = People(core)
        self.builder = Builder(core)

    # --- the world

    async def world(self, ask: Ask) -> Any:
        """Add bots, people and groups."""
        return self.builder.add(ask.body)

    async def state(self, _ask: Ask) -> Any:
        """Everything but the messages."""
        return self.builder.state()

    async def bot(self, ask: Ask) -> Any:
        """Change a bot's limits, quota, webhook shape, mention space or privacy."""
        bot = self.core.world.find_bot(ask.need("bot"))
        self.builder.configure(bot, ask.body)
        return {"bot": bot.username}

    # --- speaking and pressing

    def _who(self, ask: Ask) -> Person:
        return self.core.world.find_person(ask.need("person"))

    def _where(self, ask: Ask) -> Chat:
        return self.core.world.find_chat(ask.need("chat"))

    async def say(self, ask: Ask) -> Any:
        """Let a person write."""
        message, told = self.people.say(
            self._who(ask),
            self._where(ask),
            ask.text("text"),
            reply_to=None if ask.body.get("reply_to") is None else ask.number("reply_to", 0),
            mention=bool(ask.body.get("mention")),
            anonymous=bool(ask.body.get("anonymous")),
        )
        return self._said(message.chat, message.id, told)

    def _said(self, chat: Chat, number: int, told: list[str]) -> dict[str, Any]:
        return {"message": number, "chat": chat.id, "delivered_to_bot": bool(told), "bots": told}

    async def edit(self, ask: Ask) -> Any:
        """Let a person change what he wrote."""
        message = self.people.edit(self._who(ask), self._where(ask), ask.number("message", 0), ask.text("text"))
        return {"message": message.id, "chat": message.chat.id}

    async def send_file(self, ask: Ask) -> Any:
        """Let a person send a photo, document, sticker or voice message."""
        kind = str(ask.body.get("kind", "document"))
        if kind not in FILE_KINDS:
            raise ControlError(f"kind: {kind!r} is unknown; choose one of {', '.join(FILE_KINDS)}")
        name, mime = FILE_KINDS[kind]
        try:
            content = base64.b64decode(str(ask.body.get("content", "c2FuZGJveA==")), validate=True)
        except binascii.Error:
            raise ControlError("content: must be base64") from None
        person, chat = self._who(ask), self._where(ask)
        file = self.core.keep_file(str(ask.body.get("name", name)), str(ask.body.get("mime", mime)), kind, content)
        message, told = self.people.say(
            person, chat, str(ask.body.get("caption", "")), file=file, mention=bool(ask.body.get("mention"))
        )
        return {**self._said(chat, message.id, told), "file": file.id}

    async def tap(self, ask: Ask) -> Any:
        """Let a person press a button."""
        person, chat = self._who(ask), self._where(ask)
        message = self.people.find_message(chat, ask.need("message"))
        button = self.people.find_button(message, ask.need("button"))
        if button["kind"] == "reply":
            said, told = self.people.say(person, chat, button["label"])
            return self._said(chat, said.id, told)
        if button["kind"] == "url":
            return await self._follow_link(person, button["url"], ask)
        if button["kind"] != "callback":
            raise ControlError(f"button: {button['label']!r} is of a kind that the sandbox does not press")
        press = self.people.press(person, message, button["data"])
        wait = 3.0 if chat.last_id and self._served(press) else 0.0
        return await self._answer(press, ask.seconds("wait", wait))

    def _served(self, press: Press) -> bool:
        arrivals = press.bot.arrivals
        return arrivals.webhook is not None or bool(self.core.settling.followers) or arrivals.poll is not None

    async def _follow_link(self, person: Person, url: str, ask: Ask) -> Any:
        host = url.split("//", 1)[-1].split("/", 1)[0]
        if host not in ("t.me", "telegram.me", "resolve") and "zalo.me" not in host:
            return {"url": url, "opened": None}
        return {"url": url, **(await self._open(person, url, ask))}

    async def _answer(self, press: Press, wait: float) -> dict[str, Any]:
        if press.answer is None and wait > 0:
            press.answered = asyncio.Event()
            try:
                async with asyncio.timeout(wait):
                    await press.answered.wait()
            except TimeoutError:
                pass
            finally:
                press.answered = None
        return {"press": press.id, "pending": press.answer is None, "answer": press.answer}

    async def press(self, ask: Ask) -> Any:
        """Tell what became of a press."""
        press = self.core.presses.get(str(ask.need("id")))
        if press is None:
            raise ControlError(f"id: there is no press {ask.need('id')!r}; POST /sandbox/tap answers its id", 404)
        return await self._answer(press, ask.seconds("wait", 0))

    async def open(self, ask: Ask) -> Any:
        """Let a person follow a deep link."""
        return await self._open(self._who(ask), ask.text("link"), ask)

    async def _open(self, person: Person, link: str, ask: Ask) -> dict[str, Any]:
        group = ask.body.get("group")
        chat, message = self.people.open(person, link, None if group is None else self.core.world.find_group(group))
        return {"opened": chat.id, "chat": chat.id, "message": None if message is None else message.id}

    async def messages(self, ask: Ask) -> Any:
        """Tell what was said in a chat."""
        chat = self.core.world.chats.get(str(ask.need("chat")))
        if chat is None:
            name, colon, person = str(ask.need("chat")).partition(":")
            if colon and name in self.core.world.bots and person in self.core.world.people:
                return []
            return self.core.world.find_chat(ask.need("chat"))
        after, since = ask.number("after", 0), ask.number("since", 0)
        shown = [m for m in chat.messages.values() if m.id > after and m.changed > since and (since or not m.deleted)]
        limit = max(1, ask.number("limit", MOST))
        return [message_json(message) for message in (shown[-limit:] if "last" in ask.body else shown[:limit])]

    # --- groups and blocks

    async def join(self, ask: Ask) -> Any:
        """Let a person enter a group."""
        group = self.core.world.find_group(ask.need("group"))
        self.people.join(self._who(ask), group)
        return self.builder.chat_json(group)

    async def leave(self, ask: Ask) -> Any:
        """Let a person leave a group."""
        group = self.core.world.find_group(ask.need("group"))
        self.people.leave(self._who(ask), group)
        return self.builder.chat_json(group)

    async def block(self, ask: Ask) -> Any:
        """Let a person block a bot."""
        return self.builder.chat_json(self.people.block(self._who(ask), self.core.world.find_bot(ask.need("bot"))))

    async def unblock(self, ask: Ask) -> Any:
        """Let a blocked bot write again."""
        return self.builder.chat_json(self.people.unblock(self._who(ask), self.core.world.find_bot(ask.need("bot"))))

    def _by(self, ask: Ask, group: Chat) -> Person | None:
        if ask.body.get("person") is not None:
            return self._who(ask)
        return next(iter(group.people.values()), None)

    async def add(self, ask: Ask) -> Any:
        """Add a bot to a group."""
        group = self.core.world.find_group(ask.need("group"))
        self.people.add(self.core.world.find_bot(ask.need("bot")), group, self._by(ask, group))
        return self.builder.chat_json(group)

    async def kick(self, ask: Ask) -> Any:
        """Remove a bot from a group."""
        group = self.core.world.find_group(ask.need("group"))
        self.people.kick(self.core.world.find_bot(ask.need("bot")), group, self._by(ask, group))
        return self.builder.chat_json(group)

    async def migrate(self, ask: Ask) -> Any:
        """Turn a Telegram group into a supergroup."""
        return self.builder.chat_json(self.people.migrate(self.core.world.find_group(ask.need("group"))))

    # --- updates of one's own making

    async def raw(self, ask: Ask) -> Any:
        """Queue any JSON values as updates."""
        bot = self.core.world.find_bot(ask.need("bot"))
        updates = ask.body["updates"] if isinstance(ask.body.get("updates"), list) else [ask.body.get("update")]
        return {"updates": [self.core.raw(bot, update, wrap=bool(ask.body.get("wrap"))) for update in updates]}

    async def replay(self, ask: Ask) -> Any:
        """Hand out confirmed updates again."""
        bot = self.core.world.find_bot(ask.need("bot"))
        chosen = list(bot.arrivals.done)[-max(1, ask.number("count", 1)) :]
        self.core.again(bot, chosen)
        return {"replayed": len(chosen)}

    # --- the clock

    async def clock(self, _ask: Ask) -> Any:
        """Tell the time, its flow, what is next, and who follows."""
        core = self.core
        core.settling.forget_dead()
        due = core.settling.next_due()
        return {
            "now": iso(core.clock.us),
            "speed": core.clock.wanted_speed,
            "next": None if due is None else iso(due),
            "settling": core.settling.waiters > 0,
            "followers": [follower.json() for follower in core.settling.followers.values()],
        }

    async def move(self, ask: Ask) -> Any:
        """Move the time."""
        core = self.core
        patience = (ask.seconds("timeout", 30.0), ask.number("followers", 0))
        given = ask.body.keys() & {"advance", "to", "next", "set", "speed"}
        if not given or len(given - {"speed"}) > 1:
            raise ControlError("clock: give one of advance, to, next, set; or speed")
        if "speed" in given:
            core.clock.set_speed(max(0.0, ask.seconds("speed", 0)))
        if "set" in given:
            return self._set(parse_moment(ask.need("set"), "set"))
        if "advance" in given:
            result = await core.settling.advance(core.clock.us + parse_span(ask.need("advance"), "advance"), *patience)
        elif "to" in given:
            result = await core.settling.advance(parse_moment(ask.need("to"), "to"), *patience)
        elif "next" in given:
            result = await core.settling.to_next(*patience)
        else:
            result = {"now": iso(core.clock.us)}
        return {"speed": core.clock.wanted_speed, **result}

    def _set(self, us: int) -> dict[str, Any]:
        """Put the clock anywhere, also back, without waiting for anybody."""
        if us < self.core.clock.us:
            for bot in self.core.world.bots.values():
                bot.limits.forget()
        self.core.clock.jump(us)
        return {"now": iso(us), "speed": self.core.clock.wanted_speed}

    async def settle(self, ask: Ask) -> Any:
        """Wait until nothing is in flight."""
        return await self.core.settling.settle(ask.seconds("timeout", 30.0), ask.number("followers", 0))

    async def follow(self, ask: Ask) -> Any:
        """Let a bot's process follow the clock."""
        return await self.core.settling.follow(ask.body, ask.gone)

    # --- faults and records

    async def add_fault(self, ask: Ask) -> Any:
        """Plan a fault."""
        fault = self.core.faults.add(ask.body)
        for end in (fault.since, fault.until):
            if end is not None and end > self.core.clock.us:
                self.core.clock.at(end, self._faults_changed)
        self._faults_changed()
        return fault.json()

    def _faults_changed(self) -> None:
        self.core.settling.event()
        self.core.settling.pulse.notify()
        for bot in self.core.world.bots.values():
            bot.arrivals.wake()
        self.core.feed.publish("faults", {"faults": [fault.json() for fault in self.core.faults.active]})

    async def faults(self, _ask: Ask) -> Any:
        """List the faults that are planned or active."""
        return [fault.json() for fault in self.core.faults.active]

    async def clear_faults(self, ask: Ask) -> Any:
        """End one fault, or all."""
        ended = self.core.faults.clear(None if ask.body.get("id") is None else ask.number("id", 0))
        self.core.webhooks.retry_now()
        self._faults_changed()
        return {"cleared": ended}

    async def calls(self, ask: Ask) -> Any:
        """Show the log of the bots' calls."""
        chat, bot, after = ask.body.get("chat"), ask.body.get("bot"), ask.number("after", 0)
        found = [
            call.json()
            for call in self.core.calls
            if call.number > after
            and (chat is None or (call.chat is not None and call.chat.id == chat))
            and (bot is None or call.bot.username == bot)
        ]
        limit = max(1, ask.number("limit", MOST))
        return found[-limit:] if "last" in ask.body else found[:limit]

    async def violations(self, ask: Ask) -> Any:
        """Each moment at which a limit was exceeded."""
        after = ask.number("after", 0)
        return [violation for violation in self.core.violations if violation["id"] > after]

    async def batch(self, ask: Ask) -> Any:
        """Several requests in one, in order; stops at the first that fails."""
        steps = ask.need("steps")
        if not isinstance(steps, list):
            raise ControlError("steps: must be a list of objects with `do` and the fields of that request")
        results = []
        for place, step in enumerate(steps):
            work = BATCHED.get(str(step.get("do"))) if isinstance(step, dict) else None
            if work is None:
                raise ControlError(f"steps[{place}]: do must be one of {', '.join(sorted(BATCHED))}")
            try:
                results.append(await work(self, Ask(step, ask.gone)))
            except ControlError as error:
                raise ControlError(f"steps[{place}]: {error}", error.status) from error
        return results


BATCHED: dict[str, Callable[[Control, Ask], Awaitable[Any]]] = {
    "world": Control.world, "say": Control.say, "edit": Control.edit, "tap": Control.tap, "open": Control.open,
    "send_file": Control.send_file, "join": Control.join, "leave": Control.leave, "block": Control.block,
    "unblock": Control.unblock, "add": Control.add, "kick": Control.kick, "migrate": Control.migrate,
    "raw": Control.raw, "replay": Control.replay, "settle": Control.settle, "clock": Control.move,
    "fault": Control.add_fault,
}  # fmt: skip
"""What a batch may contain."""


def handler(work: Callable[[Ask], Awaitable[Any]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make an HTTP handler of a control request: JSON or query in, JSON out, mistakes as one sentence."""

    async def handle(request: web.Request) -> web.Response:
        try:
            ask = Ask(await _body(request), gone_test(request))
            return web.json_response(await work(ask))
        except ControlError as error:
            return web.json_response({"error": str(error)}, status=error.status)

    return handle


async def _body(request: web.Request) -> dict[str, Any]:
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("//")[2] != request.host:
        raise ControlError("origin: pages of other sites may not drive the sandbox; open its own page", 403)
    raw = await request.read()
    if not raw:
        return dict(request.query)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise ControlError("body: is not JSON") from None
    if not isinstance(body, dict):
        raise ControlError("body: must be a JSON object")
    return body
