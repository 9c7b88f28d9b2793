"""/lichhop: the cell's monthly rule in words and its next dates; organisers set it in one line or by taps."""

from dataclasses import replace
from typing import Any

from handlers import calendar, schedule
from handlers.calendar import MonthlyRule
from handlers.choosing import actions, number
from handlers.dates_said import rule_said
from handlers.desk import Choice, Desk
from handlers.meetings_access import organised, organiser_of, stop_choice, talk
from handlers.times import WEEKDAYS, full_text, period_text
from handlers.turn import RefusedError, Turn
from storage import meetings as store
from storage import roster
from storage.people import Organisation

SHOWN_DATES = 3


def show(turn: Turn, rest: str) -> None:
    """Answer /lichhop: members read the rule of their cell; organisers may change it, at once by a line typed behind the command."""
    member = turn.require_member()
    if turn.incoming.in_group or not roster.organised_by(turn.session, member.id, turn.now):
        turn.change_text(describe(turn, turn.organisation()))
        return
    mine = organised(turn)
    if len(mine) > 1:
        choices = [Choice(each.name[:60], f"mtg:cell:rule:{each.id}") for each in mine[:11]]
        turn.change("meeting-which-cell", [*choices, stop_choice(turn)])
        return
    if rest:
        turn.await_step("rule-line", org=mine[0].id)
        line_said(turn, rest)
    else:
        show_to_organiser(turn, mine[0])


def describe(desk: Desk, organisation: Organisation) -> str:
    """Return the rule of an organisation in words, with its next dates."""
    rule = schedule.rule_of(organisation)
    if rule is None:
        return desk.text("rule-none", cell=organisation.name)
    shown = desk.text("rule-shown", cell=organisation.name)
    return f"{shown} {rule_text(desk, rule)}\n{_dates(desk, organisation, rule)}"


def rule_text(desk: Desk, rule: MonthlyRule) -> str:
    """Return a rule in words: the day, the hour, what happens on a day off, which period it serves."""
    parts = [_day_text(desk, rule)]
    kind = "holiday" if rule.weekend_is_fine else "off"
    parts.append(desk.text("rule-shift-none") if rule.shift == "none" else desk.text(f"rule-shift-{rule.shift}-{kind}"))
    if rule.serves_next:
        parts.append(desk.text("rule-serves-next"))
    if rule.kind != "regular":
        parts.append(desk.text(f"meeting-kind-{rule.kind}"))
    return "; ".join(parts) + "."


def _day_text(desk: Desk, rule: MonthlyRule) -> str:
    clock = f"{rule.at.hour} giờ {rule.at:%M}" if rule.at.minute else f"{rule.at.hour} giờ"
    at = clock if desk.policy.language == "vi" else f"{rule.at:%H:%M}"
    if rule.weekday is not None:
        weekday = WEEKDAYS[desk.policy.language][rule.weekday]
        return desk.text("rule-weekday", weekday=weekday, nth=rule.week or 0, time=at)
    return desk.text("rule-day", day=rule.day or 0, time=at)


def _dates(desk: Desk, organisation: Organisation, rule: MonthlyRule) -> str:
    off = calendar.days_off(desk.policy)
    lines = [desk.text("rule-dates")]
    for period, moment in calendar.next_times(rule, desk.now, organisation.timezone, off, SHOWN_DATES):
        time_text = full_text(moment, organisation.timezone, desk.policy.language)
        lines.append(desk.text("rule-date", period=period_text(period), time=time_text))
    return "\n".join(lines)


def show_to_organiser(turn: Turn, organisation: Organisation) -> None:
    """Show the rule with what may be changed by a tap, and wait for a line."""
    turn.await_step("rule-line", org=organisation.id)
    text = "\n\n".join((describe(turn, organisation), turn.text("rule-how")))
    rule = schedule.rule_of(organisation)
    turn.change_text(text, [*(_taps(turn, organisation, rule) if rule else []), stop_choice(turn)])


def _taps(turn: Turn, organisation: Organisation, rule: MonthlyRule) -> list[Choice]:
    found = [
        turn.choice(f"rule-button-shift-{shift}", f"rul:tap:{organisation.id}:shift:{shift}")
        for shift in ("next", "previous", "none")
        if shift != rule.shift
    ]
    weekend = "avoid" if rule.weekend_is_fine else "fine"
    serves = "same" if rule.serves_next else "next"
    found.append(turn.choice(f"rule-button-weekend-{weekend}", f"rul:tap:{organisation.id}:weekend:{weekend}"))
    found.append(turn.choice(f"rule-button-serves-{serves}", f"rul:tap:{organisation.id}:serves:{serves}"))
    found.append(turn.choice("rule-button-drop", f"rul:drop:{organisation.id}"))
    return found


def tap(turn: Turn, organisation_id: str, part: str, value: str) -> None:
    """Change one part of the rule; the change is shown and still has to be confirmed."""
    organisation = organiser_of(turn, number(organisation_id))
    rule = schedule.rule_of(organisation)
    changes: dict[tuple[str, str], dict[str, Any]] = {
        ("shift", "next"): {"shift": "next"},
        ("shift", "previous"): {"shift": "previous"},
        ("shift", "none"): {"shift": "none"},
        ("weekend", "fine"): {"weekend_is_fine": True},
        ("weekend", "avoid"): {"weekend_is_fine": False},
        ("serves", "next"): {"serves_next": True},
        ("serves", "same"): {"serves_next": False},
    }
    if rule is None or (part, value) not in changes:
        raise RefusedError("button-too-old")
    _confirm(turn, organisation, replace(rule, **changes[part, value]))


def line_said(turn: Turn, text: str) -> None:
    """Read the rule that was typed, and ask for a yes."""
    organisation = organiser_of(turn, turn.data["org"])
    rule = rule_said(text)
    if rule is None:
        turn.await_step("rule-line", org=organisation.id)
        turn.say("rule-unclear", [stop_choice(turn)])
        return
    _confirm(turn, organisation, rule)


def _confirm(turn: Turn, organisation: Organisation, rule: MonthlyRule) -> None:
    turn.await_step("rule-confirm", org=organisation.id, rule=rule.to_dict())
    asked = turn.text("rule-confirm", cell=organisation.name)
    text = f"{asked} {rule_text(turn, rule)}\n{_dates(turn, organisation, rule)}"
    turn.change_text(text, [turn.choice("button-confirm", "rul:save"), stop_choice(turn)])


def save(turn: Turn) -> None:
    """Keep the confirmed rule; the meetings it names are made by themselves, those already planned stay as they are."""
    data, organisation = talk(turn, "rule-confirm")
    _keep(turn, organisation, data["rule"])
    lines = [turn.text("rule-saved", cell=organisation.name)]
    ahead = [
        meeting
        for meeting in store.upcoming(turn.session, organisation.id, turn.now)
        if meeting.kind in store.MONTHLY_KINDS
    ]
    if ahead:
        lines.append(turn.text("rule-planned-stay", count=len(ahead)))
    turn.change_text(" ".join(lines))


def drop(turn: Turn, organisation_id: str) -> None:
    """Drop the rule: from now on meetings are called by hand."""
    organisation = organiser_of(turn, number(organisation_id))
    _keep(turn, organisation, None)
    turn.change("rule-dropped", cell=organisation.name)


def _keep(turn: Turn, organisation: Organisation, rule: dict[str, Any] | None) -> None:
    organisation.meeting_rule = rule
    roster.note(turn.session, turn.now, turn.require_member().id, "rule-set", f"organisation:{organisation.id}")
    turn.session.flush()
    schedule.plan_organisation(turn, organisation)
    turn.end_talk()


pressed = actions({"tap": tap, "save": save, "drop": drop})
