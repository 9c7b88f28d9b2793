"""Organisers change one item of the agenda by taps: its words, person, minutes, note, its place, or take it out."""

from handlers import agenda_edit, agenda_line, agenda_rules, agenda_text
from handlers.agenda_access import editable
from handlers.agenda_line import Add, Change, Move
from handlers.choosing import actions, clip, number, page_of, say_without_offer
from handlers.desk import Choice, Choices
from handlers.turn import RefusedError, Turn
from storage import agenda as store
from storage import roster
from storage.meeting_tables import AgendaItem, Meeting
from storage.people import Member

STEP = "agenda-field"
FIELDS = ("content", "person", "minutes", "note")
USUAL_MINUTES = (5, 10, 15, 20, 30, 45)


def pick(turn: Turn, meeting_id: str, page: str) -> None:
    """Show the items to choose one from."""
    meeting = editable(turn, meeting_id)
    agenda_edit.listen(turn, meeting)
    choices = [
        Choice(f"{index}. {clip(item.content, 40)}", f"agi:one:{item.id}")
        for index, item in enumerate(store.items(turn.session, meeting.id), start=1)
    ]
    back = turn.choice("button-back", f"age:open:{meeting.id}")
    turn.change("agenda-pick-item", [*page_of(turn, choices, number(page), f"agi:list:{meeting.id}:"), back])


def one(turn: Turn, item_id: str) -> None:
    """Show one item with everything that can be done to it."""
    meeting, item = _item(turn, item_id)
    agenda_edit.listen(turn, meeting)
    _show(turn, meeting, item)


def _show(turn: Turn, meeting: Meeting, item: AgendaItem) -> None:
    section = agenda_text.section_name(turn, item.section)
    line = agenda_text.item_line(turn, item, agenda_edit.number_of(turn, item))
    turn.change_text(f"{section}\n{line}\n\n{agenda_text.total(turn, meeting)}", _item_choices(turn, item))


def _item_choices(turn: Turn, item: AgendaItem) -> Choices:
    def choice(key: str, action: str) -> Choice:
        return turn.choice(key, f"agi:{action}")

    return [
        [
            choice("agenda-button-content", f"ask:{item.id}:content"),
            choice("agenda-button-minutes", f"ask:{item.id}:minutes"),
        ],
        [choice("agenda-button-person", f"ask:{item.id}:person"), choice("agenda-button-note", f"ask:{item.id}:note")],
        [choice("agenda-button-up", f"up:{item.id}"), choice("agenda-button-down", f"down:{item.id}")],
        choice("agenda-button-remove", f"out:{item.id}"),
        turn.choice("button-back", f"age:open:{item.meeting_id}"),
    ]


def ask(turn: Turn, item_id: str, field: str) -> None:
    """Ask for new words, a person, minutes or a note of the item."""
    meeting, item = _item(turn, item_id)
    if field not in FIELDS:
        raise RefusedError("button-too-old")
    turn.await_step(STEP, m=meeting.id, i=item.id, f=field)
    text = turn.text(f"agenda-ask-{field}", item=agenda_text.item_line(turn, item, agenda_edit.number_of(turn, item)))
    back = turn.choice("button-back", f"agi:one:{item.id}")
    if field == "minutes":
        fixed = [
            turn.choice("agenda-button-some-minutes", f"agi:min:{item.id}:{each}", minutes=each)
            for each in USUAL_MINUTES
        ]
        say_without_offer(turn, text, [fixed[:3], fixed[3:], back])
    elif field == "content":
        turn.change_text(text, [back])
    else:
        nothing = turn.choice(
            "agenda-button-nobody" if field == "person" else "agenda-button-no-note", f"agi:none:{item.id}:{field}"
        )
        turn.change_text(text, [nothing, back])


def ask_new(turn: Turn, meeting_id: str) -> None:
    """Ask for a new item, on one line."""
    meeting = editable(turn, meeting_id)
    turn.await_step(STEP, m=meeting.id, f="new")
    turn.change("agenda-ask-new", [turn.choice("button-back", f"age:open:{meeting.id}")])


def field(turn: Turn, text: str) -> None:
    """Take what was typed for the field asked for (the open step "agenda-field")."""
    data = turn.data
    meeting = editable(turn, str(data.get("m", "")))
    if data.get("f") == "new":
        order = agenda_line.parse(f"thêm {text}")
        typed = agenda_line.parse(text)
        # Who types the whole line ("thêm Thảo luận") means the same as who types the item alone.
        order = typed if isinstance(typed, Add) else order
        if not isinstance(order, Add):
            raise RefusedError("agenda-unclear-add")
        agenda_edit.add(turn, meeting, order)
        agenda_edit.listen(turn, meeting)
        return
    _, item = _item(turn, str(data.get("i", "")))
    # Only what could be done ends the question: after a refusal the next text is still the answer to it.
    agenda_edit.change_item(turn, meeting, item, _order(str(data.get("f", "")), text))
    agenda_edit.listen(turn, meeting)


def _order(name: str, text: str) -> Change:
    """Return the change that a typed value means for a field; refuse minutes that are no figure."""
    typed = " ".join(text.split())
    if name == "minutes":
        figure = agenda_line.MINUTES.match(typed)
        if figure is None:
            raise RefusedError("agenda-minutes-wrong", most=agenda_rules.MOST_MINUTES)
        return Change(0, minutes=int(figure[1]))
    if name == "person":
        return Change(0, person=agenda_line.bare_name(typed))
    if name == "note":
        return Change(0, note=typed)
    return Change(0, content=typed[:1].upper() + typed[1:])


def set_minutes(turn: Turn, item_id: str, minutes: str) -> None:
    """Set the minutes of the item by a tap."""
    meeting, item = _item(turn, item_id)
    agenda_edit.listen(turn, meeting)
    agenda_edit.change_item(turn, meeting, item, Change(0, minutes=number(minutes)))


def set_person(turn: Turn, item_id: str, member_id: str) -> None:
    """Assign the item to a member of the cell, chosen among several of that name."""
    meeting, item = _item(turn, item_id)
    member = turn.session.get(Member, number(member_id))
    people = roster.members(turn.session, meeting.organisation_id, turn.now)
    if member is None or member.id not in {each.id for each in people}:
        raise RefusedError("button-too-old")
    item.member_id, item.person = member.id, member.full_name
    turn.session.flush()
    agenda_edit.listen(turn, meeting)
    line = agenda_text.item_line(turn, item, agenda_edit.number_of(turn, item))
    agenda_edit.told(turn, meeting, turn.text("agenda-changed", item=line), item=item)


def set_nothing(turn: Turn, item_id: str, field_name: str) -> None:
    """Take the person or the note away."""
    meeting, item = _item(turn, item_id)
    agenda_edit.listen(turn, meeting)
    agenda_edit.change_item(turn, meeting, item, Change(0, person="") if field_name == "person" else Change(0, note=""))


def up(turn: Turn, item_id: str) -> None:
    """Move the item one line up."""
    _shift(turn, item_id, -1)


def down(turn: Turn, item_id: str) -> None:
    """Move the item one line down."""
    _shift(turn, item_id, 1)


def _shift(turn: Turn, item_id: str, steps: int) -> None:
    meeting, item = _item(turn, item_id)
    agenda_edit.listen(turn, meeting)
    agenda_edit.shift(turn, meeting, Move(agenda_edit.number_of(turn, item), "by", steps))
    member = turn.require_member()
    roster.note(turn.session, turn.now, member.id, "agenda_changed", f"meeting:{meeting.id}")
    _show(turn, meeting, item)


def out(turn: Turn, item_id: str) -> None:
    """Take the item out; it can be brought back."""
    meeting, item = _item(turn, item_id)
    agenda_edit.listen(turn, meeting)
    agenda_edit.remove(turn, meeting, (agenda_edit.number_of(turn, item),))


def _item(turn: Turn, item_id: str) -> tuple[Meeting, AgendaItem]:
    """Return the item and its meeting, if the person may change them and the item still stands in the agenda."""
    item = turn.session.get(AgendaItem, number(item_id))
    if item is None:
        raise RefusedError("button-too-old")
    meeting = editable(turn, str(item.meeting_id))
    if item.removed_at is not None:
        raise RefusedError("agenda-item-gone")
    return meeting, item


pressed = actions(
    {
        "list": pick,
        "one": one,
        "new": ask_new,
        "ask": ask,
        "min": set_minutes,
        "set": set_person,
        "none": set_nothing,
        "up": up,
        "down": down,
        "out": out,
    }
)
