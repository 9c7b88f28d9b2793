"""Telegram's rules for texts: length in UTF-16 units, HTML marks, commands inside a text."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from sandbox.errors import ApiError

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*(/?)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![A-Za-z0-9_@/])")
_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram and Zalo count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _refuse(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: can't parse entities: {reason}")


def _entity(tag: str, attributes: dict[str, str], at: int) -> dict[str, Any] | None:
    if tag in _TYPES:
        kind = "expandable_blockquote" if tag == "blockquote" and "expandable" in attributes else _TYPES[tag]
        return {"type": kind}
    if tag == "a":
        return {"type": "text_link", "url": attributes["href"]} if attributes.get("href") else None
    if tag == "span" and attributes.get("class") == "tg-spoiler":
        return {"type": "spoiler"}
    if tag == "span":
        raise _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
    raise _refuse(f'Unsupported start tag "{tag}" at byte offset {at}')


class _Reader:
    """Reads HTML as Telegram does: known tags only, properly nested, everything else refused."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.out: list[str] = []
        self.length = 0
        self.open: list[tuple[str, dict[str, Any] | None, int]] = []
        self.entities: list[dict[str, Any]] = []

    def _bytes(self, position: int) -> int:
        return len(self.html[:position].encode())

    def _text(self, piece: str) -> None:
        plain = _ENTITY.sub(lambda match: unescape(match.group()), piece)
        self.out.append(plain)
        self.length += units(plain)

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        position = 0
        while (start := self.html.find("<", position)) >= 0:
            self._text(self.html[position:start])
            match = _TAG.match(self.html, start)
            if match is None:
                name = re.match(r"</?([^\s>]*)", self.html[start:])
                raise _refuse(f'Unsupported start tag "{name[1] if name else ""}" at byte offset {self._bytes(start)}')
            self._tag(match, start)
            position = match.end()
        self._text(self.html[position:])
        if self.open:
            raise _refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def _tag(self, match: re.Match[str], start: int) -> None:
        tag = match[2].lower()
        if not match[1]:
            attributes = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(match[3])}
            self.open.append((tag, _entity(tag, attributes, self._bytes(start)), self.length))
            return
        if not self.open:
            raise _refuse(f"Unexpected end tag at byte offset {self._bytes(start)}")
        wanted, entity, offset = self.open.pop()
        if wanted != tag:
            raise _refuse(
                f'Unmatched end tag at byte offset {self._bytes(start)}, expected "</{wanted}>", found "</{tag}>"',
            )
        if entity is not None and self.length > offset:
            self.entities.append({**entity, "offset": offset, "length": self.length - offset})


def well_formed(text: str) -> None:
    """Refuse half a surrogate pair: ApiError 400 in Telegram's words."""
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from None


def formatted(text: str, mode: object) -> tuple[str, list[dict[str, Any]] | None]:
    """Plain text and entities of a text in a parse mode; ApiError 400 for broken marks."""
    if not mode:
        return text, None
    if str(mode).lower() != "html":
        raise ApiError(400, f"Bad Request: unsupported parse_mode (the sandbox reads HTML, not {mode})")
    if "<" not in text and "&" not in text:
        return text, None
    return _Reader(text).read()


def checked(text: object, mode: object, *, caption: bool = False) -> tuple[str, list[dict[str, Any]] | None]:
    """As `formatted`, and refused when empty (a text) or too long."""
    if not isinstance(text, str) or (not caption and not text):
        raise ApiError(400, "Bad Request: message text is empty")
    well_formed(text)
    plain, entities = formatted(text, mode)
    limit = CAPTION_UNITS if caption else TEXT_UNITS
    if len(plain) * 2 > limit and units(plain) > limit:
        raise ApiError(
            400, "Bad Request: message caption is too long" if caption else "Bad Request: message is too long"
        )
    if not caption and not plain.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    return plain, entities


def commands_in(text: str) -> list[dict[str, Any]]:
    """Entities of the bot commands that a person typed."""
    if "/" not in text:
        return []
    return [
        {"type": "bot_command", "offset": units(text[: match.start()]), "length": units(match.group())}
        for match in _COMMAND.finditer(text)
    ]
