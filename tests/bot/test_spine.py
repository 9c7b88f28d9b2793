"""One message's way: kept, answered, delivered, on both networks and both databases."""

from sqlalchemy import select

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
