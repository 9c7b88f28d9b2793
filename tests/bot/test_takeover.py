"""Delivering that is refused, or passes from one process to another: answers keep their order, and nobody frees what another holds."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.clock import Clock
from bot.database import Database
from bot.deliverer import Deliverer
from bot.leases import Leases
from bot.limits import Allowance
from bot.networks.telegram import TelegramNetwork
from storage.spine import Outbox
from tests.talk import START, Town


@pytest.mark.parametrize("kind", ["500", "429", "close_before"])
@pytest.mark.parametrize("network", ["telegram"], indirect=True)
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_a_refused_answer_is_not_overtaken_in_its_chat(town: Town, kind: str) -> None:
    await town.post("/sandbox/faults", kind=kind, method="sendMessage", times=2, retry_after=3)
    for words in ("/help", "/hop", "/dulieu"):
        await town.lan.says(words, settle=False)
    await town.settle()
    sent = town.ask(
        lambda session: list(
            session.scalars(
                select(Outbox.message_id)
                .where(Outbox.chat_id == town.lan.account, Outbox.state == "sent")
                .order_by(Outbox.id)
            )
        )
    )
    assert len(sent) >= 3
    assert [int(number) for number in sent] == sorted(int(number) for number in sent)


class Stopped(Clock):
    def now(self) -> Any:
        return START


@pytest.mark.parametrize("ours", [True, False])
async def test_who_is_no_longer_entitled_frees_nothing(database_url: str, ours: bool) -> None:
    database = Database(database_url)
    letter = {"bot": "tg", "chat_id": "1", "body": {"text": "x"}, "not_before": START + timedelta(hours=1)}
    database.ask(lambda session: session.add(Outbox(created_at=START, **letter)))
    network = TelegramNetwork("tg", "1:x", base_url="http://127.0.0.1:1/bot")
    deliverer = Deliverer(database, Stopped(), network, Allowance(), ours=lambda: ours)
    # Meanwhile another process has taken over, and has the letter in its hands.
    database.ask(lambda session: session.execute(update(Outbox).values(state="taken")))
    await deliverer._finish()
    state = database.ask(lambda session: session.scalar(select(Outbox.state)))
    database.close()
    assert state == ("open" if ours else "taken")


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_many_loops_ask_for_leases_at_once(database_url: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    database, other = Database(database_url), Database(database_url)
    first, second = Leases(database.engine), Leases(other.engine)
    names = [f"lease-{number % 6}" for number in range(60)]
    with ThreadPoolExecutor(12) as threads:
        assert all(threads.map(first.hold, names))
        assert not any(threads.map(second.hold, names))
        first.close()
        assert all(threads.map(second.hold, names))
    second.close()
    database.close()
    other.close()
