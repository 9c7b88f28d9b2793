"""Words about somebody else: never recorded for the sender; an organiser may record them on behalf, and the person is told."""

from rapidfuzz import fuzz, process

from handlers import alerts, meetings
from handlers.attendance_card import ANSWERS, ask_choices, is_open
from handlers.attendance_record import REASONS, Said, check, record, speaker
from handlers.attendance_talk import privately, said_text
from handlers.choosing import number
from handlers.desk import Choice
from handlers.folding import fold
from handlers.turn import RefusedError, Turn
from handlers.understanding import Reading
from storage import attendance as rows
from storage import roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member

# Names one letter apart are other people; only slips in longer names are forgiven.
ALIKE = 88
MOST_NAMES = 8
LATEST = 240


def said(turn: Turn, meeting: Meeting, reading: Reading) -> None:
    """Answer words about another person: offer an organiser to record them, tell a member how it is done."""
    member = speaker(turn)
    if not roster.is_organiser(turn.session, member, meeting.organisation_id, turn.now):
        _say(turn, meeting, turn.text("behalf-member"), [])
        return
    found = find(reading.name or "", roster.members(turn.session, meeting.organisation_id, turn.now))
    if not found or len(found) > MOST_NAMES:
        _say(turn, meeting, turn.text("behalf-nobody", name=(reading.name or "–")[:60]), [])
    elif len(found) == 1:
        _offer(turn, meeting, found[0], reading.said_of_other, reading.minutes_late_of_other, reading.reason_of_other)
    else:
        what = _packed(reading.said_of_other, reading.minutes_late_of_other, reading.reason_of_other)
        choices = [
            Choice(f"{other.full_name} ({other.code})", f"attw:{meeting.id}:{meeting.version}:{other.id}:{what}")
            for other in found
        ]
        _say(turn, meeting, turn.text("behalf-who", name=(reading.name or "")[:60]), choices)


def find(name: str, members: list[Member]) -> list[Member]:
    """Return the members a name may mean, in roster order: spelled like it, else sounding like it, else nearly.

    Vietnamese people are called by the last word of their name, so "Hùng" means every "… Hùng", not "Hùng …".
    """
    wanted = name.casefold().split()
    if not wanted:
        return []
    exact = [member for member in members if member.full_name.casefold().split()[-len(wanted) :] == wanted]
    if exact:
        return exact
    bare = fold(name).split()
    alike = [member for member in members if bare and fold(member.full_name).split()[-len(bare) :] == bare]
    if alike:
        return alike
    names = {member.id: fold(member.full_name) for member in members}
    close = process.extract(fold(name), names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_NAMES + 1)
    ids = {member_id for _, _, member_id in close}
    return [member for member in members if member.id in ids]


def who_pressed(turn: Turn, meeting_id: str, version: str, member_id: str, what: str) -> None:
    """Take the choice among several people of that name."""
    meeting, other = _checked(turn, meeting_id, version, member_id)
    answer, minutes, reason = _unpacked(what)
    _offer(turn, meeting, other, answer, minutes, reason)


def confirmed(turn: Turn, meeting_id: str, version: str, member_id: str, what: str) -> None:
    """Record an answer on behalf, and let the person know in private who recorded what."""
    meeting, other = _checked(turn, meeting_id, version, member_id)
    answer, minutes, reason = _unpacked(what)
    by = speaker(turn)
    if answer is None:
        raise RefusedError("button-too-old")
    recorded = record(turn, meeting, other, Said(answer, minutes, reason), by=by)
    heading = meetings.heading(turn, meeting)
    turn.change("behalf-done", name=other.full_name, said=said_text(turn, recorded.row), heading=heading)
    if not recorded.repeated and other.id != by.id:
        _tell(turn, meeting, other, by, recorded.row)


def declined(turn: Turn) -> None:
    """Leave everything as it is."""
    turn.require_private()
    turn.change("cancelled")


def _offer(
    turn: Turn, meeting: Meeting, other: Member, answer: str | None, minutes: int | None, reason: str | None
) -> None:
    stem = f"attb:{meeting.id}:{meeting.version}:{other.id}"
    facts = {"name": other.full_name, "heading": meetings.heading(turn, meeting), "when": meetings.when(turn, meeting)}
    known = rows.answer_of(turn.session, meeting, other)
    before = said_text(turn, known) if known is not None else turn.text("att-short-silent")
    no = turn.choice("behalf-no", "attn")
    if answer is None:
        choices = [turn.choice(f"behalf-{word}", f"{stem}:{_packed(word, None, None)}") for word in ANSWERS]
        _say(turn, meeting, turn.text("behalf-what", **facts, before=before), [*choices, no])
        return
    check(turn, meeting, other, Said(answer, minutes, reason))
    said_of_other = said_text(turn, Attendance(answer=answer, minutes_late=minutes, reason=reason))
    text = turn.text("behalf-offer", **facts, said=said_of_other, before=before)
    yes = turn.choice("behalf-yes", f"{stem}:{_packed(answer, minutes, reason)}")
    _say(turn, meeting, text, [yes, no])


def _say(turn: Turn, meeting: Meeting, text: str, choices: list[Choice]) -> None:
    """Names and reasons are for the private chat: in the group there is only a word that it goes on there."""
    if not turn.incoming.in_group:
        turn.change_text(text, choices, meeting_id=meeting.id)
    elif privately(turn, meeting, text, choices):
        turn.say("behalf-group")
    else:
        turn.say("behalf-group-unreachable")


def _tell(turn: Turn, meeting: Meeting, other: Member, by: Member, row: Attendance) -> None:
    text = turn.text(
        "behalf-told",
        by=by.full_name,
        said=said_text(turn, row),
        heading=meetings.heading(turn, meeting),
        when=meetings.when(turn, meeting),
    )
    choices = ask_choices(turn, meeting) if is_open(turn, meeting) else []
    not_before = alerts.not_at_night(turn, meeting.organisation_id)
    turn.post_to_member(other, text, choices, meeting_id=meeting.id, purpose="notice", not_before=not_before)


def _checked(turn: Turn, meeting_id: str, version: str, member_id: str) -> tuple[Meeting, Member]:
    """Return the meeting and the member a button names, if the speaker organises his own cell and the button still holds."""
    turn.require_private()
    by = speaker(turn)
    meeting = turn.session.get(Meeting, number(meeting_id))
    other = turn.session.get(Member, number(member_id))
    if meeting is None or other is None or meeting.organisation_id != by.organisation_id:
        raise RefusedError("button-too-old")
    turn.require_organiser(meeting.organisation_id)
    if meeting.version != number(version):
        raise RefusedError("att-moved-toast", when=meetings.when(turn, meeting))
    if not rows.is_invited(turn.session, meeting, other, turn.now):
        raise RefusedError("behalf-not-invited", name=other.full_name)
    return meeting, other


def _packed(answer: str | None, minutes: int | None, reason: str | None) -> str:
    return f"{answer or ''}.{minutes or ''}.{reason or ''}"


def _unpacked(what: str) -> tuple[str | None, int | None, str | None]:
    answer, minutes, reason = ([*what.split("."), "", ""])[:3]
    late = number(minutes) if minutes else None
    if answer not in (*ANSWERS, "") or reason not in (*REASONS, "") or (late is not None and late > LATEST):
        raise RefusedError("button-too-old")
    return answer or None, late, reason or None
