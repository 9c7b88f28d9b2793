"""The page follows what happens without being asked, and stays calm when something breaks."""

import re
import subprocess
import sys

import httpx
import pytest

from tests.browser.screen import PATIENCE, World


def group_of(world, network):
    return next(chat for chat in world.get("state")["chats"] if chat["type"] == "group" and chat["network"] == network)


def test_what_somebody_else_says_appears_by_itself(screen, world):
    phone = screen.phone(1)
    person = phone.chat.split(":")[1]
    world.post("say", person=person, chat=phone.chat, text="/help")
    phone.hears("agenda")


def test_news_elsewhere_is_marked_until_it_is_read(screen, world):
    chats = world.get("state")["chats"]
    shown = {screen.phone(place).chat for place in range(3)}
    cell = group_of(world, "telegram")
    other = next(
        chat
        for chat in chats
        if chat["type"] == "private" and chat["id"] not in shown and chat["person"] in cell["people"]
    )
    world.post("say", person=other["person"], chat=other["id"], text="/help")
    row = screen.page.locator(f'[data-person="{other["person"]}"]')
    screen.expect(row.locator(".news")).to_be_visible(timeout=PATIENCE)
    screen.page.get_by_label("Chỉ nơi có tin mới").check()
    screen.expect(row).to_be_visible()
    row.click()
    screen.page.get_by_label("Chỉ nơi có tin mới").uncheck()
    screen.expect(row.locator(".news")).to_have_count(0, timeout=PATIENCE)


def test_the_directory_finds_people_without_marks_and_by_network(screen, world):
    name = world.get("state")["people"][0]["name"]
    field = screen.page.get_by_label("Tìm tên, vai trò, chi bộ")
    field.fill(name)
    screen.expect(screen.page.locator(".cell li .person b").first).to_have_text(name)
    field.fill("khong co ai nhu the")
    screen.reads("Không có ai phù hợp")
    field.fill("")
    screen.page.get_by_label("Mạng").select_option("zalo")
    screen.expect(screen.page.locator(".cell-head .net.telegram")).to_have_count(0)
    screen.expect(screen.page.locator(".cell-head .net.zalo").first).to_be_visible()


def test_a_message_the_bot_may_not_see_says_so(screen):
    group = screen.phone(0)
    group.says("Chào các đồng chí")
    screen.reads("Trợ lý không nhận tin này")


def test_one_replies_edits_and_quotes(screen):
    group = screen.phone(0)
    group.says("Tôi nhắn nhầm")
    mine = group.log.locator(".message.mine").last
    mine.hover()
    mine.get_by_role("button", name="Sửa tin").click()
    group.says("Tôi nhắn lại cho đúng")
    screen.expect(group.log.locator(".message.mine").last).to_contain_text("đã sửa")
    mine.hover()
    mine.get_by_role("button", name=re.compile("Trả lời tin")).click()
    group.says("Vâng")
    screen.expect(group.log.locator(".message.mine blockquote").last).to_contain_text("Tôi nhắn lại cho đúng")


def test_a_deep_link_opens_the_private_chat(screen, world):
    group = screen.phone(0)
    bot = next(bot for bot in world.get("state")["bots"] if bot["network"] == "telegram")
    group.says(f"Đề nghị mở https://t.me/{bot['username']}?start=xem")
    group.log.locator(".link").last.click()
    screen.expect(group.log).to_have_attribute("data-log", re.compile(f"{bot['username']}:"))


def test_a_picture_is_refused_by_the_bot_and_shown_on_the_phone(screen):
    phone = screen.phone(1)
    phone.box.get_by_role("button", name="Gửi một ảnh thử").click()
    screen.expect(phone.log.locator(".document").last).to_be_visible(timeout=PATIENCE)
    phone.hears("không tiếp nhận|không nhận")


def test_a_broken_connection_mends_itself(screen, world):
    phone = screen.phone(1)
    person = phone.chat.split(":")[1]
    screen.page.context.set_offline(True)
    screen.page.evaluate("window.dispatchEvent(new Event('offline'))")
    world.post("say", person=person, chat=phone.chat, text="nhắn lúc mất kết nối")
    screen.page.context.set_offline(False)
    screen.expect(phone.log).to_contain_text("nhắn lúc mất kết nối", timeout=PATIENCE)


def test_what_is_coming_says_when_and_why(screen):
    first = screen.page.locator(".coming li").first
    screen.expect(first.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    screen.reads("trước buổi họp")


def test_the_calls_of_the_chosen_chat(screen):
    phone = screen.phone(1)
    phone.says("/help")
    phone.hears("agenda")
    screen.tab("Lệnh gọi")
    call = screen.page.locator(".calls li").first
    screen.expect(call).to_contain_text("sendMessage")
    call.locator("summary").click()
    screen.expect(call.locator("pre")).to_contain_text("agenda")


def test_each_fault_and_nothing_lost(screen, world):
    phone = screen.phone(1)
    phone.log.click()
    screen.tab("Sự cố")
    screen.button("Đếm lại từ đây").click()

    screen.page.locator("[data-tour=fault-429]").click()
    screen.reads("Còn 3 lần từ chối")
    phone.says("/help")
    screen.expect(screen.page.locator("[data-tour=fault-429].mend")).to_be_visible()
    screen.page.locator("[data-tour=fault-429]").click()

    screen.page.locator("[data-tour=fault-down]").click()
    screen.reads("Telegram đang mất kết nối")
    phone.says("/agenda")
    screen.reads("đang được giữ")
    screen.page.locator("[data-tour=fault-down]").click()
    world.settle()
    phone.hears("phút")

    screen.page.locator("[data-tour=fault-blocked]").click()
    screen.reads("Đã chặn Trợ lý")
    screen.page.locator(".phone").nth(1).get_by_role("button", name="Bỏ chặn").click()
    screen.page.locator("[data-tour=fault-kicked]").click()
    screen.reads("Trợ lý không còn trong nhóm")
    screen.page.locator("[data-tour=fault-kicked]").click()

    world.settle()
    screen.expect(screen.page.locator(".verdict.good")).to_contain_text("không mất tin nào", timeout=2 * PATIENCE)


def test_a_group_that_becomes_a_supergroup_stays_on_the_phone(screen, world):
    group = screen.phone(0)
    moved = world.post("migrate", group=group.chat)
    screen.expect(group.log).to_have_attribute("data-log", moved["id"], timeout=PATIENCE)


@pytest.fixture
def plain_sandbox():
    """The sandbox by itself: no bot of ours, no ledger behind it, the time stands still."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--port", "0", "--speed", "0"], stdout=subprocess.PIPE, text=True
    )
    yield World(process.stdout.readline().split()[-1])
    process.terminate()
    process.wait(10)


def test_the_page_serves_any_bot(visit, plain_sandbox):
    """A developer tries a bot of his own: no ledger and no supervisor, so those parts are not shown."""
    screen = visit(plain_sandbox, empty=True)
    screen.reads("Chưa có ai ở đây")
    plain_sandbox.post(
        "world",
        bots=[{"network": "telegram", "token": "1:mine", "username": "my_bot", "name": "Bot thử"}],
        people=[{"id": "700000001", "name": "Lê Văn Minh", "network": "telegram"}],
    )
    screen.button("BẮT ĐẦU").click()
    screen.expect(screen.phone(0).log).to_contain_text("/start")
    assert screen.page.get_by_role("tab").all_inner_texts() == ["Lệnh gọi", "Sự cố"]
    httpx.post(
        f"{plain_sandbox.url}/telegram/bot1:mine/sendMessage", json={"chat_id": 700000001, "text": "Chào anh Minh"}
    ).raise_for_status()
    screen.phone(0).hears("Chào anh Minh")
    screen.expect(screen.page.locator(".calls li").first).to_contain_text("sendMessage")
