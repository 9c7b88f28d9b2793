"""The table of Viet Nam's public holidays says what the library says, and a year beyond it is no nonsense."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

import holidays
import pytest

from handlers.calendar import DaysOff, MonthlyRule, meeting_day
from handlers.public_holidays import FILE, public_days, read
from tests.make_holidays import YEARS, written

OFF = DaysOff()
BEYOND = YEARS[-1] + 1


@pytest.fixture
def fresh() -> Iterator[None]:
    # What a process has once been told of a year is not told again.
    public_days.cache_clear()
    yield
    public_days.cache_clear()


def test_the_file_is_what_the_library_says_today() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), (
        f"handlers/{FILE.name} differs from the library holidays: run .venv/bin/python -m tests.make_holidays"
    )


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_is_off_or_worked_as_the_library_says(year: int) -> None:
    said = holidays.country_holidays("VN", years=year)
    for day in (date(year, 1, 1) + timedelta(days=number) for number in range(366)):
        if day.year == year:
            assert OFF.is_holiday(day) == (day in said), day
            assert OFF.is_weekend(day) == (day.weekday() >= 5 and day not in said.weekend_workdays), day


@pytest.mark.parametrize("year", [YEARS[0] - 1, BEYOND, 2100])
def test_a_year_without_a_table_keeps_the_fixed_days_and_the_weekends(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    assert {(day.month, day.day) for day in days if OFF.is_holiday(day)} == {(1, 1), (4, 30), (5, 1), (9, 2), (11, 24)}
    assert OFF.is_weekend(date(year, 6, 1) + (5 - date(year, 6, 1).weekday()) * timedelta(days=1))


def test_a_meeting_beyond_the_table_is_planned_beside_the_fixed_days() -> None:
    assert meeting_day(MonthlyRule(day=2), "2150-09", OFF) == date(2150, 9, 3)
    assert meeting_day(MonthlyRule(day=30), "2150-04", OFF) == date(2150, 4, 29)  # nothing after it in April
    assert meeting_day(MonthlyRule(day=5), "2150-12", OFF) == date(2150, 12, 7)  # a Saturday


@pytest.mark.usefixtures("fresh")
def test_the_log_names_a_coming_year_without_a_table_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for day in (date(BEYOND, 3, 1), date(BEYOND, 3, 2), date(YEARS[0] - 1, 3, 1), date(YEARS[0], 3, 1)):
            OFF.is_off(day)
    assert len(caplog.messages) == 1
    assert str(BEYOND) in caplog.text
    assert "extra_holidays" in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[every_year]\n[days_off]\n2026-02-30 = 'Tết'\n[working_days]\n",
        "[every_year]\n02-29 = 'Ngày nhuận'\n[days_off]\n[working_days]\n",
        "[every_year]\n[days_off]\n2026-01-01 = 'Tết'\n2026-01-01 = 'Tết'\n[working_days]\n",
        "[every_year]\n[days_off]\n01/01/2026 = 'Tết'\n[working_days]\n",
        "every_year = 1\ndays_off = 2\nworking_days = 3\n",
    ],
)
def test_a_slip_in_the_file_is_told_with_its_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"handlers/public_holidays\.toml needs"):
        read(text)
