"""What the assistant says by itself before a meeting: the invitation, reminders, a nudge to who has not answered, and changes."""

from collections.abc import Sequence
from datetime import datetime

from handlers import attendance_card, meetings
from handlers.desk import Choices, Desk
from handlers.times import day_text, full_text, local
from storage import attendance, roster
from storage import meetings as store
from storage.meeting_tables import Meeting
from storage.people import Member, Organisation
from storage.spine import Push

# A private reminder, where there is no group to remind, goes to who means to come; who is silent gets the nudge instead.
COMING = ("attend", "late", "unsure")


def invitation(desk: Desk, push: Push) -> str | None:
    """Ask every expected member in private and the group by its card; after a move say so and ask anew. The upper monitor hears of it."""
    meeting = _on(desk, push)
    if isinstance(meeting, str):
        return meeting
    moved_from = push.data.get("moved_from")
    former = _former(desk, meeting, moved_from) if moved_from else ""
    key = "invite-moved" if former else "invite-letter"
    if former and meeting.kind != "committee":
        # A post of its own: the card below it is edited with every answer and must not lose this.
        moved = desk.text("invite-moved-group", former=former, **_about(desk, meeting))
        desk.post_to_groups(meeting.organisation_id, moved, key=f"{push.key}:moved", meeting_id=meeting.id)
    # The group comes first: where a bot's monthly quota runs out, one post reaches more people than one letter.
    posted = _post_card(desk, meeting, push, "")
    invited = store.invited(desk.session, meeting, desk.now)
    letters = _letters(desk, meeting, key, invited, former)
    choices = attendance_card.ask_choices(desk, meeting)
    reached = desk.post_letters(letters, choices, key=push.key, meeting_id=meeting.id, purpose="invitation")
    asked = {member.id for member in invited}
    monitors = "invite-monitor-moved" if former else "invite-monitor"
    reached += _tell_monitors(desk, meeting, push, monitors, asked, former)
    return None if reached or posted else "nobody can be reached"


def reminder(desk: Desk, push: Push) -> str | None:
    """Remind the group of time and place, with the answers so far and the choices; where there is no group, those who mean to come."""
    meeting = _on(desk, push)
    if isinstance(meeting, str):
        return meeting
    lead = desk.text("remind-lead", days=_days_left(desk, meeting))
    if _post_card(desk, meeting, push, f"{lead}\n"):
        return None
    if meeting.kind != "committee" and roster.groups(desk.session, meeting.organisation_id):
        return "posted before"
    answers = attendance.answers(desk.session, meeting)
    coming = [
        member
        for member in store.invited(desk.session, meeting, desk.now)
        if member.id in answers and answers[member.id].answer in COMING
    ]
    letters = _letters(desk, meeting, "remind-letter", coming)
    reached = desk.post_letters(letters, key=push.key, meeting_id=meeting.id, purpose="reminder")
    return None if reached else "no group, and nobody who means to come"


def nudge(desk: Desk, push: Push) -> str | None:
    """Ask those again, in private, who have not answered; nobody else hears of it."""
    meeting = _on(desk, push)
    if isinstance(meeting, str):
        return meeting
    silent = attendance.silent(desk.session, meeting, desk.now)
    if not silent:
        return "everybody has answered"
    key = "nudge-letter" if desk.now < meeting.answer_by else "nudge-late"
    letters = _letters(desk, meeting, key, silent)
    choices = attendance_card.ask_choices(desk, meeting)
    reached = desk.post_letters(letters, choices, key=push.key, meeting_id=meeting.id, purpose="nudge")
    return None if reached else "none of the silent can be reached"


def notice(desk: Desk, push: Push) -> str | None:
    """Tell everybody concerned that the meeting is called off, or held somewhere else; answers stay as they are."""
    meeting = _on(desk, push, cancelled=push.data.get("what") == "cancelled")
    if isinstance(meeting, str):
        return meeting
    key = "notice-cancelled" if push.data.get("what") == "cancelled" else "notice-place"
    why = desk.text("notice-why", why=str(push.data["why"])) if push.data.get("why") else ""
    invited = store.invited(desk.session, meeting, desk.now)
    text = desk.text(key, why=why, **_about(desk, meeting))
    letters = [(member, f"{_dear(desk, member)} {text}") for member in invited]
    told = {member.id for member in invited}
    letters += [(member, f"{_dear(desk, member)} {text}") for member in _monitors(desk, meeting, told)]
    reached = desk.post_letters(letters, key=push.key, meeting_id=meeting.id, purpose="notice")
    posted = []
    if meeting.kind != "committee":
        whole = " ".join((desk.text("dear-all"), text))
        posted = desk.post_to_groups(meeting.organisation_id, whole, key=push.key, meeting_id=meeting.id)
    return None if reached or posted else "nobody can be reached"


def _on(desk: Desk, push: Push, *, cancelled: bool = False) -> Meeting | str:
    """Return the push's meeting if it still stands as it was planned, else why nothing may be sent."""
    meeting = desk.session.get(Meeting, push.meeting_id) if push.meeting_id is not None else None
    if meeting is None:
        return "meeting is gone"
    if push.data.get("version", meeting.version) != meeting.version:
        return "meeting was moved"
    if meeting.state != ("cancelled" if cancelled else "planned"):
        return f"meeting {meeting.state}"
    return "meeting has begun" if desk.now >= meeting.starts_at else meeting


def _post_card(desk: Desk, meeting: Meeting, push: Push, lead: str) -> bool:
    """Post the group's card; False for a meeting that is none of the group's business, or where there is no group."""
    if meeting.kind == "committee":
        return False
    text, choices = attendance_card.card(desk, meeting)
    rows = desk.post_to_groups(
        meeting.organisation_id, f"{lead}{text}", choices, key=push.key, meeting_id=meeting.id, purpose="card"
    )
    return bool(rows)


def _letters(
    desk: Desk, meeting: Meeting, key: str, members: Sequence[Member], former: str = ""
) -> list[tuple[Member, str]]:
    text = desk.text(key, former=former, **_about(desk, meeting))
    return [(member, f"{_dear(desk, member)} {text}") for member in members]


def _dear(desk: Desk, member: Member) -> str:
    return desk.text("dear", name=member.full_name)


def _about(desk: Desk, meeting: Meeting) -> dict[str, str]:
    """Return what every message about a meeting may name."""
    organisation = _organisation(desk, meeting)
    return {
        "heading": meetings.heading(desk, meeting),
        "cell": organisation.name,
        "time": meetings.when(desk, meeting),
        "date": day_text(meeting.starts_at, organisation.timezone, desk.policy.language),
        "place": meetings.place(desk, meeting),
        "deadline": full_text(meeting.answer_by, organisation.timezone, desk.policy.language),
    }


def _tell_monitors(desk: Desk, meeting: Meeting, push: Push, key: str, asked: set[int], former: str) -> int:
    letters = _letters(desk, meeting, key, _monitors(desk, meeting, asked), former)
    no_choices: Choices = ()
    return desk.post_letters(letters, no_choices, key=f"{push.key}:monitor", purpose="invitation")


def _monitors(desk: Desk, meeting: Meeting, asked: set[int]) -> list[Member]:
    # Time, place and content go to every member and to the upper committee's monitor (DOMAIN.md 4, preparation).
    if meeting.kind == "committee":
        return []
    monitors = roster.holders(desk.session, meeting.organisation_id, ("monitor",), desk.now)
    return [member for member in monitors if member.id not in asked]


def _former(desk: Desk, meeting: Meeting, moved_from: str) -> str:
    zone_name = _organisation(desk, meeting).timezone
    return full_text(datetime.fromisoformat(moved_from), zone_name, desk.policy.language)


def _days_left(desk: Desk, meeting: Meeting) -> int:
    zone_name = _organisation(desk, meeting).timezone
    return (local(meeting.starts_at, zone_name).date() - local(desk.now, zone_name).date()).days


def _organisation(desk: Desk, meeting: Meeting) -> Organisation:
    return desk.session.get_one(Organisation, meeting.organisation_id)
