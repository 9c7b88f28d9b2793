"""What a running service does not need is not in its memory: it is not even imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.processes import as_toml

# Makes ready what `chibo run` makes ready, up to the point where it would open its ports, plans a month's meeting over Tết as
# the clock would, and tells what was imported for it.
SERVICE = """
import datetime, json, sys

from bot import cli
from bot.service import Service
from bot.settings import load
from handlers.calendar import DaysOff, MonthlyRule, meeting_day
from storage import migrate

said = cli.parser().parse_args(["run", "--config", sys.argv[1]])
service = Service(load(said.config))
assert not migrate.upgrade(service.database.engine)
service.database.close()
assert meeting_day(MonthlyRule(day=17), "2026-02", DaysOff()) == datetime.date(2026, 2, 23)
print(json.dumps(sorted(sys.modules)))
"""
# What only other commands need, or nobody: migrations, the terminal, spreadsheets, pictures, the calendars of the whole world,
# the frameworks we do without.
NEVER = {
    "alembic",
    "mako",
    "rich",
    "pygments",
    "pydantic",
    "click",
    "typer",
    "openpyxl",
    "segno",
    "holidays",
    "telegram.ext",
    "sqlalchemy.ext.asyncio",
    "sandbox",
}
OURS = {"bot.demo", "bot.invitations", "bot.roster_file", "bot.roster_import"}


def imported(folder: Path, network: str, database_url: str) -> set[str]:
    config = folder / "config.toml"
    bot = {"name": "one", "network": network, "token": "1:a-token-of-nobody"}
    config.write_text(as_toml({"database": {"url": database_url}, "web": {"port": 0}, "bots": [bot]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SERVICE, str(config)], env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(("network", "other"), [("telegram", "bot.networks.zalo"), ("zalo", "telegram")])
def test_a_service_imports_only_what_it_serves_with(
    tmp_path: Path, database_url: str, database_kind: str, network: str, other: str
) -> None:
    modules = imported(tmp_path, network, database_url)
    assert f"bot.networks.{network}" in modules
    other_driver = "psycopg" if database_kind == "sqlite" else "sqlite3"
    assert modules & {*NEVER, *OURS, other, other_driver} == set()
