"""A member sees what is held about him, takes it away, has it corrected, and withdraws: then it is gone."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from storage import codes
from storage.base import Base
from storage.meeting_tables import Attendance, Point
from storage.people import Account, Audit, Code, Member, Role
from storage.spine import Conversation, Inbox, Outbox, Push
from tests.desk_fixtures import data_of, labels

SECRET = "khám bệnh ở tỉnh"
POINT = "Đề nghị sửa đường bê tông"


@pytest.fixture
def cell(home):
    return home.cell("Chi bộ Địa chính")


@pytest.fixture
def head(home, cell):
    return home.member("Lê Thị Sen", cell, "head", bot="zl")


@pytest.fixture
def member(home, cell):
    """Somebody about whom everything there can be is stored."""
    member = home.member("Trần Thị Cúc", cell, "committee")
    past, coming = home.meeting(cell, in_days=-30), home.meeting(cell, in_days=5)
    session = home.session
    session.add(
        Attendance(
            meeting_id=past.id,
            member_id=member.id,
            answer="absent",
            reason="health",
            reason_text=SECRET,
            result="excused",
        )
    )
    session.add(Attendance(meeting_id=coming.id, member_id=member.id, answer="late", minutes_late=15))
    today = home.now.date()
    session.add(Point(id="named", meeting_id=coming.id, member_id=member.id, text=POINT, written_on=today))
    session.add(Point(id="anonymous", meeting_id=coming.id, receipt_digest="d" * 64, text="Ẩn", written_on=today))
    codes.add(session, "member", cell.id, member.id, now=home.now, expires_at=home.now + timedelta(days=1))
    session.flush()
    return member


def answered(rows):
    return [row for row in rows if row.action != "toast"]


def last(rows):
    return answered(rows)[-1].body["text"]


# -- see and take away ---------------------------------------------------------------------------------------------------


def test_the_summary(home, member, cell):
    rows = home.says(member, "/dulieu")
    text = last(rows)
    for part in (
        "Trần Thị Cúc",
        cell.name,
        "chi ủy viên",
        "Telegram, liên kết thứ Hai, ngày 23/11/2026",
        "vắng có lý do 1",
        "có tên: 1",
        "không",
    ):
        assert part in text
    assert len(text) < 1500
    assert labels(rows[0]) == [
        "Xem và lấy về toàn bộ",
        "Đề nghị sửa",
        "Cho phép giữ câu chưa hiểu",
        "Rút lại đồng ý và xóa",
    ]


def test_the_export_holds_everything_word_for_word(home, member):
    rows = home.presses(member, data_of(home.says(member, "dữ liệu của tôi")[0], "lấy về"))
    text = last(rows)
    for part in (
        SECRET,
        POINT,
        "ốm đau",
        "vắng có lý do",
        "báo đến muộn (15 phút)",
        "chi ủy viên",
        "tg-",
        "không biết ý kiến nào",
    ):
        assert part in text
    assert "Ẩn" not in text.replace("Ẩn danh", "")


def test_a_long_export_comes_in_pages(home, member, cell):
    for number in range(40):
        meeting = home.meeting(cell, in_days=-40 - number)
        home.session.add(Attendance(meeting_id=meeting.id, member_id=member.id, answer="attend", result="present"))
    home.session.flush()
    seen, page = [], 0
    while True:
        rows = answered(home.presses(member, f"right:export:{page}"))
        assert len(rows[0].body["text"]) <= 1700
        seen.append(rows[0].body["text"])
        if "Trang sau" not in labels(rows[0]):
            break
        page += 1
    assert "".join(seen).count("kết quả: có mặt") == 40
    assert last(home.presses(member, "right:export:99")) == seen[-1]


def test_only_ones_own_and_only_in_private(home, member, cell):
    assert "Cúc" not in last(home.says("stranger", "/dulieu"))
    assert "nhắn riêng" in last(home.says(member, "/dulieu", group=cell))
    for data in ("right:export:0", "right:erase", "right:correct"):
        assert answered(home.presses(member, data, group=cell)) == []
        assert answered(home.presses("stranger", data)) == []


def test_who_left_or_is_suspended_keeps_the_rights(home, member):
    member.left_on = home.now.date()
    assert "chuyển đi" in last(home.presses(member, "right:export:0"))
    member.left_on, member.status = None, "suspended"
    assert "đình chỉ" in last(home.says(member, "/dulieu"))


def test_changing_ones_mind_about_kept_sentences(home, member):
    home.presses(member, "keep:yes")
    rows = home.says(member, "/dulieu")
    assert "có (không kèm tên)" in last(rows)
    assert "Không giữ câu chưa hiểu" in labels(rows[0])


# -- have it corrected ---------------------------------------------------------------------------------------------------


def test_a_correction_goes_to_the_organisers(home, member, head):
    home.presses(member, "right:correct")
    text = last([row for row in home.says(member, "Tên đúng là Trần Thị Cúc Anh") if row.chat_id.startswith("tg")])
    assert "Đã chuyển" in text
    assert "Trần Thị Cúc Anh" in home.private(head)[-1]
    assert home.step(member) == ""
    assert all("Cúc Anh" not in row.detail for row in home.session.scalars(select(Audit)))


def test_a_correction_nobody_can_receive_is_said_so(home, member, head):
    home.account(head, "zl").unreachable = "blocked by the person"
    home.presses(member, "right:correct")
    assert "trao đổi trực tiếp" in last(home.says(member, "Sai chức vụ"))


# -- withdraw ------------------------------------------------------------------------------------------------------------


def erase(home, member):
    rows = home.presses(member, data_of(home.says(member, "/dulieu")[0], "Rút lại"))
    rows = home.presses(member, data_of(answered(rows)[0], "Tiếp tục"))
    return home.presses(member, data_of(answered(rows)[0], "Xóa vĩnh viễn"))


def everything_stored(home):
    home.session.flush()
    rows = []
    for table in Base.metadata.sorted_tables:
        rows += [f"{table.name}: {tuple(row)}" for row in home.session.execute(select(table))]
    return rows


def test_erasing_takes_everything_the_member_told_us(home, member, head):
    session, number = home.session, member.id
    chat = home.account(member, "tg").chat_id
    home.says(member, "/help")
    rows = erase(home, member)
    assert "đã xóa" in [row for row in answered(rows) if row.chat_id == chat][-1].body["text"]
    assert "rút lại đồng ý" in home.private(head)[-1]

    assert session.scalars(select(Account).where(Account.member_id == number)).all() == []
    assert session.scalars(select(Code).where(Code.member_id == number)).all() == []
    assert session.get(Conversation, ("tg", chat)) is None
    assert [point.id for point in session.scalars(select(Point))] == ["anonymous"]
    kept = session.scalars(select(Attendance).where(Attendance.member_id == number).order_by(Attendance.id)).all()
    assert [(row.reason, row.reason_text) for row in kept] == [(None, None), (None, None)]
    # What is the cell's own stays: its list, the roles, who was excused.
    assert kept[0].result == "excused"
    assert session.get(Member, number).full_name == "Trần Thị Cúc"
    assert session.scalars(select(Role).where(Role.member_id == number)).one().role == "committee"
    stored = "\n".join(everything_stored(home))
    assert SECRET not in stored
    assert POINT not in stored


def test_afterwards_not_even_the_chats_id_is_left(home, member):
    session = home.session
    chat = home.account(member, "tg").chat_id
    session.add(Inbox(bot="tg", update_key="1", lane=f"tg:{chat}", state="done", received_at=home.now))
    home.says(member, "/help")
    erase(home, member)
    for row in session.scalars(select(Outbox)):
        row.state, row.body = "sent", None
    session.flush()
    push = session.scalars(select(Push).where(Push.key.like("housekeeping:forget:%"))).one()
    assert push.due_at == home.now + timedelta(hours=1)
    home.now = push.due_at
    home.fire(push)
    stored = everything_stored(home)
    assert [row for row in stored if chat in row] == []
    assert len(session.scalars(select(Inbox)).all()) == 1


def test_erasing_is_confirmed_twice_and_old_buttons_do_nothing(home, member):
    def still_there():
        home.session.flush()
        return home.session.scalars(select(Account).where(Account.member_id == member.id)).one_or_none() is not None

    for data in ("right:now", "right:sure"):
        home.presses(member, data)
        assert still_there()
    home.presses(member, "right:erase")
    home.presses(member, "right:now")
    assert still_there()
    home.presses(member, "right:erase")
    assert "không thể khôi phục" in home.private(member)[-1]
    home.presses(member, "right:sure")
    home.now += timedelta(hours=25)
    home.presses(member, "right:now")
    assert still_there()
    home.presses(member, "right:erase")
    home.presses(member, "right:sure")
    assert "Chưa có gì bị xóa" in last(home.says(member, "xóa đi"))
    home.presses(member, "right:now")
    assert still_there()


def test_what_waits_to_be_said_is_not_said_any_more_and_other_phones_hear_of_it(home, member):
    second = Account(
        bot="zl", user_id="zl-second", chat_id="zl-second", member_id=member.id, consented_at=home.now, seen_at=home.now
    )
    home.session.add(second)
    home.session.flush()
    waiting = home.desk().post_to_member(member, "Mời đồng chí dự họp")
    home.session.flush()
    rows = erase(home, member)
    assert waiting.state == "dropped"
    assert waiting.body is None
    told = [row for row in rows if row.chat_id == "zl-second" and row.state == "open"]
    assert "một tài khoản khác" in told[-1].body["text"]


def test_linking_again_after_withdrawing_starts_from_nothing(home, member, cell):
    chat = home.account(member, "tg").chat_id
    erase(home, member)
    assert "mã một lần" in last(home.says(chat, "/start"))
    code = codes.add(home.session, "member", cell.id, member.id, now=home.now, expires_at=home.now + timedelta(days=1))
    home.presses(chat, data_of(home.says(chat, code)[0], "Tôi đồng ý"))
    assert inspect(member).persistent
    assert home.session.scalars(select(Account).where(Account.member_id == member.id)).one().keep_texts is False
