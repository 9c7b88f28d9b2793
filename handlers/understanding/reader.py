"""Reads one reply."""

from __future__ import annotations

import re
import unicodedata

from handlers.understanding.reading import Attendance, Reading, Reason

_ATTENDANCE: tuple[tuple[Attendance, str], ...] = (
    ("unsure", r"chua (chac|biet|ro)|neu |co the du|bao sau"),
    ("late", r"^3\b|den muon|den tre|qua tre|vao sau|den sau|muon \d|tre \d"),
    ("attend", r"khong vang|nham.*du duoc"),
    ("absent", r"^2\b|vang|xin nghi|(khong|ko|k|chua) (the )?(du|co mat|tham|den)"),
    ("attend", r"^1\b|\bdu\b|tham gia|co mat|tham du"),
)
_REASONS: tuple[tuple[Reason, str], ...] = (
    ("work", r"cong tac"),
    ("family", r"\bcon\b|\bvo\b|gia dinh|\bme\b"),
    ("health", r"\bom\b|\bsot\b|vien\b|kham"),
    ("study", r"\bhoc\b|\bthi\b"),
    ("duty", r"\btruc\b|nhiem vu"),
    ("other", r"ban (viec|dot)"),
)


def _bare(text: str) -> str:
    marked = unicodedata.normalize("NFD", text.casefold().replace("đ", "d").replace("Đ", "d"))
    return re.sub(r"\s+", " ", "".join(c for c in marked if not unicodedata.combining(c))).strip()


def understand(text: str) -> Reading:
    """What the reply says; never raises."""
    bare = _bare(text)
    ask = "?" in text or bool(re.search(r"\b(may gio|o dau|bao ai)\b", bare))
    speak = bool(re.search(r"phat bieu|tham luan", bare))
    attendance = next((label for label, pattern in _ATTENDANCE if re.search(pattern, bare)), None)
    if ask:
        attendance = None
    minutes = re.search(r"(\d+) ?(p|phut)\b", bare)
    late = int(minutes[1]) if minutes and attendance == "late" else None
    reason = next((label for label, pattern in _REASONS if re.search(pattern, bare)), None)
    if re.search(r"^(dong chi|dc|anh|chi) (?!oi)\w+ (vang|nho|xin|om)", bare):
        return Reading(about="other", said_of_other=attendance, reason_of_other=reason, understood=True)
    return Reading(
        attendance=attendance,
        minutes_late=late,
        reason=reason if attendance == "absent" else None,
        speak=speak,
        ask=ask,
        understood=bool(attendance or ask or speak),
        acknowledgement=attendance is None and bool(re.search(r"^(ok|vang\b|cam on|da nhan|👍)", bare)),
    )
