"""What the organisers hear of absences, in private: at once, gathered, at the deadline, and how they decide."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers import schedule
from storage.people import Member, Role
from storage.spine import Outbox
from tests.desk_fixtures import data_of, labels
from tests.handlers.attendance_cell import NETWORKS, Cell, toast


@pytest.fixture
def cell(bot: str) -> Cell:
    return Cell(bot)


def absent(cell: Cell, who: Member, reason: str) -> None:
    cell.office.presses(who, f"attr:{cell.meeting.id}:{cell.meeting.version}:{reason}")


def heard(cell: Cell, who: Member) -> list[str]:
    return [row.body["text"] for row in cell.posts_to(who) if row.purpose == "alert"]


# -- declared, withdrawn, changed --------------------------------------------------------------------------------------


@NETWORKS
def test_the_first_absence_is_told_at_once_and_the_next_are_gathered(cell: Cell) -> None:
    absent(cell, cell.an, "work")
    assert cell.tick() == [None]
    assert "Báo vắng: Nguyễn Văn An – Công tác" in heard(cell, cell.head)[-1]
    assert "vắng 1, chưa trả lời 4" in heard(cell, cell.secretary)[-1]
    cell.office.now += timedelta(minutes=2)
    absent(cell, cell.hoa, "family")
    absent(cell, cell.hung, "health")
    assert cell.tick() == []
    cell.office.now += timedelta(minutes=8)
    cell.tick()
    assert len(heard(cell, cell.head)) == 2
    assert "Trần Thị Hoa – Việc gia đình" in heard(cell, cell.head)[-1]
    assert "Đặng Quốc Hùng – Ốm đau, điều trị" in heard(cell, cell.head)[-1]
    assert "Nguyễn Văn An" not in heard(cell, cell.head)[-1]


@NETWORKS
def test_the_alert_waits_a_moment_for_the_reason(cell: Cell) -> None:
    cell.press(cell.an, "absent")
    assert cell.tick() == []
    cell.office.now += timedelta(seconds=20)
    cell.choose(cell.an, "Công tác")
    cell.tick()
    assert "Nguyễn Văn An – Công tác" in heard(cell, cell.head)[-1]
    cell.office.now += timedelta(minutes=2)
    assert set(cell.tick()) == {"nothing changed"}
    assert len(heard(cell, cell.head)) == 1


@NETWORKS
def test_who_gives_no_reason_is_told_without_one(cell: Cell) -> None:
    cell.press(cell.an, "absent")
    cell.office.now += timedelta(minutes=2)
    cell.tick()
    assert "Nguyễn Văn An – chưa nêu lý do" in heard(cell, cell.head)[-1]


@NETWORKS
def test_withdrawn_and_changed_absences_are_told(cell: Cell) -> None:
    absent(cell, cell.an, "work")
    absent(cell, cell.hoa, "work")
    cell.tick()
    cell.office.now += timedelta(hours=1)
    cell.press(cell.an, "attend")
    absent(cell, cell.hoa, "health")
    cell.tick()
    assert "Rút báo vắng: Nguyễn Văn An – nay: dự" in heard(cell, cell.head)[-1]
    assert "Đổi lý do vắng: Trần Thị Hoa – Ốm đau, điều trị" in heard(cell, cell.head)[-1]


@NETWORKS
def test_a_change_undone_before_it_was_told_is_not_told(cell: Cell) -> None:
    absent(cell, cell.an, "work")
    cell.press(cell.an, "attend")
    assert set(cell.tick()) == {"nothing changed"}
    assert heard(cell, cell.head) == []


@NETWORKS
def test_nobody_is_told_of_his_own_absence_or_of_what_he_recorded(cell: Cell) -> None:
    absent(cell, cell.head, "work")
    cell.tick()
    assert heard(cell, cell.head) == []
    assert "Lê Thị Bình" in heard(cell, cell.secretary)[-1]
    cell.office.now += timedelta(hours=1)
    cell.say(cell.secretary, "Đồng chí Hùng vắng vì ốm")
    cell.choose(cell.secretary, "Ghi giúp")
    cell.tick()
    assert len(heard(cell, cell.secretary)) == 1
    assert "Đặng Quốc Hùng" in heard(cell, cell.head)[-1]


@NETWORKS
def test_alerts_are_never_in_the_group(cell: Cell) -> None:
    cell.post_card()
    absent(cell, cell.an, "health")
    cell.tick()
    assert "Nguyễn Văn An" not in cell.group_words()
    assert "Ốm" not in cell.group_words()


@NETWORKS
def test_at_night_an_alert_waits_for_the_morning(cell: Cell) -> None:
    cell.office.now = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # 22:30 in Viet Nam
    absent(cell, cell.an, "work")
    assert cell.tick() == []
    cell.office.now = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert cell.tick() == [None]


@NETWORKS
def test_an_excuse_after_the_start_is_told_as_such(cell: Cell) -> None:
    cell.office.now = cell.meeting.starts_at + timedelta(minutes=10)
    assert labels(cell.say(cell.an, "ok")[0]) == ["Tôi xin vắng", "Tôi đến muộn"]
    absent(cell, cell.an, "duty")
    cell.tick()
    assert "Trực, nhiệm vụ (báo sau giờ bắt đầu)" in heard(cell, cell.head)[-1]
    cell.office.presses(cell.head, f"absone:{cell.meeting.id}:{cell.an.id}")
    assert "Báo sau giờ bắt đầu." in cell.office.private(cell.head)[-1]


@NETWORKS
def test_after_a_move_old_absences_are_not_called_withdrawn(cell: Cell) -> None:
    absent(cell, cell.an, "work")
    cell.tick()
    cell.meeting.version = 2
    cell.office.now += timedelta(hours=1)
    absent(cell, cell.hoa, "duty")
    cell.tick()
    assert "Nguyễn Văn An" not in heard(cell, cell.head)[-1]
    assert "Trần Thị Hoa – Trực, nhiệm vụ" in heard(cell, cell.head)[-1]


@NETWORKS
def test_a_cancelled_meeting_alerts_nobody(cell: Cell) -> None:
    absent(cell, cell.an, "work")
    cell.meeting.state = "cancelled"
    assert cell.tick() == ["meeting is not planned any more"]


def test_pushes_due_in_the_same_moment_do_not_make_two_alerts() -> None:
    cell = Cell()
    absent(cell, cell.an, "work")
    absent(cell, cell.hoa, "work")
    first, second = cell.due("absence_alert")
    cell.office.fire(first)
    absent(cell, cell.hung, "work")
    assert cell.office.fire(second) == "gathered into the next one"
    assert len(heard(cell, cell.head)) == 1
    cell.office.now += timedelta(minutes=10)
    cell.tick()
    assert "Đặng Quốc Hùng" in heard(cell, cell.head)[-1]
    assert len(heard(cell, cell.head)) == 2


# -- the organisers decide ---------------------------------------------------------------------------------------------


@NETWORKS
def test_an_absence_is_accepted_and_the_member_is_told(cell: Cell) -> None:
    absent(cell, cell.an, "work")
    cell.tick()
    if cell.bot == "tg":
        cell.choose(cell.head, "Có lý do: Nguyễn Văn An")
    else:
        cell.choose(cell.head, "Xem xét báo vắng")
        cell.choose(cell.head, "Nguyễn Văn An")
        cell.choose(cell.head, "Có lý do")
    row = cell.answer(cell.an)
    assert (row.accepted, row.accepted_by, row.result) == (True, cell.head.id, None)
    assert "vắng có lý do" in cell.office.private(cell.an)[-1]
    assert f"absence-excused member:{cell.an.id}" in cell.traces()


@NETWORKS
def test_the_words_of_the_reason_are_seen_when_it_is_considered(cell: Cell) -> None:
    cell.press(cell.an, "absent")
    cell.choose(cell.an, "Khác")
    cell.say(cell.an, "Đưa con đi nhập học")
    cell.office.presses(cell.secretary, f"absone:{cell.meeting.id}:{cell.an.id}")
    assert "Đưa con đi nhập học" in cell.office.private(cell.secretary)[-1]
    cell.choose(cell.secretary, "Không lý do")
    assert cell.answer(cell.an).accepted is False
    assert "trao đổi với Chi ủy" in cell.office.private(cell.an)[-1]
    cell.office.presses(cell.head, f"absone:{cell.meeting.id}:{cell.an.id}")
    assert "Người ghi: đồng chí Phan Văn Cường" in cell.office.private(cell.head)[-1]


@NETWORKS
def test_a_new_reason_is_a_new_question(cell: Cell) -> None:
    absent(cell, cell.an, "work")
    cell.office.presses(cell.head, f"absok:{cell.meeting.id}:{cell.an.id}:y")
    absent(cell, cell.an, "family")
    assert cell.answer(cell.an).accepted is None


@NETWORKS
def test_who_withdrew_cannot_be_decided_about(cell: Cell) -> None:
    absent(cell, cell.an, "work")
    cell.press(cell.an, "attend")
    posts = cell.office.presses(cell.head, f"absok:{cell.meeting.id}:{cell.an.id}:y")
    assert "không báo vắng" in toast(posts)


def test_only_organisers_decide_and_never_about_themselves() -> None:
    cell = Cell()
    absent(cell, cell.an, "work")
    absent(cell, cell.head, "work")
    for who in (cell.an, cell.hoa, cell.office.member("Vũ Đức Thắng", cell.office.cell("Chi bộ khác"), "head")):
        assert "dành cho Chi ủy" in toast(cell.office.presses(who, f"absok:{cell.meeting.id}:{cell.an.id}:y"))
    assert "không tự xem xét" in toast(cell.office.presses(cell.head, f"absok:{cell.meeting.id}:{cell.head.id}:y"))
    in_group = cell.office.presses(cell.head, f"abs:{cell.meeting.id}:0", group=cell.org)
    assert "nhắn riêng" in toast(in_group)
    assert cell.answer(cell.an).accepted is None
    assert cell.answer(cell.head).accepted is None


@NETWORKS
def test_many_absences_are_paged(cell: Cell) -> None:
    people = [cell.add(f"Nguyễn Thị Người {number:02}") for number in range(20)]
    for one in people:
        absent(cell, one, "work")
    cell.tick()
    assert labels(cell.posts_to(cell.head)[-1]) == ["Xem xét báo vắng"]
    cell.choose(cell.head, "Xem xét báo vắng")
    assert len(labels(cell.posts_to(cell.head)[-1])) <= 12
    cell.choose(cell.head, "Trang sau")
    assert any("Người 10" in label for label in labels(cell.posts_to(cell.head)[-1]))


# -- the deadline ------------------------------------------------------------------------------------------------------


def deadline(cell: Cell) -> str | None:
    schedule.plan_once(cell.office.desk(), "d", "deadline", cell.office.now, cell.org.id, cell.meeting.id)
    return cell.tick("deadline")[0]


@NETWORKS
def test_the_deadline_tells_numbers_and_names(cell: Cell) -> None:
    minh = cell.add("Lý Văn Minh", linked=False)
    tam = cell.add("Cao Thị Tâm", status="guest")
    cell.press(cell.head, "attend")
    cell.press(cell.an, "late")
    cell.choose(cell.an, "15 phút")
    absent(cell, cell.hoa, "study")
    cell.press(cell.hung, "unsure")
    cell.press(tam, "attend")
    assert deadline(cell) is None
    for organiser in (cell.head, cell.secretary):
        text = heard(cell, organiser)[-1]
        assert "Dự 1, muộn 1, vắng 1, chưa chắc 1, chưa trả lời 2; chưa liên lạc được 1. Tổng 6." in text
        assert "Nguyễn Văn An – 15 phút" in text
        assert "Trần Thị Hoa – Học tập" in text
        assert "Chưa chắc (1):\n• Đặng Quốc Hùng" in text
        assert f"Chưa trả lời (2):\n• Phan Văn Cường\n• {minh.full_name}" in text
        assert "chưa nhắn riêng được (1):\n• Lý Văn Minh" in text
        assert "Ngoài diện tính, đã xác nhận dự (1):\n• Cao Thị Tâm" in text
    assert heard(cell, cell.an) == []


@NETWORKS
def test_organisers_see_it_at_any_time_and_members_do_not(cell: Cell) -> None:
    cell.press(cell.an, "attend")
    cell.say(cell.secretary, "/tinhhinh")
    assert "Dự 1, muộn 0" in cell.office.private(cell.secretary)[-1]
    cell.say(cell.an, "/tinhhinh")
    assert "dành cho Chi ủy" in cell.office.private(cell.an)[-1]
    cell.say(cell.secretary, "/tinhhinh", in_group=True)
    assert "Nguyễn" not in cell.group_words()
    assert "nhắn riêng" in cell.group_words()


@NETWORKS
def test_two_hundred_members_fit_both_networks(cell: Cell) -> None:
    for number in range(200):
        cell.add(f"Nguyễn Thị Phương {number:03}", linked=number % 2 == 0)
    assert deadline(cell) is None
    first = cell.posts_to(cell.head)[-1]
    assert "Tổng 205." in first.body["text"]
    assert "Trang 1/" in first.body["text"]
    seen = first.body["text"]
    while "Trang sau" in labels(cell.posts_to(cell.head)[-1]):
        cell.choose(cell.head, "Trang sau")
        seen += cell.posts_to(cell.head)[-1].body["text"]
    assert all(f"Phương {number:03}" in seen for number in range(200))
    for row in cell.office.session.scalars(select(Outbox).where(Outbox.action != "toast")):
        assert len(row.body["text"]) + sum(len(one) + 6 for one in labels(row)) <= 2000


@NETWORKS
def test_a_deadline_planned_twice_is_said_once(cell: Cell) -> None:
    schedule.plan_once(cell.office.desk(), "d", "deadline", cell.office.now, cell.org.id, cell.meeting.id)
    push = cell.due("deadline")[0]
    cell.office.fire(push)
    cell.office.fire(push)
    assert len(heard(cell, cell.head)) == 1


def test_an_organiser_of_several_sees_his_own_cell() -> None:
    cell = Cell()
    upper = cell.office.cell("Đảng bộ xã", "committee")
    cell.office.session.add(Role(member_id=cell.head.id, organisation_id=upper.id, role="committee"))
    cell.office.session.flush()
    cell.say(cell.head, "/tinhhinh")
    assert "Tổng 5." in cell.office.private(cell.head)[-1]
    assert data_of(cell.press(cell.an, "attend")[0], "Thay đổi")
