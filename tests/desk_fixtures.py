"""A whole office in memory, for tests of one room: say something as somebody, read what is answered. No network, no threads."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session

from handlers import VOCABULARY
from handlers.desk import Bot, Desk
from handlers.dispatch import answer
from handlers.incoming import Incoming
from handlers.policy import Policy
from handlers.texts import texts
from handlers.turn import Turn
from storage import mail, roster
from storage.base import Base
from storage.meeting_tables import Meeting
from storage.people import Account, Group, Member, Organisation, OrganisationParent, Role
from storage.spine import Conversation, Outbox, Push

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BOTS = {"tg": Bot("tg", "telegram", "chibo_bot"), "zl": Bot("zl", "zalo", "Trợ lý Chi bộ")}


@dataclass
class Office:
    """One committee, one cell with a group on Telegram (bot "tg") and one on Zalo (bot "zl"), a meeting in 12 days."""

    session: Session
    now: datetime = NOW
    policy: Policy = field(default_factory=Policy)
    language: str = "vi"
    _ids: count = field(default_factory=lambda: count(1))

    def desk(self) -> Desk:
        return Desk(self.session, self.now, self.policy, texts(self.language), BOTS)

    def member(
        self, name: str, cell: Organisation, *roles: str, bot: str = "tg", linked: bool = True, status: str = "official"
    ) -> Member:
        number = next(self._ids)
        member = Member(organisation_id=cell.id, code=f"M{number:03}", full_name=name, status=status)
        self.session.add(member)
        self.session.flush()
        for role in roles:
            self.session.add(Role(member_id=member.id, organisation_id=cell.id, role=role))
        if linked:
            chat = f"{bot}-{number}"
            self.session.add(
                Account(
                    bot=bot, user_id=chat, chat_id=chat, member_id=member.id, consented_at=self.now, seen_at=self.now
                )
            )
        self.session.flush()
        return member

    def cell(
        self, name: str = "Chi bộ Nông nghiệp", kind: str = "cell", parent: Organisation | None = None
    ) -> Organisation:
        number = next(self._ids)
        cell = Organisation(code=f"O{number:03}", name=name, kind=kind, place="Phòng họp tầng 2")
        self.session.add(cell)
        self.session.flush()
        if parent is not None:
            self.session.add(OrganisationParent(child_id=cell.id, parent_id=parent.id))
        for bot in BOTS:
            self.session.add(
                Group(bot=bot, chat_id=f"{bot}-group-{cell.id}", organisation_id=cell.id, title=name, bound_at=self.now)
            )
        self.session.flush()
        return cell

    def meeting(self, cell: Organisation, in_days: float = 12, **changes: object) -> Meeting:
        starts = self.now + timedelta(days=in_days)
        values: dict = {
            "organisation_id": cell.id,
            "period": f"{starts:%Y-%m}",
            "starts_at": starts,
            "place": cell.place,
            "answer_by": starts - self.policy.answer_by,
            "points_by": starts - self.policy.points_by,
            "created_at": self.now,
            "version": 1,
            "state": "planned",
        }
        meeting = Meeting(**(values | changes))
        self.session.add(meeting)
        self.session.flush()
        return meeting

    def account(self, who: Member | str, bot: str) -> Account:
        if isinstance(who, Member):
            return self.session.scalars(select(Account).where(Account.member_id == who.id)).first()
        found = roster.account(self.session, bot, who)
        if found is None:
            found = Account(bot=bot, user_id=who, chat_id=who, seen_at=self.now)
            self.session.add(found)
            self.session.flush()
        return found

    def hear(
        self, who: Member | str, incoming: dict, *, bot: str = "tg", group: Organisation | None = None
    ) -> list[Outbox]:
        """Let somebody (a member, or a stranger by id) do something; returns the outbox rows written for it."""
        account = self.account(who, bot)
        bot = account.bot
        chat_id = f"{bot}-group-{group.id}" if group else account.chat_id
        last = self.session.scalar(select(Outbox.id).order_by(Outbox.id.desc()).limit(1)) or 0
        turn = Turn(
            self.session, self.now, self.policy, texts(self.language), BOTS,
            bot=BOTS[bot],
            incoming=Incoming(
                chat_id=chat_id, in_group=group is not None, person_id=account.user_id,
                message_id=f"m{next(self._ids)}", **incoming,
            ),
            account=account,
            member=self.session.get(Member, account.member_id) if account.member_id else None,
            group=roster.group(self.session, bot, chat_id) if group else None,
            conversation=mail.conversation(self.session, bot, chat_id, self.now),
        )  # fmt: skip
        answer(turn, VOCABULARY)
        self.session.flush()
        return list(self.session.scalars(select(Outbox).where(Outbox.id > last).order_by(Outbox.id)))

    def says(self, who: Member | str, text: str, **where: object) -> list[Outbox]:
        return self.hear(who, {"kind": "text", "text": text}, **where)

    def presses(self, who: Member | str, data: str, **where: object) -> list[Outbox]:
        return self.hear(who, {"kind": "press", "data": data, "press_id": "p1"}, **where)

    def fire(self, push: Push) -> str | None:
        """Let a push happen now."""
        outcome = VOCABULARY.pushes[push.kind](self.desk(), push)
        push.state = "done"
        self.session.flush()
        return outcome

    def private(self, member: Member) -> list[str]:
        """Everything ever written to the member in private (toasts left out)."""
        account = self.account(member, "tg")
        query = select(Outbox).where(
            Outbox.bot == account.bot, Outbox.chat_id == account.chat_id, Outbox.action != "toast"
        )
        return [row.body["text"] for row in self.session.scalars(query.order_by(Outbox.id))]

    def in_group(self, cell: Organisation, bot: str = "tg") -> list[str]:
        """Everything ever written to the cell's group on that bot."""
        query = select(Outbox).where(Outbox.chat_id == f"{bot}-group-{cell.id}", Outbox.action != "toast")
        return [row.body["text"] for row in self.session.scalars(query.order_by(Outbox.id))]

    def step(self, member: Member) -> str:
        account = self.account(member, "tg")
        row = self.session.get(Conversation, (account.bot, account.chat_id))
        return row.step if row else ""


def office(**settings: object) -> Office:
    """Return an empty office on a database in memory; foreign keys are enforced."""
    engine = create_engine("sqlite://")

    @event.listens_for(engine, "connect")
    def _foreign_keys(connection, _record) -> None:
        connection.execute("PRAGMA foreign_keys=ON")

    Base.metadata.create_all(engine)
    return Office(Session(engine), **settings)


def labels(row: Outbox) -> list[str]:
    return [cell["label"] for line in row.body["choices"] for cell in line]


def data_of(row: Outbox, label: str) -> str:
    """Return the data of the choice whose label contains that text."""
    found = [cell["data"] for line in row.body["choices"] for cell in line if label in cell["label"]]
    assert found, f"no choice {label!r} among {labels(row)}"
    return found[0]
