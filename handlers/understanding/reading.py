"""What was read out of one reply: whether somebody comes, how late, why not, and about whom it was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Attendance = Literal["attend", "late", "absent", "unsure"]
Reason = Literal["work", "health", "family", "study", "duty", "other"]
About = Literal["self", "other"]
REASONS: tuple[Reason, ...] = ("work", "health", "family", "study", "duty", "other")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reply, understood as far as it is safe to.

    `attendance`, `minutes_late` and `reason` are about the sender alone and stay empty whenever the sentence
    is about somebody else; what is said of that person stands in the `…_of_other` fields, for an organiser who
    may record it on behalf. `minutes_late` is whole minutes after the beginning, only with "late".
    `reason` is only given with an absence. `understood` is false when nothing at all was recognised;
    `acknowledgement` is true for "ok", "vâng", "cảm ơn", "đã rõ", which answer nothing.
    """

    attendance: Attendance | None = None
    minutes_late: int | None = None
    reason: Reason | None = None
    speak: bool = False
    ask: bool = False
    about: About = "self"
    understood: bool = False
    acknowledgement: bool = False
    said_of_other: Attendance | None = None
    minutes_late_of_other: int | None = None
    reason_of_other: Reason | None = None
    name: str | None = None

    def as_json(self) -> dict[str, str | int | bool | None]:
        """Give the six public keys: attendance, minutes_late, reason, speak, ask, about."""
        return {
            "attendance": self.attendance,
            "minutes_late": self.minutes_late,
            "reason": self.reason,
            "speak": self.speak,
            "ask": self.ask,
            "about": self.about,
        }
