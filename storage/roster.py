"""Questions to the roster: who is who, who may what, and where a person or a group can be reached."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.people import Account, Audit, Group, Member, Organisation, OrganisationParent, Role

ORGANISER_ROLES = ("head", "deputy", "committee", "secretary")
ROLES = (*ORGANISER_ROLES, "leader", "monitor", "administrator")
PASSING_STATUSES = ("exempt", "guest", "away", "suspended")
# Who counts in the attendance base (DOMAIN.md 3): the others are shown apart or not at all.
COUNTED_STATUSES = ("official", "probationary")


def standing(member: Member, on: date) -> str:
    """Return the member's status on that day: a passing status outside its dates counts as official."""
    if member.status not in PASSING_STATUSES:
        return member.status
    begun = member.status_since is None or member.status_since <= on
    ended = member.status_until is not None and on >= member.status_until
    return member.status if begun and not ended else "official"


def is_active(member: Member, now: datetime) -> bool:
    """Whether the member belongs to the cell and takes part in its life today: neither gone nor suspended."""
    today = now.date()
    gone = member.left_on is not None and member.left_on <= today
    return not gone and standing(member, today) != "suspended"


def in_force(
    since: InstrumentedAttribute[date | None],
    until: InstrumentedAttribute[date | None],
    today: date | ColumnElement[date],
) -> ColumnElement[bool]:
    """Return the condition that a dated row holds on that day."""
    return or_(since.is_(None), since <= today) & or_(until.is_(None), until > today)


def is_counted(today: ColumnElement[date]) -> ColumnElement[bool]:
    """Return the condition that a member is in the attendance base on that day: what `is_active` and `standing` say, for the database."""
    passing = Member.status.in_(PASSING_STATUSES) & in_force(Member.status_since, Member.status_until, today)
    return ~passing & or_(Member.left_on.is_(None), Member.left_on > today)


def roles(session: Session, member_id: int, organisation_id: int, now: datetime) -> set[str]:
    """Return what the member is in the organisation today."""
    query = select(Role.role).where(
        Role.member_id == member_id,
        Role.organisation_id == organisation_id,
        in_force(Role.since, Role.until, now.date()),
    )
    return set(session.scalars(query))


def is_organiser(session: Session, member: Member, organisation_id: int, now: datetime) -> bool:
    """Whether the member prepares the meetings of the organisation: bí thư, phó bí thư, chi ủy viên or thư ký."""
    return is_active(member, now) and not roles(session, member.id, organisation_id, now).isdisjoint(ORGANISER_ROLES)


def organised_by(session: Session, member_id: int, now: datetime) -> list[Organisation]:
    """Return the organisations in which the member is an organiser today, by id."""
    query = (
        select(Organisation)
        .join(Role, Role.organisation_id == Organisation.id)
        .where(
            Role.member_id == member_id, Role.role.in_(ORGANISER_ROLES), in_force(Role.since, Role.until, now.date())
        )
        .distinct()
        .order_by(Organisation.id)
    )
    return list(session.scalars(query))


def holders(session: Session, organisation_id: int, wanted: tuple[str, ...], now: datetime) -> list[Member]:
    """Return the active members who hold one of these roles in the organisation, by name."""
    query = (
        select(Member)
        .join(Role, Role.member_id == Member.id)
        .where(
            Role.organisation_id == organisation_id, Role.role.in_(wanted), in_force(Role.since, Role.until, now.date())
        )
        .distinct()
        .order_by(Member.full_name, Member.id)
    )
    return [member for member in session.scalars(query) if is_active(member, now)]


def organisers(session: Session, organisation_id: int, now: datetime) -> list[Member]:
    """Return the active organisers of the organisation, by name."""
    return holders(session, organisation_id, ORGANISER_ROLES, now)


def members(session: Session, organisation_id: int, now: datetime) -> list[Member]:
    """Return the active members of the organisation, by roster code."""
    query = select(Member).where(Member.organisation_id == organisation_id).order_by(Member.code, Member.id)
    return [member for member in session.scalars(query) if is_active(member, now)]


def expected(session: Session, organisation_id: int, now: datetime) -> list[Member]:
    """Return the members of the attendance base: official and probationary, neither exempt nor away."""
    return [
        member for member in members(session, organisation_id, now) if standing(member, now.date()) in COUNTED_STATUSES
    ]


def parent(session: Session, organisation_id: int, now: datetime) -> Organisation | None:
    """Return the body the organisation stands under today, or None."""
    query = (
        select(Organisation)
        .join(OrganisationParent, OrganisationParent.parent_id == Organisation.id)
        .where(
            OrganisationParent.child_id == organisation_id,
            in_force(OrganisationParent.since, OrganisationParent.until, now.date()),
        )
        .limit(1)
    )
    return session.scalar(query)


def account(session: Session, bot: str, user_id: str) -> Account | None:
    """Return the account of a person with a bot, or None."""
    return session.scalar(select(Account).where(Account.bot == bot, Account.user_id == user_id))


def accounts(session: Session, people: Sequence[tuple[str, str]]) -> list[Account]:
    """Return the accounts of these people (bot, user id); those who have none are left out."""
    found: list[Account] = []
    # A bot at a time: for pairs SQLite would walk through the whole table.
    for bot in {bot for bot, _ in people}:
        ids = [user_id for own, user_id in people if own == bot]
        found += session.scalars(select(Account).where(Account.bot == bot, Account.user_id.in_(ids)))
    return found


def members_by_id(session: Session, ids: Sequence[int]) -> dict[int, Member]:
    """Return the members with these ids, by id."""
    found = session.scalars(select(Member).where(Member.id.in_(ids))) if ids else ()
    return {row.id: row for row in found}


def organisations_by_id(session: Session, ids: Collection[int]) -> dict[int, Organisation]:
    """Return the organisations with these ids, by id."""
    found = session.scalars(select(Organisation).where(Organisation.id.in_(ids))) if ids else ()
    return {row.id: row for row in found}


def reachable_account(session: Session, member_id: int) -> Account | None:
    """Return the member's account that was used last and whose private chat is open, or None."""
    query = (
        select(Account)
        .where(Account.member_id == member_id, Account.chat_id.is_not(None), Account.unreachable.is_(None))
        .order_by(Account.seen_at.desc(), Account.id)
        .limit(1)
    )
    return session.scalar(query)


def reachable_accounts(session: Session, member_ids: Sequence[int]) -> dict[int, Account]:
    """Return, by member id, the account `reachable_account` would return, for many members at once."""
    found: dict[int, Account] = {}
    for begin in range(0, len(member_ids), 500):
        query = (
            select(Account)
            .where(Account.member_id.in_(member_ids[begin : begin + 500]))
            .where(Account.chat_id.is_not(None), Account.unreachable.is_(None))
            .order_by(Account.seen_at.desc(), Account.id)
        )
        for row in session.scalars(query):
            if row.member_id is not None:
                found.setdefault(row.member_id, row)
    return found


def group(session: Session, bot: str, chat_id: str) -> Group | None:
    """Return the binding of a chat group, or None."""
    return session.scalar(select(Group).where(Group.bot == bot, Group.chat_id == chat_id, Group.left_at.is_(None)))


def groups(session: Session, organisation_id: int) -> list[Group]:
    """Return the chat groups bound to the organisation that the bot is still in."""
    query = select(Group).where(Group.organisation_id == organisation_id, Group.left_at.is_(None)).order_by(Group.id)
    return list(session.scalars(query))


def note(session: Session, now: datetime, member_id: int | None, action: str, subject: str, detail: str = "") -> None:
    """Write down who did what to which row ("meeting:12"); never a body, never a reason."""
    session.add(Audit(at=now, member_id=member_id, action=action, subject=subject, detail=detail))
