"""An organiser makes, moves and calls off meetings, and sets the monthly rule; members read when they meet."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.calendar import MonthlyRule
from handlers.choosing import MOST_CHOICES
from storage.meeting_tables import AgendaItem, Meeting
from storage.people import Audit, Member, Organisation, Role
from storage.spine import Outbox, Push
from tests.desk_fixtures import NOW, Office, data_of, labels


@pytest.fixture
def secretary(here: Office, cell: Organisation) -> Member:
    return here.member("Lê Thị Hoa", cell, "secretary")


@pytest.fixture
def member(here: Office, cell: Organisation) -> Member:
    return here.member("Trần Văn Bình", cell)


def text(rows: list[Outbox]) -> str:
    """What was answered; a turn says one thing to a chat."""
    said = [row for row in rows if row.action != "toast"]
    assert len(said) == 1, [row.body for row in rows]
    assert len(said[0].body["text"]) <= 2000
    assert len(labels(said[0])) <= MOST_CHOICES
    return said[0].body["text"]


def toast(rows: list[Outbox]) -> str:
    (row,) = rows
    assert row.action == "toast"
    return row.body["text"]


def press(here: Office, who: Member, rows: list[Outbox], label: str) -> list[Outbox]:
    shown = [row for row in rows if row.action != "toast"]
    return here.presses(who, data_of(shown[-1], label))


def meetings(here: Office) -> list[Meeting]:
    return list(here.session.scalars(select(Meeting).order_by(Meeting.id)))


def make(
    here: Office, who: Member, when: str, kind: str = "Thường kỳ", place: str = "Phòng họp tầng 2"
) -> list[Outbox]:
    rows = here.says(who, "/hop")
    rows = press(here, who, rows, "Tạo kỳ họp")
    rows = press(here, who, rows, kind)
    rows = here.says(who, when)
    return press(here, who, rows, place)


# -- making ----------------------------------------------------------------------------------------------------------


def test_a_secretary_makes_a_meeting(here: Office, secretary: Member) -> None:
    rows = make(here, secretary, "thứ bảy tuần sau 7 giờ tối")
    assert "tổ chức sinh hoạt thường kỳ kỳ tháng 12/2026 vào 19 giờ, thứ Bảy, ngày 05/12/2026" in text(rows)
    assert "ngày nghỉ cuối tuần" in text(rows)
    assert meetings(here) == []
    rows = press(here, secretary, rows, "Xác nhận")
    assert "Đã lên lịch" in text(rows)
    assert "Lời mời sẽ được gửi vào thứ Tư, ngày 25/11/2026" in text(rows)
    (made,) = meetings(here)
    assert (made.period, made.kind, made.place, made.state) == ("2026-12", "regular", "Phòng họp tầng 2", "planned")
    assert made.starts_at == datetime(2026, 12, 5, 12, 0, tzinfo=UTC)
    assert made.answer_by == made.starts_at - here.policy.answer_by
    assert made.created_by == secretary.id
    assert here.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == made.id)).first() is not None
    assert here.session.scalar(select(Push).where(Push.key == f"meeting:{made.id}:v1:invitation")) is not None
    assert here.session.scalar(select(Audit.action).where(Audit.subject == f"meeting:{made.id}")) == "meeting-created"
    assert here.step(secretary) == ""


def test_two_quick_taps_make_one_meeting(here: Office, secretary: Member) -> None:
    rows = make(here, secretary, "05/12 19h30")
    confirm = data_of(rows[-1] if rows[-1].action != "toast" else rows[0], "Xác nhận")
    here.presses(secretary, confirm)
    assert "không còn hiệu lực" in toast(here.presses(secretary, confirm))
    assert len(meetings(here)) == 1


def test_what_is_missing_is_asked_for(here: Office, secretary: Member) -> None:
    rows = press(here, secretary, here.says(secretary, "/taohop"), "Bất thường")
    assert "ví dụ" in text(rows)
    assert "chưa rõ ngày giờ" in text(here.says(secretary, "để tôi xem đã"))
    assert "Đề nghị đồng chí cho biết giờ" in text(here.says(secretary, "mai"))
    assert "Không có giờ này" in text(here.says(secretary, "25h"))
    rows = here.says(secretary, "8 giờ sáng")
    assert "địa điểm" in text(rows)
    rows = here.says(secretary, "Hội trường xã")
    assert "sinh hoạt bất thường tháng 11/2026 vào 8 giờ, thứ Ba, ngày 24/11/2026, địa điểm: Hội trường xã" in text(
        rows
    )
    assert "ngày nghỉ lễ" in text(rows)  # 24 November 2026: the first Vietnam Cultural Day


def test_a_time_that_cannot_be_is_refused(here: Office, secretary: Member) -> None:
    press(here, secretary, here.says(secretary, "/taohop"), "Thường kỳ")
    assert "Không có ngày này" in text(here.says(secretary, "31/02 8h"))
    assert "đã qua" in text(here.says(secretary, "20/11 8h"))
    assert "hơn một năm" in text(here.says(secretary, "05/12/2028 8h"))
    assert "Đã có giờ" not in text(here.says(secretary, "05/12 8h"))


def test_a_second_meeting_of_the_period_is_warned_of(here: Office, cell: Organisation, secretary: Member) -> None:
    here.meeting(cell)
    rows = make(here, secretary, "10/12 22h")
    assert "Kỳ này đã có sinh hoạt thường kỳ kỳ tháng 12/2026" in text(rows)
    assert "ngoài giờ sinh hoạt" in text(rows)


def test_a_meeting_late_in_the_month_may_serve_the_next_period(here: Office, secretary: Member) -> None:
    rows = make(here, secretary, "25/12 8h")
    assert "kỳ tháng 12/2026" in text(rows)
    rows = press(here, secretary, rows, "Tính là kỳ tháng 01/2027")
    assert "kỳ tháng 01/2027" in text(rows)
    press(here, secretary, rows, "Xác nhận")
    assert meetings(here)[0].period == "2027-01"


def test_the_rules_next_date_is_offered(here: Office, cell: Organisation, secretary: Member) -> None:
    here.now = NOW.replace(second=17, microsecond=55_000)
    cell.meeting_rule = MonthlyRule(day=5, weekend_is_fine=True).to_dict()
    rows = press(here, secretary, here.says(secretary, "/taohop"), "Thường kỳ")
    rows = press(here, secretary, rows, "8 giờ, thứ Bảy, ngày 05/12/2026")
    rows = press(here, secretary, rows, "Thông báo địa điểm sau")
    press(here, secretary, rows, "Xác nhận")
    assert meetings(here)[0].place == ""
    assert meetings(here)[0].starts_at == datetime(2026, 12, 5, 1, 0, tzinfo=UTC)


def test_a_time_typed_instead_of_a_yes_corrects_it(here: Office, secretary: Member) -> None:
    make(here, secretary, "05/12 19h30")
    rows = here.says(secretary, "20h")
    assert "20 giờ, thứ Bảy, ngày 05/12/2026" in text(rows)
    assert "20 giờ" in text(here.says(secretary, "cảm ơn"))
    rows = press(here, secretary, here.says(secretary, "cảm ơn"), "Sửa thời gian")
    assert "21 giờ, thứ Hai, ngày 07/12/2026" in text(here.says(secretary, "7/12 21h"))


def test_the_command_takes_the_time_at_once(here: Office, secretary: Member) -> None:
    assert "địa điểm" in text(here.says(secretary, "/hop 05/12 19h30"))


def test_a_talk_can_be_left(here: Office, secretary: Member) -> None:
    rows = make(here, secretary, "05/12 19h30")
    assert "Chưa có gì thay đổi" in text(press(here, secretary, rows, "Hủy"))
    assert here.step(secretary) == ""
    assert meetings(here) == []


def test_on_zalo_numbers_stand_for_choices(here: Office, cell: Organisation) -> None:
    head = here.member("Phạm Văn Đức", cell, "head", bot="zl")
    for said in ("/taohop", "1", "05/12 19h30", "1", "1"):
        rows = here.says(head, said)
    assert "Đã lên lịch" in text(rows)
    assert len(meetings(here)) == 1


# -- who may ---------------------------------------------------------------------------------------------------------


def test_members_read_but_do_not_change(here: Office, cell: Organisation, member: Member) -> None:
    meeting = here.meeting(cell)
    rows = here.says(member, "lịch họp")
    assert "sinh hoạt thường kỳ kỳ tháng 12/2026: 9 giờ, thứ Bảy, ngày 05/12/2026, địa điểm: Phòng họp tầng 2" in text(
        rows
    )
    assert labels(rows[0])[0] == "Tôi dự"
    for command in ("/taohop", "/doilich", "/huyhop"):
        assert "dành cho Chi ủy" in text(here.says(member, command))
    forged = [f"mtg:{action}:{meeting.id}" for action in ("move", "off", "where")]
    for data in [*forged, f"mtg:kind:{cell.id}:regular", f"rul:tap:{cell.id}:shift:next", f"rul:drop:{cell.id}"]:
        assert "dành cho Chi ủy" in toast(here.presses(member, data))
    assert meeting.state == "planned"


def test_a_stranger_learns_nothing(here: Office, cell: Organisation) -> None:
    here.meeting(cell)
    for said in ("/hop", "/lichhop", "/taohop"):
        assert "chỉ phục vụ đảng viên" in text(here.says("stranger", said))


def test_an_organiser_of_another_cell_may_not(here: Office, cell: Organisation) -> None:
    other = here.member("Vũ Thị Mai", here.cell("Chi bộ Công an"), "head")
    meeting = here.meeting(cell)
    assert "dành cho Chi ủy" in toast(here.presses(other, f"mtg:off:{meeting.id}"))


def test_who_lost_the_role_in_between_may_not_finish(here: Office, secretary: Member) -> None:
    rows = make(here, secretary, "05/12 19h30")
    role = here.session.scalars(select(Role).where(Role.member_id == secretary.id)).one()
    role.until = NOW.date()
    here.session.flush()
    assert "dành cho Chi ủy" in toast(press(here, secretary, rows, "Xác nhận"))
    assert meetings(here) == []


def test_forged_or_broken_buttons_are_refused(here: Office, secretary: Member) -> None:
    here.says(secretary, "/taohop")
    meeting = ["mtg", "mtg:", "mtg:make", "mtg:fly:1", "mtg:move:999999", "mtg:move:x", "mtg:kind:1:party"]
    talk = ["mtg:at:99", "mtg:at:x", "mtg:place:same", "mtg:period:x", "rul:tap:1:shift:up"]
    for data in meeting + talk:
        assert "không còn hiệu lực" in toast(here.presses(secretary, data)), data
    press(here, secretary, here.says(secretary, "/taohop"), "Thường kỳ")
    assert "hơn một năm" in text([row for row in here.presses(secretary, "mtg:at:9999999999") if row.action != "toast"])


def test_in_a_group_only_reading(here: Office, cell: Organisation, secretary: Member) -> None:
    here.meeting(cell)
    here.meeting(cell, in_days=3, kind="committee")
    said = text(here.says(secretary, "/hop", group=cell))
    assert "sinh hoạt thường kỳ" in said
    assert "họp chi ủy" not in said
    assert "nhắn riêng" in text(here.says(secretary, "/doilich", group=cell))


def test_an_organiser_of_several_cells_chooses_first(here: Office, secretary: Member) -> None:
    second = here.cell("Chi bộ Công an")
    here.session.add(Role(member_id=secretary.id, organisation_id=second.id, role="head"))
    here.session.flush()
    rows = press(here, secretary, here.says(secretary, "/taohop"), "Chi bộ Công an")
    rows = press(here, secretary, rows, "Chuyên đề")
    here.says(secretary, "05/12 8h")
    rows = here.says(secretary, "Trụ sở")
    press(here, secretary, rows, "Xác nhận")
    assert meetings(here)[0].organisation_id == second.id


# -- moving ----------------------------------------------------------------------------------------------------------


def fire_all(here: Office) -> None:
    for push in here.session.scalars(select(Push).where(Push.state == "planned", Push.due_at <= here.now)):
        here.fire(push)


def test_a_moved_meeting_asks_everybody_anew(
    here: Office, cell: Organisation, secretary: Member, member: Member
) -> None:
    press(here, secretary, make(here, secretary, "30/11 19h30"), "Xác nhận")
    fire_all(here)
    (meeting,) = meetings(here)
    here.presses(member, f"att:{meeting.id}:1:attend")
    rows = here.says(secretary, "đổi lịch")
    assert "đang định vào 19 giờ 30, thứ Hai, ngày 30/11/2026" in text(rows)
    rows = here.says(secretary, "thứ năm tuần sau")
    rows = press(here, secretary, rows, "Phòng họp tầng 2")
    assert "chuyển từ 19 giờ 30, thứ Hai, ngày 30/11/2026 sang 19 giờ 30, thứ Năm, ngày 03/12/2026" in text(rows)
    assert meeting.version == 1
    rows = press(here, secretary, rows, "Xác nhận")
    assert "Lời mời được gửi ngay" in text(
        [row for row in rows if row.chat_id == here.account(secretary, "tg").chat_id]
    )
    assert meeting.version == 2
    assert meeting.period == "2026-11"
    fire_all(here)
    asked = here.private(member)[-1]
    assert "đổi lịch sinh hoạt thường kỳ kỳ tháng 11/2026: từ 19 giờ 30, thứ Hai, ngày 30/11/2026 chuyển sang" in asked
    assert "Xác nhận trước đây không còn hiệu lực" in asked
    row = here.session.scalars(select(Outbox).where(Outbox.body["text"].as_string() == asked)).first()
    assert data_of(row, "Tôi dự") == f"att:{meeting.id}:2:attend"
    assert any("Đổi lịch" in said for said in here.in_group(cell))
    assert "Dự 0" in here.in_group(cell)[-1]
    stale = here.session.scalars(select(Push).where(Push.key.like("%:v1:%"), Push.state == "planned")).all()
    assert stale == []


def test_moving_what_nobody_knew_of_is_no_news(here: Office, secretary: Member, member: Member) -> None:
    press(here, secretary, make(here, secretary, "05/12 19h30"), "Xác nhận")
    rows = press(
        here, secretary, here.says(secretary, "/doilich") and here.says(secretary, "06/12"), "Phòng họp tầng 2"
    )
    press(here, secretary, rows, "Xác nhận")
    here.now = NOW + timedelta(days=4)
    fire_all(here)
    assert "kính mời đồng chí dự" in here.private(member)[-1]
    assert "chuyển sang" not in here.private(member)[-1]


def test_who_answered_before_the_invitation_hears_of_the_move(here: Office, secretary: Member, member: Member) -> None:
    press(here, secretary, make(here, secretary, "15/12 19h30"), "Xác nhận")
    press(here, member, here.says(member, "/hop"), "Tôi dự")
    here.says(secretary, "/doilich")
    press(here, secretary, press(here, secretary, here.says(secretary, "16/12"), "Phòng họp tầng 2"), "Xác nhận")
    fire_all(here)
    assert "chuyển sang 19 giờ 30, thứ Tư, ngày 16/12/2026" in here.private(member)[-1]


def test_another_place_keeps_the_answers(here: Office, secretary: Member, member: Member) -> None:
    press(here, secretary, make(here, secretary, "30/11 19h30"), "Xác nhận")
    fire_all(here)
    rows = press(here, secretary, here.says(secretary, "/doilich"), "Chỉ đổi địa điểm")
    rows = here.says(secretary, "Nhà văn hóa thôn 3")
    assert "Các xác nhận giữ nguyên" in text(rows)
    press(here, secretary, rows, "Xác nhận")
    fire_all(here)
    assert meetings(here)[0].version == 1
    assert "đổi địa điểm" in here.private(member)[-1]
    assert "Nhà văn hóa thôn 3" in here.private(member)[-1]


def test_the_same_time_and_place_are_no_change(here: Office, cell: Organisation, secretary: Member) -> None:
    meeting = here.meeting(cell)
    here.says(secretary, "/doilich")
    rows = press(here, secretary, here.says(secretary, "05/12 9h"), "Phòng họp tầng 2")
    assert "Không có gì thay đổi" in text(press(here, secretary, rows, "Xác nhận"))
    assert meeting.version == 1
    assert here.session.scalars(select(Push)).all() == []


def test_two_organisers_do_not_move_it_twice(here: Office, cell: Organisation, secretary: Member) -> None:
    head = here.member("Phạm Văn Đức", cell, "head")
    press(here, secretary, make(here, secretary, "30/11 19h30"), "Xác nhận")
    asked = []
    for who, day in ((secretary, "01/12"), (head, "02/12")):
        here.says(who, "/doilich")
        asked.append((who, press(here, who, here.says(who, day), "Phòng họp tầng 2")))
    press(here, *asked[0], "Xác nhận")
    assert "đồng chí khác đổi" in toast(press(here, *asked[1], "Xác nhận"))
    assert meetings(here)[0].version == 2


# -- calling off -----------------------------------------------------------------------------------------------------


def test_a_meeting_is_called_off_after_a_yes(
    here: Office, cell: Organisation, secretary: Member, member: Member
) -> None:
    press(here, secretary, make(here, secretary, "30/11 19h30"), "Xác nhận")
    fire_all(here)
    rows = here.says(secretary, "hủy họp")
    assert "Mọi đồng chí được mời sẽ đọc lý do này" in text(rows)
    rows = here.says(secretary, "Trùng hội nghị của xã.")
    assert "không tổ chức sinh hoạt thường kỳ" in text(rows)
    assert meetings(here)[0].state == "planned"
    press(here, secretary, rows, "Hủy kỳ họp này")
    assert meetings(here)[0].state == "cancelled"
    fire_all(here)
    assert "Lý do: Trùng hội nghị của xã." in here.private(member)[-1]
    assert "không tổ chức như đã mời" in here.in_group(cell)[-1]
    assert here.session.scalars(select(Push).where(Push.state == "planned", Push.meeting_id.is_not(None))).all() == []


def test_a_meeting_can_be_kept(here: Office, cell: Organisation, secretary: Member) -> None:
    meeting = here.meeting(cell)
    rows = press(here, secretary, here.says(secretary, "/huyhop"), "Không nêu lý do")
    press(here, secretary, rows, "Giữ lại")
    assert meeting.state == "planned"


def test_a_meeting_that_has_begun_stays(here: Office, cell: Organisation, secretary: Member) -> None:
    meeting = here.meeting(cell)
    rows = press(here, secretary, here.says(secretary, "/huyhop"), "Không nêu lý do")
    here.now = meeting.starts_at
    here.session.flush()
    account = here.account(secretary, "tg")
    account.seen_at = here.now
    assert "không còn hiệu lực" in toast(press(here, secretary, rows, "Hủy kỳ họp này"))
    assert "không thay đổi được nữa" in toast(here.presses(secretary, f"mtg:move:{meeting.id}"))
    assert meeting.state == "planned"


# -- the monthly rule ------------------------------------------------------------------------------------------------


def test_a_rule_is_set_by_one_line(here: Office, cell: Organisation, secretary: Member) -> None:
    assert "chưa đặt lịch" in text(here.says(secretary, "/lichhop"))
    rows = here.says(secretary, "ngày 5 hằng tháng 19h30, tránh ngày nghỉ")
    assert "ngày 5 hằng tháng, 19 giờ 30; trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp." in text(rows)
    assert "Kỳ 12/2026: 19 giờ 30, thứ Hai, ngày 07/12/2026" in text(rows)
    assert cell.meeting_rule is None
    assert "Đã đặt lịch" in text(press(here, secretary, rows, "Xác nhận"))
    assert MonthlyRule.from_dict(cell.meeting_rule).day == 5
    fire_all(here)
    (made,) = meetings(here)
    assert (made.period, made.starts_at) == ("2026-12", datetime(2026, 12, 7, 12, 30, tzinfo=UTC))
    assert "Theo lịch hằng tháng" in here.private(secretary)[-1]


def test_a_rule_is_changed_by_taps(here: Office, cell: Organisation, secretary: Member) -> None:
    cell.meeting_rule = MonthlyRule(day=5).to_dict()
    rows = press(here, secretary, here.says(secretary, "/lichhop"), "Cuối tuần vẫn họp")
    assert "ngày 05/12/2026" in text(rows)
    press(here, secretary, rows, "Xác nhận")
    assert cell.meeting_rule["weekend_is_fine"] is True
    rows = press(here, secretary, here.says(secretary, "/lichhop"), "Bỏ lịch")
    assert cell.meeting_rule is None


def test_a_rule_set_at_night_makes_its_meeting_in_the_morning(here: Office, secretary: Member) -> None:
    here.now = NOW.replace(hour=15)
    assert len(here.says(secretary, "/lichhop ngày 5 hằng tháng 8h")) == 1
    press(here, secretary, here.says(secretary, "/lichhop ngày 20 hằng tháng 8h"), "Xác nhận")
    due = {
        each.due_at
        for each in here.session.scalars(
            select(Push).where(Push.kind == "period", Push.due_at < NOW + timedelta(days=2))
        )
    }
    assert due == {datetime(2026, 11, 24, 0, 0, tzinfo=UTC)}


def test_what_is_no_rule_is_asked_again(here: Office, secretary: Member) -> None:
    here.says(secretary, "/lichhop")
    assert "chưa rõ ngày và giờ" in text(here.says(secretary, "hằng tháng"))
    assert here.step(secretary) == "rule-line"


def test_members_read_the_rule(here: Office, cell: Organisation, member: Member) -> None:
    cell.meeting_rule = MonthlyRule(week=1, weekday=5, weekend_is_fine=True).to_dict()
    rows = here.says(member, "lịch hằng tháng")
    assert "thứ Bảy đầu tiên trong tháng, 8 giờ" in text(rows)
    assert labels(rows[0]) == []


def test_in_english(here: Office, secretary: Member) -> None:
    here.language = "en"
    rows = here.says(secretary, "/hop 05/12 19h30")
    rows = press(here, secretary, rows, "Phòng họp tầng 2")
    assert "holds the regular meeting for 12/2026" in text(rows)
