"""The agenda goes to the cell's group: the first time as it is, later with what changed."""

from handlers import agenda_text, meetings
from handlers.agenda_access import editable
from handlers.choosing import actions, clip
from handlers.desk import Address, Desk
from handlers.times import day_text
from handlers.turn import RefusedError, Turn
from storage import agenda as store
from storage import mail, roster
from storage.meeting_tables import Meeting
from storage.people import Organisation

MOST_CHANGES = 8
# What changed may take a third of the post: the agenda itself has to stay readable.
LONGEST_LEAD = 650


def ask(turn: Turn, meeting_id: str) -> None:
    """Show what would be published and where, and ask."""
    meeting = editable(turn, meeting_id)
    groups = _groups(turn, meeting)
    parts = [turn.text("agenda-publish-ask", meeting=meetings.heading(turn, meeting), groups=groups)]
    if meeting.agenda_published_at is not None:
        parts.append(
            changes_text(turn, meeting) or turn.text("agenda-publish-unchanged", date=_published_on(turn, meeting))
        )
    parts.append(agenda_text.total(turn, meeting))
    turn.change_text(
        "\n".join(parts),
        [
            turn.choice("agenda-button-publish", f"agp:do:{meeting.id}:{_edition(meeting)}"),
            turn.choice("button-back", f"age:open:{meeting.id}"),
        ],
    )


def publish(turn: Turn, meeting_id: str, edition: str) -> None:
    """Post the agenda to every group of the cell, with the changes if it was published before; a second press posts nothing."""
    meeting = editable(turn, meeting_id)
    _groups(turn, meeting)
    if edition != _edition(meeting):
        turn.change("agenda-published-already", date=_published_on(turn, meeting))
        return
    changes = changes_text(turn, meeting) if meeting.agenda_published_at is not None else ""
    meeting.agenda_published_at = turn.now
    meeting.agenda_published = [list(line) for line in agenda_text.snapshot(turn, meeting)]
    count = _post(turn, meeting, changes)
    member = turn.require_member()
    roster.note(turn.session, turn.now, member.id, "agenda_published", f"meeting:{meeting.id}")
    turn.change(
        "agenda-published",
        [
            turn.choice("agenda-button-agenda", f"ag:show:{meeting.id}"),
            turn.choice("agenda-button-speakers", f"ptl:of:{meeting.id}"),
        ],
        groups=count,
    )
    turn.end_talk()


def changes_text(desk: Desk, meeting: Meeting) -> str:
    """Return what changed since the agenda was published, a line each and the rest counted; "" if nothing did."""
    found = agenda_text.unpublished(desk, meeting)
    if not found:
        return ""
    lines = [f"– {agenda_text.difference_text(desk, each)}" for each in found[:MOST_CHANGES]]
    if len(found) > MOST_CHANGES:
        lines.append(desk.text("agenda-more-changes", count=len(found) - MOST_CHANGES))
    return "\n".join([desk.text("agenda-changes", count=len(found)), *lines])


def _post(turn: Turn, meeting: Meeting, changes: str) -> int:
    lead = clip(turn.text("agenda-updated") + f"\n{changes}", LONGEST_LEAD) + "\n\n" if changes else ""
    text = agenda_text.text(turn, meeting, room=agenda_text.ROOM_WITH_CHOICES - len(lead))
    posted = 0
    for group in roster.groups(turn.session, meeting.organisation_id):
        address = Address(group.bot, group.chat_id, in_group=True)
        posted += post_to_group(turn, address, lead + text, meeting)
    return posted


def post_to_group(turn: Turn, to: Address, text: str, meeting: Meeting) -> bool:
    """Post to a group with the ways to go on in private; False if its bot is no longer in the settings.

    What the group was offered before stays in force: "1" goes on answering the card of the meeting, not this post.
    """
    bot = turn.bots.get(to.bot)
    if bot is None:
        return False
    choices = (
        [
            turn.choice("agenda-button-register", f"pt:new:{meeting.id}"),
            turn.choice("agenda-button-agenda", f"ag:mine:{meeting.id}"),
        ]
        if bot.has_buttons
        else ()
    )
    conversation = mail.conversation(turn.session, to.bot, to.chat_id, turn.now)
    standing = conversation.choices
    whole = text if choices else text + "\n" + turn.text("agenda-register-by-words")
    turn.post(to, whole, choices, purpose="agenda", meeting_id=meeting.id, priority=0)
    conversation.choices = standing
    return True


def _groups(turn: Turn, meeting: Meeting) -> int:
    """Return how many groups will read it; refuse if there is none, or if it is not for a group."""
    if meeting.kind == "committee":
        raise RefusedError("agenda-committee-not-published")
    if not store.items(turn.session, meeting.id):
        raise RefusedError("agenda-nothing-to-publish")
    groups = [group for group in roster.groups(turn.session, meeting.organisation_id) if group.bot in turn.bots]
    if not groups:
        raise RefusedError("agenda-no-group")
    return len(groups)


def _edition(meeting: Meeting) -> str:
    """Return what tells one publication from the next, so that a button serves once."""
    return str(int(meeting.agenda_published_at.timestamp())) if meeting.agenda_published_at else "0"


def _published_on(desk: Desk, meeting: Meeting) -> str:
    zone = desk.session.get_one(Organisation, meeting.organisation_id).timezone
    return day_text(meeting.agenda_published_at or desk.now, zone, desk.policy.language)


pressed = actions({"ask": ask, "do": publish})
