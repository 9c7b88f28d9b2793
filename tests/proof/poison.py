"""Lets a worker drink from a source of odd updates, and counts what became of every one."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.database import Database
from bot.networks.telegram import TelegramNetwork
from bot.networks.zalo import ZaloNetwork
from bot.worker import Office, Worker
from handlers.policy import Policy
from handlers.texts import texts
from storage import inbox
from storage.inbox import Arrival
from storage.meeting_tables import Meeting
from storage.people import Account, Group, Member, Organisation, Role
from storage.spine import Inbox, Outbox
from tests.proof.updates import Source
from tests.talk import START

PEOPLE = 30
AT_ONCE = 100


class Stopped(Clock):
    def now(self) -> Any:
        return START


@dataclass
class Tally:
    """What was handed over, what of it was kept or known already, what became of it, and whether a chat still answers."""

    handed: int = 0
    probes: int = 0
    kept: int = 0
    known: int = 0
    empty: int = 0
    rounds: int = 0
    answered_probes: int = 0
    states: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def clients() -> dict[str, Any]:
    """One bot on each network; nothing is ever sent: nobody listens at that port."""
    return {
        "telegram": TelegramNetwork("telegram", "1:x", base_url="http://127.0.0.1:1/bot"),
        "zalo": ZaloNetwork("zalo", "x", base_url="http://127.0.0.1:1"),
    }


def people_of(network: str) -> list[str]:
    return [str(7_000_000 + number) if network == "telegram" else f"{number:020x}" for number in range(PEOPLE)]


def enrol(session: Session, bot: str) -> None:
    """A cell with an upcoming meeting: most people are members, two organise, some are strangers."""
    cell = Organisation(code=f"C-{bot}", name="Chi bộ", kind="cell", place="Phòng họp")
    session.add(cell)
    session.flush()
    session.add(Group(bot=bot, chat_id="-4000001", organisation_id=cell.id, bound_at=START))
    for number, account in enumerate(people_of(bot)[:-5]):
        member = Member(organisation_id=cell.id, code=f"M{number}", full_name=f"Đồng chí {number}")
        session.add(member)
        session.flush()
        if number < 2:
            session.add(Role(member_id=member.id, organisation_id=cell.id, role=("head", "secretary")[number]))
        session.add(
            Account(bot=bot, user_id=account, chat_id=account, member_id=member.id, consented_at=START, seen_at=START)
        )
    starts = START + timedelta(days=5)
    times = {"starts_at": starts, "answer_by": starts - timedelta(days=1), "points_by": starts, "created_at": START}
    meeting = Meeting(organisation_id=cell.id, period="2026-11", kind="regular", place="Phòng họp", **times)
    meeting.frame_minutes, meeting.version, meeting.state = 90, 1, "planned"
    session.add(meeting)


def drink(url: str, network: str, number: int, seed: int) -> Tally:
    """Hand over so many updates of one network, a hundred at a time; every time somebody also says something sensible."""
    networks, database = clients(), Database(url)
    bots = {name: client.bot for name, client in networks.items()}
    office = Office(database, Stopped(), Policy(), texts("vi"), networks, bots)
    worker = Worker(office, lambda: None)
    client, source, tally = networks[network], Source(network, people_of(network), seed), Tally()
    database.ask(lambda session: enrol(session, network))
    began = time.monotonic()
    while tally.handed < number:
        arrivals = [each for _ in range(AT_ONCE) if (each := client.arrival(source.next())) is not None]
        tally.handed += AT_ONCE
        tally.empty += AT_ONCE - len(arrivals)
        arrivals.append(probe(client, network, tally.probes))
        tally.probes += 1
        new = database.ask(lambda session: inbox.keep(session, arrivals, START))  # noqa: B023
        tally.kept += new
        tally.known += len(arrivals) - new
        while database.ask(worker.answer_some):
            tally.rounds += 1
    tally.seconds = time.monotonic() - began
    database.ask(lambda session: count(session, client, network, tally))
    database.close()
    return tally


def probe(client: Any, network: str, number: int) -> Arrival:
    """A stranger who greets, in a chat of his own: he is answered, whatever came before."""
    if network == "telegram":
        who = {"id": 9_000_000 + number, "first_name": "Khách", "is_bot": False}
        chat = {"id": who["id"], "type": "private"}
        message = {"message_id": 1, "from": who, "chat": chat, "date": 1, "text": "Xin chào"}
        return client.arrival({"update_id": 500_000_000 + number, "message": message})
    who = {"id": f"guest{number}", "display_name": "Khách", "is_bot": False}
    message = {"from": who, "chat": {"id": who["id"], "chat_type": "PRIVATE"}, "text": "Xin chào"}
    return client.arrival(
        {"event_name": "message.text.received", "message": message | {"message_id": f"guest{number}", "date": 1}}
    )


def count(session: Session, client: Any, network: str, tally: Tally) -> None:
    tally.states = Counter(session.scalars(select(Inbox.state)))
    # A sentence that begins so was written by the worker for an exception nobody had thought of.
    why = session.scalars(select(Inbox.error).where(Inbox.state == "failed"))
    tally.faults = Counter(each for each in why if each and (each.startswith("a fault of ours") or each.isidentifier()))
    guests = {probe(client, network, number).lane for number in range(tally.probes)}
    tally.answered_probes = len(guests & set(session.scalars(select(Outbox.chat_id))))
