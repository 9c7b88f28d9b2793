"""How the answers stand, for the organisers in private: at the deadline by itself, and at any time when they ask."""

from collections.abc import Callable

from handlers import alerts, meetings
from handlers.attendance_record import speaker
from handlers.attendance_talk import said_text
from handlers.choosing import number, page_turners, pages
from handlers.desk import Choice, Desk
from handlers.results import absentees, report
from handlers.turn import RefusedError, Turn
from storage import attendance as rows
from storage import meetings as stored
from storage import roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member, Organisation
from storage.spine import Push

# Characters of names on a page: with head and counts below 2,000, which is what Zalo takes.
ROOM = 1300


# -- by itself ---------------------------------------------------------------------------------------------------------


def deadline(desk: Desk, push: Push) -> str | None:
    """Tell the organisers, when the time for answers is over, numbers and names; returns why nothing was said."""
    meeting = desk.session.get(Meeting, push.meeting_id) if push.meeting_id is not None else None
    if meeting is None or meeting.state != "planned":
        return "meeting is not planned any more"
    found = _pages(desk, meeting, "summary-deadline")
    reached = 0
    for organiser in roster.organisers(desk.session, meeting.organisation_id, desk.now):
        row = desk.post_to_member(
            organiser,
            found[0],
            _choices(desk, meeting, 0, len(found)),
            key=f"deadline:{push.id}:{organiser.id}",
            meeting_id=meeting.id,
            purpose="alert",
        )
        reached += row is not None
    return None if reached else "no organiser can be reached"


# -- when asked --------------------------------------------------------------------------------------------------------


def command(turn: Turn, rest: str) -> None:  # noqa: ARG001
    """Answer /tinhhinh: how the answers to the next meeting stand."""
    organisation_to_organise(turn, "summary-which", "sumo", of_organisation)


def organisation_to_organise(turn: Turn, question: str, verb: str, go_on: Callable[[Turn, str], None]) -> None:
    """Go on with the organisation the speaker organises: his own cell first, else the only one, else ask which (`verb`:<id>)."""
    turn.require_private()
    member = speaker(turn)
    organised = roster.organised_by(turn.session, member.id, turn.now)
    own = [organisation for organisation in organised if organisation.id == member.organisation_id]
    if not organised:
        raise RefusedError("organisers-only")
    if own or len(organised) == 1:
        go_on(turn, f"{(own or organised)[0].id}")
        return
    turn.say(question, [Choice(one.name, f"{verb}:{one.id}") for one in organised[:12]])


def of_organisation(turn: Turn, organisation_id: str) -> None:
    """Show how the answers to an organisation's next meeting stand, or to the one that waits for its results."""
    turn.require_private()
    organisation = turn.session.get(Organisation, number(organisation_id))
    if organisation is None:
        raise RefusedError("button-too-old")
    turn.require_organiser(organisation.id)
    last = stored.last_meeting(turn.session, organisation.id, turn.now)
    coming = stored.next_meeting(turn.session, organisation.id, turn.now)
    meeting = last if last is not None and last.state == "planned" and (coming is None or _near(turn, last)) else coming
    if meeting is None:
        raise RefusedError("summary-none", cell=organisation.name)
    _show(turn, meeting, 0)


def turned(turn: Turn, meeting_id: str, page: str) -> None:
    """Turn a page of it."""
    turn.require_private()
    meeting = turn.session.get(Meeting, number(meeting_id))
    if meeting is None or meeting.state == "cancelled":
        raise RefusedError("button-too-old")
    turn.require_organiser(meeting.organisation_id)
    if meeting.state == "held":
        text, choices = report(turn, meeting, turn.require_member(), {})
        turn.change_text(text, choices)
        return
    _show(turn, meeting, number(page))


def _near(turn: Turn, meeting: Meeting) -> bool:
    """Whether a meeting that has begun is still the one people ask about: until a day after."""
    return (turn.now - meeting.starts_at).days < 1


def _show(turn: Turn, meeting: Meeting, page: int) -> None:
    found = _pages(turn, meeting, "summary-now")
    here = min(page, len(found) - 1)
    turn.change_text(found[here], _choices(turn, meeting, here, len(found)), meeting_id=meeting.id)


# -- what it says ------------------------------------------------------------------------------------------------------


def _pages(desk: Desk, meeting: Meeting, lead: str) -> list[str]:
    """Return the summary page by page: every page has the heading, the first one the counts too."""
    answers = rows.answers(desk.session, meeting)
    expected = rows.expected(desk.session, meeting, desk.now)
    reachable = roster.reachable_accounts(desk.session, [member.id for member in expected])
    out_of_reach = [member for member in expected if member.id not in reachable]
    counts = rows.counts(desk.session, meeting, desk.now)
    head = desk.text(lead, heading=meetings.heading(desk, meeting), when=meetings.when(desk, meeting))
    numbers = desk.text(
        "summary-counts",
        attend=counts.attend,
        late=counts.late,
        absent=counts.absent,
        unsure=counts.unsure,
        silent=counts.silent,
        unreachable=len(out_of_reach),
        expected=counts.expected,
    )
    lines = []
    # First what the organisers may have to act on.
    for answer in ("absent", "late", "unsure", None):
        lines += _section(desk, answer, [member for member in expected if _answer(answers, member) == answer], answers)
    lines += _list(desk, "summary-unreachable", [_name(desk, member) for member in out_of_reach])
    lines += _section(desk, "attend", [one for one in expected if _answer(answers, one) == "attend"], answers)
    expected_ids = {member.id for member in expected}
    others = [
        member
        for member in roster.members(desk.session, meeting.organisation_id, desk.now)
        if member.id not in expected_ids and _answer(answers, member) in ("attend", "late")
    ]
    lines += _list(desk, "summary-others", [_name(desk, member) for member in others])
    bodies = ["\n".join(page) for page in pages([numbers, *lines], ROOM)]
    if len(bodies) == 1:
        return [f"{head}\n{bodies[0]}"]
    return [
        f"{head}\n{body}\n{desk.text('summary-page', page=at, pages=len(bodies))}" for at, body in enumerate(bodies, 1)
    ]


def _answer(answers: dict[int, Attendance], member: Member) -> str | None:
    return answers[member.id].answer if member.id in answers else None


def _section(desk: Desk, answer: str | None, members: list[Member], answers: dict[int, Attendance]) -> list[str]:
    names = [_name(desk, member, _detail(desk, answers.get(member.id))) for member in members]
    return _list(desk, f"summary-{answer or 'silent'}", names)


def _list(desk: Desk, key: str, names: list[str]) -> list[str]:
    return [desk.text(key, count=len(names)), *names] if names else []


def _name(desk: Desk, member: Member, detail: str = "") -> str:
    if detail:
        return desk.text("summary-name-with", name=member.full_name, detail=detail)
    return desk.text("summary-name", name=member.full_name)


def _detail(desk: Desk, row: Attendance | None) -> str:
    if row is None:
        return ""
    detail = ""
    if row.answer == "absent":
        detail = alerts.reason_text(desk, row.reason)
    elif row.answer == "late":
        late = row.minutes_late
        detail = desk.text("summary-minutes", minutes=late) if late else desk.text("summary-minutes-open")
    if row.said_by is not None:
        detail = desk.text("summary-by-other", said=detail or said_text(desk, row))
    return detail


def _choices(desk: Desk, meeting: Meeting, page: int, of: int) -> list[Choice]:
    choices = page_turners(desk, page, of - 1, f"sum:{meeting.id}:")
    if absentees(desk, meeting):
        choices.append(desk.choice("alert-review", f"abs:{meeting.id}:0"))
    return choices
