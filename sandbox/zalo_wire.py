"""How messages and updates look in Zalo's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.world import Bot, Message, Person


def sent(it: Message) -> dict[str, Any]:
    """Return the result of sending: id, and time in milliseconds."""
    return {"message_id": it.wire_id, "date": it.at // 1000}


def sender(person: Person) -> dict[str, Any]:
    """Who wrote: no username, no phone, no rank."""
    return {"id": person.native, "display_name": person.name, "is_bot": False}


def event(it: Message, person: Person, base_url: str) -> dict[str, Any]:
    """Return an update about a message of a person."""
    message: dict[str, Any] = {
        "from": sender(person),
        "chat": it.chat.wire,
        "message_id": it.wire_id,
        "date": it.at // 1000,
    }
    kind = it.kind if it.kind in ("text", "photo", "sticker", "voice") else "unsupported"
    name = {"photo": "image"}.get(kind, kind)
    file_url = "" if it.file is None else f"{base_url}/sandbox/files/{it.file.id}"
    if kind == "text":
        message["text"] = it.text
    elif kind == "photo":
        message.update(photo=file_url, caption=it.text)
    elif kind == "sticker":
        message.update(sticker="" if it.file is None else it.file.id, url=file_url)
    elif kind == "voice":
        message["voice_url"] = file_url
    return {"event_name": f"message.{name}.received", "message": message}


def mention(bot: Bot) -> str:
    """How a text to the bot begins in a group: "@Bot Tên "; the spaces are non-breaking if the bot is set so."""
    return "@" + f"{bot.name} ".replace(" ", bot.mention_space)


def mentions(text: str, bot: Bot) -> bool:
    """Whether a text names the bot anywhere, with whatever kind of space."""
    return f"@{bot.name}".casefold() in text.replace("\u00a0", " ").casefold()
