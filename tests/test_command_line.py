"""The command line: what an operator reads when all is well, and when it is not."""

import subprocess
import sys
from pathlib import Path

from bot.cli import COMMANDS
from bot.database import Database
from storage import misreads
from tests.talk import START


def chibo(*words: str | Path, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", *map(str, words)]
    return subprocess.run(command, input=said, capture_output=True, text=True, timeout=60, check=False)


def config(folder: Path, more: str = "") -> Path:
    path = folder / "config.toml"
    path.write_text(f'database.url = "sqlite:///{folder / "chibo.sqlite3"}"\n{more}', encoding="utf-8")
    return path


def test_without_a_word_it_says_what_there_is() -> None:
    said = chibo()
    assert said.returncode == 0
    assert all(name in said.stdout for name in COMMANDS)


def test_a_command_that_does_not_exist_is_told_with_those_that_do() -> None:
    said = chibo("rum")
    assert said.returncode == 2
    assert "'rum'" in said.stderr
    assert "import-roster" in said.stderr


def test_every_mistake_in_the_settings_is_shown_with_its_whole_place(tmp_path: Path) -> None:
    path = config(tmp_path, '[[bots]]\nname = "one"\nnetwork = "viber"\ntoken = "t"\n[web]\nport = "x"\n')
    said = chibo("check-config", "--config", path)
    assert said.returncode == 2
    assert "bots[one].network: write one of 'telegram', 'zalo'" in said.stderr
    assert "web.port: expected `int`, got `str`" in said.stderr


def test_settings_in_order_are_said_to_be(tmp_path: Path) -> None:
    said = chibo("check-config", "--config", config(tmp_path))
    assert said.returncode == 0
    assert "settings are in order" in said.stdout


def test_pictures_without_a_folder_are_refused_with_the_remedy(tmp_path: Path) -> None:
    said = chibo("invite", "--format", "png", "--config", config(tmp_path))
    assert said.returncode == 2
    assert "add --out FOLDER" in said.stderr


def test_what_was_not_understood_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    path = config(tmp_path)
    assert "up to date now" in chibo("migrate", "-c", path).stdout
    database = Database(f"sqlite:///{tmp_path / 'chibo.sqlite3'}")
    database.ask(lambda session: misreads.count(session, "0" * 64, "hop luc [may] gio [/x]", START.date()))
    database.close()
    assert "hop luc [may] gio [/x]" in chibo("misunderstood", "-c", path).stdout


def test_replies_are_read_line_by_line() -> None:
    assert '"attendance": "absent"' in chibo("understand", said="tôi xin vắng\n").stdout
