"""Answering by tap: on the card in the group and in private, on both networks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers import attendance
from storage import attendance as rows
from storage.people import Audit
from storage.spine import Conversation, Outbox
from tests.desk_fixtures import labels
from tests.handlers.attendance_cell import NETWORKS, Cell, toast


@pytest.fixture
def cell(bot: str) -> Cell:
    return Cell(bot)


@NETWORKS
def test_one_tap_in_private_is_enough(cell: Cell) -> None:
    posts = cell.press(cell.an, "attend")
    text = "\n".join(row.body["text"] for row in posts)
    assert "Nguyễn Văn An xác nhận dự sinh hoạt thường kỳ" in text
    assert "05/12/2026" in text
    assert cell.answer(cell.an).answer == "attend"
    assert "Thay đổi" in labels(next(row for row in posts if row.action != "toast"))


@NETWORKS
def test_every_confirmation_can_be_changed(cell: Cell) -> None:
    cell.press(cell.an, "attend")
    posts = cell.choose(cell.an, "Thay đổi")
    assert "Hiện ghi: dự." in cell.office.private(cell.an)[-1]
    assert labels(posts[0]) == ["Tôi dự", "Tôi xin vắng", "Tôi đến muộn", "Tôi chưa chắc"]
    cell.choose(cell.an, "Tôi đến muộn")
    cell.choose(cell.an, "30 phút")
    assert (cell.answer(cell.an).answer, cell.answer(cell.an).minutes_late) == ("late", 30)


@NETWORKS
def test_the_reason_is_asked_and_told_in_private(cell: Cell) -> None:
    cell.press(cell.an, "absent")
    asked = cell.posts_to(cell.an)[-1]
    assert "Không cần nêu chi tiết về sức khỏe" in asked.body["text"]
    assert labels(asked)[:6] == ["Công tác", "Ốm đau, điều trị", "Việc gia đình", "Học tập", "Trực, nhiệm vụ", "Khác"]
    cell.choose(cell.an, "Ốm đau")
    confirmed = cell.office.private(cell.an)[-1]
    assert "vắng (Ốm đau, điều trị)" in confirmed
    assert "Việc công nhận do Chi ủy xem xét" in confirmed
    assert cell.answer(cell.an).reason == "health"


@NETWORKS
def test_words_beside_the_reason_are_kept_or_skipped(cell: Cell) -> None:
    cell.press(cell.an, "absent")
    cell.choose(cell.an, "Công tác")
    cell.say(cell.an, "Đi kiểm tra rừng ở bản xa, thứ Hai mới về")
    assert cell.answer(cell.an).reason_text == "Đi kiểm tra rừng ở bản xa, thứ Hai mới về"
    assert cell.office.step(cell.an) == ""
    cell.press(cell.hoa, "absent")
    cell.choose(cell.hoa, "Khác")
    cell.choose(cell.hoa, "Bỏ qua")
    assert cell.office.step(cell.hoa) == ""
    assert cell.answer(cell.hoa).reason_text is None


@NETWORKS
def test_a_change_of_mind_is_not_taken_for_the_reason(cell: Cell) -> None:
    cell.press(cell.an, "absent")
    cell.choose(cell.an, "Công tác")
    cell.say(cell.an, "À nhầm, tôi dự được")
    assert cell.answer(cell.an).answer == "attend"
    assert cell.answer(cell.an).reason is None
    assert cell.answer(cell.an).reason_text is None


@NETWORKS
def test_a_typed_reason_and_a_typed_number_of_minutes(cell: Cell) -> None:
    cell.press(cell.an, "absent")
    cell.say(cell.an, "con ốm")
    assert cell.answer(cell.an).reason == "family"
    cell.press(cell.hoa, "late")
    cell.say(cell.hoa, "20p")
    assert cell.answer(cell.hoa).minutes_late == 20


@NETWORKS
def test_minutes_nobody_can_know_yet(cell: Cell) -> None:
    cell.press(cell.hoa, "late")
    cell.choose(cell.hoa, "Chưa rõ bao lâu")
    assert cell.answer(cell.hoa).answer == "late"
    assert cell.answer(cell.hoa).minutes_late is None
    assert cell.office.step(cell.hoa) == ""


@NETWORKS
def test_what_is_said_in_the_group_stays_free_of_names_and_reasons(cell: Cell) -> None:
    cell.post_card()
    posts = cell.press(cell.an, "absent", in_group=True)
    assert "nhắn riêng" in toast(posts)
    assert "lý do" in cell.office.private(cell.an)[-1]
    cell.choose(cell.an, "Ốm đau")
    words = cell.group_words()
    assert "Nguyễn Văn An" not in words
    assert "Ốm" not in words
    assert "Vắng 1" in words or cell.bot == "zl"


def test_the_card_counts_and_only_the_last_change_is_sent() -> None:
    cell = Cell()
    card = cell.post_card()[0]
    assert "Dự 0 · Muộn 0 · Vắng 0 · Chưa chắc 0 · Chưa trả lời 5" in card.body["text"]
    cell.press(cell.an, "attend", in_group=True)
    cell.press(cell.hoa, "late", in_group=True)
    cell.press(cell.hung, "unsure", in_group=True)
    edits = list(cell.office.session.scalars(select(Outbox).where(Outbox.edits == card.id)))
    assert len(edits) == 1
    assert "Dự 1 · Muộn 1 · Vắng 0 · Chưa chắc 1 · Chưa trả lời 2" in edits[0].body["text"]
    assert labels(edits[0])[:3] == ["Tôi dự", "Tôi xin vắng", "Tôi đến muộn"]


def test_an_older_card_is_left_alone_until_the_meeting_is_moved() -> None:
    cell = Cell()
    old, new = cell.post_card()[0], cell.post_card()[0]
    cell.press(cell.an, "attend", in_group=True)
    edited = set(cell.office.session.scalars(select(Outbox.edits).where(Outbox.edits.is_not(None))))
    assert edited == {new.id}
    attendance.refresh_cards(cell.office.desk(), cell.meeting)
    cell.office.session.flush()
    edited = set(cell.office.session.scalars(select(Outbox.edits).where(Outbox.edits.is_not(None))))
    assert old.id in edited


@NETWORKS
def test_the_same_answer_again_changes_nothing(cell: Cell) -> None:
    cell.press(cell.an, "attend")
    traces = len(list(cell.office.session.scalars(select(Audit))))
    cell.press(cell.an, "attend")
    assert "đã ghi trước đó: dự" in cell.office.private(cell.an)[-1]
    assert len(list(cell.office.session.scalars(select(Audit)))) == traces
    assert "đã ghi trước đó" in toast(cell.press(cell.an, "attend", in_group=True))


@NETWORKS
def test_a_tap_of_before_the_move_is_asked_again(cell: Cell) -> None:
    old = f"att:{cell.meeting.id}:{cell.meeting.version}:attend"
    cell.press(cell.an, "absent")
    cell.meeting.version = 2
    cell.meeting.starts_at += timedelta(days=1)
    posts = cell.office.presses(cell.an, old)
    assert "đã chuyển sang" in cell.office.private(cell.an)[-1]
    assert "06/12/2026" in cell.office.private(cell.an)[-1]
    assert labels(posts[0])[0] == "Tôi dự"
    assert cell.answer(cell.an) is None
    assert "06/12/2026" in toast(cell.office.presses(cell.an, old, group=cell.org))
    cell.choose(cell.an, "Tôi dự")
    assert cell.answer(cell.an).answer == "attend"
    assert cell.answer(cell.an).reason is None


@NETWORKS
def test_after_the_start_only_excuses_are_taken_and_traced(cell: Cell) -> None:
    cell.office.now = cell.meeting.starts_at + timedelta(minutes=10)
    cell.press(cell.an, "attend")
    assert cell.answer(cell.an) is None
    cell.press(cell.an, "late")
    assert "Kỳ sinh hoạt đã bắt đầu" in cell.office.private(cell.an)[-1]
    assert cell.answer(cell.an).answer == "late"
    actions = [row.action for row in cell.office.session.scalars(select(Audit))]
    assert actions == ["attendance-after-start"]


@NETWORKS
def test_after_presence_was_recorded_the_committee_is_named(cell: Cell) -> None:
    cell.meeting.state = "held"
    cell.office.now = cell.meeting.starts_at + timedelta(hours=3)
    posts = cell.press(cell.an, "absent")
    assert "trao đổi với Chi ủy" in posts[0].body["text"]
    assert cell.answer(cell.an) is None


@NETWORKS
def test_a_cancelled_meeting_needs_no_answer(cell: Cell) -> None:
    cell.meeting.state = "cancelled"
    posts = cell.press(cell.an, "attend")
    assert "đã hủy" in posts[0].body["text"]


@NETWORKS
def test_members_of_other_cells_and_strangers_are_turned_away_politely(cell: Cell) -> None:
    other = cell.office.cell("Chi bộ Tài chính")
    foreign = cell.office.member("Vũ Đức Thắng", other, "head", bot=cell.bot)
    assert "chi bộ khác" in toast(cell.press(foreign, "attend", in_group=True))
    assert "chi bộ khác" in toast(cell.press(foreign, "attend"))
    data = f"att:{cell.meeting.id}:1:attend"
    assert "liên kết tài khoản" in toast(cell.office.presses("nobody", data, bot=cell.bot, group=cell.org))
    assert rows.answers(cell.office.session, cell.meeting) == {}


@NETWORKS
def test_exempt_and_away_members_need_not_and_suspended_ones_cannot(cell: Cell) -> None:
    exempt = cell.add("Hồ Văn Lộc", status="exempt")
    away = cell.add("Mai Thị Yến", status="away")
    suspended = cell.add("Tạ Văn Khôi", status="suspended")
    assert "miễn sinh hoạt nên không cần" in toast(cell.press(exempt, "absent"))
    assert "nơi khác nên không cần" in toast(cell.press(away, "late"))
    cell.press(exempt, "attend")
    assert cell.answer(exempt).answer == "attend"
    assert "Chi ủy hoan nghênh" in cell.office.private(exempt)[-1]
    assert rows.counts(cell.office.session, cell.meeting, cell.office.now).attend == 0
    assert "trao đổi trực tiếp với Chi ủy" in toast(cell.press(suspended, "attend"))
    assert cell.answer(suspended) is None


@NETWORKS
def test_who_cannot_be_reached_in_private_is_told_how(cell: Cell) -> None:
    cell.office.account(cell.an, cell.bot).unreachable = "blocked"
    posts = cell.press(cell.an, "absent", in_group=True)
    assert "gõ /start" in toast(posts)
    assert cell.answer(cell.an).answer == "absent"
    assert cell.office.private(cell.an) == []


@NETWORKS
def test_the_committees_own_meeting_is_the_committees(cell: Cell) -> None:
    cell.meeting.kind = "committee"
    assert "chỉ mời các đồng chí trong Chi ủy" in toast(cell.press(cell.an, "attend"))
    cell.press(cell.head, "attend")
    assert cell.answer(cell.head).answer == "attend"
    assert rows.counts(cell.office.session, cell.meeting, cell.office.now).expected == 1


@pytest.mark.parametrize("data", ["att:x:1:attend", "att:99999:1:attend", "att:1:1:maybe", "att:1", "att:²:1:attend"])
def test_forged_buttons_do_nothing(data: str) -> None:
    cell = Cell()
    posts = cell.office.presses(cell.an, data)
    assert "không còn hiệu lực" in toast(posts)
    assert rows.answers(cell.office.session, cell.meeting) == {}


@NETWORKS
def test_commands_are_short_ways(cell: Cell) -> None:
    cell.say(cell.an, "/du")
    assert cell.answer(cell.an).answer == "attend"
    cell.say(cell.an, "/vang công tác")
    assert (cell.answer(cell.an).answer, cell.answer(cell.an).reason) == ("absent", "work")
    cell.say(cell.an, "/muon 15")
    assert (cell.answer(cell.an).answer, cell.answer(cell.an).minutes_late) == ("late", 15)
    cell.say(cell.an, "BÁO VẮNG")
    assert cell.answer(cell.an).answer == "absent"
    assert "cho biết lý do" in cell.office.private(cell.an)[-1]


def test_another_talk_is_not_broken_off_by_a_tap() -> None:
    cell = Cell()
    cell.say(cell.an, "/du")
    chat = cell.office.account(cell.an, "tg").chat_id
    row = cell.office.session.get_one(Conversation, ("tg", chat))
    row.step, row.updated_at = "link_consent", cell.office.now
    cell.press(cell.an, "absent")
    assert cell.office.step(cell.an) == "link_consent"
    cell.choose(cell.an, "Công tác")
    assert cell.answer(cell.an).reason == "work"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_message_is_longer_than_both_networks_take(language: str) -> None:
    cell = Cell()
    cell.office.language = language
    cell.org.name = "Chi bộ " + "x" * 190
    cell.meeting.place = "y" * 200
    cell.an.full_name = "Nguyễn " + "z" * 110
    for answer in ("attend", "late", "absent", "unsure"):
        cell.press(cell.an, answer)
    assert all(len(row.body["text"]) <= 1000 for row in cell.posts_to(cell.an))


def test_on_zalo_a_number_in_the_group_is_a_tap() -> None:
    cell = Cell("zl")
    cell.post_card()
    posts = cell.say(cell.an, "2", in_group=True)
    assert [row.body["text"] for row in posts if "zl-group" in row.chat_id] == [
        "Đã ghi nhận. Trợ lý nhắn riêng cho đồng chí."
    ]
    assert cell.answer(cell.an).answer == "absent"
    cell.choose(cell.an, "Công tác")
    assert cell.answer(cell.an).reason == "work"
    cell.say(cell.hoa, "Tôi dự", in_group=True)
    assert cell.answer(cell.hoa).answer == "attend"
    foreign = cell.office.member("Vũ Đức Thắng", cell.office.cell("Chi bộ Tài chính"), bot="zl")
    assert "chi bộ khác" in cell.say(foreign, "1", in_group=True)[0].body["text"]
    assert cell.answer(foreign) is None
