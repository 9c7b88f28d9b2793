"""Questions to the themes: which one is whose, for which period."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage.meeting_tables import Theme
from storage.people import OrganisationParent


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
