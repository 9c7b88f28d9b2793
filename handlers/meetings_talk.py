"""The private talks in which an organiser makes, moves or calls off a meeting. Every step asks the roster anew who is speaking."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from handlers import calendar, meetings, meetings_change, meetings_off, periods, rules_talk, schedule
from handlers.choosing import number, page_of
from handlers.dates_said import moment_said
from handlers.desk import Choice
from handlers.meetings_access import organised, organiser_of, planned, stop_choice, talk
from handlers.times import day_text, full_text, local, period_text
from handlers.turn import RefusedError, Turn
from storage import meetings as store
from storage import pushes
from storage.meeting_tables import Meeting
from storage.people import Organisation

KINDS = ("regular", "combined", "themed", "committee", "extraordinary")
# A date further ahead than this is a slip in the year.
FARTHEST = timedelta(days=366)
# From this day of the month on, a meeting may well serve the next month's period (DOMAIN.md 4).
LATE_IN_MONTH = 20


# -- which cell, which meeting ---------------------------------------------------------------------------------------


def new(turn: Turn, rest: str) -> None:
    """Begin to make a meeting."""
    if rest:
        turn.require_private()
        begin_with(turn, organised(turn), rest)
    else:
        begin(turn, "new")


def move(turn: Turn, _rest: str) -> None:
    """Begin to move a meeting."""
    begin(turn, "move")


def off(turn: Turn, _rest: str) -> None:
    """Begin to call a meeting off."""
    begin(turn, "off")


def begin(turn: Turn, task: str) -> None:
    """Begin one of the tasks; who organises several cells chooses the cell first."""
    turn.require_private()
    found = organised(turn)
    if len(found) == 1:
        in_cell(turn, task, str(found[0].id))
    else:
        _ask_cell(turn, task, found, 0)


def begin_with(turn: Turn, mine: Sequence[Organisation], text: str) -> None:
    """Begin to make a regular meeting at the time that was typed with the command."""
    if len(mine) != 1:
        _ask_cell(turn, "new", mine, 0)
        return
    turn.await_step("meeting-when", task="new", org=mine[0].id, kind="regular")
    when_said(turn, text)


def cells(turn: Turn, task: str, page: str) -> None:
    """Turn the page of the list of cells."""
    turn.require_private()
    _ask_cell(turn, task, organised(turn), number(page))


def in_cell(turn: Turn, task: str, organisation_id: str) -> None:
    """Go on with a task in the chosen cell."""
    organisation = organiser_of(turn, number(organisation_id))
    if task == "rule":
        rules_talk.show_to_organiser(turn, organisation)
    elif task == "new":
        _ask_kind(turn, organisation)
    else:
        _ask_meeting(turn, task, organisation)


def _ask_cell(turn: Turn, task: str, choose_from: Sequence[Organisation], page: int) -> None:
    found = [Choice(each.name[:60], f"mtg:cell:{task}:{each.id}") for each in choose_from]
    turn.change("meeting-which-cell", page_of(turn, found, page, f"mtg:cells:{task}:"))


def _ask_kind(turn: Turn, organisation: Organisation) -> None:
    kinds = [turn.choice(f"meeting-kind-{kind}", f"mtg:kind:{organisation.id}:{kind}") for kind in KINDS]
    turn.change("meeting-which-kind", [*kinds, stop_choice(turn)], cell=organisation.name)


def _ask_meeting(turn: Turn, task: str, organisation: Organisation) -> None:
    found = store.upcoming(turn.session, organisation.id, turn.now)
    if not found:
        turn.change("no-meeting", cell=organisation.name)
    elif len(found) == 1:
        (move_begun if task == "move" else meetings_off.begun)(turn, str(found[0].id))
    else:
        listed = [Choice(_short(turn, meeting), f"mtg:{task}:{meeting.id}") for meeting in found[:8]]
        turn.change("meeting-which", [*listed, stop_choice(turn)], cell=organisation.name)


def _short(turn: Turn, meeting: Meeting) -> str:
    zone_name = turn.session.get_one(Organisation, meeting.organisation_id).timezone
    return f"{local(meeting.starts_at, zone_name):%H:%M %d/%m} – {turn.text(f'meeting-kind-{meeting.kind}')}"


# -- when ------------------------------------------------------------------------------------------------------------


def kind_chosen(turn: Turn, organisation_id: str, kind: str) -> None:
    """Ask for the time of a new meeting; the time the cell's rule names is offered."""
    organisation = organiser_of(turn, number(organisation_id))
    if kind not in KINDS:
        raise RefusedError("button-too-old")
    choices: list[Choice | Sequence[Choice]] = []
    default: dict[str, str] = {}
    rule = schedule.rule_of(organisation)
    if rule is not None and kind in ("regular", "combined", rule.kind):
        default["time"] = f"{rule.at:%H:%M}"
        off_days = calendar.days_off(turn.policy)
        for period, moment in calendar.next_times(rule, turn.now, organisation.timezone, off_days, 3):
            if not periods.has_monthly(turn, organisation, period, kind):
                label = full_text(moment, organisation.timezone, turn.policy.language)
                choices.append(Choice(label, f"mtg:at:{int(moment.timestamp())}"))
                break
    turn.await_step("meeting-when", task="new", org=organisation.id, kind=kind, **default)
    turn.change("meeting-ask-when", [*choices, stop_choice(turn)])


def move_begun(turn: Turn, meeting_id: str) -> None:
    """Ask for the new time of a meeting; what is not said (only a day, only an hour) stays."""
    meeting, organisation = planned(turn, meeting_id)
    there = local(meeting.starts_at, organisation.timezone)
    turn.await_step(
        "meeting-when",
        task="move",
        org=organisation.id,
        kind=meeting.kind,
        meeting=meeting.id,
        version=meeting.version,
        day=f"{there:%Y-%m-%d}",
        time=f"{there:%H:%M}",
        period=meeting.period,
    )
    choices = [turn.choice("meeting-button-place-only", f"mtg:where:{meeting.id}"), stop_choice(turn)]
    turn.change(
        "meeting-ask-new-time", choices, heading=meetings.heading(turn, meeting), time=meetings.when(turn, meeting)
    )


def when_said(turn: Turn, text: str) -> None:
    """Read the time that was typed; ask again for what is missing or cannot be."""
    data = dict(turn.data)
    organisation = organiser_of(turn, data["org"])
    said = moment_said(text, local(turn.now, organisation.timezone))
    if said.problem or (said.day is None and said.at is None):
        turn.say(f"meeting-{said.problem}" if said.problem else "meeting-when-unclear", [stop_choice(turn)])
        return
    data |= {"day": said.day.isoformat()} if said.day else {}
    data |= {"time": f"{said.at:%H:%M}"} if said.at else {}
    if "day" not in data or "time" not in data:
        turn.await_step("meeting-when", **data)
        turn.say("meeting-ask-day" if "time" in data else "meeting-ask-time", [stop_choice(turn)])
        return
    at = calendar.at_local(date.fromisoformat(data["day"]), time.fromisoformat(data["time"]), organisation.timezone)
    _take_time(turn, organisation, data, at)


def time_chosen(turn: Turn, timestamp: str) -> None:
    """Take the offered time."""
    data, organisation = talk(turn, "meeting-when")
    _take_time(turn, organisation, data, _moment(timestamp))


def _moment(timestamp: str) -> datetime:
    """Return the moment a button carries as seconds since 1970; refused if it carries none. Ten digits end in the year 2286."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 10):  # noqa: PLR2004
        raise RefusedError("button-too-old")
    return datetime.fromtimestamp(int(timestamp), UTC)


def _take_time(turn: Turn, organisation: Organisation, data: dict[str, Any], at: datetime) -> None:
    time_text = full_text(at, organisation.timezone, turn.policy.language)
    if at <= turn.now or at - turn.now > FARTHEST:
        kept = data if data["task"] == "move" else {key: data[key] for key in data if key != "day"}
        turn.await_step("meeting-when", **kept)
        turn.change("meeting-in-past" if at <= turn.now else "meeting-too-far", [stop_choice(turn)], time=time_text)
        return
    data["at"] = at.isoformat()
    if "place" in data:
        _confirm(turn, organisation, data)
    else:
        _ask_place(turn, organisation, data)


# -- where -----------------------------------------------------------------------------------------------------------


def where_begun(turn: Turn, meeting_id: str) -> None:
    """Ask for another place alone."""
    meeting, organisation = planned(turn, meeting_id)
    data: dict[str, Any] = {
        "task": "move",
        "org": organisation.id,
        "kind": meeting.kind,
        "meeting": meeting.id,
        "version": meeting.version,
        "period": meeting.period,
        "at": meeting.starts_at.isoformat(),
    }
    _ask_place(turn, organisation, data)


def _ask_place(turn: Turn, organisation: Organisation, data: dict[str, Any]) -> None:
    choices = []
    places = _offered_places(turn, organisation, data)
    for word, place in places.items():
        choices.append(Choice(place[:60], f"mtg:place:{word}"))
    choices.append(turn.choice("meeting-button-place-open", "mtg:place:open"))
    turn.await_step("meeting-place", **data)
    turn.change("meeting-ask-place", [*choices, stop_choice(turn)])


def _offered_places(turn: Turn, organisation: Organisation, data: dict[str, Any]) -> dict[str, str]:
    """Return the places to choose from by the word in the button: that of the meeting that is moved, and the cell's own."""
    found: dict[str, str] = {}
    if data["task"] == "move":
        found["same"] = turn.session.get_one(Meeting, data["meeting"]).place
    if organisation.place and organisation.place not in found.values():
        found["cell"] = organisation.place
    return {word: place for word, place in found.items() if place}


def place_chosen(turn: Turn, word: str) -> None:
    """Take one of the offered places, or none yet."""
    data, organisation = talk(turn, "meeting-place")
    places = _offered_places(turn, organisation, data) | {"open": ""}
    if word not in places:
        raise RefusedError("button-too-old")
    _confirm(turn, organisation, data | {"place": places[word]})


def place_said(turn: Turn, text: str) -> None:
    """Take the place that was typed."""
    data = dict(turn.data)
    organisation = organiser_of(turn, data["org"])
    place = " ".join(text.split())
    if len(place) > meetings_change.PLACE_LENGTH:
        turn.say("meeting-place-long", [stop_choice(turn)], most=meetings_change.PLACE_LENGTH)
        return
    _confirm(turn, organisation, data | {"place": place})


# -- one full sentence, and yes --------------------------------------------------------------------------------------


def _confirm(turn: Turn, organisation: Organisation, data: dict[str, Any]) -> None:
    at = datetime.fromisoformat(str(data["at"]))
    kind, place = str(data["kind"]), str(data["place"])
    data["period"] = data.get("period") or meetings_change.period_served(organisation, at, kind)
    turn.await_step("meeting-confirm", **data)
    period = str(data["period"])
    about: dict[str, str] = {
        "cell": organisation.name,
        "heading": turn.text(f"meeting-heading-{kind}", period=period_text(period)),
        "time": full_text(at, organisation.timezone, turn.policy.language),
        "place": place or turn.text("meeting-place-open"),
    }
    lines = [_sentence(turn, data, at, about)]
    moved = data["task"] == "new" or at != turn.session.get_one(Meeting, data["meeting"]).starts_at
    if moved:
        lines += [turn.text(key) for key in meetings_change.warnings(turn, organisation, at)]
        lines += _other_meetings(turn, organisation, data, at)
    yes = turn.choice("button-confirm", "mtg:make")
    again = turn.choice("meeting-button-again", "mtg:again")
    turn.change_text("\n".join(lines), [yes, *_other_period(turn, organisation, data, at), again, stop_choice(turn)])


def _sentence(turn: Turn, data: dict[str, Any], at: datetime, about: dict[str, str]) -> str:
    if data["task"] == "new":
        return turn.text("meeting-confirm-new", **about)
    meeting = turn.session.get_one(Meeting, data["meeting"])
    if at == meeting.starts_at:
        return turn.text("meeting-confirm-place", **about)
    return turn.text("meeting-confirm-move", former=meetings.when(turn, meeting), **about)


def _other_meetings(turn: Turn, organisation: Organisation, data: dict[str, Any], at: datetime) -> list[str]:
    """Return a line each for the meeting that serves the period already, and for others on the same day."""
    day = local(at, organisation.timezone).date()
    lines = []
    for meeting in store.of_period(turn.session, organisation.id, str(data["period"])):
        if meeting.state == "cancelled" or meeting.id == data.get("meeting"):
            continue
        same_day = local(meeting.starts_at, organisation.timezone).date() == day
        rivals = data["kind"] in store.MONTHLY_KINDS and meeting.kind in store.MONTHLY_KINDS
        if same_day or rivals:
            about = {"heading": meetings.heading(turn, meeting), "time": meetings.when(turn, meeting)}
            lines.append(turn.text("meeting-warn-period" if rivals else "meeting-warn-same-day", **about))
    return lines


def _other_period(turn: Turn, organisation: Organisation, data: dict[str, Any], at: datetime) -> list[Choice]:
    day = local(at, organisation.timezone).date()
    if data["task"] != "new" or day.day < LATE_IN_MONTH:
        return []
    month = calendar.period_of(day)
    other = calendar.add_months(month, 1) if data["period"] == month else month
    return [turn.choice("meeting-button-period", f"mtg:period:{other}", period=period_text(other))]


def period_chosen(turn: Turn, period: str) -> None:
    """Let the meeting serve the other of the two periods a late day may serve."""
    data, organisation = talk(turn, "meeting-confirm")
    month = calendar.period_of(local(datetime.fromisoformat(data["at"]), organisation.timezone).date())
    if period not in (month, calendar.add_months(month, 1)):
        raise RefusedError("button-too-old")
    _confirm(turn, organisation, data | {"period": period})


def again(turn: Turn) -> None:
    """Go back to the question for the time, place and kind kept."""
    data, _ = talk(turn, "meeting-confirm")
    kept = {key: value for key, value in data.items() if key not in ("at", "period") or data["task"] == "move"}
    turn.await_step("meeting-when", **kept)
    turn.change("meeting-ask-when", [stop_choice(turn)])


def confirm_said(turn: Turn, text: str) -> None:
    """Take a time typed instead of a yes as a correction; anything else is asked again."""
    data, organisation = talk(turn, "meeting-confirm")
    said = moment_said(text, local(turn.now, organisation.timezone))
    if said.day is None and said.at is None:
        _confirm(turn, organisation, data)
        return
    there = local(datetime.fromisoformat(data["at"]), organisation.timezone)
    kept = {key: value for key, value in data.items() if key != "period" or data["task"] == "move"}
    turn.await_step("meeting-when", **kept | {"day": f"{there:%Y-%m-%d}", "time": f"{there:%H:%M}"})
    when_said(turn, text)


def make(turn: Turn) -> None:
    """Do what was confirmed."""
    data, organisation = talk(turn, "meeting-confirm")
    at = datetime.fromisoformat(data["at"])
    if at <= turn.now:
        _take_time(turn, organisation, data, at)
        return
    by = turn.require_member().id
    if data["task"] == "new":
        meeting = meetings_change.create(
            turn,
            organisation,
            starts_at=at,
            kind=data["kind"],
            place=data["place"],
            period=data["period"],
            created_by=by,
        )
        done = "meeting-made"
    else:
        meeting, _ = planned(turn, str(data["meeting"]))
        if meeting.version != data["version"]:
            turn.end_talk()
            raise RefusedError("meeting-changed-meanwhile", time=meetings.when(turn, meeting))
        if at == meeting.starts_at and data["place"] == meeting.place:
            turn.end_talk()
            turn.change("meeting-unchanged", heading=meetings.heading(turn, meeting), time=meetings.when(turn, meeting))
            return
        done = "meeting-moved" if at != meeting.starts_at else "meeting-place-changed"
        if at == meeting.starts_at:
            meetings_change.change_place(turn, meeting, data["place"], by)
        else:
            meetings_change.move(turn, meeting, at, data["place"], by)
    turn.end_talk()
    about = {"heading": meetings.heading(turn, meeting), "time": meetings.when(turn, meeting)}
    text = turn.text(done, place=meetings.place(turn, meeting), **about)
    if done != "meeting-place-changed":
        text = f"{text} {_when_invited(turn, meeting, organisation)}"
    turn.change_text(text, meeting_id=meeting.id)


def _when_invited(turn: Turn, meeting: Meeting, organisation: Organisation) -> str:
    due = [push.due_at for push in pushes.planned_of(turn.session, meeting.id) if push.kind == "invitation"]
    if not due or due[0] <= turn.now:
        return turn.text("meeting-invited-now")
    zone_name, language = organisation.timezone, turn.policy.language
    if local(due[0], zone_name).date() == local(turn.now, zone_name).date():
        return turn.text("meeting-invited-on", date=full_text(due[0], zone_name, language))
    return turn.text("meeting-invited-on", date=day_text(due[0], zone_name, language))
