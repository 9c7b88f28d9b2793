"""What a roster file holds, once it has been read: organisations and members, or the list of everything that is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: its line in the file (0: the whole file), the column as the file calls it, and a sentence an operator can act on."""

    line: int
    column: str
    reason: str
    sheet: str = ""

    def __str__(self) -> str:
        """Return "sheet Đảng viên, line 12, Trạng thái: …"."""
        places = [f"sheet {self.sheet}"] if self.sheet else []
        places += [f"line {self.line}"] if self.line else []
        places += [self.column] if self.column else []
        return f"{', '.join(places)}: {self.reason}" if places else self.reason


class RosterError(Exception):
    """The file cannot be imported; `problems` lists every reason, in the order of the file. Nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """What the file says about an organisation; None where it says nothing, then what is stored stays.

    `meeting_rule` is what Organisation.meeting_rule keeps, or an empty dict for "no rule".
    """

    line: int
    code: str
    name: str | None = None
    kind: str | None = None
    cell_type: str | None = None
    parent: str | None = None
    meeting_rule: dict[str, Any] | None = None
    place: str | None = None
    frame_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role and the code of the organisation in which it is held."""

    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What the file says about a member of an organisation; None where it says nothing, then what is stored stays."""

    line: int
    organisation: str
    code: str
    full_name: str
    status: str | None = None
    since: date | None = None
    until: date | None = None
    left_on: date | None = None
    roles: tuple[RoleRow, ...] | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """A whole file. `columns` are the columns it has (our names), `ignored` the headers that were not read."""

    organisations: tuple[OrganisationRow, ...]
    members: tuple[MemberRow, ...]
    columns: frozenset[str]
    ignored: tuple[str, ...] = ()
