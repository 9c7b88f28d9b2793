"""Many updates are answered in one transaction: who stumbles takes nobody along, nothing is done twice, and few questions are asked."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.worker import Office, Worker
from handlers import COMMANDS
from handlers.dispatch import Command
from handlers.policy import Policy
from handlers.texts import texts
from handlers.turn import Turn
from storage import inbox
from storage.inbox import Arrival
from storage.meeting_tables import Attendance
from storage.people import Account, Audit
from storage.spine import Inbox, Outbox
from tests.proof.poison import Stopped, clients, enrol, people_of
from tests.talk import START

BOT = "telegram"
MEMBERS = people_of(BOT)[2:-5]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    opened.ask(lambda session: enrol(session, BOT))
    yield opened
    opened.close()


@pytest.fixture
def worker(database: Database) -> Worker:
    networks = clients()
    bots = {name: client.bot for name, client in networks.items()}
    return Worker(Office(database, Stopped(), Policy(), texts("vi"), networks, bots), lambda: None)


@pytest.fixture
def broken() -> Iterator[None]:
    """A command that writes, says something, and then stumbles."""

    def stumble(turn: Turn, _rest: str) -> None:
        turn.session.add(Audit(at=turn.now, member_id=None, action="broken", subject="nothing", detail=""))
        turn.say("group-hello")
        raise RuntimeError("a fault of ours")

    COMMANDS["hong"] = Command(stumble)
    yield
    del COMMANDS["hong"]


def said(client: Any, number: int, who: str, text: str) -> Arrival:
    person = {"id": int(who), "first_name": "A", "is_bot": False}
    chat = {"id": int(who), "type": "private"}
    message = {"message_id": number, "from": person, "chat": chat, "date": 1, "text": text}
    return client.arrival({"update_id": number, "message": message})


def arrive(database: Database, texts_said: list[tuple[str, str]]) -> None:
    client = clients()[BOT]
    arrivals = [said(client, number, who, text) for number, (who, text) in enumerate(texts_said, 1)]
    database.ask(lambda session: inbox.keep(session, arrivals, START))


def answers(session: Session) -> dict[str, str | None]:
    query = select(Account.user_id, Attendance.answer).join(Attendance, Attendance.member_id == Account.member_id)
    return dict(session.execute(query).all())


@pytest.mark.usefixtures("broken")
def test_who_stumbles_takes_nobody_along(database: Database, worker: Worker) -> None:
    stumblers = {MEMBERS[3], MEMBERS[7]}
    arrive(database, [(who, "/hong" if who in stumblers else "Tôi xin dự") for who in MEMBERS])
    assert database.ask(worker.answer_some) == len(MEMBERS)
    assert database.ask(answers) == dict.fromkeys(set(MEMBERS) - stumblers, "attend")
    heard = database.ask(lambda session: list(session.execute(select(Outbox.chat_id, Outbox.body))))
    assert Counter(chat for chat, _ in heard) == dict.fromkeys(MEMBERS, 1)
    assert {chat for chat, body in heard if "Hệ thống đang gián đoạn" in body["text"]} == stumblers
    traced = database.ask(lambda session: Counter(session.scalars(select(Audit.action))))
    assert traced == {"attendance": len(MEMBERS) - len(stumblers)}
    kept = database.ask(lambda session: list(session.execute(select(Inbox.state, Inbox.error, Inbox.payload))))
    assert Counter(state for state, _, _ in kept) == {"done": len(MEMBERS) - 2, "failed": 2}
    assert {error for _, error, _ in kept} == {None, "RuntimeError"}
    assert all(payload is None for _, _, payload in kept)


@pytest.mark.usefixtures("broken")
def test_what_one_person_says_behind_the_other_is_answered_in_order(database: Database, worker: Worker) -> None:
    who = MEMBERS[0]
    arrive(database, [(who, "Tôi xin dự"), (who, "/hong"), (who, "Tôi xin vắng"), (MEMBERS[1], "/hong")])
    while database.ask(worker.answer_some):
        pass
    assert database.ask(answers) == {who: "absent"}
    texts_heard = database.ask(
        lambda session: [row["text"] for row in session.scalars(select(Outbox.body).where(Outbox.chat_id == who))]
    )
    first, second, third = texts_heard
    assert "dự" in first
    assert "gián đoạn" in second
    assert "lý do" in third


def test_an_answer_costs_few_questions(database: Database, worker: Worker) -> None:
    """Not a matter of time: what is asked for each of many answers is what a busy evening consists of (docs/performance.md)."""
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    arrive(database, [(who, "Tôi xin dự") for who in MEMBERS])
    statements.clear()
    answered = 0
    while count := database.ask(worker.answer_some):
        answered += count
    assert answered == len(MEMBERS)
    assert len(statements) / len(MEMBERS) < 12
