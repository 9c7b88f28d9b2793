"""Reads one reply: words, people, phrases, clauses, evidence, and at last one verdict."""

from __future__ import annotations

from handlers.understanding.choices import add_choices, with_durations, with_odds
from handlers.understanding.clauses import clauses_of
from handlers.understanding.listening import listen
from handlers.understanding.neighbours import settled
from handlers.understanding.people import find
from handlers.understanding.phrases import items_of
from handlers.understanding.reading import Reading
from handlers.understanding.tokens import tokens_of
from handlers.understanding.verdict import Verdict


def understand(text: str) -> Reading:
    """Read what a reply to an invitation says about coming, in about a fifth of a millisecond; never raises.

    Whatever is not certain comes back as None or "unsure": a wrong record is worse than one more question.
    """
    tokens = settled(tokens_of(text))
    if tokens and all(token.mark in {"?", "!"} for token in tokens):
        return Reading(ask=any(token.mark == "?" for token in tokens), understood=True)
    items = items_of(tokens, find(tokens))
    clauses = clauses_of(with_odds(with_durations(items, tokens)))
    evidence = listen(tokens, clauses)
    add_choices(evidence, clauses)
    return Verdict(clauses, evidence).reading()
