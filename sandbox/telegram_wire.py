"""How people, chats, messages and updates look in Telegram's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.limits import SECOND
from sandbox.world import Bot, Chat, Message, Person

if TYPE_CHECKING:
    from sandbox.core import Press

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""The account in whose name Telegram shows posts of anonymous administrators."""


def user(who: Person | Bot) -> dict[str, Any]:
    """Return a User object."""
    if isinstance(who, Bot):
        return {"id": int(who.id), "is_bot": True, "first_name": who.name, "username": who.username}
    value: dict[str, Any] = {"id": who.native, "is_bot": False, "first_name": who.name, "language_code": "vi"}
    if who.username:
        value["username"] = who.username
    return value


def message(it: Message, *, nested: bool = False) -> dict[str, Any]:
    """Return a Message object; the message replied to is inside, but not the one that replied to."""
    value: dict[str, Any] = {"message_id": it.wire_id, "date": it.at // SECOND, "chat": it.chat.wire}
    sender = it.sender
    if it.anonymous:
        value["from"] = ANONYMOUS
        value["sender_chat"] = it.chat.wire
    elif sender is not None:
        value["from"] = sender.wire if isinstance(sender, Bot) else user(sender)
    if it.reply_to is not None and not nested and not it.reply_to.deleted:
        value["reply_to_message"] = message(it.reply_to, nested=True)
    if it.edited is not None:
        value["edit_date"] = it.edited // SECOND
    if it.service is not None:
        value.update(it.service)
        return value
    prefix = ""
    if it.file is not None:
        value.update(_file(it))
        prefix = "caption_"
    if it.text:
        value["caption" if prefix else "text"] = it.text
    if it.entities:
        value[prefix + "entities"] = it.entities
    if it.markup and "inline_keyboard" in it.markup:
        value["reply_markup"] = it.markup
    return value


def _file(it: Message) -> dict[str, Any]:
    file = it.file
    if file is None:
        return {}
    base = {"file_id": file.id, "file_unique_id": "u" + file.id, "file_size": len(file.content)}
    if file.kind == "photo":
        return {"photo": [{**base, "width": 90, "height": 90}, {**base, "width": 800, "height": 800}]}
    if file.kind == "sticker":
        sticker = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"sticker": {**base, **sticker, "emoji": "👍"}}
    if file.kind == "voice":
        return {"voice": {**base, "duration": 3, "mime_type": file.mime}}
    return {"document": {**base, "file_name": file.name, "mime_type": file.mime}}


def press(it: Press, message_pressed: Message, data: str) -> dict[str, Any]:
    """Return a CallbackQuery update."""
    return {
        "callback_query": {
            "id": it.id,
            "from": user(it.person),
            "message": message(message_pressed),
            "chat_instance": str(abs(hash_of(message_pressed.chat))),
            "data": data,
        },
    }


def hash_of(chat: Chat) -> int:
    """Return a number that stands for a chat, the same in every run."""
    return int.from_bytes(chat.id.encode()[-7:], "big")


def member(who: Person | Bot, status: str) -> dict[str, Any]:
    """Return a ChatMember object; status: creator, administrator, member, left or kicked."""
    value: dict[str, Any] = {"status": status, "user": who.wire if isinstance(who, Bot) else user(who)}
    if status == "creator":
        value["is_anonymous"] = False
    elif status == "administrator":
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
            "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
            "can_edit_stories can_delete_stories"
        )
        value.update(dict.fromkeys(rights.split(), False))
        value["can_manage_chat"] = True
    elif status == "kicked":
        value["until_date"] = 0
    return value


def membership(chat: Chat, bot: Bot, by: Person | None, *, old: str, new: str, at: int) -> dict[str, Any]:
    """Return a my_chat_member update: what became of the bot in this chat, and who did it."""
    return {
        "my_chat_member": {
            "chat": chat.wire,
            "from": ANONYMOUS if by is None else user(by),
            "date": at // SECOND,
            "old_chat_member": member(bot, old),
            "new_chat_member": member(bot, new),
        },
    }
