"""The rules of the agenda hold for every meeting, and a line is read however it is typed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.agenda_line import Add, Change, Move, Plain, Remove, Show, Unclear, parse
from handlers.agenda_rules import (
    ORDERS,
    SECTIONS,
    Line,
    Slot,
    at_end_of,
    differences,
    find_names,
    moved,
    spread,
    stepped,
    usual_order,
)

# -- minutes -----------------------------------------------------------------------------------------------------------


@given(st.sampled_from(sorted(ORDERS)), st.booleans(), st.integers(20, 300))
def test_the_usual_minutes_fill_the_frame_exactly(kind: str, themed: bool, frame: int) -> None:
    order = usual_order(kind, themed=themed, frame=frame)
    assert sum(minutes for _, minutes in order) == frame
    assert all(minutes >= 1 for _, minutes in order)
    sections = [SECTIONS.index(usual.section) for usual, _ in order]
    assert sections == sorted(sections)


@pytest.mark.parametrize("frame", [90, 120])
def test_usual_frames_have_round_minutes_for_the_contents(frame: int) -> None:
    for themed in (False, True):
        order = usual_order("regular", themed=themed, frame=frame)
        assert all(minutes % 5 == 0 for usual, minutes in order if usual.weight)
        assert any(usual.key == "theme" for usual, _ in order) == themed


def test_only_meetings_about_a_theme_have_one_without_it_being_set() -> None:
    with_theme = {
        kind for kind in ORDERS if any(usual.key == "theme" for usual, _ in usual_order(kind, themed=False, frame=90))
    }
    assert with_theme == {"themed", "combined"}
    assert not any(usual.key == "theme" for usual, _ in usual_order("committee", themed=True, frame=90))


@given(st.integers(0, 500), st.lists(st.integers(1, 20), min_size=1, max_size=20))
def test_nothing_is_lost_in_spreading(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)
    assert sum(parts) == total
    assert all(part >= 0 for part in parts)


# -- moving -------------------------------------------------------------------------------------------------------------


@st.composite
def agendas(draw: st.DrawFn) -> list[Slot]:
    sections = sorted(draw(st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=12)), key=SECTIONS.index)
    return [Slot(index, section) for index, section in enumerate(sections)]


def in_order(slots: list[Slot]) -> bool:
    return all(SECTIONS.index(a.section) <= SECTIONS.index(b.section) for a, b in pairwise(slots))


@given(agendas(), st.data())
def test_moving_keeps_all_items_and_the_order_of_the_others(slots: list[Slot], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(slots) - 1))
    target = data.draw(st.integers(-3, len(slots) + 3))
    section = data.draw(st.sampled_from(SECTIONS))
    steps = data.draw(st.integers(-20, 20).filter(bool))
    chosen = slots[start].id
    for result in (moved(slots, start, target), at_end_of(slots, chosen, section), stepped(slots, start, steps)):
        assert sorted(slot.id for slot in result) == sorted(slot.id for slot in slots)
        assert [slot.id for slot in result if slot.id != chosen] == [slot.id for slot in slots if slot.id != chosen]
        assert in_order(result)
    assert moved(slots, start, target)[max(0, min(target, len(slots) - 1))].id == chosen


@given(agendas(), st.data())
def test_a_step_back_undoes_a_step(slots: list[Slot], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(slots) - 1))
    way = data.draw(st.sampled_from([-1, 1]))
    once = stepped(slots, start, way)
    if once != slots:
        assert stepped(once, [slot.id for slot in once].index(slots[start].id), -way) == slots


# -- what changed -----------------------------------------------------------------------------------------------------------


def agenda(*contents: str) -> list[Line]:
    return [Line(ord(content[0]), "content", content, "", 10, "") for content in contents]


@given(st.permutations("abcdefg"))
def test_an_agenda_differs_from_itself_in_nothing_and_moves_are_few(order: list[str]) -> None:
    old, new = agenda(*"abcdefg"), agenda(*order)
    assert differences(new, new) == []
    found = differences(old, new)
    assert {each.kind for each in found} <= {"moved"}
    assert len(found) < len(order)
    assert bool(found) == (list(order) != list("abcdefg"))


def test_each_change_is_told_once() -> None:
    old = agenda("a", "b", "c", "d")
    new = [
        old[0]._replace(minutes=20, person="Lan"),
        old[2]._replace(content="C mới", note="x"),
        *agenda("e"),
        old[3]._replace(section="closing"),
    ]
    assert [(each.kind, each.number) for each in differences(old, new)] == [
        ("person", 1), ("minutes", 1), ("content", 2), ("note", 2), ("added", 3), ("moved", 4), ("removed", 2),
    ]  # fmt: skip


# -- names --------------------------------------------------------------------------------------------------------------------

NAMES = ["Lê Thị Lan", "Phạm Văn Hùng", "Trần Quốc Hùng", "Hoàng Hưng", "Đỗ Hùng Nam", "Nguyễn Hồng Nhung"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lan", ["Lê Thị Lan"]),
        ("lan", ["Lê Thị Lan"]),
        ("Hùng", ["Phạm Văn Hùng", "Trần Quốc Hùng"]),
        ("hung", ["Phạm Văn Hùng", "Trần Quốc Hùng", "Hoàng Hưng"]),
        ("Hưng", ["Hoàng Hưng"]),
        ("quoc hung", ["Trần Quốc Hùng"]),
        ("Đỗ Hùng", ["Đỗ Hùng Nam"]),
        ("nguyen hong nhng", ["Nguyễn Hồng Nhung"]),
        ("Bình", []),
        ("", []),
        ("đoàn khối", []),
    ],
)
def test_a_name_is_found_as_people_type_it(typed: str, meant: list[str]) -> None:
    assert [NAMES[index] for index in find_names(typed, NAMES)] == meant


# -- lines ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("thêm Thảo luận phương án | đ/c Hùng | 20", Add("Thảo luận phương án", "Hùng", 20)),
        ("them thao luan | 20 | dc Hung | ghi bảng", Add("Thao luan", "Hung", 20, "ghi bảng")),
        ("Bổ sung: Thảo luận, đ/c Hùng, 20 phút", Add("Thảo luận", "Hùng", 20)),
        ("thêm mục Bình xét thi đua 15'", Add("Bình xét thi đua", minutes=15)),
        ("thêm vào kết thúc: Hát Quốc ca", Add("Hát Quốc ca", section="closing")),
        ("them sau 5 Giải lao|10", Add("Giải lao", minutes=10, after=5)),
        ("thêm sau 5 phút giải lao", Add("Sau 5 phút giải lao")),
        ("thêm Báo cáo của đồng chí Bí thư về quý I", Add("Báo cáo của đồng chí Bí thư về quý I")),
        ("add Discussing the plan | Hùng | 20", Add("Discussing the plan", "Hùng", 20)),
        ("sửa 3 Báo cáo mới", Change(3, "Báo cáo mới")),
        ("sửa 3 | đ/c Lan | 15", Change(3, None, "Lan", 15)),
        ("sửa 3 Lên kế hoạch quý I", Change(3, "Lên kế hoạch quý I")),
        ("đổi mục 3 thành Bàn việc X", Change(3, "Bàn việc X")),
        ("3: Nội dung khác", Change(3, "Nội dung khác")),
        ("3 phut 15", Change(3, minutes=15)),
        ("3 15 phút", Change(3, minutes=15)),
        ("phút 3 15", Change(3, minutes=15)),
        ("mục 3: 15p", Change(3, minutes=15)),
        ("3 giao đc Lan", Change(3, person="Lan")),
        ("giao 3 cho đ/c Trần Lan", Change(3, person="Trần Lan")),
        ("3 đ/c Lan", Change(3, person="Lan")),
        ("3 giao không", Change(3, person="")),
        ("ghi chú 3 mang sổ", Change(3, note="mang sổ")),
        ("xoá 4", Remove((4,))),
        ("bo muc 4, 5 và 6", Remove((4, 5, 6))),
        ("4 xóa", Remove((4,))),
        ("chuyen 5 len 2", Move(5, "to", 2)),
        ("dời 5 lên 2", Move(5, "to", 2)),
        ("chuyển mục 5 xuống vị trí 8", Move(5, "to", 8)),
        ("5 lên", Move(5, "by", -1)),
        ("5 xuống 2 bậc", Move(5, "by", 2)),
        ("đưa 5 lên đầu", Move(5, "top")),
        ("5 xuong cuoi", Move(5, "bottom")),
        ("chuyển 5 sau 7", Move(5, "after", 7)),
        ("chuyển 5 sang kết thúc", Move(5, "section", section="closing")),
        ("mục 3", Show(3)),
        ("xem 3", Show(3)),
        ("hoàn tác", Plain("undo")),
        ("CÔNG BỐ", Plain("publish")),
        ("chuyen muc tu ky truoc", Plain("carry")),
        ("xong", Plain("done")),
        ("", Unclear()),
        ("xin chào", Unclear()),
        ("thêm", Unclear("add")),
        ("xóa", Unclear("remove")),
        ("3 abc xyz", Unclear("change")),
        ("bỏ 4 đồng chí vắng ra khỏi danh sách", Unclear("remove")),
        ("x" * 5000, Unclear()),
        ("5 lên ² bậc", Unclear("change")),
        ("chuyển 5 sau ①", Unclear("move")),
        ("thêm sau ② giải lao", Add("Sau ② giải lao")),
    ],
)
def test_a_line_is_read_as_it_is_meant(line: str, order: object) -> None:
    assert parse(line) == order


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    parse(text)
    parse(f"thêm {text}")
    parse(f"3 {text}")


@given(
    st.lists(
        st.sampled_from(
            ["thêm", "3", "|", "đ/c", "Hùng", "phút", "15", "lên", "sau", "giao", "kết thúc", ":", "xóa", ","]
        ),
        max_size=9,
    )
)
def test_no_order_of_its_words_breaks_the_reader(words: list[str]) -> None:
    order = parse(" ".join(words))
    if isinstance(order, Add):
        assert order.content
    if isinstance(order, Remove):
        assert order.numbers
