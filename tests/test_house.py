"""The house keeps its arrows: bot → handlers → storage, never back; the sandbox stands alone."""

import ast
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "storage", "sandbox")
NETWORK_LIBRARIES = {"telegram", "httpx", "aiohttp", "apscheduler"}
MAY_NOT_IMPORT = {
    "storage": {"bot", "handlers", "sandbox", *NETWORK_LIBRARIES},
    "handlers": {"bot", "sandbox", *NETWORK_LIBRARIES},
    "bot": {"sandbox"},
    "sandbox": {"bot", "handlers", "storage", "telegram", "sqlalchemy"},
}
TOP_LEVEL = {
    *ROOMS, "tests", "bench", "docs", "config.example.toml", "pyproject.toml", "README.md", "Makefile",
}  # fmt: skip


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_what_it_must_not(room: str) -> None:
    wrong = {
        str(path.relative_to(ROOT)): sorted(imports(path) & MAY_NOT_IMPORT[room])
        for path in (ROOT / room).rglob("*.py")
        if imports(path) & MAY_NOT_IMPORT[room]
    }
    assert not wrong


def test_handlers_and_storage_ask_no_clock_of_the_machine() -> None:
    calls = ("datetime.now(", "datetime.today(", "date.today(", "time.time(", "datetime.utcnow(", "monotonic(")
    wrong = [
        f"{path.relative_to(ROOT)}: {call}"
        for room in ("handlers", "storage")
        for path in (ROOT / room).rglob("*.py")
        for call in calls
        if call in path.read_text(encoding="utf-8")
    ]
    assert not wrong


def test_storage_never_commits() -> None:
    wrong = [str(path) for path in (ROOT / "storage").glob("*.py") if ".commit(" in path.read_text(encoding="utf-8")]
    assert not wrong


def test_no_file_is_longer_than_500_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for room in (*ROOMS, "tests", "bench")
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert not long


def test_the_top_level_holds_what_the_customer_named() -> None:
    top = {name.partition("/")[0] for name in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL
    assert {"bot", "handlers", "storage", "tests", "config.example.toml", "pyproject.toml", "README.md"} <= top


def test_a_wheel_holds_every_file_of_the_rooms() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    folders = {package: ROOT / package.replace(".", "/") for package in told}
    packed = {path for package, patterns in told.items() for each in patterns for path in folders[package].glob(each)}
    rooms = tuple(f"{room}/" for room in ROOMS)
    data = {ROOT / name for name in tracked() if name.startswith(rooms) and not name.endswith(".py")}
    assert {str(path.relative_to(ROOT)) for path in data - packed} == set()
