"""Who may change a meeting, and which talk a press belongs to: asked anew at every step."""

from typing import Any

from handlers.choosing import number
from handlers.desk import Choice
from handlers.turn import RefusedError, Turn
from storage import meetings as store
from storage import roster
from storage.meeting_tables import Meeting
from storage.people import Organisation


def organised(turn: Turn) -> list[Organisation]:
    """Return the organisations the person organises; refused if there are none."""
    found = roster.organised_by(turn.session, turn.require_member().id, turn.now)
    if not found:
        raise RefusedError("organisers-only")
    return found


def organiser_of(turn: Turn, organisation_id: int) -> Organisation:
    """Return the organisation if the person organises it, in private."""
    turn.require_private()
    organisation = turn.session.get(Organisation, organisation_id)
    if organisation is None:
        raise RefusedError("button-too-old")
    turn.require_organiser(organisation.id)
    return organisation


def planned(turn: Turn, meeting_id: str) -> tuple[Meeting, Organisation]:
    """Return a meeting that can still be changed, held against others' changes, and its cell; the person is its organiser."""
    turn.require_private()
    meeting = store.hold(turn.session, number(meeting_id))
    if meeting is None:
        raise RefusedError("button-too-old")
    organisation = organiser_of(turn, meeting.organisation_id)
    if meeting.state != "planned" or meeting.starts_at <= turn.now:
        turn.end_talk()
        raise RefusedError("meeting-closed")
    return meeting, organisation


def talk(turn: Turn, *steps: str) -> tuple[dict[str, Any], Organisation]:
    """Return what the open talk gathered, and its cell; refused if it is another talk by now, or the role is gone."""
    turn.require_private()
    conversation = turn.conversation
    if conversation.step not in steps or not turn.is_fresh(conversation):
        raise RefusedError("button-too-old")
    data = dict(turn.data)
    return data, organiser_of(turn, data["org"])


def stop(turn: Turn) -> None:
    """Leave the talk; nothing was changed."""
    turn.require_private()
    turn.end_talk()
    turn.change("cancelled")


def stop_choice(turn: Turn) -> Choice:
    """Return the choice that leaves the talk."""
    return turn.choice("button-cancel", "mtg:stop")
