"""Who comes: by a tap or in one's own words."""

from handlers.turn import Turn


def said(turn: Turn, text: str) -> None:
    """Understand plain words."""
    raise NotImplementedError
