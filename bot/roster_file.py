"""Reads the rows of a roster file: which columns there are, what each cell means, and everything that is wrong, all at once."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot import roster_words as words
from bot.roster_rows import MemberRow, OrganisationRow, Problem, RoleRow, Roster, RosterError
from bot.roster_sheets import Cell, Row, read_rows
from handlers.folding import fold

__all__ = ["Problem", "Roster", "RosterError", "cycles", "read"]

CODE = re.compile(r"\w[\w.-]{0,31}")
# Citizen IDs have 9 or 12 digits, party card numbers 8: a roster code is the office's own short one.
LONG_NUMBER = re.compile(r"\d{8,}")
NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*\.?")
ROLE_AT = re.compile(r"^(?P<role>.*?)(?:\s+(?:tại|tai)\s+|\s*@\s*)(?P<code>\S+)$", re.IGNORECASE)
DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
)
YEARS = range(1930, 2101)
FRAMES = range(15, 481)
HEADER_WITHIN = 15
NAME_LENGTH = 120
TEXT_LENGTH = 200
NEEDED = '"Mã tổ chức", and for members "Mã đảng viên" and "Họ và tên"'


def read(path: Path) -> Roster:
    """Return what a CSV or XLSX file says; RosterError lists everything that is wrong with it. docs/roster.md describes the format."""
    reading = _Reading()
    for rows in _by_sheet(read_rows(path)):
        reading.sheet(rows)
    return reading.result()


def _by_sheet(rows: Iterable[Row]) -> list[list[Row]]:
    sheets: dict[str, list[Row]] = {}
    for row in rows:
        sheets.setdefault(row.sheet, []).append(row)
    return list(sheets.values())


@dataclass(slots=True)
class _Reading:
    """What has been read so far. `header` maps the position of a column to its name here and its name in the file."""

    problems: list[Problem] = field(default_factory=list)
    organisations: dict[str, OrganisationRow] = field(default_factory=dict)
    members: dict[tuple[str, str], MemberRow] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)
    ignored: dict[str, None] = field(default_factory=dict)
    header: dict[int, tuple[str, str]] = field(default_factory=dict)
    sheets_with_header: int = 0

    # -- the sheet and its header --------------------------------------------------------------------------------------

    def sheet(self, rows: list[Row]) -> None:
        self.header = {}
        for number, row in enumerate(rows):
            if _is_header(row):
                self._take_header(row)
            elif self.header:
                _RowReading(self, row).take()
            elif number > HEADER_WITHIN:
                return

    def _take_header(self, row: Row) -> None:
        self.sheets_with_header += 1
        self.header = {}
        for position, cell in enumerate(row.cells):
            written = str(cell)
            column = words.BY_HEADER.get(fold(written))
            what = words.forbidden(written)
            if what is not None:
                reason = f"{what} must not be stored here: delete this column from the file, it is not needed"
                self.problems.append(Problem(row.line, written, reason, row.sheet))
            elif column is None:
                if written:
                    self.ignored[written] = None
            elif column in (known for known, _ in self.header.values()):
                self.problems.append(Problem(row.line, written, "this column is there twice: delete one", row.sheet))
            else:
                self.header[position] = (column, written)
        self._check_header(row)

    def _check_header(self, row: Row) -> None:
        there = {column for column, _ in self.header.values()}
        self.columns |= there
        for one, other in (("member", "full_name"), ("full_name", "member")):
            if one in there and other not in there:
                missing = words.COLUMNS[other][0]
                self.problems.append(Problem(row.line, missing, "this column is missing: add it", row.sheet))

    # -- the end -------------------------------------------------------------------------------------------------------

    def result(self) -> Roster:
        if not self.sheets_with_header:
            reason = f"no row with column names was found: the file needs the columns {NEEDED}"
            raise RosterError([Problem(0, "", reason)])
        if not self.organisations and not self.problems:
            raise RosterError([Problem(0, "", "there is nothing below the column names")])
        self._check_parents()
        if self.problems:
            raise RosterError(self.problems)
        organisations, members = tuple(self.organisations.values()), tuple(self.members.values())
        return Roster(organisations, members, frozenset(self.columns), tuple(self.ignored))

    def _check_parents(self) -> None:
        parents = {code: row.parent for code, row in self.organisations.items() if row.parent}
        for code in cycles(parents):
            row = self.organisations[code]
            column = words.COLUMNS["parent"][0]
            self.problems.append(
                Problem(row.line, column, f"{code} would stand above itself: correct who stands under whom")
            )


def cycles(parents: dict[str, str]) -> list[str]:
    """Return the codes that stand above themselves, given the code each one stands under."""
    found = []
    for code in parents:
        above, seen = parents.get(code), set()
        while above is not None and above not in seen and above != code:
            seen.add(above)
            above = parents.get(above)
        if above == code:
            found.append(code)
    return found


def _is_header(row: Row) -> bool:
    """Whether the row names columns: "Mã tổ chức" and at least one more, and it is no row of data."""
    known = {words.BY_HEADER.get(fold(str(cell))) for cell in row.cells if cell} - {None}
    return "organisation" in known and len(known) > 1


@dataclass(slots=True)
class _RowReading:
    """Reads one row; every mistake is noted with its column, and reading goes on, so that all of them are listed at once."""

    reading: _Reading
    row: Row
    cells: dict[str, Cell] = field(default_factory=dict)

    def take(self) -> None:
        for position, (column, _) in self.reading.header.items():
            cell = self.row.cells[position] if position < len(self.row.cells) else ""
            self.cells[column] = _clean(cell)
        if not any(self.cells.values()):
            return
        organisation = self._code("organisation")
        if organisation is None:
            return
        self._take_organisation(organisation)
        if self._written("member") or self._written("full_name"):
            self._take_member(organisation)

    def wrong(self, column: str, reason: str) -> None:
        written = next(
            (name for known, name in self.reading.header.values() if known == column), words.COLUMNS[column][0]
        )
        self.reading.problems.append(Problem(self.row.line, written, reason, self.row.sheet))

    # -- an organisation -----------------------------------------------------------------------------------------------

    def _take_organisation(self, code: str) -> None:
        said = OrganisationRow(
            line=self.row.line,
            code=code,
            name=self._text("organisation_name"),
            kind=self._word("kind", words.KINDS),
            cell_type=self._word("cell_type", words.CELL_TYPES),
            parent=self._code("parent") if self._written("parent") else None,
            meeting_rule=self._meeting_rule(),
            place=self._text("place"),
            frame_minutes=self._frame(),
        )
        known = self.reading.organisations.get(code)
        self.reading.organisations[code] = said if known is None else self._merged(known, said)

    def _merged(self, known: OrganisationRow, said: OrganisationRow) -> OrganisationRow:
        """Return both rows as one; an organisation may be described on any of its rows, but not in two ways."""
        values: dict[str, Any] = {}
        fields = {"name": "organisation_name", "frame_minutes": "frame"}
        for name in ("name", "kind", "cell_type", "parent", "meeting_rule", "place", "frame_minutes"):
            before, now = getattr(known, name), getattr(said, name)
            if before is not None and now is not None and before != now:
                column = fields.get(name, name)
                self.wrong(
                    column,
                    f"differs from what line {known.line} says of {known.code}: write it once, or the same everywhere",
                )
            values[name] = before if before is not None else now
        return OrganisationRow(line=known.line, code=known.code, **values)

    def _meeting_rule(self) -> dict[str, Any] | None:
        written = self._written("meeting_rule")
        if not written:
            return None
        if fold(written) in words.NOTHING:
            return {}
        try:
            return words.meeting_rule(written).to_dict()
        except ValueError as error:
            self.wrong("meeting_rule", f"{written!r} is not understood: {error}")
            return None

    def _frame(self) -> int | None:
        written = self._written("frame")
        if not written:
            return None
        digits = fold(written).removesuffix("phut").strip()
        if not digits.isdecimal() or len(digits) > 4 or int(digits) not in FRAMES:  # noqa: PLR2004
            self.wrong("frame", f"{written!r} is no length of a meeting: write minutes, for example 90")
            return None
        return int(digits)

    # -- a member ------------------------------------------------------------------------------------------------------

    def _take_member(self, organisation: str) -> None:
        code = self._code("member")
        name = self._name()
        status = self._word("status", words.STATUSES)
        since, until, left_on = self._date("since"), self._date("until"), self._date("left_on")
        roles = self._roles(organisation)
        if since and until and since >= until:
            self.wrong("until", f"{until:%d/%m/%Y} is not after {since:%d/%m/%Y}")
        if code is None or name is None:
            return
        known = self.reading.members.get((organisation, code))
        if known is not None:
            self.wrong(
                "member",
                f"{code} is in {organisation} twice, first on line {known.line}: give each member a code of his own",
            )
            return
        if status is None and "status" in self.cells:
            status = "official"
        self.reading.members[organisation, code] = MemberRow(
            self.row.line, organisation, code, name, status, since, until, left_on, roles
        )

    def _name(self) -> str | None:
        written = self._written("full_name")
        if not written:
            self.wrong("full_name", "is missing")
        elif len(written) > NAME_LENGTH or NAME.fullmatch(written) is None:
            self.wrong("full_name", f"{written[:40]!r} is no name: letters and spaces only, at most {NAME_LENGTH}")
        else:
            return written
        return None

    def _roles(self, organisation: str) -> tuple[RoleRow, ...] | None:
        if "roles" not in self.cells:
            return None
        found: dict[RoleRow, None] = {}
        for written in re.split(r"[;,\n]", self._written("roles")):
            row = self._role(written.strip(), organisation)
            if row is not None:
                found[row] = None
        return tuple(found)

    def _role(self, written: str, organisation: str) -> RoleRow | None:
        if not written or fold(written) in words.MEMBER_ONLY:
            return None
        elsewhere = ROLE_AT.match(written)
        name, code = (elsewhere["role"], elsewhere["code"]) if elsewhere else (written, organisation)
        role = words.lookup(words.ROLES, name)
        if role is None:
            self.wrong(
                "roles", f"{name!r} is not known: write one or several of {words.said(words.ROLES)}, parted by ';'"
            )
            return None
        return RoleRow(role, code)

    # -- cells ---------------------------------------------------------------------------------------------------------

    def _written(self, column: str) -> str:
        cell = self.cells.get(column, "")
        return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell

    def _text(self, column: str) -> str | None:
        written = self._written(column)
        if len(written) > TEXT_LENGTH:
            self.wrong(column, f"is longer than {TEXT_LENGTH} characters")
            return None
        if written.startswith(("=", "+", "@")):
            # A spreadsheet would compute it when the list of invitations is opened.
            self.wrong(column, f"{written[:20]!r} begins like a formula: write it without the sign in front")
            return None
        return written or None

    def _code(self, column: str) -> str | None:
        written = self._written(column)
        if not written:
            self.wrong(column, "is missing")
        elif LONG_NUMBER.search(re.sub(r"[ .-]", "", written)):
            self.wrong(
                column,
                "looks like an ID or card number, which must not be stored: use a short code of your own, for example CB01-001",
            )
        elif CODE.fullmatch(written) is None:
            self.wrong(column, f"{written[:40]!r} is no code: letters, digits, '.', '-' and '_' only, at most 32")
        else:
            return written
        return None

    def _word(self, column: str, known: dict[str, tuple[str, ...]]) -> str | None:
        written = self._written(column)
        if not written:
            return None
        found = words.lookup(known, written)
        if found is None:
            self.wrong(column, f"{written[:40]!r} is not known: write one of {words.said(known)}")
        return found

    def _date(self, column: str) -> date | None:
        cell = self.cells.get(column, "")
        if isinstance(cell, date) or not cell:
            return cell or None
        for pattern in DATES:
            found = pattern.fullmatch(cell)
            if found is None:
                continue
            try:
                day = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
            if day.year in YEARS:
                return day
        self.wrong(column, f"{cell[:40]!r} is no date: write day/month/year, for example 01/12/2026")
        return None


def _clean(cell: Cell) -> Cell:
    """Return a text with its letters composed (NFC) and single spaces: the same name is always the same characters."""
    return " ".join(unicodedata.normalize("NFC", cell).split()) if isinstance(cell, str) else cell
