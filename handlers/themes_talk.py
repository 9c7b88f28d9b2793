"""/chuyende: what the theme of the month is; organisers of a cell and administrators of a committee set it in a short private talk."""

import re
from collections.abc import Sequence
from typing import Any

from handlers import calendar, themes
from handlers.choosing import actions, clip, number, page_of
from handlers.desk import Choice
from handlers.folding import fold
from handlers.times import day_text, local, period_text
from handlers.turn import RefusedError, Turn
from storage import roster
from storage import themes as store
from storage.meeting_tables import Theme
from storage.people import Member, Organisation

# In the order they are asked for; their longest lengths keep the whole theme within one message of 2,000 characters.
FIELDS = ("title", "aim", "presenter", "questions", "link")
LENGTHS = {"title": 200, "aim": 300, "presenter": 120, "questions": 250, "link": 300}
MOST_QUESTIONS = 3
MONTHS_AHEAD = 3
LINK = re.compile(r"https?://[^\s]+\.[^\s]+", re.IGNORECASE)
NUMBERING = re.compile(r"^\s*(?:\(?\d\s*[.)/:-]|câu\s+\d\s*[.:)]|[-•*+])\s*", re.IGNORECASE)


# -- reading ---------------------------------------------------------------------------------------------------------


def show(turn: Turn, _rest: str) -> None:
    """Answer /chuyende: this month's theme of the cell and the next one; who may set themes is offered to."""
    member = turn.require_member()
    organisation = turn.organisation()
    here = calendar.period_of(local(turn.now, organisation.timezone).date())
    periods = (here, calendar.add_months(here, 1))
    found = [themes.theme_for(turn.session, organisation, period) for period in periods]
    parts = [themes.theme_text(turn, theme, speak=False) for theme in found if theme is not None]
    text = "\n\n".join(parts) or turn.text("theme-none", cell=organisation.name, period=period_text(here))
    if turn.incoming.in_group:
        turn.say_text(text)
        return
    owners = store.setters_of(turn.session, member.id, turn.now)
    turn.change_text(text, _owner_choices(turn, owners, 0) if owners else ())


def _owner_choices(turn: Turn, owners: Sequence[Organisation], page: int) -> list[Choice | Sequence[Choice]]:
    if len(owners) == 1:
        return [turn.choice("theme-button-set", f"thm:own:{owners[0].id}")]
    listed = [turn.choice("theme-button-set-of", f"thm:own:{each.id}", cell=clip(each.name, 40)) for each in owners]
    return page_of(turn, listed, page, "thm:owners:")


def owners(turn: Turn, page: str) -> None:
    """Turn the page of the organisations to choose from."""
    turn.require_private()
    found = store.setters_of(turn.session, turn.require_member().id, turn.now)
    turn.change("theme-which-owner", _owner_choices(turn, found, number(page)))


# -- whose, for when, for whom ---------------------------------------------------------------------------------------


def setter_of(turn: Turn, organisation_id: int) -> Organisation:
    """Return the organisation if the person may set its themes, in private."""
    turn.require_private()
    allowed = store.setters_of(turn.session, turn.require_member().id, turn.now)
    for organisation in allowed:
        if organisation.id == organisation_id:
            return organisation
    raise RefusedError("theme-not-yours")


def owner(turn: Turn, organisation_id: str) -> None:
    """Ask for which month; a theme that is set already shows its title."""
    organisation = setter_of(turn, number(organisation_id))
    here = calendar.period_of(local(turn.now, organisation.timezone).date())
    choices = []
    for period in (calendar.add_months(here, ahead) for ahead in range(MONTHS_AHEAD)):
        known = store.for_period(turn.session, [organisation.id], period)
        label = period_text(period) + (f" – {clip(known[0].title, 40)}" if known else "")
        choices.append(Choice(label, f"thm:new:{organisation.id}:{period}"))
    turn.change("theme-which-period", [*choices, _stop(turn)], cell=organisation.name)


def period_chosen(turn: Turn, organisation_id: str, period: str) -> None:
    """Ask a committee for which type of cells; a cell's own theme is begun, or shown to be changed."""
    organisation = setter_of(turn, number(organisation_id))
    _check_period(turn, organisation, period)
    types = _types(turn, organisation, period)
    if len(types) <= 1:
        _begin(turn, organisation, period, "")
        return
    listed = [
        Choice(name or turn.text("theme-all-types"), f"thm:type:{organisation.id}:{period}:{index}")
        for index, name in enumerate(types)
    ]
    turn.change("theme-which-type", [*listed[:11], _stop(turn)], period=period_text(period))


def type_chosen(turn: Turn, organisation_id: str, period: str, index: str) -> None:
    """Begin the committee's theme for that type of cells."""
    organisation = setter_of(turn, number(organisation_id))
    _check_period(turn, organisation, period)
    types = _types(turn, organisation, period)
    if number(index) >= len(types):
        raise RefusedError("button-too-old")
    _begin(turn, organisation, period, types[number(index)])


def _types(turn: Turn, organisation: Organisation, period: str) -> list[str]:
    """Return the types of cells a committee may address: "" (all) first; for a cell itself only that."""
    if organisation.kind != "committee":
        return [""]
    cells = store.cells_below(turn.session, organisation.id, period)
    return ["", *sorted({cell.cell_type for cell in cells if cell.cell_type})]


def _check_period(turn: Turn, organisation: Organisation, period: str) -> None:
    here = calendar.period_of(local(turn.now, organisation.timezone).date())
    if period not in {calendar.add_months(here, ahead) for ahead in range(12)}:
        raise RefusedError("button-too-old")


def _begin(turn: Turn, organisation: Organisation, period: str, cell_type: str) -> None:
    known = store.own(turn.session, organisation.id, period, cell_type)
    draft = {"org": organisation.id, "period": period, "type": cell_type, "theme": known.id if known else None}
    if known is None:
        _ask(turn, draft, "title")
        return
    kept = {
        "title": known.title,
        "aim": known.aim,
        "presenter": known.presenter,
        "presenter_id": known.presenter_id,
        "questions": list(known.questions),
        "link": known.link,
    }
    _review(turn, draft | kept)


# -- one field after the other ---------------------------------------------------------------------------------------


def _ask(turn: Turn, draft: dict[str, Any], field: str) -> None:
    turn.await_step("theme-field", **draft | {"field": field})
    skip = [] if field == "title" else [turn.choice("button-skip", "thm:skip")]
    turn.change(f"theme-ask-{field}", [*skip, _stop(turn)], period=period_text(draft["period"]))


def field_said(turn: Turn, text: str) -> None:
    """Take what was typed for the field that was asked for."""
    draft = dict(turn.data)
    setter_of(turn, draft["org"])
    field = str(draft["field"])
    if field == "questions":
        _take_questions(turn, draft, text)
        return
    value = " ".join(text.split())
    if len(value) > LENGTHS[field]:
        turn.say("theme-too-long", [_stop(turn)], most=LENGTHS[field], length=len(value))
    elif field == "link" and not LINK.fullmatch(value):
        turn.say("theme-link-wrong", [turn.choice("button-skip", "thm:skip"), _stop(turn)])
    elif field == "presenter":
        _take_presenter(turn, draft, value)
    else:
        _next(turn, draft | {field: value})


def _take_questions(turn: Turn, draft: dict[str, Any], text: str) -> None:
    lines = [" ".join(NUMBERING.sub("", line).split()) for line in text.splitlines()]
    typed = [line for line in lines if line]
    if any(len(line) > LENGTHS["questions"] for line in typed):
        longest = max(len(line) for line in typed)
        turn.say("theme-too-long", [_stop(turn)], most=LENGTHS["questions"], length=longest)
        return
    # In a change the first line typed begins anew; within one round of asking, lines add up.
    gathered = [*(draft.get("gathered") or []), *typed]
    if len(gathered) > MOST_QUESTIONS:
        turn.say("theme-questions-many", [turn.choice("theme-button-done", "thm:done"), _stop(turn)])
        return
    if len(gathered) == MOST_QUESTIONS:
        _next(turn, _without(draft, "gathered") | {"questions": gathered})
        return
    turn.await_step("theme-field", **draft | {"gathered": gathered})
    turn.say("theme-more-questions", [turn.choice("theme-button-done", "thm:done"), _stop(turn)], count=len(gathered))


def questions_done(turn: Turn) -> None:
    """Take the questions typed so far."""
    draft = _talk(turn, "theme-field")
    if draft["field"] != "questions" or not draft.get("gathered"):
        raise RefusedError("button-too-old")
    _next(turn, _without(draft, "gathered") | {"questions": draft["gathered"]})


def _take_presenter(turn: Turn, draft: dict[str, Any], typed: str) -> None:
    """Find the presenter on the roster: one of that name is taken, of several one is chosen, none leaves the name as typed."""
    name = re.sub(r"^(?:đồng chí|đ/c|đc)\s+", "", typed, flags=re.IGNORECASE)
    found = _of_name(turn, draft, name)
    if len(found) == 1:
        member_id, full_name = found[0]
        _next(turn, draft | {"presenter": full_name, "presenter_id": member_id})
    elif not found:
        _next(turn, draft | {"presenter": name, "presenter_id": None})
    else:
        turn.await_step("theme-field", **draft | {"typed": name})
        listed = [Choice(_with_cell(turn, member_id), f"thm:who:{member_id}") for member_id, _ in found[:6]]
        turn.say("theme-which-presenter", [*listed, turn.choice("theme-button-as-typed", "thm:asis"), _stop(turn)])


def _of_name(turn: Turn, draft: dict[str, Any], name: str) -> list[tuple[int, str]]:
    """Return the people of that full name, or, if there are none, whose name ends with it ("Hoa", "Thị Hoa")."""
    organisation = turn.session.get_one(Organisation, draft["org"])
    circle = [organisation.id]
    if organisation.kind == "committee":
        circle += [cell.id for cell in store.cells_below(turn.session, organisation.id, draft["period"])]
    wanted = fold(name)
    people = store.names_in(turn.session, circle)
    exact = [(member_id, full_name) for member_id, full_name in people if fold(full_name) == wanted]
    return exact or [each for each in people if wanted and fold(each[1]).endswith(f" {wanted}")]


def _with_cell(turn: Turn, member_id: int) -> str:
    member = turn.session.get_one(Member, member_id)
    return clip(f"{member.full_name}, {turn.session.get_one(Organisation, member.organisation_id).name}", 60)


def presenter_chosen(turn: Turn, member_id: str) -> None:
    """Take one of several people of that name."""
    draft = _talk(turn, "theme-field")
    people = dict(_of_name(turn, draft, str(draft.get("typed", ""))))
    if number(member_id) not in people:
        raise RefusedError("button-too-old")
    chosen = {"presenter": people[number(member_id)], "presenter_id": number(member_id)}
    _next(turn, _without(draft, "typed") | chosen)


def presenter_as_typed(turn: Turn) -> None:
    """Keep the name as it was typed: a guest, who is on no roster."""
    draft = _talk(turn, "theme-field")
    if not draft.get("typed"):
        raise RefusedError("button-too-old")
    _next(turn, _without(draft, "typed") | {"presenter": draft["typed"], "presenter_id": None})


def skip(turn: Turn) -> None:
    """Leave the field empty (in a change: empty it)."""
    draft = _talk(turn, "theme-field")
    if draft["field"] == "title":
        raise RefusedError("button-too-old")
    empty: dict[str, Any] = {str(draft["field"]): [] if draft["field"] == "questions" else ""}
    if draft["field"] == "presenter":
        empty["presenter_id"] = None
    _next(turn, _without(_without(draft, "gathered"), "typed") | empty)


def _next(turn: Turn, draft: dict[str, Any]) -> None:
    open_fields = [field for field in FIELDS if field not in draft]
    if open_fields:
        _ask(turn, draft, open_fields[0])
    else:
        _review(turn, draft)


def _without(draft: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in draft.items() if name != key}


# -- the whole, and yes ----------------------------------------------------------------------------------------------


def _review(turn: Turn, draft: dict[str, Any]) -> None:
    turn.await_step("theme-review", **_without(draft, "field"))
    preview = themes.theme_text(turn, _theme_of(draft, Theme(organisation_id=draft["org"])), speak=False)
    fields = [turn.choice(f"theme-button-{field}", f"thm:field:{field}") for field in FIELDS]
    drop = [turn.choice("theme-button-drop", f"thm:drop:{draft['theme']}")] if draft["theme"] else []
    choices = [turn.choice("theme-button-save", "thm:save"), *fields, *drop, _stop(turn)]
    turn.change_text("\n\n".join((turn.text("theme-review"), preview)), choices)


def _theme_of(draft: dict[str, Any], theme: Theme) -> Theme:
    theme.period, theme.cell_type = draft["period"], draft["type"]
    theme.title, theme.aim, theme.link = draft["title"], draft["aim"], draft["link"]
    theme.presenter, theme.presenter_id = draft["presenter"], draft.get("presenter_id")
    theme.questions = list(draft["questions"])
    return theme


def change_field(turn: Turn, field: str) -> None:
    """Ask for one field again."""
    draft = _talk(turn, "theme-review")
    if field not in FIELDS:
        raise RefusedError("button-too-old")
    _ask(turn, draft, field)


def review_said(turn: Turn, text: str) -> None:  # noqa: ARG001
    """Show the whole again: only a choice is an answer to it."""
    _review(turn, _talk(turn, "theme-review"))


def save(turn: Turn) -> None:
    """Keep the theme; if its day in the groups has passed, offer to send it now."""
    draft = _talk(turn, "theme-review")
    organisation = setter_of(turn, draft["org"])
    known = store.own(turn.session, organisation.id, draft["period"], draft["type"])
    if (known.id if known else None) != draft["theme"]:
        turn.end_talk()
        raise RefusedError("theme-changed-meanwhile")
    theme = _theme_of(draft, known or Theme(organisation_id=organisation.id))
    turn.session.add(theme)
    turn.session.flush()
    roster.note(turn.session, turn.now, turn.require_member().id, "theme-set", f"theme:{theme.id}")
    turn.end_talk()
    if organisation.kind != "committee":
        themes.plan(turn, organisation, theme.period)
    due = themes.theme_due(turn.policy, theme.period, organisation.timezone)
    if due > turn.now:
        date = day_text(due, organisation.timezone, turn.policy.language)
        turn.change("theme-saved", title=theme.title, date=date)
    elif _month_goes_on(turn, theme, organisation):
        turn.change("theme-saved-late", [turn.choice("theme-button-push", f"thm:push:{theme.id}")], title=theme.title)
    else:
        turn.change("theme-saved-only", title=theme.title)


def push_now(turn: Turn, theme_id: str) -> None:
    """Send a theme to the groups whose theme day has passed."""
    theme, organisation = _owned(turn, theme_id)
    if not _month_goes_on(turn, theme, organisation):
        raise RefusedError("button-too-old")
    count = themes.plan_now(turn, theme, organisation)
    turn.change("theme-pushed", count=count)


def drop(turn: Turn, theme_id: str) -> None:
    """Ask for a yes before a theme is deleted."""
    theme, _ = _owned(turn, theme_id)
    turn.end_talk()
    turn.change(
        "theme-drop-ask",
        [turn.choice("theme-button-drop-yes", f"thm:dropyes:{theme.id}"), _stop(turn)],
        title=theme.title,
    )


def dropped(turn: Turn, theme_id: str) -> None:
    """Delete a theme; the committee's counts again, if there is one."""
    theme, _ = _owned(turn, theme_id)
    title = theme.title
    roster.note(turn.session, turn.now, turn.require_member().id, "theme-deleted", f"theme:{theme.id}")
    turn.session.delete(theme)
    turn.change("theme-dropped", title=title)


def _owned(turn: Turn, theme_id: str) -> tuple[Theme, Organisation]:
    turn.require_private()
    theme = turn.session.get(Theme, number(theme_id))
    if theme is None:
        raise RefusedError("button-too-old")
    return theme, setter_of(turn, theme.organisation_id)


def _month_goes_on(turn: Turn, theme: Theme, organisation: Organisation) -> bool:
    due = themes.theme_due(turn.policy, theme.period, organisation.timezone)
    over = themes.month_end(theme.period, organisation.timezone)
    return due <= turn.now < over


def stop(turn: Turn) -> None:
    """Leave the talk; nothing was changed."""
    turn.require_private()
    turn.end_talk()
    turn.change("cancelled")


def _stop(turn: Turn) -> Choice:
    return turn.choice("button-cancel", "thm:stop")


def _talk(turn: Turn, step: str) -> dict[str, Any]:
    """Return the open draft; refused if it is another talk by now, or the person may no longer set it."""
    turn.require_private()
    conversation = turn.conversation
    if conversation.step != step or not turn.is_fresh(conversation):
        raise RefusedError("button-too-old")
    draft = dict(turn.data)
    setter_of(turn, draft["org"])
    return draft


pressed = actions(
    {
        # action of "thm:<action>:…"
        "owners": owners,
        "own": owner,
        "new": period_chosen,
        "type": type_chosen,
        "skip": skip,
        "done": questions_done,
        "who": presenter_chosen,
        "asis": presenter_as_typed,
        "field": change_field,
        "save": save,
        "push": push_now,
        "drop": drop,
        "dropyes": dropped,
        "stop": stop,
    }
)
