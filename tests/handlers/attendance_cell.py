"""A cell to talk to in the tests of the attendance room: two organisers, three members, a meeting in twelve days."""

import pytest
from sqlalchemy import select

from handlers import attendance
from storage import attendance as rows
from storage.meeting_tables import Attendance, Meeting
from storage.people import Audit, Member, Organisation
from storage.spine import Outbox, Push
from tests.desk_fixtures import Office, data_of, labels, office

NETWORKS = pytest.mark.parametrize("bot", ["tg", "zl"])


class Cell:
    """A cell with a head, a secretary and three members, and a meeting in twelve days; everybody on one network."""

    def __init__(self, bot: str = "tg") -> None:
        self.bot = bot
        self.office: Office = office()
        self.org: Organisation = self.office.cell()
        self.head = self.add("Lê Thị Bình", "head")
        self.secretary = self.add("Phan Văn Cường", "secretary")
        self.an = self.add("Nguyễn Văn An")
        self.hoa = self.add("Trần Thị Hoa")
        self.hung = self.add("Đặng Quốc Hùng")
        self.meeting: Meeting = self.office.meeting(self.org)

    def add(self, name: str, *roles: str, **how: object) -> Member:
        return self.office.member(name, self.org, *roles, **({"bot": self.bot} | how))

    def answer(self, who: Member) -> Attendance | None:
        return rows.answers(self.office.session, self.meeting).get(who.id)

    def press(self, who: Member, answer: str, *, in_group: bool = False) -> list[Outbox]:
        data = f"att:{self.meeting.id}:{self.meeting.version}:{answer}"
        return self.office.presses(who, data, group=self.org if in_group else None)

    def say(self, who: Member, text: str, *, in_group: bool = False) -> list[Outbox]:
        return self.office.says(who, text, group=self.org if in_group else None)

    def choose(self, who: Member, label: str) -> list[Outbox]:
        """Press (Telegram) or type (Zalo) what was offered last in private."""
        offered = [row for row in self.posts_to(who) if row.body["choices"]][-1]
        if self.bot == "tg":
            return self.office.presses(who, data_of(offered, label))
        number = next(at for at, one in enumerate(labels(offered), 1) if label in one)
        return self.office.says(who, f"{number}")

    def posts_to(self, who: Member) -> list[Outbox]:
        account = self.office.account(who, self.bot)
        query = select(Outbox).where(
            Outbox.bot == account.bot, Outbox.chat_id == account.chat_id, Outbox.action != "toast"
        )
        return list(self.office.session.scalars(query.order_by(Outbox.id)))

    def post_card(self) -> list[Outbox]:
        text, choices = attendance.card(self.office.desk(), self.meeting)
        posted = self.office.desk().post_to_groups(
            self.org.id, text, choices, purpose="card", meeting_id=self.meeting.id
        )
        self.office.session.flush()
        for at, row in enumerate(posted):
            row.state, row.message_id = "sent", f"card-{at}"
        return posted

    def group_words(self) -> str:
        """Everything a group of the cell can read, on both networks."""
        query = select(Outbox).where(Outbox.chat_id.like("%-group-%"), Outbox.action != "toast")
        return "\n".join(row.body["text"] for row in self.office.session.scalars(query))

    def due(self, kind: str) -> list[Push]:
        """What the clock has to do now, oldest first."""
        query = select(Push).where(Push.kind == kind, Push.state == "planned", Push.due_at <= self.office.now)
        return list(self.office.session.scalars(query.order_by(Push.due_at, Push.id)))

    def tick(self, kind: str = "absence_alert") -> list[str | None]:
        """Let everything of that kind that is due happen; returns what each said."""
        return [self.office.fire(push) for push in self.due(kind)]

    def traces(self) -> list[str]:
        query = select(Audit).order_by(Audit.id)
        return [f"{row.action} {row.detail}".strip() for row in self.office.session.scalars(query)]


def toast(posts: list[Outbox]) -> str:
    return "".join(row.body["text"] for row in posts if row.action == "toast")
