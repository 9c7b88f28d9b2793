"""Everybody can use the page: by keyboard alone, with a screen reader, on a phone, at 200 % zoom, without the internet."""

import re

import httpx
import pytest

from tests.browser.screen import PATIENCE, Screen

# The right edge of whatever stands farthest to the right; phones and rows of suggestions scroll sideways on purpose.
RIGHTMOST = """Math.max(...[...document.querySelectorAll("body *")]
  .filter((it) => getComputedStyle(it).position !== "absolute" && !it.closest(".phones, .quick, .tabs"))
  .map((it) => it.getBoundingClientRect().right))"""
LAYOUTS = {"wide": (1440, 900), "phone": (390, 844), "zoom 200 %": (640, 400)}


def violations(screen: Screen) -> list[str]:
    """What axe-core finds against the rules of WCAG 2 and good practice."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(screen.page).response["violations"]
    return [f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]


def has_focus(screen: Screen, selector: str) -> bool:
    return screen.page.evaluate("selector => Boolean(document.activeElement?.closest(selector))", selector)


def tab_to(screen: Screen, selector: str, *, most: int = 200) -> None:
    """Press Tab until what is meant has the focus."""
    for _ in range(most):
        screen.page.keyboard.press("Tab")
        if has_focus(screen, selector):
            return
    pytest.fail(f"{selector} cannot be reached with the Tab key")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_that_a_screen_reader_misses(visit, world, scheme):
    screen = visit(world, tour=True, color_scheme=scheme, reduced_motion="reduce")
    assert violations(screen) == []
    screen.button("Bắt đầu trên Zalo").click()
    screen.phone(0).says("/agenda")
    screen.phone(0).hears("phút")
    for tab in ("Sắp tới", "Sổ gửi", "Lệnh gọi", "Sự cố"):
        screen.tab(tab)
        assert violations(screen) == [], tab
    screen.button("Thoát hướng dẫn").click()
    screen.page.locator(".cell-head .person").filter(has_text="Telegram").first.click()
    screen.expect(screen.phone(0).box).to_have_class(re.compile("telegram"))
    screen.phone(0).says("/agenda")
    screen.phone(0).hears("phút")
    assert violations(screen) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_sticks_out(visit, world, layout):
    width, height = LAYOUTS[layout]
    screen = visit(world, width=width, height=height)
    for pane in ("phones", "people", "behind"):
        if layout != "wide":
            screen.page.locator(f"[data-pane={pane}]").click()
        assert screen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert screen.page.evaluate(RIGHTMOST) <= width + 1
        assert violations(screen) == []


def test_on_a_phone_one_reads_and_answers(visit, world):
    screen = visit(world, width=390, height=844, has_touch=True, is_mobile=True)
    screen.page.get_by_role("button", name="Danh bạ").click()
    screen.page.get_by_label("Tìm tên, vai trò, chi bộ").fill("thu ky")
    screen.page.get_by_label("Tìm tên, vai trò, chi bộ").fill("")
    screen.page.get_by_label("Vai trò", exact=True).select_option("Thư ký")
    secretary = screen.page.locator(".cell li .person").first
    # The list is drawn anew with the next picture: a click before it may meet what is no longer there.
    screen.expect(secretary).to_contain_text("Thư ký", ignore_case=True)
    before = screen.phone(0).chat
    secretary.click()
    phone = screen.phone(0)
    screen.expect(phone.log).not_to_have_attribute("data-log", before)
    phone.says("/agenda")
    phone.hears("Tổng .* phút")
    screen.keeps_picture("page-phone")


def test_by_keyboard_alone(screen, world):
    keyboard = screen.page.keyboard
    screen.page.reload()
    screen.expect(screen.page.locator(".phone").first).to_be_visible()
    keyboard.press("Tab")
    assert "Đến các điện thoại" in screen.page.evaluate("document.activeElement.textContent")
    keyboard.press("Enter")
    assert has_focus(screen, "#phones")
    tab_to(screen, ".phone:first-child textarea")
    keyboard.type("/agenda")
    keyboard.press("Enter")
    screen.phone(0).hears("phút")

    screen.page.evaluate("document.activeElement.blur()")
    tab_to(screen, "[data-tour=hour]")
    before = world.now
    keyboard.press("Enter")
    screen.waits_for_clock()
    screen.expect(screen.page.locator("[data-tour=hour]")).to_be_enabled(timeout=PATIENCE)
    assert (world.now - before).total_seconds() >= 3600

    tab_to(screen, "[role=tab]")
    keyboard.press("ArrowRight")
    assert screen.page.evaluate("document.activeElement.textContent.trim()") == "Sổ gửi"
    screen.expect(screen.page.get_by_role("tab", name="Sổ gửi")).to_have_attribute("aria-selected", "true")

    keyboard.press("Home")
    screen.page.locator("#directory").focus()
    tab_to(screen, ".search input")
    keyboard.type("bi thu")
    tab_to(screen, ".cell li .person, .cell-head .person")
    keyboard.press("Enter")
    assert screen.page.locator(".phone.active").count() == 1


def test_new_messages_are_read_aloud_from_the_chosen_phone_only(screen):
    logs = [log.get_attribute("aria-live") for log in screen.page.get_by_role("log").all()]
    assert logs.count("polite") == 1
    assert set(logs) <= {"polite", "off"}


def test_only_the_sandbox_itself_may_be_asked(screen, world):
    policy = httpx.get(world.url).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    refused = screen.page.evaluate("fetch('https://example.org/').then(() => 'asked', () => 'refused')")
    assert refused == "refused"
    screen.mistakes = [each for each in screen.mistakes if "example.org" not in each]
    screen.asked = [each for each in screen.asked if "example.org" not in each]


def test_english_by_a_switch_that_is_kept(screen):
    screen.button("English").click()
    screen.reads("Next event")
    screen.page.reload()
    screen.reads("Groups and members")
    assert screen.page.locator("html").get_attribute("lang") == "en"
    both = "Promise.all(['vi', 'en'].map(name => import(`/page/words/${name}.js`).then(words => words[name])))"
    vietnamese, english = screen.page.evaluate(both)
    assert vietnamese.keys() == english.keys()
    spoken = " ".join(vietnamese.values()).lower().split()
    assert not {"bạn", "em"} & set(spoken)
