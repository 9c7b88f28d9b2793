"""A newcomer plays a whole month of a cell by following the page alone, on either network."""

import re
import time
from dataclasses import dataclass
from datetime import datetime

import pytest

from tests.browser.conftest import TELEGRAM_CELL, ZALO_CELL, demo_of
from tests.browser.screen import PATIENCE, Screen, World

CELLS = {"telegram": TELEGRAM_CELL, "zalo": ZALO_CELL}
BEGIN = {"telegram": "Bắt đầu trên Telegram", "zalo": "Bắt đầu trên Zalo"}
TWO_MINUTES = 120


@dataclass
class Tour:
    """The guided tour, followed step by step: what its card asks for, where it points, whether it noticed."""

    screen: Screen
    world: World
    network: str

    @property
    def card(self):
        return self.screen.page.locator("#tour-card")

    def asks(self, step: int, title: str) -> None:
        self.screen.expect(self.card).to_contain_text(f"Bước {step}/10")
        self.screen.expect(self.card).to_contain_text(title)

    def points_at(self, words: str) -> None:
        self.screen.expect(self.screen.page.locator("[data-pointed]")).to_contain_text(words, timeout=PATIENCE)

    def noticed(self) -> None:
        self.screen.expect(self.card.get_by_text("Đã xong.")).to_be_visible(timeout=3 * PATIENCE)

    def goes_on(self) -> None:
        self.noticed()
        self.screen.button("Tiếp tục").click()

    def marked(self, name: str):
        return self.screen.page.locator(f"[data-tour={name}]").first


@pytest.mark.parametrize("network", ["telegram", "zalo"])
def test_a_month_by_following_the_page(network, visit, tmp_path):
    with demo_of(tmp_path, CELLS[network]) as world:
        light = "light" if network == "telegram" else "dark"
        tour = Tour(visit(world, tour=True, color_scheme=light), world, network)
        began = time.monotonic()
        tour.screen.button(BEGIN[network]).click()
        comes_to_the_invitation(tour)
        a_member_is_absent_and_only_the_organisers_hear_why(tour)
        assert time.monotonic() - began < TWO_MINUTES, "a newcomer sees the first absence alert within two minutes"
        changes_his_mind_in_plain_words(tour)
        registers_to_speak(tour)
        reads_the_agenda(tour)
        answers_close(tour)
        the_bot_is_killed_and_nothing_is_lost(tour)
        attendance_is_recorded(tour)
        the_month_is_played(tour)


def comes_to_the_invitation(tour: Tour) -> None:
    tour.asks(1, "Đưa đồng hồ đến giấy mời")
    tour.points_at("Việc kế tiếp")
    while not tour.card.locator(".done").count():
        tour.marked("next").click()
        tour.screen.waits_for_clock()
        tour.screen.page.wait_for_timeout(300)
    tour.goes_on()


def a_member_is_absent_and_only_the_organisers_hear_why(tour: Tour) -> None:
    tour.asks(2, "xin vắng ngay trong nhóm")
    tour.points_at("Tôi xin vắng")
    tour.screen.phone(0).presses("Tôi xin vắng")
    tour.goes_on()

    tour.asks(3, "Nói lý do")
    member, secretary, group = (tour.screen.phone(place) for place in range(3))
    tour.points_at("Công tác")
    member.presses("Công tác")
    secretary.hears(f"Báo vắng: {member.owner}")
    if tour.network == "telegram":
        group.hears("Vắng 1")  # the posted card itself changes
    assert "Công tác" not in group.everything()
    tour.noticed()
    tour.screen.keeps_picture(f"page-{tour.network}")
    tour.goes_on()


def changes_his_mind_in_plain_words(tour: Tour) -> None:
    tour.asks(4, "Đổi ý bằng lời thường")
    tour.points_at("Muộn 15 phút")
    tour.screen.phone(0).says("muon 15p")
    tour.goes_on()


def registers_to_speak(tour: Tour) -> None:
    tour.asks(5, "Đăng ký phát biểu")
    tour.points_at("/phatbieu")
    member = tour.screen.phone(0)
    member.says("/phatbieu")
    for choice in ("Mục 8", "Nêu tên", "Bỏ qua, không ghi nội dung", "Gửi"):
        member.presses(choice)
    tour.goes_on()


def reads_the_agenda(tour: Tour) -> None:
    tour.asks(6, "Xem chương trình")
    tour.points_at("/agenda")
    tour.screen.phone(0).says("/agenda")
    tour.screen.phone(0).hears("Tổng .* phút")
    tour.goes_on()


def answers_close(tour: Tour) -> None:
    tour.asks(7, "Đến hạn trả lời")
    tour.marked("go-deadline").click()
    tour.screen.phone(0).hears("Đã hết hạn trả lời")
    tour.noticed()
    tour.screen.waits_for_clock()
    tour.goes_on()


def the_bot_is_killed_and_nothing_is_lost(tour: Tour) -> None:
    tour.asks(8, "Tắt Trợ lý, không mất tin")
    tour.marked("fault-kill").click()
    tour.screen.reads("Trợ lý đang tắt. Mạng giữ mọi tin")
    tour.screen.phone(0).says("/agenda")
    tour.screen.reads("1 tin đang được mạng giữ, không mất")
    if tour.network == "telegram":
        tour.screen.keeps_picture("page-faults")
    tour.marked("fault-kill").click()
    tour.noticed()
    tour.screen.reads("Mọi tin đã được xử lý, không mất tin nào")
    tour.goes_on()


def attendance_is_recorded(tour: Tour) -> None:
    tour.asks(9, "Sau buổi họp")
    tour.marked("go-presence").click()
    tour.noticed()
    tour.screen.waits_for_clock()
    tour.screen.phone(0).presses("Tất cả có mặt")
    tour.goes_on()


def the_month_is_played(tour: Tour) -> None:
    screen = tour.screen
    tour.asks(10, "Chạy cả tháng")
    screen.page.get_by_label("Tốc độ").select_option("259200")
    screen.button("Chạy cả tháng").click()
    tour.noticed()
    screen.button("Dừng").click()
    screen.expect(screen.button("Chạy cả tháng")).to_be_enabled(timeout=PATIENCE)
    # The rest in one go, by the date field.
    screen.page.get_by_label("Chuyển đến ngày, giờ").fill("2027-01-02T08:00")
    screen.page.locator(".to button").click()
    screen.reads("Thứ Bảy, 02/01/2027")
    screen.waits_for_clock()
    screen.button("Kết thúc").click()
    screen.expect(tour.card).to_contain_text("Đã hết mười bước")
    every_push_came_at_its_own_time(tour.world, screen.phone(0).chat)


def every_push_came_at_its_own_time(world: World, group: str) -> None:
    """What the clock posted to the group carries the minute it was planned for, however fast the month was played."""
    posts = [each for each in world.get("messages", chat=group) if each["from_bot"]]
    times = [datetime.fromisoformat(each["at"]) for each in posts]
    assert times == sorted(times)
    assert len({moment.date() for moment in times}) >= 5, "the pushes of a month come on different days"
    reminders = [moment for moment, post in zip(times, posts, strict=True) if re.match("Nhắc lịch: còn", post["text"])]
    starts = {re.search(r"Thời gian: (\d+) giờ", post["text"])[1] for post in posts if "Nhắc lịch: còn" in post["text"]}
    assert reminders
    assert {f"{(moment.hour + 7) % 24}" for moment in reminders} == starts, "so many days before, to the hour"
