"""Members read the agenda of the next meeting, in the group and in private."""

from datetime import timedelta

import pytest

from handlers import agenda
from handlers.agenda_text import ROOM, is_shortened
from storage import agenda as store
from storage.meeting_tables import AgendaItem, Meeting, Point, Theme
from storage.people import Group, Member, Organisation, Role
from storage.spine import Conversation
from tests.desk_fixtures import Office
from tests.handlers.desk_people import Person, group_posts


@pytest.fixture
def meeting(here: Office, cell: Organisation, head: Person) -> Meeting:  # noqa: ARG001  (the head is in the usual order)
    made = here.meeting(cell)
    agenda.fill_default(here.desk(), made)
    return made


def test_a_member_reads_the_agenda_of_the_next_meeting(here: Office, lan: Person, meeting: Meeting) -> None:
    here.meeting(here.session.get(Organisation, meeting.organisation_id), in_days=40)
    for words in ("/agenda", "CHƯƠNG TRÌNH", "chuong trinh", "/agenda@chibo_bot" if lan.bot == "tg" else "Agenda"):
        said = lan.says(words)
        assert "Sinh hoạt thường kỳ kỳ tháng 12/2026 – Chi bộ Nông nghiệp" in said
        assert "05/12/2026" in said
        assert "I. Mở đầu\n1. Tuyên bố lý do" in said
        assert "II. Nội dung\n6. Báo cáo kết quả" in said
        assert "III. Kết thúc\n" in said
        assert "đ/c Nguyễn Thị Hòa – 2 phút" in said
        assert "Tổng 90/90 phút: vừa đủ." in said
        assert said.count("Sổ tay đảng viên điện tử") == 1
        assert "(dự thảo)" in said
    assert lan.sees() == ["Đăng ký phát biểu", "Kỳ khác"]
    assert "sửa" not in " ".join(lan.sees()).lower()


def test_another_meeting_is_a_tap_away(here: Office, lan: Person, meeting: Meeting) -> None:
    here.meeting(here.session.get(Organisation, meeting.organisation_id), in_days=45, kind="themed")
    lan.says("/agenda")
    lan.taps("Kỳ khác")
    said = lan.taps("sinh hoạt chuyên đề kỳ tháng 01/2027")
    assert "Chi ủy chưa lập chương trình." in said


def test_the_group_reads_it_and_its_numbers_keep_their_meaning(
    here: Office, cell: Organisation, lan: Person, meeting: Meeting, bot: str
) -> None:
    card = [{"label": "Tôi dự", "data": "att:1:1:attend"}]
    chat = f"{bot}-group-{cell.id}"
    lan.says("chuong trinh", group=cell)
    conversation = here.session.get(Conversation, (bot, chat))
    conversation.choices = card
    said = lan.says("chuong trinh", group=cell)
    assert "1. Tuyên bố lý do" in said
    assert conversation.choices == card
    assert lan.last.purpose == "agenda"
    assert lan.last.meeting_id == meeting.id
    if bot == "zl":
        assert "nhắn riêng PHÁT BIỂU" in said
        assert lan.sees() == []
    else:
        assert lan.sees() == ["Đăng ký phát biểu", "Xem chương trình"]


def test_buttons_of_the_group_post_go_on_in_private(here: Office, cell: Organisation, meeting: Meeting) -> None:
    lan = Person(here, here.member("Lê Thị Lan", cell))
    head = Person(here, here.member("Trần Văn Mai", cell, "secretary"))
    before = len(group_posts(here, cell, "tg"))
    lan.presses(f"ag:mine:{meeting.id}", group=cell)
    assert lan.last.chat_id == here.account(lan.row, "tg").chat_id
    assert "CHƯƠNG TRÌNH" in lan.last.body["text"]
    assert lan.passing == "Trợ lý đã nhắn riêng cho đồng chí."
    lan.presses(f"pt:new:{meeting.id}", group=cell)
    assert "ĐĂNG KÝ PHÁT BIỂU" in lan.last.body["text"]
    assert lan.last.chat_id == here.account(lan.row, "tg").chat_id
    assert here.step(lan.row) == "point"
    assert len(group_posts(here, cell, "tg")) == before
    assert here.presses("a-stranger", f"pt:new:{meeting.id}", group=cell)[0].action == "toast"
    assert head.last is None


def test_an_unbound_group_and_another_cell_learn_nothing(
    here: Office, cell: Organisation, meeting: Meeting, bot: str
) -> None:
    other = here.cell("Chi bộ Tài chính")
    stranger = Person(here, here.member("Phạm Văn Hùng", other, "head", bot=bot))
    for data in (f"ag:show:{meeting.id}", f"ag:full:{meeting.id}:0", f"ag:other:{cell.id}", f"ag:cell:{cell.id}"):
        assert "chi bộ khác" in stranger.presses(data)
    assert "chi bộ khác" in stranger.presses(f"ag:show:{meeting.id}", group=other)
    for data in (f"age:open:{meeting.id}", f"agp:do:{meeting.id}:0", f"agi:new:{meeting.id}", f"ptl:of:{meeting.id}"):
        assert "dành cho Chi ủy" in stranger.presses(data)
    assert "chi bộ khác" in stranger.presses(f"pt:new:{meeting.id}")
    here.session.query(Group).filter_by(organisation_id=other.id).delete()
    assert "chưa liên kết" in stranger.says("/agenda", group=other)


def test_forged_data_is_refused_politely(lan: Person, head: Person, meeting: Meeting) -> None:
    for data in (
        "ag:show:x",
        "ag:show",
        "ag:nothing:1",
        "ag",
        "ag:full:1:-1",
        "age:open:99999",
        "agi:one:7777777",
        "agi:min:1:²",
    ):
        assert "không còn hiệu lực" in head.presses(data), data
    assert "chi bộ khác" not in lan.presses(f"ag:show:{meeting.id}")


@pytest.mark.usefixtures("meeting")
def test_strangers_and_people_who_left_are_told_nothing(here: Office, cell: Organisation, bot: str) -> None:
    gone = Person(here, here.member("Đỗ Văn Tám", cell, bot=bot))
    gone.row.left_on = here.now.date() - timedelta(days=1)
    assert "đã liên kết" in gone.says("/agenda")
    rows = here.says("somebody", "/agenda", bot=bot)
    assert "CHƯƠNG TRÌNH" not in rows[0].body["text"]


def test_no_meeting_is_said_and_one_under_way_is_still_read(here: Office, cell: Organisation, lan: Person) -> None:
    assert "chưa có kỳ sinh hoạt nào" in lan.says("/agenda")
    under_way = here.meeting(cell, in_days=-0.02)
    agenda.fill_default(here.desk(), under_way)
    assert "CHƯƠNG TRÌNH" in lan.says("/agenda")
    here.now += timedelta(minutes=90)
    assert "chưa có kỳ sinh hoạt nào" in lan.says("/agenda")


def test_the_committee_keeps_its_own_agenda(here: Office, cell: Organisation, lan: Person, head: Person) -> None:
    own = here.meeting(cell, in_days=3, kind="committee")
    here.meeting(cell, in_days=9)
    assert "Họp chi ủy" in head.says("/agenda")
    assert "Sinh hoạt thường kỳ" in lan.says("/agenda")
    assert "dành riêng cho Chi ủy" in lan.presses(f"ag:show:{own.id}")
    assert "Họp chi ủy" not in lan.says("/agenda", group=cell)
    assert "Sinh hoạt thường kỳ" in head.says("/agenda", group=cell)
    assert "không công bố" in head.presses(f"agp:ask:{own.id}")


def test_an_organiser_of_several_cells_chooses_first(here: Office, head: Person, meeting: Meeting) -> None:
    other = here.cell("Chi bộ Tài chính")
    here.session.add(Role(member_id=head.row.id, organisation_id=other.id, role="secretary"))
    there = here.meeting(other, in_days=4)
    agenda.fill_default(here.desk(), there)
    assert "chọn chi bộ" in head.says("/agenda")
    assert head.sees() == ["Chi bộ Nông nghiệp", "Chi bộ Tài chính"]
    assert "chọn chi bộ trước" in head.says("thêm Việc gì đó")
    head.says("/agenda")
    assert "– Chi bộ Tài chính" in head.taps("Chi bộ Tài chính")
    head.says("/agenda thêm Thảo luận kinh phí | 15")
    assert "Đã thêm: 11. Thảo luận kinh phí – 15 phút" in head.taps("Chi bộ Tài chính")
    assert [item.content for item in store.items(here.session, there.id)].count("Thảo luận kinh phí") == 1
    assert "Thảo luận kinh phí" not in [item.content for item in store.items(here.session, meeting.id)]


def test_who_wants_to_speak_is_counted_and_not_named(here: Office, lan: Person, meeting: Meeting) -> None:
    items = store.items(here.session, meeting.id)
    discussion = next(item for item in items if item.content == "Thảo luận")
    for number, (item_id, question) in enumerate(
        [(discussion.id, None), (discussion.id, None), (None, 0), (None, None)]
    ):
        here.session.add(
            Point(
                id=f"p{number}", meeting_id=meeting.id, agenda_item_id=item_id, question=question, text="Bí mật riêng",
                member_id=lan.row.id if number else None, written_on=here.now.date(),
            )
        )  # fmt: skip
    said = lan.says("/agenda")
    assert f"9. Thảo luận – {discussion.minutes} phút – 2 ý kiến đăng ký" in said
    assert "Câu hỏi thảo luận chuyên đề: 1 ý kiến đăng ký." in said
    assert "Nội dung khác: 1 ý kiến đăng ký." in said
    assert "Lan" not in said
    assert "Bí mật" not in said


def test_the_usual_order_knows_the_theme_and_its_presenter(here: Office, cell: Organisation, lan: Person) -> None:
    lan_id = lan.row.id
    here.session.add(
        Theme(organisation_id=cell.id, period="2026-12", title="Chuyển đổi số", presenter_id=lan_id, presenter="Lan")
    )
    here.session.flush()
    meeting = here.meeting(cell, frame_minutes=120, kind="combined")
    agenda.fill_default(here.desk(), meeting)
    said = lan.says("/agenda")
    assert "9. Chuyên đề: “Chuyển đổi số” – đ/c Lê Thị Lan – 25 phút" in said
    assert "Tổng 120/120 phút: vừa đủ." in said
    before = len(store.items(here.session, meeting.id))
    agenda.fill_default(here.desk(), meeting)
    assert len(store.items(here.session, meeting.id)) == before


def test_a_long_agenda_fits_one_message_and_nothing_is_lost(here: Office, lan: Person, meeting: Meeting) -> None:
    for index in range(14):
        words = f"Việc {index}: " + "rất dài " * 30
        store.add(
            here.session,
            meeting.id,
            words[:290],
            section="content",
            minutes=5,
            person="Người ngoài " * 8,
            note="x" * 290,
        )
    store.arrange(
        here.session,
        meeting.id,
        sorted(
            ((item.id, item.section) for item in store.items(here.session, meeting.id)),
            key=lambda slot: ("opening", "content", "closing").index(slot[1]),
        ),
    )
    assert is_shortened(here.desk(), meeting)
    assert len(agenda.text(here.desk(), meeting)) <= ROOM
    said = lan.says("/agenda")
    assert "Tổng 160/90 phút: vượt 70 phút." in said
    assert "29. Đọc, thông" in said
    whole = lan.taps("Xem đầy đủ")
    while "Trang sau" in lan.sees():
        whole += lan.taps("Trang sau")
    assert all(f"Việc {index}: rất dài" in whole for index in range(14))
    assert whole.count("x" * 290) == 14


def test_a_cancelled_meeting_says_so(lan: Person, meeting: Meeting) -> None:
    meeting.state = "cancelled"
    said = lan.presses(f"ag:show:{meeting.id}")
    assert "đã bị hủy" in said
    assert lan.sees() == []


@pytest.mark.usefixtures("meeting")
def test_in_english(here: Office, lan: Person) -> None:
    here.language = "en"
    said = lan.says("/agenda")
    assert "AGENDA (draft)" in said
    assert "Total 90/90 minutes: fits exactly." in said


def test_the_agenda_table_keeps_removed_items_out(here: Office, lan: Person, meeting: Meeting) -> None:
    item = store.items(here.session, meeting.id)[3]
    item.removed_at = here.now
    assert item.content not in lan.says("/agenda")
    assert here.session.get(AgendaItem, item.id) is not None
    assert isinstance(here.session.get(Member, lan.row.id), Member)
