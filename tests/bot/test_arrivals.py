"""What arrives: by polling and by webhook, in every odd form, and nothing of it is lost."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select

from storage.people import Account, Group
from storage.spine import Inbox, Outbox
from tests.talk import SECRET, Town, open_town

HEADERS = {"telegram": "X-Telegram-Bot-Api-Secret-Token", "zalo": "X-Bot-Api-Secret-Token"}


@pytest.fixture
async def hooked(database_url: str, network: str) -> AsyncIterator[Town]:
    """A town whose bot receives by webhook."""
    async with open_town(database_url, network, webhook=True) as town:
        yield town


def inbox(town: Town) -> list[Inbox]:
    return town.ask(lambda session: list(session.scalars(select(Inbox).order_by(Inbox.id))))


async def test_a_member_is_answered_through_a_webhook(hooked: Town) -> None:
    await hooked.lan.says("Xin chào trợ lý")
    assert await hooked.lan.hears()


async def test_a_webhook_with_a_wrong_secret_is_refused_and_stores_nothing(hooked: Town) -> None:
    before = len(inbox(hooked))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{hooked.service.port}") as caller:
        path = f"/webhook/{hooked.network}"
        update = {"update_id": 1, "message": {}}
        assert (await caller.post(path, json=update)).status_code == 401
        wrong = await caller.post(path, json=update, headers={HEADERS[hooked.network]: SECRET[:-1] + "x"})
        assert wrong.status_code == 401
        assert (await caller.post("/webhook/nobody", json=update)).status_code == 404
    assert len(inbox(hooked)) == before


async def test_an_empty_probe_is_answered_and_a_broken_body_is_kept(hooked: Town) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{hooked.service.port}") as caller:
        header = {HEADERS[hooked.network]: SECRET}
        assert (await caller.post(f"/webhook/{hooked.network}", content=b"", headers=header)).status_code == 200
        before = len(inbox(hooked))
        assert (
            await caller.post(f"/webhook/{hooked.network}", content=b"{not json", headers=header)
        ).status_code == 200
    await hooked.lan.says("Xin chào trợ lý")
    assert await hooked.lan.hears()
    broken = inbox(hooked)[before]
    assert broken.state == "failed"
    assert broken.payload is not None
    assert broken.error


async def test_an_unreadable_update_is_kept_and_the_next_is_answered(town: Town) -> None:
    await town.post("/sandbox/raw", bot=town.sandbox_bot, update={"message": {"chat": "?"}}, wrap=True)
    await town.lan.says("Xin chào trợ lý")
    assert await town.lan.hears()
    failed = [row for row in inbox(town) if row.state == "failed"]
    assert len(failed) == 1
    assert failed[0].payload is not None


async def test_a_replayed_update_is_answered_once(town: Town) -> None:
    await town.lan.says("Xin chào trợ lý")
    assert await town.lan.hears()
    kept = len(inbox(town))
    await town.post("/sandbox/replay", bot=town.sandbox_bot, count=3)
    await town.settle()
    assert await town.lan.hears() == ""
    assert len(inbox(town)) == kept


@pytest.mark.parametrize("network", ["telegram"], indirect=True)
async def test_a_group_that_becomes_a_supergroup_stays_bound(town: Town) -> None:
    await town.post("/sandbox/migrate", group=town.group.id)
    await town.settle()
    groups = town.ask(lambda session: list(session.scalars(select(Group))))
    assert [group.chat_id for group in groups] != [town.group.id]
    await town.plan_meeting(in_days=5)
    posts = town.ask(lambda session: list(session.scalars(select(Outbox).where(Outbox.chat_id == groups[0].chat_id))))
    assert posts
    assert {post.state for post in posts} == {"sent"}


@pytest.mark.parametrize("network", ["telegram"], indirect=True)
async def test_a_group_post_follows_a_migration_it_hears_of_by_an_error(town: Town) -> None:
    await town.post("/sandbox/faults", kind="updates_held", bot=town.sandbox_bot, times="until cleared")
    await town.post("/sandbox/migrate", group=town.group.id)
    await town.plan_meeting(in_days=5)
    posts = town.ask(lambda session: list(session.scalars(select(Outbox).where(Outbox.purpose == "card"))))
    assert {post.state for post in posts} == {"sent"}
    assert all(post.chat_id != town.group.id for post in posts)


async def test_somebody_who_blocks_the_bot_is_marked_unreachable(town: Town) -> None:
    await town.post("/sandbox/block", person=town.nam.account, bot=town.sandbox_bot)
    await town.settle()
    await town.plan_meeting(in_days=5)
    await town.wait("2m")
    account = town.ask(
        lambda session: session.scalars(select(Account).where(Account.member_id == town.nam.member_id)).one()
    )
    assert account.unreachable
