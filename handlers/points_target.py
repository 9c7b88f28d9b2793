"""What one may speak on: an item of the agenda, a question of the theme, or something else; and until when."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers import agenda_text, meetings
from handlers.agenda_access import may_read, why_closed
from handlers.choosing import clip, number
from handlers.desk import Desk
from handlers.times import full_text
from handlers.turn import RefusedError, Turn
from storage import agenda as agenda_store
from storage.meeting_tables import AgendaItem, Meeting, Point, PointDraft
from storage.people import Organisation


class Target(NamedTuple):
    """An agenda item by its id, a theme question by its index, or neither: something else."""

    item_id: int | None = None
    question: int | None = None

    @property
    def word(self) -> str:
        """How buttons carry it: "i7", "q0", "g"."""
        if self.item_id is not None:
            return f"i{self.item_id}"
        return "g" if self.question is None else f"q{self.question}"


def target_of(point: Point | PointDraft) -> Target:
    """Return what a point is about."""
    return Target(point.agenda_item_id, point.question)


def read_target(desk: Desk, meeting: Meeting, word: str) -> Target:
    """Return the target a button names, if the meeting has it; one that was removed meanwhile is refused."""
    wanted = parse_target(word)
    if wanted not in targets(desk, meeting):
        raise RefusedError("points-target-gone")
    return wanted


def parse_target(word: str) -> Target:
    """Return the target of such a word, whether the meeting still has it or not; any other word is refused."""
    if word == "g":
        return Target()
    kind, figures = word[:1], number(word[1:])
    if kind not in {"i", "q"}:
        raise RefusedError("button-too-old")
    return Target(item_id=figures) if kind == "i" else Target(question=figures)


def targets(desk: Desk, meeting: Meeting) -> list[Target]:
    """Return what may be spoken on, the theme's questions first: they were sent out to be answered."""
    items = agenda_store.items(desk.session, meeting.id)
    # Roll call and dues are nothing to speak on, unless the agenda has nothing else.
    content = [item for item in items if item.section == "content"] or items
    asked = [Target(question=index) for index in range(len(questions(desk, meeting)))]
    return [*asked, *(Target(item_id=item.id) for item in content), Target()]


def questions(desk: Desk, meeting: Meeting) -> Sequence[str]:
    """Return the discussion questions of the theme that counts for the meeting."""
    theme = agenda_text.theme_of(desk, meeting)
    return [str(question) for question in theme.questions] if theme is not None else []


def target_text(desk: Desk, meeting: Meeting, target: Target, *, length: int = 200) -> str:
    """Return the target in words: "Mục 7. Thảo luận", "Câu hỏi 2: …"; also of one that was removed."""
    if target.question is not None:
        asked = questions(desk, meeting)
        words = asked[target.question] if target.question < len(asked) else ""
        return desk.text("points-on-question", number=target.question + 1, text=clip(words, length))
    if target.item_id is None:
        return desk.text("points-on-other")
    order = [item.id for item in agenda_store.items(desk.session, meeting.id)]
    item = desk.session.get(AgendaItem, target.item_id)
    content = clip(item.content, length) if item is not None else ""
    if target.item_id not in order:
        return desk.text("points-on-removed", text=content)
    return desk.text("points-on-item", number=order.index(target.item_id) + 1, text=content)


def open_meeting(turn: Turn, meeting_id: int) -> Meeting:
    """Return the meeting if the person may still write on it; say so if it is cancelled, over, or the time for it is past."""
    meeting = known_meeting(turn, meeting_id)
    closed = why_closed(meeting, turn.now)
    if closed:
        key = "points-meeting-cancelled" if meeting.state == "cancelled" else "points-meeting-over"
        raise RefusedError(key, meeting=meetings.heading(turn, meeting))
    if turn.now >= meeting.points_by:
        raise RefusedError("points-closed", deadline=deadline(turn, meeting))
    return meeting


def known_meeting(turn: Turn, meeting_id: int) -> Meeting:
    """Return the meeting if the person belongs to the circle that meets, whatever its state."""
    member = turn.require_member()
    meeting = turn.session.get(Meeting, meeting_id)
    if meeting is None:
        raise RefusedError("button-too-old")
    if not may_read(turn, member, meeting):
        raise RefusedError("agenda-not-yours")
    return meeting


def deadline(desk: Desk, meeting: Meeting) -> str:
    """Return until when points are taken, in the cell's time."""
    zone = desk.session.get_one(Organisation, meeting.organisation_id).timezone
    return full_text(meeting.points_by, zone, desk.policy.language)
