"""Organisers consider declared absences in private: with good reason or without, one tap each, recorded by whom."""

from handlers import alerts, meetings, results
from handlers.attendance_talk import said_text
from handlers.choosing import number, page_of
from handlers.desk import Choice
from handlers.results import Absentee, absentees, decision
from handlers.turn import RefusedError, Turn
from storage import attendance as rows
from storage import roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member


def review(turn: Turn, meeting_id: str, page: str) -> None:
    """List who is absent and how it stands; a name opens it."""
    meeting = _meeting(turn, meeting_id)
    _list(turn, meeting, number(page))


def one(turn: Turn, meeting_id: str, member_id: str) -> None:
    """Show one absence with its reason, and ask for the decision."""
    meeting = _meeting(turn, meeting_id)
    member, row = _absent(turn, meeting, member_id)
    parts = [
        turn.text(
            "absence-one",
            name=member.full_name,
            heading=meetings.heading(turn, meeting),
            said=said_text(turn, row) if row.answer else turn.text("att-short-silent"),
            state=turn.text(f"result-{decision(row)}"),
        )
    ]
    if row.reason_text:
        parts.append(turn.text("absence-note", note=row.reason_text))
    if row.answered_at is not None and row.answered_at >= meeting.starts_at:
        parts.append(turn.text("absence-after-start"))
    decided_by = turn.session.get(Member, row.accepted_by) if row.accepted_by else None
    if decided_by is not None:
        parts.append(turn.text("absence-decided-by", name=decided_by.full_name))
    stem = f"absok:{meeting.id}:{member.id}"
    choices = [
        turn.choice("absence-accept", f"{stem}:y"),
        turn.choice("absence-refuse", f"{stem}:n"),
        turn.choice("button-back", f"abs:{meeting.id}:0"),
    ]
    turn.change_text("\n".join(parts), choices)


def decide(turn: Turn, meeting_id: str, member_id: str, answer: str) -> None:
    """Record that an absence has good reason ("y") or not ("n"), by whom; the member is told, and what it adds up to is looked at."""
    meeting = _meeting(turn, meeting_id)
    rows.lock(turn.session, meeting)
    member, row = _absent(turn, meeting, member_id)
    by = turn.require_member()
    if answer not in ("y", "n"):
        raise RefusedError("button-too-old")
    if member.id == by.id:
        raise RefusedError("absence-own")
    accepted = answer == "y"
    verdict = "excused" if accepted else "unexcused"
    if row.accepted != accepted:
        row.accepted, row.accepted_by = accepted, by.id
        roster.note(turn.session, turn.now, by.id, f"absence-{verdict}", f"meeting:{meeting.id}", f"member:{member.id}")
        if meeting.state != "held":
            results.tell_member(turn, meeting, member, f"absence-told-{verdict}")
    lead = turn.text("absence-done", name=member.full_name, state=turn.text(f"result-{verdict}"))
    if meeting.state == "held":
        raised = results.write(turn, meeting, by, {member.id: verdict})
        results.tell_organisers(turn, meeting, by, raised, first=False)
        text, _ = results.report(turn, meeting, by, raised, first=False)
        lead = f"{lead}\n{text}" if text else lead
    _list(turn, meeting, 0, lead)


def _list(turn: Turn, meeting: Meeting, page: int, lead: str = "") -> None:
    gone = sorted(absentees(turn, meeting), key=lambda absentee: decision(absentee.row) != "waiting")
    heading = meetings.heading(turn, meeting)
    if not gone:
        text, choices = turn.text("absence-none", heading=heading), []
    else:
        waiting = sum(1 for absentee in gone if decision(absentee.row) == "waiting")
        text = turn.text("absence-list", heading=heading, count=len(gone), waiting=waiting)
        names = [_choice(turn, meeting, absentee) for absentee in gone]
        choices = page_of(turn, names, page, f"abs:{meeting.id}:")
    turn.change_text(f"{lead}\n{text}" if lead else text, choices)


def _choice(turn: Turn, meeting: Meeting, absentee: Absentee) -> Choice:
    row = absentee.row
    reason = alerts.reason_text(turn, row.reason) if row.answer == "absent" else turn.text("absence-no-word")
    return turn.choice(
        "absence-choice",
        f"absone:{meeting.id}:{absentee.member.id}",
        name=absentee.member.full_name,
        reason=reason,
        state=turn.text(f"result-{decision(row)}"),
    )


def _meeting(turn: Turn, meeting_id: str) -> Meeting:
    turn.require_private()
    meeting = turn.session.get(Meeting, number(meeting_id))
    if meeting is None:
        raise RefusedError("button-too-old")
    turn.require_organiser(meeting.organisation_id)
    if meeting.state == "cancelled":
        raise RefusedError("att-cancelled")
    return meeting


def _absent(turn: Turn, meeting: Meeting, member_id: str) -> tuple[Member, Attendance]:
    member = turn.session.get(Member, number(member_id))
    if member is None or member.organisation_id != meeting.organisation_id:
        raise RefusedError("button-too-old")
    row = rows.row(turn.session, meeting.id, member.id)
    if row is not None and meeting.state == "held" and row.result not in ("present", "uncounted"):
        return member, row
    if row is not None and meeting.state != "held" and row.version == meeting.version and row.answer == "absent":
        return member, rows.hold(turn.session, meeting, member.id)
    raise RefusedError("absence-withdrawn", name=member.full_name)
