"""The rule files, read once: which phrases mean what, short forms, unmarked words with several meanings, names."""

from __future__ import annotations

import itertools
import sys
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from handlers.understanding.syllables import bare, canonical, letters_of

_FILES = ("attendance", "reasons", "talk")
_TALKING_ABOUT = ("self", "kin", "plural", "anyone", "title")
_CONTEXT = (
    "unit",
    "urge",
    "relay",
    "onbehalf",
    "preposition",
    "vocative",
    "address",
    "introduce",
    "third",
    "title",
    "role",
    "pronoun",
)


_LONG_ENOUGH = 4
_NONE: frozenset[str] = frozenset()


class Node:
    """One step in the tree of phrases: the words that may follow, and what a phrase ending here means."""

    __slots__ = ("kinds", "steps")

    def __init__(self) -> None:
        self.steps: dict[str, Node] = {}
        self.kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """When an unmarked word is read as `word`: after one of these, before one of these, or (`both`) between them."""

    word: str
    after: frozenset[str]
    before: frozenset[str]
    both: bool

    def holds(self, previous: str, following: str) -> bool:
        """`previous` and `following` are unmarked neighbours; "^" begins a message, "$" ends a clause, "#" is a number."""
        if self.both:
            return previous in self.after and following in self.before
        return previous in self.after or following in self.before


@dataclass(frozen=True, slots=True)
class Homograph:
    """An unmarked word with several meanings ("muon": wish or late) and how its neighbours decide."""

    otherwise: str
    conditions: tuple[Condition, ...]

    def word(self, previous: str, following: str) -> tuple[str, bool]:
        """Give the canonical word that is meant between these unmarked neighbours, and whether they decided it."""
        for condition in self.conditions:
            if condition.holds(previous, following):
                return condition.word, True
        return self.otherwise, False


@dataclass(slots=True)
class Vocabulary:
    """All rules in the shape the reader needs."""

    phrases: Node = field(default_factory=Node)
    contexts: dict[str, frozenset[str]] = field(default_factory=dict)
    openings: dict[str, frozenset[str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    by_bare: dict[str, tuple[str, ...]] = field(default_factory=dict)
    short: dict[str, tuple[str, ...]] = field(default_factory=dict)
    real: frozenset[str] = frozenset()
    shortened: dict[str, str] = field(default_factory=dict)
    homographs: dict[str, Homograph] = field(default_factory=dict)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    bare_surnames: frozenset[str] = frozenset()
    bare_names: frozenset[str] = frozenset()


def load() -> Vocabulary:
    """Read and compile the rule files; a mistake in them is a ValueError that names the file and the list."""
    vocabulary = Vocabulary()
    kinds: dict[tuple[str, ...], frozenset[str]] = {}
    for file in _FILES:
        for kind, phrases in _read(file).items():
            _collect(kinds, kind, phrases, file)
    people = _read("people")
    for kind in _TALKING_ABOUT:
        _collect(kinds, kind, people[kind], "people")
    words = _read("words")
    for wrong, right in words["misspelt"].items():
        path = _path(wrong)
        kinds[path] = _both(kinds.setdefault(path, _NONE), _kinds_of(kinds, _path(right), wrong))
    for path, meant in kinds.items():
        _plant(vocabulary.phrases, path, meant)
        vocabulary.words.update(path)
    vocabulary.phrases = _shared(vocabulary.phrases, {})
    for kind in _CONTEXT:
        paths: dict[tuple[str, ...], frozenset[str]] = {}
        _collect(paths, kind, people[kind], "people")
        spelled = {" ".join(path) for path in paths}
        vocabulary.contexts[kind] = frozenset(spelled | {" ".join(map(bare, path)) for path in paths})
        vocabulary.openings[kind] = frozenset(phrase.split()[0] for phrase in vocabulary.contexts[kind])
        vocabulary.words.update(itertools.chain.from_iterable(paths))
    _add_words(vocabulary, words, people)
    for kind, members in _read("neighbours").items():
        vocabulary.sets[kind] = frozenset(members.split() if isinstance(members, str) else members)
    for kind in ("no", "before_doubtful_absence"):
        vocabulary.sets[kind] = frozenset(map(canonical, vocabulary.sets[kind]))
    return vocabulary


def _read(file: str) -> dict[str, Any]:
    text = resources.files("handlers.understanding").joinpath("rules", f"{file}.toml").read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"handlers/understanding/rules/{file}.toml: {error}. Check quotes and commas there.") from None


def _path(phrase: str) -> tuple[str, ...]:
    return tuple(canonical(word) for word in phrase.split())


def _collect(kinds: dict[tuple[str, ...], frozenset[str]], kind: str, phrases: object, file: str) -> None:
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) and phrase.strip() for phrase in phrases):
        raise ValueError(f'handlers/understanding/rules/{file}.toml: "{kind}" must be a list of phrases in quotes.')
    for phrase in phrases:
        for variant in _variants(phrase):
            kinds[variant] = _both(kinds.get(variant, _NONE), frozenset({kind}))


def _variants(phrase: str) -> list[tuple[str, ...]]:
    """Every wording of "xin? nghỉ buổi|kỳ này": "?" may be left out, "|" separates choices, "_" joins words of one."""
    slots = []
    for slot in phrase.split():
        choices = [" ".join(map(canonical, choice.split("_"))) for choice in slot.rstrip("?").split("|")]
        slots.append([*choices, ""] if slot.endswith("?") else choices)
    # Interned: a thousand words make up all the wordings, so each is kept once.
    return [tuple(map(sys.intern, " ".join(words).split())) for words in itertools.product(*slots)]


@cache
def _both(kinds: frozenset[str], more: frozenset[str]) -> frozenset[str]:
    # Cached: thousands of phrases mean one of some hundred things, so each of these sets is kept once.
    return kinds | more


def _kinds_of(kinds: dict[tuple[str, ...], frozenset[str]], right: tuple[str, ...], wrong: str) -> frozenset[str]:
    """Tell what the right spelling means: the whole phrase, or its end ("xin nghỉ" means what "nghỉ" means)."""
    for start in range(len(right)):
        if right[start:] in kinds:
            return kinds[right[start:]]
    raise ValueError(f'handlers/understanding/rules/words.toml: "{wrong}" stands for a phrase that no list knows.')


def _plant(root: Node, path: tuple[str, ...], kinds: frozenset[str]) -> None:
    node = root
    for word in path:
        node = node.steps.setdefault(word, Node())
    node.kinds = _both(node.kinds, kinds)


def _shared(node: Node, kept: dict[tuple[frozenset[str], tuple[tuple[str, int], ...]], Node]) -> Node:
    """Give the same tree with every ending kept once, however many phrases end that way: a fourth of the memory."""
    node.steps = {word: _shared(step, kept) for word, step in node.steps.items()}
    return kept.setdefault((node.kinds, tuple((word, id(step)) for word, step in sorted(node.steps.items()))), node)


def _add_words(vocabulary: Vocabulary, words: dict[str, Any], people: dict[str, Any]) -> None:
    vocabulary.short = {typed: tuple(meant.split()) for typed, meant in words["short"].items()}
    for meant in words["short"].values():
        vocabulary.words.update(_path(meant))
    for typed, rule in words["homograph"].items():
        conditions = tuple(
            Condition(
                canonical(when["word"]),
                frozenset(when.get("after", ())),
                frozenset(when.get("before", ())),
                bool(when.get("both")),
            )
            for when in rule.get("when", ())
        )
        vocabulary.homographs[typed] = Homograph(canonical(rule["else"]), conditions)
        vocabulary.words.update({canonical(rule["else"]), *(condition.word for condition in conditions)})
    grouped: dict[str, list[str]] = {}
    for word in sorted(vocabulary.words):
        grouped.setdefault(bare(word), []).append(word)
    vocabulary.by_bare = {typed: tuple(meant) for typed, meant in grouped.items()}
    vocabulary.shortened = _one_letter_short(vocabulary.words)
    vocabulary.real = frozenset(canonical(word) for word in words["real"]["words"].split())
    vocabulary.surnames = frozenset(canonical(name) for name in people["surname"].split())
    vocabulary.names = frozenset(canonical(name) for name in people["given"].split()) | vocabulary.surnames
    vocabulary.bare_surnames = frozenset(bare(name) for name in vocabulary.surnames)
    vocabulary.bare_names = frozenset(bare(name) for name in vocabulary.names)


def _one_letter_short(words: set[str]) -> dict[str, str]:
    """Index marked words by what is left when one letter is forgotten ("vắg": "vắng"), where only one word fits."""
    found: dict[str, str] = {}
    for word in sorted(words):
        if word != bare(word) and len(letters_of(word)) >= _LONG_ENOUGH:
            for i in range(len(letters_of(word))):
                left = word[:i] + word[i + 1 :]
                found[left] = "" if found.get(left, word) != word else word
    return {left: word for left, word in found.items() if word}


VOCABULARY = load()
