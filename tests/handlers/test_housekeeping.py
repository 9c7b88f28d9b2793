"""Every night what has served its time goes, and everything else stays."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from handlers import housekeeping
from storage.meeting_tables import Attendance, Meeting, Point, PointDraft
from storage.people import Account, Audit, Code, Member, Misread
from storage.spine import Conversation, Inbox, Outbox, Push

DAY = timedelta(days=1)


@pytest.fixture
def cell(home):
    return home.cell()


def night(home):
    """Let the next planned night happen, at its time."""
    housekeeping.start(home.desk())
    home.session.flush()
    query = select(Push).where(Push.kind == "housekeeping", Push.state == "planned").order_by(Push.due_at)
    push = home.session.scalars(query).first()
    home.now = max(home.now, push.due_at)
    told = home.fire(push)
    home.session.expire_all()
    return told


def count(home, table, *where):
    return home.session.scalar(select(func.count()).select_from(table).where(*where))


# -- the nights ----------------------------------------------------------------------------------------------------------


def keys(home):
    return list(home.session.scalars(select(Push.key).where(Push.state == "planned").order_by(Push.due_at)))


def test_two_nights_are_planned_once_and_each_night_plans_the_next(home):
    for _ in range(3):
        housekeeping.start(home.desk())
    assert keys(home) == ["housekeeping:2026-11-24", "housekeeping:2026-11-25"]
    first = home.session.scalars(select(Push).order_by(Push.due_at)).first()
    assert f"{first.due_at:%Y-%m-%d %H:%M}" == "2026-11-23 19:30"
    assert night(home) is None
    assert keys(home) == ["housekeeping:2026-11-25", "housekeeping:2026-11-26"]
    assert count(home, Audit) == 0


def test_a_night_that_fails_does_not_end_the_row_of_nights(home):
    housekeeping.start(home.desk())
    failed = home.session.scalars(select(Push).order_by(Push.due_at)).first()
    home.now, failed.state = failed.due_at, "failed"
    night(home)
    assert keys(home) == ["housekeeping:2026-11-26", "housekeeping:2026-11-27"]


def test_after_a_long_downtime_the_nights_go_on_from_today(home):
    housekeeping.start(home.desk())
    home.now += 40 * DAY
    night(home)
    night(home)
    planned = home.session.scalars(select(Push).where(Push.state == "planned")).all()
    assert [push.due_at > home.now for push in planned] == [True, True]


def test_nobody_is_written_to(home, cell):
    home.member("Lê Thị Sen", cell, "head")
    night(home)
    assert count(home, Outbox) == 0


# -- what goes and what stays --------------------------------------------------------------------------------------------


def attendance(home, cell, days_ago):
    member = home.member(f"Người {days_ago}", cell, linked=False)
    meeting = home.meeting(cell, in_days=-days_ago)
    row = Attendance(
        meeting_id=meeting.id, member_id=member.id, answer="absent", reason="health", reason_text="ốm", result="excused"
    )
    point = Point(
        id=f"p{days_ago}", meeting_id=meeting.id, member_id=member.id, text="ý kiến", written_on=home.now.date()
    )
    home.session.add_all([row, point])
    home.session.flush()
    return row.id


def test_reasons_after_90_days_points_after_30_attendance_after_24_months(home, cell):
    ids = {days: attendance(home, cell, days) for days in (1, 29, 31, 89, 91, 720, 740)}
    night(home)
    left = {days: home.session.get(Attendance, row) for days, row in ids.items()}
    assert {days: row.reason_text for days, row in left.items() if row is not None} == {
        1: "ốm",
        29: "ốm",
        31: "ốm",
        89: "ốm",
        91: None,
        720: None,
    }
    assert all((row.reason, row.result) == ("health", "excused") for row in left.values() if row is not None)
    assert left[740] is None
    assert sorted(home.session.scalars(select(Point.id))) == ["p1", "p29"]
    assert count(home, Meeting) == 6
    noted = home.session.scalars(select(Audit).where(Audit.action == "erased")).one()
    assert "reasons 3" in noted.detail
    assert "meetings 1" in noted.detail
    assert "ốm" not in noted.detail


def test_anonymous_drafts_nobody_confirmed_go_the_next_night(home, cell):
    meeting = home.meeting(cell)
    for code, days in (("old", 1), ("new", 0)):
        written = home.now.date() - days * DAY
        home.session.add(PointDraft(code=code, meeting_id=meeting.id, text="ý kiến", written_on=written))
    home.session.flush()
    night(home)
    assert list(home.session.scalars(select(PointDraft.code))) == ["new"]


def test_the_ledger_and_the_pushes_after_60_days(home):
    for days in (59, 61):
        then = home.now - days * DAY
        home.session.add(
            Outbox(bot="tg", chat_id="c", body=None, state="sent", not_before=then, created_at=then, done_at=then)
        )
        home.session.add(Inbox(bot="tg", update_key=str(days), lane="tg:c", state="done", received_at=then))
        home.session.add(Push(key=f"k{days}", kind="invitation", due_at=then, state="done"))
        home.session.add(Conversation(bot="tg", chat_id=str(days), step="", data={}, choices=[], updated_at=then))
    home.session.add(Push(key="still-planned", kind="invitation", due_at=home.now - 70 * DAY, state="planned"))
    home.session.flush()
    night(home)
    for table in (Outbox, Inbox, Conversation):
        assert count(home, table) == 1
    assert set(home.session.scalars(select(Push.key).where(Push.kind == "invitation"))) == {"k59", "still-planned"}


def test_the_content_of_unreadable_updates_after_14_days(home):
    for days, state in ((13, "failed"), (15, "failed"), (15, "open")):
        received = home.now - days * DAY
        home.session.add(
            Inbox(bot="tg", update_key=f"{days}{state}", lane="x", payload={"a": 1}, state=state, received_at=received)
        )
    home.session.flush()
    night(home)
    kept = {row.update_key: row.payload for row in home.session.scalars(select(Inbox))}
    assert kept == {"13failed": {"a": 1}, "15failed": None, "15open": {"a": 1}}


def test_open_talks_are_forgotten_after_a_day(home):
    for name, hours in (("old", 30), ("young", 3)):
        row = Conversation(
            bot="tg",
            chat_id=name,
            step="points",
            data={"text": "x"},
            choices=[{"label": "Dự", "data": "att"}],
            updated_at=home.now - hours * DAY / 24,
        )
        home.session.add(row)
    home.session.flush()
    housekeeping.start(home.desk())
    home.fire(home.session.scalars(select(Push)).first())
    home.session.expire_all()
    old, young = home.session.get(Conversation, ("tg", "old")), home.session.get(Conversation, ("tg", "young"))
    assert (old.step, old.data, len(old.choices)) == ("", {}, 1)
    assert (young.step, young.data) == ("points", {"text": "x"})


def test_codes_strangers_and_people_who_left(home, cell):
    def code(name, **when):
        values = {"created_at": home.now, "expires_at": home.now + DAY} | when
        home.session.add(Code(digest=name, purpose="group", organisation_id=cell.id, **values))

    code("good")
    code("just expired", expires_at=home.now - 5 * DAY)
    code("long expired", expires_at=home.now - 31 * DAY)
    code("long used", used_at=home.now - 31 * DAY)
    for name, days in (("old stranger", 31), ("new stranger", 5)):
        home.session.add(Account(bot="tg", user_id=name, chat_id=name, seen_at=home.now - days * DAY))
    stays, left, long_gone = (home.member(name, cell) for name in ("Ở Lại", "Đã Đi", "Đi Lâu"))
    home.account(stays, "tg").seen_at = home.now - 300 * DAY
    left.left_on = home.now.date() - 31 * DAY
    long_gone.left_on = home.now.date() - 740 * DAY
    home.session.flush()
    night(home)
    assert set(home.session.scalars(select(Code.digest))) == {"good", "just expired"}
    assert {account.user_id for account in home.session.scalars(select(Account)) if account.member_id is None} == {
        "new stranger"
    }
    assert [account.member_id for account in home.session.scalars(select(Account)) if account.member_id] == [stays.id]
    assert {member.full_name for member in home.session.scalars(select(Member))} == {"Ở Lại", "Đã Đi"}


def test_the_log_of_acts_and_what_was_not_understood(home):
    for days in (700, 740):
        home.session.add(Audit(at=home.now - days * DAY, action="linked", subject=f"member:{days}"))
    today = home.now.date()
    for days in (80, 100, 740):
        home.session.add(Misread(digest=str(days), example="câu lạ", last_on=today - days * DAY))
    home.session.flush()
    night(home)
    assert [row.subject for row in home.session.scalars(select(Audit).where(Audit.action == "linked"))] == [
        "member:700"
    ]
    assert {row.digest: row.example for row in home.session.scalars(select(Misread))} == {"80": "câu lạ", "100": None}


# -- how much at once ----------------------------------------------------------------------------------------------------


def lines(home, number, days):
    then = home.now - days * DAY
    row = {
        "bot": "tg",
        "chat_id": "c",
        "priority": 0,
        "action": "send",
        "purpose": "push",
        "state": "sent",
        "attempts": 1,
    }
    rows = [row | {"not_before": then, "created_at": then} for _ in range(number)]
    home.session.execute(Outbox.__table__.insert(), rows)


def test_a_large_backlog_goes_in_batches_with_pauses(home):
    lines(home, 2 * housekeeping.BATCH + 10, 100)
    night(home)
    assert count(home, Outbox) == housekeeping.BATCH + 10
    at = home.now
    night(home)
    assert home.now == at + housekeeping.PAUSE
    assert count(home, Outbox) == 10
    night(home)
    assert count(home, Outbox) == 0
    assert keys(home) == ["housekeeping:2026-11-25", "housekeeping:2026-11-26"]


def test_a_night_on_which_nothing_is_due_costs_the_same_however_much_is_kept(home):
    """Counted in steps of SQLite's engine, not in seconds; PostgreSQL reads the same indexes."""
    if home.session.get_bind().dialect.name != "sqlite":
        lines(home, 5, 100)
        night(home)
        assert count(home, Outbox) == 0
        return

    def cost():
        steps = 0

        def step():
            nonlocal steps
            steps += 1
            return 0

        raw = home.session.connection().connection.driver_connection
        raw.set_progress_handler(step, 1000)
        night(home)
        raw.set_progress_handler(None, 0)
        return steps

    lines(home, 1_000, 5)
    small = cost()
    lines(home, 20_000, 4)
    assert cost() <= small + 5


def test_statements_do_not_multiply_with_the_rows(home, cell):
    for days in range(91, 111):
        attendance(home, cell, days)
    seen = []
    event.listen(home.session.get_bind(), "before_cursor_execute", lambda *args: seen.append(args[2]))
    night(home)
    assert count(home, Attendance, Attendance.reason_text.is_not(None)) == 0
    assert sum("reason_text" in statement and statement.startswith("UPDATE") for statement in seen) == 1
