"""Twelve clocks tick at the same moment on one PostgreSQL: each push is carried out once."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.database import LOCKED, Database, condition
from bot.planner import Planner
from bot.worker import Office
from handlers import schedule
from handlers.desk import Bot
from handlers.policy import Policy
from handlers.texts import texts
from storage.meeting_tables import Meeting
from storage.people import Account, Group, Member, Organisation
from storage.spine import Outbox, Push
from tests.talk import START

CLOCKS, CELLS, MEMBERS = 12, 8, 4
BOTS = {"tg": Bot("tg", "telegram", "chibo_bot")}


class Stopped(Clock):
    def now(self) -> Any:
        return START


def office(url: str) -> Office:
    return Office(Database(url), Stopped(), Policy(), texts("vi"), {}, dict(BOTS))


def write_cells(desk_of: Office, session: Session) -> None:
    for cell_number in range(CELLS):
        cell = Organisation(code=f"C{cell_number}", name=f"Chi bộ {cell_number}", kind="cell", place="Phòng họp")
        session.add(cell)
        session.flush()
        session.add(Group(bot="tg", chat_id=f"-{cell.id}", organisation_id=cell.id, bound_at=START))
        for number in range(MEMBERS):
            member = Member(organisation_id=cell.id, code=f"M{number}", full_name=f"Đồng chí {number}")
            session.add(member)
            session.flush()
            where = f"{cell.id}{number}"
            session.add(
                Account(bot="tg", user_id=where, chat_id=where, member_id=member.id, consented_at=START, seen_at=START)
            )
        for day in (3, 4, 5):
            starts = START + timedelta(days=day)
            times = {"starts_at": starts, "answer_by": starts - timedelta(days=1), "points_by": starts}
            meeting = Meeting(organisation_id=cell.id, period="2026-11", created_at=START, **times)
            meeting.kind, meeting.place, meeting.frame_minutes = "regular", "Phòng họp", 90
            meeting.version, meeting.state = 1, "planned"
            session.add(meeting)
            session.flush()
            schedule.plan_meeting(desk_of.desk(session), meeting)


def tick_until_quiet(
    planner: Planner, database: Database, start: threading.Barrier, faults: list[BaseException]
) -> None:
    start.wait()
    quiet = 0
    try:
        while quiet < 3:
            try:
                quiet = 0 if database.ask(planner.fire_due) else quiet + 1
            except DBAPIError as error:
                # As the loop does: two that waited for each other, one goes on, the other tries again.
                if condition(error) != LOCKED:
                    raise
    except BaseException as error:  # noqa: BLE001  (a thread's fault has to fail the test)
        faults.append(error)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_twelve_clocks_carry_out_each_push_once(database_url: str) -> None:
    offices = [office(database_url) for _ in range(CLOCKS)]
    offices[0].database.ask(lambda session: write_cells(offices[0], session))
    planners = [Planner(each, lambda: None) for each in offices]
    start, faults = threading.Barrier(CLOCKS), []
    threads = [
        threading.Thread(target=tick_until_quiet, args=(planner, each.database, start, faults))
        for planner, each in zip(planners, offices, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    states = offices[0].database.ask(
        lambda session: Counter(session.scalars(select(Push.state).where(Push.kind == "invitation")))
    )
    written = offices[0].database.ask(lambda session: Counter(session.scalars(select(Outbox.purpose))))
    for each in offices:
        each.database.close()
    assert states == {"done": CELLS * 3}
    assert written["card"] == CELLS * 3
    assert written["invitation"] == CELLS * 3 * MEMBERS
