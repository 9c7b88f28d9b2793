"""Whose agenda it is: who may read it, who may change it, and until when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import meetings
from handlers.choosing import number
from handlers.turn import RefusedError, Turn
from storage import agenda as store
from storage import roster
from storage.meeting_tables import Meeting
from storage.people import Member, Organisation


def readable(turn: Turn, meeting_id: str) -> Meeting:
    """Return the meeting if its agenda may be read here: by members of the cell and in its group; the committee's by organisers alone."""
    meeting = turn.session.get(Meeting, number(meeting_id))
    if meeting is None:
        raise RefusedError("button-too-old")
    if turn.incoming.in_group:
        if turn.group is None or turn.group.organisation_id != meeting.organisation_id or meeting.kind == "committee":
            raise RefusedError("agenda-not-yours")
        return meeting
    member = turn.require_member()
    if not may_read(turn, member, meeting):
        raise RefusedError("agenda-not-yours")
    return meeting


def may_read(turn: Turn, member: Member, meeting: Meeting) -> bool:
    """Whether the member belongs to the circle that meets."""
    if roster.is_organiser(turn.session, member, meeting.organisation_id, turn.now):
        return True
    return member.organisation_id == meeting.organisation_id and meeting.kind != "committee"


def organised(turn: Turn, meeting_id: str) -> Meeting:
    """Return the meeting if the person prepares it, in private; whatever its state."""
    turn.require_private()
    meeting = turn.session.get(Meeting, number(meeting_id))
    if meeting is None:
        raise RefusedError("button-too-old")
    turn.require_organiser(meeting.organisation_id)
    return meeting


def editable(turn: Turn, meeting_id: str) -> Meeting:
    """Return the meeting, kept from others' changes, if the person may change its agenda now; say so if it is cancelled or over."""
    meeting = organised(turn, meeting_id)
    store.locked(turn.session, meeting.id)
    closed = why_closed(meeting, turn.now)
    if closed:
        turn.end_talk()
        raise RefusedError(closed, meeting=meetings.heading(turn, meeting))
    return meeting


def why_closed(meeting: Meeting, now: datetime) -> str:
    """Return the key of the sentence that says why nothing can be changed any more, or ""."""
    if meeting.state == "cancelled":
        return "agenda-meeting-cancelled"
    over = meeting.starts_at + timedelta(minutes=meeting.frame_minutes) <= now
    return "agenda-meeting-over" if over or meeting.state != "planned" else ""


def circles(turn: Turn) -> Sequence[Organisation]:
    """Return the organisations whose agenda the person in private may ask for: the own one first, then those he is an organiser of."""
    member = turn.require_member()
    own = turn.session.get_one(Organisation, member.organisation_id)
    return [own, *(each for each in roster.organised_by(turn.session, member.id, turn.now) if each.id != own.id)]


def ahead(turn: Turn, organisation: Organisation) -> list[Meeting]:
    """Return the meetings of the organisation that lie ahead and that may be spoken about here, the next one first."""
    committee = (
        not turn.incoming.in_group
        and turn.member is not None
        and roster.is_organiser(turn.session, turn.member, organisation.id, turn.now)
    )
    return store.meetings_ahead(turn.session, organisation.id, turn.now, committee=committee)
