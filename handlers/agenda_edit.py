"""Organisers change the agenda in private, one line at a time: add, change, move, remove, assign, set minutes, take over."""

from handlers import agenda_line, agenda_publish, agenda_rules, agenda_text
from handlers.agenda_access import editable
from handlers.agenda_line import Add, Change, Move, Order, Plain, Remove, Show, Unclear
from handlers.agenda_rules import SECTIONS, Slot
from handlers.choosing import PAGE, actions, clip
from handlers.desk import Choice, Choices
from handlers.folding import fold
from handlers.turn import RefusedError, Turn
from storage import agenda as store
from storage import roster
from storage.meeting_tables import AgendaItem, Meeting
from storage.people import Member

STEP = "agenda-line"
LONGEST_CONTENT = 300
LONGEST_PERSON = 120
# Room for the hints and the choices below the agenda.
ROOM_TO_EDIT = 1400


def open_editor(turn: Turn, meeting_id: str) -> None:
    """Show the agenda to an organiser with everything that can be done to it, and listen for lines."""
    meeting = editable(turn, meeting_id)
    agenda_text.fill_default(turn, meeting)
    parts = [
        agenda_text.text(turn, meeting, room=ROOM_TO_EDIT),
        unpublished_text(turn, meeting),
        turn.text("agenda-edit-hint"),
    ]
    listen(turn, meeting)
    turn.change_text("\n\n".join(part for part in parts if part), _editor_choices(turn, meeting))


def _editor_choices(turn: Turn, meeting: Meeting) -> Choices:
    choices: list[Choice] = [
        turn.choice("agenda-button-pick-item", f"agi:list:{meeting.id}:0"),
        turn.choice("agenda-button-add-item", f"agi:new:{meeting.id}"),
    ]
    if store.last_removed(turn.session, meeting.id) is not None:
        choices.append(turn.choice("agenda-button-undo", f"age:undo:{meeting.id}"))
    if missing_theme(turn, meeting):
        choices.append(turn.choice("agenda-button-add-theme", f"age:theme:{meeting.id}"))
    if _unfinished(turn, meeting):
        choices.append(turn.choice("agenda-button-carry", f"age:carry:{meeting.id}"))
    if meeting.kind != "committee":
        choices.append(turn.choice("agenda-button-publish-ask", f"agp:ask:{meeting.id}"))
    return [
        *choices,
        turn.choice("agenda-button-speakers", f"ptl:of:{meeting.id}"),
        turn.choice("agenda-button-done", f"age:done:{meeting.id}"),
    ]


def listen(turn: Turn, meeting: Meeting) -> None:
    """Take the next free text of this private chat as a line for this agenda."""
    turn.await_step(STEP, m=meeting.id)


def unpublished_text(turn: Turn, meeting: Meeting) -> str:
    """Return how much the group has not been told yet, for organisers; "" if nothing."""
    if meeting.kind == "committee":
        return ""
    if meeting.agenda_published_at is None:
        return turn.text("agenda-never-published")
    count = len(agenda_text.unpublished(turn, meeting))
    return turn.text("agenda-unpublished", count=count) if count else ""


# -- one line -----------------------------------------------------------------------------------------------------------


def line(turn: Turn, text: str) -> None:
    """Do what a typed line says, and answer with what was understood (the open step "agenda-line")."""
    if "m" not in turn.data:
        raise RefusedError("agenda-choose-cell-first")
    do_line(turn, str(turn.data["m"]), text)


def do_line(turn: Turn, meeting_id: str, text: str) -> None:
    """Do what a line says to the agenda of that meeting; a line that cannot be read changes nothing and is answered with an example."""
    meeting = editable(turn, meeting_id)
    agenda_text.fill_default(turn, meeting)
    listen(turn, meeting)
    _do(turn, meeting, agenda_line.parse(text))


def _do(turn: Turn, meeting: Meeting, order: Order) -> None:
    if isinstance(order, Unclear):
        turn.say(f"agenda-unclear-{order.about}", [turn.choice("agenda-button-agenda-edit", f"age:open:{meeting.id}")])
    elif isinstance(order, Add):
        add(turn, meeting, order)
    elif isinstance(order, Change):
        change(turn, meeting, order)
    elif isinstance(order, Remove):
        remove(turn, meeting, order.numbers)
    elif isinstance(order, Move):
        move(turn, meeting, order)
    elif isinstance(order, Show):
        item = item_at(turn, meeting, order.number)
        turn.say_text(
            agenda_text.item_line(turn, item, order.number),
            [turn.choice("agenda-button-edit-item", f"agi:one:{item.id}")],
        )
    else:
        _do_plain(turn, meeting, order)


def _do_plain(turn: Turn, meeting: Meeting, order: Plain) -> None:
    meeting_id = str(meeting.id)
    if order.what == "undo":
        undo(turn, meeting_id)
    elif order.what == "publish":
        agenda_publish.ask(turn, meeting_id)
    elif order.what == "carry":
        carry(turn, meeting_id)
    elif order.what == "view":
        open_editor(turn, meeting_id)
    else:
        done(turn, meeting_id)


def done(turn: Turn, meeting_id: str) -> None:
    """End the editing; say what the group has not been told."""
    meeting = editable(turn, meeting_id)
    turn.end_talk()
    parts = [turn.text("agenda-done"), agenda_text.total(turn, meeting), unpublished_text(turn, meeting)]
    choices = [turn.choice("agenda-button-agenda", f"ag:show:{meeting.id}")]
    if parts[-1]:
        choices.append(turn.choice("agenda-button-publish-ask", f"agp:ask:{meeting.id}"))
    turn.change_text("\n".join(part for part in parts if part), choices)


def item_at(turn: Turn, meeting: Meeting, number: int) -> AgendaItem:
    """Return the item of that number; refuse a number that the agenda does not have."""
    items = store.items(turn.session, meeting.id)
    if not 1 <= number <= len(items):
        raise RefusedError("agenda-no-such-item", number=number, count=len(items))
    return items[number - 1]


def number_of(turn: Turn, item: AgendaItem) -> int:
    """Return the number of an item in its agenda, from 1."""
    return [each.id for each in store.items(turn.session, item.meeting_id)].index(item.id) + 1


def told(turn: Turn, meeting: Meeting, understood: str, *more: Choice, item: AgendaItem | None = None) -> None:
    """Answer a change: what was understood, the total, and what can be done next; note who changed the agenda."""
    member = turn.require_member()
    roster.note(turn.session, turn.now, member.id, "agenda_changed", f"meeting:{meeting.id}")
    text = "\n".join(
        part for part in (understood, agenda_text.total(turn, meeting), unpublished_text(turn, meeting)) if part
    )
    choices = [*more]
    if item is not None:
        choices.append(turn.choice("agenda-button-edit-item", f"agi:one:{item.id}"))
    choices.append(turn.choice("agenda-button-agenda-edit", f"age:open:{meeting.id}"))
    turn.change_text(text, choices)


# -- adding and changing --------------------------------------------------------------------------------------------------


def add(turn: Turn, meeting: Meeting, order: Add) -> None:
    """Add an item where the line says, by default as the last of the contents."""
    items = store.items(turn.session, meeting.id)
    if len(items) >= agenda_rules.MOST_ITEMS:
        raise RefusedError("agenda-too-many", most=agenda_rules.MOST_ITEMS)
    _check(order.content, order.person, order.note, order.minutes)
    beside = order.before or order.after
    anchor = item_at(turn, meeting, beside) if beside is not None else None
    section = anchor.section if anchor is not None else order.section or "content"
    found = _search(turn, meeting, order.person)
    item = store.add(
        turn.session, meeting.id, order.content, section=section, minutes=order.minutes or 0, note=order.note
    )
    _set_person(item, order.person, found)
    slots = agenda_rules.at_end_of([Slot(each.id, each.section) for each in items], item.id, section)
    if anchor is not None:
        target = [slot.id for slot in slots].index(anchor.id) + (0 if order.before is not None else 1)
        slots = agenda_rules.moved(slots, [slot.id for slot in slots].index(item.id), target)
        slots = [Slot(slot.id, section) if slot.id == item.id else slot for slot in slots]
    store.arrange(turn.session, meeting.id, slots)
    understood = turn.text("agenda-added", item=agenda_text.item_line(turn, item, number_of(turn, item)))
    understood += _about_person(turn, order.person, found)
    told(turn, meeting, understood, *_who_choices(turn, item, found), item=item)


def change(turn: Turn, meeting: Meeting, order: Change) -> None:
    """Change what the line gives of an item."""
    item = item_at(turn, meeting, order.number)
    change_item(turn, meeting, item, order)


def change_item(turn: Turn, meeting: Meeting, item: AgendaItem, order: Change) -> None:
    """Change what is given of the item, and say how it stands now."""
    _check(order.content or "", order.person or "", order.note or "", order.minutes)
    found: list[Member] = []
    if order.content is not None:
        item.content = order.content
    if order.minutes is not None:
        item.minutes = order.minutes
    if order.note is not None:
        item.note = order.note
    if order.person is not None:
        found = _search(turn, meeting, order.person)
        _set_person(item, order.person, found)
    turn.session.flush()
    understood = turn.text("agenda-changed", item=agenda_text.item_line(turn, item, number_of(turn, item)))
    understood += _about_person(turn, order.person or "", found)
    told(turn, meeting, understood, *_who_choices(turn, item, found), item=item)


def _check(content: str, person: str, note: str, minutes: int | None) -> None:
    longest = {"agenda-content-too-long": (content, LONGEST_CONTENT), "agenda-note-too-long": (note, LONGEST_CONTENT)}
    for key, (text, most) in longest.items():
        if len(text) > most:
            raise RefusedError(key, most=most, over=len(text) - most)
    if len(person) > LONGEST_PERSON:
        raise RefusedError("agenda-person-too-long", most=LONGEST_PERSON, over=len(person) - LONGEST_PERSON)
    if minutes is not None and not 0 <= minutes <= agenda_rules.MOST_MINUTES:
        raise RefusedError("agenda-minutes-wrong", most=agenda_rules.MOST_MINUTES)


def _search(turn: Turn, meeting: Meeting, person: str) -> list[Member]:
    """Return the members of the cell that a typed name may mean."""
    if not person:
        return []
    people = roster.members(turn.session, meeting.organisation_id, turn.now)
    return [people[index] for index in agenda_rules.find_names(person, [each.full_name for each in people])]


def _set_person(item: AgendaItem, typed: str, found: list[Member]) -> None:
    """Assign the one member who is meant; with none or several, keep the name as it was typed."""
    only = found[0] if len(found) == 1 else None
    item.member_id = only.id if only else None
    item.person = only.full_name if only else typed


def _about_person(turn: Turn, typed: str, found: list[Member]) -> str:
    """Return what is to be said about a typed name that does not mean exactly one member; "" where nothing is."""
    if not typed or len(found) == 1:
        return ""
    key = "agenda-person-several" if found else "agenda-person-unknown"
    return "\n" + turn.text(key, count=len(found), name=typed)


def _who_choices(turn: Turn, item: AgendaItem, found: list[Member]) -> list[Choice]:
    """Return the members a name may mean, to choose from, if there are several."""
    if len(found) < 2:  # noqa: PLR2004
        return []
    return [
        turn.choice(
            "agenda-button-this-person", f"agi:set:{item.id}:{each.id}", name=clip(each.full_name, 60), code=each.code
        )
        for each in found[:PAGE]
    ]


# -- moving and removing ---------------------------------------------------------------------------------------------------


def move(turn: Turn, meeting: Meeting, order: Move) -> None:
    """Move an item as the line says, and say where it stands now."""
    item = item_at(turn, meeting, order.number)
    section_before = item.section
    shift(turn, meeting, order)
    number = number_of(turn, item)
    stayed = (number, item.section) == (order.number, section_before)
    key = "agenda-moved-nowhere" if stayed else "agenda-moved"
    section = turn.text(f"agenda-section-{item.section}")
    understood = turn.text(key, content=clip(item.content, 100), was=order.number, number=number, section=section)
    told(turn, meeting, understood, item=item)


def shift(turn: Turn, meeting: Meeting, order: Move) -> None:
    """Give the items their new places; a step beyond the first or the last line leaves the item there."""
    item = item_at(turn, meeting, order.number)
    slots = [Slot(each.id, each.section) for each in store.items(turn.session, meeting.id)]
    if order.how in {"to", "before", "after"}:
        item_at(turn, meeting, order.value)
    if order.how == "section":
        slots = agenda_rules.at_end_of(slots, item.id, order.section)
    elif order.how == "by":
        slots = agenda_rules.stepped(slots, order.number - 1, order.value)
    else:
        slots = agenda_rules.moved(slots, order.number - 1, _target(order, order.number - 1, len(slots)))
    store.arrange(turn.session, meeting.id, slots)


def _target(order: Move, start: int, count: int) -> int:
    """Return the index an item at index `start` is to have."""
    value = order.value - 1
    targets = {
        "to": value,
        "before": value - 1 if start < value else value,
        "after": value if start < value else value + 1,
        "top": 0,
        "bottom": count - 1,
    }
    return targets[order.how]


def remove(turn: Turn, meeting: Meeting, numbers: tuple[int, ...]) -> None:
    """Take items out of the agenda; each can be brought back."""
    chosen = [item_at(turn, meeting, number) for number in dict.fromkeys(numbers)]
    understood = "\n".join(
        turn.text("agenda-removed", number=number, content=clip(item.content, 100))
        for number, item in zip(dict.fromkeys(numbers), chosen, strict=True)
    )
    for item in chosen:
        item.removed_at = turn.now
    turn.session.flush()
    told(turn, meeting, understood, turn.choice("agenda-button-undo", f"age:undo:{meeting.id}"))


def undo(turn: Turn, meeting_id: str) -> None:
    """Bring back the item that was removed last, to where it was."""
    meeting = editable(turn, meeting_id)
    item = store.last_removed(turn.session, meeting.id)
    if item is None:
        raise RefusedError("agenda-nothing-removed")
    items = store.items(turn.session, meeting.id)
    if len(items) >= agenda_rules.MOST_ITEMS:
        raise RefusedError("agenda-too-many", most=agenda_rules.MOST_ITEMS)
    listen(turn, meeting)
    item.removed_at = None
    turn.session.flush()
    slots = [Slot(each.id, each.section) for each in store.items(turn.session, meeting.id)]
    if [slot.section for slot in slots] != sorted((slot.section for slot in slots), key=SECTIONS.index):
        # What it stood behind was moved to another section meanwhile.
        slots = agenda_rules.at_end_of(slots, item.id, item.section)
    store.arrange(turn.session, meeting.id, slots)
    understood = turn.text("agenda-restored", item=agenda_text.item_line(turn, item, number_of(turn, item)))
    told(turn, meeting, understood, item=item)


# -- the theme, and what was left over --------------------------------------------------------------------------------------


def missing_theme(turn: Turn, meeting: Meeting) -> bool:
    """Whether the month has a theme of which the agenda says nothing."""
    theme = agenda_text.theme_of(turn, meeting)
    return theme is not None and not agenda_text.mentions(store.items(turn.session, meeting.id), theme.title)


def add_theme(turn: Turn, meeting_id: str) -> None:
    """Put the theme of the month into the agenda: into the open item kept for it, else as a new one before the discussion."""
    meeting = editable(turn, meeting_id)
    theme = agenda_text.theme_of(turn, meeting)
    if theme is None or not missing_theme(turn, meeting):
        open_editor(turn, meeting_id)
        return
    content = clip(agenda_text.usual_content(turn, "theme", theme), LONGEST_CONTENT)
    items = store.items(turn.session, meeting.id)
    kept, discussion = (
        next((each for each in items if fold(each.content) == fold(turn.text(f"agenda-usual-{key}"))), None)
        for key in ("theme", "discussion")
    )
    listen(turn, meeting)
    if kept is not None:
        change_item(turn, meeting, kept, Change(0, content=content, person=kept.person or theme.presenter or None))
        return
    before = number_of(turn, discussion) if discussion is not None else None
    add(turn, meeting, Add(content, theme.presenter, 20, before=before))


def carry(turn: Turn, meeting_id: str) -> None:
    """Offer the items of the last meeting that are not usual ones and not in this agenda: what was left over is taken with a tap."""
    meeting = editable(turn, meeting_id)
    listen(turn, meeting)
    left = _unfinished(turn, meeting)
    back = turn.choice("button-back", f"age:open:{meeting.id}")
    if not left:
        turn.change("agenda-nothing-to-carry", [back])
        return
    choices = [Choice(clip(item.content, 60), f"age:take:{meeting.id}:{item.id}") for item in left[:PAGE]]
    turn.change("agenda-carry", [*choices, back])


def take(turn: Turn, meeting_id: str, item_id: str) -> None:
    """Take one item of the last meeting over into this agenda, with its person and minutes."""
    meeting = editable(turn, meeting_id)
    item = next((each for each in _unfinished(turn, meeting) if str(each.id) == item_id), None)
    if item is None:
        raise RefusedError("agenda-nothing-to-carry")
    listen(turn, meeting)
    add(turn, meeting, Add(item.content, item.person, item.minutes, item.note, item.section))


def _unfinished(turn: Turn, meeting: Meeting) -> list[AgendaItem]:
    last = store.meeting_before(turn.session, meeting)
    if last is None:
        return []
    usual = {fold(turn.text(f"agenda-usual-{key}")) for key in agenda_rules.USUAL_KEYS}
    here = {fold(item.content) for item in store.items(turn.session, meeting.id)}
    themed = fold(turn.text("agenda-usual-theme-titled", title=""))
    return [
        item
        for item in store.items(turn.session, last.id)
        if item.section == "content"
        and fold(item.content) not in usual | here
        and not fold(item.content).startswith(themed)
    ]


pressed = actions({"open": open_editor, "done": done, "undo": undo, "theme": add_theme, "carry": carry, "take": take})
