"""Cuts a reply into clauses: at punctuation, and at words such as "nhưng", "vì", "nên", "giờ", "nếu"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.phrases import Item

_SENTENCE_ENDS = frozenset({".", "!", "?", "\n", ";"})
_OPENERS = frozenset({"but", "now", "because", "so", "concede", "if"})
_NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True)
class Clause:
    """A stretch of a reply that says one thing. `opener` is what kind of word began it, `ended_by` the mark after it."""

    sentence: int
    opener: frozenset[str] = _NOTHING
    items: list[Item] = field(default_factory=list)
    ended_by: str = ""
    after_mark: bool = True
    questioned: bool = False


def clauses_of(items: Sequence[Item]) -> list[Clause]:
    """Give the clauses in order, none empty; `questioned` is true for all clauses of a sentence that ends with "?"."""
    clauses: list[Clause] = []
    current = Clause(0)
    for item in items:
        if "mark" in item.kinds:
            current.ended_by = item.text
            ends = item.text in _SENTENCE_ENDS
            if current.items:
                clauses.append(current)
            elif clauses:
                clauses[-1].ended_by = item.text if ends else clauses[-1].ended_by
            if item.text == "?":
                _question(clauses, current.sentence)
            current = Clause(current.sentence + ends)
        else:
            if item.kinds & _OPENERS:
                if any(not said.kinds & _OPENERS for said in current.items):
                    clauses.append(current)
                    current = Clause(current.sentence, after_mark=False)
                current.opener |= item.kinds & _OPENERS
            current.items.append(item)
    if current.items:
        clauses.append(current)
    return clauses


def _question(clauses: Sequence[Clause], sentence: int) -> None:
    for clause in clauses:
        if clause.sentence == sentence:
            clause.questioned = True
