"""Everybody in the cell reads the agenda of the next meeting, in the group or in private; organisers go on from here to change it."""

from collections.abc import Sequence

from handlers import agenda_edit, agenda_line, agenda_text, meetings
from handlers.agenda_access import ahead, circles, readable, why_closed
from handlers.agenda_line import Unclear
from handlers.agenda_publish import post_to_group
from handlers.agenda_text import fill_default, text
from handlers.choosing import actions, clip, number, page_of, page_turners, pages
from handlers.desk import Choice, Choices
from handlers.times import day_text
from handlers.turn import RefusedError, Turn
from storage import roster
from storage.meeting_tables import Meeting
from storage.people import Organisation

__all__ = ["fill_default", "pressed", "show", "text"]

# A page of the agenda in full, with room for the choices below it.
PAGE_LENGTH = 1600


def show(turn: Turn, rest: str) -> None:
    """Answer /agenda: the agenda of the next meeting; with a line behind it ("/agenda thêm …") an organiser changes it."""
    if turn.incoming.in_group:
        _show_in_group(turn, rest)
        return
    organisations = circles(turn)
    if len(organisations) == 1:
        _open(turn, organisations[0], rest)
        return
    turn.await_step(agenda_edit.STEP, rest=clip(rest, agenda_line.LONGEST))
    turn.say("agenda-which-cell", _cells(turn, organisations, 0))


def _show_in_group(turn: Turn, rest: str) -> None:
    if turn.group is None:
        raise RefusedError("agenda-group-not-bound")
    if rest and not isinstance(agenda_line.parse(rest), Unclear):
        raise RefusedError("agenda-edit-in-private")
    organisation = turn.organisation()
    found = ahead(turn, organisation)
    if not found:
        turn.say("no-meeting", cell=organisation.name)
        return
    post_to_group(turn, turn.here, text(turn, found[0], room=agenda_text.ROOM_WITH_CHOICES), found[0])


def _cells(turn: Turn, organisations: Sequence[Organisation], page: int) -> Choices:
    choices = [Choice(clip(each.name, 60), f"ag:cell:{each.id}") for each in organisations]
    return page_of(turn, choices, page, "ag:cells:")


def cells(turn: Turn, page: str) -> None:
    """Turn the page of the cells to choose from."""
    turn.require_private()
    turn.change("agenda-which-cell", _cells(turn, circles(turn), number(page)))


def cell(turn: Turn, organisation_id: str) -> None:
    """Go on with the chosen cell, and with the line typed before the choice."""
    turn.require_private()
    chosen = [each for each in circles(turn) if str(each.id) == organisation_id]
    if not chosen:
        raise RefusedError("agenda-not-yours")
    _open(turn, chosen[0], str(turn.data.get("rest", "")))


def _open(turn: Turn, organisation: Organisation, rest: str) -> None:
    turn.end_talk()
    found = ahead(turn, organisation)
    if not found:
        turn.change("no-meeting", cell=organisation.name)
    elif rest and _organises(turn, found[0]):
        agenda_edit.do_line(turn, str(found[0].id), rest)
    else:
        _read(turn, found[0])


def one(turn: Turn, meeting_id: str) -> None:
    """Show the agenda of one meeting."""
    meeting = readable(turn, meeting_id)
    if turn.incoming.in_group:
        post_to_group(turn, turn.here, text(turn, meeting, room=agenda_text.ROOM_WITH_CHOICES), meeting)
        return
    turn.end_talk()
    _read(turn, meeting)


def in_private(turn: Turn, meeting_id: str) -> None:
    """Show the agenda in private to who pressed the button of a post in the group."""
    meeting = readable(turn, meeting_id)
    if not turn.incoming.in_group:
        _read(turn, meeting)
        return
    turn.require_member()
    shown = text(turn, meeting, room=agenda_text.ROOM_WITH_CHOICES)
    if not turn.say_privately("agenda-as-is", _reader_choices(turn, meeting), text=shown):
        raise RefusedError("agenda-write-first")
    turn.toast("agenda-sent-privately")


def _read(turn: Turn, meeting: Meeting) -> None:
    parts = [text(turn, meeting, room=agenda_text.ROOM_WITH_CHOICES - 100)]
    if _organises(turn, meeting):
        parts.append(agenda_edit.unpublished_text(turn, meeting))
    turn.change_text("\n\n".join(part for part in parts if part), _reader_choices(turn, meeting))


def _reader_choices(turn: Turn, meeting: Meeting) -> Choices:
    choices: list[Choice] = []
    closed = why_closed(meeting, turn.now)
    organises = _organises(turn, meeting)
    if not closed:
        choices.append(turn.choice("agenda-button-register", f"pt:new:{meeting.id}"))
    if agenda_text.is_shortened(turn, meeting, room=agenda_text.ROOM_WITH_CHOICES - 100):
        choices.append(turn.choice("agenda-button-in-full", f"ag:full:{meeting.id}:0"))
    if organises and not closed:
        choices.append(turn.choice("agenda-button-agenda-edit", f"age:open:{meeting.id}"))
        if meeting.kind != "committee":
            choices.append(turn.choice("agenda-button-publish-ask", f"agp:ask:{meeting.id}"))
    if organises:
        choices.append(turn.choice("agenda-button-speakers", f"ptl:of:{meeting.id}"))
    organisation = turn.session.get_one(Organisation, meeting.organisation_id)
    if any(other.id != meeting.id for other in ahead(turn, organisation)):
        choices.append(turn.choice("agenda-button-other-meetings", f"ag:other:{organisation.id}"))
    return choices


def _organises(turn: Turn, meeting: Meeting) -> bool:
    member = turn.member
    return member is not None and roster.is_organiser(turn.session, member, meeting.organisation_id, turn.now)


def in_full(turn: Turn, meeting_id: str, page: str) -> None:
    """Show a long agenda page by page with nothing left out."""
    meeting = readable(turn, meeting_id)
    turn.require_private()
    whole = pages([agenda_text.heading(turn, meeting), *agenda_text.blocks(turn, meeting)], PAGE_LENGTH)
    last = len(whole) - 1
    here = min(number(page), last)
    choices = page_turners(turn, here, last, f"ag:full:{meeting.id}:")
    turn.change_text("\n".join(whole[here]), [*choices, turn.choice("button-back", f"ag:show:{meeting.id}")])


def other(turn: Turn, organisation_id: str) -> None:
    """Show the meetings ahead, to read the agenda of another one."""
    turn.require_private()
    chosen = next((each for each in circles(turn) if str(each.id) == organisation_id), None)
    if chosen is None:
        raise RefusedError("agenda-not-yours")
    choices = [
        Choice(_short_name(turn, meeting, chosen.timezone), f"ag:show:{meeting.id}")
        for meeting in ahead(turn, chosen)[:8]
    ]
    if not choices:
        turn.change("no-meeting", cell=chosen.name)
        return
    turn.change("agenda-which-meeting", choices)


def _short_name(turn: Turn, meeting: Meeting, zone: str) -> str:
    return f"{meetings.heading(turn, meeting)}; {day_text(meeting.starts_at, zone, turn.policy.language)}"


pressed = actions({"show": one, "mine": in_private, "full": in_full, "cell": cell, "cells": cells, "other": other})
