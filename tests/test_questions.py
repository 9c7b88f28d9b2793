"""Questions to the database say what the rules in Python say, and hold against what others do at the same moment."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.database import make_engine
from storage import attendance, mail, migrate, outbox, roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member, Organisation
from storage.spine import BotState, Outbox
from tests.talk import START

TODAY = START.date()
DAYS = st.none() | st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
STATUSES = st.sampled_from(("official", "probationary", *roster.PASSING_STATUSES))
ANSWERS = st.sampled_from((None, "attend", "late", "absent", "unsure"))
# Status, since, until, left on, answer, version answered to (the meeting's is 2); no answer may mean a row without one, or no row.
PEOPLE = st.lists(st.tuples(STATUSES, DAYS, DAYS, DAYS, ANSWERS, st.sampled_from((None, 1, 2))), max_size=12)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = make_engine(database_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database for very many small examples, each rolled back."""
    folder = tmp_path_factory.mktemp("questions")
    opened = make_engine(f"sqlite:///{folder / 'questions.sqlite3'}")
    migrate.upgrade(opened)
    yield opened
    opened.dispose()


def a_meeting(session: Session, kind: str = "regular") -> Meeting:
    cell = Organisation(code="A", name="Chi bộ A", kind="cell")
    session.add(cell)
    session.flush()
    starts = START + timedelta(days=3)
    times = {"starts_at": starts, "answer_by": starts, "points_by": starts, "created_at": START}
    meeting = Meeting(organisation_id=cell.id, period="2026-12", kind=kind, version=2, **times)
    session.add(meeting)
    session.flush()
    return meeting


def fill(session: Session, meeting: Meeting, people: list[tuple[str, date, date, date, str, int]]) -> None:
    for number, (status, since, until, left_on, answer, version) in enumerate(people):
        member = Member(
            organisation_id=meeting.organisation_id,
            code=f"M{number}",
            full_name=f"Đồng chí {number}",
            status=status,
            status_since=since,
            status_until=until,
            left_on=left_on,
        )
        session.add(member)
        session.flush()
        if version is not None:
            session.add(Attendance(meeting_id=meeting.id, member_id=member.id, version=version, answer=answer))
    session.flush()


def by_the_rules(session: Session, meeting: Meeting, now: datetime) -> attendance.Counts:
    answered = attendance.answers(session, meeting)
    expected = attendance.expected(session, meeting, now)
    said = [answered[one.id].answer if one.id in answered else None for one in expected]
    return attendance.Counts(*(said.count(answer) for answer in ("attend", "late", "absent", "unsure", None)))


@given(people=PEOPLE)
def test_the_database_counts_whom_the_rules_count(scratch: Engine, people: list) -> None:
    with Session(scratch) as session:
        meeting = a_meeting(session)
        fill(session, meeting, people)
        assert attendance.counts(session, meeting, START) == by_the_rules(session, meeting, START)
        session.rollback()


def test_both_databases_count_the_same(engine: Engine) -> None:
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    people = [
        ("official", None, None, None, "attend", 2),
        ("probationary", None, None, None, "late", 2),
        ("official", None, None, None, "attend", 1),
        ("official", None, None, None, None, 2),
        ("official", None, None, TODAY, "absent", 2),
        ("official", None, None, tomorrow, "absent", 2),
        ("exempt", yesterday, None, None, "attend", 2),
        ("exempt", yesterday, TODAY, None, "unsure", 2),
        ("suspended", None, tomorrow, None, "attend", 2),
        ("guest", tomorrow, None, None, None, None),
    ]
    with Session(engine) as session:
        meeting = a_meeting(session)
        fill(session, meeting, people)
        assert attendance.counts(session, meeting, START) == attendance.Counts(1, 1, 1, 1, 3)
        assert by_the_rules(session, meeting, START) == attendance.Counts(1, 1, 1, 1, 3)


# -- changes of a post ---------------------------------------------------------------------------------------------------


def posted(session: Session) -> Outbox:
    row = Outbox(bot="b", chat_id="-1", body=None, state="sent", not_before=START, created_at=START, message_id="7")
    session.add(row)
    session.flush()
    return row


def change(session: Session, post: Outbox, text: str, after: timedelta = timedelta(0)) -> None:
    mail.edit(session, post, {"text": text}, now=START + after, every=timedelta(seconds=5))
    session.flush()


def waiting(session: Session) -> list[str]:
    query = select(Outbox).where(Outbox.edits.is_not(None), Outbox.state == "open").order_by(Outbox.id)
    return [row.body["text"] if row.body else "" for row in session.scalars(query)]


def test_a_change_that_waits_is_replaced_and_the_next_keeps_its_distance(engine: Engine) -> None:
    with Session(engine) as session:
        post = posted(session)
        change(session, post, "one")
        change(session, post, "two", timedelta(seconds=1))
        assert waiting(session) == ["two"]
        session.scalars(select(Outbox).where(Outbox.edits == post.id)).one().state = "sent"
        change(session, post, "three", timedelta(seconds=2))
        third = session.scalars(select(Outbox).where(Outbox.edits == post.id, Outbox.state == "open")).one()
        assert third.not_before == START + timedelta(seconds=5)


def test_a_change_goes_into_the_newest_not_into_one_that_was_refused_and_waits_again(engine: Engine) -> None:
    with Session(engine) as session:
        post = posted(session)
        change(session, post, "one")
        first = session.scalars(select(Outbox).where(Outbox.edits == post.id)).one()
        first.state = "taken"
        change(session, post, "two")
        first.state = "open"
        change(session, post, "three")
        # In the order in which they leave: the last one says how things stand.
        assert waiting(session) == ["one", "three"]


def test_a_change_that_is_taken_for_sending_meanwhile_is_followed_by_another(engine: Engine) -> None:
    with Session(engine) as session:
        post = posted(session)
        change(session, post, "one")
        identity = post.id
        session.commit()
    begun = threading.Event()

    def answer() -> None:
        with Session(engine) as session:
            begun.set()
            change(session, session.get_one(Outbox, identity), "two")
            session.commit()

    with Session(engine) as deliverer:
        deliverer.connection()
        taken = outbox.take(deliverer, "b", START, START + timedelta(minutes=5), 10, priority=1)
        assert [letter.body["text"] for letter in taken] == ["one"]
        answering = threading.Thread(target=answer)
        answering.start()
        begun.wait(20)
        # Long enough for it to ask: on PostgreSQL it then waits for this transaction, on SQLite it has not begun.
        answering.join(timeout=0.2)
        deliverer.commit()
    answering.join(timeout=20)
    with Session(engine) as session:
        assert waiting(session) == ["two"]


# -- what a bot remembers ------------------------------------------------------------------------------------------------


def test_two_processes_that_start_at_once_both_find_what_a_bot_remembers(engine: Engine) -> None:
    at_once = threading.Barrier(4)

    def start(_number: int) -> str:
        with Session(engine) as session:
            at_once.wait(20)
            found = outbox.bot_state(session, "telegram-1").bot
            session.commit()
            return found

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(start, range(4))) == ["telegram-1"] * 4
    with Session(engine) as session:
        assert session.scalars(select(BotState.sent_this_month)).all() == [0]
