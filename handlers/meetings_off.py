"""Calling a meeting off: why, a full sentence, a yes; everybody who was told of it hears."""

from handlers import meetings, meetings_change, schedule
from handlers.meetings_access import planned, talk
from handlers.turn import RefusedError, Turn


def begun(turn: Turn, meeting_id: str) -> None:
    """Ask why, because everybody invited will read it."""
    meeting, organisation = planned(turn, meeting_id)
    turn.await_step("meeting-off-why", org=organisation.id, meeting=meeting.id, version=meeting.version)
    choices = [turn.choice("meeting-button-no-reason", "mtg:nowhy"), turn.choice("meeting-button-keep", "mtg:stop")]
    turn.change("meeting-ask-why", choices, heading=meetings.heading(turn, meeting), time=meetings.when(turn, meeting))


def why_said(turn: Turn, text: str) -> None:
    """Show what will be told, and ask for a yes."""
    _confirm_off(turn, " ".join(text.split())[:200])


def no_why(turn: Turn) -> None:
    """Call off without a reason."""
    talk(turn, "meeting-off-why")
    _confirm_off(turn, "")


def _confirm_off(turn: Turn, why: str) -> None:
    data = dict(turn.data)
    meeting, organisation = planned(turn, str(data["meeting"]))
    turn.await_step("meeting-off", org=organisation.id, meeting=meeting.id, version=meeting.version, why=why)
    reason = turn.text("notice-why", why=why.rstrip(".")) if why else ""
    choices = [turn.choice("meeting-button-call-off", "mtg:calloff"), turn.choice("meeting-button-keep", "mtg:stop")]
    heading, time = meetings.heading(turn, meeting), meetings.when(turn, meeting)
    turn.change("meeting-confirm-off", choices, cell=organisation.name, heading=heading, time=time, why=reason)


def off_said(turn: Turn, text: str) -> None:
    """Take what is typed instead of a yes as another reason."""
    why_said(turn, text)


def call_off(turn: Turn) -> None:
    """Call the meeting off."""
    data, _ = talk(turn, "meeting-off")
    meeting, _ = planned(turn, str(data["meeting"]))
    if meeting.version != data["version"]:
        turn.end_talk()
        raise RefusedError("meeting-changed-meanwhile", time=meetings.when(turn, meeting))
    told = schedule.announced(turn, meeting)
    meetings_change.call_off(turn, meeting, str(data["why"]).rstrip("."), turn.require_member().id)
    turn.end_talk()
    done = "meeting-called-off" if told else "meeting-called-off-untold"
    turn.change(done, heading=meetings.heading(turn, meeting), time=meetings.when(turn, meeting))
