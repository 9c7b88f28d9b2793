"""A district is invited at once while people answer: no limit of the network is ever broken, and who is waiting is answered first."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import FollowedClock
from bot.database import make_engine
from bot.service import Service
from bot.settings import check
from handlers import schedule
from sandbox import Sandbox
from storage import migrate
from storage.meeting_tables import Meeting
from storage.people import Account, Group, Member, Organisation
from storage.spine import Outbox
from tests.talk import BOT_NAME, START, TOKENS, USERNAMES, settings_for

PEOPLE, CELLS, SEED = 575, 17, 4
BOT = USERNAMES["telegram"]
SECOND = 1_000_000


async def people_and_groups(http: httpx.AsyncClient, sandbox: Sandbox) -> tuple[list[str], list[str]]:
    """Everybody has started the bot once, long ago."""
    world: dict[str, Any] = {
        "bots": [{"network": "telegram", "token": TOKENS["telegram"], "username": BOT, "name": BOT_NAME}],
        "people": [{"name": f"Đồng chí {number}", "network": "telegram"} for number in range(PEOPLE)],
    }
    people = [person["id"] for person in (await http.post("/sandbox/world", json=world)).json()["people"]]
    steps = [{"do": "say", "person": each, "chat": f"{BOT}:{each}", "text": "/start"} for each in people]
    (await http.post("/sandbox/batch", json={"steps": steps})).raise_for_status()
    for bot in sandbox.core.world.by_token.values():
        bot.arrivals.waiting.clear()
    groups = [
        {"network": "telegram", "title": f"Chi bộ {cell}", "people": people[cell::CELLS], "bots": [BOT]}
        for cell in range(CELLS)
    ]
    made = (await http.post("/sandbox/world", json={"groups": groups})).json()["groups"]
    return people, [group["id"] for group in made]


def invite_all(service: Service, session: Session, people: list[str], groups: list[str]) -> None:
    """Write the rosters, and a meeting in five days for each cell: every invitation is due now."""
    for cell_number, chat_id in enumerate(groups):
        cell = Organisation(code=f"C{cell_number}", name=f"Chi bộ {cell_number}", kind="cell", place="Phòng họp")
        session.add(cell)
        session.flush()
        session.add(Group(bot="telegram", chat_id=chat_id, organisation_id=cell.id, bound_at=START))
        mine = people[cell_number::CELLS]
        members = [Member(organisation_id=cell.id, code=each, full_name=f"Đồng chí {each}") for each in mine]
        session.add_all(members)
        session.flush()
        session.add_all(
            Account(
                bot="telegram",
                user_id=member.code,
                chat_id=member.code,
                member_id=member.id,
                consented_at=START,
                seen_at=START,
            )
            for member in members
        )
        starts = START + timedelta(days=5)
        times = {"starts_at": starts, "answer_by": starts - timedelta(days=1), "points_by": starts, "created_at": START}
        meeting = Meeting(organisation_id=cell.id, period="2026-11", kind="regular", place="Phòng họp", **times)
        meeting.frame_minutes, meeting.version, meeting.state = 90, 1, "planned"
        session.add(meeting)
        session.flush()
        schedule.plan_meeting(service.office.desk(session), meeting)


async def talk(
    http: httpx.AsyncClient, dice: random.Random, waiting: list[str], groups: list[str], seen: set[str]
) -> None:
    """Within one second: two people write, three press a button on the card of their group."""
    for _ in range(2):
        person = waiting.pop()
        words = {"person": person, "chat": f"{BOT}:{person}", "text": "Tôi đến muộn 7 phút"}
        (await http.post("/sandbox/say", json=words)).raise_for_status()
    for _ in range(3):
        number = dice.randrange(len(groups))
        found = (await http.get("/sandbox/messages", params={"chat": groups[number]})).json()
        cards = [message for message in found if message["buttons"]]
        if not cards:
            continue
        seen.add(groups[number])
        person = waiting[number]
        tap = {"chat": groups[number], "message": cards[0]["id"], "button": dice.choice([1, 3]), "wait": 0}
        await http.post("/sandbox/tap", json={"person": person, **tap})


async def quiet(sandbox: Sandbox) -> None:
    """Wait until the bot has sent what it may send at the present time, which stands still."""
    calls, still = -1, 0
    async with asyncio.timeout(20):
        while still < 4:
            still = still + 1 if calls == sandbox.core.totals.calls and not any(waiting_updates(sandbox)) else 0
            calls = sandbox.core.totals.calls
            await asyncio.sleep(0.02)


def waiting_updates(sandbox: Sandbox) -> list[int]:
    return [len(bot.arrivals.waiting) for bot in sandbox.core.world.by_token.values()]


async def test_no_limit_is_broken_and_answers_overtake(tmp_path: Path) -> None:
    dice = random.Random(SEED)  # noqa: S311  (the same dice in every run)
    url = f"sqlite:///{tmp_path / 'chibo.sqlite3'}"
    migrate.upgrade(make_engine(url))
    async with (
        Sandbox(now=START, speed=0, port=0) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, timeout=90) as http,
    ):
        people, groups = await people_and_groups(http, sandbox)
        settings = check(settings_for(sandbox.url, url, ("telegram",)), "test")
        clock = await FollowedClock.connect(f"{sandbox.url}/sandbox/clock")
        async with Service(settings, clock).running() as service:
            service.database.ask(lambda session: invite_all(service, session, people, groups))
            service.planner.bell.set()
            # Somebody of each cell first (he taps), then the others: they write.
            waiting = people[:CELLS] + dice.sample(people[CELLS:], 200)
            tapped: set[str] = set()
            for _ in range(14):
                await talk(http, dice, waiting, groups, tapped)
                await quiet(sandbox)
                # Not "advance", which waits until nothing is held back any more: that would be the whole broadcast.
                later = service.clock.now() + timedelta(seconds=1, milliseconds=50)
                (await http.post("/sandbox/clock", json={"set": later.isoformat()})).raise_for_status()
            await http.post("/sandbox/clock", json={"advance": "2m", "followers": 1, "timeout": 80})
            violations = (await http.get("/sandbox/violations")).json()
            open_rows = service.database.ask(
                lambda session: session.scalar(select(func.count()).where(Outbox.state.in_(("open", "taken"))))
            )
        calls = list(sandbox.core.calls)
    letters = [call for call in calls if call.method == "sendMessage" and "đến muộn 7" not in str(call.params)]
    answers = {
        call.params["chat_id"]: call.at
        for call in calls
        if call.method == "sendMessage" and "đến muộn 7" in str(call.params["text"])
    }
    assert violations == []
    assert open_rows == 0
    assert len(letters) >= PEOPLE + CELLS
    assert len(tapped) > 5
    assert len(answers) == 28
    broadcast_ends = max(call.at for call in letters[: PEOPLE + CELLS])
    begins = min(call.at for call in letters)
    assert broadcast_ends - begins > 19 * SECOND
    # They wrote in the fourteen seconds after the broadcast began, and did not wait for its end.
    assert max(answers.values()) - begins < 17 * SECOND
