"""Telegram's Bot API: sending, changing and removing messages, and answering presses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import telegram_wire as wire
from sandbox.arrivals import PRESS_LIVES
from sandbox.errors import ApiError
from sandbox.params import Upload, flag, parsed, whole
from sandbox.telegram_chats import ChatMethods
from sandbox.telegram_markup import checked_markup
from sandbox.telegram_text import checked, units
from sandbox.telegram_updates import UpdateMethods
from sandbox.world import File

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sandbox.core import Core
    from sandbox.world import Bot, Chat, Message

ANSWER_UNITS = 200
UPLOAD_BYTES = 50_000_000


class TelegramApi(UpdateMethods, ChatMethods):
    """What a bot may call; every method takes the bot and its parameters and gives the `result`."""

    network = "telegram"

    def __init__(self, core: Core) -> None:
        self.core = core
        methods: list[Callable[[Bot, dict[str, Any]], Any]] = [
            self.getMe, self.sendMessage, self.editMessageText, self.editMessageReplyMarkup, self.deleteMessage,
            self.answerCallbackQuery, self.sendDocument, self.sendPhoto, self.sendChatAction, self.getFile,
            self.getChat, self.getChatMember, self.getChatAdministrators, self.getChatMemberCount, self.leaveChat,
            self.setMyCommands, self.getMyCommands, self.deleteMyCommands, self.close, self.logOut,
            self.setWebhook, self.deleteWebhook, self.getWebhookInfo,
        ]  # fmt: skip
        self.methods = {method.__name__.lower(): method for method in methods}
        self.polls: dict[str, Callable[[Bot, dict[str, Any], Callable[[], bool]], Awaitable[Any]]] = {
            "getupdates": self.getUpdates,
        }

    # --- where a message goes

    def chat_of(self, bot: Bot, params: dict[str, Any]) -> Chat | None:
        """Return the chat a call is about, if the bot knows it."""
        try:
            return bot.chats.get(whole(params, "chat_id", 0))
        except ApiError:
            return None

    def target(self, bot: Bot, params: dict[str, Any]) -> Chat:
        """Return the chat a bot may write to; ApiError with Telegram's words if it may not."""
        if params.get("chat_id") in (None, ""):
            raise ApiError(400, "Bad Request: chat_id is empty")
        try:
            native = whole(params, "chat_id", 0)
        except ApiError:
            raise ApiError(400, "Bad Request: chat not found") from None
        chat = bot.chats.get(native)
        if chat is None:
            raise self._unknown(native)
        if chat.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=int(chat.migrated_to.native),
            )
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if bot.username not in chat.bots:
            kind = "supergroup chat" if chat.kind == "supergroup" else "group chat"
            what = "was kicked from" if bot.username in chat.kicked else "is not a member of"
            raise ApiError(403, f"Forbidden: bot {what} the {kind}")
        return chat

    def _unknown(self, native: int) -> ApiError:
        person = self.core.world.people.get(str(native))
        if person is not None and person.network == "telegram":
            return ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if any(bot.network == "telegram" and bot.id == str(native) for bot in self.core.world.bots.values()):
            return ApiError(403, "Forbidden: bots can't send messages to bots")
        group = self.core.world.chats.get(str(native))
        if group is not None and group.network == "telegram":
            kind = "supergroup chat" if group.kind == "supergroup" else "group chat"
            return ApiError(403, f"Forbidden: bot is not a member of the {kind}")
        return ApiError(400, "Bad Request: chat not found")

    def pace(self, bot: Bot, chat: Chat) -> None:
        """Count a send or an edit against the limits; ApiError 429 when it comes too early."""
        excess = bot.limits.check(chat.native, self.core.clock.us, group=not chat.private)
        if excess is None:
            return
        refused = not bot.limits.settings.record_only
        self.core.note_violation(bot, chat, excess.rule, refused=refused)
        if refused:
            wait = excess.retry_after
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    def _reply_to(self, chat: Chat, params: dict[str, Any]) -> Message | None:
        asked = parsed(params, "reply_parameters", dict) or {}
        number = whole(asked, "message_id", whole(params, "reply_to_message_id", 0))
        if not number:
            return None
        message = chat.messages.get(number)
        if message is None or message.deleted:
            if asked.get("allow_sending_without_reply") or flag(params, "allow_sending_without_reply"):
                return None
            raise ApiError(400, "Bad Request: message to be replied not found")
        return message

    # --- messages

    def getMe(self, bot: Bot, _params: dict[str, Any]) -> Any:  # noqa: N802 - named as the Bot API names it
        """Return the bot's own account."""
        return {
            **bot.wire,
            "can_join_groups": True,
            "can_read_all_group_messages": not bot.group_privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def sendMessage(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Post a text."""
        chat = self.target(bot, params)
        text, entities = checked(params.get("text"), params.get("parse_mode"))
        if "entities" in params:
            entities = parsed(params, "entities", list)
        markup = checked_markup(parsed(params, "reply_markup", dict)) if "reply_markup" in params else None
        reply = self._reply_to(chat, params)
        self.pace(bot, chat)
        chat.last_bot = bot
        return wire.message(self.core.post(chat, bot, text, entities=entities, markup=markup, reply_to=reply))

    def sendDocument(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Post an uploaded file, or one that was posted before (by its file_id)."""
        return self._send_file(bot, params, "document")

    def sendPhoto(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Post an uploaded picture, or one that was posted before (by its file_id)."""
        return self._send_file(bot, params, "photo")

    def _send_file(self, bot: Bot, params: dict[str, Any], kind: str) -> Any:
        chat = self.target(bot, params)
        caption, entities = checked(params.get("caption") or "", params.get("parse_mode"), caption=True)
        markup = checked_markup(parsed(params, "reply_markup", dict))
        reply = self._reply_to(chat, params)
        found = self._file(params, kind)
        self.pace(bot, chat)
        file = found if isinstance(found, File) else self.core.keep_file(found.name, found.mime, kind, found.content)
        chat.last_bot = bot
        message = self.core.post(
            chat, bot, caption, file=file, kind=file.kind, entities=entities, markup=markup, reply_to=reply
        )
        return wire.message(message)

    def _file(self, params: dict[str, Any], kind: str) -> Upload | File:
        """Return the upload that came along, or the file sent before that its file_id names."""
        given = params.get(kind)
        if isinstance(given, str) and given.startswith("attach://"):
            given = params.get(given.removeprefix("attach://"))
        if isinstance(given, str) and given in self.core.files:
            return self.core.files[given]
        if isinstance(given, str) and given.startswith(("http://", "https://")):
            raise ApiError(400, "Bad Request: failed to get HTTP URL content")
        if isinstance(given, str) and given:
            raise ApiError(400, "Bad Request: wrong remote file identifier specified: Wrong string length")
        if not isinstance(given, Upload):
            raise ApiError(400, f"Bad Request: there is no {kind} in the request")
        if not given.content:
            raise ApiError(400, "Bad Request: file must be non-empty")
        if len(given.content) > UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        return given

    def _own(self, bot: Bot, chat: Chat, params: dict[str, Any], doing: str) -> Message:
        message = chat.messages.get(whole(params, "message_id", 0))
        if message is None or message.deleted:
            raise ApiError(400, f"Bad Request: message to {doing} not found")
        if message.sender is not bot:
            how = "can't be edited" if doing == "edit" else "can't be deleted"
            raise ApiError(400, f"Bad Request: message {how}")
        return message

    def editMessageText(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Change a text of the bot's own; without `reply_markup` its buttons go."""
        chat = self.target(bot, params)
        message = self._own(bot, chat, params, "edit")
        text, entities = checked(params.get("text"), params.get("parse_mode"))
        if "entities" in params:
            entities = parsed(params, "entities", list)
        markup = checked_markup(parsed(params, "reply_markup", dict))
        if message.kind != "text":
            raise ApiError(400, "Bad Request: there is no text in the message to edit")
        if (text, entities or None, markup) == (message.text, message.entities or None, message.markup):
            raise self._same()
        self.pace(bot, chat)
        message.text, message.entities, message.markup = text, entities, markup
        self.core.changed(message)
        return wire.message(message)

    def editMessageReplyMarkup(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Change or remove the buttons under a message of the bot's own."""
        chat = self.target(bot, params)
        message = self._own(bot, chat, params, "edit")
        markup = checked_markup(parsed(params, "reply_markup", dict))
        if markup == message.markup:
            raise self._same()
        self.pace(bot, chat)
        message.markup = markup
        self.core.changed(message)
        return wire.message(message)

    def _same(self) -> ApiError:
        return ApiError(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
            "same as a current content and reply markup of the message",
        )

    def deleteMessage(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Remove a message of the bot's own."""
        chat = self.target(bot, params)
        message = self._own(bot, chat, params, "delete")
        self.core.changed(message, "deleted")
        return True

    def answerCallbackQuery(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Answer a press: once, and within 150 seconds."""
        text = str(params.get("text") or "")
        if units(text) > ANSWER_UNITS:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        press = self.core.presses.get(str(params.get("callback_query_id")))
        too_late = press is None or press.bot is not bot or self.core.clock.us - press.born > PRESS_LIVES
        if press is None or too_late or press.answer is not None:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        press.answer = {"text": text, "show_alert": flag(params, "show_alert"), "url": params.get("url")}
        if press.answered is not None:
            press.answered.set()
        return True

    def sendChatAction(self, bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Show "is typing": nothing is kept."""
        self.target(bot, params)
        if not params.get("action"):
            raise ApiError(400, "Bad Request: wrong parameter action in request")
        return True

    def getFile(self, _bot: Bot, params: dict[str, Any]) -> Any:  # noqa: N802
        """Where to download a file that a person sent."""
        file = self.core.files.get(str(params.get("file_id")))
        if file is None:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        size = len(file.content)
        path = f"documents/{file.id}"
        return {"file_id": file.id, "file_unique_id": "u" + file.id, "file_size": size, "file_path": path}

    def close(self, _bot: Bot, _params: dict[str, Any]) -> Any:
        """Take leave of the server; nothing happens."""
        return True

    def logOut(self, _bot: Bot, _params: dict[str, Any]) -> Any:  # noqa: N802
        """Take leave of the server; nothing happens."""
        return True
