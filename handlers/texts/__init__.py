"""The words: Project Fluent files, a folder a language and a file a subject, so that an office can polish them without touching code."""

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser

LANGUAGES = ("vi", "en")
FOLDER = Path(__file__).parent


class Texts:
    """The words of one language, Vietnamese where that language has none."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language {language!r} is not known: choose one of {', '.join(LANGUAGES)}")
        self.language = language
        self._bundles = [_bundle(name) for name in dict.fromkeys((language, "vi"))]

    def __call__(self, key: str, /, **args: str | int) -> str:
        """Return the message `key` with its arguments filled in; an unknown key or a missing argument raises LookupError."""
        for bundle in self._bundles:
            if not bundle.has_message(key):
                continue
            value = bundle.get_message(key).value
            if value is None:
                break
            # Whole numbers are written as they are ("2026", not "2.026"): none of our numbers is an amount.
            text, errors = bundle.format_pattern(value, {name: _plain(arg) for name, arg in args.items()})
            if errors:
                raise LookupError(f"text {key!r} ({self.language}): {errors[0]}")
            return str(text)
        raise LookupError(f"text {key!r} is in no .ftl file: add it to handlers/texts/vi and handlers/texts/en")


def _plain(arg: str | int) -> str | int:
    return str(arg) if isinstance(arg, int) and abs(arg) >= 1000 else arg  # noqa: PLR2004


@cache
def texts(language: str) -> Texts:
    """Return the words of a language; read once a process."""
    return Texts(language)


@cache
def _bundle(language: str) -> FluentBundle:
    # No isolation marks around arguments: Vietnamese and English are both written left to right, and Zalo shows the marks.
    bundle = FluentBundle([language], use_isolating=False)
    # Without spans: where in its file every part of a message stands is half of what it takes in memory, and nobody asks.
    parser = FluentParser(with_spans=False)
    for path in sorted((FOLDER / language).glob("*.ftl")):
        bundle.add_resource(parser.parse(path.read_text(encoding="utf-8")))
    return bundle
