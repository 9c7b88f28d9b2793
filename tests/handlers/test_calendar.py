"""A cell's monthly rule, days off and quiet hours, and dates as people type them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.calendar import (
    DaysOff,
    MonthlyRule,
    QuietHours,
    add_months,
    days_off,
    first_day,
    meeting_day,
    meeting_time,
    next_times,
    period_of,
)
from handlers.dates_said import Said, moment_said, rule_said, time_said
from handlers.policy import Policy
from handlers.times import WEEKDAYS

# Rules are judged by what they say, not by how busy the machine is that runs the tests.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SAIGON = "Asia/Ho_Chi_Minh"
OFF = DaysOff()

clocks = st.times(min_value=time(0, 0), max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))
where = st.one_of(
    st.builds(lambda day: {"day": day}, st.sampled_from([-1, *range(1, 32)])),
    st.builds(lambda week, day: {"week": week, "weekday": day}, st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6)),
)
rules = st.builds(
    lambda where, at, shift, weekend, following, kind: MonthlyRule(
        **where, at=at, shift=shift, weekend_is_fine=weekend, serves_next=following, kind=kind
    ),
    where,
    clocks,
    st.sampled_from(["next", "previous", "none"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["regular", "combined"]),
)
periods = st.builds(lambda year, month: f"{year}-{month:02d}", st.integers(2020, 2040), st.integers(1, 12))


@CALM
@given(rules)
def test_a_rule_is_kept_and_read_back(rule: MonthlyRule) -> None:
    assert MonthlyRule.from_dict(rule.to_dict()) == rule


@CALM
@given(rules, periods)
def test_a_shifted_meeting_is_never_on_a_day_off_and_stays_in_its_month(rule: MonthlyRule, period: str) -> None:
    day = meeting_day(rule, period, OFF)
    assert period_of(day) == (add_months(period, -1) if rule.serves_next else period)
    assert rule.period_served(day) == period
    if rule.shift == "none":
        assert day == rule.named_day(period)
    else:
        assert not OFF.is_off(day, weekend_is_fine=rule.weekend_is_fine)


@CALM
@given(rules, periods)
def test_later_periods_meet_later(rule: MonthlyRule, period: str) -> None:
    assert meeting_day(rule, period, OFF) < meeting_day(rule, add_months(period, 1), OFF)


@CALM
@given(rules, periods, st.sampled_from([SAIGON, "Asia/Tokyo", "Asia/Vientiane"]))
def test_the_wall_clock_shows_the_rules_time(rule: MonthlyRule, period: str, zone_name: str) -> None:
    moment = meeting_time(rule, period, zone_name, OFF)
    assert moment.utcoffset() == timedelta(0)
    there = moment.astimezone(ZoneInfo(zone_name))
    assert (there.hour, there.minute) == (rule.at.hour, rule.at.minute)
    assert there.date() == meeting_day(rule, period, OFF)


def test_the_wall_clock_is_kept_over_a_change_to_summer_time() -> None:
    rule = MonthlyRule(day=28, at=time(19, 30), shift="none")
    winter, summer = (meeting_time(rule, period, "Europe/Berlin", OFF) for period in ("2026-02", "2026-04"))
    assert (winter.hour, summer.hour) == (18, 17)


@pytest.mark.parametrize(
    ("rule", "period", "expected"),
    [
        (MonthlyRule(day=31), "2026-02", date(2026, 2, 27)),  # 28 February 2026 is a Saturday; Monday is March already
        (MonthlyRule(day=31, shift="none"), "2026-04", date(2026, 4, 30)),
        (MonthlyRule(day=3), "2026-10", date(2026, 10, 5)),  # a Saturday
        (MonthlyRule(day=3, shift="previous"), "2026-10", date(2026, 10, 2)),
        (MonthlyRule(day=3, weekend_is_fine=True), "2026-10", date(2026, 10, 3)),
        (MonthlyRule(day=17), "2026-02", date(2026, 2, 23)),  # Tết 2026: 16-20 February, then a weekend
        (MonthlyRule(day=17, weekend_is_fine=True), "2026-02", date(2026, 2, 21)),
        (MonthlyRule(day=26), "2026-04", date(2026, 4, 28)),  # Hùng Kings' day on a Sunday, the Monday in lieu
        (MonthlyRule(day=1, shift="previous"), "2026-09", date(2026, 9, 3)),  # nothing before it in September
        (MonthlyRule(week=1, weekday=5, weekend_is_fine=True), "2026-12", date(2026, 12, 5)),
        (MonthlyRule(week=-1, weekday=4), "2026-12", date(2026, 12, 25)),
        (MonthlyRule(day=25, serves_next=True, shift="none"), "2026-08", date(2026, 7, 25)),
        (MonthlyRule(day=22), "2026-08", date(2026, 8, 22)),  # a Saturday worked for 31 August
    ],
)
def test_dates_by_the_rule(rule: MonthlyRule, period: str, expected: date) -> None:
    assert meeting_day(rule, period, OFF) == expected


def test_an_installation_adds_days() -> None:
    off = days_off(Policy(extra_holidays=(date(2026, 12, 4),), extra_working_days=(date(2026, 12, 5),)))
    assert meeting_day(MonthlyRule(day=4), "2026-12", off) == date(2026, 12, 5)
    assert meeting_day(MonthlyRule(day=4), "2026-12", OFF) == date(2026, 12, 4)


def test_the_next_three_dates() -> None:
    now = datetime(2026, 12, 5, 13, 0, tzinfo=UTC)
    found = next_times(MonthlyRule(day=5, at=time(19, 30), weekend_is_fine=True), now, SAIGON, OFF, 3)
    assert [period for period, _ in found] == ["2027-01", "2027-02", "2027-03"]
    assert found[1][1] == datetime(2027, 2, 11, 12, 30, tzinfo=UTC)  # Tết until the 10th


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": 0},
        {"day": 32},
        {"day": 5, "week": 1, "weekday": 1},
        {"week": 5, "weekday": 1},
        {"week": 1},
        {},
        {"day": 5, "shift": "later"},
        {"day": 5, "kind": "party"},
        {"day": 5, "colour": "red"},
    ],
)
def test_a_wrong_rule_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"rule|shift|kind"):
        MonthlyRule.from_dict(wrong)


# -- quiet hours -----------------------------------------------------------------------------------------------------

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda t: t.replace(tzinfo=UTC))  # noqa: DTZ001


@CALM
@given(clocks, clocks, moments)
def test_quiet_hours_are_left_on_either_side(begin: time, end: time, moment: datetime) -> None:
    quiet = QuietHours(begin, end, SAIGON)
    after, before = quiet.over_at(moment), quiet.before(moment)
    assert before <= moment <= after
    assert not quiet.covers(after)
    assert not quiet.covers(before)
    assert after - before < timedelta(days=2)
    if not quiet.covers(moment):
        assert before == moment == after


def test_quiet_hours_over_midnight() -> None:
    quiet = QuietHours(time(21, 0), time(7, 0), SAIGON)
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # 23:30 in Viet Nam
    assert quiet.over_at(late) == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    assert quiet.before(late) == datetime(2026, 11, 23, 13, 45, tzinfo=UTC)
    assert not QuietHours(time(0, 0), time(0, 0), SAIGON).covers(late)


# -- what people type ------------------------------------------------------------------------------------------------

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo(SAIGON))


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("05/12 19h30", date(2026, 12, 5), time(19, 30)),
        ("thứ bảy tuần sau 19:30", date(2026, 12, 5), time(19, 30)),
        ("thu bay tuan sau 19h30", date(2026, 12, 5), time(19, 30)),
        ("mai 7 giờ tối", date(2026, 11, 24), time(19, 0)),
        ("ngày 5 lúc 8h", date(2026, 12, 5), time(8, 0)),
        ("8h 15/12", date(2026, 12, 15), time(8, 0)),
        ("tối mai 7h", date(2026, 11, 24), time(19, 0)),
        ("sáng thứ sáu 8 rưỡi", date(2026, 11, 27), time(8, 30)),
        ("chiều nay 2h", date(2026, 11, 23), time(14, 0)),
        ("ngày 5 tháng 12 năm 2026, 19 giờ 30 phút", date(2026, 12, 5), time(19, 30)),
        ("19 giờ 30, thứ Bảy, ngày 05/12/2026", date(2026, 12, 5), time(19, 30)),
        ("5.12.2026 8:00", date(2026, 12, 5), time(8, 0)),
        ("05/01 8h", date(2027, 1, 5), time(8, 0)),
        ("20/11 8h", date(2026, 11, 20), time(8, 0)),  # just passed: told, not read as next year
        ("cn tuần sau 8h", date(2026, 12, 6), time(8, 0)),
        ("t7 19h", date(2026, 11, 28), time(19, 0)),
        ("thứ hai 8h", date(2026, 11, 30), time(8, 0)),
        ("ngày kia 9 giờ kém 15", date(2026, 11, 25), time(8, 45)),
        ("ngày 31 8h", date(2026, 12, 31), time(8, 0)),
        ("ngày 5 tháng sau 8h", date(2026, 12, 5), time(8, 0)),
        ("3 ngày nữa 14g", date(2026, 11, 26), time(14, 0)),
        ("2026-12-05 19:30", date(2026, 12, 5), time(19, 30)),
        ("19:30", None, time(19, 30)),
        ("ngày mai", date(2026, 11, 24), None),
        ("xin chào đồng chí", None, None),
    ],
)
def test_dates_and_times_as_typed(text: str, day: date | None, at: time | None) -> None:
    assert moment_said(text, MONDAY) == Said(day, at)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31/02 8h", "no-such-day"),
        ("ngày 45 8h", "no-such-day"),
        ("1/1/0001 5h", "no-such-day"),
        ("0001-01-01 5h", "no-such-day"),
        ("31.12.9999 19h", "no-such-day"),
        ("05/12 25h", "no-such-time"),
        ("05/12 8h75", "no-such-time"),
    ],
)
def test_what_cannot_be_is_named(text: str, problem: str) -> None:
    assert moment_said(text, MONDAY).problem == problem


@CALM
@given(
    st.dates(date(2026, 11, 23), date(2035, 1, 1)),
    clocks,
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "ngày %d tháng %m năm %Y", "%d.%m.%Y"]),
)
def test_a_full_date_is_read_back(day: date, at: time, form: str) -> None:
    weekday = WEEKDAYS["vi"][day.weekday()]
    for text in (f"{at:%H:%M} {day.strftime(form)}", f"{weekday}, {day.strftime(form)}, {at.hour}h{at:%M}"):
        assert moment_said(text, MONDAY) == Said(day, at)


@CALM
@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    moment_said(text, MONDAY)
    rule_said(text)
    time_said(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ngày 5 hằng tháng 19h30, tránh ngày nghỉ", MonthlyRule(day=5, at=time(19, 30))),
        ("ngay 5 hang thang 19h30", MonthlyRule(day=5, at=time(19, 30))),
        ("thứ bảy đầu tháng 8h", MonthlyRule(week=1, weekday=5, at=time(8), weekend_is_fine=True)),
        ("thứ hai tuần thứ hai 8h", MonthlyRule(week=2, weekday=0, at=time(8))),
        ("thứ sáu cuối cùng của tháng 14h", MonthlyRule(week=-1, weekday=4, at=time(14))),
        ("ngày cuối tháng 14h không dời", MonthlyRule(day=-1, at=time(14), shift="none")),
        ("ngày 3 lúc 19:30 kể cả cuối tuần", MonthlyRule(day=3, at=time(19, 30), weekend_is_fine=True)),
        (
            "ngày 25 7h30 cho kỳ tháng sau, chuyển sang ngày làm việc trước",
            MonthlyRule(day=25, at=time(7, 30), shift="previous", serves_next=True),
        ),
        ("ngày 5", None),
        ("19h30", None),
        ("ngày 40 8h", None),
    ],
)
def test_a_rule_in_one_line(text: str, rule: MonthlyRule | None) -> None:
    assert rule_said(text) == rule


def test_months_are_counted_over_the_year() -> None:
    assert add_months("2026-11", 3) == "2027-02"
    assert add_months("2026-01", -1) == "2025-12"
    assert first_day("2026-02") == date(2026, 2, 1)
