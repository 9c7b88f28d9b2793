"""The card of a meeting in the group: when and where, how many come, and what to press. Counts only: no names, no reasons."""

from handlers import meetings
from handlers.desk import Choice, Desk
from storage import attendance as rows
from storage import mail
from storage.meeting_tables import Meeting
from storage.spine import Outbox

# The order is part of the spoken agreement: 1 dự, 2 vắng, 3 muộn (DOMAIN.md 8).
ANSWERS = ("attend", "absent", "late", "unsure")
# What can still be said once the meeting has begun. Who is there is seen in the room.
EXCUSES = ("absent", "late")


def is_open(desk: Desk, meeting: Meeting) -> bool:
    """Whether answers are taken without remark: the meeting is planned and has not begun."""
    return meeting.state == "planned" and desk.now < meeting.starts_at


def ask_choices(desk: Desk, meeting: Meeting) -> list[Choice | list[Choice]]:
    """Return the four answers, in private and in the group alike; data "att:<meeting id>:<version>:<answer>".

    Once the meeting has begun only the excuses are left.
    """
    answers = ANSWERS if is_open(desk, meeting) else EXCUSES
    choices = [
        desk.choice(f"att-choice-{answer}", f"att:{meeting.id}:{meeting.version}:{answer}") for answer in answers
    ]
    return [choices[at : at + 2] for at in range(0, len(choices), 2)]


def card(desk: Desk, meeting: Meeting) -> tuple[str, list[Choice | list[Choice]]]:
    """Return the group card: text with counts and, while answers are taken, the choices."""
    head = desk.text(
        "att-card", heading=meetings.heading(desk, meeting), when=meetings.when(desk, meeting), place=meetings.place(desk, meeting)
    )  # fmt: skip
    if meeting.state == "cancelled":
        return f"{head}\n{desk.text('att-card-cancelled')}", []
    counts = rows.counts(desk.session, meeting, desk.now)
    numbers = desk.text(
        "att-card-counts",
        attend=counts.attend,
        late=counts.late,
        absent=counts.absent,
        unsure=counts.unsure,
        silent=counts.silent,
    )
    if not is_open(desk, meeting):
        return f"{head}\n{numbers}\n{desk.text('att-card-closed')}", []
    return f"{head}\n{numbers}\n{desk.text('att-card-ask')}", ask_choices(desk, meeting)


def refresh_cards(desk: Desk, meeting: Meeting) -> None:
    """Write the card anew wherever it was posted (to be called after the meeting was moved, cancelled or held)."""
    _refresh(desk, meeting, mail.posts_about(desk.session, meeting.id, "card"))


def refresh_counts(desk: Desk, meeting: Meeting) -> None:
    """Write the newest card of each group anew: a group takes 20 edits a minute, too few for every old card at every answer."""
    newest = {(row.bot, row.chat_id): row for row in mail.posts_about(desk.session, meeting.id, "card")}
    _refresh(desk, meeting, list(newest.values()))


def _refresh(desk: Desk, meeting: Meeting, posted: list[Outbox]) -> None:
    if not posted:
        return
    desk.session.flush()
    text, choices = card(desk, meeting)
    for row in posted:
        desk.edit(row, text, choices)
