"""The sandbox without its servers: world, clock, messages, faults, and the record of what bots did."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.faults import Faults
from sandbox.feed import Feed
from sandbox.settle import Backlog, Settling
from sandbox.times import Clock, iso
from sandbox.world import Bot, Chat, File, Message, Person, World

if TYPE_CHECKING:
    import asyncio
    from datetime import datetime

    from sandbox.arrivals import Arrival
    from sandbox.webhooks import Webhooks


@dataclass(slots=True)
class Settings:
    """Bounds of memory, and the pace of the real machine (seconds)."""

    messages_per_chat: int = 1000
    calls: int = 20_000
    violations: int = 10_000
    file_bytes: int = 64_000_000
    webhook_timeout: float = 10.0


@dataclass(slots=True, eq=False)
class Press:
    """A button press that waits for the bot's answer."""

    id: str
    person: Person
    bot: Bot
    born: int
    answer: dict[str, Any] | None = None
    answered: asyncio.Event | None = None


@dataclass(slots=True, eq=False)
class Call:
    """One call of a bot: when, what, for which chat, and the answer's code."""

    number: int
    at: int
    bot: Bot
    method: str
    params: dict[str, Any]
    code: int
    chat: Chat | None
    fault: str | None

    def json(self) -> dict[str, Any]:
        """Return the call as the control interface shows it; the token is not in it."""
        return {
            "id": self.number,
            "at": iso(self.at),
            "bot": self.bot.username,
            "network": self.bot.network,
            "method": self.method,
            "params": self.params,
            "code": self.code,
            "chat": None if self.chat is None else self.chat.id,
            "fault": self.fault,
        }


@dataclass(slots=True)
class Totals:
    """Counts since the start."""

    messages: int = 0
    calls: int = 0
    updates: int = 0
    violations: int = 0


@dataclass(eq=False)
class Core:
    """Everything the sandbox knows. Both networks and the control interface work on it."""

    now: datetime
    speed: float
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        self.clock = Clock(self.now, self.speed)
        self.world = World()
        self.faults = Faults(self.clock)
        self.feed = Feed()
        self.settling = Settling(self.clock, self.backlog, self.held_on_purpose)
        self.clock.on_change = self._time_changed
        self.calls: deque[Call] = deque(maxlen=self.settings.calls)
        self.violations: deque[dict[str, Any]] = deque(maxlen=self.settings.violations)
        self.presses: dict[str, Press] = {}
        self.files: dict[str, File] = {}
        self.totals = Totals()
        self.changes = 0
        self.base_url = ""
        self.webhooks: Webhooks
        self._file_bytes = 0

    def _time_changed(self) -> None:
        self.settling.time_changed()
        self.feed.publish("clock", {"now": iso(self.clock.us), "speed": self.clock.wanted_speed})

    # --- messages

    def post(self, chat: Chat, sender: Person | Bot | None, text: str, **more: Any) -> Message:
        """Add a message to a chat now. The oldest are forgotten beyond `messages_per_chat`."""
        chat.last_id = number = chat.last_id + 1
        self.changes += 1
        message = Message(
            number, self.world.wire_id(chat, number), chat, sender, text, self.clock.us, self.changes, **more
        )
        chat.messages[number] = message
        chat.messages.pop(number - self.settings.messages_per_chat, None)
        self.totals.messages += 1
        if self.feed.listeners:
            self.feed.publish("message", {"chat": chat.id, "message": message_json(message)})
        return message

    def changed(self, message: Message, kind: str = "edited") -> None:
        """Note that a message was edited or deleted now."""
        self.changes += 1
        message.changed = self.changes
        if kind == "edited":
            message.edited = self.clock.us
        else:
            message.deleted = True
        if self.feed.listeners:
            self.feed.publish(kind, {"chat": message.chat.id, "message": message_json(message)})

    def keep_file(self, name: str, mime: str, kind: str, content: bytes) -> File:
        """Keep a file; the oldest are forgotten beyond `file_bytes`."""
        self.changes += 1
        file = File(f"F{self.changes:08d}", name, mime, kind, content)
        self.files[file.id] = file
        self._file_bytes += len(content)
        while self._file_bytes > self.settings.file_bytes and len(self.files) > 1:
            oldest = next(iter(self.files))
            self._file_bytes -= len(self.files.pop(oldest).content)
        return file

    # --- updates for bots

    def arrive(self, bot: Bot, body: dict[str, Any], lane: str, *, press: bool = False) -> bool:
        """Queue an update for a bot; False when the bot asked not to get its kind."""
        arrivals = bot.arrivals
        if bot.network == "telegram" and arrivals.allowed and next(iter(body)) not in arrivals.allowed:
            return False
        if self.faults.active:
            if self.faults.strike({"unparsable_update": ""}, bot.network, bot.username):
                self._queue(bot, UNPARSABLE[bot.network], f"unparsable:{arrivals.last_number}")
            if self.faults.strike({"duplicate_update": ""}, bot.network, bot.username):
                arrival = self._queue(bot, body, lane, press=press)
                self.again(bot, [arrival])
                return True
        self._queue(bot, body, lane, press=press)
        return True

    def _queue(self, bot: Bot, body: dict[str, Any], lane: str, *, press: bool = False) -> Arrival:
        arrival = bot.arrivals.add(body, lane, self.clock.us, press=press)
        self.totals.updates += 1
        self.settling.event()
        if bot.arrivals.webhook is not None:
            self.webhooks.deliver(bot, arrival)
        return arrival

    def again(self, bot: Bot, arrivals: list[Arrival]) -> None:
        """Hand these out once more, whether they were confirmed or not."""
        self.settling.event()
        if bot.arrivals.webhook is not None:
            for arrival in arrivals:
                self.webhooks.deliver(bot, arrival)
        else:
            bot.arrivals.again.extend(arrivals)
            bot.arrivals.wake()

    def raw(self, bot: Bot, update: Any, *, wrap: bool) -> int:
        """Queue any JSON value as an update; with `wrap` (Telegram) it gets an update_id. Answers its number."""
        number = None
        if bot.network == "telegram" and not wrap and isinstance(update, dict):
            own = update.get("update_id")
            number = own if isinstance(own, int) and not isinstance(own, bool) else None
        arrival = bot.arrivals.add(update, f"raw:{bot.arrivals.last_number}", self.clock.us, number=number)
        arrival.whole = not wrap
        self.totals.updates += 1
        self.settling.event()
        if bot.arrivals.webhook is not None:
            self.webhooks.deliver(bot, arrival)
        return arrival.number

    # --- what is still open

    def backlog(self) -> Backlog:
        """Tell what the networks hold that no bot has acknowledged; held back by a fault does not count."""
        result = Backlog(posting=self.webhooks.posting, retries=self.webhooks.retries())
        now = self.clock.us
        for bot in self.world.bots.values():
            arrivals = bot.arrivals
            if not (arrivals.waiting or arrivals.again):
                continue
            arrivals.drop_old(now)
            count = len(arrivals.waiting) + len(arrivals.again)
            if arrivals.webhook is not None:
                count = 0 if self.webhooks.only_retries(bot) else count
            if count and not self._updates_held(bot):
                where = "its webhook" if arrivals.webhook else "getUpdates"
                result.waiting.append(f"{count} updates wait for {bot.username} at {where}")
        return result

    def _updates_held(self, bot: Bot) -> bool:
        if not self.faults.active:
            return False
        faults = self.faults
        if bot.arrivals.webhook is not None:
            return faults.holds(bot.network, bot.username, "network_down", "webhook_not_delivered")
        return faults.holds(bot.network, bot.username, "network_down", "updates_held") or faults.polls_fail(
            bot.network, bot.username
        )

    def held_on_purpose(self) -> bool:
        """Whether some bot is held back by a fault that lasts until it is cleared."""
        return any(self.faults.lasting(bot.network, bot.username) for bot in self.world.bots.values())

    # --- the record

    def note_call(
        self, bot: Bot, method: str, params: dict[str, Any], *, code: int, chat: Chat | None, fault: str | None
    ) -> None:
        """Write a call of a bot to the log."""
        self.totals.calls = number = self.totals.calls + 1
        call = Call(number, self.clock.us, bot, method, params, code, chat, fault)
        self.calls.append(call)
        if self.feed.listeners:
            self.feed.publish("call", call.json())

    def note_violation(self, bot: Bot, chat: Chat, rule: str, *, refused: bool) -> None:
        """Note the moment at which a bot exceeded a limit."""
        self.totals.violations += 1
        violation = {
            "id": self.totals.violations,
            "at": iso(self.clock.us),
            "bot": bot.username,
            "chat": chat.id,
            "rule": rule,
            "refused": refused,
        }
        self.violations.append(violation)
        self.feed.publish("violation", violation)


UNPARSABLE: dict[str, dict[str, Any]] = {
    "telegram": {"message": {"message_id": "x", "date": "yesterday", "chat": ["?"], "from": 7}},
    "zalo": {"event_name": 7, "message": ["?"]},
}
"""Updates of the right outer shape and the wrong inner one."""


def buttons_json(markup: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the buttons under a message: label, data or url, and the row they stand in."""
    if not markup:
        return []
    rows = markup.get("inline_keyboard")
    if rows is None:
        keys = markup.get("keyboard") or []
        return [
            {"label": key if isinstance(key, str) else key["text"], "data": None, "row": row, "kind": "reply"}
            for row, line in enumerate(keys)
            for key in line
        ]
    shown = []
    for row, line in enumerate(rows):
        for button in line:
            entry = {"label": button["text"], "data": button.get("callback_data"), "row": row}
            entry["kind"] = "callback" if "callback_data" in button else "url" if "url" in button else "other"
            entry.update({key: button[key] for key in ("url", "style") if key in button})
            shown.append(entry)
    return shown


def message_json(message: Message) -> dict[str, Any]:
    """Return a message as GET /sandbox/messages shows it; `from` is a person's id or a bot's username."""
    sender = message.sender
    bot = isinstance(sender, Bot)
    value: dict[str, Any] = {
        "id": message.id,
        "wire_id": message.wire_id,
        "from": None if sender is None else sender.username if isinstance(sender, Bot) else sender.id,
        "from_name": message.chat.title if sender is None else sender.name,
        "from_bot": bot,
        "kind": message.kind,
        "text": message.text,
        "buttons": buttons_json(message.markup),
        "reply_to": None if message.reply_to is None else message.reply_to.id,
        "edited": None if message.edited is None else iso(message.edited),
        "at": iso(message.at),
        "rev": message.changed,
    }
    if message.entities:
        value["entities"] = message.entities
    if message.anonymous:
        value["anonymous"] = True
    if message.deleted:
        value["deleted"] = True
    if message.file is not None:
        value["document"] = {
            "id": message.file.id,
            "name": message.file.name,
            "mime": message.file.mime,
            "kind": message.file.kind,
            "size": len(message.file.content),
            "url": f"/sandbox/files/{message.file.id}",
        }
    return value
