"""Organisers build the agenda: one line of text or a few taps, and publish it to the group."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handlers import agenda
from storage import agenda as store
from storage.meeting_tables import AgendaItem, Meeting, Theme
from storage.people import Audit, Group, Organisation
from tests.desk_fixtures import Office
from tests.handlers.desk_people import Person, group_posts


@pytest.fixture
def people(here: Office, cell: Organisation, bot: str) -> dict[str, Person]:
    names = ("Lê Thị Lan", "Phạm Văn Hùng", "Trần Quốc Hùng", "Hoàng Hưng", "Đỗ Hùng Nam")
    return {name: Person(here, here.member(name, cell, bot=bot)) for name in names}


@pytest.fixture
def meeting(here: Office, cell: Organisation) -> Meeting:
    made = here.meeting(cell)
    agenda.fill_default(here.desk(), made)
    return made


@pytest.fixture
def editor(head: Person, meeting: Meeting) -> Person:
    head.says("/agenda")
    said = head.taps("Sửa chương trình")
    assert "Sửa bằng một dòng, ví dụ:" in said
    assert f"Tổng 90/{meeting.frame_minutes} phút" in said
    return head


def contents(here: Office, meeting: Meeting) -> list[str]:
    return [item.content for item in store.items(here.session, meeting.id)]


def item(here: Office, meeting: Meeting, number: int) -> AgendaItem:
    return store.items(here.session, meeting.id)[number - 1]


# -- one line --------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("people")
def test_a_line_adds_an_item_with_person_and_minutes(here: Office, editor: Person, meeting: Meeting) -> None:
    said = editor.says("thêm Thảo luận phương án | đ/c Lan | 20")
    assert said.startswith(
        "Đã thêm: 11. Thảo luận phương án – đ/c Lê Thị Lan – 20 phút\nTổng 110/90 phút: vượt 20 phút."
    )
    added = item(here, meeting, 11)
    assert (added.section, added.minutes, added.person) == ("content", 20, "Lê Thị Lan")
    assert added.member_id is not None
    said = editor.says("them vao mo dau: chao co 3p")
    assert said.startswith("Đã thêm: 6. Chao co – 3 phút")
    assert editor.says("thêm sau 2 Giới thiệu khách | 2").startswith("Đã thêm: 3. Giới thiệu khách – 2 phút")
    assert editor.says("thêm trước 1 Văn nghệ").startswith("Đã thêm: 1. Văn nghệ\n")
    assert contents(here, meeting)[:4] == [
        "Văn nghệ",
        "Tuyên bố lý do, giới thiệu đại biểu",
        "Cử thư ký cuộc họp",
        "Giới thiệu khách",
    ]


def test_a_line_changes_minutes_person_note_and_content(
    here: Office, editor: Person, people: dict, meeting: Meeting
) -> None:
    assert "Đã sửa: 3. Điểm danh" in editor.says("3 phut 15")
    assert item(here, meeting, 3).minutes == 15
    assert "đ/c Lê Thị Lan – 15 phút" in editor.says("3 giao đc Lan")
    assert item(here, meeting, 3).member_id == people["Lê Thị Lan"].row.id
    assert "Ghi chú: mang sổ" in editor.says("ghi chú 3 mang sổ")
    assert "Đã sửa: 3. Điểm danh, báo cáo quân số – đ/c Lê Thị Lan – 15 phút" in editor.says(
        "sua 3 điểm danh, báo cáo quân số"
    )
    assert "Tổng 103/90 phút: vượt 13 phút." in editor.says("3 giao không")
    assert item(here, meeting, 3).member_id is None
    assert item(here, meeting, 3).person == ""


def test_a_name_that_means_several_is_asked_about(here: Office, editor: Person, people: dict, meeting: Meeting) -> None:
    assert "có 2 đồng chí ứng với tên “Hùng”" in editor.says("3 giao đ/c Hùng")
    assert [label.split(" (")[0] for label in editor.sees()[:-2]] == ["Phạm Văn Hùng", "Trần Quốc Hùng"]
    assert "đ/c Trần Quốc Hùng" in editor.taps("Trần Quốc Hùng")
    assert item(here, meeting, 3).member_id == people["Trần Quốc Hùng"].row.id
    # Without marks "hung" is Hùng and Hưng.
    editor.says("4 giao hung")
    assert len([label for label in editor.sees() if "M00" in label]) == 3
    said = editor.says("5 giao đ/c Bí thư huyện ủy")
    assert "ghi nguyên văn" in said
    assert item(here, meeting, 5).person == "Bí thư huyện ủy"
    assert "đ/c Đỗ Hùng Nam" in editor.says("5 giao do hung nam")


def test_lines_move_items_within_and_across_sections(here: Office, editor: Person, meeting: Meeting) -> None:
    before = contents(here, meeting)
    assert "Đã chuyển mục 5 thành mục 2 (phần Mở đầu)" in editor.says("chuyen 5 len 2")
    assert contents(here, meeting)[1] == before[4]
    assert "thành mục 5" in editor.says("chuyển 2 xuống 5")
    assert contents(here, meeting) == before
    assert "thành mục 5 (phần Nội dung)" in editor.says("5 xuống")
    assert "thành mục 6 (phần Nội dung)" in editor.says("5 xuống")
    assert "thành mục 4 (phần Mở đầu)" in editor.says("6 lên 3 bậc")
    assert "thành mục 5 (phần Mở đầu)" in editor.says("4 xuống")
    assert contents(here, meeting) == before
    assert "thành mục 15 (phần Kết thúc)" in editor.says("7 xuống cuối")
    assert "thành mục 10 (phần Nội dung)" in editor.says("chuyển 15 sang nội dung")
    assert "đã ở đúng chỗ" in editor.says("1 lên")
    assert "thành mục 3" in editor.says("chuyển 1 sau 3")
    assert "thành mục 1" in editor.says("chuyển 3 trước 1")
    assert sorted(contents(here, meeting)) == sorted(before)
    assert [each.position for each in store.items(here.session, meeting.id)] == list(range(1, 16))


def test_a_removed_item_comes_back_to_its_place(here: Office, editor: Person, meeting: Meeting) -> None:
    before = contents(here, meeting)
    assert "Đã bỏ mục 4: Thu nộp đảng phí" in editor.says("xoa 4")
    assert len(contents(here, meeting)) == 14
    assert "Đã lấy lại: 4. Thu nộp đảng phí" in editor.taps("Lấy lại mục vừa bỏ")
    assert contents(here, meeting) == before
    assert "Không có mục nào vừa bỏ" in editor.says("hoàn tác")
    assert "Đã bỏ mục 2" in editor.says("xóa 2, 3 và 15")
    assert len(contents(here, meeting)) == 12
    for _ in range(3):
        editor.says("hoan tac")
    assert contents(here, meeting) == before


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("xóa 99", "không có mục 99"),
        ("chuyển 3 lên 77", "không có mục 77"),
        ("xin chào các đồng chí ạ", "Trợ lý chưa hiểu, chương trình chưa thay đổi."),
        ("thêm", "Ví dụ: thêm Thảo luận phương án | đ/c Hùng | 20"),
        ("xóa", "Ví dụ: xóa 4"),
        ("giao cho Lan", "Ví dụ: 3 giao đ/c Lan"),
        ("chuyển đi", "Ví dụ: chuyển 5 lên 2"),
        ("3 phút 9999", "từ 0 đến 480"),
        ("phút ba mươi", "Ví dụ: 3 phút 15"),
        ("3 gì đó", "Ví dụ: sửa 3"),
        ("thêm " + "dài " * 90, "dài quá 300 ký tự"),
        ("đổi lịch sinh hoạt nhé", "Ví dụ: đổi 3 thành"),
    ],
)
def test_what_is_not_understood_changes_nothing_and_says_an_example(
    here: Office, editor: Person, meeting: Meeting, line: str, answer: str
) -> None:
    before = [(each.content, each.minutes, each.person) for each in store.items(here.session, meeting.id)]
    assert answer in editor.says(line)
    assert [(each.content, each.minutes, each.person) for each in store.items(here.session, meeting.id)] == before
    assert "Đã sửa" in editor.says("3 phút 4")


def test_a_line_behind_the_command_needs_no_editor(
    here: Office, head: Person, meeting: Meeting, cell: Organisation
) -> None:
    assert "Đã bỏ mục 4" in head.says("/agenda xóa 4")
    assert "khung nhắn riêng" in head.says("/agenda xóa 4", group=cell)
    assert len(contents(here, meeting)) == 14


@pytest.mark.usefixtures("people")
def test_members_cannot_change_it(here: Office, people: dict, meeting: Meeting) -> None:
    lan = people["Lê Thị Lan"]
    assert "CHƯƠNG TRÌNH" in lan.says("/agenda xóa 4")
    one = item(here, meeting, 4)
    for data in (
        f"agi:out:{one.id}",
        f"agi:up:{one.id}",
        f"agi:set:{one.id}:{lan.row.id}",
        f"age:undo:{meeting.id}",
        f"agp:ask:{meeting.id}",
    ):
        assert "dành cho Chi ủy" in lan.presses(data)
    assert len(contents(here, meeting)) == 15


# -- taps -------------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("people")
def test_taps_change_one_item(here: Office, editor: Person) -> None:
    editor.taps("Chọn mục để sửa")
    assert editor.sees()[:2] == ["1. Tuyên bố lý do, giới thiệu đại biểu", "2. Cử thư ký cuộc họp"]
    editor.taps("Trang sau")
    assert "II. Nội dung\n9. Thảo luận – 20 phút" in editor.taps("9. Thảo luận")
    assert "số phút" in editor.taps("Số phút")
    # A figure is minutes, not a choice.
    assert "Đã sửa: 9. Thảo luận – 5 phút" in editor.says("5")
    editor.taps("Sửa mục này")
    editor.taps("Số phút")
    assert "số từ 0 đến 480" in editor.says("nhiều lắm")
    assert "9. Thảo luận – 35 phút" in editor.says("35 phút")
    editor.taps("Sửa mục này")
    editor.taps("Người phụ trách")
    assert "đ/c Lê Thị Lan" in editor.says("đ/c Lan")
    editor.taps("Sửa mục này")
    editor.taps("Người phụ trách")
    assert "đ/c" not in editor.taps("Không phân công")
    editor.taps("Sửa mục này")
    editor.taps("Ghi chú")
    assert "Ghi chú: đọc trước" in editor.says("đọc trước")
    editor.taps("Sửa mục này")
    editor.taps("Ghi chú")
    assert "Ghi chú" not in editor.taps("Bỏ ghi chú")
    editor.taps("Sửa mục này")
    editor.taps("Nội dung")
    assert "9. Thảo luận phương án 2027 – 35 phút" in editor.says("thảo luận phương án 2027")
    editor.taps("Sửa mục này")
    assert "8. Thảo luận phương án 2027" in editor.taps("Lên")
    assert "9. Thảo luận phương án 2027" in editor.taps("Xuống")
    assert "Đã bỏ mục 9" in editor.taps("Bỏ mục này")
    assert "Đã lấy lại: 9. Thảo luận phương án 2027" in editor.taps("Lấy lại mục vừa bỏ")
    assert here.step(editor.row) == "agenda-line"


def test_minutes_by_a_button(here: Office, cell: Organisation) -> None:
    head = Person(here, here.member("Nguyễn Thị Hòa", cell, "head"))
    meeting = here.meeting(cell)
    agenda.fill_default(here.desk(), meeting)
    one = item(here, meeting, 9)
    head.presses(f"agi:ask:{one.id}:minutes")
    assert "45 phút" in head.taps("45 phút")
    assert item(here, meeting, 9).minutes == 45


def test_a_new_item_is_asked_for(editor: Person) -> None:
    editor.taps("Thêm mục")
    assert "Đã thêm: 11. Bàn việc X – 10 phút" in editor.says("bàn việc X | 10")
    editor.taps("Sửa chương trình")
    editor.taps("Thêm mục")
    assert "Đã thêm: 12. Bàn việc Y" in editor.says("thêm Bàn việc Y")


def test_an_item_removed_by_somebody_else_is_said_to_be_gone(here: Office, editor: Person, meeting: Meeting) -> None:
    one = item(here, meeting, 9)
    editor.says("mục 9")
    one.removed_at = here.now
    here.session.flush()
    assert "đã bị bỏ" in editor.taps("Sửa mục này")


def test_at_most_thirty_items(here: Office, editor: Person, meeting: Meeting) -> None:
    for index in range(15):
        assert "Đã thêm" in editor.says(f"thêm Việc thứ {'abcdefghijklmno'[index]}")
    assert "đã có 30 mục" in editor.says("thêm Một việc nữa")
    assert len(contents(here, meeting)) == 30


# -- cancelled or held meanwhile -----------------------------------------------------------------------------------------------


def test_a_meeting_cancelled_or_held_meanwhile_is_said_clearly(here: Office, editor: Person, meeting: Meeting) -> None:
    meeting.state = "cancelled"
    assert "đã bị hủy. Chương trình không sửa được nữa." in editor.says("xóa 4")
    assert here.step(editor.row) == ""
    meeting.state = "held"
    assert "đã diễn ra" in editor.presses(f"age:open:{meeting.id}")
    meeting.state = "planned"
    here.now = meeting.starts_at + timedelta(minutes=91)
    assert "đã diễn ra" in editor.presses(f"agp:do:{meeting.id}:0")
    assert len(contents(here, meeting)) == 15


# -- publishing ------------------------------------------------------------------------------------------------------------------


def test_it_is_published_once_and_again_with_what_changed(
    here: Office, editor: Person, meeting: Meeting, cell: Organisation, bot: str
) -> None:
    assert "Công bố chương trình sinh hoạt thường kỳ" in editor.taps("Công bố vào nhóm")
    assert group_posts(here, cell, bot) == []
    assert "Đã công bố chương trình vào 2 nhóm" in editor.taps("Công bố")
    for network in ("tg", "zl"):
        (post,) = group_posts(here, cell, network)
        assert (post.purpose, post.meeting_id) == ("agenda", meeting.id)
        assert post.body["text"].startswith("CHƯƠNG TRÌNH\n")
        assert "thay đổi" not in post.body["text"].lower()
    assert "không đăng thêm" in editor.presses(f"agp:do:{meeting.id}:0")
    assert len(group_posts(here, cell, bot)) == 1

    here.now += timedelta(hours=1)
    editor.says("/agenda")
    editor.taps("Sửa chương trình")
    editor.says("9 phút 30")
    editor.says("xóa 4")
    editor.says("thêm Bàn việc X | 10")
    assert "Có 4 thay đổi chưa công bố" in editor.says("chuyển 1 xuống 3")
    assert "Có 4 thay đổi chưa công bố" in editor.says("/agenda")
    editor.taps("Công bố vào nhóm")
    editor.taps("Công bố")
    text = group_posts(here, cell, bot)[-1].body["text"]
    assert text.startswith("Chi ủy cập nhật chương trình.\nThay đổi (4):\n")
    assert "– chuyển đến mục 3: Tuyên bố lý do" in text
    assert "– mục 8 (Thảo luận): 20 → 30 phút" in text
    assert "– thêm mục 10: Bàn việc X" in text
    assert "– bỏ mục: Thu nộp đảng phí" in text
    assert "chưa công bố" not in editor.says("/agenda")
    editor.taps("Công bố vào nhóm")
    assert "Không có thay đổi so với lần công bố thứ Hai, ngày 23/11/2026" in editor.last.body["text"]


def test_members_are_not_shown_what_is_unpublished(
    here: Office, editor: Person, people: dict, meeting: Meeting
) -> None:
    lan = people["Lê Thị Lan"]
    editor.taps("Công bố vào nhóm")
    editor.taps("Công bố")
    editor.says("/agenda xóa 4")
    assert "chưa công bố" not in lan.says("/agenda")
    assert "Có 1 thay đổi" in editor.says("/agenda")
    assert meeting.agenda_published_at == here.now


def test_without_a_group_nothing_is_published(
    here: Office, editor: Person, cell: Organisation, meeting: Meeting
) -> None:
    here.session.query(Group).filter_by(organisation_id=cell.id).delete()
    assert "chưa có nhóm nào" in editor.taps("Công bố vào nhóm")
    assert meeting.agenda_published_at is None


def test_every_change_is_noted_without_words(here: Office, editor: Person, meeting: Meeting) -> None:
    editor.says("thêm Bàn việc X")
    editor.says("xóa 4")
    notes = list(here.session.scalars(select(Audit).where(Audit.subject == f"meeting:{meeting.id}")))
    assert [note.action for note in notes] == ["agenda_changed", "agenda_changed"]
    assert {note.detail for note in notes} == {""}
    assert {note.member_id for note in notes} == {editor.row.id}


# -- the theme and what was left over ---------------------------------------------------------------------------------------------


def test_a_theme_set_later_is_offered_for_the_agenda(
    here: Office, head: Person, cell: Organisation, meeting: Meeting
) -> None:
    here.session.add(Theme(organisation_id=cell.id, period="2026-12", title="Chuyển đổi số", presenter="Lê Thị Lan"))
    here.session.flush()
    assert "Chuyên đề tháng 12/2026: “Chuyển đổi số”." in head.says("/agenda")
    head.taps("Sửa chương trình")
    assert "Đã thêm: 9. Chuyên đề: “Chuyển đổi số”" in head.taps("Thêm chuyên đề của tháng")
    head.taps("Sửa chương trình")
    assert "Thêm chuyên đề của tháng" not in head.sees()
    assert contents(here, meeting).count("Chuyên đề: “Chuyển đổi số”") == 1


def test_what_was_left_over_is_taken_from_the_last_meeting(
    here: Office, head: Person, cell: Organisation, meeting: Meeting
) -> None:
    last = here.meeting(cell, in_days=-20, state="held")
    agenda.fill_default(here.desk(), last)
    store.add(here.session, last.id, "Sửa nhà văn hóa", section="content", minutes=15, person="Lê Thị Lan")
    head.says("/agenda")
    head.taps("Sửa chương trình")
    head.says("chuyen muc tu ky truoc")
    assert head.sees() == ["Sửa nhà văn hóa", "Quay lại"]
    assert "Đã thêm: 11. Sửa nhà văn hóa" in head.taps("Sửa nhà văn hóa")
    assert "không còn mục nào" in head.says("chuyển mục từ kỳ trước")
    assert contents(here, meeting).count("Sửa nhà văn hóa") == 1


def test_an_empty_agenda_is_filled_when_an_organiser_opens_it(here: Office, head: Person, cell: Organisation) -> None:
    made = here.meeting(cell, frame_minutes=120)
    assert "chưa lập chương trình" in head.says("/agenda")
    assert "Tổng 120/120 phút" in head.taps("Sửa chương trình")
    assert here.session.scalar(select(func.count()).where(AgendaItem.meeting_id == made.id)) == 15
    assert "Đã lưu chương trình." in head.says("xong")
    assert here.step(head.row) == ""


def test_the_longest_agenda_still_fits_every_message(
    here: Office, editor: Person, cell: Organisation, meeting: Meeting, bot: str
) -> None:
    for index in range(15):
        editor.says(
            f"thêm Việc {'abcdefghijklmno'[index]} "
            + "rất dài " * 30
            + "| Khách mời từ nơi xa xôi | 5 | "
            + "ghi chú " * 30
        )
    assert len(contents(here, meeting)) == 30
    editor.says("xem")
    editor.says("công bố")
    editor.taps("Công bố")
    for number in range(1, 13):
        editor.says(f"/agenda {number} phút 33")
        editor.says(f"/agenda {number} giao Một người khác có tên rất dài")
    editor.says("/agenda công bố")
    editor.taps("Công bố")
    text = group_posts(here, cell, bot)[-1].body["text"]
    assert text.startswith("Chi ủy cập nhật chương trình.\nThay đổi (24):\n– mục 1 ")
    assert "Tổng" in text
    assert "30. Đọc" in text
