"""A cell's whole month, on either network and either database: from the first link to the unexcused absence."""

from datetime import datetime

from sqlalchemy import select

from bot import invitations
from storage.meeting_tables import Attendance, Meeting, Theme
from storage.people import Member
from storage.spine import Outbox
from tests.talk import Person, Town

WEEK_BEFORE = datetime.fromisoformat("2026-11-26T20:00:00+07:00")


async def link_a_newcomer(town: Town) -> Person:
    newcomer = await town.person("Vũ Thị Sen")

    def invite(session) -> tuple[int, str]:
        row = Member(organisation_id=town.cell.id, code="M900", full_name=newcomer.name, status="official")
        session.add(row)
        session.flush()
        bots = list(town.service.office.bots.values())
        [made] = invitations.for_members(
            session,
            now=town.now,
            life=town.service.office.policy.code_life,
            bots=bots,
            organisation="NN",
            member="M900",
        )
        return row.id, made.code

    newcomer.member_id, code = town.ask(invite)
    await newcomer.says(f"/start {code.replace('-', '')}" if town.network == "telegram" else code.lower())
    assert "Đồng chí có đồng ý không" in await newcomer.hears()
    await newcomer.presses("Tôi đồng ý")
    assert "Đã liên kết" in await newcomer.hears()
    return newcomer


async def answer_the_invitation(town: Town) -> None:
    assert "Mời sinh hoạt" in await town.hoa.hears(in_group=True)
    await town.lan.presses("Tôi dự", in_group=True)
    await town.hung.says("ko du dc, truc co quan")
    assert "Trực" in await town.hung.hears()
    assert "Phạm Văn Hùng" in await town.mai.hears()
    await town.nam.presses("Tôi xin vắng", in_group=True)
    assert "lý do" in await town.nam.hears()
    await town.nam.presses("Ốm đau")
    assert "Ốm đau" in await town.nam.hears()


async def speak_and_read(town: Town) -> None:
    await town.lan.says("/phatbieu")
    assert "ĐĂNG KÝ PHÁT BIỂU" in await town.lan.hears()
    await town.lan.presses("Câu hỏi 1")
    await town.lan.presses("Nêu tên")
    await town.lan.hears()
    await town.lan.says("Xin góp ý về lịch tưới tiêu.")
    await town.lan.presses("Gửi")
    assert "Đã ghi nhận đăng ký phát biểu" in await town.lan.hears()
    await town.lan.says("CHƯƠNG TRÌNH")
    assert "CHƯƠNG TRÌNH" in await town.lan.hears()


async def record_presence(town: Town) -> None:
    await town.hoa.presses("Điểm danh")
    assert "có mặt" in await town.hoa.hears()
    await town.hoa.presses("Xong")
    await town.hoa.presses("Ghi kết quả")
    assert "Đã ghi kết quả" in await town.hoa.hears()


async def test_a_month_of_a_cell(town: Town) -> None:
    newcomer = await link_a_newcomer(town)
    theme = Theme(
        organisation_id=town.cell.id,
        period="2026-12",
        title="Tiết kiệm nước tưới",
        questions=["Vì sao kênh nội đồng còn rò rỉ?"],
        presenter="Lê Thị Lan",
    )
    town.ask(lambda session: session.add(theme))
    meeting = await town.plan_meeting(in_days=12.4, kind="combined")
    await town.wait_until(WEEK_BEFORE)
    await answer_the_invitation(town)
    await speak_and_read(town)
    for person in (town.hoa, town.mai):
        await person.says("dự")

    await town.wait_until(meeting.answer_by)
    await town.wait("1m")
    assert "chưa nhận được xác nhận" in await newcomer.hears()
    assert "chưa nhận được xác nhận" not in await town.lan.hears()
    deadline = await town.mai.hears()
    assert "Đã hết hạn trả lời" in deadline
    assert newcomer.name in deadline

    await town.wait("5h")
    assert "ghi ai có mặt" in await town.hoa.hears()
    await record_presence(town)
    assert newcomer.name in await town.mai.hears()

    results = town.ask(
        lambda session: {
            row.member_id: row.result
            for row in session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
        }
    )
    assert results[town.lan.member_id] == "present"
    assert results[newcomer.member_id] == "unexcused"
    assert town.ask(lambda session: session.get_one(Meeting, meeting.id).state) == "held"

    in_group = await town.group.everything_said()
    for private in ("Ốm", "Trực", "Phạm Văn Hùng", "Hoàng Văn Nam", newcomer.name, "lịch tưới tiêu"):
        assert private not in in_group
    left = town.ask(lambda session: set(session.scalars(select(Outbox.state))))
    assert left <= {"sent", "dropped"}
    assert not town.sandbox.core.violations
