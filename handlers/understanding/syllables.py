"""How a Vietnamese syllable is written: with marks, without, in either mark style, or half typed in Telex or VNI."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Combining marks of the five tones, by the digits VNI gives them.
_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_PLAIN = str.maketrans("ăâđêôơư", "aadeoou")
_TELEX_TONES = {"s": "1", "f": "2", "r": "3", "x": "4", "j": "5"}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"a": "ă", "o": "ơ", "u": "ư"}
_VOWELS = frozenset("aăâeêioôơuưy")

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|g|h|k|l|m|n|p|r|s|t|v|x)?"
_RIME = (
    "(?:a(?:ch|c|i|m|ng|nh|n|o|p|t|u|y)?|e(?:ch|c|m|ng|nh|n|o|p|t|u)?|"
    "i(?:a|ch|e(?:c|m|ng|n|p|t|u)|m|nh|n|p|t|u)?|o(?:a(?:ch|c|i|m|ng|nh|n|o|p|t|y)?|c|e(?:o|n|t|m)?|i|m|ng|n|o(?:ng|c)|p|t)?|"
    "u(?:a|an|ang|at|ay|au|c|e(?:ch|nh|n|t|u)?|i|m|ng|n|o(?:c|i|m|ng|n|p|t|u)?|p|t|u|y(?:a|e(?:n|t)|nh|ch|n|p|t|u)?)?|"
    "y(?:e(?:m|n|t|u|ng))?)"
)
_SYLLABLE = re.compile(_ONSET + _RIME)


@lru_cache(maxsize=8192)
def canonical(word: str) -> str:
    """Give the word as letters followed by one tone digit (1 to 5, none for the level tone): "hoà" and "hòa" are both "hoa2".

    Expects lower case; decomposed and composed Unicode give the same. A second tone mark on one word is dropped.
    """
    letters: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = tone or _TONES[char]
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)) + tone


def letters_of(form: str) -> str:
    """Give the canonical form without its tone."""
    return form[:-1] if form[-1:] in "12345" else form


@lru_cache(maxsize=8192)
def bare(form: str) -> str:
    """Give the canonical form without any mark, as people type in a hurry: "vắng" is "vang"."""
    return letters_of(form).translate(_PLAIN)


def is_syllable(word: str) -> bool:
    """Whether an unmarked word could be one Vietnamese syllable by its spelling; "khongdu" could not."""
    return _SYLLABLE.fullmatch(word) is not None


def could_be(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` with some marks forgotten ("đươc" for "được"), both canonical."""
    letters, target = letters_of(typed), letters_of(meant)
    if len(letters) != len(target):
        return False
    if typed != letters and typed[-1] != meant[-1]:
        return False
    return all(one == other or one == other.translate(_PLAIN) for one, other in zip(letters, target, strict=True))


def from_telex(word: str) -> list[str]:
    """Canonical forms an unmarked word may be when its Telex keystrokes were left undone ("dduwowcj": "được")."""
    first_vowel = next((i for i, char in enumerate(word) if char in _VOWELS), len(word))
    forms = [
        _telex_letters(word[:i] + word[i + 1 :]) + _TELEX_TONES[word[i]]
        for i in range(first_vowel + 1, len(word))
        if word[i] in _TELEX_TONES
    ]
    letters = _telex_letters(word)
    return forms if letters == word else [*forms, letters]


def _telex_letters(word: str) -> str:
    made: list[str] = []
    for char in word:
        if char == "d" and made[:1] == ["d"]:
            made[0] = "đ"
        elif char == "w" and (at := _last(made, "aou")) is not None:
            if made[at] == "o" and at and made[at - 1] in "uư":
                made[at - 1] = "ư"
            made[at] = _HORN[made[at]]
        elif char in _CIRCUMFLEX and char in made:
            made[made.index(char)] = _CIRCUMFLEX[char]
        else:
            made.append(char)
    return "".join(made)


def from_vni(word: str) -> str | None:
    """Canonical form of a word typed with VNI digits ("du75": "dự"); nothing if the digits do not fit."""
    made: list[str] = []
    tone = ""
    for char in word:
        if char in "12345":
            if tone or not made:
                return None
            tone = char
        elif char == "6" and (at := _last(made, "aeo")) is not None:
            made[at] = _CIRCUMFLEX[made[at]]
        elif char == "7" and (at := _last(made, "ou")) is not None:
            made[at] = _HORN[made[at]]
            if made[at] == "ơ" and at and made[at - 1] == "u":
                made[at - 1] = "ư"
        elif char == "8" and (at := _last(made, "a")) is not None:
            made[at] = "ă"
        elif char == "9" and made[:1] == ["d"]:
            made[0] = "đ"
        elif char.isdigit():
            return None
        else:
            made.append(char)
    return "".join(made) + tone


def _last(made: list[str], letters: str) -> int | None:
    for at in range(len(made) - 1, -1, -1):
        if made[at] in letters:
            return at
    return None
