"""Anonymous means that nothing that stays tells who wrote: every row of every table is read to show it."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal_column, select
from sqlalchemy.exc import OperationalError

from handlers import agenda
from handlers.points_rules import LETTERS, digest, fitted, is_delicate, new_receipt, split_receipt, swapped
from storage.base import Base
from storage.meeting_tables import Meeting, Point, PointDraft, Theme
from storage.people import Account, Audit
from storage.spine import Outbox
from tests.desk_fixtures import Office, office
from tests.handlers.desk_people import Person, deliver

MINUTE = timedelta(minutes=1)
SECRET = "Nên họp buổi tối cho anh em đi thực địa"
OTHER = "Nên có người trông trẻ khi họp buổi tối"


class World:
    """A cell with its head Hòa and the members Lan and Hùng; after every turn everything is delivered and erased."""

    def __init__(self, bot: str, after_each_turn: Callable[["World"], None] = lambda _: None) -> None:
        self.here: Office = office()
        cell = self.here.cell()
        self.head = Person(self.here, self.here.member("Nguyễn Thị Hòa", cell, "head", bot=bot))
        self.lan = Person(self.here, self.here.member("Lê Thị Lan", cell, bot=bot))
        self.hung = Person(self.here, self.here.member("Phạm Văn Hùng", cell, bot=bot))
        self.here.session.add(
            Theme(organisation_id=cell.id, period="2026-12", title="Chuyển đổi số", questions=["Làm gì trước?"])
        )
        self.here.session.flush()
        self.meeting: Meeting = self.here.meeting(cell)
        agenda.fill_default(self.here.desk(), self.meeting)
        self.after_each_turn = after_each_turn

    def does(self, person: Person, act: Callable[..., str], *args: str) -> str:
        """Let somebody do something a minute later, then deliver the answer: its body is erased, as in the service."""
        self.here.now += MINUTE
        said = act(*args)
        shown = person.last
        assert shown is not None
        # What the person sees stays on his screen when our copy is erased.
        person.last = Outbox(body=shown.body, action=shown.action)
        deliver(self.here)
        self.here.session.flush()
        self.after_each_turn(self)
        return said

    def writes(self, person: Person, text: str, *, anonymous: bool = True) -> str:
        """Register on the theme's question; return the answer to the confirmation."""
        self.does(person, person.says, "/phatbieu")
        self.does(person, person.taps, "Câu hỏi 1")
        self.does(person, person.taps, "Ẩn danh" if anonymous else "Nêu tên")
        said = self.does(person, person.says, text)
        if anonymous and person.bot == "zl":
            return self.does(person, person.says, re.findall(r"trả lời: (\d{6})", said)[0])
        return self.does(person, person.taps, "Gửi")

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table."""
        connection = self.here.session.connection()
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in Base.metadata.sorted_tables
        }

    def dump(self, *without: str) -> str:
        """Every row as text, some tables left out."""
        return json.dumps(
            {name: rows for name, rows in self.rows().items() if name not in without}, default=str, ensure_ascii=False
        )


def receipt_in(said: str) -> str:
    return re.findall(r"Mã của đồng chí: (\S{14})", said)[0]


def test_no_row_links_the_author_and_the_author_can_still_edit_and_withdraw(bot: str) -> None:
    world = World(bot)
    receipt = receipt_in(world.writes(world.lan, SECRET))
    (point,) = world.here.session.scalars(select(Point))
    account = world.here.account(world.lan.row, bot)

    about_point = json.dumps([dict(row) for row in world.rows()["points"]], default=str, ensure_ascii=False)
    for trace in (
        account.chat_id,
        account.user_id,
        world.lan.row.code,
        world.lan.row.full_name,
        str(world.here.now.date()),
    ):
        assert trace not in about_point
    assert point.member_id is None
    assert point.position == 0
    assert world.rows()["point_drafts"] == []

    everything_else = world.dump("points")
    for trace in (SECRET, point.id, receipt, receipt.replace("-", ""), point.receipt_digest):
        assert trace not in everything_else
    assert receipt not in world.dump()
    assert world.here.session.scalars(select(Audit)).all() == []

    assert "Nội dung: Ý mới hẳn" in world.does(world.lan, world.lan.says, f"/phatbieu {receipt} Ý mới hẳn")
    assert receipt not in world.dump()
    assert "Ý mới hẳn" not in world.dump("points")
    assert "Đã rút ý kiến" in world.does(world.lan, world.lan.says, f"/phatbieu {receipt} rút")
    assert world.rows()["points"] == []
    assert "Ý mới hẳn" not in world.dump()


def test_the_database_is_the_same_whoever_wrote_which(bot: str) -> None:
    """Two worlds that differ only in who wrote which text: afterwards nothing differs."""

    def live(first: str, second: str) -> World:
        world = World(bot)
        receipts = [receipt_in(world.writes(world.lan, first)), receipt_in(world.writes(world.hung, second))]
        for person, receipt in zip((world.lan, world.hung), receipts, strict=True):
            world.does(person, person.says, "/phatbieu")
            world.does(person, person.says, receipt)
        return world

    def masked(world: World) -> dict[str, list[dict[str, Any]]]:
        rows = world.rows()
        for point in rows["points"]:
            point["id"] = point["receipt_digest"] = "random"
        rows["points"].sort(key=lambda point: point["text"])
        return rows

    one, other = live(SECRET, OTHER), live(OTHER, SECRET)
    assert {row["text"] for row in one.rows()["points"]} == {SECRET, OTHER}
    assert masked(one) == masked(other)


def test_an_edit_by_receipt_leaves_no_difference_either(bot: str) -> None:
    """Who edited his text by the receipt cannot be told from who looked at his own by the receipt."""

    def live(editor: str) -> World:
        world = World(bot)
        receipts = {
            "lan": receipt_in(world.writes(world.lan, SECRET)),
            "hung": receipt_in(world.writes(world.hung, SECRET)),
        }
        for name, person in (("lan", world.lan), ("hung", world.hung)):
            world.does(person, person.says, f"/phatbieu {receipts[name]}" + (f" {OTHER}" if name == editor else ""))
        return world

    def masked(world: World) -> dict[str, list[dict[str, Any]]]:
        rows = world.rows()
        for point in rows["points"]:
            point["id"] = point["receipt_digest"] = "random"
        rows["points"].sort(key=lambda point: point["text"])
        return rows

    assert masked(live("lan")) == masked(live("hung"))


def test_afterwards_a_talk_that_sent_something_looks_like_one_that_was_dropped(bot: str) -> None:
    """Not even that somebody wrote anonymously stays: only the points themselves differ."""
    wrote, dropped = World(bot), World(bot)
    wrote.writes(wrote.lan, SECRET)
    for act in ("/phatbieu", "Câu hỏi 1", "Nêu tên", SECRET, "Hủy"):
        typed = act in {"/phatbieu", SECRET}
        dropped.does(dropped.lan, dropped.lan.says if typed else dropped.lan.taps, act)
    first, second = wrote.rows(), dropped.rows()
    assert len(first.pop("points")) == 1
    assert second.pop("points") == []
    assert first == second


def test_who_uses_a_receipt_looks_like_who_only_looks(bot: str) -> None:
    """The rows of the talk are those of somebody who looked for his own points and typed anything."""
    worlds = [World(bot), World(bot)]
    receipts = [receipt_in(world.writes(world.hung, SECRET)) for world in worlds]
    for world, words in zip(worlds, (receipts[0], "không có gì"), strict=True):
        world.does(world.lan, world.lan.says, "/phatbieu")
        world.does(world.lan, world.lan.taps, "Tôi có mã ẩn danh" if words == receipts[0] else "Ý kiến của tôi")
        world.does(world.lan, world.lan.says, words)
    (first, second) = (world.rows() for world in worlds)
    assert first.pop("points") != second.pop("points")
    assert first == second


def test_right_after_sending_the_receipt_alone_is_understood(bot: str) -> None:
    world = World(bot)
    receipt = receipt_in(world.writes(world.lan, SECRET))
    assert "Nội dung: " + SECRET in world.lan.says(receipt)
    world.lan.says("/help")
    assert "Đã rút ý kiến" in world.lan.says(f"{receipt} rút")
    # Words that only look like a receipt stay everyday words.
    world.lan.says("/help")
    assert "mã này" not in world.lan.says("K7QM 2X9D PA4T")


def test_while_the_talk_is_open_no_row_holds_the_text_with_the_person(bot: str) -> None:
    seen: list[str] = []

    def look(world: World) -> None:
        (*others,) = [
            row for name, rows in world.rows().items() if name not in {"points", "point_drafts"} for row in rows
        ]
        assert SECRET not in json.dumps(others, default=str, ensure_ascii=False)
        drafts = world.rows()["point_drafts"]
        for draft in drafts:
            assert draft["code"] not in json.dumps(others, default=str)
            assert set(draft) == {"code", "meeting_id", "agenda_item_id", "question", "text", "written_on"}
        seen.extend(draft["text"] for draft in drafts)

    world = World(bot, look)
    receipt = receipt_in(world.writes(world.lan, SECRET))
    assert seen == [SECRET]
    for words in (receipt, f"{receipt} {SECRET} lần hai"):
        world.does(world.lan, world.lan.says, "/phatbieu")
        world.does(world.lan, world.lan.taps, "Tôi có mã ẩn danh")
        world.does(world.lan, world.lan.says, words)
        assert receipt not in world.dump()
    if bot == "tg":
        world.does(world.lan, world.lan.taps, "Rút")
        assert receipt not in world.dump()
    # Whoever only looks shows the same open step as whoever typed a receipt.
    step = world.lan.conversation().step
    world.does(world.hung, world.hung.says, "/phatbieu")
    if bot == "zl":
        assert world.hung.conversation().step == step == "point"
        assert world.hung.conversation().data == world.lan.conversation().data


def test_nothing_is_kept_of_a_draft_that_was_dropped(bot: str) -> None:
    world = World(bot)
    world.does(world.lan, world.lan.says, "/phatbieu")
    world.does(world.lan, world.lan.taps, "Câu hỏi 1")
    world.does(world.lan, world.lan.taps, "Ẩn danh")
    world.does(world.lan, world.lan.says, SECRET)
    if bot == "tg":
        world.does(world.lan, world.lan.taps, "Hủy")
        assert SECRET not in world.dump()
    else:
        world.does(world.lan, world.lan.says, "hủy")
        assert SECRET not in world.dump("point_drafts")
        world.here.now += timedelta(days=1)
        world.writes(world.hung, OTHER)
        assert SECRET not in world.dump()
    assert world.lan.conversation().data == {}


def test_sqlite_keeps_no_hidden_order_of_writing() -> None:
    world = World("tg")
    world.writes(world.lan, SECRET)
    for table in (Point, PointDraft):
        with pytest.raises(OperationalError, match="no such column"):
            world.here.session.execute(select(literal_column("rowid")).select_from(table))


def test_the_day_of_writing_is_not_kept() -> None:
    early, late = World("tg"), World("tg")
    late.here.now += timedelta(days=5)
    dates = set()
    for world in (early, late):
        world.writes(world.lan, SECRET)
        dates |= set(world.here.session.scalars(select(Point.written_on)))
    assert dates == {early.meeting.starts_at.date()}


def test_organisers_are_not_told_when_and_see_no_order_of_writing() -> None:
    orders = set()
    for _ in range(12):
        world = World("tg")
        world.writes(world.lan, SECRET)
        world.writes(world.hung, OTHER)
        assert (
            world.here.session.scalars(
                select(Outbox).where(Outbox.chat_id == world.here.account(world.head.row, "tg").chat_id)
            ).all()
            == []
        )
        world.head.says("/dsphatbieu")
        said = world.head.taps("Câu hỏi 1")
        assert said.count("Ẩn danh") == 2
        orders.add(said.index(SECRET) < said.index(OTHER))
    assert orders == {True, False}


def test_a_flood_of_anonymous_points_is_stopped() -> None:
    world = World("tg")
    for number in range(60):
        world.here.session.add(
            Point(
                id=f"x{number}",
                meeting_id=world.meeting.id,
                text="x",
                receipt_digest=f"{number}",
                written_on=world.here.now.date(),
            )
        )
    world.here.session.flush()
    world.does(world.lan, world.lan.says, "/phatbieu")
    world.does(world.lan, world.lan.taps, "Câu hỏi 1")
    world.does(world.lan, world.lan.taps, "Ẩn danh")
    assert "quá nhiều ý kiến ẩn danh" in world.lan.says(SECRET)
    assert world.rows()["point_drafts"] == []


def test_a_member_who_withdraws_leaves_the_anonymous_point_behind(bot: str) -> None:
    """Nobody can tell which one is his, so nobody can delete it with him; only the receipt can."""
    world = World(bot)
    receipt = receipt_in(world.writes(world.lan, SECRET))
    world.here.session.delete(
        world.here.session.scalars(select(Account).where(Account.member_id == world.lan.row.id)).one()
    )
    world.here.session.flush()
    assert len(world.rows()["points"]) == 1
    assert "Đã rút" in world.hung.says(f"/phatbieu {receipt} rút")


# -- the rules -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("round_", range(20))
def test_a_receipt_is_read_however_it_is_typed(round_: int) -> None:
    receipt = new_receipt()
    assert round_ >= 0
    bare = receipt.replace("-", "")
    assert len(bare) == 12
    assert set(bare) <= set(LETTERS)
    forms = (
        receipt,
        bare,
        receipt.lower(),
        receipt.replace("-", " "),
        bare.replace("0", "O").replace("1", "l"),
        f"  {receipt}. ",
    )
    for form in forms:
        found = split_receipt(form)
        assert found is not None
        assert found[1] == ""
        assert digest(found[0]) == digest(receipt)
    assert split_receipt(f"{receipt}: ý mới 2027") == (split_receipt(receipt)[0], "ý mới 2027")


@pytest.mark.parametrize(
    "text",
    [
        "Đồng chí đã làm tốt",
        "toan dan hoan thanh",
        "2026",
        "K7QM-2X9D",
        "",
        "K7QM-2X9D-PA4TX",
        "nhat tri cao voi du thao",
    ],
)
def test_other_texts_are_no_receipts(text: str) -> None:
    assert split_receipt(text) is None


@given(st.text(max_size=1200), st.integers(20, 500))
def test_what_fits_is_the_beginning_of_what_was_typed(text: str, most: int) -> None:
    found = fitted(text, most)
    assert len(found.text) <= most
    whole = fitted(text, 10_000).text
    assert whole.startswith(found.text)
    assert found.over == max(0, len(whole) - most)
    assert (found.over == 0) == (found.text == whole)


@given(st.permutations("abcdef"), st.sampled_from("abcdef"), st.integers(-9, 9))
def test_moving_a_speaker_keeps_the_others_in_order(ids: list[str], chosen: str, steps: int) -> None:
    result = swapped(ids, chosen, steps)
    assert [each for each in result if each != chosen] == [each for each in ids if each != chosen]
    assert result.index(chosen) == max(0, min(ids.index(chosen) + steps, len(ids) - 1))


def test_delicate_words_are_noticed_with_and_without_marks() -> None:
    names = ["Nguyễn Thị Hòa", "Lan"]
    assert is_delicate("de nghi ky luat", names)
    assert is_delicate("Đồng chí NGUYỄN THỊ HÒA nên…", names)
    assert not is_delicate("Lan can cầu đã hỏng, cần sửa", names)
    assert not is_delicate("Nên tập huấn sớm", names)
