"""What reading one clause needs at hand: its phrases, what was said before, and who is being spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.understanding.reading import REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.clauses import Clause
    from handlers.understanding.evidence import Cause, Claim, Evidence
    from handlers.understanding.people import Mention
    from handlers.understanding.phrases import Item
    from handlers.understanding.tokens import Token

REASON_KINDS = frozenset(REASONS) | {"kin_event"}
CLAIMS = frozenset({"attend", "come", "absent", "late", "early", "cannot"})
QUIET = frozenset({"particle", "ack", "title", "polite"})


@dataclass(slots=True)
class Talk:
    """What carries over from clause to clause: the person spoken of, and whether another meeting is meant."""

    subject: Mention | None = None
    locked: bool = False
    locked_for_good: bool = False
    past: bool = False
    pending: bool = False
    told_past: bool = False


class Frame:
    """One clause being read, and the evidence of the whole reply that it adds to."""

    def __init__(
        self, tokens: Sequence[Token], clauses: Sequence[Clause], number: int, talk: Talk, evidence: Evidence
    ) -> None:
        self.tokens = tokens
        self.clauses = clauses
        self.number = number
        self.clause = clauses[number]
        self.items = self.clause.items
        self.talk = talk
        self.evidence = evidence
        self.claims: list[Claim] = []
        self.causes: list[Cause] = []
        self.seen: set[str] = set()
        self.negations = 0
        self.last_negation: Item | None = None
        self.strays_since_negation = 0
        self.kin = False
        self.void = False
        self.only_thought = False
        self.sender_named = False
        self.after_cannot = False
        # A "no" went to some other word, or to the half before "mà": a claim here is in doubt.
        self.unsettled = talk.pending and not self.clause.after_mark and self.items[0].text in {"mà", "ma"}

    def bare(self, at: int) -> str:
        """Give the word at this place without marks, nothing past the end."""
        return self.tokens[at].bare if at < len(self.tokens) else ""

    def words(self) -> Sequence[Token]:
        """Give the words of this clause."""
        return self.tokens[self.items[0].start : self.items[-1].end]

    def after(self, i: int) -> Item | None:
        """Give the phrase after the i-th of this clause."""
        return self.items[i + 1] if i + 1 < len(self.items) else None
