"""Zalo: a small client of the Bot Platform, which has neither buttons nor edits (sources: NETWORKS in docs/networks.md)."""

import re
from typing import Any

import httpx

from bot.networks import (
    Batch,
    ConflictError,
    DeliveryError,
    DownError,
    NotNeededError,
    RejectedError,
    UnreachableError,
    UnsureError,
    WaitError,
    cut,
    key_of_content,
)
from handlers.desk import Bot
from handlers.incoming import Incoming
from storage.inbox import Arrival
from storage.outbox import Letter

BASE_URL = "https://bot-api.zaloplatforms.com"
LONG_POLL = 30
TEXT_UNITS = 2000
IDLE = 408
# Quota exceeded comes without a hint when to try again (3rd-party reports): an hour spares the network and still notices.
QUOTA_PAUSE = 3600.0
FILES = frozenset({"image", "sticker", "voice", "unsupported"})


class ZaloError(Exception):
    """The platform said no: `code` as in its envelope."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"Zalo answered {code}: {description}")
        self.code = code


class ZaloNetwork:
    """One Zalo bot. The token is part of every URL, so no error and no log line may hold one."""

    def __init__(self, name: str, token: str, *, base_url: str | None = None, proxy: str | None = None) -> None:
        self.bot = Bot(name, "zalo")
        self._prefix = f"{base_url or BASE_URL}/bot{token}"
        self._http = httpx.AsyncClient(proxy=proxy, timeout=20.0, limits=httpx.Limits(max_connections=32))

    async def call(self, method: str, parameters: dict[str, Any] | None = None, *, patience: float = 20.0) -> Any:
        """Call a method and wait at most `patience` seconds; return its result.

        Raises ZaloError for a refusal, and DeliveryError when no answer came.
        """
        try:
            response = await self._http.post(f"{self._prefix}/{method}", json=parameters or {}, timeout=patience)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise DownError(f"Zalo could not be reached ({type(error).__name__})") from None
        except httpx.HTTPError as error:
            raise UnsureError(f"no answer from Zalo ({type(error).__name__})") from None
        try:
            said = response.json()
        except ValueError:
            said = None
        if not isinstance(said, dict) or "ok" not in said:
            raise _no_envelope(response.status_code)
        # Success is told by the envelope alone: HTTP 200 may carry ok:false.
        if said["ok"] is not True:
            raise ZaloError(_code(said, response.status_code), str(said.get("description", ""))[:120])
        return said.get("result")

    async def open(self) -> Bot:
        """Ask who we are; return the bot with the name that people mention it by."""
        try:
            me = await self.call("getMe")
        except ZaloError as error:
            raise _translate(error) from None
        name = me.get("display_name") or me.get("account_name") or "" if isinstance(me, dict) else ""
        self.bot = Bot(self.bot.name, "zalo", str(name))
        return self.bot

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def poll(self, offset: int | None) -> Batch:
        """Wait for one update, at most 30 s. There is no acknowledgement: the inbox knows what it has seen."""
        try:
            update = await self.call("getUpdates", {"timeout": LONG_POLL}, patience=LONG_POLL + 15)
        except ZaloError as error:
            if error.code == IDLE:
                return Batch([], offset)
            if error.code == 409:  # noqa: PLR2004
                raise ConflictError(str(error)) from None
            raise _translate(error) from None
        updates = update if isinstance(update, list) else [update]
        return Batch([arrival for each in updates if (arrival := self.arrival(each)) is not None], offset)

    async def set_webhook(self, url: str | None, secret: str) -> None:
        """Let Zalo call that address, or (None) no address any more."""
        try:
            if url is None:
                await self.call("deleteWebhook")
            else:
                await self.call("setWebhook", {"url": url, "secret_token": secret})
        except ZaloError as error:
            if url is None and error.code in {400, 404}:
                return  # there was none
            raise _translate(error) from None

    def arrival(self, payload: Any) -> Arrival | None:
        """Return a raw update with its key (the message id, or a digest where there is none) and its chat."""
        if not payload:
            return None
        message = _message(payload)
        if message is None or not message.get("message_id"):
            return Arrival(self.bot.name, key_of_content(payload), "unreadable", payload)
        chat = message.get("chat")
        lane = str(chat.get("id"))[:48] if isinstance(chat, dict) else "unreadable"
        return Arrival(self.bot.name, str(message["message_id"])[:128], lane, payload)

    def read(self, payload: dict[str, Any]) -> Incoming | None:
        """Understand a raw update, flat or wrapped; None if it is nothing for us; ValueError if it has no form we know."""
        flat = payload.get("result", payload)
        message = _message(payload)
        if not isinstance(flat, dict) or message is None:
            raise ValueError("no message in it: this is no Zalo update")
        chat, person = message.get("chat"), message.get("from")
        if not isinstance(chat, dict) or not chat.get("id") or not isinstance(person, dict):
            raise ValueError("no chat or no sender in it: this is no Zalo update")
        if person.get("is_bot"):
            return None
        in_group = str(chat.get("chat_type", "")).upper() == "GROUP"
        where: dict[str, Any] = {
            "chat_id": str(chat["id"]),
            "in_group": in_group,
            "chat_title": str(chat.get("title") or chat.get("name") or ""),
            "person_id": str(person["id"]) if person.get("id") else None,
            "person_name": str(person.get("display_name") or ""),
            "message_id": str(message.get("message_id") or ""),
        }
        kind = str(flat.get("event_name", "")).removeprefix("message.").removesuffix(".received")
        if kind in FILES:
            return Incoming("file", **where)
        if kind != "text" or not isinstance(message.get("text"), str):
            return None
        # A group hands us only what mentions or quotes us, so every text is meant for us.
        return Incoming("text", text=self._without_mention(message["text"]) if in_group else message["text"], **where)

    def _without_mention(self, text: str) -> str:
        """Return the text without the "@Bot Tên" in front; its spaces may be non-breaking ones."""
        name = re.escape(self.bot.username).replace(r"\ ", r"\s+") if self.bot.username else r"\S+"
        return re.sub(rf"^\s*@{name}[\s,:]*", "", text, flags=re.IGNORECASE)

    async def deliver(self, letter: Letter) -> str | None:
        """Send a message; return its id. Choices become a numbered list; an edit becomes a message of its own; presses do not exist."""
        if letter.action == "toast":
            raise NotNeededError("Zalo has no button presses")
        body = letter.body
        text = numbered(body["text"], body.get("choices") or [])
        if body.get("foot"):
            text = f"{text}\n{body['foot']}"
        sent = None
        try:
            for part in split(text, TEXT_UNITS):
                sent = await self.call("sendMessage", {"chat_id": letter.chat_id, "text": part})
        except ZaloError as error:
            raise _translate(error) from None
        return str(sent["message_id"]) if isinstance(sent, dict) and sent.get("message_id") else None


def numbered(text: str, rows: list[list[dict[str, str]]]) -> str:
    """Return the text with its choices as a numbered list below; a choice that opens a private chat becomes an instruction."""
    pressed = [cell["label"] for row in rows for cell in row if "data" in cell]
    started = [cell["label"] for row in rows for cell in row if "start" in cell]
    lines = [f"{number} – {label}" for number, label in enumerate(pressed, start=1)] + [
        f"• {label}" for label in started
    ]
    return f"{text}\n\n" + "\n".join(lines) if lines else text


def split(text: str, units: int) -> list[str]:
    """Return the text in parts of at most that many UTF-16 units, parted between lines where possible."""
    parts: list[str] = []
    rest = text
    while len(rest.encode("utf-16-le")) > 2 * units:
        piece = cut(rest, units).removesuffix("…")
        at = piece.rfind("\n")
        piece = piece[:at] if at > 0 else piece
        parts.append(piece)
        rest = rest[len(piece) :].lstrip("\n")
    return [*parts, rest] if rest else parts


def _message(payload: Any) -> dict[str, Any] | None:
    flat = payload.get("result", payload) if isinstance(payload, dict) else None
    message = flat.get("message") if isinstance(flat, dict) else None
    return message if isinstance(message, dict) else None


def _code(said: dict[str, Any], status: int) -> int:
    code = said.get("error_code")
    return code if isinstance(code, int) else status


def _no_envelope(status: int) -> DeliveryError:
    if status >= 500:  # noqa: PLR2004
        return DownError(f"Zalo answered HTTP {status} without an envelope")
    return UnsureError(f"Zalo answered HTTP {status} with something that cannot be read")


def _translate(error: ZaloError) -> DeliveryError:
    why = str(error)
    if error.code == 429:  # noqa: PLR2004
        return WaitError(why, QUOTA_PAUSE if "quota" in why.lower() else 5.0)
    if error.code == 403:  # noqa: PLR2004
        return UnreachableError(why)
    if error.code in {400, 401, 404}:
        return RejectedError(why)
    return DownError(why)
