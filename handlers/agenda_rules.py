"""What an order of business is: its usual items and their minutes, how lines are moved, what changed since it was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from handlers.folding import fold

Section = Literal["opening", "content", "closing"]
SECTIONS = ("opening", "content", "closing")
# More than this is no agenda of 90 minutes, and would not fit a message of 2,000 characters.
MOST_ITEMS = 30
MOST_MINUTES = 480
ALIKE = 88


# -- the usual order ---------------------------------------------------------------------------------------------------


class Usual(NamedTuple):
    """A usual item: `key` of its words, its `section`, fixed `minutes` or a `weight` of what remains, and whose it usually is."""

    key: str
    section: Section
    minutes: int = 0
    weight: int = 0
    who: str = ""  # head | secretary | presenter


_OPENING = (
    Usual("reason", "opening", 2, who="head"),
    Usual("clerk", "opening", 1, who="head"),
    Usual("roll", "opening", 2, who="secretary"),
)
_DUES = Usual("dues", "opening", 3)
_ADOPT = Usual("adopt", "opening", 2, who="head")
_THEME = Usual("theme", "content", weight=6, who="presenter")
_DISCUSSION = Usual("discussion", "content", weight=6)
_CRITICISM = Usual("criticism", "content", weight=2)
_SUMMARY = Usual("summary", "closing", 3, who="head")
_TASKS = Usual("tasks", "closing", 5, who="head")
_CONCLUSION = Usual("conclusion", "closing", 5, who="head")
_MINUTES = Usual("minutes", "closing", 4, who="secretary")
_MONTHLY = (
    *_OPENING, _DUES, _ADOPT,
    Usual("report", "content", weight=2, who="head"),
    Usual("duties", "content", weight=2),
    Usual("news", "content", weight=2),
    _THEME, _DISCUSSION, _CRITICISM,
    _SUMMARY, _TASKS, _CONCLUSION,
    Usual("score", "closing", 3),
    _MINUTES,
)  # fmt: skip
# DOMAIN.md 4 names the monthly order of business; the shorter ones for the other kinds are ours.
ORDERS: dict[str, tuple[Usual, ...]] = {
    "regular": _MONTHLY,
    "combined": _MONTHLY,
    "themed": (*_OPENING, _ADOPT, _THEME, _DISCUSSION, _CRITICISM, _SUMMARY, _TASKS, _CONCLUSION, _MINUTES),
    "committee": (
        Usual("reason", "opening", 2, who="head"),
        Usual("report", "content", weight=2, who="head"),
        Usual("prepare", "content", weight=4),
        _DISCUSSION, _TASKS, _CONCLUSION,
    ),
    "extraordinary": (*_OPENING, _ADOPT, Usual("matter", "content", weight=3, who="head"), _DISCUSSION, _TASKS, _CONCLUSION, _MINUTES),
}  # fmt: skip
USUAL_KEYS = tuple(dict.fromkeys(item.key for order in ORDERS.values() for item in order))


def usual_order(kind: str, *, themed: bool, frame: int) -> list[tuple[Usual, int]]:
    """Return the usual items of that kind of meeting with their minutes, which add up to the frame (minutes).

    A theme is among them for the kinds that are about one, and where `themed` says that the month has one.
    """
    about_theme = kind in {"themed", "combined"} or (kind == "regular" and themed)
    items = [item for item in ORDERS.get(kind, _MONTHLY) if item is not _THEME or about_theme]
    return list(zip(items, _minutes(items, frame), strict=True))


def _minutes(items: Sequence[Usual], frame: int) -> list[int]:
    left = frame - sum(item.minutes for item in items)
    weights = [item.weight for item in items]
    heavy = sum(1 for weight in weights if weight)
    if left < 5 * heavy:
        # A frame too short for the usual minutes: all shrink alike.
        return spread(frame, [item.minutes or item.weight * 3 for item in items])
    fives = iter(spread(left // 5, [weight for weight in weights if weight]))
    minutes = [5 * next(fives) if item.weight else item.minutes for item in items]
    minutes[weights.index(max(weights))] += left % 5
    return minutes


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Return whole numbers in proportion to the weights that add up to `total`; each is at least 1 if the total allows."""
    base = 1 if total >= len(weights) else 0
    rest, whole = total - base * len(weights), sum(weights)
    exact = [rest * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: rest - sum(parts)]:
        parts[index] += 1
    return [base + part for part in parts]


# -- moving ------------------------------------------------------------------------------------------------------------


class Slot(NamedTuple):
    """The place of an item: which one, in which section."""

    id: int
    section: str


def moved(slots: Sequence[Slot], start: int, target: int) -> list[Slot]:
    """Return the order with the item at index `start` at index `target` (bounded), in the section of the one that stood there."""
    target = max(0, min(target, len(slots) - 1))
    rest = [slot for index, slot in enumerate(slots) if index != start]
    rest.insert(target, Slot(slots[start].id, slots[target].section))
    return rest


def stepped(slots: Sequence[Slot], start: int, steps: int) -> list[Slot]:
    """Return the order with the item at index `start` that many lines down (negative: up).

    Over the border of a section the item goes into the next section and keeps its number, so that a step back undoes a step.
    """
    order, at = list(slots), start
    way = 1 if steps > 0 else -1
    for _ in range(min(abs(steps), len(slots) + len(SECTIONS))):
        beside, here = at + way, order[at]
        if 0 <= beside < len(order) and order[beside].section == here.section:
            order[at], order[beside] = order[beside], here
            at = beside
        elif 0 <= (section := SECTIONS.index(here.section) + way) < len(SECTIONS):
            order[at] = Slot(here.id, SECTIONS[section])
    return order


def at_end_of(slots: Sequence[Slot], item_id: int, section: str) -> list[Slot]:
    """Return the order with the item (new or old) as the last of the section."""
    rest = [slot for slot in slots if slot.id != item_id]
    rank = SECTIONS.index(section)
    index = sum(1 for slot in rest if SECTIONS.index(slot.section) <= rank)
    rest.insert(index, Slot(item_id, section))
    return rest


# -- what changed ------------------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """A line of the agenda as it is read; kept as a list of these values when the agenda is published."""

    id: int
    section: str
    content: str
    person: str
    minutes: int
    note: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: `number` is the line's in the new agenda (of a removed one, in the old)."""

    kind: Literal["added", "removed", "content", "person", "minutes", "note", "moved"]
    number: int
    before: Line | None
    after: Line | None


def differences(old: Sequence[Line], new: Sequence[Line]) -> list[Difference]:
    """Return what changed from the old agenda to the new, in the order of the new one, removed lines last."""
    was = {line.id: line for line in old}
    stayed = _steady([line.id for line in old], [line.id for line in new])
    found: list[Difference] = []
    for number, after in enumerate(new, start=1):
        before = was.get(after.id)
        if before is None:
            found.append(Difference("added", number, None, after))
            continue
        if after.id not in stayed or before.section != after.section:
            found.append(Difference("moved", number, before, after))
        if before.content != after.content:
            found.append(Difference("content", number, before, after))
        if before.person != after.person:
            found.append(Difference("person", number, before, after))
        if before.minutes != after.minutes:
            found.append(Difference("minutes", number, before, after))
        if before.note != after.note:
            found.append(Difference("note", number, before, after))
    kept = {line.id for line in new}
    found += [
        Difference("removed", number, line, None) for number, line in enumerate(old, start=1) if line.id not in kept
    ]
    return found


def _steady(old: Sequence[int], new: Sequence[int]) -> set[int]:
    """Return the largest set of ids whose order among themselves is the same in both: the others were moved."""
    place = {item: index for index, item in enumerate(old)}
    common = [item for item in new if item in place]
    best: list[list[int]] = []
    for index, item in enumerate(common):
        before = [chain for chain, last in zip(best, common[:index], strict=True) if place[last] < place[item]]
        best.append([*_longest(before), item])
    return set(_longest(best))


def _longest(chains: Sequence[list[int]]) -> list[int]:
    return max(chains, key=len) if chains else []


# -- people ------------------------------------------------------------------------------------------------------------


def find_names(query: str, names: Sequence[str]) -> list[int]:
    """Return the indices of the names meant by what was typed ("Hùng", "dc lan", "Trần Thị Lan"), the closest reading only.

    A name written with its marks means those marks; a given name (the last word) goes before a middle name; a typing slip is
    forgiven only if nothing fits exactly.
    """
    wanted = fold(query).split()
    if not wanted:
        return []
    folded = [fold(name).split() for name in names]
    with_marks = query.casefold().split()
    readings = (
        [index for index, name in enumerate(names) if name.casefold().split() == with_marks],
        [index for index, name in enumerate(folded) if name == wanted],
        [index for index, name in enumerate(names) if name.casefold().split()[-len(with_marks) :] == with_marks],
        [index for index, name in enumerate(folded) if name[-len(wanted) :] == wanted],
        [index for index, name in enumerate(folded) if set(wanted) <= set(name)],
        [index for index, name in enumerate(folded) if _alike(wanted, name)],
    )
    return next((reading for reading in readings if reading), [])


def _alike(wanted: Sequence[str], name: Sequence[str]) -> bool:
    # One word alone is too short to guess from: "Lan" and "Lam" are two people.
    return len(wanted) > 1 and fuzz.ratio(" ".join(wanted), " ".join(name[-len(wanted) :])) >= ALIKE
