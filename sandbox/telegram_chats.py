"""Telegram's Bot API: asking about chats and their members, leaving, and the list of commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sandbox import telegram_wire as wire
from sandbox.errors import ApiError
from sandbox.params import parsed

if TYPE_CHECKING:
    from sandbox.core import Core
    from sandbox.world import Bot, Chat

COMMANDS = 100


class ChatMethods:
    """Methods about chats; `core` and `target` come from the class that gathers all methods."""

    core: Core

    def target(self, bot: Bot, params: dict[str, Any]) -> Chat:
        """Return the chat a bot may see."""
        raise NotImplementedError

    def getChat(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802 - named as the Bot API names it
        """Everything about a chat."""
        chat = self.target(bot, params)
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        value = {
            **chat.wire,
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, False),
        }
        if not chat.private:
            value["permissions"] = {"can_send_messages": True}
        return value

    def _status(self, chat: Chat, member_id: str) -> str:
        if member_id in chat.admins:
            return "administrator"
        if member_id in chat.people:
            return "member"
        return "left"

    def getChatMember(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """One member's standing in a chat."""
        chat = self.target(bot, params)
        wanted = str(params.get("user_id"))
        for other in chat.bots.values():
            if other.id == wanted:
                return wire.member(other, "member")
        person = self.core.world.people.get(wanted)
        if person is None or person.network != "telegram":
            raise ApiError(400, "Bad Request: user not found")
        return wire.member(person, self._status(chat, person.id))

    def getChatAdministrators(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Return the administrators of a group."""
        chat = self.target(bot, params)
        if chat.private:
            raise ApiError(400, "Bad Request: there are no administrators in the private chat")
        return [wire.member(person, "administrator") for person in chat.people.values() if person.id in chat.admins]

    def getChatMemberCount(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """How many are in a chat, bots included."""
        chat = self.target(bot, params)
        return len(chat.people) + len(chat.bots)

    def leaveChat(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Let the bot leave a group."""
        chat = self.target(bot, params)
        if chat.private:
            raise ApiError(400, "Bad Request: chat member status can't be changed in private chats")
        del chat.bots[bot.username]
        body = wire.membership(chat, bot, None, old="member", new="left", at=self.core.clock.us)
        body["my_chat_member"]["from"] = bot.wire
        self.core.arrive(bot, body, f"chat:{chat.native}")
        self.core.post(chat, bot, f"{bot.name} đã rời nhóm", kind="service")
        return True

    def _scope(self, params: dict[str, Any]) -> str:
        scope = parsed(params, "scope", dict) or {"type": "default"}
        return json.dumps([scope, params.get("language_code") or ""], sort_keys=True)

    def setMyCommands(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Set the commands shown in the menu."""
        commands = parsed(params, "commands", list) or []
        if len(commands) > COMMANDS:
            raise ApiError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not isinstance(command, dict):
                raise ApiError(400, "Bad Request: expected an Object of type BotCommand")
            name, text = str(command.get("command", "")), str(command.get("description", ""))
            if not (1 <= len(name) <= 32 and name.isascii() and name.replace("_", "a").isalnum() and name.islower()):  # noqa: PLR2004
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(text) <= 256:  # noqa: PLR2004 - the Bot API's bound
                raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        bot.commands[self._scope(params)] = commands
        return True

    def getMyCommands(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Return the commands set for a scope and language."""
        return bot.commands.get(self._scope(params), [])

    def deleteMyCommands(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Forget the commands of a scope and language."""
        bot.commands.pop(self._scope(params), None)
        return True
