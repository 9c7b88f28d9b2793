"""What is stored about one member, and how it is erased when he withdraws."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from storage import codes
from storage.meeting_tables import AgendaItem, Attendance, Meeting, Point, Theme
from storage.people import Account, Audit, Member, Organisation, Role
from storage.spine import Conversation, Inbox, Outbox

# A message that is on its way, or still to be answered, keeps its address until it has arrived.
UNDERWAY = ("open", "taken")


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat of one bot."""

    bot: str
    chat_id: str


def accounts(session: Session, member_id: int) -> list[Account]:
    """Return every account linked to the member, the oldest first."""
    return list(session.scalars(select(Account).where(Account.member_id == member_id).order_by(Account.id)))


def roles(session: Session, member_id: int) -> list[tuple[Role, Organisation]]:
    """Return every role the member ever had, with its organisation."""
    query = select(Role, Organisation).join(Organisation, Role.organisation_id == Organisation.id)
    return [
        (role, organisation)
        for role, organisation in session.execute(query.where(Role.member_id == member_id).order_by(Role.id))
    ]


def attendances(session: Session, member_id: int) -> list[tuple[Attendance, Meeting]]:
    """Return everything the member answered and what came of it, the latest meeting first."""
    query = select(Attendance, Meeting).join(Meeting, Attendance.meeting_id == Meeting.id)
    found = session.execute(
        query.where(Attendance.member_id == member_id).order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    return [(attendance, meeting) for attendance, meeting in found]


def results_since(session: Session, member_id: int, since: datetime) -> Counter[str]:
    """Return how often each result was recorded for the member at meetings from that moment on."""
    query = (
        select(Attendance.result, func.count())
        .join(Meeting, Attendance.meeting_id == Meeting.id)
        .where(Attendance.member_id == member_id, Attendance.result.is_not(None), Meeting.starts_at >= since)
        .group_by(Attendance.result)
    )
    return Counter({result: count for result, count in session.execute(query) if result})


def points(session: Session, member_id: int) -> list[tuple[Point, Meeting]]:
    """Return the points the member registered under his name; nobody can tell which anonymous ones are his."""
    query = select(Point, Meeting).join(Meeting, Point.meeting_id == Meeting.id)
    found = session.execute(query.where(Point.member_id == member_id).order_by(Meeting.starts_at.desc(), Point.id))
    return [(point, meeting) for point, meeting in found]


def parts(session: Session, member_id: int) -> tuple[list[AgendaItem], list[Theme]]:
    """Return the agenda items and the themes the member is named for."""
    items = session.scalars(select(AgendaItem).where(AgendaItem.member_id == member_id).order_by(AgendaItem.id))
    themes = session.scalars(select(Theme).where(Theme.presenter_id == member_id).order_by(Theme.period))
    return list(items), list(themes)


def acts(session: Session, member_id: int) -> tuple[int, datetime | None]:
    """Return how many acts of the member the log holds (who did what, without contents), and when the first was."""
    query = select(func.count(), func.min(Audit.at)).where(Audit.member_id == member_id)
    count, first = session.execute(query).one()
    return count, first


def erase(session: Session, member: Member) -> list[Chat]:
    """Erase what the member told the assistant: accounts, talks, codes, reasons, named points. Return the chats that were his.

    What stays is the cell's own: his line on its list, his roles, and whether he was present or excused, without any reason.
    """
    owned = accounts(session, member.id)
    chats = [Chat(account.bot, account.chat_id) for account in owned if account.chat_id is not None]
    session.execute(update(Attendance).where(Attendance.member_id == member.id).values(reason=None, reason_text=None))
    session.execute(delete(Point).where(Point.member_id == member.id))
    codes.forget_member(session, member.id)
    for chat in chats:
        session.execute(delete(Conversation).where(Conversation.bot == chat.bot, Conversation.chat_id == chat.chat_id))
        waiting = (Outbox.bot == chat.bot, Outbox.chat_id == chat.chat_id, Outbox.state == "open")
        session.execute(update(Outbox).where(*waiting).values(state="dropped", body=None, error="the person withdrew"))
    for account in owned:
        session.delete(account)
    session.flush()
    return chats


def erase_traces(session: Session, chat: Chat, until: datetime) -> int:
    """Take the chat's id out of the ledger of what came and went up to that moment; return how many lines it stood in.

    The lines themselves stay: they say that an update was answered, so that a network's replay is not answered again.
    """
    sent = (Outbox.bot == chat.bot, Outbox.chat_id == chat.chat_id, Outbox.created_at <= until)
    sent_lines = session.execute(
        update(Outbox)
        .where(*sent, Outbox.state.not_in(UNDERWAY))
        .values(chat_id="", message_id=None, body=None)
        .returning(Outbox.id)
    ).all()
    lane = f"{chat.bot}:{chat.chat_id}"[:128]
    came = (Inbox.lane == lane, Inbox.received_at <= until, Inbox.state != "open")
    came_lines = session.execute(update(Inbox).where(*came).values(lane="", payload=None).returning(Inbox.id)).all()
    return len(sent_lines) + len(came_lines)
