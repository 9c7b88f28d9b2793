"""Brings a roster file into the database: what is new, what changed, who left; the same file a second time changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.roster_file import cycles
from bot.roster_rows import MemberRow, OrganisationRow, Problem, RoleRow, Roster, RosterError
from bot.roster_words import COLUMNS
from handlers.times import local
from storage import roster as questions
from storage.people import Member, Organisation, OrganisationParent, Role

# SQLite takes a limited number of values in one statement.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the report: an organisation or a member, and what is different now ("status: official → away")."""

    what: Literal["organisation", "member"]
    code: str
    name: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return "CB01/CB01-003 Nguyễn Văn A: status: official → away"."""
        return f"{self.code} {self.name}" + (f": {'; '.join(self.details)}" if self.details else "")


@dataclass(slots=True)
class Changes:
    """What an import did. `to_plan` are the organisations whose monthly rule is new or different: their months are to be planned."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)
    to_plan: list[Organisation] = field(default_factory=list)

    def __str__(self) -> str:
        """Return "12 added, 0 changed, 0 left"."""
        return f"{len(self.added)} added, {len(self.changed)} changed, {len(self.left)} left"


def import_roster(
    session: Session,
    roster: Roster,
    *,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005
    remove_missing: bool = False,
) -> Changes:
    """Bring the roster into the database and return what changed; nothing is committed, so a dry run is a rollback.

    RosterError lists what contradicts the database; then nothing was written. `progress` gets (rows done, rows in all).
    With `remove_missing` the members of the file's organisations who are not in it have left as of today; without it they stay.
    """
    return _Import(session, roster, now, progress, remove_missing).run()


@dataclass(slots=True)
class _Import:
    session: Session
    roster: Roster
    now: datetime
    progress: Callable[[int, int], None]
    remove_missing: bool
    changes: Changes = field(default_factory=Changes)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    members: dict[tuple[str, str], Member] = field(default_factory=dict)
    roles: dict[int, list[Role]] = field(default_factory=dict)
    done: int = 0

    def run(self) -> Changes:
        self.organisations = {each.code: each for each in self.session.scalars(select(Organisation))}
        self._check()
        for organisation in self.roster.organisations:
            self._organisation(organisation)
            self._step()
        self.session.flush()
        for organisation in self.roster.organisations:
            self._parent(organisation)
        self._load_members()
        fresh = self._add_members()
        for member in self.roster.members:
            self._member(member, is_new=(member.organisation, member.code) in fresh)
            self._step()
        if self.remove_missing:
            self._remove_missing()
        self.session.flush()
        return self.changes

    def _step(self) -> None:
        self.done += 1
        self.progress(self.done, len(self.roster.organisations) + len(self.roster.members))

    def today(self, organisation: Organisation) -> date:
        return local(self.now, organisation.timezone).date()

    # -- what contradicts the database -----------------------------------------------------------------------------------

    def _check(self) -> None:
        in_file = {row.code for row in self.roster.organisations}
        known = in_file | self.organisations.keys()
        problems = []
        for row in self.roster.organisations:
            if row.code not in self.organisations and not row.name:
                reason = f"{row.code} is new and has no name: write it on one of its rows"
                problems.append(Problem(row.line, COLUMNS["organisation_name"][0], reason))
            if row.parent and row.parent not in known:
                reason = f"{row.parent} is neither in the file nor in the database: correct it or add its row"
                problems.append(Problem(row.line, COLUMNS["parent"][0], reason))
        problems += self._unknown_role_places(known)
        problems += self._cycles()
        if problems:
            raise RosterError(sorted(problems, key=lambda problem: problem.line))

    def _unknown_role_places(self, known: set[str]) -> list[Problem]:
        return [
            Problem(
                row.line,
                COLUMNS["roles"][0],
                f"{role.organisation} is neither in the file nor in the database: correct it",
            )
            for row in self.roster.members
            for role in row.roles or ()
            if role.organisation not in known
        ]

    def _cycles(self) -> list[Problem]:
        parents = self._stored_parents() | {row.code: row.parent for row in self.roster.organisations if row.parent}
        lines = {row.code: row.line for row in self.roster.organisations}
        return [
            Problem(
                lines[code], COLUMNS["parent"][0], f"{code} would stand above itself: correct who stands under whom"
            )
            for code in cycles(parents)
            if code in lines
        ]

    def _stored_parents(self) -> dict[str, str]:
        codes = {each.id: each.code for each in self.organisations.values()}
        links = self.session.scalars(
            select(OrganisationParent).where(
                questions.in_force(OrganisationParent.since, OrganisationParent.until, self.now.date())
            )
        )
        return {codes[link.child_id]: codes[link.parent_id] for link in links}

    # -- organisations ---------------------------------------------------------------------------------------------------

    def _organisation(self, row: OrganisationRow) -> None:
        values: dict[str, Any] = {
            "name": row.name,
            "kind": row.kind,
            "cell_type": row.cell_type,
            "place": row.place,
            "frame_minutes": row.frame_minutes,
        }
        said = {name: value for name, value in values.items() if value is not None}
        if row.meeting_rule is not None:
            said["meeting_rule"] = row.meeting_rule or None
        stored = self.organisations.get(row.code)
        if stored is None:
            stored = Organisation(code=row.code, **said)
            self.session.add(stored)
            self.organisations[row.code] = stored
            self.changes.added.append(Change("organisation", row.code, stored.name))
            if stored.meeting_rule:
                self.changes.to_plan.append(stored)
            return
        details = _update(stored, said)
        if any(detail.startswith("meeting_rule") for detail in details):
            self.changes.to_plan.append(stored)
        if details:
            self.changes.changed.append(Change("organisation", row.code, stored.name, details))

    def _parent(self, row: OrganisationRow) -> None:
        if row.parent is None:
            return
        child, parent = self.organisations[row.code], self.organisations[row.parent]
        links = select(OrganisationParent).where(
            OrganisationParent.child_id == child.id, OrganisationParent.until.is_(None)
        )
        stored = list(self.session.scalars(links))
        if any(link.parent_id == parent.id for link in stored):
            return
        today = self.today(child)
        for link in stored:
            link.until = today
        # A first link has no beginning: the roster does not say since when.
        self.session.add(OrganisationParent(child_id=child.id, parent_id=parent.id, since=today if stored else None))
        if stored:
            self.changes.changed.append(
                Change("organisation", child.code, child.name, (f"stands under {parent.code} from today",))
            )

    # -- members -----------------------------------------------------------------------------------------------------------

    def _load_members(self) -> None:
        concerned = [self.organisations[row.code] for row in self.roster.organisations]
        codes = {each.id: each.code for each in concerned}
        for ids in _chunks(list(codes)):
            for member in self.session.scalars(select(Member).where(Member.organisation_id.in_(ids))):
                self.members[codes[member.organisation_id], member.code] = member
            for role in self.session.scalars(
                select(Role).join(Member, Role.member_id == Member.id).where(Member.organisation_id.in_(ids))
            ):
                self.roles.setdefault(role.member_id, []).append(role)

    def _add_members(self) -> set[tuple[str, str]]:
        fresh = set()
        for row in self.roster.members:
            key = (row.organisation, row.code)
            if key not in self.members:
                organisation = self.organisations[row.organisation]
                self.members[key] = Member(organisation_id=organisation.id, code=row.code, full_name=row.full_name)
                self.session.add(self.members[key])
                fresh.add(key)
        self.session.flush()
        return fresh

    def _member(self, row: MemberRow, *, is_new: bool) -> None:
        stored = self.members[row.organisation, row.code]
        had_left = stored.left_on is not None
        details = (*_update(stored, self._values(row)), *self._roles(row, stored))
        change = Change("member", f"{row.organisation}/{row.code}", row.full_name, () if is_new else details)
        if is_new:
            self.changes.added.append(change)
        elif row.left_on is not None and not had_left:
            self.changes.left.append(change)
        elif details:
            self.changes.changed.append(change)

    def _values(self, row: MemberRow) -> dict[str, Any]:
        values: dict[str, Any] = {"full_name": row.full_name, "left_on": row.left_on}
        if row.status is not None:
            values["status"] = row.status
        if "since" in self.roster.columns:
            values["status_since"] = row.since
        if "until" in self.roster.columns:
            values["status_until"] = row.until
        return values

    def _roles(self, row: MemberRow, member: Member) -> list[str]:
        """Give and end roles as the file says; return what to report. A file without the column changes no role."""
        if row.roles is None:
            return []
        today = self.today(self.organisations[row.organisation])
        wanted = {(role.role, self.organisations[role.organisation].id): role for role in row.roles}
        held = {
            (role.role, role.organisation_id): role
            for role in self.roles.get(member.id, [])
            if role.until is None or role.until > today
        }
        details = []
        for key, said in wanted.items():
            if key not in held:
                self.session.add(Role(member_id=member.id, organisation_id=key[1], role=key[0]))
                details.append(f"now {_role_text(said, row)}")
        for key, role in held.items():
            if key not in wanted:
                role.until = today
                details.append(f"no longer {role.role}")
        return details

    def _remove_missing(self) -> None:
        """Let members who are not in the file have left as of today: only in organisations of which the file names members."""
        in_file = {(row.organisation, row.code) for row in self.roster.members}
        listed = {row.organisation for row in self.roster.members}
        for key, member in self.members.items():
            if key[0] in listed and key not in in_file and member.left_on is None:
                member.left_on = self.today(self.organisations[key[0]])
                self.changes.left.append(Change("member", f"{key[0]}/{key[1]}", member.full_name, ("not in the file",)))


def _update(stored: Organisation | Member, said: dict[str, Any]) -> tuple[str, ...]:
    """Set what differs and return it as "field: before → now"."""
    details = []
    for name, value in said.items():
        before = getattr(stored, name)
        if before != value:
            setattr(stored, name, value)
            details.append(f"{name}: {_shown(before)} → {_shown(value)}")
    return tuple(details)


def _shown(value: Any) -> str:
    return "–" if value in (None, "") else str(value)


def _role_text(role: RoleRow, row: MemberRow) -> str:
    return role.role if role.organisation == row.organisation else f"{role.role} of {role.organisation}"


def _chunks(values: Sequence[int]) -> list[Sequence[int]]:
    return [values[at : at + CHUNK] for at in range(0, len(values), CHUNK)]
