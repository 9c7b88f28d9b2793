"""What people do: speak, press, open links, join, leave, block; and which bots get to see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from sandbox import telegram_wire, zalo_wire
from sandbox.core import Press, buttons_json
from sandbox.errors import ControlError
from sandbox.telegram_text import CAPTION_UNITS, TEXT_UNITS, commands_in, units
from sandbox.world import Bot
from sandbox.zalo_api import TEXT_UNITS as ZALO_UNITS

if TYPE_CHECKING:
    from sandbox.core import Core
    from sandbox.world import Chat, File, Message, Person

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@([A-Za-z0-9_]{3,32}))?(?![A-Za-z0-9_@/])")
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
PRESSES = 5000
"""So many presses are remembered, answered or not."""


class People:
    """The hands and mouths of everybody in the world."""

    def __init__(self, core: Core) -> None:
        self.core = core

    # --- speaking

    def say(
        self,
        person: Person,
        chat: Chat,
        text: str,
        *,
        reply_to: int | None = None,
        mention: bool = False,
        anonymous: bool = False,
        file: File | None = None,
    ) -> tuple[Message, list[str]]:
        """Let a person write (or send a file with `text` as caption); return the message, and the bots that were told of it."""
        self._may_write(person, chat)
        quoted = None
        if reply_to is not None:
            quoted = chat.messages.get(reply_to)
            if quoted is None or quoted.deleted:
                raise ControlError(f"reply_to: there is no message {reply_to} in chat {chat.id}", 404)
        if chat.network == "zalo" and not chat.private:
            text = self._mentioning(chat, text, quoted, mention=mention)
        self._fits(chat, text, file)
        if chat.private and chat.blocked:
            self.unblock(person, next(iter(chat.bots.values())))
        entities = commands_in(text) if chat.network == "telegram" and text else []
        message = self.core.post(
            chat,
            person,
            text,
            entities=entities or None,
            reply_to=quoted,
            anonymous=anonymous and not chat.private,
            file=file,
            kind="text" if file is None else file.kind,
        )
        return message, self._tell(message, person)

    def _may_write(self, person: Person, chat: Chat) -> None:
        if chat.migrated_to is not None:
            raise ControlError(f"chat: {chat.id} became the supergroup {chat.migrated_to.id}; write there", 409)
        if person.id not in chat.people:
            raise ControlError(
                f"person: {person.name} ({person.id}) is not in chat {chat.id}; use POST /sandbox/join", 403
            )

    def _fits(self, chat: Chat, text: str, file: File | None) -> None:
        limit = ZALO_UNITS if chat.network == "zalo" else TEXT_UNITS if file is None else CAPTION_UNITS
        if units(text) > limit:
            raise ControlError(f"text: {units(text)} characters are too many on {chat.network}; at most {limit}")
        if not text.strip() and file is None:
            raise ControlError("text: is empty; write something")

    def _mentioning(self, chat: Chat, text: str, quoted: Message | None, *, mention: bool) -> str:
        """Zalo's app puts a mention before the text when one picks the bot, or quotes it."""
        if any(zalo_wire.mentions(text, bot) for bot in chat.bots.values()):
            return text
        bot = next((bot for bot in chat.bots.values() if quoted is not None and quoted.sender is bot), None)
        if bot is None and mention:
            bot = next(iter(chat.bots.values()), None)
            if bot is None:
                raise ControlError(f"mention: there is no bot in group {chat.id}; use POST /sandbox/add")
        return text if bot is None else zalo_wire.mention(bot) + text

    def _tell(self, message: Message, person: Person) -> list[str]:
        chat = message.chat
        told = []
        for bot in list(chat.bots.values()):
            if chat.network == "telegram":
                seen = chat.private or not bot.group_privacy or self._meant_for(bot, message)
                body = {"message": telegram_wire.message(message)} if seen else None
            else:
                seen = chat.private or zalo_wire.mentions(message.text, bot)
                if seen and not chat.private:
                    bot.chats[chat.native] = chat
                body = zalo_wire.event(message, person, self.core.base_url) if seen else None
            if body is not None and self.core.arrive(bot, body, f"chat:{chat.native}"):
                told.append(bot.username)
        return told

    def _meant_for(self, bot: Bot, message: Message) -> bool:
        """Telegram's privacy mode: commands to the bot and replies to its messages."""
        if message.reply_to is not None and message.reply_to.sender is bot:
            return True
        command = _COMMAND.match(message.text)
        if command is None:
            return any(
                entity["type"] == "bot_command" and self._names(bot, message.text, entity)
                for entity in message.entities or ()
            )
        if command[1]:
            return command[1].lower() == bot.username.lower()
        return len(message.chat.bots) == 1 or message.chat.last_bot is bot

    def _names(self, bot: Bot, text: str, entity: dict[str, Any]) -> bool:
        raw = text.encode("utf-16-le")
        word = raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")
        return word.lower().endswith(f"@{bot.username.lower()}")

    def edit(self, person: Person, chat: Chat, number: int, text: str) -> Message:
        """Let a person change what he wrote; Telegram bots get an edited_message, Zalo bots nothing."""
        message = chat.messages.get(number)
        if message is None or message.sender is not person:
            raise ControlError(f"message: {person.name} wrote no message {number} in chat {chat.id}", 404)
        self._fits(chat, text, message.file)
        message.text = text
        message.entities = (commands_in(text) or None) if chat.network == "telegram" else None
        self.core.changed(message)
        if chat.network == "telegram":
            for bot in chat.bots.values():
                if chat.private or not bot.group_privacy or self._meant_for(bot, message):
                    self.core.arrive(bot, {"edited_message": telegram_wire.message(message)}, f"chat:{chat.native}")
        return message

    # --- pressing

    def find_button(self, message: Message, wanted: object) -> dict[str, Any]:
        """Return a button by its label, its data, or its place counted from 1."""
        buttons = buttons_json(message.markup)
        for key in ("label", "data"):
            found = [button for button in buttons if button[key] is not None and button[key] == wanted]
            if found:
                return found[0]
        place = int(str(wanted)) if str(wanted).isdecimal() else 0
        if 1 <= place <= len(buttons):
            return buttons[place - 1]
        labels = ", ".join(repr(button["label"]) for button in buttons) or "none at all"
        raise ControlError(f"button: message {message.id} has no button {wanted!r}; it has {labels}", 404)

    def find_message(self, chat: Chat, number: object) -> Message:
        """Return a message of a chat by its number."""
        message = chat.messages.get(int(str(number))) if str(number).isdecimal() else None
        if message is None or message.deleted:
            raise ControlError(f"message: there is no message {number!r} in chat {chat.id}", 404)
        return message

    def press(self, person: Person, message: Message, data: str) -> Press:
        """Let a person press a button with data: the bot gets a callback query."""
        self._may_write(person, message.chat)
        bot = message.sender
        if not isinstance(bot, Bot) or bot.network != "telegram":
            raise ControlError(f"message: {message.id} is not a Telegram bot's message; only those have buttons")
        self.core.changes += 1
        press = Press(str(4_000_000_000_000 + self.core.changes), person, bot, self.core.clock.us)
        self.core.presses[press.id] = press
        if len(self.core.presses) > PRESSES:
            del self.core.presses[next(iter(self.core.presses))]
        self.core.arrive(bot, telegram_wire.press(press, message, data), f"press:{person.id}", press=True)
        return press

    # --- opening links, joining, leaving

    def open(self, person: Person, link: str, group: Chat | None) -> tuple[Chat, Message | None]:
        """Let a person follow a deep link; return the chat it leads to, and what was thereby said (nothing on Zalo)."""
        parts = urlsplit(link if "//" in link else f"https://{link}")
        path = parts.path.strip("/").split("/")
        name = path[-1] if path else ""
        bot = self.core.world.find_bot(parse_qs(parts.query).get("domain", [name])[0])
        query = {key: values[0] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if bot.network == "zalo":
            return self.core.world.open_private(bot, person), None
        key = "startgroup" if "startgroup" in query else "start"
        payload = query.get(key, "")
        if payload and not _START.fullmatch(payload):
            raise ControlError(f"link: the payload {payload!r} is not 1 to 64 of A-Z a-z 0-9 _ -")
        if key == "startgroup":
            if group is None:
                raise ControlError("group: this link adds the bot to a group; say which, by its id")
            if bot.username not in group.bots:
                self.add(bot, group, person)
            message, _ = self.say(person, group, f"/start@{bot.username} {payload}".strip())
            return group, message
        chat = self.core.world.open_private(bot, person)
        message, _ = self.say(person, chat, f"/start {payload}".strip())
        return chat, message

    def _service(self, chat: Chat, who: Person | None, text: str, service: dict[str, Any]) -> None:
        message = self.core.post(chat, who, text, kind="service", service=service)
        if chat.network == "telegram":
            for bot in list(chat.bots.values()):
                self.core.arrive(bot, {"message": telegram_wire.message(message)}, f"chat:{chat.native}")

    def join(self, person: Person, group: Chat) -> None:
        """Let a person enter a group; Telegram bots see a service message."""
        if person.network != group.network:
            raise ControlError(f"person: {person.name} is on {person.network}, the group {group.id} on {group.network}")
        if person.id not in group.people:
            group.people[person.id] = person
            user = telegram_wire.user(person)
            self._service(group, person, f"{person.name} đã vào nhóm", {"new_chat_members": [user]})

    def leave(self, person: Person, group: Chat) -> None:
        """Let a person leave a group."""
        self._may_write(person, group)
        del group.people[person.id]
        group.admins.discard(person.id)
        self._service(group, person, f"{person.name} đã rời nhóm", {"left_chat_member": telegram_wire.user(person)})

    def _membership(self, chat: Chat, bot: Bot, by: Person | None, old: str, new: str) -> None:
        self.core.changes += 1
        self.core.feed.publish("membership", {"chat": chat.id, "bot": bot.username, "status": new})
        if chat.network == "telegram":
            body = telegram_wire.membership(chat, bot, by, old=old, new=new, at=self.core.clock.us)
            self.core.arrive(bot, body, f"chat:{chat.native}")

    def block(self, person: Person, bot: Bot) -> Chat:
        """Let a person block a bot: it may no longer write to him."""
        chat = self.core.world.private(bot, person)
        if chat is None:
            raise ControlError(f"person: {person.name} has no chat with {bot.username}; speak or open a link first")
        if not chat.blocked:
            chat.blocked = True
            self._membership(chat, bot, person, "member", "kicked")
        return chat

    def unblock(self, person: Person, bot: Bot) -> Chat:
        """Let a blocked bot write again."""
        chat = self.core.world.private(bot, person)
        if chat is None:
            raise ControlError(f"person: {person.name} has no chat with {bot.username}; there is nothing to unblock")
        if chat.blocked:
            chat.blocked = False
            self._membership(chat, bot, person, "kicked", "member")
        return chat

    def add(self, bot: Bot, group: Chat, by: Person | None) -> None:
        """Add a bot to a group; only Telegram tells it so."""
        if bot.network != group.network:
            raise ControlError(f"bot: {bot.username} is on {bot.network}, the group {group.id} on {group.network}")
        if bot.username in group.bots:
            return
        old = "kicked" if bot.username in group.kicked else "left"
        group.kicked.discard(bot.username)
        group.bots[bot.username] = bot
        if group.network == "telegram":
            bot.chats[group.native] = group
        self._membership(group, bot, by, old, "member")
        self._service(group, by, f"{bot.name} được thêm vào nhóm", {"new_chat_members": [bot.wire]})

    def kick(self, bot: Bot, group: Chat, by: Person | None) -> None:
        """Remove a bot from a group; only Telegram tells it so."""
        if bot.username not in group.bots:
            raise ControlError(f"bot: {bot.username} is not in group {group.id}")
        self._membership(group, bot, by, "member", "kicked")
        del group.bots[bot.username]
        group.kicked.add(bot.username)
        self._service(group, by, f"{bot.name} bị mời ra khỏi nhóm", {"left_chat_member": bot.wire})

    def migrate(self, group: Chat) -> Chat:
        """Turn a Telegram group into a supergroup with a new id; both chats get the message that says so."""
        if group.network != "telegram" or group.kind != "group" or group.migrated_to is not None:
            raise ControlError(f"group: {group.id} is not a basic Telegram group; only those become supergroups")
        new = self.core.world.add_group("telegram", group.title, None, supergroup=True)
        new.people, new.admins, new.kicked = dict(group.people), set(group.admins), set(group.kicked)
        new.bots, new.last_bot = dict(group.bots), group.last_bot
        for bot in new.bots.values():
            bot.chats[new.native] = new
        self._service(group, None, "Nhóm được nâng cấp thành siêu nhóm", {"migrate_to_chat_id": new.native})
        group.migrated_to = new
        service = {"migrate_from_chat_id": group.native}
        self._service(new, None, "Nhóm được nâng cấp thành siêu nhóm", service)
        self.core.feed.publish("chat", {"chat": new.id, "migrated_from": group.id})
        return new
