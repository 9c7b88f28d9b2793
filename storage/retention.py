"""What has served its time is erased here: each function takes away a limited number of rows and says how many there were."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, Delete, Update, delete, or_, select, update
from sqlalchemy.orm import Session

from storage.meeting_tables import Attendance, Meeting, Point
from storage.people import Account, Audit, Code, Member, Misread
from storage.spine import Conversation, Inbox, Outbox, Push

FINISHED_PUSHES = ("done", "cancelled", "merged", "dropped")


# -- what people said --------------------------------------------------------------------------------------------------


def reasons(session: Session, before: datetime, limit: int) -> int:
    """Erase the reasons in people's own words of meetings that began before that moment; the category stays."""
    due = (
        select(Attendance.id)
        .join(Meeting, Attendance.meeting_id == Meeting.id)
        .where(Attendance.reason_text.is_not(None), Meeting.starts_at < before)
        .limit(limit)
    )
    return _run(session, update(Attendance).where(Attendance.id.in_(due)).values(reason_text=None))


def points(session: Session, before: datetime, limit: int) -> int:
    """Erase the speaking points of meetings that began before that moment."""
    old = Point.meeting_id == Meeting.id
    due = select(Point.id).join(Meeting, old).where(Meeting.starts_at < before).limit(limit)
    return _run(session, delete(Point).where(Point.id.in_(due)))


def examples(session: Session, before: date, limit: int) -> int:
    """Erase the sentences that were not understood and were last heard before that day; the count stays."""
    due = select(Misread.id).where(Misread.example.is_not(None), Misread.last_on < before).limit(limit)
    return _run(session, update(Misread).where(Misread.id.in_(due)).values(example=None))


def misreads(session: Session, before: date, limit: int) -> int:
    """Erase the counts of sentences that were last heard before that day."""
    due = select(Misread.id).where(Misread.last_on < before).limit(limit)
    return _run(session, delete(Misread).where(Misread.id.in_(due)))


def unread_updates(session: Session, before: datetime, limit: int) -> int:
    """Erase the content of updates that could not be read or answered and came before that moment; the line stays."""
    due = (
        select(Inbox.id)
        .where(Inbox.state == "failed", Inbox.received_at < before, Inbox.payload.is_not(None))
        .order_by(Inbox.received_at)
        .limit(limit)
    )
    return _run(session, update(Inbox).where(Inbox.id.in_(due)).values(payload=None))


# -- meetings and people -----------------------------------------------------------------------------------------------


def meetings(session: Session, before: datetime, limit: int) -> int:
    """Erase the meetings that began before that moment, with their attendance, agenda and pushes."""
    due = select(Meeting.id).where(Meeting.starts_at < before).limit(limit)
    return _run(session, delete(Meeting).where(Meeting.id.in_(due)))


def accounts_of_gone(session: Session, before: date, limit: int) -> int:
    """Erase the accounts of members who left before that day."""
    due = select(Account.id).join(Member, Account.member_id == Member.id).where(Member.left_on < before).limit(limit)
    return _run(session, delete(Account).where(Account.id.in_(due)))


def gone_members(session: Session, before: date, limit: int) -> int:
    """Erase the members who left before that day, with their roles and attendance."""
    due = select(Member.id).where(Member.left_on < before).limit(limit)
    return _run(session, delete(Member).where(Member.id.in_(due)))


def strangers(session: Session, before: datetime, limit: int) -> int:
    """Erase the accounts of people who wrote to us, never agreed, and were not seen since that moment."""
    due = select(Account.id).where(Account.member_id.is_(None), Account.seen_at < before).limit(limit)
    return _run(session, delete(Account).where(Account.id.in_(due)))


def codes(session: Session, before: datetime, limit: int) -> int:
    """Erase the codes that were used or expired before that moment."""
    due = select(Code.id).where(or_(Code.used_at < before, Code.expires_at < before)).limit(limit)
    return _run(session, delete(Code).where(Code.id.in_(due)))


# -- the trace of the work ---------------------------------------------------------------------------------------------


def talks(session: Session, before: datetime, limit: int) -> int:
    """Erase what open talks had gathered and were left alone since that moment; what the chat was offered last stays."""
    due = (
        select(Conversation.bot, Conversation.chat_id)
        .where(Conversation.step != "", Conversation.updated_at < before)
        .limit(limit)
    )
    found = session.execute(due).all()
    for bot, chat_id in found:
        this = (Conversation.bot == bot, Conversation.chat_id == chat_id)
        _run(session, update(Conversation).where(*this).values(step="", data={}))
    return len(found)


def conversations(session: Session, before: datetime, limit: int) -> int:
    """Erase the conversation rows of chats that were silent since that moment."""
    due = select(Conversation.bot, Conversation.chat_id).where(Conversation.updated_at < before).limit(limit)
    found = session.execute(due).all()
    for bot, chat_id in found:
        _run(session, delete(Conversation).where(Conversation.bot == bot, Conversation.chat_id == chat_id))
    return len(found)


def audit(session: Session, before: datetime, limit: int) -> int:
    """Erase the log of who did what before that moment."""
    due = select(Audit.id).where(Audit.at < before).order_by(Audit.at).limit(limit)
    return _run(session, delete(Audit).where(Audit.id.in_(due)))


def sent(session: Session, before: datetime, limit: int) -> int:
    """Erase the lines of what was said before that moment; what could not be sent until then will not be sent any more."""
    oldest = _oldest(Outbox, limit)
    due = select(oldest.c.id).where(oldest.c.created_at < before)
    return _run(session, delete(Outbox).where(Outbox.id.in_(due)))


def received(session: Session, before: datetime, limit: int) -> int:
    """Erase the lines of what was received before that moment."""
    oldest = _oldest(Inbox, limit)
    due = select(oldest.c.id).where(oldest.c.received_at < before)
    return _run(session, delete(Inbox).where(Inbox.id.in_(due)))


def pushes(session: Session, before: datetime, limit: int) -> int:
    """Erase the pushes that were finished before that moment."""
    due = select(Push.id).where(Push.state.in_(FINISHED_PUSHES), Push.due_at < before).limit(limit)
    return _run(session, delete(Push).where(Push.id.in_(due)))


def _oldest(table: type[Inbox | Outbox], limit: int) -> Any:
    # Ids rise with time, so the oldest rows are read from one end of the table: a night on which nothing is due costs
    # one batch, however large the ledger is.
    return select(table).order_by(table.id).limit(limit).subquery()


def _run(session: Session, statement: Update | Delete) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
