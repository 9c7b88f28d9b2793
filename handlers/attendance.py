"""Who comes: by a tap or in one's own words."""

from handlers.attendance_card import ask_choices, card, refresh_cards
from handlers.turn import Turn

__all__ = ["ask_choices", "card", "refresh_cards", "said"]


def said(turn: Turn, text: str) -> None:
    """Understand plain words."""
    raise NotImplementedError
