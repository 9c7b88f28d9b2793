"""The conversation with python-telegram-bot's Application: ConversationHandler, CallbackQueryHandler, MessageHandler."""

import asyncio
import warnings
from multiprocessing.connection import Connection
from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bench import stub, usual
from bench.harness import cost

REASON, NOTE = range(2)
Context = ContextTypes.DEFAULT_TYPE


def _keyboard(reply: usual.Reply) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in reply.buttons]
    )


def _press(update: Update) -> tuple[CallbackQuery, list[str]]:
    press = update.callback_query
    assert press is not None
    return press, (press.data or "").split(":")


def _message(update: Update) -> tuple[Message, int]:
    assert update.message is not None
    assert update.effective_user is not None
    return update.message, update.effective_user.id


async def attend(update: Update, context: Context) -> None:
    press, (_, meeting, _, answer) = _press(update)
    reply = await usual.answered(context.bot_data["sessions"], press.from_user.id, int(meeting), answer)
    await press.answer()
    await press.edit_message_text(reply.text, reply_markup=_keyboard(reply))


async def absent(update: Update, context: Context) -> int:
    message, user_id = _message(update)
    reply = await usual.absent_in_words(context.bot_data["sessions"], user_id)
    await message.reply_text(reply.text, reply_markup=_keyboard(reply))
    return REASON


async def reason(update: Update, context: Context) -> int:
    press, (_, meeting, _, why) = _press(update)
    assert context.user_data is not None
    context.user_data["meeting"] = int(meeting)
    reply = await usual.answered(context.bot_data["sessions"], press.from_user.id, int(meeting), "absent", why)
    await press.answer()
    await press.edit_message_text(reply.text, reply_markup=_keyboard(reply))
    return NOTE


async def note(update: Update, context: Context) -> int:
    message, user_id = _message(update)
    assert context.user_data is not None
    reply = await usual.noted(context.bot_data["sessions"], user_id, context.user_data["meeting"], message.text or "")
    await message.reply_text(reply.text, reply_markup=_keyboard(reply))
    return ConversationHandler.END


def contender(pipe: Connection, url: str, database: str, *, concurrent: bool) -> None:
    """Run until told to stop; then say what it cost."""
    warnings.simplefilter("ignore")
    asyncio.run(_run(pipe, url, database, concurrent=concurrent))


async def _run(pipe: Connection, url: str, database: str, *, concurrent: bool) -> None:
    engine, sessions = usual.open_database(database)
    application: Any = (
        Application.builder().token(stub.TOKEN).base_url(f"{url}/bot").concurrent_updates(concurrent).build()
    )
    application.bot_data["sessions"] = sessions
    application.add_handler(
        ConversationHandler(
            entry_points=[MessageHandler(filters.Regex("(?i)vắng"), absent)],
            states={
                REASON: [CallbackQueryHandler(reason, pattern="^attr:")],
                NOTE: [MessageHandler(filters.TEXT & ~filters.COMMAND, note)],
            },
            fallbacks=[],
        )
    )
    application.add_handler(CallbackQueryHandler(attend, pattern="^att:"))
    async with application:
        await application.start()
        before = cost()["cpu"]
        await application.updater.start_polling(poll_interval=0.0)
        pipe.send("ready")
        await asyncio.to_thread(pipe.recv)
        pipe.send(cost() | {"used": cost()["cpu"] - before})
        await application.updater.stop()
        await application.stop()
    await engine.dispose()
