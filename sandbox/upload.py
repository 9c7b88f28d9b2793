"""A file that comes with a bot's call."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Upload:
    """Name, kind (MIME) and content, as the multipart body carried them."""

    name: str
    mime: str
    content: bytes
