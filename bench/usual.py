"""The same conversation written the usual way: SQLAlchemy's AsyncSession over aiosqlite, one commit for each update.

Used by both contenders. It does what our handlers do for this conversation, on the same tables, with the same settings of SQLite:
who speaks, which meeting, the answer written, the change traced. It keeps no inbox, no outbox and no talk in the database.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bench.world import BOT, moment
from bot.database import _begin_sqlite, _prepare_sqlite
from storage.meeting_tables import Attendance, Meeting
from storage.people import Account, Audit, Member

REASONS = {
    "work": "Công tác",
    "health": "Ốm đau",
    "family": "Việc gia đình",
    "study": "Học tập",
    "duty": "Trực",
    "other": "Khác",
}
Buttons = list[list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said, and what may be pressed."""

    text: str
    buttons: Buttons


def open_database(path: str) -> tuple[AsyncEngine, async_sessionmaker[AsyncSession]]:
    """Return engine and sessions for a SQLite file, set up exactly as ours (WAL, synchronous FULL, BEGIN IMMEDIATE)."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", connect_args={"timeout": 30})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine, async_sessionmaker(engine, expire_on_commit=False)


async def answered(sessions: Any, user_id: int, meeting_id: int, answer: str, reason: str | None = None) -> Reply:
    """Write down who comes, commit, and return what to say."""
    async with sessions() as session:
        member, meeting = await _who_and_what(session, user_id, meeting_id)
        row = await _attendance(session, meeting, member)
        before = row.answer
        row.answer, row.reason, row.answered_at = answer, reason, moment()
        detail = f"member:{member.id} {before or '-'}>{answer}"
        session.add(
            Audit(at=moment(), member_id=member.id, action="attendance", subject=f"meeting:{meeting.id}", detail=detail)
        )
        await session.commit()
        return _reply(member, meeting, answer, reason)


async def absent_in_words(sessions: Any, user_id: int) -> Reply:
    """Write down that somebody who said so in words is absent from the next meeting of his cell."""
    async with sessions() as session:
        query = (
            select(Meeting.id)
            .join(Member, Member.organisation_id == Meeting.organisation_id)
            .join(Account, Account.member_id == Member.id)
            .where(
                Account.bot == BOT,
                Account.user_id == str(user_id),
                Meeting.state == "planned",
                Meeting.starts_at > moment(),
            )
            .order_by(Meeting.starts_at)
            .limit(1)
        )
        meeting_id = await session.scalar(query)
    return await answered(sessions, user_id, meeting_id or 0, "absent")


async def noted(sessions: Any, user_id: int, meeting_id: int, text: str) -> Reply:
    """Keep the words beside the reason."""
    async with sessions() as session:
        member, meeting = await _who_and_what(session, user_id, meeting_id)
        row = await _attendance(session, meeting, member)
        row.reason_text = text
        await session.commit()
    return Reply("Đã ghi lời của đồng chí, chỉ Chi ủy đọc được.", [[("Thay đổi", f"attc:{meeting_id}")]])


async def _who_and_what(session: AsyncSession, user_id: int, meeting_id: int) -> tuple[Member, Meeting]:
    account = (await session.scalars(select(Account).where(Account.bot == BOT, Account.user_id == str(user_id)))).one()
    account.seen_at = moment()
    return (await session.get_one(Member, account.member_id)), (await session.get_one(Meeting, meeting_id))


async def _attendance(session: AsyncSession, meeting: Meeting, member: Member) -> Attendance:
    query = select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.member_id == member.id)
    row = await session.scalar(query)
    if row is None:
        row = Attendance(meeting_id=meeting.id, member_id=member.id, version=meeting.version)
        session.add(row)
    return row


def _reply(member: Member, meeting: Meeting, answer: str, reason: str | None) -> Reply:
    said = {"attend": "dự", "absent": "vắng"}[answer] + (f" ({REASONS[reason]})" if reason else "")
    text = f"Đã ghi: đồng chí {member.full_name} {said} sinh hoạt kỳ {meeting.period}, {_when(meeting.starts_at)}, {meeting.place}."
    stem = f"{meeting.id}:{meeting.version}"
    if answer == "absent" and reason is None:
        cells = [(label, f"attr:{stem}:{word}") for word, label in REASONS.items()]
        return Reply(
            f"{text}\nĐề nghị đồng chí cho biết lý do.",
            [cells[:2], cells[2:4], cells[4:], [("Thay đổi", f"attc:{meeting.id}")]],
        )
    if answer == "absent":
        return Reply(
            f"{text}\nĐồng chí có thể ghi thêm vài lời.",
            [[("Bỏ qua", f"attx:{meeting.id}"), ("Thay đổi", f"attc:{meeting.id}")]],
        )
    return Reply(text, [[("Thay đổi", f"attc:{meeting.id}")]])


def _when(starts_at: datetime) -> str:
    return f"{starts_at.astimezone(ZoneInfo('Asia/Ho_Chi_Minh')):%H giờ %M, ngày %d/%m/%Y}"
