"""Linking, binding and withdrawing through the real bot and the sandbox's servers, on both networks and databases."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot import invitations
from storage import roster
from storage.people import Account, Code, Group, Member
from storage.spine import Inbox, Outbox, Push
from tests.talk import USERNAMES, Chat, Person, Town

LIFE = timedelta(days=30)


async def invited(town: Town, name: str) -> tuple[Person, invitations.Invitation]:
    """Somebody on the roster with a phone and an invitation in his hand."""
    person = await town.member(name, linked=False)

    def make(session: Any) -> invitations.Invitation:
        code = session.get_one(Member, person.member_id).code
        bots = list(town.service.office.bots.values())
        return invitations.for_members(session, now=town.now, life=LIFE, bots=bots, organisation="NN", member=code)[0]

    return person, town.ask(make)


def linked_to(town: Town, person: Person) -> int | None:
    def look(session: Any) -> int | None:
        account = roster.account(session, town.network, person.account)
        return account.member_id if account else None

    return town.ask(look)


async def test_from_the_invitation_to_the_first_meeting(town: Town) -> None:
    bich, invitation = await invited(town, "Đỗ Thị Bích")
    if town.network == "telegram":
        # What Telegram sends when the link of the invitation is opened and Start is pressed.
        await bich.says(f"/start {invitation.link.partition('start=')[2]}")
    else:
        await bich.says(invitation.code.lower().replace("-", " "))
    shown = await bich.hears()
    assert "Đồng chí là Đỗ Thị Bích, Chi bộ Nông nghiệp?" in shown
    assert "Quyền của đồng chí" in shown
    await bich.says("vâng ạ")
    assert "chọn một trong hai" in await bich.hears()
    assert linked_to(town, bich) is None

    await bich.presses("Tôi đồng ý")
    assert "Đã liên kết tài khoản này với đồng chí Đỗ Thị Bích" in await bich.hears()
    assert linked_to(town, bich) == bich.member_id
    await bich.presses("Cho phép giữ lại")
    assert "không kèm tên" in await bich.hears()

    await town.plan_meeting(in_days=5)
    await town.wait("1m")
    assert "Đỗ Thị Bích" in await bich.hears()
    await bich.says("/start")
    assert "đã liên kết" in await bich.hears()


async def test_a_no_leaves_nothing_but_the_code(town: Town) -> None:
    bich, invitation = await invited(town, "Đỗ Thị Bích")
    await bich.says(invitation.code)
    await bich.presses("Tôi không đồng ý")
    assert "mã vẫn còn hiệu lực" in await bich.hears()
    assert linked_to(town, bich) is None
    await bich.says(invitation.code)
    await bich.presses("Tôi đồng ý")
    assert linked_to(town, bich) == bich.member_id


async def test_a_stranger_learns_nothing(town: Town) -> None:
    stranger = await town.person("Người Lạ")
    for words in ("/start", "Chi bộ họp hôm nào vậy?", "/agenda", "/dulieu", "TRỢ GIÚP", "dự"):
        await stranger.says(words)
        heard = await stranger.hears()
        assert heard
        assert "Nông nghiệp" not in heard
        assert "Hòa" not in heard
    assert linked_to(town, stranger) is None


async def test_an_organiser_binds_a_new_group(town: Town) -> None:
    people = [town.hoa.account, town.lan.account]
    group = {"network": town.network, "title": "Nhóm mới", "people": people, "bots": [USERNAMES[town.network]]}
    town.group = Chat(town, (await town.post("/sandbox/world", groups=[group]))["groups"][0]["id"])
    await town.settle()

    def make(session: Any) -> str:
        bots = list(town.service.office.bots.values())
        return invitations.for_groups(session, now=town.now, life=LIFE, bots=bots, organisation="NN")[0].code

    code = town.ask(make)
    await town.lan.says(f"/lienket {code}", in_group=True)
    assert "dành cho Chi ủy" in await town.lan.hears(in_group=True)
    await town.hoa.says(f"/lienket {code}", in_group=True)
    assert "đã được liên kết với Chi bộ Nông nghiệp" in await town.group.everything_said()
    bound = town.ask(lambda session: [group.title for group in session.scalars(select(Group).order_by(Group.id))])
    assert len(bound) == 2
    assert "Nguyễn Thị Hòa đã liên kết nhóm" in await town.mai.hears()


async def test_withdrawing_leaves_nothing_of_the_chat(town: Town) -> None:
    lan, member_id = town.lan, town.lan.member_id
    await lan.says("/dulieu")
    assert "Trợ lý đang giữ về đồng chí Lê Thị Lan" in await lan.hears()
    await lan.presses("Rút lại đồng ý và xóa")
    await lan.presses("Tiếp tục rút lại")
    await lan.presses("Xóa vĩnh viễn")
    assert "Đã rút lại đồng ý và đã xóa" in await lan.hears()
    assert "Lê Thị Lan đã rút lại đồng ý" in await town.hoa.hears()
    await town.wait("2h")

    def traces(session: Any) -> list[str]:
        chat = lan.account
        found = [f"account {row.id}" for row in session.scalars(select(Account).where(Account.member_id == member_id))]
        found += [f"outbox {row.id}" for row in session.scalars(select(Outbox).where(Outbox.chat_id == chat))]
        found += [f"inbox {row.lane}" for row in session.scalars(select(Inbox)) if chat in row.lane]
        found += [f"push {row.key}" for row in session.scalars(select(Push)) if chat in str(row.data)]
        return found + [f"code {row.id}" for row in session.scalars(select(Code).where(Code.member_id == member_id))]

    assert town.ask(traces) == []
    await lan.says("dự")
    assert "mã một lần" in await lan.hears()


async def test_the_night_comes_by_itself_and_the_next_one_too(town: Town) -> None:
    await town.wait("2d")

    def nights(session: Any) -> list[tuple[str, str]]:
        pushes = session.scalars(select(Push).where(Push.kind == "housekeeping").order_by(Push.due_at))
        return [(push.key, push.state) for push in pushes]

    assert town.ask(nights) == [
        ("housekeeping:2026-11-24", "done"),
        ("housekeeping:2026-11-25", "done"),
        ("housekeeping:2026-11-26", "planned"),
        ("housekeeping:2026-11-27", "planned"),
    ]
