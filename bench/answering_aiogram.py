"""The conversation with aiogram: a Dispatcher with routers' filters, its FSM for the talk, MemoryStorage as it comes."""

import asyncio
import contextlib
from multiprocessing.connection import Connection
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench import stub, usual
from bench.harness import cost


class Talk(StatesGroup):
    """Where the talk stands."""

    reason = State()
    note = State()


def _keyboard(reply: usual.Reply) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in reply.buttons
        ]
    )


async def attend(press: CallbackQuery, sessions: Any) -> None:
    _, meeting, _, answer = (press.data or "").split(":")
    reply = await usual.answered(sessions, press.from_user.id, int(meeting), answer)
    await press.answer()
    await press.message.edit_text(reply.text, reply_markup=_keyboard(reply))  # type: ignore[union-attr]


async def absent(message: Message, state: FSMContext, sessions: Any) -> None:
    reply = await usual.absent_in_words(sessions, message.from_user.id)  # type: ignore[union-attr]
    await state.set_state(Talk.reason)
    await message.answer(reply.text, reply_markup=_keyboard(reply))


async def reason(press: CallbackQuery, state: FSMContext, sessions: Any) -> None:
    _, meeting, _, why = (press.data or "").split(":")
    reply = await usual.answered(sessions, press.from_user.id, int(meeting), "absent", why)
    await state.set_state(Talk.note)
    await state.update_data(meeting=int(meeting))
    await press.answer()
    await press.message.edit_text(reply.text, reply_markup=_keyboard(reply))  # type: ignore[union-attr]


async def note(message: Message, state: FSMContext, sessions: Any) -> None:
    meeting = (await state.get_data())["meeting"]
    reply = await usual.noted(sessions, message.from_user.id, meeting, message.text or "")  # type: ignore[union-attr]
    await state.clear()
    await message.answer(reply.text, reply_markup=_keyboard(reply))


def contender(pipe: Connection, url: str, database: str, *, concurrent: bool) -> None:
    """Run until told to stop; then say what it cost."""
    asyncio.run(_run(pipe, url, database, concurrent=concurrent))


async def _run(pipe: Connection, url: str, database: str, *, concurrent: bool) -> None:
    engine, sessions = usual.open_database(database)
    bot = Bot(stub.TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher(sessions=sessions)
    dispatcher.message.register(note, Talk.note)
    dispatcher.message.register(absent, F.text.regexp("(?i).*vắng"))
    dispatcher.callback_query.register(reason, Talk.reason, F.data.startswith("attr:"))
    dispatcher.callback_query.register(attend, F.data.startswith("att:"))
    before = cost()["cpu"]
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_as_tasks=concurrent, handle_signals=False))
    pipe.send("ready")
    await asyncio.to_thread(pipe.recv)
    pipe.send(cost() | {"used": cost()["cpu"] - before})
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling
    await engine.dispose()
