"""Decides what a word is from the words beside it: "dc" is "đồng chí" or "được", "0 đi" is "không đi"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.understanding.people import is_name
from handlers.understanding.tokens import Token
from handlers.understanding.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Sequence

_CHOSEN = {"mot": 1, "hai": 2, "ba": 3}
_COMRADE_OR_ABLE = frozenset({"dc", "đc", "đk", "dk"})
_TITLE_LETTERS = {"a": "anh", "c": "chị"}
_SHORT = 5
# "hong toi" may be a name or "not me": there the southern "no" stays unread.
_NOT_SOUTHERN = frozenset({"toi"})


def settled(tokens: list[Token]) -> list[Token]:
    """Write out what only the neighbours can decide; all other words stay as they are."""
    if _says_yes(tokens):
        return [_written("vâng", tokens[0])]
    written: list[Token] = []
    for i, token in enumerate(tokens):
        written += _settle(tokens, i, token)
    return written


def _settle(tokens: Sequence[Token], i: int, token: Token) -> list[Token]:
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.text in _COMRADE_OR_ABLE:
        return [_written(word, token) for word in _comrade_or_able(tokens, i).split()]
    if token.text == "h" and not _after_number(tokens, i):
        return [_written("giờ", token)]
    if token.bare in _CHOSEN and i and tokens[i - 1].bare in VOCABULARY.sets["before_number_word"]:
        return [Token(token.text, number=_CHOSEN[token.bare], start=token.start)]
    if following is None:
        return [token]
    if token.text in _TITLE_LETTERS and is_name(following, lower_case=True):
        return [_written(_TITLE_LETTERS[token.text], token)]
    if token.text == "vo" and following.bare in VOCABULARY.sets["after_into"]:
        return [_written("vào", token)]
    return [_written("không", token)] if _is_no(token, following) else [token]


def _written(word: str, token: Token) -> Token:
    return Token.of(word, token.start)


def _is_no(token: Token, following: Token) -> bool:
    after = VOCABULARY.sets["after_no"]
    if token.number == 0:
        return following.bare in after
    return (
        not token.capital and token.text in VOCABULARY.sets["southern_no"] and following.bare in after - _NOT_SOUTHERN
    )


def _says_yes(tokens: Sequence[Token]) -> bool:
    """As in "em vang a" without marks: "em vâng ạ" or "em vắng ạ"; taken as the harmless one, which is asked about."""
    words = [token for token in tokens if not token.mark]
    if len(words) > _SHORT or not any(token.text == "vang" for token in words):
        return False
    yes = VOCABULARY.sets["yes_words"]
    return words[0].text in VOCABULARY.sets["begins_yes"] and all(token.text in yes for token in words)


def _after_number(tokens: Sequence[Token], i: int) -> bool:
    return i > 0 and (tokens[i - 1].number is not None or tokens[i - 1].bare in VOCABULARY.sets["before_hour"])


def _comrade_or_able(tokens: Sequence[Token], i: int) -> str:
    if _is_comrade(tokens, i):
        return "đồng chí"
    registers = i + 1 < len(tokens) and tokens[i + 1].bare in VOCABULARY.sets["registered"]
    return "đăng ký" if tokens[i].text in {"dk", "đk"} and registers else "được"


def _is_comrade(tokens: Sequence[Token], i: int) -> bool:
    sets = VOCABULARY.sets
    previous = tokens[i - 1] if i and not tokens[i - 1].mark else None
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or following.mark or following.number is not None:
        return previous is not None and previous.bare in sets["addressed_comrade"]
    if previous is None:
        return following.bare not in sets["not_comrade_at_start"]
    if previous.bare in sets["before_able"]:
        return False
    named = following.bare in sets["after_comrade"] or is_name(following, lower_case=True)
    return previous.bare in sets["before_comrade"] or named
