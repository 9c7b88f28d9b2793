"""The documents: links lead somewhere, commands exist, and nothing that exists is left out."""

import re
from pathlib import Path

import pytest

from bot import cli
from handlers import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


def test_every_make_command_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", TEXT, re.MULTILINE))
    assert named
    assert named <= targets


def test_every_command_of_the_command_line_is_in_the_documents() -> None:
    commands = set(cli.COMMANDS)
    assert {command for command in commands if f"chibo {command}" not in TEXT} <= {"understand", "migrate", "demo"}
    named = set(re.findall(r"(?:`|/)chibo ([a-z][a-z-]+)", TEXT))
    assert named <= commands


def test_every_chat_command_in_the_documents_exists() -> None:
    named = set(re.findall(r"`/([a-z]+)`", TEXT)) - {"healthz"}  # an address, not a command
    assert named
    assert named <= set(COMMANDS)


def test_every_page_is_reachable_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    unlinked = [page.name for page in PAGES[1:] if f"docs/{page.name}" not in readme]
    assert not unlinked


def test_the_ci_runs_what_the_readme_says() -> None:
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^make [a-z-]+", run, re.MULTILINE)
    assert commands
    assert all(command in readme for command in commands)
