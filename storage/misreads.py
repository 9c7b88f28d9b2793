"""Replies that were not understood: counted without a name, so that the rules of understanding improve."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.people import Misread
from storage.upserts import INSERTS


def count(session: Session, digest: str, example: str | None, today: date) -> None:
    """Count one more reply with that digest (64 hex digits); the latest `example` given is kept."""
    statement = INSERTS[session.get_bind().dialect.name](Misread).values(
        digest=digest, example=example, times=1, last_on=today
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Misread.digest],
            set_={
                "times": Misread.times + 1,
                "last_on": today,
                "example": Misread.example if example is None else example,
            },
        )
    )


def most_frequent(session: Session, limit: int = 100) -> list[Misread]:
    """Return the replies that were not understood most often, the most frequent first."""
    return list(session.scalars(select(Misread).order_by(Misread.times.desc(), Misread.id).limit(limit)))
