"""The agenda and the speaking points through the real bot and the sandbox's servers, on both networks and databases."""

import contextlib
import logging
import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers import agenda
from storage.base import Base
from storage.meeting_tables import AgendaItem, Meeting, Point
from tests.talk import Person, Town

SECRET = "Nên họp buổi tối cho anh em đi thực địa"


async def plan(town: Town) -> Meeting:
    meeting = await town.plan_meeting(in_days=20)
    town.ask(lambda session: agenda.fill_default(town.service.office.desk(session), session.get(Meeting, meeting.id)))
    return meeting


def contents(town: Town, meeting: Meeting) -> list[str]:
    return town.ask(
        lambda session: list(
            session.scalars(
                select(AgendaItem.content)
                .where(AgendaItem.meeting_id == meeting.id, AgendaItem.removed_at.is_(None))
                .order_by(AgendaItem.position)
            )
        )
    )


def everything(town: Town, *without: str) -> str:
    """Every row of every table but these, as text."""
    return town.ask(
        lambda session: repr(
            [session.execute(select(table)).all() for table in Base.metadata.sorted_tables if table.name not in without]
        )
    )


async def test_from_the_usual_order_to_the_group(town: Town) -> None:
    meeting = await plan(town)
    await town.mai.says("chuong trinh")
    await town.mai.presses("Sửa chương trình")
    await town.mai.says("thêm Thảo luận phương án | đ/c Hùng | 20")
    assert "Đã thêm: 11. Thảo luận phương án – đ/c Phạm Văn Hùng – 20 phút" in await town.mai.hears()
    await town.mai.says("xoa 4")
    await town.mai.presses("Lấy lại mục vừa bỏ")
    await town.mai.says("chuyen 11 len 9")
    await town.mai.says("9 phut 15")
    assert "Tổng 105/90 phút: vượt 15 phút." in await town.mai.hears()
    assert contents(town, meeting)[8] == "Thảo luận phương án"
    await town.mai.says("công bố")
    assert await town.lan.hears(in_group=True) == ""
    await town.mai.presses("Công bố")
    assert "9. Thảo luận phương án – đ/c Phạm Văn Hùng – 15 phút" in await town.lan.hears(in_group=True)
    await town.mai.says("/agenda 9 phút 10")
    assert "Có 1 thay đổi chưa công bố" in await town.mai.hears()
    await town.mai.says("/agenda cong bo")
    await town.mai.presses("Công bố")
    posted = await town.lan.hears(in_group=True)
    assert "mục 9 (Thảo luận phương án): 15 → 10 phút" in posted
    await town.hung.says("/agenda", in_group=True)
    assert "CHƯƠNG TRÌNH" in await town.hung.hears(in_group=True)


async def write_anonymously(person: Person) -> str:
    """Write the secret on the discussion; return the receipt."""
    await person.says("PHÁT BIỂU")
    await person.presses("Mục 9. Thảo luận")
    await person.presses("Ẩn danh")
    await person.says(SECRET)
    figures = re.findall(r"trả lời: (\d{6})", await person.hears())
    if figures:
        await person.says(figures[0])
    else:
        await person.presses("Gửi")
    return re.findall(r"Mã của đồng chí: (\S{14})", await person.hears())[0]


async def test_an_anonymous_point_from_the_first_word_to_its_withdrawal(town: Town) -> None:
    await plan(town)
    receipt = await write_anonymously(town.lan)
    # Delivered and erased by the service itself: only the point holds the text, and nothing holds the receipt.
    assert SECRET not in everything(town, "points")
    assert receipt not in everything(town)
    (point,) = town.ask(lambda session: list(session.scalars(select(Point))))
    assert (point.member_id, point.text) == (None, SECRET)
    assert point.id not in everything(town, "points")

    await town.mai.says("ds phat bieu")
    await town.mai.presses("Mục 9. Thảo luận")
    listed = await town.mai.hears()
    assert f"Ẩn danh: “{SECRET}”" in listed
    assert "Lan" not in listed

    await town.lan.says("phat bieu")
    await town.lan.presses("Tôi có mã ẩn danh")
    await town.lan.says(f"{receipt} Ý đã sửa")
    assert "Đã sửa ý kiến ẩn danh" in await town.lan.hears()
    assert "Ý đã sửa" not in everything(town, "points")
    await town.lan.says(f"{receipt} rút")
    assert "Đã rút ý kiến" in await town.lan.hears()
    assert town.ask(lambda session: list(session.scalars(select(Point)))) == []
    assert SECRET not in await town.group.everything_said()


async def test_a_named_point_is_counted_in_the_agenda_and_named_to_organisers(town: Town) -> None:
    meeting = await plan(town)
    await town.hung.says("/phatbieu")
    await town.hung.presses("Mục 9. Thảo luận")
    await town.hung.presses("Nêu tên")
    await town.hung.says("Đề nghị làm sớm")
    await town.hung.presses("Gửi")
    await town.lan.says("/agenda")
    heard = await town.lan.hears()
    assert "1 ý kiến đăng ký" in heard
    assert "Hùng" not in heard
    await town.hoa.says("/dsphatbieu")
    assert "Phạm Văn Hùng" in await town.hoa.hears()
    await town.wait_until(meeting.points_by)
    await town.hung.says("/phatbieu")
    assert "Đã hết hạn nhận ý kiến" in await town.hung.hears()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_neither_a_backup_nor_the_log_holds_more_than_the_point(
    town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await plan(town)

    def backup() -> bytes:
        """Return every byte of a backup, free pages included."""
        copy = tmp_path / "backup.sqlite3"
        with (
            contextlib.closing(sqlite3.connect(town.service.database.engine.url.database)) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        return copy.read_bytes()

    receipt = await write_anonymously(town.lan)
    assert backup().count(SECRET.encode()) == 1
    assert receipt.encode() not in backup()
    await town.lan.says(f"/phatbieu {receipt} rút")
    assert "Đã rút ý kiến" in await town.lan.hears()
    for trace in (SECRET, receipt, receipt.replace("-", "")):
        assert trace.encode() not in backup()
        assert trace not in caplog.text
