"""/hop: the meetings that lie ahead, for everybody; and what an organiser can do about them."""

from collections.abc import Callable

from handlers import attendance_card, meetings, meetings_access, meetings_off, meetings_talk
from handlers.choosing import actions
from handlers.desk import Choice, Choices
from handlers.turn import Turn
from storage import meetings as store
from storage import roster
from storage.meeting_tables import Meeting
from storage.people import Organisation

# How many meetings of one organisation are listed: more would be no answer to "when do we meet".
MOST = 5


def show(turn: Turn, rest: str) -> None:
    """Answer /hop: in a group its cell's next meetings; in private one's own, and for organisers what can be done about them.

    With a date behind it ("/hop 05/12 19h30") an organiser begins to make that meeting.
    """
    if turn.incoming.in_group:
        _show_in_group(turn)
        return
    member = turn.require_member()
    organised = roster.organised_by(turn.session, member.id, turn.now)
    if rest and organised:
        meetings_talk.begin_with(turn, organised, rest)
        return
    own = turn.session.get_one(Organisation, member.organisation_id)
    shown = [own, *(each for each in organised if each.id != own.id)]
    text = "\n\n".join(_ahead(turn, each, committee=each in organised) for each in shown)
    turn.change_text(text, _organiser_choices(turn) if organised else _member_choices(turn, own))


def _show_in_group(turn: Turn) -> None:
    turn.require_member()
    if turn.group is not None:
        turn.say_text(_ahead(turn, turn.organisation(), committee=False))


def _ahead(turn: Turn, organisation: Organisation, *, committee: bool) -> str:
    found = [
        meeting
        for meeting in store.upcoming(turn.session, organisation.id, turn.now)
        if committee or meeting.kind != "committee"
    ]
    if not found:
        return turn.text("no-meeting", cell=organisation.name)
    lines = [turn.text("meeting-list", cell=organisation.name)]
    return "\n".join(lines + [line(turn, meeting) for meeting in found[:MOST]])


def line(turn: Turn, meeting: Meeting) -> str:
    """Return a meeting in one line of a list."""
    return turn.text(
        "meeting-line",
        heading=meetings.heading(turn, meeting),
        time=meetings.when(turn, meeting),
        place=meetings.place(turn, meeting),
    )


def _organiser_choices(turn: Turn) -> Choices:
    tasks = (
        ("meeting-button-new", "new"),
        ("meeting-button-move", "move"),
        ("meeting-button-off", "off"),
        ("meeting-button-rule", "rule"),
    )
    one, two, three, four = (turn.choice(key, f"mtg:begin:{task}") for key, task in tasks)
    return [[one, two], [three, four]]


def _member_choices(turn: Turn, own: Organisation) -> list[Choice | list[Choice]]:
    found = store.next_meeting(turn.session, own.id, turn.now)
    if found is None or turn.member not in store.invited(turn.session, found, turn.now):
        return []
    return attendance_card.ask_choices(turn, found)


PRESSES: dict[str, Callable[..., None]] = {
    # action of "mtg:<action>:…"
    "begin": meetings_talk.begin,
    "cells": meetings_talk.cells,
    "cell": meetings_talk.in_cell,
    "kind": meetings_talk.kind_chosen,
    "at": meetings_talk.time_chosen,
    "move": meetings_talk.move_begun,
    "where": meetings_talk.where_begun,
    "place": meetings_talk.place_chosen,
    "period": meetings_talk.period_chosen,
    "again": meetings_talk.again,
    "make": meetings_talk.make,
    "stop": meetings_access.stop,
    "off": meetings_off.begun,
    "nowhy": meetings_off.no_why,
    "calloff": meetings_off.call_off,
}
pressed = actions(PRESSES)
