"""One message's way: kept, answered, delivered, on both networks and both databases."""

from sqlalchemy import select

from handlers import COMMANDS
from handlers.dispatch import Command
from handlers.turn import Turn
from storage.spine import Inbox, Outbox
from tests.talk import Town


async def test_a_stranger_gets_a_polite_sentence_and_learns_nothing(town: Town) -> None:
    stranger = await town.person("Người Lạ")
    await stranger.says("Xin chào")
    heard = await stranger.hears()
    assert "đồng chí" in heard
    assert "Nông nghiệp" not in heard


async def test_what_was_said_is_erased_once_it_is_answered(town: Town) -> None:
    await town.lan.says("Chào trợ lý")
    inbox, outbox = town.ask(
        lambda session: (session.scalars(select(Inbox)).all(), session.scalars(select(Outbox)).all())
    )
    assert inbox
    assert {row.state for row in inbox} == {"done"}
    assert all(row.payload is None for row in inbox)
    assert {row.state for row in outbox} == {"sent"}
    assert all(row.body is None for row in outbox)


async def test_a_fault_of_ours_is_told_and_undone_and_the_chat_goes_on(town: Town) -> None:
    def broken(turn: Turn, _rest: str) -> None:
        turn.say("group-hello")
        raise RuntimeError("a fault of ours")

    # A command of the test's own, in the one vocabulary that is in use: the worker is not patched.
    COMMANDS["hong"] = Command(broken)
    try:
        await town.lan.says("/hong")
    finally:
        del COMMANDS["hong"]
    assert "Hệ thống đang gián đoạn" in await town.lan.hears()
    failed = town.ask(lambda session: session.scalars(select(Inbox).where(Inbox.state == "failed")).one())
    assert failed.error == "RuntimeError"
    assert failed.payload is None
    await town.lan.says("Xin chào trợ lý")
    assert await town.lan.hears()
    assert "nhập mã liên kết nhóm" not in await town.lan.private.everything_said()


async def test_a_command_for_another_bot_is_left_alone_in_a_group(town: Town) -> None:
    await town.lan.says("/agenda@other_bot", in_group=True)
    assert await town.lan.hears(in_group=True) == ""
