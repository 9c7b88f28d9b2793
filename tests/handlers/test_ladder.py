"""The alert ladder as rules: what a year of meetings adds up to."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.ladder import Concern, Held, attended_share, concern, excused_in_a_row, unexcused_months
from handlers.policy import Policy

POLICY = Policy()
RUNGS = ("nearly", "row", "first", "meet", "months")
RESULTS = ("present", "excused", "unexcused", "uncounted", None)


def year(*results: str | None) -> list[Held]:
    return [Held(f"2026-{month:02}", result) for month, result in enumerate(results, start=1)]


def last(*results: str | None) -> Concern | None:
    return concern(year(*results), len(results) - 1, POLICY)


years = st.lists(
    st.builds(Held, period=st.integers(1, 12).map("2026-{:02}".format), result=st.sampled_from(RESULTS)),
    min_size=1,
    max_size=14,
).map(lambda helds: sorted(helds, key=lambda held: held.period))


def test_the_first_unexcused_absence_is_a_first_one() -> None:
    assert last("present", "unexcused") == Concern("first", 1)


def test_the_second_in_the_year_asks_for_a_talk() -> None:
    assert last("unexcused", "present", "unexcused") == Concern("meet", 2)


def test_three_months_are_a_matter_for_the_rules() -> None:
    assert last("unexcused", "present", "unexcused", "unexcused") == Concern("months", 3)


def test_two_absences_in_one_month_are_one_month() -> None:
    twice = [Held("2026-03", "unexcused"), Held("2026-03", "unexcused"), Held("2026-04", "unexcused")]
    assert concern(twice, 2, POLICY) == Concern("meet", 3)


def test_who_came_once_in_a_month_did_not_leave_party_life_in_it() -> None:
    mixed = [Held("2026-03", "unexcused"), Held("2026-03", "present"), *year(None, None, None, "unexcused")[3:]]
    assert unexcused_months(mixed) == 1


def test_excused_rows() -> None:
    assert last("excused") is None
    assert last("excused", "excused") == Concern("nearly", 2)
    assert last("excused", "excused", "excused") == Concern("row", 3)
    assert last("excused", "present", "excused") is None


def test_uncounted_meetings_do_not_break_a_row_and_undecided_ones_do() -> None:
    assert last("excused", "uncounted", "excused") == Concern("nearly", 2)
    assert last("excused", None, "excused") is None


def test_a_decision_in_the_middle_closes_the_row() -> None:
    assert concern(year("excused", "excused", "excused"), 1, POLICY) == Concern("row", 3)


def test_presence_says_nothing() -> None:
    assert last("unexcused", "unexcused", "present") is None
    assert last("unexcused", None) is None
    assert last("unexcused", "uncounted") is None


def test_thresholds_are_settings() -> None:
    strict = Policy(unexcused_meet=1, excused_in_a_row=2, unexcused_months=1)
    assert concern(year("unexcused"), 0, strict) == Concern("months", 1)
    assert concern(year("excused", "excused"), 1, strict) == Concern("row", 2)
    assert concern(year("excused"), 0, strict) is None


def test_share_of_attendance() -> None:
    assert attended_share(year("present", "excused", "uncounted", None)) == 50
    assert attended_share(year("uncounted", None)) is None


@given(years, st.data())
def test_uncounted_meetings_change_nothing(helds: list[Held], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(helds) - 1))
    position = data.draw(st.integers(0, len(helds)))
    more = [*helds[:position], Held("2026-06", "uncounted"), *helds[position:]]
    assert concern(more, at + (position <= at), POLICY) == concern(helds, at, POLICY)


@given(years, st.data())
def test_a_present_meeting_never_makes_it_worse(helds: list[Held], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(helds) - 1))
    other = data.draw(st.integers(0, len(helds) - 1))
    better = [Held(held.period, "present") if index == other else held for index, held in enumerate(helds)]
    before, after = concern(helds, at, POLICY), concern(better, at, POLICY)
    assert after is None or (before is not None and RUNGS.index(after.rung) <= RUNGS.index(before.rung))
    assert after is None or before is None or after.rung != before.rung or after.times <= before.times


@given(years)
def test_rows_and_months_are_never_longer_than_what_happened(helds: list[Held]) -> None:
    results = [held.result for held in helds]
    assert unexcused_months(helds) <= len({held.period for held in helds if held.result == "unexcused"})
    assert all(excused_in_a_row(helds, index) <= results.count("excused") for index in range(len(helds)))
    assert all((excused_in_a_row(helds, index) > 0) == (result == "excused") for index, result in enumerate(results))


@given(years, st.data())
def test_only_an_absence_that_was_decided_is_said(helds: list[Held], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(helds) - 1))
    found = concern(helds, at, POLICY)
    if helds[at].result not in ("excused", "unexcused"):
        assert found is None
    if helds[at].result == "unexcused":
        assert found is not None
        assert found.rung in ("first", "meet", "months")
