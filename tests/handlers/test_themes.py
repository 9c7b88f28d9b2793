"""The theme of the month: who sets it, whose counts, and how it reaches the groups."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import themes
from handlers.choosing import MOST_CHOICES
from storage.meeting_tables import Theme
from storage.people import Group, Member, Organisation, OrganisationParent
from storage.spine import Outbox, Push
from tests.desk_fixtures import NOW, Office, data_of, labels, office

# Rules are judged by what they say, not by how busy the machine is that runs the tests.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture
def committee(here: Office) -> Organisation:
    return here.cell("Đảng bộ xã Sơn Thọ", kind="committee")


@pytest.fixture
def cell(here: Office, committee: Organisation) -> Organisation:
    found = here.cell(parent=committee)
    found.cell_type = "cơ quan"
    return found


@pytest.fixture
def head(here: Office, cell: Organisation) -> Member:
    return here.member("Lê Thị Hoa", cell, "head")


def text(rows: list[Outbox]) -> str:
    said = [row for row in rows if row.action != "toast"]
    assert len(said) == 1, [row.body for row in rows]
    assert len(said[0].body["text"]) <= 2000
    assert len(labels(said[0])) <= MOST_CHOICES
    return said[0].body["text"]


def press(here: Office, who: Member, rows: list[Outbox], label: str) -> list[Outbox]:
    return here.presses(who, data_of([row for row in rows if row.action != "toast"][-1], label))


def theme(here: Office, owner: Organisation, period: str = "2026-12", **values: object) -> Theme:
    row = Theme(
        organisation_id=owner.id, period=period, **{"title": f"Chuyên đề của {owner.name}", "questions": []} | values
    )
    here.session.add(row)
    here.session.flush()
    return row


def compose(here: Office, who: Member, month: str = "12/2026") -> list[Outbox]:
    """Go through the whole talk up to the review."""
    rows = press(here, who, here.says(who, "/chuyende"), "Đặt chuyên đề")
    press(here, who, rows, month)
    here.says(who, "Học tập tác phong nêu gương")
    here.says(who, "Mỗi đảng viên có một việc làm cụ thể")
    here.says(who, "đ/c bình")
    here.says(who, "1. Nêu gương trong công việc thế nào?\n2) Việc gì còn chưa làm được?")
    rows = here.says(who, "(3) Tháng tới đăng ký việc gì?")
    return here.says(who, "https://vidu.vn/chuyen-de") if "đường dẫn" in text(rows) else rows


# -- whose theme counts ----------------------------------------------------------------------------------------------


def test_the_closest_theme_counts(here: Office, committee: Organisation, cell: Organisation) -> None:
    counts = lambda: themes.theme_for(here.session, cell, "2026-12")  # noqa: E731
    assert counts() is None
    general = theme(here, committee)
    assert counts() is general
    theme(here, committee, cell_type="thôn")
    assert counts() is general
    typed = theme(here, committee, cell_type="cơ quan")
    assert counts() is typed
    own = theme(here, cell)
    assert counts() is own
    assert themes.theme_for(here.session, cell, "2027-01") is None


def test_a_group_in_a_cell_has_the_cells_theme(here: Office, committee: Organisation, cell: Organisation) -> None:
    group = here.cell("Tổ đảng số 1", kind="group", parent=cell)
    general = theme(here, committee)
    assert themes.theme_for(here.session, group, "2026-12") is general
    own = theme(here, cell)
    assert themes.theme_for(here.session, group, "2026-12") is own


def test_a_cell_that_moved_has_the_theme_of_its_new_committee(
    here: Office, committee: Organisation, cell: Organisation
) -> None:
    other = here.cell("Đảng bộ xã Mai Hoa", kind="committee")
    link = here.session.scalars(select(OrganisationParent).where(OrganisationParent.child_id == cell.id)).one()
    link.until = datetime(2026, 12, 1, tzinfo=UTC).date()
    here.session.add(OrganisationParent(child_id=cell.id, parent_id=other.id, since=link.until))
    old, new = theme(here, committee), theme(here, other)
    assert themes.theme_for(here.session, cell, "2026-12") is new
    assert themes.theme_for(here.session, cell, "2026-11") is None
    old.period = "2026-11"
    here.session.flush()
    assert themes.theme_for(here.session, cell, "2026-11") is old


DESK = office().desk()
words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1)


@CALM
@given(
    title=words.map(lambda s: s[:200]),
    questions=st.lists(st.just("Vì sao? " * 31), max_size=3),
    link=st.just("https://" + "a" * 292),
)
def test_the_longest_theme_fits_one_message(title: str, questions: list[str], link: str) -> None:
    longest = Theme(
        period="2026-12",
        title=title.ljust(200, "x"),
        aim="x" * 300,
        presenter="x" * 120,
        questions=questions,
        link=link,
    )
    assert len(themes.theme_text(DESK, longest)) <= 2000


# -- setting it ------------------------------------------------------------------------------------------------------


def test_a_cell_sets_its_theme(here: Office, cell: Organisation, head: Member) -> None:
    presenter = here.member("Trần Văn Bình", cell)
    rows = compose(here, head)
    assert '"Học tập tác phong nêu gương"' in text(rows)
    assert "Trình bày: đồng chí Trần Văn Bình" in text(rows)
    assert "(3) Tháng tới đăng ký việc gì?" in text(rows)
    rows = press(here, head, rows, "Lưu")
    assert "sẽ được gửi vào nhóm thứ Ba, ngày 01/12/2026" in text(rows)
    saved = here.session.scalars(select(Theme)).one()
    assert (saved.organisation_id, saved.period, saved.presenter_id) == (cell.id, "2026-12", presenter.id)
    assert len(saved.questions) == 3
    push = here.session.scalars(select(Push).where(Push.kind == "theme")).one()
    assert push.due_at == datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    assert here.step(head) == ""


def test_everything_but_the_title_may_be_left_out(here: Office, head: Member) -> None:
    rows = press(here, head, here.says(head, "chuyên đề"), "Đặt chuyên đề")
    rows = press(here, head, rows, "12/2026")
    assert "Bỏ qua" not in labels(rows[0])
    rows = here.says(head, "Sinh hoạt chuyên đề quý IV")
    for _ in range(4):
        rows = press(here, head, rows, "Bỏ qua")
    press(here, head, rows, "Lưu")
    assert here.session.scalars(select(Theme)).one().questions == []


def test_one_part_is_changed(here: Office, cell: Organisation, head: Member) -> None:
    theme(here, cell, questions=["Một?", "Hai?"], presenter="Khách mời")
    rows = press(here, head, here.says(head, "/chuyende"), "Đặt chuyên đề")
    rows = press(here, head, rows, "Chuyên đề của")
    rows = press(here, head, rows, "Sửa câu hỏi")
    rows = here.says(head, "Ba?")
    rows = press(here, head, rows, "Đủ câu hỏi")
    assert "(1) Ba?" in text(rows)
    press(here, head, rows, "Lưu")
    assert here.session.scalars(select(Theme)).one().questions == ["Ba?"]


def test_wrong_parts_are_asked_again(here: Office, head: Member) -> None:
    rows = press(here, head, here.says(head, "/chuyende"), "Đặt chuyên đề")
    press(here, head, rows, "12/2026")
    assert "nhiều nhất 200" in text(here.says(head, "a " * 150))
    press(here, head, here.says(head, "Tên"), "Bỏ qua")
    rows = here.says(head, "Nguyễn Văn Khách")
    assert "2–3 câu hỏi" in text(rows)
    assert "nhiều nhất 3" in text(here.says(head, "a?\nb?\nc?\nd?"))
    here.says(head, "a?\nb?\nc?")
    rows = here.says(head, "xem trên Sổ tay")
    assert "chưa phải đường dẫn" in text(rows)
    rows = press(here, head, rows, "Bỏ qua")
    assert "đồng chí Nguyễn Văn Khách" in text(rows)


def test_of_several_people_of_a_name_one_is_chosen(here: Office, cell: Organisation, head: Member) -> None:
    here.member("Trần Văn Bình", cell)
    second = here.member("Phan Thanh Bình", cell)
    theme(here, cell)
    rows = press(here, head, here.says(head, "/chuyende"), "Đặt chuyên đề")
    rows = press(here, head, press(here, head, rows, "12/2026"), "Sửa người trình bày")
    rows = here.says(head, "Bình")
    assert len([label for label in labels(rows[0]) if "Bình" in label]) == 2
    press(here, head, press(here, head, rows, "Phan Thanh Bình"), "Lưu")
    assert here.session.scalars(select(Theme)).one().presenter_id == second.id


def test_a_committee_sets_it_for_a_type_of_cells(here: Office, committee: Organisation, cell: Organisation) -> None:
    village = here.cell("Chi bộ thôn 3", parent=committee)
    village.cell_type = "thôn"
    administrator = here.member("Vũ Thị Mai", committee, "administrator")
    rows = press(here, administrator, here.says(administrator, "/chuyende"), "Đặt chuyên đề")
    rows = press(here, administrator, rows, "12/2026")
    assert "Tất cả các chi bộ" in labels(rows[0])
    press(here, administrator, rows, "thôn")
    rows = here.says(administrator, "Xây dựng nông thôn mới")
    for _ in range(4):
        rows = press(here, administrator, rows, "Bỏ qua")
    press(here, administrator, rows, "Lưu")
    assert themes.theme_for(here.session, village, "2026-12") is not None
    assert themes.theme_for(here.session, cell, "2026-12") is None


def test_two_who_set_it_at_once_do_not_overwrite_each_other(here: Office, cell: Organisation, head: Member) -> None:
    here.member("Trần Văn Bình", cell)
    rows = compose(here, head)
    theme(here, cell)
    (row,) = press(here, head, rows, "Lưu")
    assert "đồng chí khác lưu" in row.body["text"]
    assert here.session.scalars(select(Theme)).one().title == "Chuyên đề của Chi bộ Nông nghiệp"


def test_a_theme_is_deleted_after_a_yes(
    here: Office, committee: Organisation, cell: Organisation, head: Member
) -> None:
    general = theme(here, committee)
    theme(here, cell)
    rows = press(here, head, here.says(head, "/chuyende"), "Đặt chuyên đề")
    rows = press(here, head, press(here, head, rows, "12/2026"), "Xóa chuyên đề")
    assert "có chắc" in text(rows)
    press(here, head, rows, "Xóa hẳn")
    assert themes.theme_for(here.session, cell, "2026-12") is general


def test_members_read_and_cannot_set(here: Office, cell: Organisation) -> None:
    member = here.member("Trần Văn Bình", cell)
    assert "chưa có chuyên đề tháng 11/2026" in text(here.says(member, "/chuyende"))
    row = theme(here, cell)
    rows = here.says(member, "chuyên đề")
    assert "Chuyên đề tháng 12/2026" in text(rows)
    assert labels(rows[0]) == []
    for data in (
        f"thm:own:{cell.id}",
        f"thm:new:{cell.id}:2026-12",
        f"thm:drop:{row.id}",
        f"thm:dropyes:{row.id}",
        f"thm:push:{row.id}",
    ):
        (refused,) = here.presses(member, data)
        assert refused.action == "toast"
        assert "do Chi ủy" in refused.body["text"]


def test_a_cells_organiser_does_not_set_the_committees(here: Office, committee: Organisation, head: Member) -> None:
    (refused,) = here.presses(head, f"thm:new:{committee.id}:2026-12")
    assert "do Chi ủy" in refused.body["text"]


@pytest.mark.parametrize(
    "data",
    ["thm", "thm:save", "thm:field:title", "thm:new:1:2031-01", "thm:new:1:x", "thm:who:1", "thm:done", "thm:push:99"],
)
def test_forged_presses_are_refused(here: Office, head: Member, data: str) -> None:
    (refused,) = here.presses(head, data.replace(":1:", f":{head.organisation_id}:"))
    assert "không còn hiệu lực" in refused.body["text"]


# -- pushing it ------------------------------------------------------------------------------------------------------


def planned(here: Office, kind: str) -> list[Push]:
    return list(here.session.scalars(select(Push).where(Push.kind == kind, Push.state == "planned").order_by(Push.id)))


def test_the_theme_goes_to_the_group_on_its_day(here: Office, cell: Organisation) -> None:
    presenter = here.member("Trần Văn Bình", cell)
    theme(
        here,
        cell,
        presenter="Trần Văn Bình",
        presenter_id=presenter.id,
        aim="Làm rõ",
        questions=["Một?", "Hai?"],
        link="https://vidu.vn/a",
    )
    themes.plan(here.desk(), cell, "2026-12")
    (push,) = planned(here, "theme")
    here.now = push.due_at
    assert here.fire(push) is None
    (said,) = here.in_group(cell)
    assert said.splitlines() == [
        'Kính gửi các đồng chí. Chuyên đề tháng 12/2026: "Chuyên đề của Chi bộ Nông nghiệp".',
        "Mục đích: Làm rõ",
        "Trình bày: đồng chí Trần Văn Bình",
        "Gợi ý thảo luận:",
        "(1) Một?",
        "(2) Hai?",
        "Tài liệu tham khảo: https://vidu.vn/a",
        "Đồng chí nào muốn phát biểu, đề nghị nhắn riêng cho Trợ lý: /phatbieu.",
    ]
    assert here.in_group(cell, "zl") == [said]
    assert "phân công trình bày" in here.private(presenter)[-1]
    here.fire(push)
    assert here.in_group(cell) == [said]
    assert len(here.private(presenter)) == 1


def test_without_a_group_members_get_it_in_private(here: Office, cell: Organisation) -> None:
    member = here.member("Trần Văn Bình", cell)
    for group in here.session.scalars(select(Group).where(Group.organisation_id == cell.id)):
        group.left_at = NOW
    theme(here, cell)
    themes.plan(here.desk(), cell, "2026-12")
    assert here.fire(planned(here, "theme")[0]) is None
    assert "Chuyên đề tháng 12/2026" in here.private(member)[-1]


def test_no_theme_warns_the_organisers_alone(here: Office, cell: Organisation, head: Member) -> None:
    member = here.member("Trần Văn Bình", cell)
    themes.plan(here.desk(), cell, "2026-12")
    (warning,) = planned(here, "theme_warning")
    assert warning.due_at == datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    here.now = warning.due_at
    assert here.fire(warning) is None
    assert "Tháng 12/2026 chưa có chuyên đề" in here.private(head)[-1]
    assert here.private(member) == []
    assert here.in_group(cell) == []
    assert here.fire(planned(here, "theme")[0]) == "no theme"
    row = here.session.scalars(select(Outbox).where(Outbox.key.like("theme_warning%"))).one()
    assert "gõ tên chuyên đề" in text(press(here, head, [row], "Đặt chuyên đề"))


def test_with_a_theme_nobody_is_warned(here: Office, committee: Organisation, cell: Organisation, head: Member) -> None:
    theme(here, committee)
    themes.plan(here.desk(), cell, "2026-12")
    assert here.fire(planned(here, "theme_warning")[0]) == "there is a theme"
    assert here.private(head) == []


def test_a_theme_set_after_its_day_is_offered_to_go_now(here: Office, cell: Organisation, head: Member) -> None:
    here.member("Trần Văn Bình", cell)
    rows = press(here, head, compose(here, head, "11/2026"), "Lưu")
    assert "đã qua" in text(rows)
    assert "tới 1 chi bộ" in text(press(here, head, rows, "Gửi vào nhóm ngay"))
    (push,) = planned(here, "theme")
    assert push.due_at == NOW
    assert here.fire(push) is None
    assert "Chuyên đề tháng 11/2026" in here.in_group(cell)[-1]


def test_a_late_committee_theme_goes_where_it_counts(here: Office, committee: Organisation, cell: Organisation) -> None:
    administrator = here.member("Vũ Thị Mai", committee, "administrator")
    own, village = (here.cell(name, parent=committee) for name in ("Chi bộ Công an", "Chi bộ thôn 3"))
    village.cell_type = "thôn"
    theme(here, own, "2026-11")
    theme(here, committee, "2026-11", cell_type="thôn")
    late = theme(here, committee, "2026-11")
    rows = here.presses(administrator, f"thm:push:{late.id}")
    assert "tới 1 chi bộ" in text(rows)
    assert [push.organisation_id for push in planned(here, "theme")] == [cell.id]
