"""Whatever people press and type, in whatever order: nothing breaks, nothing personal reaches the group, every message fits."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import schedule
from storage import attendance as rows
from storage.meeting_tables import Attendance
from storage.people import Member
from storage.spine import Conversation, Outbox
from tests.handlers.attendance_cell import Cell

WORDS = (
    "Dự", "vắng", "2", "3", "7", "ok", "vâng ạ", "muộn 15p", "nửa tiếng", "con ốm", "ko du dc, truc co quan", "à nhầm, tôi dự được",
    "rút báo vắng", "chưa chắc", "Họp ở đâu thế?", "Đồng chí Hùng vắng vì ốm", "anh Nam nhờ báo là đến muộn", "Dự, xin phát biểu",
    "qwerty", "1 2 5", "Hoa", "/vang", "/muon 20", "/du", "/ketqua", "/tinhhinh", "/diemdanh", "/huy", "BÁO VẮNG",
)  # fmt: skip
REASONS = ("Công tác", "Ốm đau", "Việc gia đình", "Học tập", "Trực, nhiệm vụ")
FORGED = (
    "att:1:9:attend", "attr:1:1:nothing", "attm:1:1:999", "absok:1:3:y", "prt:1:3:1:0", "prok:1", "pra:1:77", "prs:1:77", "ladup:1:3:yes",
    "sum:1:99", "abs:1:99", "attb:1:1:3:absent.9999.work", "attw:1:1:3:..", "att:1:1:absent", "attx:1", "attc:1", "absone:1:4", "sumo:1",
)  # fmt: skip

steps = st.lists(
    st.tuples(
        st.integers(0, 4),  # who
        st.sampled_from(("press", "press", "press", "say", "say", "group", "forged", "wait", "move")),
        st.integers(0, 60),
    ),
    min_size=5,
    max_size=40,
)


def take(cell: Cell, people: list[Member], step: tuple[int, str, int]) -> None:
    who, what, at = people[step[0]], step[1], step[2]
    account = cell.office.account(who, cell.bot)
    if what == "press":
        row = cell.office.session.get(Conversation, (account.bot, account.chat_id))
        offered = row.choices if row is not None else []
        if offered and not offered[at % len(offered)]["data"].startswith("pt:"):
            cell.office.presses(who, offered[at % len(offered)]["data"])
    elif what == "say":
        cell.say(who, WORDS[at % len(WORDS)])
    elif what == "group":
        cell.say(who, WORDS[at % len(WORDS)], in_group=True)
    elif what == "forged":
        cell.office.presses(who, FORGED[at % len(FORGED)], group=cell.org if at % 2 else None)
    elif what == "move" and cell.meeting.state == "planned" and cell.office.now < cell.meeting.starts_at:
        cell.meeting.version += 1
    else:
        cell.office.now += timedelta(minutes=at) if at % 3 else timedelta(days=at / 12)
    for kind in ("absence_alert", "deadline", "presence"):
        cell.tick(kind)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps, st.sampled_from(("tg", "zl")))
def test_nothing_breaks_and_nothing_personal_reaches_the_group(taken: list[tuple[int, str, int]], bot: str) -> None:
    cell = Cell(bot)
    people = [cell.head, cell.secretary, cell.an, cell.hoa, cell.hung]
    desk, ends = cell.office.desk(), cell.meeting.starts_at + timedelta(minutes=105)
    schedule.plan_once(desk, "d", "deadline", cell.meeting.answer_by, cell.org.id, cell.meeting.id)
    schedule.plan_once(desk, "p", "presence", ends, cell.org.id, cell.meeting.id)
    cell.post_card()
    for step in taken:
        take(cell, people, step)
    words = cell.group_words()
    assert not [person.full_name for person in people if person.full_name in words]
    assert not [reason for reason in REASONS if reason in words]
    for row in cell.office.session.scalars(select(Outbox).where(Outbox.action != "toast")):
        choices = [one for line in row.body["choices"] for one in line]
        assert len(row.body["text"]) + sum(len(one["label"]) + 6 for one in choices) <= 2000
        assert len(choices) <= 12
        assert all(len(one["data"].encode()) <= 64 for one in choices)
    check_rows(cell)


def check_rows(cell: Cell) -> None:
    """What is written makes sense, whatever led to it."""
    for row in rows.rows(cell.office.session, cell.meeting.id).values():
        assert row.answer in (None, "attend", "late", "absent", "unsure")
        assert row.reason is None or row.answer == "absent"
        assert row.reason_text is None or row.answer == "absent"
        assert row.minutes_late is None or (row.answer == "late" and 0 < row.minutes_late <= 240)
        assert row.result in (None, "present", "excused", "unexcused", "uncounted")
        assert row.result is None or cell.meeting.state == "held"
        assert row.result != "excused" or row.accepted is True
    found = list(cell.office.session.scalars(select(Attendance.member_id)))
    assert len(found) == len(set(found))
