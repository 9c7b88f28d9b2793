"""Without a sandbox's clock to follow: the service lives in real time, and wakes when a push is due."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from bot.database import make_engine
from bot.service import Service
from bot.settings import check
from handlers import schedule
from sandbox import Sandbox
from storage import migrate
from storage.people import Organisation
from storage.spine import Push
from tests.talk import BOT_NAME, TOKENS, USERNAMES, settings_for

SOON = timedelta(seconds=1)


async def test_it_answers_and_wakes_in_real_time(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'chibo.sqlite3'}"
    migrate.upgrade(make_engine(url))
    async with (
        Sandbox(now=datetime.now(UTC), speed=1, port=0) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, timeout=30) as http,
    ):
        world = {
            "bots": [
                {
                    "network": "telegram",
                    "token": TOKENS["telegram"],
                    "username": USERNAMES["telegram"],
                    "name": BOT_NAME,
                }
            ],
            "people": [{"id": "700000001", "name": "Người Lạ", "network": "telegram"}],
        }
        (await http.post("/sandbox/world", json=world)).raise_for_status()
        settings = check(settings_for(sandbox.url, url, ("telegram",)) | {"clock": {"follow": ""}}, "test")
        async with Service(settings).running() as service:
            due = datetime.now(UTC) + SOON
            identity = service.database.ask(lambda session: plan_something(service, session, due))
            chat = f"{USERNAMES['telegram']}:700000001"
            await http.post("/sandbox/say", json={"person": "700000001", "chat": chat, "text": "Xin chào"})
            async with asyncio.timeout(20):
                while not await heard(http, chat) or not done_at(service, identity):
                    await asyncio.sleep(0.05)
            assert due <= done_at(service, identity) < due + timedelta(seconds=10)


def plan_something(service: Service, session, due: datetime) -> int:
    """A period push of a cell without a monthly rule: it fires, and says nothing to anybody."""
    cell = Organisation(code="NN", name="Chi bộ Nông nghiệp", kind="cell")
    session.add(cell)
    session.flush()
    desk = service.office.desk(session)
    assert schedule.plan_once(
        desk, "test:real-time", "period", due, organisation_id=cell.id, data={"period": "2031-01"}
    )
    service.planner.bell.set()
    return session.query(Push.id).filter_by(key="test:real-time").scalar()


async def heard(http: httpx.AsyncClient, chat: str) -> bool:
    found = (await http.get("/sandbox/messages", params={"chat": chat})).json()
    return any(message["from_bot"] for message in found)


def done_at(service: Service, identity: int) -> datetime | None:
    return service.database.ask(lambda session: session.get_one(Push, identity).done_at)
