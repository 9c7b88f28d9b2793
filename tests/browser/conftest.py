"""The page in a real browser: `make test-browser`, or `pytest tests/browser`. The other tests do not need a browser."""

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.browser.screen import Screen, World

MISSING_CHROMIUM = (
    "Chromium is missing, so the page cannot be tested. On Debian: "
    "apt-get install --no-install-recommends chromium fonts-noto-core; elsewhere set CHROMIUM=/path/to/chromium"
)
MISSING_CLIENT = "What drives the browser is missing: run make test-browser, which installs the extra [browser]"
TELEGRAM_CELL, ZALO_CELL = "CB07", "CB06"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """These tests run only when they are named: `make test` alone must not need Chromium."""
    named = any(_means_these(config.invocation_params.dir / str(each).partition("::")[0]) for each in config.args)
    return None if named or collection_path.name == "conftest.py" else True


def _means_these(path: Path) -> bool:
    here = Path(__file__).parent
    return path == here or here in path.parents


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        pytest.fail(MISSING_CLIENT, pytrace=False)
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found or not Path(found).exists():
        pytest.fail(MISSING_CHROMIUM, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage", "--lang=vi"]
        )
        yield browser
        browser.close()


@contextmanager
def demo_of(folder: Path, *codes: str) -> Iterator[World]:
    """The demo's two processes with some of its cells only, driven from a thread of its own."""
    from bot import demo, demo_roster

    whole = demo_roster.build(demo.BEGIN.date())
    kept = tuple(each for each in whole.organisations if each.kind == "committee" or each.code in codes)
    names = {each.code for each in kept}
    part = demo_roster.Demo(
        kept,
        tuple(each for each in whole.members if each.organisation in names),
        tuple(each for each in whole.themes if each.organisation in names),
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    context = demo.running(folder, 0, speed=1, demo=part)
    try:
        running = asyncio.run_coroutine_threadsafe(context.__aenter__(), loop).result(60)
        try:
            yield World(running.url)
        finally:
            asyncio.run_coroutine_threadsafe(context.__aexit__(None, None, None), loop).result(30)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One cell on each network; shared by the tests that do not play the month."""
    with demo_of(tmp_path_factory.mktemp("demo"), TELEGRAM_CELL, ZALO_CELL) as running:
        yield running


@pytest.fixture
def visit(chromium: object) -> Iterator[Callable[..., Screen]]:
    """Open the page of a world as a newcomer: `visit(world, width=390, height=844)`."""
    with ExitStack() as stack:

        def open_page(
            world: World,
            *,
            width: int = 1440,
            height: int = 900,
            tour: bool = False,
            empty: bool = False,
            **options: str | bool,
        ) -> Screen:
            context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN", **options)
            stack.callback(context.close)
            screen = Screen(context.new_page(), world)
            stack.callback(screen.must_be_in_order)
            screen.opens(tour=tour, empty=empty)
            return screen

        yield open_page


@pytest.fixture
def screen(visit: Callable[..., Screen], world: World) -> Screen:
    """The page on a wide screen, the tour put aside."""
    return visit(world)
