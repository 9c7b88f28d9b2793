"""Members register to speak, see, edit and withdraw it; organisers list the speakers and set their order."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers import agenda
from storage import agenda as agenda_store
from storage.meeting_tables import Meeting, Point, PointDraft, Theme
from storage.people import Audit, Organisation, Role
from tests.desk_fixtures import Office
from tests.handlers.desk_people import Person


@pytest.fixture
def meeting(here: Office, cell: Organisation) -> Meeting:
    here.session.add(
        Theme(
            organisation_id=cell.id,
            period="2026-12",
            title="Chuyển đổi số",
            questions=["Làm gì trước?", "Ai giúp người cao tuổi?"],
        )
    )
    here.session.flush()
    made = here.meeting(cell)
    agenda.fill_default(here.desk(), made)
    return made


def points(here: Office) -> list[Point]:
    return list(here.session.scalars(select(Point).order_by(Point.position, Point.id)))


def registers(person: Person, target: str, text: str | None, *, anonymous: bool = False) -> str:
    """Go the whole way; return the answer to the last tap."""
    person.says("PHÁT BIỂU")
    while not any(target in label for label in person.sees()):
        person.taps("Trang sau")
    person.taps(target)
    person.taps("Ẩn danh" if anonymous else "Nêu tên")
    if text is None:
        person.taps("Bỏ qua")
    else:
        person.says(text)
    return confirms(person)


def confirms(person: Person) -> str:
    if person.bot == "zl" and "Hình thức: ẩn danh" in person.last.body["text"]:
        figures = person.last.body["text"].split("trả lời: ")[1][:6]
        return person.says(figures)
    return person.taps("Gửi")


# -- with a name -----------------------------------------------------------------------------------------------------------


def test_a_member_registers_on_a_theme_question_with_a_text(here: Office, lan: Person, meeting: Meeting) -> None:
    said = lan.says("dang ky phat bieu")
    assert "Sinh hoạt thường kỳ kỳ tháng 12/2026" in said
    assert "Nhận ý kiến đến 9 giờ, thứ Sáu, ngày 04/12/2026." in said
    assert lan.sees()[:2] == ["Câu hỏi 1: Làm gì trước?", "Câu hỏi 2: Ai giúp người cao tuổi?"]
    said = lan.taps("Câu hỏi 2")
    assert "nêu tên hay gửi ý kiến ẩn danh" in said
    said = lan.taps("Nêu tên")
    assert "tối đa 500 ký tự" in said
    assert "nhân sự, kỷ luật" in said
    assert "Nội dung: Thanh niên hướng dẫn tại nhà." in lan.says("Thanh niên  hướng dẫn tại nhà. ")
    assert points(here) == []
    assert "Đã ghi nhận đăng ký phát biểu." in lan.taps("Gửi")
    (point,) = points(here)
    assert (point.member_id, point.question, point.agenda_item_id) == (lan.row.id, 1, None)
    assert point.text == "Thanh niên hướng dẫn tại nhà."
    assert point.meeting_id == meeting.id
    assert lan.conversation().data == {}
    assert here.step(lan.row) == ""


@pytest.mark.usefixtures("meeting")
def test_a_wish_without_a_text_on_an_agenda_item(here: Office, lan: Person) -> None:
    said = registers(lan, "Thảo luận", None)
    assert "(không ghi nội dung)" in said
    (point,) = points(here)
    assert point.text == ""
    assert agenda_store.items(here.session, point.meeting_id)[9].id == point.agenda_item_id
    assert "Thảo luận – 15 phút – 1 ý kiến đăng ký" in lan.says("/agenda")


@pytest.mark.usefixtures("meeting")
def test_the_text_can_be_written_anew_or_dropped_before_it_is_sent(here: Office, lan: Person) -> None:
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 1")
    lan.taps("Nêu tên")
    lan.says("Bản một")
    assert "Nội dung: Bản hai" in lan.says("Bản hai")
    assert "Chưa gửi gì" in lan.taps("Hủy")
    assert points(here) == []
    assert lan.conversation().data == {}
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 1")
    lan.taps("Nêu tên")
    lan.says("Bản ba")
    lan.says("hủy")
    assert lan.conversation().data == {}
    assert points(here) == []


@pytest.mark.usefixtures("meeting")
def test_a_text_too_long_is_not_lost(here: Office, lan: Person) -> None:
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 1")
    lan.taps("Nêu tên")
    long = " ".join(f"từ{number:03}" for number in range(90))
    said = lan.says(long)
    assert f"thừa {len(long) - 500} ký tự" in said
    assert "từ000 từ001" in said
    assert "Hình thức: nêu tên" in said
    lan.taps("Gửi")
    (point,) = points(here)
    assert 480 < len(point.text) <= 500
    assert long.startswith(point.text + " ")


@pytest.mark.usefixtures("meeting")
def test_a_remark_about_somebody_is_asked_about_first(here: Office, lan: Person, hung: Person) -> None:
    for text in ("Đề nghị kỷ luật cán bộ chậm việc", f"Theo tôi đồng chí {hung.row.full_name.upper()} làm chưa tốt"):
        lan.says("/phatbieu")
        lan.taps("Câu hỏi 1")
        lan.taps("Nêu tên")
        assert "nhân sự hoặc kỷ luật" in lan.says(text)
        lan.taps("Hủy")
    assert points(here) == []
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 1")
    lan.taps("Nêu tên")
    assert "kỷ luật" not in lan.says("Nên tập huấn cho bà con")


@pytest.mark.usefixtures("meeting")
def test_own_points_are_seen_edited_and_withdrawn(here: Office, lan: Person, hung: Person) -> None:
    registers(lan, "Câu hỏi 1", "Ý một")
    registers(lan, "Thảo luận", "Ý hai")
    assert "Đồng chí đã đăng ký 2 ý kiến." in lan.says("/phatbieu")
    said = lan.taps("Ý kiến của tôi")
    assert "1. Câu hỏi 1: Làm gì trước?: Ý một" in said
    assert "Ý một" in lan.taps("1. Câu hỏi 1")
    lan.taps("Sửa")
    lan.says("Ý một, sửa lại")
    assert len(points(here)) == 2
    lan.taps("Gửi")
    assert {point.text for point in points(here)} == {"Ý một, sửa lại", "Ý hai"}
    assert lan.sees() == ["1. Câu hỏi 1: Làm gì trước?", "2. Mục 10. Thảo luận", "Đăng ký phát biểu"]
    lan.taps("2. Mục 10")
    assert "Nội dung đã rút: Ý hai" in lan.taps("Rút")
    (left,) = points(here)
    for action in ("see", "edit", "out"):
        assert "không còn" in hung.presses(f"pto:{action}:{left.id}")
    assert "chưa có ý kiến" in hung.presses(f"pto:mine:{left.meeting_id}")


@pytest.mark.usefixtures("meeting")
def test_the_same_target_is_registered_once(here: Office, lan: Person) -> None:
    registers(lan, "Câu hỏi 1", "Ý một")
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 1")
    assert "đã đăng ký mục này rồi" in lan.taps("Nêu tên")
    assert len(points(here)) == 1


def test_after_the_deadline_it_is_said_and_nothing_changes(here: Office, lan: Person, meeting: Meeting) -> None:
    here.now = meeting.points_by - timedelta(minutes=5)
    registers(lan, "Câu hỏi 1", "Ý một")
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 2")
    lan.taps("Nêu tên")
    here.now = meeting.points_by
    assert "Đã hết hạn nhận ý kiến (9 giờ, thứ Sáu, ngày 04/12/2026)" in lan.says("Ý muộn")
    assert "Đã hết hạn" in lan.says("/phatbieu")
    assert "Ý một" in lan.taps("Ý kiến của tôi")
    assert "Sửa" not in "".join(f"{label}\n" for label in lan.sees())
    (point,) = points(here)
    for action in ("edit", "out"):
        assert "Đã hết hạn" in lan.presses(f"pto:{action}:{point.id}")
    assert len(points(here)) == 1


def test_a_cancelled_meeting_takes_no_points(lan: Person, here: Office, meeting: Meeting) -> None:
    lan.says("/phatbieu")
    meeting.state = "cancelled"
    assert "đã bị hủy" in lan.taps("Câu hỏi 1")
    assert "chưa có kỳ sinh hoạt" in lan.says("/phatbieu")
    assert points(here) == []


def test_an_item_removed_meanwhile_takes_no_new_points(here: Office, lan: Person, meeting: Meeting) -> None:
    registers(lan, "Thảo luận", "Ý một")
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 1")
    item = next(each for each in agenda_store.items(here.session, meeting.id) if each.content == "Thảo luận")
    item.removed_at = here.now
    here.session.flush()
    assert "không còn trong chương trình" in lan.presses(f"pt:to:{meeting.id}:i{item.id}")
    lan.says("/phatbieu")
    assert "Mục đã bỏ: Thảo luận: Ý một" in lan.taps("Ý kiến của tôi")
    # What was written before can still be changed.
    lan.taps("1. Mục đã bỏ")
    lan.taps("Sửa")
    lan.says("Ý một nữa")
    assert "Đã ghi nhận" in lan.taps("Gửi")
    assert [point.text for point in points(here)] == ["Ý một nữa"]


@pytest.mark.usefixtures("meeting")
def test_nothing_personal_is_said_in_the_group(here: Office, lan: Person, cell: Organisation) -> None:
    assert "nhắn riêng" in lan.says("/phatbieu", group=cell)
    assert "nhắn riêng" in lan.says("/dsphatbieu", group=cell)
    registers(lan, "Câu hỏi 1", "Ý rất riêng")
    assert "Ý rất riêng" not in "".join(here.in_group(cell, "tg") + here.in_group(cell, "zl"))


@pytest.mark.usefixtures("meeting")
def test_a_second_press_of_send_does_nothing(here: Office, lan: Person) -> None:
    registers(lan, "Câu hỏi 1", "Ý một")
    assert "không còn hiệu lực" in lan.presses("pt:send")
    assert "không còn hiệu lực" in lan.presses("pt:skip")
    assert len(points(here)) == 1


def test_an_organiser_elsewhere_may_choose_the_meeting(here: Office, lan: Person, meeting: Meeting) -> None:
    other = here.cell("Chi bộ Tài chính")
    here.session.add(Role(member_id=lan.row.id, organisation_id=other.id, role="committee"))
    there = here.meeting(other, in_days=3)
    lan.says("/phatbieu")
    lan.taps("Kỳ khác")
    assert "Nội dung khác" in str(lan.taps("Chi bộ Tài chính") and lan.sees())
    lan.taps("Nội dung khác")
    lan.taps("Nêu tên")
    lan.says("Ý ở chi bộ khác")
    lan.taps("Gửi")
    assert [point.meeting_id for point in points(here)] == [there.id]
    assert meeting.id != there.id


# -- the organisers' list -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("meeting")
def test_organisers_list_the_speakers_and_set_the_order(here: Office, head: Person, lan: Person, hung: Person) -> None:
    assert "chưa có ai đăng ký" in head.says("DS PHÁT BIỂU")
    registers(lan, "Câu hỏi 1", "Ý của Lan")
    registers(hung, "Câu hỏi 1", "Ý của Hùng")
    registers(hung, "Câu hỏi 1", "Ý giấu tên", anonymous=True)
    registers(hung, "Thảo luận", None)
    said = head.says("/dsphatbieu")
    assert "4 ý kiến: 2 đồng chí nêu tên, 1 ý kiến ẩn danh." in said
    assert "Câu hỏi 1: Làm gì trước?: Lê Thị Lan, Phạm Văn Hùng, Ẩn danh" in said
    assert "Mục 10. Thảo luận: Phạm Văn Hùng" in said
    said = head.taps("Câu hỏi 1")
    assert "1. Lê Thị Lan: “Ý của Lan”\n2. Phạm Văn Hùng: “Ý của Hùng”\n3. Ẩn danh: “Ý giấu tên”" in said
    head.taps("3. Ẩn danh")
    assert "Thứ tự 1/3" in head.taps("Nói đầu tiên")
    assert "Thứ tự 2/3" in head.taps("Muộn hơn")
    said = head.taps("Quay lại")
    assert [line.split(":")[0] for line in said.splitlines()[1:]] == ["1. Lê Thị Lan", "2. Ẩn danh", "3. Phạm Văn Hùng"]
    notes = list(here.session.scalars(select(Audit).where(Audit.action == "points_ordered")))
    assert {note.member_id for note in notes} == {head.row.id}


def test_members_do_not_see_the_list(here: Office, lan: Person, hung: Person, meeting: Meeting) -> None:
    registers(lan, "Câu hỏi 1", "Ý của Lan")
    (point,) = points(here)
    assert "dành cho Chi ủy" in hung.says("/dsphatbieu")
    for data in (
        f"ptl:of:{meeting.id}",
        f"ptl:on:{meeting.id}:q0:0",
        f"ptl:one:{point.id}",
        f"ptl:first:{point.id}",
        f"ptl:cell:{meeting.organisation_id}",
    ):
        assert "dành cho Chi ủy" in hung.presses(data)


@pytest.mark.usefixtures("meeting")
def test_a_long_list_is_paged(here: Office, head: Person, cell: Organisation, bot: str) -> None:
    for number in range(14):
        person = Person(here, here.member(f"Đỗ Văn Số {number:02}", cell, bot=bot))
        registers(person, "Câu hỏi 1", f"Ý {number:02} " + "dài " * 115)
    assert "14 ý kiến: 14 đồng chí" in head.says("/dsphatbieu")
    text = head.taps("Câu hỏi 1")
    while "Trang sau" in head.sees():
        text += "\n" + head.taps("Trang sau")
    assert all(f"{number + 1}. Đỗ Văn Số {number:02}: “Ý {number:02}" in text for number in range(14))
    assert "Thứ tự 14/14" in head.taps("14. Đỗ Văn Số 13")


# -- anonymous, as its author and the organisers see it -----------------------------------------------------------------------------


@pytest.mark.usefixtures("meeting")
def test_an_anonymous_point_is_seen_edited_and_withdrawn_with_its_receipt(
    here: Office, head: Person, lan: Person, hung: Person
) -> None:
    said = registers(lan, "Câu hỏi 2", "Ý giấu tên", anonymous=True)
    receipt = said.split("Mã của đồng chí: ")[1][:14]
    assert "Ẩn danh: “Ý giấu tên”" in (head.says("/dsphatbieu") and head.taps("Câu hỏi 2"))
    # The author's own list does not know it.
    lan.says("/phatbieu")
    assert "chưa có ý kiến nêu tên" in lan.taps("Ý kiến của tôi")
    lan.says("/phatbieu")
    assert "12 ký tự" in lan.taps("Tôi có mã ẩn danh")
    assert "Nội dung: Ý giấu tên" in lan.says(receipt)
    assert "Nội dung: Ý giấu tên" in lan.says(receipt.replace("-", " ").lower())
    assert "Đã sửa ý kiến ẩn danh" in lan.says(f"{receipt} Ý đã sửa")
    (point,) = points(here)
    assert point.text == "Ý đã sửa"
    assert "thừa 100 ký tự" in lan.says(f"{receipt} " + "x" * 600)
    assert points(here)[0].text == "Ý đã sửa"
    assert "không có ý kiến nào" in lan.says("1234-ABCD-EF12").lower()
    # Whoever holds the receipt is its author: nobody else can tell.
    assert "Nội dung: Ý đã sửa" in hung.says(f"/phatbieu {receipt}")
    assert "Nội dung đã rút: Ý đã sửa" in lan.says(f"{receipt} rút")
    assert points(here) == []
    assert "không có ý kiến nào" in lan.says(f"/phatbieu {receipt}").lower()


def test_on_telegram_the_message_carries_the_way_back(here: Office, cell: Organisation, meeting: Meeting) -> None:
    lan = Person(here, here.member("Lê Thị Lan", cell))
    registers(lan, "Câu hỏi 1", "Ý giấu tên", anonymous=True)
    confirmation = lan.last
    assert "Nội dung: Ý giấu tên" in lan.taps("Xem, rút")
    assert "Đã rút" in lan.taps("Rút")
    assert points(here) == []
    lan.last = confirmation
    assert "không có ý kiến nào" in lan.taps("Xem, rút").lower()
    assert meeting.id


def test_a_receipt_serves_until_the_deadline_and_only_in_its_cell(
    here: Office, lan: Person, meeting: Meeting, bot: str
) -> None:
    receipt = registers(lan, "Câu hỏi 1", "Ý giấu tên", anonymous=True).split("Mã của đồng chí: ")[1][:14]
    other = Person(here, here.member("Đỗ Văn Xa", here.cell("Chi bộ Xa"), bot=bot))
    here.meeting(here.session.get(Organisation, other.row.organisation_id))
    assert "chi bộ khác" in other.says(f"/phatbieu {receipt}")
    here.now = meeting.points_by + timedelta(minutes=1)
    assert "Nội dung: Ý giấu tên" in lan.says(f"/phatbieu {receipt}")
    assert "Đã hết hạn" in lan.says(f"/phatbieu {receipt} Ý mới")
    assert "Đã hết hạn" in lan.says(f"/phatbieu {receipt} rút")
    assert points(here)[0].text == "Ý giấu tên"


def test_a_draft_is_sent_once_and_forgotten_the_next_day(here: Office, lan: Person, meeting: Meeting) -> None:
    registers(lan, "Câu hỏi 1", "Ý một", anonymous=True)
    assert here.session.scalars(select(PointDraft)).all() == []
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 1")
    lan.taps("Ẩn danh")
    lan.says("Ý bỏ dở")
    (draft,) = here.session.scalars(select(PointDraft))
    assert "Đã ghi nhận" not in lan.says("000000" if draft.code != "000000" else "111111")
    here.now += timedelta(days=1)
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 1")
    lan.taps("Ẩn danh")
    lan.says("Ý khác")
    assert [each.text for each in here.session.scalars(select(PointDraft))] == ["Ý khác"]
    assert "không còn" in lan.presses(f"pt:anon:{draft.code}")
    confirms(lan)
    lan.says("/phatbieu")
    lan.taps("Câu hỏi 1")
    lan.taps("Ẩn danh")
    lan.says("Ý thôi")
    lan.says("hủy") if lan.bot == "zl" else lan.taps("Hủy")
    assert {point.text for point in points(here)} == {"Ý một", "Ý khác"}
    assert lan.conversation().data == {}
    assert meeting.id


def test_a_small_cell_is_told_that_style_may_tell(
    here: Office, lan: Person, cell: Organisation, meeting: Meeting, bot: str
) -> None:
    assert meeting.organisation_id == cell.id
    lan.says("/phatbieu")
    assert "chi bộ chỉ có 1 đồng chí" in lan.taps("Câu hỏi 1")
    for number in range(8):
        here.member(f"Người {number}", cell, bot=bot)
    lan.says("/phatbieu")
    assert "chi bộ chỉ có" not in lan.taps("Câu hỏi 1")


def test_forged_data_is_refused(lan: Person, meeting: Meeting) -> None:
    for data in (
        "pt:to:1",
        "pt:to:x:g",
        f"pt:to:{meeting.id}:z9",
        "pt:nothing",
        "pto:see",
        f"pt:page:{meeting.id}:-1",
    ):
        assert "không còn hiệu lực" in lan.presses(data), data
    assert "không còn trong chương trình" in lan.presses(f"pt:to:{meeting.id}:i999")
    assert "không còn trong chương trình" in lan.presses(f"pt:as:{meeting.id}:q7:a")
