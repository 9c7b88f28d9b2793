"""People at their screens in an office in memory: what they tap is a button on Telegram and a number on Zalo."""

from dataclasses import dataclass

from sqlalchemy import select

from handlers.folding import fold
from storage.people import Member, Organisation
from storage.spine import Conversation, Outbox
from tests.desk_fixtures import Office, labels

LONGEST = 2000
MOST_CHOICES = 12


@dataclass
class Person:
    """A member with a phone; `last` is what the bot wrote last, to this private chat or to the group spoken in."""

    office: Office
    row: Member
    last: Outbox | None = None
    passing: str = ""

    @property
    def bot(self) -> str:
        return self.office.account(self.row, "tg").bot

    def says(self, text: str, *, group: Organisation | None = None) -> str:
        return self._take(self.office.says(self.row, text, **({"group": group} if group else {})))

    def taps(self, label: str, *, group: Organisation | None = None) -> str:
        """Choose what was offered last by its label: press the button, or type its number."""
        assert self.last is not None, "nothing was offered yet"
        cells = [cell for line in self.last.body["choices"] for cell in line]
        found = [index for index, cell in enumerate(cells) if label in cell["label"]]
        assert found, f"{label!r} is not among {labels(self.last)} of:\n{self.last.body['text']}"
        if self.bot == "tg":
            data = cells[found[0]]["data"]
            return self._take(self.office.presses(self.row, data, **({"group": group} if group else {})))
        return self.says(str(found[0] + 1), group=group)

    def presses(self, data: str, *, group: Organisation | None = None) -> str:
        """Press an old or forged button."""
        return self._take(self.office.presses(self.row, data, **({"group": group} if group else {})))

    def sees(self) -> list[str]:
        assert self.last is not None
        return labels(self.last)

    def conversation(self) -> Conversation:
        account = self.office.account(self.row, "tg")
        row = self.office.session.get(Conversation, (account.bot, account.chat_id))
        assert row is not None
        return row

    def _take(self, rows: list[Outbox]) -> str:
        """Return what was answered, a passing line included, and check what every message has to keep to."""
        self.passing = "".join(row.body["text"] for row in rows if row.action == "toast")
        said = [row for row in rows if row.action != "toast"]
        for row in said:
            offered = labels(row)
            numbered = "" if self.bot == "tg" else "\n".join(f"{index} – {each}" for index, each in enumerate(offered))
            assert len(row.body["text"]) + len(numbered) <= LONGEST, row.body["text"]
            assert len(offered) <= MOST_CHOICES, offered
            assert all(len(cell["data"].encode()) <= 64 for line in row.body["choices"] for cell in line)
        if said:
            self.last = said[-1]
        return said[-1].body["text"] if said else self.passing


def group_posts(office: Office, cell: Organisation, bot: str) -> list[Outbox]:
    """Return everything written to the cell's group on that bot."""
    query = select(Outbox).where(Outbox.chat_id == f"{bot}-group-{cell.id}", Outbox.action != "toast")
    return list(office.session.scalars(query.order_by(Outbox.id)))


def deliver(office: Office) -> None:
    """Send everything: as the real delivery does, erase each body once its outcome is known."""
    for row in office.session.scalars(select(Outbox)):
        row.body, row.state, row.message_id = None, "sent", f"n{row.id}"
    office.session.flush()


def has(text: str, *parts: str) -> bool:
    return all(fold(part) in fold(text) for part in parts)
