"""The theme of the month: whose it is, and how it reaches the cell's group."""

from sqlalchemy.orm import Session

from storage import themes as store
from storage.meeting_tables import Theme
from storage.people import Organisation


def theme_for(session: Session, organisation: Organisation, period: str) -> Theme | None:
    """Return the theme that counts for a cell in a period, or None.

    The cell's own goes before the upper committee's for its type of cells, and that before the committee's for all.
    """
    parent_id = store.parent_in(session, organisation.id, period)
    owners = [organisation.id] if parent_id is None else [organisation.id, parent_id]
    fitting = [
        theme
        for theme in store.for_period(session, owners, period)
        if theme.organisation_id == organisation.id or theme.cell_type in ("", organisation.cell_type)
    ]
    if fitting or parent_id is None or organisation.kind != "group":
        return min(
            fitting, key=lambda theme: (theme.organisation_id != organisation.id, not theme.cell_type), default=None
        )
    # A group inside a large cell (tổ đảng) takes part in the cell's life, so the cell's theme is its own.
    return theme_for(session, session.get_one(Organisation, parent_id), period)
