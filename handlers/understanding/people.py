"""Finds the people a reply speaks of, and whether each is its subject, its addressee, or only mentioned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.understanding.syllables import bare, canonical
from handlers.understanding.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.tokens import Token

_MAX_NAME = 4
_MAX_PHRASE = 4
_TWO_WORDS = 2
_UNIT_NUMBERS = 100


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody other than the sender. `kind`: "subject", "addressed" (spoken to) or "aside" (with, of, about)."""

    end: int
    kind: str
    name: str | None = None
    full_name: bool = False
    signs_as_self: bool = False


def key(token: Token) -> str:
    """How a word is compared with the short context lists: exact if typed with marks, otherwise unmarked."""
    return canonical(token.text) if token.marked else bare(canonical(token.text))


def phrase_at(tokens: Sequence[Token], start: int, kind: str) -> int:
    """Where the longest phrase of that list beginning here ends; `start` itself if none begins here."""
    if start >= len(tokens) or key(tokens[start]) not in VOCABULARY.openings[kind]:
        return start
    phrases = VOCABULARY.contexts[kind]
    for end in range(min(len(tokens), start + _MAX_PHRASE), start, -1):
        if " ".join(map(key, tokens[start:end])) in phrases:
            return end
    return start


def phrase_before(tokens: Sequence[Token], end: int, kind: str) -> bool:
    """Whether a phrase of that list ends right before this word."""
    phrases = VOCABULARY.contexts[kind]
    return any(" ".join(map(key, tokens[start:end])) in phrases for start in range(end - 1, max(-1, end - 6), -1))


def is_name(token: Token, *, lower_case: bool, strict: bool = False, titled: bool = False) -> bool:
    """Whether the word is a person's name: written with a capital, or (`lower_case`) a usual name that is no other word.

    `strict` takes only names from the list, capital or not; after a title (`titled`) almost any capital is a name.
    """
    if token.mark or token.number is not None:
        return False
    form = canonical(token.text)
    ours = form in VOCABULARY.words if token.marked else bool(token.meant)
    listed = form in VOCABULARY.names if token.marked else token.text in VOCABULARY.bare_names
    if token.capital:
        plainly = titled and token.bare not in VOCABULARY.sets["not_a_name"] | VOCABULARY.sets["claim_starts"]
        return listed or plainly or (not strict and not ours)
    return lower_case and listed and token.bare not in VOCABULARY.sets["unsafe_names"]


def find(tokens: Sequence[Token]) -> dict[int, Mention]:
    """Every mention of somebody, by the index of its first word."""
    found: dict[int, Mention] = {}
    i = 0
    while i < len(tokens):
        introduced = phrase_at(tokens, i, "introduce")
        if introduced > i and (end := _name_end(tokens, introduced, lower_case=True)) > introduced:
            found[i] = Mention(end, "sender", full_name=True)
        elif (mention := _mention_at(tokens, i)) is not None:
            found[i] = mention
        i = found[i].end if i in found else i + 1
    return found


def _mention_at(tokens: Sequence[Token], i: int) -> Mention | None:
    token = tokens[i]
    if token.mark or token.number is not None:
        return None
    role = phrase_at(tokens, i, "role")
    pronoun = phrase_at(tokens, i, "pronoun")
    if token.bare == "ho" and i and tokens[i - 1].bare in VOCABULARY.sets["before_clan"]:
        return None
    if pronoun > i and (pronoun > i + 1 or token.marked):
        return Mention(pronoun, _part(tokens, i, pronoun))
    title = phrase_at(tokens, i, "title")
    if role > max(i, title - 1):
        end = _name_end(tokens, role, lower_case=True)
        if (
            end == role
            and tokens[i].bare in VOCABULARY.sets["boss"]
            and end < len(tokens)
            and tokens[end].bare in VOCABULARY.sets["mine"]
        ):
            end += 1
        return Mention(end, _part(tokens, i, end), _name(tokens, role, end))
    if title > i:
        return _titled(tokens, i, title)
    return _signature(tokens, i)


def _titled(tokens: Sequence[Token], start: int, title: int) -> Mention | None:
    first = tokens[start]
    if (
        first.bare == "chi"
        and title == start + 1
        and title < len(tokens)
        and tokens[title].bare in VOCABULARY.sets["after_chi"]
    ):
        return None
    unsafe = not first.marked and title == start + 1 and first.text in VOCABULARY.sets["unsafe_titles"]
    begins = not start or bool(tokens[start - 1].mark)
    if unsafe and not begins and not any(phrase_before(tokens, start, kind) for kind in ("onbehalf", "preposition")):
        return None
    end = (
        title
        if phrase_at(tokens, title, "role") > title
        else _name_end(tokens, title, lower_case=not unsafe, titled=True)
    )
    if end > title:
        named, end = end, _place_end(tokens, end)
        member = first.bare == "dang" and canonical(tokens[title].text) in VOCABULARY.surnames
        selfish = member or (first.bare in VOCABULARY.sets["names_self"] and title == start + 1)
        return Mention(end, _part(tokens, start, end), _name(tokens, title, named), signs_as_self=selfish)
    role = phrase_at(tokens, title, "role")
    if role > title:
        end = _name_end(tokens, role, lower_case=True)
        return Mention(end, _part(tokens, start, end), _name(tokens, role, end))
    third = phrase_at(tokens, title, "third")
    if third > title and first.bare not in {"em", "con", "chau"}:
        return Mention(third, _part(tokens, start, third))
    return None


def _place_end(tokens: Sequence[Token], end: int) -> int:
    """Give the end of "đội tôi", "phòng em", "bên đội 2" after a name: part of who it is, not the sender."""
    unit = phrase_at(tokens, end, "unit")
    if unit == end or unit >= len(tokens):
        return end
    after = tokens[unit]
    return (
        unit + 1
        if after.bare in VOCABULARY.sets["mine"] or (after.number is not None and after.number < _UNIT_NUMBERS)
        else end
    )


def _signature(tokens: Sequence[Token], i: int) -> Mention | None:
    """Take a name without a title at the beginning: a full name signs for its owner, as people do in groups."""
    if i and not tokens[i - 1].mark:
        return None
    end = _name_end(tokens, i, lower_case=True) if is_name(tokens[i], lower_case=True, strict=True) else i
    if (
        end == i + 1
        and end < len(tokens)
        and tokens[end].bare in VOCABULARY.bare_names - VOCABULARY.sets["unsafe_names"]
    ):
        return None
    if end == i or (end == i + 1 and tokens[i].meant):
        return None
    full = end > i + 1 and (
        canonical(tokens[i].text) in VOCABULARY.surnames or bare(canonical(tokens[i].text)) in VOCABULARY.bare_surnames
    )
    if end > i + 1 and not full:
        return None
    capitals = all(token.capital for token in tokens[i:end])
    if not capitals and (i or end - i == _TWO_WORDS):
        return None
    return Mention(end, "subject", _name(tokens, i, end), full_name=full, signs_as_self=True)


def _name_end(tokens: Sequence[Token], start: int, *, lower_case: bool, titled: bool = False) -> int:
    end = start
    while end < len(tokens) and end < start + _MAX_NAME and is_name(tokens[end], lower_case=lower_case, titled=titled):
        if end > start and not tokens[end].capital and tokens[end].meant:
            break
        end += 1
    return end


def _name(tokens: Sequence[Token], start: int, end: int) -> str | None:
    return " ".join(token.text.capitalize() for token in tokens[start:end]) or None


def _part(tokens: Sequence[Token], start: int, end: int) -> str:
    """Whether the person is spoken to, only mentioned, or the one of whom something is said."""
    if phrase_before(tokens, start, "onbehalf"):
        return "beneficiary"
    if phrase_at(tokens, end, "vocative") > end or phrase_at(tokens, end, "address") > end:
        return "addressed"
    if phrase_before(tokens, start, "urge"):
        return "subject"
    if (
        start
        and tokens[start - 1].bare in {"cho", "de"}
        and end < len(tokens)
        and tokens[end].bare in VOCABULARY.sets["claim_starts"]
    ):
        return "subject"
    if phrase_before(tokens, start, "preposition"):
        return "addressed"
    return "subject"
