"""The order of business as people read it, and the usual one a new meeting begins with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers import agenda_rules, meetings, themes
from handlers.agenda_rules import SECTIONS, Difference, Line
from handlers.choosing import clip
from handlers.desk import Desk
from handlers.folding import fold
from handlers.times import period_text
from storage import agenda as store
from storage import points, roster
from storage.meeting_tables import AgendaItem, Meeting, Theme
from storage.people import Member, Organisation
from storage.points import Target

# What Zalo takes in one message; on Zalo choices are lines of the same message, so they need room too.
ROOM = 2000
ROOM_WITH_CHOICES = 1650
NUMERALS = ("I", "II", "III")


# -- the usual order -----------------------------------------------------------------------------------------------------


def fill_default(desk: Desk, meeting: Meeting) -> None:
    """Give a new meeting its usual order of business; an agenda that was ever begun is left alone."""
    if store.was_begun(desk.session, meeting.id):
        return
    theme = theme_of(desk, meeting)
    people = _usual_people(desk, meeting, theme)
    order = agenda_rules.usual_order(meeting.kind, themed=theme is not None, frame=meeting.frame_minutes)
    for usual, minutes in order:
        member_id, person = people.get(usual.who, (None, ""))
        store.add(
            desk.session,
            meeting.id,
            clip(usual_content(desk, usual.key, theme), 300),
            section=usual.section,
            minutes=minutes,
            member_id=member_id,
            person=person,
        )


def usual_content(desk: Desk, key: str, theme: Theme | None) -> str:
    """Return the words of a usual item; the theme's carry its title."""
    if key == "theme" and theme is not None:
        return desk.text("agenda-usual-theme-titled", title=theme.title)
    return desk.text(f"agenda-usual-{key}")


def theme_of(desk: Desk, meeting: Meeting) -> Theme | None:
    """Return the theme that counts for the meeting's cell and period; the committee's own meetings have none."""
    if meeting.kind == "committee":
        return None
    organisation = desk.session.get_one(Organisation, meeting.organisation_id)
    return themes.theme_for(desk.session, organisation, meeting.period)


def _usual_people(desk: Desk, meeting: Meeting, theme: Theme | None) -> dict[str, tuple[int | None, str]]:
    """Return who usually does what; a role held by nobody or by several is left open."""
    found: dict[str, tuple[int | None, str]] = {}
    for role in ("head", "secretary"):
        holders = roster.holders(desk.session, meeting.organisation_id, (role,), desk.now)
        if len(holders) == 1:
            found[role] = (holders[0].id, holders[0].full_name)
    if theme is not None and (theme.presenter or theme.presenter_id):
        presenter = desk.session.get(Member, theme.presenter_id) if theme.presenter_id else None
        found["presenter"] = (presenter.id, presenter.full_name) if presenter else (None, theme.presenter)
    return found


# -- as it is read -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of each line is shown, so that a long agenda still fits one message."""

    content: int
    person: int
    notes: bool


FULL = Detail(300, 120, notes=True)
DETAILS = (
    FULL,
    Detail(300, 120, notes=False),
    Detail(90, 40, notes=False),
    Detail(50, 24, notes=False),
    Detail(30, 0, notes=False),
    Detail(15, 0, notes=False),
)


def text(desk: Desk, meeting: Meeting, *, room: int = ROOM) -> str:
    """Return the agenda as one message of at most `room` characters: heading, numbered items in their sections, the total.

    What does not fit is shortened evenly; `is_shortened` tells whether anything was.
    """
    shown = list(_shown(desk, meeting, room))
    return clip(shown[-1], room)


def is_shortened(desk: Desk, meeting: Meeting, *, room: int = ROOM) -> bool:
    """Whether `text` leaves something out."""
    return len(list(_shown(desk, meeting, room))) > 1


def _shown(desk: Desk, meeting: Meeting, room: int) -> Iterator[str]:
    """Yield the agenda in less and less detail, until it fits."""
    items = store.items(desk.session, meeting.id)
    counts = points.counts(desk.session, meeting.id)
    head, foot = (
        heading(desk, meeting),
        "\n".join([*_totals(desk, meeting, items, counts), desk.text("agenda-documents")]),
    )
    for detail in DETAILS:
        body = "\n".join(_lines(desk, items, counts, detail)) or desk.text("agenda-empty")
        whole = f"{head}\n\n{body}\n\n{foot}"
        yield whole
        if len(whole) <= room:
            return


def blocks(desk: Desk, meeting: Meeting) -> list[str]:
    """Return the numbered lines in full with their section headings, one text for each item."""
    items = store.items(desk.session, meeting.id)
    return list(_lines(desk, items, points.counts(desk.session, meeting.id), FULL))


def heading(desk: Desk, meeting: Meeting) -> str:
    """Return which agenda this is: its kind of text (draft or published), the meeting, the time, the place."""
    organisation = desk.session.get_one(Organisation, meeting.organisation_id)
    called = meetings.heading(desk, meeting)
    return desk.text(
        "agenda-heading" if meeting.agenda_published_at else "agenda-heading-draft",
        meeting=called[:1].upper() + called[1:],
        cell=organisation.name,
        time=meetings.when(desk, meeting),
        place=meetings.place(desk, meeting),
    )


def total(desk: Desk, meeting: Meeting) -> str:
    """Return the sum of minutes against the frame: "Tổng 95/90 phút: vượt 5 phút."."""
    return total_of(desk, meeting, store.items(desk.session, meeting.id))


def total_of(desk: Desk, meeting: Meeting, items: Sequence[AgendaItem]) -> str:
    """Like `total`, of items already at hand."""
    minutes = sum(item.minutes for item in items)
    over = minutes - meeting.frame_minutes
    key = "agenda-total-over" if over > 0 else "agenda-total-under" if over < 0 else "agenda-total-fits"
    return desk.text(key, minutes=minutes, frame=meeting.frame_minutes, difference=abs(over))


def item_line(desk: Desk, item: AgendaItem, number: int, *, registered: int = 0, detail: Detail = FULL) -> str:
    """Return one item: "3. Thảo luận – đ/c Trần Văn Hùng – 20 phút – 2 ý kiến đăng ký", its note below it."""
    parts = [f"{number}. {clip(item.content, detail.content)}"]
    if item.person and detail.person:
        parts.append(person_of(desk, item.person, is_member=item.member_id is not None, length=detail.person))
    if item.minutes:
        parts.append(desk.text("agenda-minutes", minutes=item.minutes))
    if registered:
        parts.append(desk.text("agenda-registered", count=registered))
    line = " – ".join(parts)
    if item.note and detail.notes:
        line += "\n   " + desk.text("agenda-note", note=item.note)
    return line


def person_of(desk: Desk, person: str, *, is_member: bool, length: int = 120) -> str:
    """Return a person as the agenda names him: a member with the usual address, anybody else as typed."""
    return desk.text("agenda-comrade", name=clip(person, length)) if is_member else clip(person, length)


def _lines(desk: Desk, items: Sequence[AgendaItem], counts: Mapping[Target, int], detail: Detail) -> Iterator[str]:
    section = ""
    for number, item in enumerate(items, start=1):
        line = item_line(desk, item, number, registered=counts.get((item.id, None), 0), detail=detail)
        if item.section != section:
            section = item.section
            line = f"{section_name(desk, section)}\n{line}"
        yield line


def section_name(desk: Desk, section: str) -> str:
    """Return a section with its numeral: "II. Nội dung"."""
    return f"{NUMERALS[SECTIONS.index(section)]}. {desk.text(f'agenda-section-{section}')}"


def _totals(desk: Desk, meeting: Meeting, items: Sequence[AgendaItem], counts: Mapping[Target, int]) -> list[str]:
    if meeting.state == "cancelled":
        return [desk.text("agenda-is-cancelled")]
    lines = [total_of(desk, meeting, items)]
    listed = {item.id for item in items}
    questions = sum(count for (_, question), count in counts.items() if question is not None)
    others = sum(count for (item_id, question), count in counts.items() if question is None and item_id not in listed)
    theme = theme_of(desk, meeting)
    if theme is not None and not mentions(items, theme.title):
        lines.append(desk.text("agenda-theme-line", period=period_text(meeting.period), title=clip(theme.title, 150)))
    if questions:
        lines.append(desk.text("agenda-questions-registered", count=questions))
    if others:
        lines.append(desk.text("agenda-others-registered", count=others))
    return lines


# -- what changed since it was published ---------------------------------------------------------------------------------


def snapshot(desk: Desk, meeting: Meeting) -> list[Line]:
    """Return the agenda as it stands."""
    return [
        Line(item.id, item.section, item.content, item.person, item.minutes, item.note)
        for item in store.items(desk.session, meeting.id)
    ]


def unpublished(desk: Desk, meeting: Meeting) -> list[Difference]:
    """Return what changed since the group read the agenda last; nothing if it was never published."""
    if meeting.agenda_published is None:
        return []
    published = [Line(*line) for line in meeting.agenda_published]
    return agenda_rules.differences(published, snapshot(desk, meeting))


def difference_text(desk: Desk, difference: Difference) -> str:
    """Return one change in words: "Mục 3: 10 → 15 phút"."""
    line = difference.after or difference.before
    before = difference.before
    if line is None:
        raise ValueError("a difference has a line before or after it")
    content = clip(line.content, 60)
    was, now = "", ""
    if difference.kind == "minutes" and before is not None:
        was, now = str(before.minutes), str(line.minutes)
    elif difference.kind == "person" and before is not None:
        nobody = desk.text("agenda-nobody")
        was, now = before.person or nobody, line.person or nobody
    elif difference.kind == "content" and before is not None:
        was = clip(before.content, 60)
    elif difference.kind == "note":
        now = clip(line.note, 80) or desk.text("agenda-nothing")
    return desk.text(
        f"agenda-difference-{difference.kind}", number=difference.number, content=content, was=was, now=now
    )


def mentions(items: Sequence[AgendaItem], title: str) -> bool:
    """Whether an item speaks of the theme by its title."""
    wanted = fold(title)
    return any(wanted in fold(item.content) for item in items)
