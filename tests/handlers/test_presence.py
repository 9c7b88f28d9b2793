"""After the meeting: who was present, what the organisers decide, and what absences add up to in a year."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers import schedule
from storage import attendance as rows
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member, OrganisationParent, Role
from storage.spine import Outbox
from tests.desk_fixtures import labels
from tests.handlers.attendance_cell import NETWORKS, Cell, toast


@pytest.fixture
def cell(bot: str) -> Cell:
    return Cell(bot)


def after_the_meeting(cell: Cell, minutes: int = 105) -> None:
    cell.office.now = cell.meeting.starts_at + timedelta(minutes=minutes)


def results(cell: Cell, meeting: Meeting | None = None) -> dict[str, str | None]:
    found = rows.rows(cell.office.session, (meeting or cell.meeting).id)
    return {cell.office.session.get_one(Member, one).full_name: row.result for one, row in found.items()}


def record_all_but(cell: Cell, *absent: Member) -> list[Outbox]:
    """The secretary records everybody but these as present."""
    cell.office.presses(cell.secretary, f"pra:{cell.meeting.id}:0")
    for one in absent:
        cell.office.presses(cell.secretary, f"prt:{cell.meeting.id}:{one.id}:0:0")
    return cell.office.presses(cell.secretary, f"prok:{cell.meeting.id}")


def heard(cell: Cell, who: Member) -> str:
    return "\n".join(row.body["text"] for row in cell.posts_to(who) if row.purpose in ("alert", "notice"))


def held_before(cell: Cell, who: Member, *results_by_month: str | None) -> None:
    """Meetings of January and the following months, held, with these results for the member."""
    for month, result in enumerate(results_by_month, start=1):
        starts = cell.office.now.replace(month=month, day=4)
        meeting = cell.office.meeting(cell.org, period=f"{starts:%Y-%m}", starts_at=starts, state="held")
        cell.office.session.add(Attendance(meeting_id=meeting.id, member_id=who.id, version=1, result=result))
    cell.office.session.flush()


# -- the list ----------------------------------------------------------------------------------------------------------


@NETWORKS
def test_organisers_are_asked_and_the_list_is_marked_by_the_answers(cell: Cell) -> None:
    cell.press(cell.an, "attend")
    cell.press(cell.hoa, "late")
    cell.press(cell.hung, "absent")
    after_the_meeting(cell)
    schedule.plan_once(cell.office.desk(), "p", "presence", cell.office.now, cell.org.id, cell.meeting.id)
    assert cell.tick("presence") == [None]
    assert "ghi ai có mặt" in cell.office.private(cell.secretary)[-1]
    assert "ghi ai có mặt" not in "".join(cell.office.private(cell.an))
    cell.choose(cell.secretary, "Điểm danh")
    shown = cell.posts_to(cell.secretary)[-1]
    assert "có mặt 2/5" in shown.body["text"]
    assert labels(shown) == [
        "☐ Lê Thị Bình – không báo",
        "☐ Phan Văn Cường – không báo",
        "☑ Nguyễn Văn An",
        "☑ Trần Thị Hoa",
        "☐ Đặng Quốc Hùng – báo vắng",
        "Tất cả có mặt",
        "Xong",
    ]


@NETWORKS
def test_one_tap_changes_a_person_and_nothing_is_recorded_before_the_confirmation(cell: Cell) -> None:
    after_the_meeting(cell)
    cell.say(cell.secretary, "/diemdanh")
    cell.choose(cell.secretary, "Tất cả có mặt")
    assert "có mặt 5/5" in cell.office.private(cell.secretary)[-1]
    cell.choose(cell.secretary, "☑ Nguyễn Văn An")
    assert "có mặt 4/5" in cell.office.private(cell.secretary)[-1]
    cell.choose(cell.secretary, "Xong")
    assert "Vắng không lý do: 1" in cell.office.private(cell.secretary)[-1]
    assert set(results(cell).values()) == {None}
    assert cell.meeting.state == "planned"
    cell.choose(cell.secretary, "Ghi kết quả")
    assert cell.meeting.state == "held"
    assert results(cell)["Nguyễn Văn An"] == "unexcused"
    assert list(results(cell).values()).count("present") == 4
    assert "presence-recorded present:4 of 5" in cell.traces()


@NETWORKS
def test_a_tap_that_comes_twice_is_one_tap(cell: Cell) -> None:
    after_the_meeting(cell)
    for _ in range(2):
        cell.office.presses(cell.secretary, f"prt:{cell.meeting.id}:{cell.an.id}:1:0")
    assert "có mặt 1/5" in cell.office.private(cell.secretary)[-1]


def test_on_zalo_several_numbers_or_a_name_are_typed_at_once() -> None:
    cell = Cell("zl")
    after_the_meeting(cell)
    cell.say(cell.secretary, "/diemdanh")
    cell.say(cell.secretary, "1 2, 4")
    assert "có mặt 3/5" in cell.office.private(cell.secretary)[-1]
    cell.say(cell.secretary, "đồng chí Hùng".removeprefix("đồng chí "))
    assert "có mặt 4/5" in cell.office.private(cell.secretary)[-1]
    cell.say(cell.secretary, "Họp ở đâu thế?")
    assert cell.office.step(cell.secretary) == ""


@NETWORKS
def test_a_long_list_has_pages_of_eight(cell: Cell) -> None:
    for number in range(30):
        cell.add(f"Nguyễn Thị Người {number:02}")
    after_the_meeting(cell)
    cell.say(cell.secretary, "/diemdanh")
    first = cell.posts_to(cell.secretary)[-1]
    assert "Trang 1/5" in first.body["text"]
    assert len(labels(first)) <= 12
    cell.choose(cell.secretary, "Trang sau")
    assert "Trang 2/5" in cell.office.private(cell.secretary)[-1]
    cell.choose(cell.secretary, "Người 05")
    assert "Trang 2/5" in cell.office.private(cell.secretary)[-1]
    assert "☑ Nguyễn Thị Người 05" in labels(cell.posts_to(cell.secretary)[-1])


@NETWORKS
def test_only_organisers_in_private_after_the_start(cell: Cell) -> None:
    assert "chưa có kỳ sinh hoạt nào đã bắt đầu" in cell.say(cell.secretary, "/diemdanh")[0].body["text"]
    assert "chưa bắt đầu" in toast(cell.office.presses(cell.secretary, f"prok:{cell.meeting.id}"))
    after_the_meeting(cell)
    assert "dành cho Chi ủy" in cell.say(cell.an, "/diemdanh")[0].body["text"]
    for data in (f"prt:{cell.meeting.id}:{cell.an.id}:1:0", f"prok:{cell.meeting.id}", f"pra:{cell.meeting.id}:0"):
        assert "dành cho Chi ủy" in toast(cell.office.presses(cell.an, data))
    assert "nhắn riêng" in cell.say(cell.secretary, "/diemdanh", in_group=True)[0].body["text"]
    foreign = cell.office.member("Vũ Đức Thắng", cell.office.cell("Chi bộ khác"), bot=cell.bot)
    assert "không còn hiệu lực" in toast(cell.office.presses(cell.secretary, f"prt:{cell.meeting.id}:{foreign.id}:1:0"))
    assert results(cell) == {}


@NETWORKS
def test_presence_recorded_before_is_not_asked_again(cell: Cell) -> None:
    after_the_meeting(cell)
    record_all_but(cell)
    schedule.plan_once(cell.office.desk(), "p", "presence", cell.office.now, cell.org.id, cell.meeting.id)
    assert cell.tick("presence") == ["presence was recorded before, or the meeting is cancelled"]


# -- what is written ---------------------------------------------------------------------------------------------------


@NETWORKS
def test_a_declared_absence_waits_for_the_organisers_and_counts_only_then(cell: Cell) -> None:
    cell.office.presses(cell.an, f"attr:{cell.meeting.id}:1:work")
    after_the_meeting(cell)
    posts = record_all_but(cell, cell.an)
    text = "\n".join(row.body["text"] for row in posts if row.action != "toast")
    assert "chờ Chi ủy xem xét 1; vắng không lý do 0" in text
    assert "Nguyễn Văn An (Công tác)" in text
    assert results(cell)["Nguyễn Văn An"] is None
    cell.office.presses(cell.head, f"absok:{cell.meeting.id}:{cell.an.id}:y")
    assert results(cell)["Nguyễn Văn An"] == "excused"
    assert "đồng chí vắng có lý do" in cell.office.private(cell.an)[-1]
    row = rows.row(cell.office.session, cell.meeting.id, cell.an.id)
    assert (row.result_by, row.accepted_by) == (cell.head.id, cell.head.id)


@NETWORKS
def test_an_absence_accepted_before_the_meeting_is_excused_at_once(cell: Cell) -> None:
    cell.office.presses(cell.an, f"attr:{cell.meeting.id}:1:work")
    cell.office.presses(cell.head, f"absok:{cell.meeting.id}:{cell.an.id}:y")
    cell.office.presses(cell.hoa, f"attr:{cell.meeting.id}:1:other")
    cell.office.presses(cell.head, f"absok:{cell.meeting.id}:{cell.hoa.id}:n")
    after_the_meeting(cell)
    record_all_but(cell, cell.an, cell.hoa)
    assert results(cell)["Nguyễn Văn An"] == "excused"
    assert results(cell)["Trần Thị Hoa"] == "unexcused"


@NETWORKS
def test_who_said_yes_and_did_not_come_is_shown_as_such(cell: Cell) -> None:
    cell.press(cell.an, "attend")
    after_the_meeting(cell)
    record_all_but(cell, cell.an, cell.hoa)
    text = heard(cell, cell.head)
    assert "Nguyễn Văn An (đã xác nhận dự)" in text
    assert "• Trần Thị Hoa\n" in text
    assert "đề nghị" in heard(cell, cell.an).lower()
    assert "trao đổi lý do với Chi ủy" in heard(cell, cell.an)
    assert heard(cell, cell.hung) == ""


@NETWORKS
def test_exempt_and_away_members_and_guests_are_not_counted(cell: Cell) -> None:
    exempt = cell.add("Hồ Văn Lộc", status="exempt")
    guest = cell.add("Cao Thị Tâm", status="guest")
    cell.press(guest, "attend")
    after_the_meeting(cell)
    posts = record_all_but(cell)
    assert results(cell)[exempt.full_name] == "uncounted"
    assert results(cell)[guest.full_name] == "uncounted"
    assert "Có mặt 5/5" in posts[0].body["text"]
    assert heard(cell, exempt) == ""


@NETWORKS
def test_a_correction_is_traced_and_told(cell: Cell) -> None:
    after_the_meeting(cell)
    record_all_but(cell, cell.an)
    late = cell.add("Người Mới Chuyển Đến")
    cell.say(cell.secretary, "/diemdanh")
    cell.choose(cell.secretary, "Điều chỉnh điểm danh")
    assert late.full_name not in "".join(labels(cell.posts_to(cell.secretary)[-1]))
    cell.choose(cell.secretary, "Nguyễn Văn An")
    cell.choose(cell.secretary, "Xong")
    cell.choose(cell.secretary, "Ghi kết quả")
    assert "Đã điều chỉnh" in cell.office.private(cell.secretary)[-1]
    assert results(cell)["Nguyễn Văn An"] == "present"
    assert "có mặt" in cell.office.private(cell.an)[-1]
    assert f"presence-corrected member:{cell.an.id} unexcused>present" in cell.traces()
    assert late.full_name not in results(cell)


@NETWORKS
def test_recording_twice_says_nothing_twice(cell: Cell) -> None:
    after_the_meeting(cell)
    record_all_but(cell, cell.an)
    before = (heard(cell, cell.head), heard(cell, cell.an))
    cell.office.presses(cell.secretary, f"prok:{cell.meeting.id}")
    assert (heard(cell, cell.head), heard(cell, cell.an)) == before
    assert "giữ nguyên" in cell.office.private(cell.secretary)[-1]


@NETWORKS
def test_a_silent_absentee_may_be_excused_afterwards(cell: Cell) -> None:
    after_the_meeting(cell)
    record_all_but(cell, cell.an)
    cell.office.presses(cell.head, f"absok:{cell.meeting.id}:{cell.an.id}:y")
    assert results(cell)["Nguyễn Văn An"] == "excused"
    assert "vắng có lý do" in cell.office.private(cell.an)[-1]


@NETWORKS
def test_nothing_of_it_is_said_in_the_group(cell: Cell) -> None:
    cell.post_card()
    after_the_meeting(cell)
    record_all_but(cell, cell.an)
    assert "Nguyễn Văn An" not in cell.group_words()


# -- the ladder --------------------------------------------------------------------------------------------------------


@NETWORKS
def test_the_first_unexcused_absence_is_for_the_head_and_the_member(cell: Cell) -> None:
    deputy = cell.add("Ngô Văn Sơn", "deputy")
    after_the_meeting(cell)
    record_all_but(cell, cell.an)
    assert "1 đồng chí cần được quan tâm" in heard(cell, cell.head)
    assert "Số liệu tham khảo" in heard(cell, cell.head)
    assert "cần được quan tâm" not in heard(cell, deputy)
    assert "cần được quan tâm" not in heard(cell, cell.secretary)
    assert "trao đổi lý do với Chi ủy" in heard(cell, cell.an)


@NETWORKS
def test_the_second_in_the_year_is_for_the_committee(cell: Cell) -> None:
    deputy = cell.add("Ngô Văn Sơn", "deputy")
    held_before(cell, cell.an, "present", "unexcused")
    after_the_meeting(cell)
    record_all_but(cell, cell.an)
    for who in (cell.head, deputy):
        assert "Nguyễn Văn An – vắng không lý do 2 kỳ trong năm" in heard(cell, who)
        assert "gặp gỡ" in heard(cell, who)


@NETWORKS
def test_three_excused_in_a_row_ask_what_would_help(cell: Cell) -> None:
    held_before(cell, cell.an, "excused")
    earlier = cell.office.meeting(
        cell.org, in_days=-20, period="2026-11", state="held", starts_at=cell.office.now - timedelta(days=20)
    )
    cell.office.session.add(Attendance(meeting_id=earlier.id, member_id=cell.an.id, version=1, result="excused"))
    cell.office.presses(cell.an, f"attr:{cell.meeting.id}:1:health")
    after_the_meeting(cell)
    record_all_but(cell, cell.an)
    assert "liên tiếp" not in heard(cell, cell.head)
    cell.office.presses(cell.secretary, f"absok:{cell.meeting.id}:{cell.an.id}:y")
    assert "Nguyễn Văn An – vắng có lý do 3 kỳ liên tiếp" in heard(cell, cell.head)
    assert "miễn sinh hoạt có thời hạn" in heard(cell, cell.head)
    assert "liên tiếp" not in heard(cell, cell.an)


@NETWORKS
def test_the_head_does_not_hear_about_himself(cell: Cell) -> None:
    deputy = cell.add("Ngô Văn Sơn", "deputy")
    after_the_meeting(cell)
    record_all_but(cell, cell.head)
    assert "cần được quan tâm" not in heard(cell, cell.head)
    assert "Lê Thị Bình" in heard(cell, deputy)
    assert "cần được quan tâm" in heard(cell, deputy)


@NETWORKS
def test_only_the_head_passes_it_on(cell: Cell) -> None:
    upper = cell.office.cell("Đảng bộ xã", "committee")
    cell.office.session.add(OrganisationParent(child_id=cell.org.id, parent_id=upper.id))
    chief = cell.office.member("Trịnh Công Minh", upper, "head", bot=cell.bot)
    held_before(cell, cell.an, "unexcused", "unexcused")
    after_the_meeting(cell)
    record_all_but(cell, cell.an)
    assert "vắng không lý do 3 tháng trong năm" in heard(cell, cell.head)
    assert "xem xét theo quy định" in heard(cell, cell.head)
    assert heard(cell, chief) == ""
    data = f"ladup:{cell.meeting.id}:{cell.an.id}:yes"
    assert "đồng chí Bí thư quyết định" in toast(cell.office.presses(cell.secretary, data))
    cell.choose(cell.head, "Báo cáo cấp trên")
    assert heard(cell, chief) == ""
    cell.choose(cell.head, "Gửi báo cáo")
    assert "Nguyễn Văn An vắng không lý do 3 tháng trong năm 2026" in heard(cell, chief)
    cell.office.presses(cell.head, data)
    assert heard(cell, chief).count("Nguyễn Văn An") == 1


@NETWORKS
def test_last_year_does_not_count(cell: Cell) -> None:
    starts = cell.office.now - timedelta(days=340)
    old = cell.office.meeting(cell.org, period="2025-12", starts_at=starts, state="held")
    cell.office.session.add(Attendance(meeting_id=old.id, member_id=cell.an.id, version=1, result="unexcused"))
    after_the_meeting(cell)
    record_all_but(cell, cell.an)
    assert "vắng không lý do 1 kỳ" in heard(cell, cell.head)


@NETWORKS
def test_a_big_cell_gets_one_message_an_organiser(cell: Cell) -> None:
    people = [cell.add(f"Nguyễn Thị Phương {number:03}") for number in range(200)]
    after_the_meeting(cell)
    cell.say(cell.secretary, "/diemdanh")
    cell.choose(cell.secretary, "Xong")
    cell.choose(cell.secretary, "Ghi kết quả")
    alerts = [row for row in cell.posts_to(cell.head) if row.purpose == "alert"]
    assert len(alerts) == 1
    assert "204 đồng chí cần được quan tâm" in alerts[0].body["text"]
    assert all(heard(cell, one).count("trao đổi lý do") == 1 for one in people[:5])
    longest = max(
        len(row.body["text"]) + sum(len(one) + 6 for one in labels(row))
        for row in cell.office.session.scalars(select(Outbox).where(Outbox.action != "toast"))
    )
    assert longest <= 2000


# -- one's own ---------------------------------------------------------------------------------------------------------


@NETWORKS
def test_a_member_reads_his_own_year_in_private(cell: Cell) -> None:
    held_before(cell, cell.an, "present", "excused", "uncounted", None)
    text = cell.say(cell.an, "/ketqua")[0].body["text"]
    assert "Kỳ tháng 01/2026: có mặt" in text
    assert "Kỳ tháng 04/2026: chờ Chi ủy xem xét" in text
    assert "Tỷ lệ dự: 50 %" in text
    assert "nhắn riêng" in cell.say(cell.an, "/ketqua", in_group=True)[0].body["text"]
    assert "chưa có kỳ sinh hoạt nào được ghi" in cell.say(cell.hoa, "/ketqua")[0].body["text"]


def test_a_committee_meeting_is_the_committees_and_raises_nothing() -> None:
    cell = Cell()
    deputy = cell.add("Ngô Văn Sơn", "deputy")
    cell.meeting.kind = "committee"
    after_the_meeting(cell)
    cell.office.presses(cell.secretary, f"pra:{cell.meeting.id}:0")
    cell.office.presses(cell.secretary, f"prt:{cell.meeting.id}:{deputy.id}:0:0")
    cell.office.presses(cell.secretary, f"prok:{cell.meeting.id}")
    assert set(results(cell)) == {"Lê Thị Bình", "Ngô Văn Sơn"}
    assert "cần được quan tâm" not in heard(cell, cell.head)


def test_who_organises_several_is_asked_which() -> None:
    cell = Cell()
    second, third = cell.office.cell("Chi bộ Tài chính"), cell.office.cell("Chi bộ Y tế")
    for one in (second, third):
        cell.office.session.add(Role(member_id=cell.an.id, organisation_id=one.id, role="secretary"))
        cell.office.meeting(one, in_days=-0.1)
    cell.office.session.flush()
    posts = cell.say(cell.an, "/diemdanh")
    assert labels(posts[0]) == ["Chi bộ Tài chính", "Chi bộ Y tế"]
    cell.choose(cell.an, "Chi bộ Y tế")
    assert "có mặt 0/0" in cell.office.private(cell.an)[-1]
