"""A person at a screen: talk to the running bot through the sandbox's servers, on either network.

async def test_an_excuse_stays_private(town):
    await town.plan_meeting(in_days=5)
    await town.lan.presses("Xin vắng", in_group=True)
    assert "lý do" in await town.lan.hears()
"""

import contextlib
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from bot.clock import FollowedClock
from bot.service import Service
from bot.settings import check
from handlers import schedule
from handlers.folding import fold
from sandbox import Sandbox
from storage.meeting_tables import Meeting
from storage.people import Account, Group, Member, Organisation, Role

# A Monday, 9 in the morning in Viet Nam.
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BOT_NAME = "Trợ lý Chi bộ"
USERNAMES = {"telegram": "chibo_bot", "zalo": "chibo_zalo"}
NUMBERED = re.compile(r"\d+ – (.+)")
SECRET = "a-secret-of-the-tests"
OPERATOR_KEY = "the-operator-key-of-the-tests"
TOKENS = {"telegram": "1000001:demo-token-of-the-sandbox", "zalo": "zalo-demo-token-of-the-sandbox"}


def choices_of(message: dict[str, Any]) -> list[str]:
    """The labels of a message's buttons, or of its numbered list ("1 – Tôi dự")."""
    if message["buttons"]:
        return [button["label"] for button in message["buttons"]]
    return [found[1] for line in message["text"].splitlines() if (found := NUMBERED.match(line))]


@dataclass
class Chat:
    """One chat on one person's screen; `read_up_to` is how far it was read."""

    town: "Town"
    id: str
    read_up_to: int = 0
    seen_revision: int = 0

    async def messages(self, *, all_of_them: bool = False) -> list[dict[str, Any]]:
        """New messages of the bot since the last look (or all), oldest first."""
        after = 0 if all_of_them else self.read_up_to
        found = await self.town.get("/sandbox/messages", chat=self.id, after=after)
        if found and not all_of_them:
            self.read_up_to = max(message["id"] for message in found)
        return [message for message in found if message["from_bot"]]

    async def everything_said(self) -> str:
        return "\n".join(message["text"] for message in await self.messages(all_of_them=True))

    async def last_with_choice(self, label: str) -> dict[str, Any]:
        found = [
            message
            for message in await self.messages(all_of_them=True)
            if any(label in each for each in choices_of(message))
        ]
        assert found, f"no message in {self.id} offers {label!r}; it says:\n{await self.everything_said()}"
        return found[-1]


@dataclass
class Person:
    """Somebody with a phone. `account` is the id on the network, `member_id` the row on the roster (None for a stranger)."""

    town: "Town"
    name: str
    account: str
    member_id: int | None = None
    private: Chat = field(init=False)

    def __post_init__(self) -> None:
        self.private = Chat(self.town, f"{USERNAMES[self.town.network]}:{self.account}")

    def _chat(self, in_group: bool) -> Chat:
        return self.town.group if in_group else self.private

    async def says(
        self, text: str, *, in_group: bool = False, reply_to: int | None = None, settle: bool = True
    ) -> None:
        """Type something; in a group it mentions the bot where the network needs that."""
        body: dict[str, Any] = {"person": self.account, "chat": self._chat(in_group).id, "text": text}
        if reply_to is not None:
            body["reply_to"] = reply_to
        elif in_group and self.town.network == "zalo":
            body["mention"] = True
        await self.town.post("/sandbox/say", **body)
        if settle:
            await self.town.settle()

    async def presses(self, label: str, *, in_group: bool = False, settle: bool = True) -> str:
        """Press a button; where there are none, type the number of that choice. Returns the passing answer to the press."""
        chat = self._chat(in_group)
        message = await chat.last_with_choice(label)
        if not message["buttons"]:
            place = next(place for place, each in enumerate(choices_of(message), 1) if label in each)
            await self.says(str(place), in_group=in_group, settle=settle)
            return ""
        button = next(button for button in message["buttons"] if label in button["label"])
        answer = await self.town.post(
            "/sandbox/tap", person=self.account, chat=chat.id, message=message["id"], button=button["label"]
        )
        if settle:
            await self.town.settle()
        return (answer.get("answer") or {}).get("text") or ""

    async def hears(self, *, in_group: bool = False) -> str:
        """What the bot has written since the last look, changed messages included, or "" for silence."""
        chat = self._chat(in_group)
        found = await self.town.get("/sandbox/messages", chat=chat.id, since=chat.seen_revision)
        if found:
            chat.seen_revision = max(message["rev"] for message in found)
        return "\n".join(message["text"] for message in found if message["from_bot"])

    async def sees(self, *, in_group: bool = False) -> list[str]:
        """The labels of the choices of the last message."""
        messages = await self._chat(in_group).messages(all_of_them=True)
        assert messages, f"{self.name} sees nothing"
        return choices_of(messages[-1])


@dataclass
class Town:
    """The sandbox, the bot that runs against it, and the people of one cell."""

    network: str
    sandbox: Sandbox
    service: Service
    http: httpx.AsyncClient
    cell: Organisation | None = None
    group: Chat = field(init=False)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def sandbox_bot(self) -> str:
        """The bot's username in the sandbox."""
        return USERNAMES[self.network]

    # -- the control interface ---------------------------------------------------------------------------------------

    async def post(self, path: str, **body: Any) -> Any:
        response = await self.http.post(path, json=body)
        assert response.status_code == 200, f"{path}: {response.text}"
        return response.json()

    async def get(self, path: str, **query: Any) -> Any:
        response = await self.http.get(path, params=query)
        assert response.status_code == 200, f"{path}: {response.text}"
        return response.json()

    async def settle(self) -> None:
        await self.post("/sandbox/settle", followers=1)

    async def wait(self, advance: str) -> None:
        """Let time pass: "3d", "2h30m"; everything due is sent at its own time."""
        await self.post("/sandbox/clock", advance=advance, timeout=60, followers=1)

    async def wait_until(self, moment: datetime) -> None:
        await self.post("/sandbox/clock", to=moment.isoformat(), timeout=60, followers=1)

    @property
    def now(self) -> datetime:
        return self.service.clock.now()

    # -- the people ----------------------------------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Person:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)

    async def person(self, name: str, *, started: bool = False) -> Person:
        """Somebody new with a phone, not on any roster; `started`: the bot may already write to him."""
        entry = {"name": name, "network": self.network, "started": [self.sandbox_bot] if started else []}
        world = await self.post("/sandbox/world", people=[entry])
        return Person(self, name, world["people"][0]["id"])

    async def member(
        self, name: str, *roles: str, status: str = "official", linked: bool = True, cell: Organisation | None = None
    ) -> Person:
        """Somebody new on the roster; `linked` people have started the bot and agreed before the story begins."""
        person = await self.person(name, started=linked)
        organisation = cell or self.cell

        def write(session: Any) -> int:
            row = Member(
                organisation_id=organisation.id,
                code=f"M{len(self.people):03}-{person.account[-4:]}",
                full_name=name,
                status=status,
            )
            session.add(row)
            session.flush()
            for role in roles:
                session.add(Role(member_id=row.id, organisation_id=organisation.id, role=role))
            if linked:
                session.add(
                    Account(
                        bot=self.network,
                        user_id=person.account,
                        chat_id=person.account,
                        member_id=row.id,
                        consented_at=self.now,
                        seen_at=self.now,
                    )
                )
            return row.id

        person.member_id = self.service.database.ask(write)
        self.people[fold(name).split()[-1]] = person
        return person

    async def plan_meeting(self, *, in_days: float = 12, settle: bool = True, **changes: Any) -> Meeting:
        """A meeting of the cell, with its pushes, as an organiser would create it."""

        def write(session: Any) -> Meeting:
            starts = self.now + timedelta(days=in_days)
            policy = self.service.office.policy
            values: dict[str, Any] = {
                "organisation_id": self.cell.id,
                "period": f"{starts:%Y-%m}",
                "kind": "regular",
                "starts_at": starts,
                "place": self.cell.place,
                "frame_minutes": 90,
                "answer_by": starts - policy.answer_by,
                "points_by": starts - policy.points_by,
                "created_at": self.now,
                "version": 1,
                "state": "planned",
            }
            meeting = Meeting(**(values | changes))
            session.add(meeting)
            session.flush()
            schedule.plan_meeting(self.service.office.desk(session), meeting)
            return meeting

        meeting = self.service.database.ask(write)
        self.service.planner.bell.set()
        if settle:
            # Written past the sandbox, which would believe an older report: a second later there has to be a new one.
            await self.wait("1s")
        return meeting

    def ask(self, question: Any) -> Any:
        """Look into the database."""
        return self.service.database.ask(question)


def settings_for(
    sandbox_url: str, database_url: str, networks: tuple[str, ...], *, webhook: bool = False, limited: bool = True
) -> dict[str, Any]:
    """The settings of a bot on these networks, as config.toml would hold them."""
    bots = []
    for network in networks:
        base = f"{sandbox_url}/telegram/bot" if network == "telegram" else f"{sandbox_url}/zalo"
        bot = {"name": network, "network": network, "token": TOKENS[network], "base_url": base, "poll_pause": 0}
        bot |= {"mode": "webhook", "webhook_secret": SECRET} if webhook else {}
        bots.append(bot | ({} if limited else {"per_second": 0, "chat_seconds": 0, "group_per_minute": 0}))
    port = free_port() if webhook else 0
    return {
        "bots": bots,
        "database": {"url": database_url},
        "web": {"port": port, "public_url": f"http://127.0.0.1:{port}", "operator_key": OPERATOR_KEY},
        "clock": {"follow": f"{sandbox_url}/sandbox/clock"},
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def open_town(
    database_url: str, network: str, *, populated: bool = True, webhook: bool = False
) -> AsyncIterator[Town]:
    """A town on one network; with `populated` it has the people of the `town` fixture."""
    async with (
        Sandbox(now=START, speed=0, port=0) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, timeout=90) as http,
    ):
        world = {
            "bots": [{"network": network, "token": TOKENS[network], "username": USERNAMES[network], "name": BOT_NAME}],
        }
        (await http.post("/sandbox/world", json=world)).raise_for_status()
        clock = await FollowedClock.connect(f"{sandbox.url}/sandbox/clock")
        settings = check(settings_for(sandbox.url, database_url, (network,), webhook=webhook), "test")
        service = Service(settings, clock)
        async with service.running():
            town = Town(network, sandbox, service, http)
            if populated:
                await populate(town)
            yield town


async def populate(town: Town) -> None:
    """Chi bộ Nông nghiệp: bí thư Hòa, thư ký Mai, đảng viên Lan, Hùng and Nam, and their group."""

    def write(session: Any) -> Organisation:
        cell = Organisation(code="NN", name="Chi bộ Nông nghiệp", kind="cell", place="Phòng họp tầng 2")
        session.add(cell)
        session.flush()
        return cell

    town.cell = town.ask(write)
    await town.member("Nguyễn Thị Hòa", "head")
    await town.member("Trần Văn Mai", "secretary")
    for name in ("Lê Thị Lan", "Phạm Văn Hùng", "Hoàng Văn Nam"):
        await town.member(name)
    group = {
        "network": town.network,
        "title": "Nhóm Chi bộ Nông nghiệp",
        "people": [person.account for person in town.people.values()],
        "bots": [USERNAMES[town.network]],
    }
    chat_id = (await town.post("/sandbox/world", groups=[group]))["groups"][0]["id"]
    town.group = Chat(town, chat_id)

    def bind(session: Any) -> None:
        session.add(
            Group(bot=town.network, chat_id=chat_id, organisation_id=town.cell.id, title="Nhóm", bound_at=town.now)
        )

    town.ask(bind)
