"""The calendar's most important conversations, through the real bot and the sandbox's servers, on both networks and databases."""

from datetime import UTC, datetime

from sqlalchemy import select

from storage.meeting_tables import Meeting, Theme
from storage.spine import Push
from tests.talk import Town


def meetings(town: Town) -> list[Meeting]:
    return town.ask(lambda session: list(session.scalars(select(Meeting).order_by(Meeting.id))))


async def make(town: Town, when: str) -> None:
    await town.mai.says("/hop")
    await town.mai.presses("Tạo kỳ họp")
    await town.mai.presses("Thường kỳ")
    await town.mai.says(when)
    await town.mai.presses("Phòng họp tầng 2")
    await town.mai.presses("Xác nhận")


async def test_from_the_secretarys_words_to_the_nudge(town: Town) -> None:
    await make(town, "thứ bảy tuần sau 7 giờ tối")
    assert (
        "Đã lên lịch sinh hoạt thường kỳ kỳ tháng 12/2026: 19 giờ, thứ Bảy, ngày 05/12/2026" in await town.mai.hears()
    )
    assert await town.lan.hears() == ""
    await town.wait_until(datetime(2026, 11, 25, 12, 1, tzinfo=UTC))
    assert "kính mời đồng chí dự sinh hoạt thường kỳ" in await town.lan.hears()
    assert "Mời sinh hoạt thường kỳ" in await town.lan.hears(in_group=True)
    await town.lan.presses("Tôi dự")
    await town.wait_until(datetime(2026, 12, 4, 12, 1, tzinfo=UTC))
    in_group = await town.group.everything_said()
    for words in ("còn 7 ngày", "còn 3 ngày", "ngày mai"):
        assert words in in_group
    assert "chưa nhận được xác nhận" in await town.hung.hears()
    assert "chưa nhận được xác nhận" not in await town.lan.hears()
    assert "chưa nhận được xác nhận" not in in_group


async def test_a_move_asks_everybody_anew(town: Town) -> None:
    await make(town, "30/11 19h30")
    await town.settle()
    await town.lan.presses("Tôi dự")
    await town.mai.says("dời lịch")
    await town.mai.says("thứ năm tuần sau")
    await town.mai.presses("Phòng họp tầng 2")
    await town.mai.presses("Xác nhận")
    await town.lan.hears()
    await town.wait("1m")
    asked = await town.lan.private.everything_said()
    assert "từ 19 giờ 30, thứ Hai, ngày 30/11/2026 chuyển sang 19 giờ 30, thứ Năm, ngày 03/12/2026" in asked
    assert "Đổi lịch" in await town.group.everything_said()
    await town.lan.presses("Tôi xin vắng")
    (meeting,) = meetings(town)
    assert (meeting.version, meeting.starts_at) == (2, datetime(2026, 12, 3, 12, 30, tzinfo=UTC))


async def test_calling_off_is_told_to_all(town: Town) -> None:
    await make(town, "30/11 19h30")
    await town.mai.says("hủy họp")
    await town.mai.says("Trùng hội nghị của xã")
    await town.mai.presses("Hủy kỳ họp này")
    await town.wait("1m")
    assert "Lý do: Trùng hội nghị của xã." in await town.hung.hears()
    assert "không tổ chức như đã mời" in await town.group.everything_said()
    await town.wait("10d")
    assert "Nhắc lịch" not in await town.group.everything_said()


async def test_a_rule_in_one_line_makes_the_months_come(town: Town) -> None:
    await town.hoa.says("/lichhop")
    await town.hoa.says("ngày 5 hằng tháng 19h30, tránh ngày nghỉ")
    await town.hoa.presses("Xác nhận")
    await town.wait("1m")
    assert "Theo lịch hằng tháng" in await town.mai.hears()
    await town.wait_until(datetime(2026, 12, 13, 1, 0, tzinfo=UTC))
    assert [meeting.period for meeting in meetings(town)] == ["2026-12", "2027-01"]
    failed = town.ask(
        lambda session: [push.key for push in session.scalars(select(Push).where(Push.state == "failed"))]
    )
    assert failed == []


async def test_a_theme_from_the_warning_to_the_group(town: Town) -> None:
    await town.hoa.says("/lichhop ngày 5 hằng tháng 19h30")
    await town.hoa.presses("Xác nhận")
    await town.wait_until(datetime(2026, 11, 26, 1, 1, tzinfo=UTC))
    assert "Tháng 12/2026 chưa có chuyên đề" in await town.hoa.hears()
    await town.hoa.presses("Đặt chuyên đề")
    await town.hoa.says("Nêu gương của đảng viên trẻ")
    await town.hoa.presses("Bỏ qua")
    await town.hoa.says("đ/c Lan")
    await town.hoa.says("Vì sao ngại phát biểu?\nCần đổi mới điều gì?\nAi làm trước?")
    await town.hoa.presses("Bỏ qua")
    await town.hoa.presses("Lưu")
    assert "sẽ được gửi vào nhóm thứ Ba, ngày 01/12/2026" in await town.hoa.hears()
    assert town.ask(lambda session: session.scalars(select(Theme)).one().presenter_id) == town.lan.member_id
    await town.wait_until(datetime(2026, 12, 1, 1, 1, tzinfo=UTC))
    said = await town.group.everything_said()
    assert 'Chuyên đề tháng 12/2026: "Nêu gương của đảng viên trẻ"' in said
    assert "(2) Cần đổi mới điều gì?" in said
    assert "phân công trình bày chuyên đề" in await town.lan.hears()
