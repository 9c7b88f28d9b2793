"""Brings a database to the present schema, keeping what is in it."""

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
# Any number that nobody else uses as an advisory lock of this database.
MIGRATION_LOCK = 7_201_902


class NewerSchemaError(Exception):
    """The database was made by a newer release than this one."""


def upgrade(engine: Engine) -> bool:
    """Bring the schema up to date, in one transaction; return whether there was anything to do.

    Processes that start together wait for one another. Raises NewerSchemaError for a database of a newer release.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        before, known = revision(connection), revisions()
        if before == known[-1]:
            return False
        if before is not None and before not in known:
            raise NewerSchemaError(
                f"the database has schema {before!r}, which this release does not know: install the release that made it, or a newer one"
            )
        command, config = _alembic(connection)
        command.upgrade(config, "head")
        return True


def downgrade(engine: Engine) -> None:
    """Take every migration back, and with them everything that is stored: for developers."""
    with engine.begin() as connection:
        command, config = _alembic(connection)
        command.downgrade(config, "base")


def revision(connection: Connection) -> str | None:
    """Return the schema revision the database has, or None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalars(text("SELECT version_num FROM alembic_version")).one_or_none()


def revisions() -> list[str]:
    """Return every revision this release knows, the newest last: each migration's file begins with the number of its revision."""
    return sorted(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("*.py"))


def is_current(engine: Engine) -> bool:
    """Whether the database has the present schema."""
    with engine.connect() as connection:
        return revision(connection) == revisions()[-1]


def new_revision(engine: Engine, number: str, message: str) -> None:
    """Write a migration file for what the tables have and the database has not: for developers (see docs/developing.md)."""
    with engine.begin() as connection:
        command, config = _alembic(connection)
        command.revision(config, message, autogenerate=True, rev_id=number)


def _alembic(connection: Connection) -> tuple[ModuleType, "Config"]:
    """Return Alembic's commands, and the configuration they need."""
    # Only here: it is a tenth of a service's memory, and nearly every start finds nothing to migrate.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return command, config
