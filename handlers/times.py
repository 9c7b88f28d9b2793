"""Times as people read them: 24-hour clock, weekday and date, in the zone of the cell."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


@cache
def zone(name: str) -> ZoneInfo:
    """Return the time zone of that IANA name."""
    return ZoneInfo(name)


def local(moment: datetime, zone_name: str) -> datetime:
    """Return the moment in local wall time."""
    return moment.astimezone(zone(zone_name))


def clock_text(moment: datetime, zone_name: str, language: str = "vi") -> str:
    """Return "19 giờ 30" (vi) or "19:30" (en); a full hour is "19 giờ"."""
    there = local(moment, zone_name)
    if language != "vi":
        return f"{there:%H:%M}"
    return f"{there.hour} giờ {there:%M}" if there.minute else f"{there.hour} giờ"


def day_text(moment: datetime | date, zone_name: str, language: str = "vi") -> str:
    """Return "thứ Bảy, ngày 05/12/2026" (vi) or "Saturday, 05/12/2026" (en)."""
    there = local(moment, zone_name) if isinstance(moment, datetime) else moment
    word = "ngày " if language == "vi" else ""
    return f"{WEEKDAYS[language][there.weekday()]}, {word}{there:%d/%m/%Y}"


def full_text(moment: datetime, zone_name: str, language: str = "vi") -> str:
    """Return "19 giờ 30, thứ Bảy, ngày 05/12/2026"."""
    return f"{clock_text(moment, zone_name, language)}, {day_text(moment, zone_name, language)}"


def period_text(period: str) -> str:
    """Return a period YYYY-MM as people write it: 12/2026."""
    year, month = period.split("-")
    return f"{month}/{year}"
