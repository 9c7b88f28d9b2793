"""What the assistant says by itself: invitations, reminders, nudges, changes, and months that come by themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from handlers import meetings_change, schedule, themes
from handlers.calendar import MonthlyRule
from handlers.schedule import take_verdict
from storage import pushes
from storage.meeting_tables import Attendance, Meeting
from storage.people import Group, Member, Organisation, Role
from storage.spine import Conversation, Outbox, Push
from tests.desk_fixtures import NOW, Office, data_of, labels, office


@pytest.fixture
def members(here: Office, cell: Organisation) -> list[Member]:
    return [here.member(name, cell) for name in ("Trần Văn Bình", "Lê Thị Hoa", "Phan Thanh Tùng")]


def push(here: Office, kind: str, suffix: str = "") -> Push:
    query = select(Push).where(Push.kind == kind, Push.state == "planned", Push.key.endswith(suffix))
    return here.session.scalars(query.order_by(Push.due_at)).first()


def planned(here: Office, cell: Organisation, in_days: float = 12, **changes: object) -> Meeting:
    meeting = here.meeting(cell, in_days, **changes)
    schedule.plan_meeting(here.desk(), meeting)
    return meeting


def answer(here: Office, meeting: Meeting, member: Member, said: str) -> None:
    here.session.add(
        Attendance(
            meeting_id=meeting.id, member_id=member.id, version=meeting.version, answer=said, answered_at=here.now
        )
    )
    here.session.flush()


# -- before a meeting ------------------------------------------------------------------------------------------------


def test_every_expected_member_is_invited_in_private_and_the_group_by_its_card(
    here: Office, cell: Organisation, members: list[Member]
) -> None:
    exempt, away = here.member("Vũ Thị Mai", cell, status="exempt"), here.member("Đỗ Văn Sơn", cell, status="away")
    guest, zalo = here.member("Hồ Văn Khách", cell, status="guest"), here.member("Bùi Thị Lan", cell, bot="zl")
    meeting = planned(here, cell)
    assert here.fire(push(here, "invitation")) is None
    for member in (*members, guest, zalo):
        (letter,) = here.private(member)
        assert letter.startswith(
            f"Kính gửi đồng chí {member.full_name}. Chi ủy Chi bộ Nông nghiệp kính mời đồng chí dự sinh hoạt thường kỳ"
        )
        assert "Thời gian: 9 giờ, thứ Bảy, ngày 05/12/2026." in letter
        assert "Địa điểm: Phòng họp tầng 2." in letter
    assert here.private(exempt) == here.private(away) == []
    row = here.session.scalars(select(Outbox).where(Outbox.chat_id == here.account(members[0], "tg").chat_id)).one()
    assert labels(row)[:3] == ["Tôi dự", "Tôi xin vắng", "Tôi đến muộn"]
    assert data_of(row, "Tôi dự") == f"att:{meeting.id}:1:attend"
    assert (row.meeting_id, row.priority) == (meeting.id, 1)
    for bot in ("tg", "zl"):
        (card,) = here.in_group(cell, bot)
        assert not any(member.full_name in card for member in members)
    posted = here.session.scalars(select(Outbox).where(Outbox.purpose == "card")).all()
    assert len(posted) == 2


def test_an_invitation_can_be_answered_with_a_number(here: Office, cell: Organisation) -> None:
    member = here.member("Bùi Thị Lan", cell, bot="zl")
    meeting = planned(here, cell)
    here.fire(push(here, "invitation"))
    here.says(member, "1")
    assert here.session.scalars(select(Attendance.answer).where(Attendance.meeting_id == meeting.id)).one() == "attend"


def test_firing_twice_says_it_once(here: Office, cell: Organisation, members: list[Member]) -> None:
    planned(here, cell)
    invitation = push(here, "invitation")
    here.fire(invitation)
    here.fire(invitation)
    assert len(here.private(members[0])) == len(here.in_group(cell)) == 1


def test_the_upper_monitor_is_told_and_not_asked(here: Office, cell: Organisation) -> None:
    monitor = here.member("Ngô Văn Cường", here.cell("Văn phòng Đảng ủy"))
    here.session.add(Role(member_id=monitor.id, organisation_id=cell.id, role="monitor"))
    here.session.flush()
    planned(here, cell)
    here.fire(push(here, "invitation"))
    (told,) = here.private(monitor)
    assert "kính báo đồng chí phụ trách" in told
    row = here.session.scalars(select(Outbox).where(Outbox.chat_id == here.account(monitor, "tg").chat_id)).one()
    assert labels(row) == []


def test_a_committees_meeting_is_no_business_of_the_group(
    here: Office, cell: Organisation, members: list[Member]
) -> None:
    head = here.member("Phạm Văn Đức", cell, "head")
    meeting = planned(here, cell, kind="committee")
    here.fire(push(here, "invitation"))
    assert "họp chi ủy" in here.private(head)[0]
    answer(here, meeting, head, "attend")
    here.fire(push(here, "reminder"))
    assert "Nhắc lịch" in here.private(head)[1]
    assert here.in_group(cell) == []
    assert all(here.private(member) == [] for member in members)


def test_a_reminder_says_time_place_and_how_many_come(here: Office, cell: Organisation, members: list[Member]) -> None:
    meeting = planned(here, cell)
    answer(here, meeting, members[0], "attend")
    reminder = push(here, "reminder", "3d")
    here.now = reminder.due_at
    assert here.fire(reminder) is None
    (card,) = here.in_group(cell)
    assert card.startswith("Nhắc lịch: còn 3 ngày.")
    assert "9 giờ, thứ Bảy, ngày 05/12/2026" in card
    assert "Phòng họp tầng 2" in card
    assert "Dự 1" in card
    assert here.private(members[0]) == []
    row = here.session.scalars(select(Outbox).where(Outbox.chat_id == f"tg-group-{cell.id}")).one()
    assert row.purpose == "card"
    assert labels(row)[0] == "Tôi dự"


def test_the_words_tell_how_near_it_is(here: Office, cell: Organisation) -> None:
    meeting = planned(here, cell)
    for hours, words in ((24, "ngày mai"), (3, "hôm nay")):
        here.now = meeting.starts_at - timedelta(hours=hours)
        here.fire(push(here, "reminder", f"{hours}h"))
        assert words in here.in_group(cell)[-1]


def test_without_a_group_those_who_come_are_reminded_in_private(
    here: Office, cell: Organisation, members: list[Member]
) -> None:
    for group in here.session.scalars(select(Group).where(Group.organisation_id == cell.id)):
        group.left_at = NOW
    meeting = planned(here, cell)
    answer(here, meeting, members[0], "attend")
    answer(here, meeting, members[1], "absent")
    assert here.fire(push(here, "reminder")) is None
    assert [len(here.private(member)) for member in members] == [1, 0, 0]


def test_only_the_silent_are_nudged(here: Office, cell: Organisation, members: list[Member]) -> None:
    exempt = here.member("Vũ Thị Mai", cell, status="exempt")
    meeting = planned(here, cell)
    answer(here, meeting, members[0], "attend")
    answer(here, meeting, members[1], "unsure")
    nudge = push(here, "nudge")
    here.now = nudge.due_at
    assert here.fire(nudge) is None
    assert [len(here.private(member)) for member in (*members, exempt)] == [0, 0, 1, 0]
    assert "Đề nghị đồng chí trả lời trước 7 giờ, thứ Bảy, ngày 05/12/2026" in here.private(members[2])[0]
    assert here.in_group(cell) == []
    answer(here, meeting, members[2], "late")
    assert here.fire(push(here, "nudge")) == "everybody has answered"


def test_an_answer_to_the_former_date_is_silence(here: Office, cell: Organisation, members: list[Member]) -> None:
    meeting = planned(here, cell)
    here.fire(push(here, "invitation"))
    for member in members:
        answer(here, meeting, member, "attend")
    meetings_change.move(here.desk(), meeting, meeting.starts_at + timedelta(days=2))
    here.fire(push(here, "nudge"))
    assert all("chưa nhận được xác nhận" in here.private(member)[-1] for member in members)


def test_a_push_of_an_older_version_or_a_cancelled_meeting_says_nothing(
    here: Office, cell: Organisation, members: list[Member]
) -> None:
    meeting = planned(here, cell)
    old = {kind: push(here, kind) for kind in ("invitation", "reminder", "nudge")}
    meeting.version = 2
    assert {here.fire(each) for each in old.values()} == {"meeting was moved"}
    meeting.version, meeting.state = 1, "cancelled"
    assert {here.fire(each) for each in old.values()} == {"meeting cancelled"}
    meeting.state, here.now = "planned", meeting.starts_at
    assert {here.fire(each) for each in old.values()} == {"meeting has begun"}
    assert here.private(members[0]) == here.in_group(cell) == []


def test_who_cannot_be_reached_is_no_obstacle(here: Office, cell: Organisation, members: list[Member]) -> None:
    here.member("Không Liên Kết", cell, linked=False)
    here.account(members[0], "tg").unreachable = "blocked by the person"
    planned(here, cell)
    assert here.fire(push(here, "invitation")) is None
    assert [len(here.private(member)) for member in members] == [0, 1, 1]


def test_a_reason_for_calling_off_is_told_with_it(here: Office, cell: Organisation, members: list[Member]) -> None:
    meeting = planned(here, cell)
    here.fire(push(here, "invitation"))
    here.now = NOW.replace(hour=15)  # 22:00 in Viet Nam: told in the morning
    meetings_change.call_off(here.desk(), meeting, "bão số 9")
    news = push(here, "notice")
    assert news.due_at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    assert here.fire(news) is None
    assert here.private(members[0])[-1].endswith(
        "không tổ chức như đã mời. Lý do: bão số 9. Các xác nhận trước đây không còn hiệu lực."
    )


# -- large cells -----------------------------------------------------------------------------------------------------


def statements_for(size: int) -> int:
    here = office()
    cell = here.cell()
    for number in range(size):
        here.member(f"Đảng viên {number}", cell)
    planned(here, cell)
    keys = [push(here, kind).key for kind in ("invitation", "nudge")]
    here.session.commit()
    here.session.expunge_all()
    seen: list[str] = []
    event.listen(here.session.get_bind(), "before_cursor_execute", lambda *said: seen.append(said[2]))
    for key in keys:
        assert here.fire(here.session.scalars(select(Push).where(Push.key == key)).one()) is None
    count = len(seen)
    assert len(here.session.scalars(select(Conversation)).all()) == size + 2
    assert len(here.session.scalars(select(Outbox)).all()) == 2 * size + 2
    return count


def test_a_large_cell_costs_as_many_statements_as_a_small_one() -> None:
    assert statements_for(200) == statements_for(3)


# -- months that come by themselves ----------------------------------------------------------------------------------


def run_until(here: Office, moment: datetime) -> list[str]:
    """Let everything due happen in order, each at its own time, as the planner does; return the kinds sent."""
    sent = []
    while True:
        due = here.session.scalars(
            select(Push).where(Push.state == "planned", Push.due_at <= moment).order_by(Push.due_at, Push.id).limit(1)
        ).first()
        if due is None:
            here.now = moment
            return sent
        here.now = max(here.now, due.due_at)
        meeting = here.session.get(Meeting, due.meeting_id) if due.meeting_id else None
        verdict = take_verdict(due, [due], here.now, meeting)
        assert verdict.action == "send", (due.key, verdict)
        due.outcome = here.fire(due)
        sent.append(due.kind)


def test_a_year_of_meetings_comes_by_itself(here: Office, cell: Organisation) -> None:
    here.member("Lê Thị Hoa", cell, "head")
    cell.meeting_rule = MonthlyRule(day=5).to_dict()
    schedule.plan_organisation(here.desk(), cell)
    run_until(here, NOW + timedelta(days=365))
    made = here.session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
    assert [meeting.period for meeting in made] == ["2026-12", *(f"2027-{month:02d}" for month in range(1, 13))]
    days = [meeting.starts_at.date() for meeting in made]
    assert days[:3] == [date(2026, 12, 7), date(2027, 1, 5), date(2027, 2, 11)]  # a Saturday; a Tuesday; after Tết
    assert all(meeting.starts_at.hour == 1 for meeting in made)
    waiting = [
        each.key for each in here.session.scalars(select(Push).where(Push.kind == "period", Push.state == "planned"))
    ]
    assert waiting == [f"period:{cell.id}:2028-01"]


def test_a_cell_without_a_rule_still_has_its_themes(here: Office, cell: Organisation) -> None:
    schedule.plan_organisation(here.desk(), cell)
    run_until(here, NOW + timedelta(days=60))
    assert here.session.scalars(select(Meeting)).all() == []
    keys = [each.key for each in here.session.scalars(select(Push).where(Push.kind == "theme").order_by(Push.due_at))]
    assert keys[:2] == [f"theme:{cell.id}:2026-12", f"theme:{cell.id}:2027-01"]


def test_a_period_is_filled_once(here: Office, cell: Organisation) -> None:
    cell.meeting_rule = MonthlyRule(day=20).to_dict()
    schedule.plan_organisation(here.desk(), cell)
    for each in here.session.scalars(select(Push).where(Push.kind == "period", Push.due_at <= NOW)).all():
        here.fire(each)
        here.fire(each)
    assert [meeting.period for meeting in here.session.scalars(select(Meeting))] == ["2026-12"]


def test_a_meeting_called_by_hand_or_off_is_not_made_again(here: Office, cell: Organisation) -> None:
    cell.meeting_rule = MonthlyRule(day=20).to_dict()
    by_hand = here.meeting(cell)
    by_hand.state = "cancelled"
    schedule.plan_organisation(here.desk(), cell)
    run_until(here, NOW)
    assert here.session.scalars(select(Meeting)).all() == [by_hand]


def test_an_unreadable_rule_does_not_break_the_chain(here: Office, cell: Organisation) -> None:
    schedule.plan_organisation(here.desk(), cell)
    cell.meeting_rule = {"day": 99}
    due = push(here, "period")
    assert "cannot be read" in here.fire(due)
    assert push(here, "period", "2027-01") is not None


def test_after_a_long_stop_the_months_catch_up(here: Office, cell: Organisation) -> None:
    head = here.member("Lê Thị Hoa", cell, "head")
    cell.meeting_rule = MonthlyRule(day=5).to_dict()
    schedule.plan_organisation(here.desk(), cell)
    here.now = NOW + timedelta(days=100)  # 3 March 2027: nobody ran the service since
    while (due := push(here, "period")) is not None and due.due_at <= here.now:
        here.fire(due)
    assert [meeting.period for meeting in here.session.scalars(select(Meeting))] == ["2027-03"]
    assert len([said for said in here.private(head) if "Theo lịch hằng tháng" in said]) == 1


def test_filling_a_period_costs_the_same_in_a_large_country(here: Office) -> None:
    counts = []
    for others in (0, 60):
        fresh = office()
        for number in range(others):
            other = fresh.cell(f"Chi bộ {number}")
            other.meeting_rule = MonthlyRule(day=5).to_dict()
            schedule.plan_organisation(fresh.desk(), other)
        cell = fresh.cell()
        cell.meeting_rule = MonthlyRule(day=5).to_dict()
        schedule.plan_organisation(fresh.desk(), cell)
        due = fresh.session.scalars(select(Push).where(Push.key == f"period:{cell.id}:2026-12")).one()
        seen: list[str] = []
        event.listen(fresh.session.get_bind(), "before_cursor_execute", lambda *said, seen=seen: seen.append(said[2]))
        fresh.fire(due)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert themes.theme_due(here.policy, "2026-12", "Asia/Ho_Chi_Minh") > NOW


def test_what_is_due_of_a_meeting_is_seen_whole(here: Office, cell: Organisation) -> None:
    meeting = planned(here, cell, in_days=12)
    other = planned(here, here.cell("Chi bộ Công an"), in_days=12)
    late = meeting.starts_at - timedelta(days=2)
    assert [each.kind for each in pushes.due_of(here.session, {meeting.id}, late)] == [
        "invitation",
        "reminder",
        "reminder",
    ]
    assert pushes.due_of(here.session, set(), late) == []
    assert len(pushes.due_of(here.session, {meeting.id, other.id}, late)) == 6
