"""Telegram's rules for keyboards: how many buttons, how long their data."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sandbox.errors import ApiError

BUTTONS = 100
PER_ROW = 8
DATA_BYTES = 64
_KINDS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_SHAPES = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def checked_markup(markup: Any) -> dict[str, Any] | None:
    """Return the keyboard if Telegram would take it; ApiError 400 with Telegram's words if not. None when there is none."""
    if not markup:
        return None
    if not isinstance(markup, dict) or not any(key in markup for key in _SHAPES):
        raise ApiError(400, "Bad Request: object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ApiError(
            400, 'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    if sum(len(row) for row in rows) > BUTTONS or any(len(row) > PER_ROW for row in rows):
        raise ApiError(400, "Bad Request: BUTTON_COUNT_INVALID")
    kept = [[_checked_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _checked_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise ApiError(400, 'Bad Request: can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"]:
        raise ApiError(400, "Bad Request: BUTTON_TEXT_INVALID")
    if not any(kind in button for kind in _KINDS):
        raise ApiError(
            400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if "callback_data" in button and (not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES):
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    if "url" in button and not _good_url(button["url"]):
        raise ApiError(400, f"Bad Request: inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button


def _good_url(url: Any) -> bool:
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    return parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in (parts.hostname or ""))
