"""What a reply claims: who comes or not, why, how sure it is, and whether it only asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.understanding.people import Mention
    from handlers.understanding.reading import Attendance, Reason


@dataclass(slots=True)
class Claim:
    """One statement on attendance. `about` is the other person it concerns, None for the sender."""

    label: Attendance
    clause: int
    about: Mention | None = None
    hedged: bool = False
    guessed: bool = False
    past: bool = False
    void: bool = False
    asked: bool = False
    negated: bool = False
    doubtful: bool = False
    desired: bool = False
    soft: bool = False
    on_time: bool = False
    reported: bool = False
    at: int = 0


@dataclass(slots=True)
class Cause:
    """One reason, in the order given. `enough` when it alone says that its owner cannot come."""

    reason: Reason
    clause: int
    about: Mention | None
    enough: bool
    valid: bool
    weak: bool


@dataclass(slots=True)
class Evidence:
    """Everything a reply says, before it is weighed."""

    claims: list[Claim] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    asked: bool = False
    asked_about: Mention | None = None
    speak: bool = False
    others_speak: Mention | None = None
    conditional: bool = False
    condition_at: int = -1
    corrected: bool = False
    turned_at: set[int] = field(default_factory=set)
    others: list[Mention] = field(default_factory=list)
    strays: int = 0
    permission: bool = False
    denied_at: int = -1
    now_at: set[int] = field(default_factory=set)
