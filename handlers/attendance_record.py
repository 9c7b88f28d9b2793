"""Writes down who comes: what may still be said, what changes, and who has to hear of it."""

from dataclasses import dataclass

from handlers import alerts
from handlers.attendance_card import ANSWERS, EXCUSES, refresh_counts
from handlers.choosing import number
from handlers.desk import Desk
from handlers.turn import RefusedError, Turn
from storage import attendance as rows
from storage import roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member

REASONS = ("work", "health", "family", "study", "duty", "other")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about coming. None for minutes or reason: nothing said about it, what was said before stands."""

    answer: str
    minutes_late: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What stands written now; `repeated`: it stood there before, nobody was alerted; `after_start`: a late excuse."""

    row: Attendance
    repeated: bool
    after_start: bool


# -- who may say what ------------------------------------------------------------------------------------------------


def speaker(turn: Turn) -> Member:
    """Return the member who speaks, in his own cell's group or in private; refuse strangers, suspended members and other cells'."""
    member = turn.member
    if member is None:
        raise RefusedError("not-linked")
    if not roster.is_active(member, turn.now):
        raise RefusedError("att-not-active")
    if turn.incoming.in_group:
        if turn.group is None:
            raise RefusedError("group-hello")
        if turn.group.organisation_id != member.organisation_id:
            raise RefusedError("att-other-cell")
    return member


def meeting_of(turn: Turn, meeting_id: str) -> Meeting:
    """Return the meeting a button names if it is the speaker's own affair."""
    member = speaker(turn)
    meeting = turn.session.get(Meeting, number(meeting_id))
    if meeting is None:
        raise RefusedError("button-too-old")
    if meeting.organisation_id != member.organisation_id:
        raise RefusedError("att-other-cell")
    if not rows.is_invited(turn.session, meeting, member, turn.now):
        raise RefusedError("att-not-invited")
    return meeting


def check(desk: Desk, meeting: Meeting, member: Member, said: Said) -> None:
    """Refuse what cannot be said any more: of a cancelled or held meeting, or after the start unless it is an excuse."""
    if said.answer not in ANSWERS or (said.reason is not None and said.reason not in REASONS):
        raise RefusedError("button-too-old")
    if meeting.state == "cancelled":
        raise RefusedError("att-cancelled")
    if meeting.state == "held":
        raise RefusedError("att-held")
    if desk.now >= meeting.starts_at and said.answer not in EXCUSES:
        raise RefusedError("att-begun")
    standing = roster.standing(member, desk.now.date())
    if standing in ("exempt", "away") and said.answer in EXCUSES:
        raise RefusedError(f"att-{standing}-need-not")


# -- writing it down -------------------------------------------------------------------------------------------------


def record(desk: Desk, meeting: Meeting, member: Member, said: Said, by: Member | None = None) -> Recorded:
    """Write the answer down, trace it, refresh the cards and alert the organisers of an absence; `by`: who said it for the member.

    Raises RefusedError before anything is changed.
    """
    rows.lock(desk.session, meeting)
    check(desk, meeting, member, said)
    row = rows.hold(desk.session, meeting, member.id)
    after_start = desk.now >= meeting.starts_at
    if row.version != meeting.version:
        _forget_answer(row)
        row.version = meeting.version
    before = row.answer
    repeated = _adds_nothing(row, said)
    if not repeated:
        _write(row, said)
        row.answered_at = desk.now
        row.said_by = by.id if by is not None and by.id != member.id else None
        _trace(desk, meeting, row, before, after_start=after_start)
        if before != row.answer:
            refresh_counts(desk, meeting)
        if "absent" in (before, row.answer):
            alerts.absence_changed(desk, meeting, waits=row.answer == "absent" and row.reason is None)
    return Recorded(row, repeated, after_start)


def add_note(desk: Desk, meeting: Meeting, member: Member, text: str) -> Attendance | None:
    """Keep the free words beside the reason; return what stands written, None if the member is not absent (any more)."""
    row = rows.answer_of(desk.session, meeting, member)
    if row is None or row.answer != "absent" or meeting.state != "planned":
        return None
    row.reason_text = text
    return row


def _adds_nothing(row: Attendance, said: Said) -> bool:
    return (
        row.answer == said.answer
        and said.minutes_late in (None, row.minutes_late)
        and said.reason in (None, row.reason)
    )


def _write(row: Attendance, said: Said) -> None:
    if row.answer != said.answer or said.reason not in (None, row.reason):
        _forget_answer(row)
    row.answer = said.answer
    row.minutes_late = said.minutes_late if said.answer == "late" else None
    row.reason = said.reason if said.answer == "absent" else None


def _forget_answer(row: Attendance) -> None:
    # What the organisers decided about one excuse does not hold for another.
    row.answer = row.minutes_late = row.reason = row.reason_text = None
    row.accepted = row.accepted_by = row.said_by = row.present = None


def _trace(desk: Desk, meeting: Meeting, row: Attendance, before: str | None, *, after_start: bool) -> None:
    action = "attendance-after-start" if after_start else "attendance"
    actor = row.said_by or row.member_id
    detail = f"member:{row.member_id} {before or '-'}>{row.answer}"
    roster.note(desk.session, desk.now, actor, action, f"meeting:{meeting.id}", detail)
