"""Writes handlers/public_holidays.toml anew from the library holidays: `python -m tests.make_holidays`."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

import holidays

from handlers.public_holidays import FILE

YEARS = range(2024, 2051)
# Days and names that all of these years share are fixed by the solar calendar: no lunar date keeps its place so long.
LAST_YEARS = YEARS[-10:]

HEAD = f"""\
# NGÀY NGHỈ LỄ, TẾT CỦA VIỆT NAM, các năm {YEARS[0]}-{YEARS[-1]}: mỗi dòng một ngày, năm-tháng-ngày và tên.
# Tệp này do máy viết: python -m tests.make_holidays. Ngày hoán đổi, nghỉ bù mà Thủ tướng quyết định hằng năm nhưng
# chưa có ở đây thì ghi vào config.toml, mục [meetings]: extra_holidays (nghỉ), extra_working_days (đi làm).
"""
EVERY_YEAR = "# Năm nào không có ngày nào trong [days_off] thì chỉ biết các ngày này (tháng-ngày)."
WORKING_DAYS = "# Thứ Bảy, Chủ Nhật đi làm."
DAYS_OFF = "# Ngày nghỉ."


def asked() -> tuple[dict[date, str], list[date]]:
    """What the library knows of these years: days off with their names, and weekend days that are worked."""
    found = holidays.country_holidays("VN", years=YEARS, language="vi")
    # It names the days worked of other years, too.
    return dict(sorted(found.items())), sorted(day for day in found.weekend_workdays if day.year in YEARS)


def written() -> str:
    """The text of the file."""
    off, worked = asked()
    years = [[_line(day, name) for day, name in days] for _, days in groupby(off.items(), lambda item: item[0].year)]
    return "\n".join([
        HEAD,
        _section("every_year", EVERY_YEAR, _fixed(off)),
        _section("working_days", WORKING_DAYS, [_line(day, f"Làm bù cho ngày {_bought(day, off)}") for day in worked]),
        _section("days_off", DAYS_OFF, ["\n\n".join("\n".join(lines) for lines in years)]),
    ])  # fmt: skip


def _section(key: str, remark: str, lines: Iterable[str]) -> str:
    return "\n".join([remark, f"[{key}]", *lines, ""])


def _line(day: date | str, name: str) -> str:
    return f'{day} = "{name}"'


def _fixed(off: dict[date, str]) -> list[str]:
    shared = [{(f"{day:%m-%d}", name) for day, name in off.items() if day.year == year} for year in LAST_YEARS]
    return [_line(day, name) for day, name in sorted(set.intersection(*shared))]


def _bought(worked: date, off: dict[date, str]) -> str:
    """The day off for which that weekend day is worked; its name tells."""
    return next(f"{day:%d/%m/%Y}" for day, name in off.items() if f"{worked:%d/%m/%Y}" in name)


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
