"""Answering in one's own words: in private, and in the group as a reply or a mention."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from storage import misreads
from storage.spine import Outbox
from tests.desk_fixtures import labels
from tests.handlers.attendance_cell import NETWORKS, Cell, toast

if TYPE_CHECKING:
    from storage.meeting_tables import Meeting


@pytest.fixture
def cell(bot: str) -> Cell:
    return Cell(bot)


def texts(posts: list[Outbox]) -> str:
    return "\n".join(row.body["text"] for row in posts if row.action != "toast")


@NETWORKS
@pytest.mark.parametrize(
    ("words", "answer", "minutes", "reason"),
    [
        ("Dự", "attend", None, None),
        ("toi se du", "attend", None, None),
        ("ko du dc, truc co quan", "absent", None, "duty"),
        ("Xin vắng vì đi công tác Hà Nội", "absent", None, "work"),
        ("muộn 15p", "late", 15, None),
        ("Chưa chắc, để tôi báo sau", "unsure", None, None),
        ("Không vắng", "attend", None, None),
        ("1", "attend", None, None),
    ],
)
def test_words_are_recorded(cell: Cell, words: str, answer: str, minutes: int | None, reason: str | None) -> None:
    posts = cell.say(cell.an, words)
    row = cell.answer(cell.an)
    assert (row.answer, row.minutes_late, row.reason) == (answer, minutes, reason)
    assert "Thay đổi" in labels(posts[0])


@NETWORKS
def test_an_unsure_member_hears_until_when_to_answer(cell: Cell) -> None:
    assert "Đề nghị trả lời trước 7 giờ" in texts(cell.say(cell.an, "chua biet co ve kip khong"))


@NETWORKS
def test_words_in_the_group_are_confirmed_in_private_only(cell: Cell) -> None:
    posts = cell.say(cell.an, "Xin vắng vì bị sốt", in_group=True)
    assert cell.answer(cell.an).reason == "health"
    in_group = [row.body["text"] for row in posts if "group" in row.chat_id]
    assert in_group == ["Đã ghi nhận. Trợ lý nhắn riêng cho đồng chí."]
    assert "vắng (Ốm đau, điều trị)" in cell.office.private(cell.an)[-1]


@NETWORKS
def test_in_the_group_the_reason_is_asked_in_private(cell: Cell) -> None:
    cell.say(cell.an, "Báo vắng", in_group=True)
    assert "cho biết lý do" in cell.office.private(cell.an)[-1]
    cell.choose(cell.an, "Học tập")
    assert cell.answer(cell.an).reason == "study"
    assert "Học tập" not in cell.group_words()


@NETWORKS
def test_a_reply_is_about_the_meeting_of_the_post(cell: Cell) -> None:
    later: Meeting = cell.office.meeting(cell.org, in_days=40)
    posted = cell.office.desk().post_to_groups(cell.org.id, "Mời", purpose="card", meeting_id=later.id)
    for row in posted:
        row.state, row.message_id = "sent", "later"
    cell.office.desk().post_to_groups(cell.org.id, "Mời", purpose="card", meeting_id=cell.meeting.id)
    cell.office.hear(cell.an, {"kind": "text", "text": "Tôi dự", "reply_to": "later"}, group=cell.org)
    assert cell.answer(cell.an) is None
    cell.meeting = later
    assert cell.answer(cell.an).answer == "attend"


@NETWORKS
def test_without_a_reply_it_is_the_meeting_last_talked_about(cell: Cell) -> None:
    first, later = cell.meeting, cell.office.meeting(cell.org, in_days=40)
    cell.office.desk().post_to_member(cell.an, "Mời", meeting_id=later.id)
    cell.say(cell.an, "toi se du")
    cell.meeting = later
    assert cell.answer(cell.an).answer == "attend"
    later.state = "cancelled"
    cell.say(cell.an, "toi se du")
    cell.meeting = first
    assert cell.answer(cell.an).answer == "attend"


@NETWORKS
def test_during_a_meeting_words_are_about_it(cell: Cell) -> None:
    cell.office.meeting(cell.org, in_days=40)
    cell.office.now = cell.meeting.starts_at + timedelta(minutes=5)
    assert "sau giờ bắt đầu" in texts(cell.say(cell.an, "muộn 20p"))
    assert cell.answer(cell.an).minutes_late == 20


@NETWORKS
def test_after_a_meeting_one_more_question_is_better_than_a_wrong_record(cell: Cell) -> None:
    following = cell.office.meeting(cell.org, in_days=40)
    cell.office.now = cell.meeting.starts_at + timedelta(days=1)
    posts = cell.say(cell.an, "Tôi bị sốt, không dự được")
    assert "cho kỳ nào" in texts(posts)
    assert cell.answer(cell.an) is None
    cell.choose(cell.an, "12/2026")
    cell.choose(cell.an, "Ốm đau")
    assert cell.answer(cell.an).reason == "health"
    cell.meeting = following
    assert cell.answer(cell.an) is None


@NETWORKS
def test_an_excuse_that_comes_after_presence_was_recorded_is_not_taken_for_the_next_meeting(cell: Cell) -> None:
    cell.meeting.state = "held"
    cell.office.now = cell.meeting.starts_at + timedelta(hours=3)
    assert "trao đổi với Chi ủy" in texts(cell.say(cell.an, "Tôi bị sốt, không dự được"))
    assert "chưa có kỳ sinh hoạt" in texts(cell.say(cell.an, "Họp ở đâu thế?"))
    following = cell.office.meeting(cell.org, in_days=30)
    assert "cho kỳ nào" in texts(cell.say(cell.an, "Tôi bị sốt, không dự được"))
    assert "Phòng họp tầng 2" in texts(cell.say(cell.an, "Họp ở đâu thế?"))
    cell.meeting = following
    assert cell.answer(cell.an) is None


@NETWORKS
def test_whether_somebody_else_comes_is_not_told(cell: Cell) -> None:
    cell.press(cell.hung, "absent")
    text = texts(cell.say(cell.an, "Đồng chí Hùng có dự không?"))
    assert "vắng" not in text
    assert cell.answer(cell.an) is None


@NETWORKS
def test_a_number_of_another_list_is_no_answer(cell: Cell) -> None:
    cell.office.desk().post_to_member(
        cell.an, "Chọn", [cell.office.desk().choice("button-cancel", "attn")], meeting_id=cell.meeting.id
    )
    cell.say(cell.an, "3")
    assert cell.answer(cell.an) is None


@NETWORKS
def test_a_thank_you_is_no_answer_and_costs_one_tap(cell: Cell) -> None:
    posts = cell.say(cell.an, "ok")
    assert "Cảm ơn đồng chí" in texts(posts)
    assert cell.answer(cell.an) is None
    cell.choose(cell.an, "Tôi dự")
    assert cell.answer(cell.an).answer == "attend"
    assert "Hiện ghi: dự." in texts(cell.say(cell.an, "cảm ơn đồng chí"))


@NETWORKS
def test_a_question_is_answered_with_the_facts_and_nothing_else(cell: Cell) -> None:
    text = texts(cell.say(cell.an, "Họp ở đâu thế?"))
    assert "Phòng họp tầng 2" in text
    assert "9 giờ, thứ Bảy, ngày 05/12/2026" in text
    assert "/agenda" in text
    assert "hỏi Chi ủy" in text
    assert cell.answer(cell.an) is None
    assert "Phòng họp tầng 2" in texts(cell.say(cell.an, "Mấy giờ họp ạ?", in_group=True))


@NETWORKS
def test_a_wish_to_speak_is_passed_on_and_the_answer_recorded(cell: Cell) -> None:
    posts = cell.say(cell.an, "Dự, xin phát biểu về chuyên đề")
    assert cell.answer(cell.an).answer == "attend"
    assert labels(posts[0])[0] == "Đăng ký phát biểu"
    posts = cell.say(cell.hoa, "Tôi đăng ký phát biểu mục 2")
    assert labels(posts[0]) == ["Đăng ký phát biểu", "Tôi dự"]
    assert posts[0].body["choices"][0][0]["data"] == f"pt:new:{cell.meeting.id}"
    assert cell.answer(cell.hoa) is None


@NETWORKS
def test_what_is_not_understood_is_asked_once_more_and_counted_without_a_name(cell: Cell) -> None:
    words = "Xyz qwerty abc"
    posts = cell.say(cell.an, words)
    assert "chưa hiểu" in texts(posts)
    assert labels(posts[0])[0] == "Tôi dự"
    cell.say(cell.hoa, "xyz QWERTY abc!")
    counted = misreads.most_frequent(cell.office.session)
    assert [(row.times, row.example) for row in counted] == [(2, None)]
    cell.office.account(cell.hung, cell.bot).keep_texts = True
    cell.say(cell.hung, words)
    cell.office.session.expire_all()
    assert [(row.times, row.example) for row in misreads.most_frequent(cell.office.session)] == [(3, words)]


@NETWORKS
def test_strangers_learn_nothing(cell: Cell) -> None:
    text = texts(cell.office.says("nobody", "Tôi dự", bot=cell.bot))
    assert cell.org.name not in text
    assert "mã" in text
    assert "liên kết" in texts(cell.office.says("nobody", "Tôi dự", bot=cell.bot, group=cell.org))


@NETWORKS
def test_a_cell_without_a_meeting_says_so(cell: Cell) -> None:
    cell.meeting.state = "cancelled"
    assert "chưa có kỳ sinh hoạt nào" in texts(cell.say(cell.an, "Tôi dự"))
    assert "Cảm ơn" in texts(cell.say(cell.an, "vâng"))


# -- about somebody else -----------------------------------------------------------------------------------------------


@NETWORKS
def test_a_member_cannot_answer_for_another(cell: Cell) -> None:
    text = texts(cell.say(cell.an, "Đồng chí Hùng vắng vì ốm"))
    assert "nhờ đồng chí Thư ký" in text
    assert cell.answer(cell.an) is None
    assert cell.answer(cell.hung) is None


@NETWORKS
def test_an_organiser_records_on_behalf_and_the_person_is_told(cell: Cell) -> None:
    posts = cell.say(cell.secretary, "Đồng chí Hùng vắng vì ốm")
    assert "Ghi giúp đồng chí Đặng Quốc Hùng: vắng (Ốm đau, điều trị)" in texts(posts)
    assert cell.answer(cell.hung) is None
    cell.choose(cell.secretary, "Ghi giúp")
    row = cell.answer(cell.hung)
    assert (row.answer, row.reason, row.said_by) == ("absent", "health", cell.secretary.id)
    assert cell.answer(cell.secretary) is None
    told = cell.office.private(cell.hung)[-1]
    assert "Phan Văn Cường" in told
    assert "vắng (Ốm đau, điều trị)" in told
    cell.choose(cell.hung, "Tôi dự")
    assert cell.answer(cell.hung).answer == "attend"
    assert cell.answer(cell.hung).said_by is None


@NETWORKS
def test_several_of_a_name_are_a_choice_and_marks_count(cell: Cell) -> None:
    cell.add("Bùi Văn Hùng")
    cell.add("Phạm Văn Hưng")
    posts = cell.say(cell.secretary, "anh Hùng nhờ báo là đến muộn 15 phút")
    assert [one.split(" (")[0] for one in labels(posts[0])] == ["Đặng Quốc Hùng", "Bùi Văn Hùng"]
    cell.choose(cell.secretary, "Đặng Quốc Hùng")
    cell.choose(cell.secretary, "Ghi giúp")
    assert cell.answer(cell.hung).answer == "late"
    posts = cell.say(cell.secretary, "anh hung vang vi om")
    assert len(labels(posts[0])) in (2, 3)


@NETWORKS
def test_an_unknown_name_is_asked_again(cell: Cell) -> None:
    assert "chưa tìm thấy" in texts(cell.say(cell.secretary, "Đồng chí Quỳnh vắng vì ốm"))


@NETWORKS
def test_declining_records_nothing(cell: Cell) -> None:
    cell.say(cell.secretary, "Đồng chí Hoa vắng vì đi công tác")
    cell.choose(cell.secretary, "Không ghi")
    assert cell.answer(cell.hoa) is None


@NETWORKS
def test_names_stay_out_of_the_group(cell: Cell) -> None:
    cell.say(cell.secretary, "Đồng chí Hùng vắng vì ốm", in_group=True)
    assert "Hùng" not in cell.group_words()
    assert "Hùng" in cell.office.private(cell.secretary)[-1]


def test_a_forged_button_cannot_answer_for_another() -> None:
    cell = Cell()
    data = f"attb:{cell.meeting.id}:1:{cell.hung.id}:absent..health"
    assert "dành cho Chi ủy" in toast(cell.office.presses(cell.an, data))
    other = cell.office.cell("Chi bộ Tài chính")
    foreign = cell.office.member("Vũ Đức Thắng", other, "head")
    assert toast(cell.office.presses(foreign, data))
    assert "không còn hiệu lực" in toast(
        cell.office.presses(cell.secretary, f"attb:{cell.meeting.id}:1:{cell.hung.id}:gone..health")
    )
    assert cell.answer(cell.hung) is None
    assert not list(cell.office.session.scalars(select(Outbox).where(Outbox.purpose == "notice")))
