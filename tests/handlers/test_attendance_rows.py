"""Two presses at the same moment become one row, on both databases."""

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database import make_engine
from handlers.attendance_record import Said, record
from handlers.desk import Desk
from handlers.policy import Policy
from handlers.texts import texts
from storage import attendance as rows
from storage import misreads
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member, Organisation
from tests.desk_fixtures import BOTS

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def seeded(session: Session) -> tuple[int, int]:
    cell = Organisation(code="C", name="Chi bộ Thử")
    session.add(cell)
    session.flush()
    member = Member(organisation_id=cell.id, code="1", full_name="Nguyễn Văn An")
    starts = NOW + timedelta(days=3)
    times = {"starts_at": starts, "answer_by": starts, "points_by": starts, "created_at": NOW}
    meeting = Meeting(organisation_id=cell.id, period="2026-11", **times)
    session.add_all([member, meeting])
    session.commit()
    return meeting.id, member.id


def test_the_second_press_waits_for_the_first_and_sees_it(database_url: str) -> None:
    engine = make_engine(database_url)
    with Session(engine) as session:
        meeting_id, member_id = seeded(session)
    seen: list[str | None] = []

    def second_press() -> None:
        with Session(engine) as session:
            row = rows.hold(session, session.get_one(Meeting, meeting_id), member_id)
            seen.append(row.answer)
            session.commit()

    with Session(engine) as first:
        row = rows.hold(first, first.get_one(Meeting, meeting_id), member_id)
        second = threading.Thread(target=second_press)
        second.start()
        second.join(timeout=0.2)
        assert seen == []
        row.answer = "attend"
        first.commit()
    second.join(timeout=20)
    assert seen == ["attend"]
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Attendance)) == 1
    engine.dispose()


def test_of_two_answers_at_once_the_card_counts_both(database_url: str) -> None:
    engine = make_engine(database_url)
    with Session(engine) as session:
        meeting_id, an = seeded(session)
        hoa = Member(organisation_id=session.get_one(Member, an).organisation_id, code="2", full_name="Trần Thị Hoa")
        session.add(hoa)
        session.commit()
        hoa_id = hoa.id
    counted: list[int] = []

    def attends(session: Session, member_id: int) -> None:
        desk = Desk(session, NOW, Policy(), texts("vi"), BOTS)
        meeting = session.get_one(Meeting, meeting_id)
        record(desk, meeting, session.get_one(Member, member_id), Said("attend"))
        counted.append(rows.counts(session, meeting, NOW).attend)

    def second_answer() -> None:
        with Session(engine) as session:
            attends(session, hoa_id)
            session.commit()

    with Session(engine) as first:
        attends(first, an)
        second = threading.Thread(target=second_answer)
        second.start()
        second.join(timeout=0.2)
        first.commit()
    second.join(timeout=20)
    assert counted == [1, 2]
    engine.dispose()


def test_misreads_are_counted_once_each(database_url: str) -> None:
    engine = make_engine(database_url)
    with Session(engine) as session:
        for example in (None, "câu khó", None):
            misreads.count(session, "a" * 64, example, NOW.date())
        session.commit()
        assert [(one.times, one.example) for one in misreads.most_frequent(session)] == [(3, "câu khó")]
    engine.dispose()
