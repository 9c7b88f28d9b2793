"""Two hundred people in twenty cells on both networks, who say numbered things to several processes behind one door."""

import asyncio
import contextlib
import hashlib
import logging
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from handlers import schedule
from handlers.desk import Bot, Desk
from handlers.folding import fold
from handlers.policy import Policy
from handlers.texts import texts
from sandbox import Sandbox
from storage.meeting_tables import Meeting
from storage.people import Account, Group, Member, Organisation
from tests.bot.processes import UNLIMITED, as_toml
from tests.proof.nursery import Nursery
from tests.proof.spreader import open_spreader
from tests.talk import BOT_NAME, TOKENS, USERNAMES, free_port, settings_for

NETWORKS = ("telegram", "zalo")
BOTS = {name: Bot(name, name, USERNAMES[name]) for name in NETWORKS}
CELL_SIZE = 10
# Every third thing said is understood by nobody, and counted where it is said: a counter shows a second application at once.
UNHEARD = 3


@dataclass
class Talker:
    """Somebody with a phone; `said` is how many things he said after /start, `late` the numbers among them."""

    network: str
    account: str
    place: int
    member_id: int = 0
    said: int = 0
    late: list[int] = field(default_factory=list)

    @property
    def chat(self) -> str:
        return f"{USERNAMES[self.network]}:{self.account}"

    @property
    def riddle(self) -> str:
        """A sentence nobody understands, another one for each person."""
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(self.place))
        return f"zqxw vvkj {letters}zz"

    @property
    def riddle_digest(self) -> str:
        return hashlib.sha256(fold(self.riddle).encode()).hexdigest()

    @property
    def riddles(self) -> int:
        return self.said - len(self.late)

    def next_words(self) -> str:
        self.said += 1
        if self.said % UNHEARD == 0:
            return self.riddle
        self.late.append(self.said)
        return f"Tôi đến muộn {self.said} phút"


class Crowd:
    """The sandbox, the people, the processes, and a look into their database."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession, database_url: str, configs: list[Path]) -> None:
        self.sandbox = sandbox
        self.core = sandbox.core
        self.database = Database(database_url)
        self.talkers: list[Talker] = []
        self.silent: list[Talker] = []
        self.kills: list[int] = []
        self.planned = 0
        self._http = http
        self._configs = configs
        self._nursery = Nursery()
        self._running: dict[Path, int] = {}

    def close(self) -> None:
        self._nursery.close()
        self.database.close()

    async def post(self, path: str, **body: Any) -> Any:
        async with self._http.post(f"{self.sandbox.url}{path}", json=body) as answer:
            assert answer.status == 200, f"{path}: {await answer.text()}"
            return await answer.json()

    # -- processes ------------------------------------------------------------------------------------------------------

    def start_all(self) -> None:
        """Start what does not run; a process may have ended by itself because there was no database when it began."""
        for config in self._configs:
            if config not in self._running or not self._nursery.alive(self._running[config]):
                self._running[config] = self._nursery.start(config)

    def kill(self, dice: random.Random) -> None:
        """End one of the processes without warning, and note when."""
        config = dice.choice(sorted(self._running))
        self._nursery.kill(self._running.pop(config))
        self.kills.append(self.core.clock.us)

    def kill_all(self) -> None:
        for pid in self._running.values():
            self._nursery.kill(pid)
            self.kills.append(self.core.clock.us)
        self._running.clear()

    # -- people ---------------------------------------------------------------------------------------------------------

    async def invite(self, number: int, silent: int) -> None:
        """Let people appear: `number` who will talk and `silent` who only hear; everybody has started the bot."""
        for kind, count in (("talk", number), ("hear", silent)):
            found = self.talkers if kind == "talk" else self.silent
            for network in NETWORKS:
                names = [{"name": f"Đồng chí {kind} {place}", "network": network} for place in range(count // 2)]
                people = (await self.post("/sandbox/world", people=names))["people"]
                found += [Talker(network, person["id"], len(found) + place) for place, person in enumerate(people)]
        await self._say([(each, "/start") for each in [*self.talkers, *self.silent]])

    async def speak(self, who: list[Talker]) -> None:
        await self._say([(talker, talker.next_words()) for talker in who])

    async def _say(self, words: list[tuple[Talker, str]]) -> None:
        steps = [{"do": "say", "person": each.account, "chat": each.chat, "text": text} for each, text in words]
        await self.post("/sandbox/batch", steps=steps)

    # -- the roster -----------------------------------------------------------------------------------------------------

    async def enrol(self) -> None:
        """Write everybody onto rosters: cells of ten with a group each; those who talk have a meeting in five days."""
        now = datetime.now(UTC)
        for network in NETWORKS:
            for kind, people in (("talk", self.talkers), ("hear", self.silent)):
                mine = [each for each in people if each.network == network]
                for first in range(0, len(mine), CELL_SIZE):
                    part = mine[first : first + CELL_SIZE]
                    code = f"{network}-{kind}-{first}"
                    group = {
                        "network": network,
                        "title": code,
                        "people": [each.account for each in part],
                        "bots": [USERNAMES[network]],
                    }
                    made = await self.post("/sandbox/world", groups=[group])
                    cell = self.database.ask(lambda session: self._cell(session, code, part, now))  # noqa: B023
                    self.database.ask(
                        lambda session: session.add(
                            Group(bot=network, chat_id=made["groups"][0]["id"], organisation_id=cell, bound_at=now)  # noqa: B023
                        )
                    )

    def _cell(self, session: Session, code: str, people: list[Talker], now: datetime) -> int:
        cell = Organisation(code=code, name=f"Chi bộ {code}", kind="cell", place="Phòng họp")
        session.add(cell)
        session.flush()
        for each in people:
            member = Member(organisation_id=cell.id, code=f"M{each.place}", full_name=f"Đồng chí {each.place}")
            session.add(member)
            session.flush()
            each.member_id = member.id
            account = Account(bot=each.network, user_id=each.account, chat_id=each.account, member_id=member.id)
            account.consented_at = account.seen_at = now
            session.add(account)
        if "talk" in code:
            self._meeting(session, cell.id, now, timedelta(days=5))
        return cell.id

    def plan_meetings(self, number: int) -> None:
        """Plan so many meetings for each cell that only hears: each has an invitation that is due at once."""
        now = datetime.now(UTC)

        def write(session: Session) -> None:
            cells = session.scalars(select(Organisation).where(Organisation.code.contains("-hear-"))).all()
            for cell in cells:
                for _ in range(number):
                    self.planned += 1
                    # Each at a time of its own, so that no two invitations have the same words.
                    self._meeting(session, cell.id, now, timedelta(days=5, minutes=self.planned))

        self.database.ask(write)

    def _meeting(self, session: Session, cell: int, now: datetime, ahead: timedelta) -> None:
        starts = now.replace(second=0, microsecond=0) + ahead
        day = timedelta(days=1)
        times = {"starts_at": starts, "answer_by": starts - day, "points_by": starts - 2 * day, "created_at": now}
        meeting = Meeting(organisation_id=cell, period=f"{starts:%Y-%m}", kind="regular", place="Phòng họp", **times)
        meeting.frame_minutes, meeting.version, meeting.state = 90, 1, "planned"
        session.add(meeting)
        session.flush()
        # Without quiet hours: the proof must say the same at any time of the day.
        policy = Policy(quiet_from=Policy().quiet_until)
        schedule.plan_meeting(Desk(session, now, policy, texts("vi"), BOTS), meeting)

    # -- what the network saw ---------------------------------------------------------------------------------------------

    def sent(self) -> int:
        return self.core.totals.calls

    def undelivered(self) -> int:
        """How many updates the sandbox still holds, because no process has acknowledged them."""
        return sum(len(bot.arrivals.waiting) for bot in self.core.world.by_token.values())

    def add_faults(self, dice: random.Random) -> str:
        """Let a few of the next calls go wrong; return how."""
        kind = dice.choice(["429", "500", "close_before", "close_after", "hang"])
        times = 1 if kind == "hang" else dice.randint(1, 4)
        asked = {"kind": kind, "network": dice.choice(NETWORKS), "method": "sendMessage", "times": times}
        # Zalo's own words, "Quota exceeded", would mean an hour of silence (bot/networks/zalo.py), which no proof waits for.
        words = {"description": "Too many requests"} if kind == "429" and asked["network"] == "zalo" else {}
        self.core.faults.add({**asked, **words, "retry_after": 1})
        return kind

    def faults_met(self) -> Counter[str]:
        return Counter(call.fault for call in self.core.calls if call.fault)


def say(text: str) -> None:
    """Print progress, past pytest's capture."""
    sys.__stdout__.write(f"{text}\n")
    sys.__stdout__.flush()


@contextlib.asynccontextmanager
async def open_crowd(folder: Path, database_url: str, processes: int, dice: random.Random) -> AsyncIterator[Crowd]:
    """A crowd in real time, with limits off, and no process yet; what runs at the end is ended."""
    # The sandbox's server is right to say that callers died in the middle of a call: here that is what they do.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    from sandbox import Settings as SandboxSettings

    kept = SandboxSettings(calls=1_000_000, webhook_timeout=5.0)
    door, ports = free_port(), [free_port() for _ in range(processes)]
    async with (
        Sandbox(now=datetime.now(UTC), speed=1, port=0, settings=kept) as sandbox,
        aiohttp.ClientSession() as http,
        open_spreader(door, ports, dice),
    ):
        configs = []
        for port in ports:
            settings = settings_for(sandbox.url, database_url, NETWORKS, webhook=True, limited=False)
            settings["web"] |= {"port": port, "public_url": f"http://127.0.0.1:{door}"}
            settings["clock"] = {"follow": ""}
            settings["meetings"] = {"quiet_from": "06:30", "quiet_until": "06:30"}
            configs.append(folder / f"process-{port}.toml")
            configs[-1].write_text(as_toml(settings), encoding="utf-8")
        crowd = Crowd(sandbox, http, database_url, configs)
        quota = {"people": 1000, "groups": 1000, "messages": 10**9}
        bots = [
            {"network": name, "token": TOKENS[name], "username": USERNAMES[name], "name": BOT_NAME, "limits": UNLIMITED}
            for name in NETWORKS
        ]
        bots[1]["quota"] = quota
        await crowd.post("/sandbox/world", bots=bots)
        try:
            yield crowd
        finally:
            crowd.close()
            await asyncio.sleep(0)
