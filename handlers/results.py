"""What came of a meeting: results are written, organisers hear of the absences and what they add up to, members hear in private."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers import alerts, meetings
from handlers.attendance_record import speaker
from handlers.choosing import clip, number
from handlers.desk import Choice, Desk
from handlers.ladder import TO_HEAD, Concern, Held, attended_share, concern
from handlers.times import local, period_text
from handlers.turn import RefusedError, Turn
from storage import attendance as rows
from storage import roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member, Organisation

# Who hears of the graver rungs: the head and the committee of the cell, but not a secretary who is of neither.
COMMITTEE = ("head", "deputy", "committee")
NAMES_ROOM = 400


@dataclass(frozen=True, slots=True)
class Absentee:
    """A member who was not there, with what is written about him."""

    member: Member
    row: Attendance


# -- writing results -------------------------------------------------------------------------------------------------


def write(desk: Desk, meeting: Meeting, by: Member, results: dict[int, str | None]) -> dict[int, Concern]:
    """Write results (member id → present, excused, unexcused, uncounted, None: undecided) and tell whom they concern in private.

    Returns the concerns they newly raise, by member id. Doing it twice changes nothing and says nothing.
    """
    before = concerns(desk, meeting, results)
    first = meeting.state != "held"
    held = rows.hold_all(desk.session, meeting, results)
    changed: dict[int, str | None] = {}
    for member_id, result in results.items():
        row = held[member_id]
        if first or row.result != result:
            changed[member_id] = row.result
            row.result, row.result_by = result, by.id
    meeting.state = "held"
    desk.session.flush()
    if first:
        alerts.forget_told(desk, meeting)
    _trace(desk, meeting, by, held, changed, first=first)
    _tell_members(desk, meeting, held, changed, first=first)
    after = concerns(desk, meeting, results)
    return {member_id: found for member_id, found in after.items() if before.get(member_id) != found}


def concerns(desk: Desk, meeting: Meeting, member_ids: Iterable[int]) -> dict[int, Concern]:
    """Return what this meeting adds up to in its year, by member id; empty while it is not held, and for a meeting of the chi ủy."""
    found: dict[int, Concern] = {}
    for member_id, outcomes in rows.outcomes(desk.session, list(member_ids), meeting.period[:4]).items():
        at = next((index for index, outcome in enumerate(outcomes) if outcome.meeting_id == meeting.id), None)
        year = [Held(outcome.period, outcome.result) for outcome in outcomes]
        raised = concern(year, at, desk.policy) if at is not None else None
        if raised is not None:
            found[member_id] = raised
    return found


def _trace(
    desk: Desk,
    meeting: Meeting,
    by: Member,
    held: dict[int, Attendance],
    changed: dict[int, str | None],
    *,
    first: bool,
) -> None:
    subject = f"meeting:{meeting.id}"
    if first:
        present = sum(1 for row in held.values() if row.result == "present")
        roster.note(desk.session, desk.now, by.id, "presence-recorded", subject, f"present:{present} of {len(held)}")
        return
    for member_id, old in changed.items():
        detail = f"member:{member_id} {old or 'undecided'}>{held[member_id].result or 'undecided'}"
        roster.note(desk.session, desk.now, by.id, "presence-corrected", subject, detail)


def _tell_members(
    desk: Desk, meeting: Meeting, held: dict[int, Attendance], changed: dict[int, str | None], *, first: bool
) -> None:
    # At first only who was missed without reason hears of it; afterwards everybody whose result was changed.
    told = [one for one in changed if not first or held[one].result == "unexcused"]
    for member_id in told:
        member = desk.session.get_one(Member, member_id)
        if roster.is_active(member, desk.now):
            tell_member(desk, meeting, member, f"result-told-{held[member_id].result or 'waiting'}")


def tell_member(desk: Desk, meeting: Meeting, member: Member, key: str) -> None:
    """Write the member a private notice about the meeting, not at night."""
    text = desk.text(key, heading=meetings.heading(desk, meeting), when=meetings.when(desk, meeting))
    not_before = alerts.not_at_night(desk, meeting.organisation_id)
    desk.post_to_member(member, text, purpose="notice", not_before=not_before)


# -- what the organisers hear ------------------------------------------------------------------------------------------


def absentees(desk: Desk, meeting: Meeting) -> list[Absentee]:
    """Return who is absent, in roster order: by their own word before presence is recorded, by the results after it."""
    members = {member.id: member for member in roster.members(desk.session, meeting.organisation_id, desk.now)}
    if meeting.state == "held":
        found = {
            member_id: row
            for member_id, row in rows.rows(desk.session, meeting.id).items()
            if row.result not in ("present", "uncounted")
        }
    else:
        found = {
            member_id: row for member_id, row in rows.answers(desk.session, meeting).items() if row.answer == "absent"
        }
    return [Absentee(member, found[member_id]) for member_id, member in members.items() if member_id in found]


def decision(row: Attendance) -> str:
    """Return how an absence stands: excused, unexcused, or waiting for the organisers."""
    if row.result in ("excused", "unexcused"):
        return row.result
    if row.accepted is None:
        return "waiting"
    return "excused" if row.accepted else "unexcused"


def tell_organisers(turn: Turn, meeting: Meeting, by: Member, raised: dict[int, Concern], *, first: bool) -> None:
    """Tell the organisers in private what came of the meeting and what it adds up to; the one who recorded it reads it as the answer.

    After a correction only the new concerns are told. Nobody is told about himself.
    """
    for organiser in roster.organisers(turn.session, meeting.organisation_id, turn.now):
        if organiser.id == by.id:
            continue
        text, choices = report(turn, meeting, organiser, raised, first=first)
        if text:
            not_before = alerts.not_at_night(turn, meeting.organisation_id)
            turn.post_to_member(organiser, text, choices, purpose="alert", meeting_id=meeting.id, not_before=not_before)


def report(
    desk: Desk, meeting: Meeting, reader: Member, raised: dict[int, Concern], *, first: bool = True
) -> tuple[str, list[Choice]]:
    """Return what the organiser `reader` may read about a held meeting, with what he can do; empty if there is nothing for him."""
    parts = [_results_text(desk, meeting, reader)] if first else []
    theirs = _for_reader(desk, meeting, reader, raised)
    choices = [desk.choice("alert-review", f"abs:{meeting.id}:0")] if first and absentees(desk, meeting) else []
    if theirs:
        if not first:
            when = meetings.when(desk, meeting)
            parts.append(desk.text("ladder-lead", heading=meetings.heading(desk, meeting), when=when))
        lines = [_concern_line(desk, member, found) for member, found in theirs]
        parts.append(
            desk.text(
                "ladder-alert", count=len(theirs), lines=alerts.fitting(desk, lines, 500), advice=_advice(desk, theirs)
            )
        )
        choices += _pass_on_choices(desk, meeting, reader, theirs)
    return "\n".join(parts), choices


def _results_text(desk: Desk, meeting: Meeting, reader: Member) -> str:
    written = rows.rows(desk.session, meeting.id)
    results = [row.result for row in written.values()]
    gone = absentees(desk, meeting)
    text = desk.text(
        "result-summary",
        heading=meetings.heading(desk, meeting),
        when=meetings.when(desk, meeting),
        present=results.count("present"),
        expected=len(results) - results.count("uncounted"),
        excused=results.count("excused"),
        unexcused=results.count("unexcused"),
        waiting=results.count(None),
    )
    parts = [text]
    for key in ("unexcused", "waiting"):
        names = [_name(desk, one) for one in gone if decision(one.row) == key and one.member.id != reader.id]
        if names:
            parts.append(desk.text(f"result-{key}-names", names=alerts.fitting(desk, names, NAMES_ROOM)))
    return "\n".join(parts)


def _name(desk: Desk, absentee: Absentee) -> str:
    row, name = absentee.row, absentee.member.full_name
    if row.answer in ("attend", "late"):
        return desk.text("result-name-said-yes", name=name)
    if row.answer == "absent":
        return desk.text("result-name-absent", name=name, reason=alerts.reason_text(desk, row.reason))
    return desk.text("result-name", name=name)


def _for_reader(
    desk: Desk, meeting: Meeting, reader: Member, raised: dict[int, Concern]
) -> list[tuple[Member, Concern]]:
    """Return the concerns the reader is to hear: the head all, the committee the graver ones and those about the head; nobody his own."""
    heads = {member.id for member in roster.holders(desk.session, meeting.organisation_id, ("head",), desk.now)}
    committee = {member.id for member in roster.holders(desk.session, meeting.organisation_id, COMMITTEE, desk.now)}
    found = []
    for member_id, one in sorted(raised.items()):
        hearers = heads - {member_id} if one.rung in TO_HEAD else committee
        if reader.id in (hearers or committee) and reader.id != member_id:
            found.append((desk.session.get_one(Member, member_id), one))
    return found


def _concern_line(desk: Desk, member: Member, found: Concern) -> str:
    return desk.text(f"ladder-{found.rung}", name=member.full_name, times=found.times)


def _advice(desk: Desk, theirs: list[tuple[Member, Concern]]) -> str:
    rungs = {found.rung for _, found in theirs}
    gravest = next((rung for rung in ("months", "row", "meet") if rung in rungs), "talk")
    return desk.text(f"ladder-advice-{gravest}")


# -- what only the head passes on --------------------------------------------------------------------------------------


def _pass_on_choices(
    desk: Desk, meeting: Meeting, reader: Member, theirs: list[tuple[Member, Concern]]
) -> list[Choice]:
    if "head" not in roster.roles(desk.session, reader.id, meeting.organisation_id, desk.now):
        return []
    if roster.parent(desk.session, meeting.organisation_id, desk.now) is None:
        return []
    grave = [member for member, found in theirs if found.rung == "months"][:3]
    return [
        desk.choice("ladder-pass-on", f"ladup:{meeting.id}:{member.id}:ask", name=member.full_name) for member in grave
    ]


def pass_on(turn: Turn, meeting_id: str, member_id: str, answer: str) -> None:
    """Ask the head, and on a yes tell the upper committee's organisers about months without attendance; nobody else can."""
    turn.require_private()
    by = speaker(turn)
    meeting = turn.session.get(Meeting, number(meeting_id))
    member = turn.session.get(Member, number(member_id))
    if (
        meeting is None
        or member is None
        or "head" not in roster.roles(turn.session, by.id, meeting.organisation_id, turn.now)
    ):
        raise RefusedError("ladder-head-only")
    found = concerns(turn, meeting, [member.id]).get(member.id)
    upper = roster.parent(turn.session, meeting.organisation_id, turn.now)
    if found is None or found.rung != "months" or upper is None:
        raise RefusedError("ladder-no-longer", name=member.full_name)
    cell = turn.session.get_one(Organisation, meeting.organisation_id)
    facts: dict[str, str | int] = {
        "name": member.full_name,
        "times": found.times,
        "year": meeting.period[:4],
        "cell": cell.name,
        "upper": upper.name,
    }
    if answer == "ask":
        choices = [
            turn.choice("ladder-pass-on-yes", f"ladup:{meeting.id}:{member.id}:yes"),
            turn.choice("button-cancel", "attn"),
        ]
        turn.change_text(turn.text("ladder-pass-on-ask", **facts), choices)
        return
    reached = sum(
        turn.post_to_member(
            organiser,
            turn.text("ladder-passed-on", **facts, by=by.full_name),
            purpose="alert",
            key=f"ladder-up:{meeting.id}:{member.id}:{organiser.id}",
            not_before=alerts.not_at_night(turn, upper.id),
        )
        is not None
        for organiser in roster.organisers(turn.session, upper.id, turn.now)
    )
    if reached:
        roster.note(turn.session, turn.now, by.id, "passed-on", f"meeting:{meeting.id}", f"member:{member.id}")
    turn.change_text(turn.text("ladder-pass-on-done" if reached else "ladder-pass-on-nobody", **facts))


# -- one's own ---------------------------------------------------------------------------------------------------------


def own_results(turn: Turn, rest: str) -> None:  # noqa: ARG001
    """Answer /ketqua in private: the member's own attendance this year."""
    turn.require_private()
    member = speaker(turn)
    zone = turn.session.get_one(Organisation, member.organisation_id).timezone
    year = f"{local(turn.now, zone).year}"
    outcomes = rows.outcomes(turn.session, [member.id], year)[member.id]
    if not outcomes:
        turn.say("result-own-none", year=year)
        return
    share = attended_share([Held(outcome.period, outcome.result) for outcome in outcomes])
    lines = [
        turn.text(
            "result-own-line", period=period_text(one.period), result=turn.text(f"result-{one.result or 'waiting'}")
        )
        for one in outcomes
    ]
    text = turn.text("result-own", year=year, lines=alerts.fitting(turn, lines))
    if share is not None:
        text += "\n" + turn.text("result-own-share", share=share)
    turn.say_text(clip(text, 2000))
