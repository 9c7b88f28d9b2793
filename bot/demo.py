"""The demo: a made-up commune with 17 organisations and 575 members, on the sandbox's networks, served by the real bot."""

import asyncio
import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, web
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import invitations, roster_import
from bot.database import Database
from bot.demo_roster import Demo, DemoMember, DemoOrganisation, build
from handlers import schedule
from handlers.desk import Bot, Desk
from handlers.policy import Policy
from handlers.texts import texts
from storage import migrate
from storage.meeting_tables import Theme
from storage.people import Account, Group, Member, Organisation

# A Monday morning in Viet Nam, a week before the month whose life is shown.
BEGIN = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
ROLE_WORDS = {
    "head": "Bí thư",
    "deputy": "Phó bí thư",
    "committee": "Chi ủy viên",
    "secretary": "Thư ký",
    "administrator": "Quản trị đảng ủy",
}


@dataclass(frozen=True, slots=True)
class DemoBot:
    """A bot of the demo as both sides know it."""

    name: str
    network: str
    username: str
    display: str
    token: str


def bots(demo: Demo) -> list[DemoBot]:
    """Return the bots that the roster's organisations name: one on Telegram, several on Zalo (50 people and 3 groups each)."""
    found = []
    for number, name in enumerate(sorted({each.bot for each in demo.organisations}), start=1):
        network = "zalo" if name.startswith("zalo") else "telegram"
        username = f"chibo_{name.replace('-', '_')}_bot"
        letter = "ABCDEFGH"[int(name.rpartition("-")[2]) - 1] if network == "zalo" else ""
        display = f"Trợ lý Chi bộ {letter}".strip()
        token = f"{7_000_000 + number}:sandbox-only-{name}" if network == "telegram" else f"sandbox-only-{name}"
        found.append(DemoBot(name, network, username, display, token))
    return found


def person_id(member: DemoMember, network: str) -> str:
    """Return the id a member has on the network: the same in every demo."""
    digest = hashlib.sha256(f"demo:{member.code}:{member.organisation}".encode()).hexdigest()
    return digest[:20] if network == "zalo" else str(100_000_000 + int(digest[:7], 16))


def group_id(organisation: DemoOrganisation) -> str:
    """Return the id of an organisation's chat group."""
    digest = hashlib.sha256(f"demo:{organisation.code}".encode()).hexdigest()
    return f"zgr-{digest[:20]}" if organisation.network == "zalo" else f"-{500_000_000 + int(digest[:6], 16)}"


def world(demo: Demo, codes: dict[str, str]) -> dict[str, Any]:
    """Return what the sandbox begins with: bots, people (most have started their bot), and a group for each cell.

    `codes` are the one-time codes of people who are not linked yet, by roster code: the note on such a person shows it.
    """
    known = bots(demo)
    usernames = {bot.name: bot.username for bot in known}
    people, groups = [], []
    for organisation in demo.cells():
        members = demo.members_of(organisation.code)
        for member in members:
            role = ", ".join(ROLE_WORDS.get(name, name) for name, _ in member.roles) or "Đảng viên"
            people.append(
                {
                    "id": person_id(member, organisation.network),
                    "name": member.full_name,
                    "network": organisation.network,
                    "role": role,
                    "note": _note(organisation, codes.get(f"{organisation.code}/{member.code}")),
                    "started": [usernames[organisation.bot]] if member.linked else [],
                }
            )
        groups.append(
            {
                "id": group_id(organisation),
                "network": organisation.network,
                "title": organisation.name,
                "people": [person_id(member, organisation.network) for member in members],
                "bots": [usernames[organisation.bot]],
            }
        )
    described = [
        {"network": bot.network, "token": bot.token, "username": bot.username, "name": bot.display} for bot in known
    ]
    return {"bots": described, "people": people, "groups": groups}


def _note(organisation: DemoOrganisation, code: str | None) -> str:
    return f"{organisation.name} · chưa liên kết · mã {code}" if code else organisation.name


def fill(session: Session, demo: Demo, now: datetime, policy: Policy) -> dict[str, str]:
    """Put the commune into an empty database: the roster by the ordinary import, linked accounts, groups, themes, the calendar.

    Returns one-time codes for who is not linked, by roster code ("CB01/007").
    """
    roster_import.import_roster(session, demo.as_roster(), now=now, progress=lambda _done, _all: None)
    organisations = {row.code: row for row in session.scalars(select(Organisation))}
    members = {(row.organisation_id, row.code): row for row in session.scalars(select(Member))}
    for described in demo.cells():
        organisation = organisations[described.code]
        session.add(
            Group(
                bot=described.bot,
                chat_id=group_id(described),
                organisation_id=organisation.id,
                title=described.name,
                bound_at=now,
            )
        )
        for member in demo.members_of(described.code):
            if member.linked:
                session.add(_account(member, described, members[organisation.id, member.code], now))
    for theme in demo.themes:
        owner = organisations[theme.organisation]
        session.add(
            Theme(
                organisation_id=owner.id,
                period=theme.period,
                title=theme.title,
                aim=theme.aim,
                presenter=theme.presenter,
                questions=list(theme.questions),
                cell_type="",
                link="",
            )
        )
    session.flush()
    known = {
        bot.name: Bot(bot.name, "zalo" if bot.network == "zalo" else "telegram", bot.username) for bot in bots(demo)
    }
    desk = Desk(session, now, policy, texts(policy.language), known)
    for organisation in organisations.values():
        schedule.plan_organisation(desk, organisation)
    made = invitations.for_members(session, now=now, life=policy.code_life, bots=list(known.values()))
    return {f"{each.organisation_code}/{each.member_code}": each.code for each in made}


def _account(member: DemoMember, organisation: DemoOrganisation, row: Member, now: datetime) -> Account:
    identity = person_id(member, organisation.network)
    return Account(
        bot=organisation.bot,
        user_id=identity,
        chat_id=identity,
        member_id=row.id,
        consented_at=now,
        seen_at=now,
        unreachable=None if member.reachable else "blocked by the person",
    )


def settings(demo: Demo, folder: Path, sandbox_url: str, operator_key: str, port: int) -> str:
    """Return the settings file of the demo's bot, as TOML."""
    lines = [
        f"database.url = {json.dumps(f'sqlite:///{folder}/chibo.sqlite3')}",
        f"web = {{ port = {port}, operator_key = {json.dumps(operator_key)} }}",
        f"clock.follow = {json.dumps(f'{sandbox_url}/sandbox/clock')}",
        'log_level = "WARNING"',
    ]
    for bot in bots(demo):
        base = f"{sandbox_url}/telegram/bot" if bot.network == "telegram" else f"{sandbox_url}/zalo"
        lines += [
            "[[bots]]",
            f"name = {json.dumps(bot.name)}",
            f"network = {json.dumps(bot.network)}",
            f"token = {json.dumps(bot.token)}",
            f"base_url = {json.dumps(base)}",
            "poll_pause = 0",
        ]
    return "\n".join(lines) + "\n"


def prepare(folder: Path, demo: Demo, sandbox_url: str, operator_key: str, port: int) -> None:
    """Make the demo's folder anew: the world, the settings, a filled database."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(
        settings(demo, folder.resolve(), sandbox_url, operator_key, port), encoding="utf-8"
    )
    database = Database(f"sqlite:///{folder.resolve()}/chibo.sqlite3")
    try:
        migrate.upgrade(database.engine)
        codes = database.ask(lambda session: fill(session, demo, BEGIN.astimezone(UTC), Policy()))
    finally:
        database.close()
    (folder / "world.json").write_text(json.dumps(world(demo, codes), ensure_ascii=False), encoding="utf-8")


@dataclass(slots=True)
class Supervisor:
    """Keeps the bot's process; the page may kill it and start it again to see that nothing is lost."""

    command: list[str]
    process: asyncio.subprocess.Process | None = None
    starts: int = 0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Start the bot unless it runs."""
        async with self._lock:
            if not self.running:
                self.process = await asyncio.create_subprocess_exec(*self.command)
                self.starts += 1

    async def kill(self, number: int = signal.SIGKILL) -> None:
        """End the bot's process: at once and without warning, unless told otherwise."""
        async with self._lock:
            if self.process is not None and self.running:
                self.process.send_signal(number)
                await self.process.wait()

    @property
    def running(self) -> bool:
        """Whether the bot's process is alive."""
        return self.process is not None and self.process.returncode is None

    def app(self) -> web.Application:
        """Return the small web application the sandbox passes the page's wishes to."""

        async def show(_request: web.Request) -> web.Response:
            pid = self.process.pid if self.process is not None and self.running else None
            return web.json_response({"running": self.running, "pid": pid, "starts": self.starts})

        async def kill(request: web.Request) -> web.Response:
            await self.kill()
            return await show(request)

        async def start(request: web.Request) -> web.Response:
            await self.start()
            return await show(request)

        app = web.Application()
        app.add_routes([web.get("/bot", show), web.post("/bot/kill", kill), web.post("/bot/start", start)])
        return app


@dataclass(frozen=True, slots=True)
class Running:
    """A demo that runs: where its page is, and what keeps its bot."""

    url: str
    supervisor: Supervisor


@contextlib.asynccontextmanager
async def running(folder: Path, port: int, *, speed: float, demo: Demo | None = None) -> AsyncIterator[Running]:
    """Run sandbox and bot, each as a process of its own, while the block lasts; `demo`: another commune than the usual one."""
    demo = demo or build(BEGIN.date())
    operator_key = secrets.token_urlsafe(18)
    async with _supervised([sys.executable, "-m", "bot.cli", "run", "--config", str(folder / "config.toml")]) as (
        supervisor,
        watch,
    ):
        bot_port = _free_port()
        url = f"http://127.0.0.1:{port or _free_port()}"
        await asyncio.to_thread(prepare, folder, demo, url, operator_key, bot_port)
        command = [
            sys.executable,
            "-m",
            "sandbox",
            "--port",
            url.rpartition(":")[2],
            "--world",
            str(folder / "world.json"),
        ]
        command += ["--now", BEGIN.isoformat(), "--speed", str(speed)]
        command += ["--operator", f"http://127.0.0.1:{bot_port}", "--supervisor", watch]
        sandbox = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, "SANDBOX_OPERATOR_KEY": operator_key}, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            await _answers(f"{url}/sandbox/clock", sandbox)
            await supervisor.start()
            await _follows(url, supervisor)
            yield Running(url, supervisor)
        finally:
            await supervisor.kill(signal.SIGTERM)
            if sandbox.returncode is None:
                sandbox.terminate()
                await sandbox.wait()


@contextlib.asynccontextmanager
async def _supervised(command: list[str]) -> AsyncIterator[tuple[Supervisor, str]]:
    supervisor = Supervisor(command)
    runner = web.AppRunner(supervisor.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield supervisor, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _free_port() -> int:
    import socket  # noqa: PLC0415

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answers(url: str, process: asyncio.subprocess.Process) -> None:
    """Wait until the sandbox answers; raises ConnectionError if its process ends before."""
    async with ClientSession() as session:
        while process.returncode is None:
            with contextlib.suppress(ClientError, OSError):
                async with session.get(url) as response:
                    if response.status == 200:  # noqa: PLR2004
                        return
            await asyncio.sleep(0.05)
    raise ConnectionError("the sandbox could not be started: is its port taken? Choose another with --port")


async def _follows(url: str, supervisor: Supervisor) -> None:
    """Wait until the bot follows the sandbox's clock, which means that it is ready."""
    async with ClientSession() as session:
        while supervisor.running:
            async with session.get(f"{url}/sandbox/clock") as response:
                if (await response.json())["followers"]:
                    return
            await asyncio.sleep(0.05)
    raise ConnectionError("the bot ended while starting; its messages above say why")
