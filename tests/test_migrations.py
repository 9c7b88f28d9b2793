"""The schema: migrations and tables agree, on both databases, and upgrading keeps what is there."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.database import make_engine
from storage import migrate, tables


def test_migrations_and_tables_agree(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), tables.METADATA
        )
    engine.dispose()
    assert differences == []


def test_upgrading_again_changes_nothing_and_keeps_what_is_there(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO organisations (code, name, kind, timezone, frame_minutes, place) VALUES ('A','A','cell','UTC',90,'')"
            )
        )
    assert migrate.upgrade(engine) is False
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM organisations")) == 1
    engine.dispose()


def test_every_migration_can_be_taken_back_and_done_again(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    assert migrate.upgrade(engine) is True
    migrate.downgrade(engine)
    assert migrate.upgrade(engine) is True
    assert migrate.is_current(engine)
    engine.dispose()


def test_what_is_known_without_alembic_is_what_alembic_says(database_url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    scripts = ScriptDirectory.from_config(config)
    newest_first = [script.revision for script in scripts.walk_revisions()]
    assert migrate.revisions() == newest_first[::-1]
    assert scripts.get_heads() == [migrate.revisions()[-1]]
    engine = make_engine(database_url)
    with engine.connect() as connection:
        assert migrate.revision(connection) == MigrationContext.configure(connection).get_current_revision()
    engine.dispose()


def test_a_database_whose_migrations_were_all_taken_back_has_no_revision(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    with engine.connect() as connection:
        assert migrate.revision(connection) is None
    migrate.upgrade(engine)
    migrate.downgrade(engine)
    with engine.connect() as connection:
        assert migrate.revision(connection) is None
    engine.dispose()


def test_a_database_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.NewerSchemaError, match="9999"):
        migrate.upgrade(engine)
    engine.dispose()


def test_of_those_who_start_together_on_an_empty_database_one_migrates_and_all_go_on(postgresql_server: str) -> None:
    name = f"chibo_{uuid.uuid4().hex[:12]}"
    owner = create_engine(
        make_url(postgresql_server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with owner.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engines = [make_engine(owner.url.set(database=name).render_as_string(hide_password=False)) for _ in range(4)]
    with ThreadPoolExecutor(len(engines)) as threads:
        changed = list(threads.map(migrate.upgrade, engines))
    assert sorted(changed) == [False, False, False, True]
    assert all(migrate.is_current(engine) for engine in engines)
    for engine in engines:
        engine.dispose()
    with owner.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    owner.dispose()
