"""What a meeting is called and when and where it is: the same words in every message about it."""

from handlers.desk import Desk
from handlers.times import full_text, period_text
from storage.meeting_tables import Meeting
from storage.people import Organisation


def heading(desk: Desk, meeting: Meeting) -> str:
    """Return what the meeting is called: "sinh hoạt thường kỳ kỳ tháng 12/2026"."""
    return desk.text(f"meeting-heading-{meeting.kind}", period=period_text(meeting.period))


def when(desk: Desk, meeting: Meeting) -> str:
    """Return its time in the cell's zone: "19 giờ 30, thứ Bảy, ngày 05/12/2026"."""
    return full_text(meeting.starts_at, _zone(desk, meeting), desk.policy.language)


def place(desk: Desk, meeting: Meeting) -> str:
    """Return where it is held, or that this will be told later."""
    return meeting.place or desk.text("meeting-place-open")


def _zone(desk: Desk, meeting: Meeting) -> str:
    return desk.session.get_one(Organisation, meeting.organisation_id).timezone
