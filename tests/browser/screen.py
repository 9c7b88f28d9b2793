"""Somebody in front of the page: sees phones, presses what is written on buttons, types, and looks at the clock."""

import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx

SECONDS = 1000
PATIENCE = 15 * SECONDS
LARGEST_PICTURE = 300_000


@dataclass
class World:
    """The sandbox behind the page, asked directly where a test must know what the page cannot tell."""

    url: str

    def get(self, path: str, **query: Any) -> Any:
        return httpx.get(f"{self.url}/sandbox/{path}", params=query, timeout=30).raise_for_status().json()

    def post(self, path: str, **body: Any) -> Any:
        return httpx.post(f"{self.url}/sandbox/{path}", json=body, timeout=90).raise_for_status().json()

    def settle(self) -> None:
        self.post("settle", followers=1)

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.get("clock")["now"])


@dataclass
class Phone:
    """One phone on the page, from the left, counted from 0."""

    screen: "Screen"
    place: int

    @property
    def box(self) -> Any:
        return self.screen.page.locator(".phone").nth(self.place)

    @property
    def log(self) -> Any:
        return self.box.locator("[data-log]")

    @property
    def owner(self) -> str:
        return self.box.locator(".owner h2").evaluate("it => it.lastChild.textContent.trim()")

    @property
    def chat(self) -> str:
        return self.log.get_attribute("data-log")

    def presses(self, label: str) -> None:
        """Press the newest button (Telegram) or numbered choice (Zalo) with these words."""
        self.log.locator(".key, .choice").filter(has_text=label).last.click()

    def offers(self, label: str) -> None:
        self.screen.expect(self.log.locator(".key, .choice").filter(has_text=label).last).to_be_visible(
            timeout=PATIENCE
        )

    def says(self, text: str) -> None:
        field_ = self.box.get_by_role("textbox")
        field_.fill(text)
        field_.press("Enter")

    def hears(self, words: str) -> None:
        """The bot's words stand on this phone, now or soon."""
        found = self.log.locator(".message.bot").filter(has_text=re.compile(words))
        self.screen.expect(found.last).to_be_visible(timeout=PATIENCE)

    def everything(self) -> str:
        return self.log.inner_text()


@dataclass
class Screen:
    """The page in a browser; remembers every address it asked for and every mistake of its scripts."""

    page: Any
    world: World
    asked: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        from playwright.sync_api import expect

        self.expect = expect
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        # A refused request (the bot is down) is told to the reader by the page itself.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.mistakes.append(message.text)

    def must_be_in_order(self) -> None:
        assert self.mistakes == []
        strangers = [url for url in self.asked if not url.startswith(f"{self.world.url}/")]
        assert strangers == [], "the page asked for outside addresses"

    def opens(self, *, tour: bool = False, empty: bool = False) -> None:
        """Open the page; the tour it offers is put aside unless wanted. An `empty` world has no phone to wait for."""
        self.page.goto(self.world.url)
        if empty:
            return
        self.expect(self.page.locator(".phone").first).to_be_visible(timeout=PATIENCE)
        if not tour:
            self.button("Để sau").click()

    def phone(self, place: int) -> Phone:
        return Phone(self, place)

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def reads(self, words: str) -> None:
        """These words are visible somewhere on the page, now or soon."""
        self.expect(self.page.get_by_text(re.compile(words)).locator("visible=true").first).to_be_visible(
            timeout=PATIENCE
        )

    def waits_for_clock(self) -> None:
        """Until no move of the clock is under way."""
        self.expect(self.page.locator(".clock .now.moving")).to_have_count(0, timeout=4 * PATIENCE)

    def keeps_picture(self, name: str) -> None:
        """Where PICTURES names a folder, keep what is on the screen there, for the README."""
        if "PICTURES" not in os.environ:
            return
        from PIL import Image

        self.page.wait_for_timeout(6000)  # until what has just arrived no longer glows, and passing answers are gone
        # With a palette: the page has few colours, and a repository keeps every version of a picture.
        picture = Image.open(BytesIO(self.page.screenshot())).convert("RGB").quantize(200)
        path = Path(os.environ["PICTURES"], f"{name}.png")
        picture.save(path, optimize=True)
        assert path.stat().st_size < LARGEST_PICTURE
