"""Recognises the phrases of the rules in a row of words: the fewest phrases that leave the fewest words unexplained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.understanding.syllables import canonical
from handlers.understanding.vocabulary import VOCABULARY, Node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.understanding.people import Mention
    from handlers.understanding.tokens import Token

_UNKNOWN_COST = 6.0
_PHRASE_COST = 2.0
# Two words in one phrase explain more than the same two words one by one.
_ODD_WORD_COST = 4.5
_LOOK_ALIKE_BONUS = 0.5
_CONCRETE_BONUS = 0.2
_CONCRETE = frozenset({"work", "health", "family", "study", "duty"})
_TELLING = frozenset({"unrelated", "question"})
_UNLIKELY_IN_PHRASE_COST = 2.5
_ODD_IN_PHRASE_COST = 0.8
_NOTHING: frozenset[str] = frozenset()
_MARKED_SHARE = 0.34
# In such a message an unmarked word that exists ("vang") is meant as written.
_MOSTLY_MARKED = 0.6


Likely = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Item:
    """One recognised phrase, number, mark, person, or a word nobody explained (no `kinds`)."""

    kinds: frozenset[str]
    start: int
    end: int
    text: str
    number: int | None = None
    person: Mention | None = None


def items_of(tokens: Sequence[Token], people: Mapping[int, Mention]) -> list[Item]:
    """Give the reply as phrases in order. People are taken as found; phrases never reach over them or over punctuation."""
    likely = _likely_words(tokens)
    items: list[Item] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if i in people:
            end = people[i].end
            items.append(Item(frozenset({"person"}), i, end, _text(tokens, i, end), person=people[i]))
            i = end
        elif token.mark:
            items.append(Item(frozenset({"mark"}), i, i + 1, token.mark))
            i += 1
        elif token.number is not None:
            items.append(Item(frozenset({"number"}), i, i + 1, token.text, number=token.number))
            i += 1
        else:
            end = i
            while end < len(tokens) and end not in people and not tokens[end].mark and tokens[end].number is None:
                end += 1
            items += _explain(tokens, i, end, likely)
            i = end
    return items


def _text(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])


def _bonus(kinds: frozenset[str]) -> float:
    if kinds & _TELLING:
        return _LOOK_ALIKE_BONUS
    return _CONCRETE_BONUS if kinds & _CONCRETE else 0.0


def _likely_words(tokens: Sequence[Token]) -> list[Likely]:
    """For each word the one it most probably is, and whether its neighbours say so."""
    words = [token for token in tokens if not token.mark and token.number is None]
    typed = sum(token.marked and not token.expanded for token in words)
    with_marks = bool(words) and typed >= _MARKED_SHARE * len(words)
    mostly_marked = typed >= _MOSTLY_MARKED * len(words)
    likely = []
    for i, token in enumerate(tokens):
        plain = canonical(token.text)
        if mostly_marked and plain in VOCABULARY.real:
            likely.append((plain, False))
        elif (
            token.marked
            or token.text not in VOCABULARY.homographs
            or (with_marks and plain in token.meant and _is_sign(plain))
        ):
            likely.append((plain if with_marks and plain in token.meant and _is_sign(plain) else "", False))
        else:
            likely.append(VOCABULARY.homographs[token.text].word(_before(tokens, i), _after(tokens, i)))
    return likely


def _is_sign(word: str) -> bool:
    step = VOCABULARY.phrases.steps.get(word)
    return step is not None and bool(step.kinds)


def _before(tokens: Sequence[Token], i: int) -> str:
    return (
        "^"
        if i == 0 or tokens[i - 1].mark in {".", "\n", "!", "?"}
        else ("," if tokens[i - 1].mark else tokens[i - 1].bare)
    )


def _after(tokens: Sequence[Token], i: int) -> str:
    return "$" if i + 1 == len(tokens) or tokens[i + 1].mark else tokens[i + 1].bare


def _explain(tokens: Sequence[Token], start: int, end: int, likely: Sequence[Likely]) -> list[Item]:
    """Give the cheapest way to read these words, found from the end towards the beginning."""
    best: list[tuple[float, int, frozenset[str]]] = [(0.0, end, _NOTHING)] * (end - start + 1)
    for i in range(end - 1, start - 1, -1):
        choice = (best[i + 1 - start][0] + _UNKNOWN_COST, i + 1, _NOTHING)
        for stop, kinds, penalty in _phrases_from(tokens, i, end, likely):
            cost = best[stop - start][0] + _PHRASE_COST + penalty - _bonus(kinds)
            if cost < choice[0] or (cost == choice[0] and stop > choice[1]):
                choice = (cost, stop, kinds)
        best[i - start] = choice
    items = []
    i = start
    while i < end:
        _, stop, kinds = best[i - start]
        items.append(Item(kinds, i, stop, _text(tokens, i, stop)))
        i = stop
    return items


def _phrases_from(
    tokens: Sequence[Token], start: int, end: int, likely: Sequence[Likely]
) -> list[tuple[int, frozenset[str], float]]:
    found: list[tuple[int, frozenset[str], float]] = []
    paths: list[tuple[Node, float]] = [(VOCABULARY.phrases, 0.0)]
    for i in range(start, end):
        token = tokens[i]
        grown: list[tuple[Node, float]] = []
        for node, penalty in paths:
            for word in token.meant:
                step = node.steps.get(word)
                if step is not None:
                    grown.append((step, penalty + _oddness(word, likely[i], token, alone=i == start)))
        if not grown:
            break
        for node, penalty in grown:
            if node.kinds:
                found.append((i + 1, node.kinds, penalty))
        paths = grown
    return found


def _oddness(word: str, likely: Likely, token: Token, *, alone: bool) -> float:
    expected, sure = likely
    if not expected or word == expected:
        return 0.0
    if alone:
        return _ODD_WORD_COST
    if sure or canonical(token.text) == expected:
        return _UNLIKELY_IN_PHRASE_COST
    return _ODD_IN_PHRASE_COST
