"""The theme of the month: whose it is, and how it reaches the cell's group."""

from datetime import datetime, time

from sqlalchemy.orm import Session

from handlers import calendar, schedule
from handlers.desk import Desk
from handlers.policy import Policy
from handlers.times import day_text, period_text
from storage import meetings, pushes, roster
from storage import themes as store
from storage.meeting_tables import Theme
from storage.people import Member, Organisation
from storage.spine import Push


def theme_for(session: Session, organisation: Organisation, period: str) -> Theme | None:
    """Return the theme that counts for a cell in a period, or None.

    The cell's own goes before the upper committee's for its type of cells, and that before the committee's for all.
    """
    parent_id = store.parent_in(session, organisation.id, period)
    owners = [organisation.id] if parent_id is None else [organisation.id, parent_id]
    fitting = [
        theme
        for theme in store.for_period(session, owners, period)
        if theme.organisation_id == organisation.id or theme.cell_type in ("", organisation.cell_type)
    ]
    if fitting or parent_id is None or organisation.kind != "group":
        return min(
            fitting, key=lambda theme: (theme.organisation_id != organisation.id, not theme.cell_type), default=None
        )
    # A group inside a large cell (tổ đảng) takes part in the cell's life, so the cell's theme is its own.
    return theme_for(session, session.get_one(Organisation, parent_id), period)


def plan(desk: Desk, organisation: Organisation, period: str) -> None:
    """Plan the push of a cell's theme for a period, and the warning to its organisers if there is none by then.

    A theme day that has passed is not made up for; the warning goes at once if its day has passed but the theme day has not.
    """
    policy, zone_name = desk.policy, organisation.timezone
    quiet = calendar.quiet_hours(policy, zone_name)
    due = theme_due(policy, period, zone_name)
    if due <= desk.now:
        return
    data = {"period": period, "until": month_end(period, zone_name).isoformat()}
    schedule.plan_once(desk, f"theme:{organisation.id}:{period}", "theme", due, organisation.id, data=data)
    if organisation.kind == "cell":
        warning = quiet.over_at(max(desk.now, due - policy.theme_warning))
        key = f"theme_warning:{organisation.id}:{period}"
        schedule.plan_once(desk, key, "theme_warning", min(warning, due), organisation.id, data=data)


def plan_now(desk: Desk, found: Theme, owner: Organisation) -> int:
    """Plan that a theme whose day has passed goes out as soon as the quiet hours allow; return to how many cells.

    A committee's theme goes to the cells it counts for: not to those of another type, nor to those that have their own.
    """
    cells = [owner] if owner.kind != "committee" else _cells_of(desk, found, owner)
    due = calendar.quiet_hours(desk.policy, owner.timezone).over_at(desk.now)
    data = {"period": found.period, "until": month_end(found.period, owner.timezone).isoformat()}
    rows = [
        {
            "key": f"theme:{cell.id}:{found.period}:{desk.now:%Y%m%d%H%M%S}",
            "kind": "theme",
            "due_at": due,
            "organisation_id": cell.id,
            "data": data,
        }
        for cell in cells
    ]
    for begin in range(0, len(rows), 500):
        pushes.plan(desk.session, rows[begin : begin + 500])
    return len(rows)


def _cells_of(desk: Desk, found: Theme, owner: Organisation) -> list[Organisation]:
    cells = store.cells_below(desk.session, owner.id, found.period)
    closer = {
        theme.organisation_id for theme in store.for_period(desk.session, [cell.id for cell in cells], found.period)
    }
    typed = {theme.cell_type for theme in store.for_period(desk.session, [owner.id], found.period) if theme.cell_type}
    return [
        cell
        for cell in cells
        if cell.id not in closer
        and (cell.cell_type == found.cell_type if found.cell_type else cell.cell_type not in typed)
    ]


def theme_due(policy: Policy, period: str, zone_name: str) -> datetime:
    """Return when (UTC) the theme of a period goes to the groups: its day and hour, moved only out of the quiet hours."""
    day = calendar.day_in(period, policy.theme_day)
    return calendar.quiet_hours(policy, zone_name).over_at(calendar.at_local(day, policy.theme_time, zone_name))


def month_end(period: str, zone_name: str) -> datetime:
    """Return when (UTC) the month of a period is over in that zone."""
    return calendar.at_local(calendar.first_day(calendar.add_months(period, 1)), time(0, 0), zone_name)


def theme(desk: Desk, push: Push) -> str | None:
    """Give the cell's group its theme of the month (its members in private, where there is no group), and ask the presenter for a draft."""
    organisation = desk.session.get(Organisation, push.organisation_id) if push.organisation_id is not None else None
    if organisation is None:
        return "organisation is gone"
    period = str(push.data["period"])
    found = theme_for(desk.session, organisation, period)
    if found is None:
        return "no theme"
    text = theme_text(desk, found)
    meeting_id = _meeting_id(desk, organisation, period)
    reached = len(desk.post_to_groups(organisation.id, text, key=push.key, purpose="theme", meeting_id=meeting_id))
    if not roster.groups(desk.session, organisation.id):
        letters = [(member, text) for member in roster.members(desk.session, organisation.id, desk.now)]
        reached = desk.post_letters(letters, key=push.key, purpose="theme", meeting_id=meeting_id)
    _ask_presenter(desk, found)
    return None if reached else "nobody can be reached"


def _ask_presenter(desk: Desk, found: Theme) -> None:
    presenter = desk.session.get(Member, found.presenter_id) if found.presenter_id is not None else None
    if presenter is None or not roster.is_active(presenter, desk.now):
        return
    text = desk.text(
        "theme-draft-wanted", name=presenter.full_name, title=found.title, period=period_text(found.period)
    )
    # Once a theme and presenter: a committee's theme goes to many groups, and its presenter is one person.
    desk.post_letters([(presenter, text)], key=f"theme:{found.id}:presenter", purpose="theme")


def theme_warning(desk: Desk, push: Push) -> str | None:
    """Tell the organisers that their cell has no theme for the period, while there is time to set one."""
    organisation = desk.session.get(Organisation, push.organisation_id) if push.organisation_id is not None else None
    if organisation is None:
        return "organisation is gone"
    period = str(push.data["period"])
    if theme_for(desk.session, organisation, period) is not None:
        return "there is a theme"
    day = calendar.day_in(period, desk.policy.theme_day)
    text = desk.text(
        "theme-none-yet",
        cell=organisation.name,
        period=period_text(period),
        date=day_text(day, organisation.timezone, desk.policy.language),
    )
    letters = [(member, text) for member in roster.organisers(desk.session, organisation.id, desk.now)]
    choices = [desk.choice("theme-button-set", f"thm:new:{organisation.id}:{period}")]
    return None if desk.post_letters(letters, choices, key=push.key) else "no organiser can be reached"


def theme_text(desk: Desk, found: Theme, *, speak: bool = True) -> str:
    """Return the theme as the group reads it: title, aim, presenter, questions one a line, link; `speak` adds how to register."""
    lines = [desk.text("theme-push", period=period_text(found.period), title=found.title)]
    if found.aim:
        lines.append(desk.text("theme-line-aim", aim=found.aim))
    if found.presenter:
        lines.append(desk.text("theme-line-presenter", presenter=found.presenter))
    if found.questions:
        lines.append(desk.text("theme-line-questions"))
        lines += [f"({number}) {question}" for number, question in enumerate(found.questions, start=1)]
    if found.link:
        lines.append(desk.text("theme-line-link", link=found.link))
    if speak:
        lines.append(desk.text("theme-line-speak"))
    return "\n".join(lines)


def _meeting_id(desk: Desk, organisation: Organisation, period: str) -> int | None:
    """Return the meeting a reply to the theme will be about: the period's next one."""
    coming = [
        meeting
        for meeting in meetings.of_period(desk.session, organisation.id, period)
        if meeting.state == "planned" and meeting.kind != "committee" and meeting.starts_at > desk.now
    ]
    return coming[0].id if coming else None
