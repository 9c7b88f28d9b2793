"""How the months come by themselves: each period's push makes the meeting, plans the theme, and plans the next period's push."""

from datetime import timedelta

from handlers import calendar, meetings, meetings_change, schedule, themes
from handlers.calendar import MonthlyRule
from handlers.desk import Desk
from storage import meetings as store
from storage import roster
from storage.meeting_tables import Meeting
from storage.people import Organisation
from storage.spine import Push

# A meeting the rule names for tomorrow at the earliest is made; a sooner one would surprise people: organisers may call it by hand.
SHORTEST_NOTICE = timedelta(days=1)


def period(desk: Desk, push: Push) -> str | None:
    """Fill the period the push names, and plan the push of the next one. Costs a few statements, whatever the number of cells."""
    organisation = desk.session.get(Organisation, push.organisation_id) if push.organisation_id is not None else None
    if organisation is None:
        return "organisation is gone"
    here = str(push.data["period"])
    following = calendar.add_months(here, 1)
    outcome = None
    try:
        rule = schedule.rule_of(organisation)
    except ValueError as error:
        # The chain of months must not break because one rule was written wrongly.
        rule, outcome = None, f"monthly rule of {organisation.code} cannot be read: {error}"
    due = schedule.period_due(organisation, following, rule, desk.policy)
    schedule.plan_period(desk, organisation, following, due)
    fill(desk, organisation, here, rule)
    return outcome


def fill(desk: Desk, organisation: Organisation, here: str, rule: MonthlyRule | None) -> Meeting | None:
    """Make the meeting the rule names for the period, if there is none yet, and plan the theme; return the meeting made, or None."""
    made = _meeting_by_rule(desk, organisation, here, rule) if rule is not None else None
    if organisation.kind != "committee":
        themes.plan(desk, organisation, here)
    return made


def _meeting_by_rule(desk: Desk, organisation: Organisation, here: str, rule: MonthlyRule) -> Meeting | None:
    starts_at = calendar.meeting_time(rule, here, organisation.timezone, calendar.days_off(desk.policy))
    if starts_at - desk.now < SHORTEST_NOTICE or has_monthly(desk, organisation, here, rule.kind):
        return None
    made = meetings_change.create(desk, organisation, starts_at=starts_at, kind=rule.kind, period=here)
    text = desk.text(
        "meeting-made-by-rule",
        heading=meetings.heading(desk, made),
        cell=organisation.name,
        time=meetings.when(desk, made),
        place=meetings.place(desk, made),
    )
    letters = [(member, text) for member in roster.organisers(desk.session, organisation.id, desk.now)]
    choices = [desk.choice("meeting-button-move", f"mtg:move:{made.id}")]
    desk.post_letters(letters, choices, key=f"meeting:{made.id}:made", meeting_id=made.id)
    return made


def has_monthly(desk: Desk, organisation: Organisation, here: str, kind: str) -> bool:
    """Whether the period has its monthly meeting: one that was called off counts, because that was meant."""
    kinds = (*store.MONTHLY_KINDS, kind) if kind != "committee" else (kind,)
    return any(meeting.kind in kinds for meeting in store.of_period(desk.session, organisation.id, here))
