"""What came with a bot's call: numbers, truths and JSON, perhaps as text of a form; and files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError

_LARGEST = 2**63


@dataclass(slots=True)
class Upload:
    """Name, kind (MIME) and content, as the multipart body carried them."""

    name: str
    mime: str
    content: bytes


def parsed(params: dict[str, Any], name: str, kind: type | tuple[type, ...]) -> Any:
    """Return a parameter that is JSON of a kind (forms carry it as text); None when it is not given or empty."""
    value = params.get(name)
    if isinstance(value, str) and value:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise ApiError(400, f"Bad Request: can't parse {name} JSON object") from None
    if value is None or value in ("", {}, []):
        return None
    if not isinstance(value, kind):
        raise ApiError(400, f"Bad Request: wrong type of {name}")
    return value


def whole(params: dict[str, Any], name: str, default: int) -> int:
    """Return a parameter that is a whole number, also as text; `default` when it is not given or empty."""
    value = params.get(name)
    if value is None or value == "":
        return default
    try:
        number = int(str(value))
    except ValueError:
        number = _LARGEST
    if abs(number) >= _LARGEST:
        raise ApiError(400, f"Bad Request: wrong parameter {name} in request: it must be a whole number")
    return number


def seconds(params: dict[str, Any], name: str, default: float) -> float:
    """Return a parameter that is a number of seconds, not below 0."""
    value = params.get(name)
    try:
        return max(0.0, float(default if value is None or value == "" else str(value)))
    except ValueError:
        raise ApiError(400, f"Bad Request: wrong parameter {name} in request: it must be a number") from None


def flag(params: dict[str, Any], name: str) -> bool:
    """Return a parameter that is true or false, also as text."""
    return str(params.get(name, "")).lower() in ("true", "1", "yes")
