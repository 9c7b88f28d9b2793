"""Two presses at the same moment become one row, on both databases."""

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database import make_engine
from storage import attendance as rows
from storage import misreads
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member, Organisation

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


def test_misreads_are_counted_once_each(database_url: str) -> None:
    engine = make_engine(database_url)
    with Session(engine) as session:
        for example in (None, "câu khó", None):
            misreads.count(session, "a" * 64, example, NOW.date())
        session.commit()
        assert [(one.times, one.example) for one in misreads.most_frequent(session)] == [(3, "câu khó")]
    engine.dispose()
