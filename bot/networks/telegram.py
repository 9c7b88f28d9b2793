"""Telegram: python-telegram-bot's typed client, freed of its application framework (the README says why)."""

import warnings
from datetime import timedelta
from typing import Any

from telegram import (
    Bot,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.warnings import PTBUserWarning

from bot.networks import (
    Batch,
    ConflictError,
    DeliveryError,
    DownError,
    MovedError,
    NotNeededError,
    RejectedError,
    UnreachableError,
    UnsureError,
    WaitError,
    cut,
    key_of_content,
)
from bot.networks.transport import AiohttpRequest
from handlers.desk import Bot as BotIdentity
from handlers.incoming import Incoming, Kind
from storage.inbox import Arrival
from storage.outbox import Letter

# We ask for raw updates and send raw messages on purpose (see `poll` and `_deliver`), which the library advises against.
warnings.filterwarnings("ignore", message="Please use 'Bot", category=PTBUserWarning)

WANTED = ["message", "callback_query", "my_chat_member"]
# The account that stands for every anonymous administrator of a group (Bot API, User; constant of python-telegram-bot).
GROUP_ANONYMOUS = 1087968824
LONG_POLL = 50
TEXT_UNITS = 4096
TOAST_CHARACTERS = 200
NO_PREVIEW = {"is_disabled": True}


class TelegramNetwork:
    """One Telegram bot. `base_url` ends in "/bot", as python-telegram-bot wants it; None is Telegram itself."""

    def __init__(self, name: str, token: str, *, base_url: str | None = None, proxy: str | None = None) -> None:
        self.bot = BotIdentity(name, "telegram")
        self._client = Bot(
            token,
            base_url or "https://api.telegram.org/bot",
            request=AiohttpRequest(proxy=proxy),
            get_updates_request=AiohttpRequest(proxy=proxy),
        )
        self._user_id = int(token.partition(":")[0]) if token.partition(":")[0].isdigit() else 0

    async def open(self) -> BotIdentity:
        """Connect and ask who we are; return the bot with its username."""
        try:
            await self._client.initialize()
        except TelegramError as error:
            raise _translate(error) from None
        self._user_id = self._client.id
        self.bot = BotIdentity(self.bot.name, "telegram", self._client.username)
        return self.bot

    async def close(self) -> None:
        """Close the connections."""
        await self._client.shutdown()

    async def poll(self, offset: int | None) -> Batch:
        """Wait for updates, at most 50 s; what came before `offset` is acknowledged by asking."""
        wanted: dict[str, Any] = {"timeout": LONG_POLL, "allowed_updates": WANTED, "limit": 100}
        if offset is not None:
            wanted["offset"] = offset
        try:
            # Raw, not typed: an update python-telegram-bot cannot read must not hold up the others.
            updates = await self._client.do_api_request("getUpdates", api_kwargs=wanted, read_timeout=LONG_POLL + 15)
        except Conflict as error:
            raise ConflictError(error.message) from None
        except TelegramError as error:
            raise _translate(error) from None
        arrivals = [arrival for update in _as_list(updates) if (arrival := self.arrival(update)) is not None]
        numbers = [update["update_id"] for update in _as_list(updates) if _has_number(update)]
        return Batch(arrivals, max(numbers) + 1 if numbers else offset)

    async def set_webhook(self, url: str | None, secret: str) -> None:
        """Let Telegram call that address, or (None) no address any more."""
        try:
            if url is None:
                await self._client.delete_webhook()
            else:
                await self._client.set_webhook(url, secret_token=secret, allowed_updates=WANTED)
        except TelegramError as error:
            raise _translate(error) from None

    def arrival(self, payload: Any) -> Arrival | None:
        """Return a raw update with its key (the update id, or a digest where there is none) and its chat."""
        if not payload:
            return None
        if _has_number(payload):
            return Arrival(self.bot.name, str(payload["update_id"]), _chat_of(payload), payload)
        return Arrival(self.bot.name, key_of_content(payload), "unreadable", payload)

    def read(self, payload: dict[str, Any]) -> Incoming | None:
        """Understand a raw update; None if it is nothing for us; ValueError if it has no form we know."""
        if not _has_number(payload):
            raise ValueError("no update_id: this is no Telegram update")
        try:
            update = Update.de_json(payload, self._client)
            return _of_texts(self._read(update))
        except (KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
            raise ValueError(f"python-telegram-bot cannot read it: {type(error).__name__}") from None

    def _read(self, update: Update) -> Incoming | None:
        if update.callback_query is not None:
            return _read_press(update)
        if update.my_chat_member is not None:
            return _read_membership(update.my_chat_member)
        if update.message is not None:
            return self._read_message(update.message)
        return None

    def _read_message(self, message: Message) -> Incoming | None:
        in_group = message.chat.type != "private"
        where: dict[str, Any] = {
            "chat_id": str(message.chat.id),
            "in_group": in_group,
            "chat_title": message.chat.title or "",
            "message_id": str(message.message_id),
            "person_id": _person(message.from_user),
            "person_name": message.from_user.full_name if message.from_user else "",
        }
        if message.migrate_to_chat_id is not None:
            return Incoming("migrated", moved_to=str(message.migrate_to_chat_id), **where)
        answered = message.reply_to_message
        to_us = answered is not None and answered.from_user is not None and answered.from_user.id == self._user_id
        reply_to = str(answered.message_id) if answered is not None and to_us else None
        if message.text is None:
            is_content = message.effective_attachment is not None
            return Incoming("file", addressed=to_us or not in_group, **where) if is_content else None
        text, mentioned = self._without_mention(message.text)
        addressed = not in_group or to_us or mentioned or text.startswith("/")
        return Incoming("text", text=text, reply_to=reply_to, addressed=addressed, **where)

    def _without_mention(self, text: str) -> tuple[str, bool]:
        name = f"@{self.bot.username}"
        if not self.bot.username or not text.casefold().startswith(name.casefold()):
            return text, False
        return text[len(name) :].strip(), True

    async def deliver(self, letter: Letter) -> str | None:
        """Send, edit, or answer a press; return the message id."""
        try:
            return await self._deliver(letter)
        except TelegramError as error:
            raise _translate(error) from None

    async def _deliver(self, letter: Letter) -> str | None:
        # The library's own way without its objects: building a keyboard of them and reading the sent message back into them was
        # two thirds of the cost of a message (docs/performance.md), and of the answer we need a number.
        if letter.action == "toast":
            said = letter.body["text"][:TOAST_CHARACTERS]
            await self._call("answerCallbackQuery", callback_query_id=letter.body["press_id"], text=said or None)
            return None
        message = self._message(letter)
        if letter.action == "edit":
            await self._call("editMessageText", message_id=int(letter.message_id or 0), **message)
            return letter.message_id
        reply_to = letter.body.get("reply_to")
        if reply_to:
            message["reply_parameters"] = {"message_id": int(reply_to), "allow_sending_without_reply": True}
        sent = await self._call("sendMessage", **message)
        return str(sent["message_id"])

    async def _call(self, method: str, **parameters: Any) -> Any:
        wanted = {name: value for name, value in parameters.items() if value is not None}
        return await self._client.do_api_request(method, api_kwargs=wanted)

    def _message(self, letter: Letter) -> dict[str, Any]:
        """Return what sending and editing have in common, as the Bot API names it."""
        rows = letter.body.get("choices") or []
        keyboard = {"inline_keyboard": [[self._button(cell) for cell in row] for row in rows]} if rows else None
        return {
            "chat_id": letter.chat_id,
            "text": cut(letter.body["text"], TEXT_UNITS),
            "reply_markup": keyboard,
            "link_preview_options": NO_PREVIEW,
        }

    def _button(self, cell: dict[str, str]) -> dict[str, str]:
        if "start" in cell:
            return {"text": cell["label"], "url": f"https://t.me/{self.bot.username}?start={cell['start']}"}
        return {"text": cell["label"], "callback_data": cell["data"]}


def _as_list(updates: Any) -> list[Any]:
    return updates if isinstance(updates, list) else []


def _has_number(payload: Any) -> bool:
    return isinstance(payload, dict) and isinstance(payload.get("update_id"), int)


def _chat_of(payload: dict[str, Any]) -> str:
    for name in ("message", "callback_query", "my_chat_member"):
        part = payload.get(name)
        if not isinstance(part, dict):
            continue
        holder = part.get("message") if name == "callback_query" else part
        chat = holder.get("chat") if isinstance(holder, dict) else None
        if isinstance(chat, dict) and "id" in chat:
            return str(chat["id"])[:48]
    return "unreadable"


def _person(user: User | None) -> str | None:
    return None if user is None or user.id == GROUP_ANONYMOUS else str(user.id)


def _of_texts(incoming: Incoming | None) -> Incoming | None:
    """Return it if its texts are texts: the library hands numbers and lists through where the Bot API promises a String."""
    if incoming is not None:
        for text in (incoming.text, incoming.data, incoming.chat_title, incoming.person_name):
            if not isinstance(text, str):
                raise TypeError(f"a text that is none: {type(text).__name__}")
    return incoming


def _read_press(update: Update) -> Incoming | None:
    press = update.callback_query
    if press is None or press.message is None:
        return None
    chat = press.message.chat
    return Incoming(
        "press",
        chat_id=str(chat.id),
        in_group=chat.type != "private",
        chat_title=chat.title or "",
        person_id=_person(press.from_user),
        person_name=press.from_user.full_name,
        data=press.data or "",
        message_id=str(press.message.message_id),
        press_id=press.id,
    )


def _read_membership(change: ChatMemberUpdated) -> Incoming | None:
    in_group = change.chat.type != "private"
    gone = change.new_chat_member.status in {"left", "kicked"}
    was_gone = change.old_chat_member.status in {"left", "kicked"}
    if gone == was_gone:
        return None
    kind: Kind = ("left" if gone else "joined") if in_group else ("blocked" if gone else "unblocked")
    return Incoming(
        kind,
        chat_id=str(change.chat.id),
        in_group=in_group,
        chat_title=change.chat.title or "",
        person_id=_person(change.from_user),
        person_name=change.from_user.full_name,
    )


def _translate(error: TelegramError) -> DeliveryError:
    if isinstance(error, RetryAfter):
        pause = error.retry_after
        return WaitError(
            "Telegram asks for a pause (429)", pause.total_seconds() if isinstance(pause, timedelta) else pause
        )
    if isinstance(error, ChatMigrated):
        return MovedError(str(error.new_chat_id))
    if isinstance(error, Forbidden):
        return UnreachableError(error.message)
    if isinstance(error, InvalidToken | EndPointNotFound):
        return RejectedError("Telegram does not know this token: check it in the settings")
    if isinstance(error, BadRequest):
        return _translate_bad_request(error.message)
    if isinstance(error, TimedOut):
        return UnsureError(error.message)
    if isinstance(error, NetworkError):
        return DownError(error.message)
    return UnsureError(f"Telegram answered with something that cannot be read: {type(error).__name__}")


def _translate_bad_request(message: str) -> DeliveryError:
    lower = message.lower()
    if "not modified" in lower or "query is too old" in lower or "query id is invalid" in lower:
        return NotNeededError(message)
    if "chat not found" in lower or "user is deactivated" in lower or "kicked" in lower:
        return UnreachableError(message)
    return RejectedError(message)
