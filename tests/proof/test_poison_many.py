"""A hundred thousand updates, valid, bent and hostile: none stops the next, and every one is accounted for."""

import logging
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from bot.database import make_engine
from storage import migrate
from tests.proof.poison import drink

NUMBER, SEED = 50_000, 20261123


@pytest.mark.parametrize("network", ["telegram", "zalo"])
def test_every_one_is_accounted_for(network: str, tmp_path: Path) -> None:
    # A line in the log for each that cannot be read is right in an office, and of no use here.
    logging.disable(logging.ERROR)
    url = f"sqlite:///{tmp_path / 'chibo.sqlite3'}"
    migrate.upgrade(make_engine(url))
    try:
        tally = drink(url, network, NUMBER, SEED)
    finally:
        logging.disable(logging.NOTSET)
    table = Table("what", "count", title=f"{NUMBER} odd updates on {network}, seed {SEED}")
    for name, value in vars(tally).items():
        table.add_row(name, str(dict(value) if isinstance(value, dict) else value))
    Console(width=110).print(table)
    assert tally.handed + tally.probes == tally.kept + tally.known + tally.empty
    assert tally.kept == tally.states.total()
    assert tally.states["open"] == 0
    assert tally.answered_probes == tally.probes
    assert tally.rounds <= tally.kept
    assert not tally.faults
