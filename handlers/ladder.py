"""What absences add up to within a year, and who should hear of it: pure rules, thresholds from the policy (DOMAIN.md 5)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.policy import Policy

Rung = Literal["first", "nearly", "row", "meet", "months"]
# Who hears of a rung, beside the member himself (only "first" is told to him): the head alone, or the whole committee of the cell.
TO_HEAD = frozenset({"first", "nearly"})


@dataclass(frozen=True, slots=True)
class Held:
    """One held meeting for one member. `period` is YYYY-MM.

    `result`: present, excused, unexcused, uncounted, or None while the organisers have not decided.
    """

    period: str
    result: str | None


@dataclass(frozen=True, slots=True)
class Concern:
    """A rung of the ladder that a member has reached; `times` is what was counted: meetings, or months for "months"."""

    rung: Rung
    times: int


def concern(year: Sequence[Held], at: int, policy: Policy) -> Concern | None:
    """Return what the absence at index `at` adds up to, or None if there is nothing to say.

    `year` holds the member's meetings of one calendar year by date. Uncounted meetings are left out as if they had not been.
    What is not decided yet counts as neither excused nor unexcused, and it ends a row: nothing is said before it is certain.
    """
    result = year[at].result
    if result == "excused":
        return _in_a_row(year, at, policy)
    if result == "unexcused":
        return _unexcused(year, policy)
    return None


def _in_a_row(year: Sequence[Held], at: int, policy: Policy) -> Concern | None:
    length = excused_in_a_row(year, at)
    if length >= policy.excused_in_a_row:
        return Concern("row", length)
    # With a threshold of 2 a warning "one before" would come at every single excuse.
    if length == policy.excused_in_a_row - 1 and length > 1:
        return Concern("nearly", length)
    return None


def _unexcused(year: Sequence[Held], policy: Policy) -> Concern:
    months = unexcused_months(year)
    if months >= policy.unexcused_months:
        return Concern("months", months)
    times = sum(1 for held in year if held.result == "unexcused")
    return Concern("meet" if times >= policy.unexcused_meet else "first", times)


def excused_in_a_row(year: Sequence[Held], at: int) -> int:
    """Return how many excused absences in a row the one at index `at` belongs to; 0 if it is none."""
    counted = [(index, held.result) for index, held in enumerate(year) if held.result != "uncounted"]
    length, here = 0, False
    for index, result in [*counted, (-1, None)]:
        if result == "excused":
            length += 1
            here = here or index == at
            continue
        if here:
            return length
        length = 0
    return 0


def unexcused_months(year: Sequence[Held]) -> int:
    """Return in how many months the member stayed away without reason from everything that counted.

    A month in which he came once, or was excused once, or in which something is undecided, is not such a month.
    """
    months: dict[str, set[str | None]] = defaultdict(set)
    for held in year:
        if held.result != "uncounted":
            months[held.period].add(held.result)
    return sum(1 for results in months.values() if results == {"unexcused"})


def attended_share(year: Sequence[Held]) -> int | None:
    """Return the share of decided, counted meetings the member was present at, in whole percent rounded down; None if there were none."""
    counted = [held.result for held in year if held.result in ("present", "excused", "unexcused")]
    return 100 * counted.count("present") // len(counted) if counted else None
