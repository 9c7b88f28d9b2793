"""Organisers see in private who wants to speak on what, and set the order in which they are called."""

from collections.abc import Sequence

from handlers import meetings, points_rules
from handlers.agenda_access import organised
from handlers.choosing import actions, clip, number, page_of, page_turners, pages
from handlers.desk import Choice
from handlers.points_target import Target, parse_target, target_of, target_text, targets
from handlers.turn import RefusedError, Turn
from storage import agenda as agenda_store
from storage import points as store
from storage import roster
from storage.meeting_tables import Meeting, Point
from storage.people import Member, Organisation

# Leaves room for the heading and the choices in a message of 2,000 characters.
PAGE_LENGTH = 1300
TARGETS_ON_A_PAGE = 7


def begin(turn: Turn, rest: str = "") -> None:  # noqa: ARG001
    """Answer /dsphatbieu: the speakers of the next meeting of the cell the person is an organiser of."""
    turn.require_private()
    member = turn.require_member()
    cells = roster.organised_by(turn.session, member.id, turn.now)
    if not cells:
        raise RefusedError("organisers-only")
    if len(cells) == 1:
        cell(turn, str(cells[0].id))
        return
    _choose_cell(turn, 0)


def _choose_cell(turn: Turn, page: int) -> None:
    cells = roster.organised_by(turn.session, turn.require_member().id, turn.now)
    choices = [Choice(clip(each.name, 60), f"ptl:cell:{each.id}") for each in cells]
    turn.change("agenda-which-cell", page_of(turn, choices, page, "ptl:cells:"))


def cells(turn: Turn, page: str) -> None:
    """Turn the page of the cells to choose from."""
    turn.require_private()
    _choose_cell(turn, number(page))


def cell(turn: Turn, organisation_id: str) -> None:
    """Show the speakers of the cell's next meeting."""
    turn.require_private()
    wanted = number(organisation_id)
    turn.require_organiser(wanted)
    found = agenda_store.meetings_ahead(turn.session, wanted, turn.now, committee=True)
    if not found:
        turn.change("no-meeting", cell=turn.session.get_one(Organisation, wanted).name)
        return
    # The cell's own meeting goes before the committee's preparation of it: that is where members speak.
    _overview(turn, next((meeting for meeting in found if meeting.kind != "committee"), found[0]), 0)


def of(turn: Turn, meeting_id: str) -> None:
    """Show the speakers of a meeting."""
    _overview(turn, organised(turn, meeting_id), 0)


def page_of_targets(turn: Turn, meeting_id: str, page: str) -> None:
    """Turn the page of the overview."""
    _overview(turn, organised(turn, meeting_id), number(page))


def _overview(turn: Turn, meeting: Meeting, page: int) -> None:
    store.forget_drafts(turn.session, turn.now.date())
    points = store.of_meeting(turn.session, meeting.id)
    by_target = _by_target(turn, meeting, points)
    named = len({point.member_id for point in points if point.member_id is not None})
    anonymous = sum(1 for point in points if point.member_id is None)
    called = meetings.heading(turn, meeting)
    key = "points-list" if points else "points-list-none"
    head = turn.text(key, meeting=called, count=len(points), named=named, anonymous=anonymous)
    last = max(0, (len(by_target) - 1) // TARGETS_ON_A_PAGE)
    here = min(page, last)
    shown = by_target[here * TARGETS_ON_A_PAGE : (here + 1) * TARGETS_ON_A_PAGE]
    lines = [
        clip(f"{target_text(turn, meeting, target, length=60)}: {_names(turn, on_it)}", 180) for target, on_it in shown
    ]
    choices = [
        Choice(
            f"{target_text(turn, meeting, target, length=36)} ({len(on_it)})", f"ptl:on:{meeting.id}:{target.word}:0"
        )
        for target, on_it in shown
    ]
    turners = page_turners(turn, here, last, f"ptl:page:{meeting.id}:")
    back = turn.choice("agenda-button-agenda", f"ag:show:{meeting.id}")
    turn.change_text("\n".join([head, *lines]), [*choices, turners, back] if turners else [*choices, back])


def _by_target(turn: Turn, meeting: Meeting, points: Sequence[Point]) -> list[tuple[Target, list[Point]]]:
    """Return the points of each target in speaking order: targets in the order of the agenda, removed ones last."""
    groups: dict[Target, list[Point]] = {}
    for point in points:
        groups.setdefault(target_of(point), []).append(point)
    known = targets(turn, meeting)
    place = {target: index for index, target in enumerate(known)}
    return sorted(groups.items(), key=lambda group: (place.get(group[0], len(known)), group[0].word))


def _names(turn: Turn, points: Sequence[Point]) -> str:
    return ", ".join(_author(turn, point) for point in points)


def _author(turn: Turn, point: Point) -> str:
    member = turn.session.get(Member, point.member_id) if point.member_id is not None else None
    return member.full_name if member is not None else turn.text("points-anonymous")


def on(turn: Turn, meeting_id: str, word: str, page: str) -> None:
    """Show what is to be said on one target, in full and in speaking order."""
    meeting = organised(turn, meeting_id)
    _show_target(turn, meeting, parse_target(word), number(page))


def _show_target(turn: Turn, meeting: Meeting, target: Target, page: int) -> None:
    points = _on(turn, meeting, target)
    entries = [_entry(turn, index, point) for index, point in enumerate(points, start=1)]
    split = pages(entries, PAGE_LENGTH)
    here = min(page, len(split) - 1)
    first = sum(len(each) for each in split[:here])
    labels = [
        Choice(clip(f"{index + 1}. {_author(turn, points[index])}", 40), f"ptl:one:{points[index].id}")
        for index in range(first, first + len(split[here]))
    ]
    turners = page_turners(turn, here, len(split) - 1, f"ptl:on:{meeting.id}:{target.word}:")
    back = turn.choice("button-back", f"ptl:of:{meeting.id}")
    text = "\n".join([target_text(turn, meeting, target), *split[here]]) if points else turn.text("points-list-empty")
    turn.change_text(text, [*labels[:9], *turners, back])


def _on(turn: Turn, meeting: Meeting, target: Target) -> list[Point]:
    return [point for point in store.of_meeting(turn.session, meeting.id) if target_of(point) == target]


def _entry(turn: Turn, index: int, point: Point) -> str:
    words = f"“{point.text}”" if point.text else turn.text("points-no-text")
    return f"{index}. {_author(turn, point)}: {words}"


def one(turn: Turn, point_id: str) -> None:
    """Show one point with the ways to change its place."""
    meeting, point = _point(turn, point_id)
    _show_one(turn, meeting, point)


def _show_one(turn: Turn, meeting: Meeting, point: Point) -> None:
    target = target_of(point)
    points = _on(turn, meeting, target)
    place = [each.id for each in points].index(point.id) + 1
    text = turn.text(
        "points-place",
        target=target_text(turn, meeting, target),
        entry=_entry(turn, place, point),
        place=place,
        count=len(points),
    )
    moves = [
        turn.choice("points-button-earlier", f"ptl:up:{point.id}"),
        turn.choice("points-button-later", f"ptl:down:{point.id}"),
        turn.choice("points-button-first", f"ptl:first:{point.id}"),
    ]
    back = turn.choice("button-back", f"ptl:on:{meeting.id}:{target.word}:0")
    turn.change_text(text, [moves, back] if len(points) > 1 else [back])


def earlier(turn: Turn, point_id: str) -> None:
    """Let the speaker speak one place earlier."""
    _move(turn, point_id, -1)


def later(turn: Turn, point_id: str) -> None:
    """Let the speaker speak one place later."""
    _move(turn, point_id, 1)


def first(turn: Turn, point_id: str) -> None:
    """Let the speaker speak first."""
    _move(turn, point_id, -1000)


def _move(turn: Turn, point_id: str, steps: int) -> None:
    meeting, point = _point(turn, point_id)
    points = {each.id: each for each in _on(turn, meeting, target_of(point))}
    order = points_rules.swapped(list(points), point.id, steps)
    store.arrange(turn.session, [points[each] for each in order])
    roster.note(turn.session, turn.now, turn.require_member().id, "points_ordered", f"meeting:{meeting.id}")
    _show_one(turn, meeting, point)


def _point(turn: Turn, point_id: str) -> tuple[Meeting, Point]:
    """Return a point and its meeting, if the person prepares that meeting."""
    turn.require_private()
    turn.require_member()
    point = turn.session.get(Point, point_id)
    if point is None:
        raise RefusedError("points-gone")
    return organised(turn, str(point.meeting_id)), point


pressed = actions(
    {
        "cell": cell,
        "cells": cells,
        "of": of,
        "page": page_of_targets,
        "on": on,
        "one": one,
        "up": earlier,
        "down": later,
        "first": first,
    }
)
