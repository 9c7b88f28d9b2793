"""Who was present: a list marked by the answers, changed with a tap, confirmed by an organiser, and corrected when need be."""

import re
from dataclasses import dataclass

from handlers import alerts, attendance, meetings, results
from handlers.attendance_behalf import find
from handlers.attendance_card import refresh_cards
from handlers.choosing import PAGE, clip, number, page_turners
from handlers.desk import Choice, Desk
from handlers.summary import organisation_to_organise
from handlers.turn import RefusedError, Turn
from storage import attendance as rows
from storage import meetings as stored
from storage import roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member, Organisation
from storage.spine import Push

# "2 5 7", "2,5,7", "2 và 5": several numbers at once, on a network without buttons.
NUMBERS = re.compile(r"\d{1,2}(?:\s*(?:,|;|và|va|and|\s)\s*\d{1,2})*[.\s]*", re.IGNORECASE)
LABEL = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: a member, what is written about him, what he answered, and whether he is marked present."""

    member: Member
    row: Attendance | None
    answer: str | None
    present: bool


# -- asked by the clock, or opened -------------------------------------------------------------------------------------


def request(desk: Desk, push: Push) -> str | None:
    """Ask the organisers after the meeting to record who was present; returns why nothing was asked."""
    meeting = desk.session.get(Meeting, push.meeting_id) if push.meeting_id is not None else None
    if meeting is None or meeting.state != "planned":
        return "presence was recorded before, or the meeting is cancelled"
    text = desk.text("presence-ask", heading=meetings.heading(desk, meeting), when=meetings.when(desk, meeting))
    choices = [
        desk.choice("presence-open", f"prs:{meeting.id}:0"),
        desk.choice("presence-all", f"pra:{meeting.id}:0"),
    ]
    reached = 0
    for organiser in roster.organisers(desk.session, meeting.organisation_id, desk.now):
        key = f"presence:{push.id}:{organiser.id}"
        row = desk.post_to_member(organiser, text, choices, key=key, meeting_id=meeting.id, purpose="presence")
        reached += row is not None
    return None if reached else "no organiser can be reached"


def command(turn: Turn, rest: str) -> None:  # noqa: ARG001
    """Answer /diemdanh: open the list of the latest meeting that has begun."""
    organisation_to_organise(turn, "presence-which", "pro", of_organisation)


def of_organisation(turn: Turn, organisation_id: str) -> None:
    """Open the list of an organisation's latest meeting, or what was recorded of it."""
    turn.require_private()
    organisation = turn.session.get(Organisation, number(organisation_id))
    if organisation is None:
        raise RefusedError("button-too-old")
    by = turn.require_organiser(organisation.id)
    meeting = stored.last_meeting(turn.session, organisation.id, turn.now)
    if meeting is None:
        raise RefusedError("presence-none", cell=organisation.name)
    if meeting.state == "held":
        text, choices = results.report(turn, meeting, by, {})
        turn.change_text(text, [turn.choice("presence-correct", f"prs:{meeting.id}:0"), *choices])
        return
    _show(turn, meeting, 0)


# -- the list ----------------------------------------------------------------------------------------------------------


def opened(turn: Turn, meeting_id: str, page: str) -> None:
    """Show a page of the list."""
    _show(turn, _meeting(turn, meeting_id), number(page))


def marked(turn: Turn, meeting_id: str, member_id: str, present: str, page: str) -> None:
    """Mark one member present ("1") or absent ("0"): the button says which, so that two quick taps are one."""
    meeting = _meeting(turn, meeting_id)
    member = number(member_id)
    if member not in {entry.member.id for entry in _entries(turn, meeting)} or present not in ("0", "1"):
        raise RefusedError("button-too-old")
    _mark(turn, meeting, {member: present == "1"})
    _show(turn, meeting, number(page))


def all_present(turn: Turn, meeting_id: str, page: str) -> None:
    """Mark everybody present; it is only recorded when confirmed."""
    meeting = _meeting(turn, meeting_id)
    _mark(turn, meeting, {entry.member.id: True for entry in _entries(turn, meeting)})
    _show(turn, meeting, number(page))


def typed(turn: Turn, text: str) -> None:
    """Take several numbers or a name typed while the list is open; anything else is heard as plain words."""
    meeting = turn.session.get(Meeting, turn.data.get("meeting", 0))
    if meeting is None or turn.member is None:
        turn.end_talk()
        attendance.said(turn, text)
        return
    meeting = _meeting(turn, f"{meeting.id}")
    page = int(turn.data.get("page", 0))
    entries = _entries(turn, meeting)
    if NUMBERS.fullmatch(text.strip()):
        shown = entries[page * PAGE : (page + 1) * PAGE]
        wanted = {int(digits) - 1 for digits in re.findall(r"\d+", text)}
        chosen = [entry for at, entry in enumerate(shown) if at in wanted]
    else:
        named = {member.id for member in find(text, [entry.member for entry in entries])}
        chosen = [entry for entry in entries if entry.member.id in named] if len(named) == 1 else []
    if not chosen:
        turn.end_talk()
        attendance.said(turn, text)
        return
    _mark(turn, meeting, {entry.member.id: not entry.present for entry in chosen})
    _show(turn, meeting, page)


def _show(turn: Turn, meeting: Meeting, page: int) -> None:
    entries = _entries(turn, meeting)
    last = max(0, (len(entries) - 1) // PAGE)
    here = min(page, last)
    parts = [
        turn.text(
            "presence-list",
            heading=meetings.heading(turn, meeting),
            when=meetings.when(turn, meeting),
            present=sum(entry.present for entry in entries),
            expected=len(entries),
        )
    ]
    if not turn.bot.has_buttons:
        parts.append(turn.text("presence-list-numbers"))
    if last:
        parts.append(turn.text("presence-page", page=here + 1, pages=last + 1))
    choices: list[Choice | list[Choice]] = [
        Choice(_label(turn, entry), f"prt:{meeting.id}:{entry.member.id}:{0 if entry.present else 1}:{here}")
        for entry in entries[here * PAGE : (here + 1) * PAGE]
    ]
    turns = page_turners(turn, here, last, f"prs:{meeting.id}:")
    if turns:
        choices.append(turns)
    everybody = turn.choice("presence-all", f"pra:{meeting.id}:{here}")
    choices.append([everybody, turn.choice("presence-done", f"prc:{meeting.id}")])
    turn.await_step("presence", meeting=meeting.id, page=here)
    turn.change_text("\n".join(parts), choices)


def _label(desk: Desk, entry: Entry) -> str:
    name = clip(entry.member.full_name, LABEL)
    if entry.present:
        return desk.text("presence-here", name=name)
    return desk.text("presence-gone", name=name, why=desk.text(f"presence-why-{_why(entry)}"))


def _why(entry: Entry) -> str:
    return {"attend": "said-yes", "late": "said-yes", "absent": "absent"}.get(entry.answer or "", "silent")


def _entries(desk: Desk, meeting: Meeting) -> list[Entry]:
    """Return the lines in roster order, marked as the organisers ticked, else as recorded, else as the members answered.

    To be corrected are those who were counted then: who joined the cell later was not missing.
    """
    written = rows.rows(desk.session, meeting.id)
    if meeting.state == "held":
        members = roster.members(desk.session, meeting.organisation_id, desk.now)
        there = [member for member in members if member.id in written and written[member.id].result != "uncounted"]
    else:
        there = rows.expected(desk.session, meeting, desk.now)
    return [_entry(meeting, member, written.get(member.id)) for member in there]


def _entry(meeting: Meeting, member: Member, row: Attendance | None) -> Entry:
    if row is None:
        return Entry(member, None, None, present=False)
    answer = row.answer if row.version == meeting.version else None
    present = row.present
    if present is None:
        present = row.result == "present" if meeting.state == "held" else answer in ("attend", "late")
    return Entry(member, row, answer, present)


def _mark(desk: Desk, meeting: Meeting, marks: dict[int, bool]) -> None:
    for member_id, row in rows.hold_all(desk.session, meeting, marks).items():
        row.present = marks[member_id]
    desk.session.flush()


# -- confirming --------------------------------------------------------------------------------------------------------


def confirm(turn: Turn, meeting_id: str) -> None:
    """Show what would be recorded, and ask."""
    meeting = _meeting(turn, meeting_id)
    entries = _entries(turn, meeting)
    outcome = {entry.member.id: _result(entry) for entry in entries}
    values = list(outcome.values())
    parts = [
        turn.text(
            "presence-confirm",
            heading=meetings.heading(turn, meeting),
            when=meetings.when(turn, meeting),
            present=values.count("present"),
            expected=len(values),
            waiting=values.count(None),
            excused=values.count("excused"),
            unexcused=values.count("unexcused"),
        )
    ]
    gone = [
        turn.text(
            "summary-name-with",
            name=entry.member.full_name,
            detail=turn.text(f"result-{outcome[entry.member.id] or 'waiting'}"),
        )
        for entry in entries
        if outcome[entry.member.id] != "present"
    ]
    if gone:
        parts.append(turn.text("presence-confirm-names", names=alerts.fitting(turn, gone)))
    parts.append(turn.text("presence-confirm-ask"))
    choices = [
        turn.choice("presence-write", f"prok:{meeting.id}"),
        turn.choice("button-back", f"prs:{meeting.id}:0"),
    ]
    turn.change_text("\n".join(parts), choices)


def record(turn: Turn, meeting_id: str) -> None:
    """Write the results, tell whom they concern, and show the organiser what came of it."""
    meeting = _meeting(turn, meeting_id)
    by = turn.require_member()
    first = meeting.state != "held"
    entries = _entries(turn, meeting)
    written = rows.rows(turn.session, meeting.id)
    outcome: dict[int, str | None] = {entry.member.id: _result(entry) for entry in entries}
    changed = first or any(written[one].result != result for one, result in outcome.items() if one in written)
    outcome |= _uncounted(turn, meeting, set(outcome), written)
    raised = results.write(turn, meeting, by, outcome)
    for row in rows.rows(turn.session, meeting.id).values():
        row.present = None
    turn.session.flush()
    turn.end_talk()
    results.tell_organisers(turn, meeting, by, raised, first=first)
    refresh_cards(turn, meeting)
    lead = "presence-recorded" if first else "presence-corrected" if changed else "presence-unchanged"
    text, choices = results.report(turn, meeting, by, raised)
    choices = [*choices, turn.choice("presence-correct", f"prs:{meeting.id}:0")]
    turn.change_text(f"{turn.text(lead)}\n{text}", choices)


def _result(entry: Entry) -> str | None:
    """Return the result of one line: an absence the organisers have not decided about stays open if it was declared."""
    if entry.present:
        return "present"
    if entry.row is not None and entry.row.accepted is not None:
        return "excused" if entry.row.accepted else "unexcused"
    return None if entry.answer == "absent" else "unexcused"


def _uncounted(
    desk: Desk, meeting: Meeting, expected: set[int], written: dict[int, Attendance]
) -> dict[int, str | None]:
    """Return the results of who is outside the attendance base (exempt, away, guests, gone); they are fixed when first recorded."""
    if meeting.state == "held":
        return {}
    members = [] if meeting.kind == "committee" else roster.members(desk.session, meeting.organisation_id, desk.now)
    others = {member.id for member in members} | set(written)
    return dict.fromkeys(sorted(others - expected), "uncounted")


def _meeting(turn: Turn, meeting_id: str) -> Meeting:
    """Return the meeting if the speaker may record its presence now."""
    turn.require_private()
    meeting = turn.session.get(Meeting, number(meeting_id))
    if meeting is None:
        raise RefusedError("button-too-old")
    rows.lock(turn.session, meeting)
    turn.require_organiser(meeting.organisation_id)
    if meeting.state == "cancelled":
        raise RefusedError("att-cancelled")
    if turn.now < meeting.starts_at:
        raise RefusedError("presence-not-begun")
    return meeting
