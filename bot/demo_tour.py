"""The tour of the demo: one cell's month on each network, driven through the sandbox's control interface and printed as it is said."""

import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, ClientTimeout

from bot.demo import bots, group_id, person_id
from bot.demo_roster import FIELD_CELL, SECURITY_CELL, Demo, DemoMember, DemoOrganisation
from bot.screen import screen

NUMBERED = re.compile(r"\d+ – (.+)")


class TourError(Exception):
    """The assistant did not say what it should."""


@dataclass(slots=True)
class Chat:
    """One chat; `shown` is the revision up to which its messages were printed."""

    id: str
    title: str
    shown: int = 0


@dataclass(slots=True)
class Stage:
    """The cell of the tour, and the hands on its people's phones."""

    http: ClientSession
    demo: Demo
    cell: DemoOrganisation
    chats: dict[str, Chat] = field(default_factory=dict)

    @property
    def group(self) -> Chat:
        """The cell's chat group."""
        return self.chats.setdefault("group", Chat(group_id(self.cell), f"NHÓM {self.cell.name}"))

    def private(self, who: DemoMember) -> Chat:
        """Return the member's private chat with the assistant."""
        username = next(bot.username for bot in bots(self.demo) if bot.name == self.cell.bot)
        identity = person_id(who, self.cell.network)
        return self.chats.setdefault(identity, Chat(f"{username}:{identity}", who.full_name))

    async def post(self, path: str, **body: Any) -> Any:
        """Ask the control interface; raises TourError with its sentence."""
        async with self.http.post(path, json=body) as response:
            said = await response.json()
            if response.status != 200:  # noqa: PLR2004
                raise TourError(f"{path}: {said.get('error', said)}")
            return said

    async def messages(self, chat: Chat, **query: Any) -> list[dict[str, Any]]:
        """Return the bot's messages in a chat."""
        async with self.http.get("/sandbox/messages", params={"chat": chat.id, **query}) as response:
            return [message for message in await response.json() if message["from_bot"]]

    # -- what people do ------------------------------------------------------------------------------------------------

    async def says(self, who: DemoMember, text: str, *, in_group: bool = False) -> None:
        """Type something, and wait for everything that follows from it."""
        chat = self.group if in_group else self.private(who)
        screen.print(f"\n  [bold]{who.full_name}[/bold] ({'nhóm' if in_group else 'riêng'}): {text}")
        mention = {"mention": True} if in_group and self.cell.network == "zalo" else {}
        await self.post("/sandbox/say", person=person_id(who, self.cell.network), chat=chat.id, text=text, **mention)
        await self.post("/sandbox/settle", followers=1)

    async def picks(self, who: DemoMember, label: str, *, in_group: bool = False) -> None:
        """Press a button; where there are none, answer with its number."""
        chat = self.group if in_group else self.private(who)
        message = next((each for each in reversed(await self.messages(chat)) if _place(each, label)), None)
        if message is None:
            raise TourError(f"nothing in {chat.title} offers {label!r}")
        if not message["buttons"]:
            await self.says(who, str(_place(message, label)), in_group=in_group)
            return
        button = message["buttons"][_place(message, label) - 1]["label"]
        screen.print(
            f"\n  [bold]{who.full_name}[/bold] ({'nhóm' if in_group else 'riêng'}): [reverse] {button} [/reverse]"
        )
        person = person_id(who, self.cell.network)
        pressed = await self.post("/sandbox/tap", person=person, chat=chat.id, message=message["id"], button=button)
        await self.post("/sandbox/settle", followers=1)
        if pressed.get("answer") and pressed["answer"].get("text"):
            screen.print(f"      ({pressed['answer']['text']})")

    async def expects(self, chat: Chat, *fragments: str) -> None:
        """Print what is new in a chat and check that it says this; raises TourError if it does not."""
        new = await self.messages(chat, since=chat.shown)
        chat.shown = max((message["rev"] for message in new), default=chat.shown)
        text = "\n".join(message["text"] for message in new)
        missing = [fragment for fragment in fragments if fragment.casefold() not in text.casefold()]
        if missing:
            raise TourError(f"{chat.title} should read {missing[0]!r}, but reads:\n{text or '(nothing new)'}")
        if new:
            _show(chat, new[-1])

    async def until(self, moment: str, why: str) -> None:
        """Move the clock; everything due until then is sent at its own time."""
        said = await self.post("/sandbox/clock", to=moment, timeout=300, followers=1)
        screen.print(f"\n[cyan]── {said['now'][:16].replace('T', ' ')} UTC · {why}[/cyan]")


def _labels(message: dict[str, Any]) -> list[str]:
    if message["buttons"]:
        return [button["label"] for button in message["buttons"]]
    return [found[1] for line in message["text"].splitlines() if (found := NUMBERED.match(line))]


def _place(message: dict[str, Any], label: str) -> int:
    """Return the place of the choice with that in its label, from 1; 0 if there is none."""
    return next((place for place, each in enumerate(_labels(message), 1) if label.casefold() in each.casefold()), 0)


def _show(chat: Chat, message: dict[str, Any]) -> None:
    screen.print(f"    [green]→ {chat.title}[/green]")
    for line in message["text"].splitlines():
        screen.print(f"      {line}", markup=False)
    if message["buttons"]:
        screen.print("      " + "  ".join(f"[ {label} ]" for label in _labels(message)), markup=False)


# -- the month ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Month:
    """The times of a cell's month in the demo (ISO, local): after the invitation, after the answers closed, after the meeting."""

    cell: str
    invited: str
    closed: str
    over: str


# By the monthly rules of bot/demo_roster.py: the security cell on day 2 at 14:00, the field cell on day 4 at 19:30.
MONTHS = (
    Month(SECURITY_CELL, "2026-11-24T08:00:00+07:00", "2026-12-02T12:05:00+07:00", "2026-12-02T16:20:00+07:00"),
    Month(FIELD_CELL, "2026-11-24T20:00:00+07:00", "2026-12-04T17:35:00+07:00", "2026-12-05T07:05:00+07:00"),
)
THEME_DAY = "2026-12-01T08:05:00+07:00"


async def play(url: str, demo: Demo) -> None:
    """Play the tour against the sandbox at that address and print what is said; raises TourError if anything is amiss."""
    cells = {cell.code: cell for cell in demo.cells()}
    async with ClientSession(url, timeout=ClientTimeout(total=600)) as http:
        stages = {month.cell: Stage(http, demo, cells[month.cell]) for month in MONTHS}
        for month in MONTHS:
            await _before(stages[month.cell], month)
        for stage in stages.values():
            await stage.until(THEME_DAY, "ngày chuyên đề · the theme of the month")
            await stage.expects(stage.group, "Chuyên đề tháng 12/2026")
        for month in MONTHS:
            await _meeting(stages[month.cell], month)
    screen.print("\n[bold]Hết. Cả hai chi bộ đã đi trọn một tháng. · Both cells have lived through a month.[/bold]")


def _people(stage: Stage) -> tuple[DemoMember, DemoMember, list[DemoMember], DemoMember]:
    """Return the head, the secretary, members who are linked and hold no office, and one who is not linked yet."""
    members = stage.demo.members_of(stage.cell.code)
    by_role = {role: member for member in members for role, _ in member.roles}
    plain = [
        each for each in members if each.linked and each.reachable and not each.roles and each.status == "official"
    ]
    unlinked = next(each for each in members if not each.linked and each.status in {"official", "probationary"})
    return by_role["head"], by_role["secretary"], plain, unlinked


async def _code_of(stage: Stage, who: DemoMember) -> str:
    async with stage.http.get("/sandbox/state") as response:
        people = (await response.json())["people"]
    note = next(person["note"] for person in people if person["id"] == person_id(who, stage.cell.network))
    return str(note).rpartition("mã ")[2]


async def _before(stage: Stage, month: Month) -> None:
    head, secretary, (first, second, third, *_), newcomer = _people(stage)
    screen.rule(f"{stage.cell.name} · {stage.cell.network.capitalize()}")
    screen.print(
        "\n[cyan]── Liên kết bằng mã một lần, đồng ý rõ ràng · linking by a one-time code, explicit consent[/cyan]"
    )
    await stage.says(newcomer, f"/start {await _code_of(stage, newcomer)}")
    await stage.expects(stage.private(newcomer), "Đồng chí có đồng ý không")
    await stage.picks(newcomer, "Tôi đồng ý")
    await stage.expects(stage.private(newcomer), "Đã liên kết tài khoản")

    await stage.until(month.invited, "thư mời và thẻ xác nhận trong nhóm · invitations, and the group's card")
    await stage.expects(stage.group, "Mời sinh hoạt")
    await stage.picks(first, "Tôi dự", in_group=True)
    await stage.says(second, "ko du dc, truc co quan")
    await stage.expects(stage.private(second), "Trực, nhiệm vụ")
    await stage.expects(stage.private(secretary), second.full_name)
    await stage.picks(third, "Tôi xin vắng", in_group=True)
    await stage.expects(stage.private(third), "lý do")
    await stage.picks(third, "Ốm đau")
    await stage.expects(stage.private(third), "Ốm đau")
    await stage.expects(stage.group, *(["Vắng 2"] if stage.cell.network == "telegram" else []))
    await _others_answer(stage, {first, second, third, newcomer})

    screen.print("\n[cyan]── Đăng ký phát biểu và chương trình · speaking points and the agenda[/cyan]")
    await stage.says(first, "/phatbieu")
    await stage.expects(stage.private(first), "ĐĂNG KÝ PHÁT BIỂU")
    await stage.picks(first, "Mục")
    await stage.expects(stage.private(first), "nêu tên hay gửi ý kiến ẩn danh")
    await stage.picks(first, "Nêu tên")
    await stage.expects(stage.private(first), "gõ ý chính")
    await stage.says(first, "Đề nghị lịch trực được báo trước một tuần.")
    await stage.expects(stage.private(first), "xem lại trước khi gửi")
    await stage.picks(first, "Gửi")
    await stage.expects(stage.private(first), "Đã ghi nhận đăng ký phát biểu")
    await stage.says(head, "/agenda")
    await stage.expects(stage.private(head), "CHƯƠNG TRÌNH")


async def _others_answer(stage: Stage, known: set[DemoMember]) -> None:
    """Let everybody else who can be reached say that they come; the newcomer stays silent, to be nudged."""
    others = [
        each for each in stage.demo.members_of(stage.cell.code) if each.linked and each.reachable and each not in known
    ]
    for who in others:
        person = person_id(who, stage.cell.network)
        await stage.post("/sandbox/say", person=person, chat=stage.private(who).id, text="Tôi dự")
    screen.print(f"\n  ({len(others)} đồng chí khác nhắn riêng: Tôi dự · {len(others)} others answer in private)")
    await stage.post("/sandbox/settle", followers=1, timeout=120)


async def _meeting(stage: Stage, month: Month) -> None:
    head, secretary, _, newcomer = _people(stage)
    screen.rule(f"{stage.cell.name} · {stage.cell.network.capitalize()}")
    await stage.until(month.closed, "hết hạn trả lời · the answers close")
    await stage.expects(stage.private(newcomer), "chưa nhận được xác nhận")
    await stage.expects(stage.private(head), "Đã hết hạn trả lời", newcomer.full_name)
    await stage.until(month.over, "sau buổi họp · after the meeting")
    await stage.expects(stage.private(head), "ghi ai có mặt")
    await stage.picks(head, "Điểm danh")
    await stage.expects(stage.private(head), "Điểm danh")
    await stage.picks(head, "Xong")
    await stage.expects(stage.private(head), "Ghi kết quả này?")
    await stage.picks(head, "Ghi kết quả")
    await stage.expects(stage.private(head), "Đã ghi kết quả điểm danh")
    await stage.until(
        f"{month.over[:10]}T20:55:00+07:00", "cảnh báo vắng không lý do, riêng Chi ủy · unexcused absences, in private"
    )
    await stage.expects(stage.private(secretary), "không lý do")
