"""Questions to who comes: what was said, who is silent, who can be reached, and what came of it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Date, bindparam, func, select
from sqlalchemy.orm import Session

from storage import roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member
from storage.upserts import INSERTS

# Chi ủy: who is expected at its own meeting (the secretary writes the minutes of the cell, and need not be of the committee).
COMMITTEE_ROLES = ("head", "deputy", "committee")


# Asked at every answer: put together once, because building a question costs as much as asking it (docs/performance.md).
_ANSWERS = select(Attendance).where(
    Attendance.meeting_id == bindparam("meeting"),
    Attendance.version == bindparam("version"),
    Attendance.answer.is_not(None),
)
_ANSWER_OF = _ANSWERS.where(Attendance.member_id == bindparam("member"))
_COUNTS = (
    select(Attendance.answer, func.count())
    .select_from(Member)
    .outerjoin(
        Attendance,
        (Attendance.member_id == Member.id)
        & (Attendance.meeting_id == bindparam("meeting"))
        & (Attendance.version == bindparam("version")),
    )
    .where(Member.organisation_id == bindparam("organisation"), roster.is_counted(bindparam("today", type_=Date)))
    .group_by(Attendance.answer)
)
_UPSERTS = {
    dialect: insert(Attendance)
    .on_conflict_do_update(index_elements=["meeting_id", "member_id"], set_={"meeting_id": Attendance.meeting_id})
    .returning(Attendance)
    for dialect, insert in INSERTS.items()
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the expected members said what; `silent` said nothing about the meeting as it stands now."""

    attend: int
    late: int
    absent: int
    unsure: int
    silent: int

    @property
    def expected(self) -> int:
        """All members of the attendance base."""
        return self.attend + self.late + self.absent + self.unsure + self.silent


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one meeting for one member: `result` is None while the organisers have not decided about a declared absence."""

    meeting_id: int
    period: str
    result: str | None


def expected(session: Session, meeting: Meeting, now: datetime) -> list[Member]:
    """Return the members who are to come: the attendance base of the cell; for a meeting of the chi ủy its members, by name."""
    if meeting.kind != "committee":
        return roster.expected(session, meeting.organisation_id, now)
    committee = roster.holders(session, meeting.organisation_id, COMMITTEE_ROLES, now)
    return [member for member in committee if roster.standing(member, now.date()) in roster.COUNTED_STATUSES]


def answers(session: Session, meeting: Meeting) -> dict[int, Attendance]:
    """Return the answers that count, by member id: those given to the meeting's present version."""
    found = session.scalars(_ANSWERS, {"meeting": meeting.id, "version": meeting.version})
    return {row.member_id: row for row in found}


def answer_of(session: Session, meeting: Meeting, member: Member) -> Attendance | None:
    """Return what the member answered to the meeting's present version; None if nothing."""
    return session.scalar(_ANSWER_OF, {"meeting": meeting.id, "version": meeting.version, "member": member.id})


def silent(session: Session, meeting: Meeting, now: datetime) -> list[Member]:
    """Return the expected members who have not answered, in roster order."""
    answered = answers(session, meeting)
    return [member for member in expected(session, meeting, now) if member.id not in answered]


def counts(session: Session, meeting: Meeting, now: datetime) -> Counts:
    """Return how many expected members said what; answers of exempt members and guests are left out."""
    if meeting.kind == "committee":
        answered = answers(session, meeting)
        said = Counter(
            answered[member.id].answer if member.id in answered else None for member in expected(session, meeting, now)
        )
    else:
        # Counted by the database: with every answer the group's card is written anew, and a cell may have 200 members.
        asked = {
            "organisation": meeting.organisation_id,
            "meeting": meeting.id,
            "version": meeting.version,
            "today": now.date(),
        }
        said = Counter(dict(session.execute(_COUNTS, asked).all()))
    return Counts(said["attend"], said["late"], said["absent"], said["unsure"], said[None])


def lock(session: Session, meeting: Meeting) -> None:
    """Hold the meeting until the end of the transaction and read it as it stands now: who counts answers sees those before his.

    Others may still refer to it (an outbox row, say), so that nobody waits for each other in a circle.
    """
    if session.get_bind().dialect.name == "sqlite":
        # One writer: this transaction began by becoming it (bot/database.py), so what it has read is what there is.
        return
    session.flush()
    session.refresh(meeting, with_for_update={"key_share": True})


def row(session: Session, meeting_id: int, member_id: int) -> Attendance | None:
    """Return what is written about the member and the meeting, whatever the version; None if nothing is."""
    return session.scalar(
        select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.member_id == member_id)
    )


def hold(session: Session, meeting: Meeting, member_id: int) -> Attendance:
    """Return the member's row, made if there was none, and held until the end of the transaction.

    Two presses at the same moment (in the group and in private) become one row: the second waits for the first.
    """
    return hold_all(session, meeting, [member_id])[member_id]


def hold_all(session: Session, meeting: Meeting, member_ids: Collection[int]) -> dict[int, Attendance]:
    """Return the rows of these members by member id, made where there was none, and held until the end of the transaction."""
    if not member_ids:
        return {}
    # Written over with itself, a row that is there already is held and handed back by the same statement.
    upsert = _UPSERTS[session.get_bind().dialect.name]
    values = [{"meeting_id": meeting.id, "member_id": one, "version": meeting.version} for one in sorted(member_ids)]
    held = session.scalars(upsert, values, execution_options={"populate_existing": True})
    return {row.member_id: row for row in held}


def rows(session: Session, meeting_id: int) -> dict[int, Attendance]:
    """Return everything written about the meeting by member id, whatever the version."""
    return {
        row.member_id: row for row in session.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id))
    }


def outcomes(session: Session, member_ids: Collection[int], year: str) -> dict[int, list[Outcome]]:
    """Return what came of the year's held meetings (by period, "2026") for each of the members, in the order of their dates.

    Meetings of the chi ủy are left out: they are no meeting of the cell.
    """
    query = (
        select(Attendance.member_id, Meeting.id, Meeting.period, Attendance.result)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Attendance.member_id.in_(member_ids),
            Meeting.state == "held",
            Meeting.kind != "committee",
            Meeting.period.startswith(f"{year}-"),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found: dict[int, list[Outcome]] = {member_id: [] for member_id in member_ids}
    for member_id, meeting_id, period, result in session.execute(query):
        found[member_id].append(Outcome(meeting_id, period, result))
    return found


def is_invited(session: Session, meeting: Meeting, member: Member, now: datetime) -> bool:
    """Whether the meeting is the member's own affair: an active member of the cell, and of the chi ủy where it meets."""
    if member.organisation_id != meeting.organisation_id or not roster.is_active(member, now):
        return False
    if meeting.kind != "committee":
        return True
    return not roster.roles(session, member.id, meeting.organisation_id, now).isdisjoint(COMMITTEE_ROLES)
