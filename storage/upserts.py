"""INSERT … ON CONFLICT: PostgreSQL and SQLite write it alike, SQLAlchemy has a function for each."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

# By the name of the session's dialect.
INSERTS: Mapping[str, Callable[[Any], postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
