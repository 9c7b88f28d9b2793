"""Reads what a member answered in everyday Vietnamese: coming, late, absent and why, or not an answer at all."""

from handlers.understanding.reader import understand
from handlers.understanding.reading import About, Attendance, Reading, Reason

__all__ = ["About", "Attendance", "Reading", "Reason", "understand"]
