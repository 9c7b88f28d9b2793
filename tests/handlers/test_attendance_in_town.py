"""The most important conversations about attendance, through the real bot and the sandbox's servers, on both networks and databases."""

from datetime import timedelta

from storage import attendance as rows
from storage.meeting_tables import Meeting
from tests.talk import Person, Town


def answer_of(town: Town, meeting: Meeting, person: Person) -> str | None:
    def look(session: object) -> str | None:
        row = rows.answers(session, session.get_one(Meeting, meeting.id)).get(person.member_id)
        return row.answer if row is not None else None

    return town.ask(look)


async def announced(town: Town, in_days: float = 5) -> Meeting:
    """A meeting whose invitation has gone out."""
    meeting = await town.plan_meeting(in_days=in_days)
    await town.wait("1m")
    return meeting


async def test_an_excuse_stays_private(town: Town) -> None:
    meeting = await announced(town)
    answer = await town.lan.presses("Tôi xin vắng", in_group=True)
    if town.network == "telegram":
        assert "nhắn riêng" in answer
    assert "lý do" in await town.lan.hears()
    await town.lan.presses("Ốm đau, điều trị")
    assert "vắng (Ốm đau, điều trị)" in await town.lan.hears()
    assert answer_of(town, meeting, town.lan) == "absent"
    assert "Lê Thị Lan – Ốm đau, điều trị" in await town.mai.hears()
    assert "Lê Thị Lan – Ốm đau, điều trị" in await town.hoa.hears()
    in_group = await town.group.everything_said()
    assert "Ốm" not in in_group
    assert "Lan" not in in_group


async def test_the_card_shows_how_many_come(town: Town) -> None:
    await announced(town)
    await town.lan.presses("Tôi dự", in_group=True)
    await town.hung.presses("Tôi đến muộn", in_group=True)
    await town.wait("1m")
    if town.network == "telegram":
        assert "Dự 1 · Muộn 1" in await town.group.everything_said()
    await town.hung.presses("30 phút")
    assert "đến muộn 30 phút" in await town.hung.hears()


async def test_words_in_private_and_a_second_thought(town: Town) -> None:
    meeting = await announced(town)
    await town.nam.says("ko du dc, truc co quan")
    assert "vắng (Trực, nhiệm vụ)" in await town.nam.hears()
    assert "Hoàng Văn Nam – Trực, nhiệm vụ" in await town.mai.hears()
    await town.nam.says("à nhầm, tôi dự được")
    assert "xác nhận dự" in await town.nam.hears()
    assert answer_of(town, meeting, town.nam) == "attend"
    await town.wait("10m")
    assert "Rút báo vắng: Hoàng Văn Nam" in await town.mai.hears()


async def test_a_reply_in_the_group_and_a_word_about_somebody_else(town: Town) -> None:
    meeting = await announced(town)
    card = (await town.group.messages(all_of_them=True))[-1]
    await town.lan.says("Tôi dự", in_group=True, reply_to=card["id"])
    assert answer_of(town, meeting, town.lan) == "attend"
    assert "Đã ghi nhận" in await town.lan.hears(in_group=True)
    await town.mai.says("Đồng chí Hùng vắng vì đi công tác")
    await town.mai.presses("Ghi giúp")
    assert answer_of(town, meeting, town.hung) == "absent"
    assert answer_of(town, meeting, town.mai) is None
    assert "Trần Văn Mai" in await town.hung.hears()


async def test_from_the_deadline_to_the_unexcused_alert(town: Town) -> None:
    meeting = await announced(town, in_days=2.1)
    await town.lan.presses("Tôi dự")
    await town.hung.presses("Tôi xin vắng")
    await town.hung.presses("Học tập")
    await town.mai.hears()
    await town.wait_until(meeting.answer_by + timedelta(minutes=1))
    told = await town.mai.hears()
    assert "Dự 1, muộn 0, vắng 1, chưa chắc 0, chưa trả lời 3" in told
    assert "Phạm Văn Hùng – Học tập" in told
    await town.wait_until(meeting.starts_at + timedelta(hours=20))
    assert "ghi ai có mặt" in await town.mai.hears()
    await town.mai.presses("Điểm danh")
    await town.mai.presses("Tất cả có mặt")
    await town.mai.presses("☑ Phạm Văn Hùng")
    await town.mai.presses("☑ Hoàng Văn Nam")
    await town.mai.presses("Xong")
    await town.mai.presses("Ghi kết quả")
    assert "vắng không lý do 1" in await town.mai.hears()
    report = await town.hoa.hears()
    assert "Hoàng Văn Nam – vắng không lý do 1 kỳ trong năm" in report
    assert "Phạm Văn Hùng (Học tập)" in report
    assert "trao đổi lý do với Chi ủy" in await town.nam.hears()
    assert "không lý do" not in await town.hung.hears()
    assert "Nam" not in await town.group.everything_said()
