"""Questions to the themes: which one is whose, for which period."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage import roster
from storage.meeting_tables import Theme
from storage.people import Member, Organisation, OrganisationParent, Role


def own(session: Session, organisation_id: int, period: str, cell_type: str = "") -> Theme | None:
    """Return the theme the organisation itself set for the period (and that type of cells; "" is for all), or None."""
    query = select(Theme).where(
        Theme.organisation_id == organisation_id, Theme.period == period, Theme.cell_type == cell_type
    )
    return session.scalar(query)


def for_period(session: Session, organisation_ids: Sequence[int], period: str) -> list[Theme]:
    """Return every theme these organisations set for the period."""
    query = select(Theme).where(Theme.organisation_id.in_(organisation_ids), Theme.period == period)
    return list(session.scalars(query))


def parent_in(session: Session, organisation_id: int, period: str) -> int | None:
    """Return the body the organisation stood under in that month (the later one, if it moved within it), or None."""
    begin = date.fromisoformat(f"{period}-01")
    end = (begin + timedelta(days=31)).replace(day=1)
    link = OrganisationParent
    query = (
        select(link.parent_id)
        .where(link.child_id == organisation_id)
        .where(or_(link.since.is_(None), link.since < end), or_(link.until.is_(None), link.until > begin))
        .order_by(link.since.desc().nulls_last(), link.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def setters_of(session: Session, member_id: int, now: datetime) -> list[Organisation]:
    """Return the organisations whose themes the member may set today: as an organiser, or as a committee's administrator; by id."""
    query = (
        select(Organisation)
        .join(Role, Role.organisation_id == Organisation.id)
        .where(Role.member_id == member_id, Role.role.in_((*roster.ORGANISER_ROLES, "administrator")))
        .where(roster.in_force(Role.since, Role.until, now.date()))
        .distinct()
        .order_by(Organisation.id)
    )
    return list(session.scalars(query))


def cells_below(session: Session, organisation_id: int, period: str) -> list[Organisation]:
    """Return the cells that stood under the committee in that month, by id."""
    begin = date.fromisoformat(f"{period}-01")
    end = (begin + timedelta(days=31)).replace(day=1)
    link = OrganisationParent
    query = (
        select(Organisation)
        .join(link, link.child_id == Organisation.id)
        .where(link.parent_id == organisation_id, Organisation.kind == "cell")
        .where(or_(link.since.is_(None), link.since < end), or_(link.until.is_(None), link.until > begin))
        .distinct()
        .order_by(Organisation.id)
    )
    return list(session.scalars(query))


def names_in(session: Session, organisation_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return (id, full name) of everybody who is on the roster of these organisations and has not left."""
    query = select(Member.id, Member.full_name).where(
        Member.organisation_id.in_(organisation_ids), Member.left_on.is_(None)
    )
    return [(member_id, name) for member_id, name in session.execute(query.order_by(Member.full_name, Member.id))]
