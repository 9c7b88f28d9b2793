"""The two chat networks, each behind the same few methods: receive, read, deliver."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Protocol

from handlers.desk import Bot
from handlers.incoming import Incoming
from storage.inbox import Arrival, storable
from storage.outbox import Letter


class DeliveryError(Exception):
    """A message was not taken. The text says why, without the token and without the message."""


class WaitError(DeliveryError):
    """The network asks for a pause of `seconds`."""

    def __init__(self, why: str, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds


class UnreachableError(DeliveryError):
    """The person blocked the bot or never started it, or the group removed it."""


class MovedError(DeliveryError):
    """The group has a new id, `chat_id`."""

    def __init__(self, chat_id: str) -> None:
        super().__init__("the group became a supergroup")
        self.chat_id = chat_id


class RejectedError(DeliveryError):
    """The network will never take this message."""


class NotNeededError(DeliveryError):
    """The message has no effect any more: an unchanged edit, a press that is too old to be answered."""


class UnsureError(DeliveryError):
    """No answer came: the message may have been delivered, or not."""


class DownError(DeliveryError):
    """The network did not take the call: it may be tried again without fear of a repeat."""


class ConflictError(Exception):
    """Somebody else receives this bot's updates."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Updates from one poll, and the offset that acknowledges them (None where the network knows no acknowledgement)."""

    arrivals: list[Arrival]
    offset: int | None


class Network(Protocol):
    """One bot on one network."""

    bot: Bot

    async def open(self) -> Bot:
        """Connect and ask who we are; return the bot with its username. Raises DeliveryError."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...

    async def poll(self, offset: int | None) -> Batch:
        """Wait for updates, a long poll; raises ConflictError or DeliveryError."""
        ...

    async def set_webhook(self, url: str | None, secret: str) -> None:
        """Let the network call that address with that secret, or (None) no address any more."""
        ...

    def arrival(self, payload: Any) -> Arrival | None:
        """Return a raw update with its key and lane; None for an empty probe. Never raises: what has no form is kept as it is."""
        ...

    def read(self, payload: dict[str, Any]) -> Incoming | None:
        """Understand a raw update; None if it is nothing for us; ValueError if it has no form we know."""
        ...

    async def deliver(self, letter: Letter) -> str | None:
        """Send, edit, or answer a press; return the network's message id where there is one. Raises DeliveryError."""
        ...


def key_of_content(payload: Any) -> str:
    """Return the key of an update that brings none of its own: the same for the same content, however deep it is nested."""
    # As it is stored: there are depths at which Python reads JSON and cannot write it again.
    content = json.dumps(storable(payload), sort_keys=True, default=str)
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"


def cut(text: str, units: int) -> str:
    """Return the text cut to that many UTF-16 units, which is how both networks count; a cut text ends in "…"."""
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * units:
        return text
    return encoded[: 2 * (units - 1)].decode("utf-16-le", errors="ignore") + "…"
