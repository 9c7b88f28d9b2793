"""Reads numbers in a reply: a delay, odds such as 50%, and the choices 1, 2, 3 of the invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.understanding.evidence import Claim, Evidence
from handlers.understanding.minutes import durations
from handlers.understanding.phrases import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.clauses import Clause
    from handlers.understanding.reading import Attendance
    from handlers.understanding.tokens import Token

CHOICES: dict[int, Attendance] = {1: "attend", 2: "absent", 3: "late"}
_MAY_SURROUND_CHOICE = frozenset(
    {"particle", "ack", "choose", "self", "correction", "misreport", "wish", "certain", "now", "but"}
)
_MAY_FOLLOW_CHOICE = frozenset({"polite", "ack", "self", "title", "correction", "but", "now", "duration"})
_BEFORE_CHOICE = frozenset({"choose", "self", "ack", "correction"})
_HALF, _ALL = 50, 100


def with_durations(items: list[Item], tokens: Sequence[Token]) -> list[Item]:
    """Give the items with each duration as one, so that its number is no choice and its words are no strays."""
    spans = durations(tokens)
    if not spans:
        return items
    kept: list[Item] = []
    for item in items:
        span = next(((start, end, minutes) for start, end, minutes in spans if start <= item.start < end), None)
        if span is None:
            kept.append(item)
        elif item.start == span[0]:
            kept.append(Item(frozenset({"duration"}), span[0], span[1], item.text, number=span[2]))
    return kept


def with_odds(items: list[Item]) -> list[Item]:
    """As in "50%" and "50/50" are a doubt, "100%" is a promise."""
    read: list[Item] = []
    for i, item in enumerate(items):
        after = items[i + 1].text if i + 1 < len(items) else ""
        halves = after in {"/", "-"} and i + 2 < len(items) and items[i + 2].number == item.number
        if item.number == _HALF and (after == "%" or halves):
            read.append(Item(frozenset({"unsure"}), item.start, item.end, item.text))
        elif item.number is not None and after == "%":
            read.append(
                Item(frozenset({"certain" if item.number >= _ALL else "unsure"}), item.start, item.end, item.text)
            )
        else:
            read.append(item)
    return read


def add_choices(evidence: Evidence, clauses: Sequence[Clause]) -> None:
    """Add a claim for every clause that names choice 1, 2 or 3, in the order of the reply."""
    for number, clause in enumerate(clauses):
        dated = number > 0 and clauses[number - 1].ended_by == "/"
        value = None if dated else _choice(clause)
        if value is not None and not clause.questioned:
            at = clause.items[0].start
            evidence.claims.append(
                Claim(CHOICES[value], number, at=at, void="misreport" in evidence.kinds and _misreported(clause))
            )
    evidence.claims.sort(key=lambda claim: (claim.clause, claim.at))


def _misreported(clause: Clause) -> bool:
    return any("misreport" in item.kinds for item in clause.items)


def _choice(clause: Clause) -> int | None:
    """1, 2 or 3 if the clause is nothing but that choice ("số 2 ạ") or names it ("tôi chọn 1")."""
    for i, item in enumerate(clause.items):
        if item.number not in CHOICES or "number" not in item.kinds:
            continue
        before, after = clause.items[:i], clause.items[i + 1 :]
        if before and not before[-1].kinds & _BEFORE_CHOICE and not before[-1].person:
            continue
        named = bool(before) and "choose" in before[-1].kinds
        quiet = all(other.kinds & _MAY_SURROUND_CHOICE or other.person for other in before)
        quiet = quiet and all(other.kinds & _MAY_FOLLOW_CHOICE or other.person for other in after)
        agreeing = not before and bool(after) and CHOICES[item.number] in after[0].kinds
        if clause.ended_by in {"/", "%"} or (after and "number" in after[0].kinds):
            continue
        if named or quiet or agreeing:
            return item.number
    return None
