"""Questions an operator asks: what is coming, what became of what was sent, what arrived. Never a body, never a reason."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.meeting_tables import Meeting
from storage.people import Organisation
from storage.spine import Inbox, Outbox, Push


def pushes(session: Session, limit: int) -> list[dict[str, Any]]:
    """Return the next planned pushes, the soonest first: what, for whom, when (ISO, UTC)."""
    query = (
        select(Push, Organisation.name, Meeting.starts_at)
        .outerjoin(Organisation, Organisation.id == Push.organisation_id)
        .outerjoin(Meeting, Meeting.id == Push.meeting_id)
        .where(Push.state == "planned")
        .order_by(Push.due_at, Push.id)
        .limit(limit)
    )
    return [
        {
            "id": push.id,
            "kind": push.kind,
            "due_at": push.due_at.isoformat(),
            "organisation": organisation,
            "meeting_id": push.meeting_id,
            "meeting_at": starts_at.isoformat() if starts_at else None,
            "detail": push.data,
        }
        for push, organisation, starts_at in session.execute(query)
    ]


def letters(session: Session, limit: int) -> list[dict[str, Any]]:
    """Return the latest outbox rows, the newest first: to which chat, what for, what became of it and why."""
    query = select(Outbox).order_by(Outbox.id.desc()).limit(limit)
    return [
        {
            "id": row.id,
            "bot": row.bot,
            "chat_id": row.chat_id,
            "action": row.action,
            "purpose": row.purpose,
            "meeting_id": row.meeting_id,
            "state": row.state,
            "attempts": row.attempts,
            "error": row.error,
            "created_at": row.created_at.isoformat(),
            "not_before": row.not_before.isoformat(),
            "done_at": row.done_at.isoformat() if row.done_at else None,
        }
        for row in session.scalars(query)
    ]


def updates(session: Session, limit: int) -> list[dict[str, Any]]:
    """Return the latest updates, the newest first: from which chat, what became of them and why."""
    query = select(Inbox).order_by(Inbox.id.desc()).limit(limit)
    return [
        {
            "id": row.id,
            "bot": row.bot,
            "chat": row.lane,
            "state": row.state,
            "attempts": row.attempts,
            "error": row.error,
            "received_at": row.received_at.isoformat(),
        }
        for row in session.scalars(query)
    ]
