"""Brings a database to the present schema, keeping what is in it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

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
        before = revision(connection)
        scripts = ScriptDirectory.from_config(_config(connection))
        if before == scripts.get_current_head():
            return False
        if before is not None and before not in {script.revision for script in scripts.walk_revisions()}:
            raise NewerSchemaError(
                f"the database has schema {before!r}, which this release does not know: install the release that made it, or a newer one"
            )
        command.upgrade(_config(connection), "head")
        return True


def downgrade(engine: Engine) -> None:
    """Take every migration back, and with them everything that is stored: for developers."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), "base")


def revision(connection: Connection) -> str | None:
    """Return the schema revision the database has, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether the database has the present schema."""
    with engine.connect() as connection:
        return revision(connection) == ScriptDirectory.from_config(_config(connection)).get_current_head()


def new_revision(engine: Engine, number: str, message: str) -> None:
    """Write a migration file for what the tables have and the database has not: for developers (see docs/developing.md)."""
    with engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
