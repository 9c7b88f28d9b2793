"""Turns what was typed on a phone into words: one Unicode form, short forms written out, glued words taken apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.understanding.syllables import bare, canonical, could_be, from_telex, from_vni, is_syllable, letters_of
from handlers.understanding.vocabulary import VOCABULARY

# A reply longer than this is a letter: its beginning says whether somebody comes.
MAX_READ = 1200
_LONGEST_WORD = 60

_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufe0e\ufe0f\u00ad]")
_EMOJI = {
    "→": " đổi thành ",
    "👍": " ok ",
    "👌": " ok ",
    "✅": " ok ",
    "🙏": " ok ",
    "❓": "?",
    "❔": "?",
    "？": "?",
    "➡": " đổi thành ",
    "＋": "+",
}
_EMOJI_TABLE = str.maketrans(_EMOJI)
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "′": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": ".", "ð": "đ"}
)
_TOKEN = re.compile(
    r"(?P<title>(?:đ|d)[/.]\s?c(?:/s)?(?![a-z]))|(?P<vni>[a-zđ]+[0-9][a-zđ0-9]*)|(?P<number>[0-9]+)|"
    r"(?P<word>[^\W\d_]+)|(?P<mark>[?!.,;:()\n\"'/+%-])"
)
_UNIT = re.compile(r"[0-9]+|[^\W\d_]+")
_REPEATED = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"(.)\1+")
_FUZZY_LENGTH = 4
_YOUNG_SPELLING = {"j": "i", "f": "ph", "z": "d", "w": "qu"}
_SLIP_TARGETS = [word for word in VOCABULARY.by_bare if len(word) >= _FUZZY_LENGTH - 1]

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark.

    `meant` holds the words of the rules it may be, the likeliest spelling first; `marked` tells that it has marks,
    `expanded` that it was not typed like that.
    """

    text: str
    meant: Words = ()
    number: int | None = None
    mark: str = ""
    marked: bool = False
    capital: bool = False
    expanded: bool = False
    start: int = 0

    @staticmethod
    def of(word: str, start: int) -> Token:
        """Give a word of the rules written out for what was typed there."""
        return Token(word, meanings(word), marked=not word.isascii(), expanded=True, start=start)

    @property
    def bare(self) -> str:
        """The word without marks, "#" for a number."""
        return "#" if self.number is not None else bare(canonical(self.text))


def tidy(text: str) -> str:
    """Give the same text in one Unicode form, emoji and quotes reduced to what they say, no needless blanks. Idempotent."""
    text = _KEYCAP.sub(r" \1 ", text)
    text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub("", text).translate(_EMOJI_TABLE).translate(_QUOTES)
    text = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return unicodedata.normalize("NFC", text).strip()


def tokens_of(text: str) -> list[Token]:
    """Give the words, numbers and punctuation of a reply, in order; at most the first MAX_READ characters are read."""
    original = tidy(text)[:MAX_READ]
    lowered = original.lower()
    if len(lowered) != len(original):
        original = lowered
    shouting = original.isupper() or original.istitle()
    found: list[Token] = []
    for match in _TOKEN.finditer(lowered):
        start = match.start()
        capital = not shouting and original[start].isupper()
        found.extend(_tokens_at(match, start, capital=capital))
    return found


def _tokens_at(match: re.Match[str], start: int, *, capital: bool) -> list[Token]:
    typed = match.group()
    kind = match.lastgroup
    if kind == "mark":
        return [Token(typed, mark=typed, start=start)]
    if kind == "number":
        return [Token(typed, number=int(typed[:6]), start=start)]
    if kind == "title":
        plural = typed.endswith("s")
        return [*([_word("các", start)] if plural else []), _word("đồng", start), _word("chí", start)]
    if kind == "vni":
        return _mixed(typed, start, capital=capital)
    pieces = _pieces(typed)
    return [_word(piece, start, capital=capital, expanded=pieces != (typed,)) for piece in pieces]


def _mixed(typed: str, start: int, *, capital: bool) -> list[Token]:
    """Letters and digits in one run: VNI keystrokes if they make a word of ours, otherwise a word and a number."""
    form = from_vni(typed) if len(typed) <= _LONGEST_WORD else None
    if form is not None:
        meant = (
            form
            if form in VOCABULARY.words
            else next(
                (
                    word
                    for word in VOCABULARY.by_bare.get(bare(form), ())
                    if could_be(form, word) and form[-1:].isdigit()
                ),
                None,
            )
        )
        if meant:
            return [Token(typed, (meant,), marked=True, start=start, capital=capital)]
    tokens: list[Token] = []
    for piece in _UNIT.findall(typed):
        if piece.isdigit():
            tokens.append(Token(piece, number=int(piece[:6]), start=start))
        else:
            tokens.extend(_word(part, start, capital=capital) for part in _pieces(piece))
    return tokens


def _word(typed: str, start: int, *, capital: bool = False, expanded: bool = False) -> Token:
    return Token(typed, meanings(typed), marked=not typed.isascii(), capital=capital, expanded=expanded, start=start)


@lru_cache(maxsize=8192)
def _pieces(typed: str) -> Words:
    """Give the words in a run of letters: the short form written out, or words glued together taken apart."""
    if typed in VOCABULARY.short:
        return VOCABULARY.short[typed]
    if len(typed) > _LONGEST_WORD:
        return (typed[:_LONGEST_WORD],)
    if not known(typed):
        typed = _REPEATED.sub(r"\1", typed)
    if known(typed) or is_syllable(bare(canonical(typed))) or meanings(typed):
        return (typed,)
    return _taken_apart(typed) or (typed,)


def known(typed: str) -> bool:
    """Whether the word stands in the rules as typed, or without its marks."""
    form = canonical(typed)
    return form in VOCABULARY.words or (typed.isascii() and typed in VOCABULARY.by_bare)


def _taken_apart(typed: str) -> Words:
    """Give the fewest words of the rules that make up a glued run ("khongdu"), or nothing."""
    best: list[Words | None] = [(), *([None] * len(typed))]
    for end in range(1, len(typed) + 1):
        for begin in range(max(0, end - 7), end):
            head = best[begin]
            piece = typed[begin:end]
            if head is None or not _may_be_piece(piece):
                continue
            joined = best[end]
            grown = (*head, *VOCABULARY.short.get(piece, (piece,)))
            if joined is None or len(grown) < len(joined):
                best[end] = grown
    return best[-1] or ()


def _may_be_piece(piece: str) -> bool:
    if piece in {"k", "e", "a", "ạ"} or piece in {"ko", "dc", "đc", "đk", "dk", "hok"}:
        return True
    return len(piece) > 1 and known(piece)


@lru_cache(maxsize=8192)
def meanings(typed: str) -> Words:
    """Give the words of the rules that the typed word may be, likeliest first; none if it is some other word.

    A word typed with marks is only itself, or itself with a mark forgotten; it never becomes a differently marked
    word that exists ("muốn" is not "muộn"). A word without marks may be any of its marked forms.
    """
    form = canonical(typed)
    if form in VOCABULARY.words and not typed.isascii():
        return (form,)
    if typed.isascii():
        same = VOCABULARY.by_bare.get(typed, ())
        if same:
            return (form, *(word for word in same if word != form)) if form in same else same
        return _repaired(typed) or _respelled(typed)
    if form in VOCABULARY.real:
        return ()
    same = VOCABULARY.by_bare.get(bare(form), ())
    lacking = tuple(word for word in same if could_be(form, word))
    return lacking or _marked_slip(form) or _other_marks(form, same) or _slip(bare(form))


def _marked_slip(form: str) -> Words:
    """Repair a letter typed twice ("dựu", "vắngg") or left out ("vắg") in a word that keeps its marks."""
    letters = letters_of(form)
    plain = bare(form)
    for i in range(1, len(letters)):
        if plain[i] == plain[i - 1]:
            for once in (form[:i] + form[i + 1 :], form[: i - 1] + form[i:]):
                if once in VOCABULARY.words and once != bare(once):
                    return (once,)
    word = "" if is_syllable(plain) else VOCABULARY.shortened.get(form, "")
    return (word,) if word else ()


def _other_marks(form: str, same: Words) -> Words:
    # A wrong mark is only forgiven in a word that is long enough and no other word of the language ([real]).
    return same if len(bare(form)) >= _FUZZY_LENGTH else ()


def _respelled(typed: str) -> Words:
    """Young people's spelling: "gja" is "gia", "fat" is "phat", "zu" is "du"."""
    for letter, usual in _YOUNG_SPELLING.items():
        if letter in typed and (same := VOCABULARY.by_bare.get(typed.replace(letter, usual))):
            return same
    return ()


def _repaired(typed: str) -> Words:
    for form in from_telex(typed):
        lacking = tuple(
            word for word in VOCABULARY.by_bare.get(bare(form), ()) if form != bare(form) and could_be(form, word)
        )
        if lacking:
            return lacking
    once = _TWICE.sub(r"\1", typed)
    if once != typed and once in VOCABULARY.by_bare:
        return VOCABULARY.by_bare[once]
    return _slip(typed)


def _slip(typed: str) -> Words:
    """One transposed, missing, doubled or wrong letter away from exactly one word; never for words that can exist."""
    if len(typed) < _FUZZY_LENGTH or is_syllable(typed):
        return ()
    found = process.extract(typed, _SLIP_TARGETS, scorer=OSA.distance, score_cutoff=1, limit=None)
    near = [word for word, _, _ in found]
    same_letters = [word for word in near if sorted(word) == sorted(typed)]
    chosen = same_letters or near
    return VOCABULARY.by_bare[chosen[0]] if len(chosen) == 1 else ()
