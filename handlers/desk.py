"""What every handler has at hand: the database session, the time, the words, and a way to say something to a chat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from handlers.policy import Policy
from handlers.texts import Texts
from storage import mail, roster
from storage.people import Member
from storage.spine import Outbox

Network = Literal["telegram", "zalo"]


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot of this installation. Telegram has buttons and edits, Zalo has neither."""

    name: str
    network: Network
    username: str = ""

    @property
    def has_buttons(self) -> bool:
        """Whether choices are buttons; else they are a numbered list."""
        return self.network == "telegram"


@dataclass(frozen=True, slots=True)
class Address:
    """A chat of one bot."""

    bot: str
    chat_id: str
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to press: `label` is what is read, `data` ("verb:argument:…", at most 64 bytes) what comes back.

    With `start` instead of data the press opens the private chat with the bot and hands it that payload.
    """

    label: str
    data: str = ""
    start: str = ""


Choices = Sequence[Choice | Sequence[Choice]]


@dataclass(slots=True)
class Desk:
    """What a push handler gets, and what a Turn builds on. Nothing is sent here: rows are written, and delivered after the commit."""

    session: Session
    now: datetime
    policy: Policy
    texts: Texts
    bots: Mapping[str, Bot]

    def text(self, key: str, /, **args: str | int) -> str:
        """Return the message `key` in the language of this installation."""
        return self.texts(key, **args)

    def choice(self, key: str, data: str, /, **args: str | int) -> Choice:
        """Return a choice whose label is the message `key`."""
        return Choice(self.texts(key, **args), data)

    def post(
        self,
        to: Address,
        text: str,
        choices: Choices = (),
        *,
        purpose: str = "push",
        meeting_id: int | None = None,
        key: str | None = None,
        priority: int = 1,
        not_before: datetime | None = None,
        reply_to: str | None = None,
    ) -> Outbox | None:
        """Write a message to a chat; None if one with that `key` was written before, or its bot is no longer in the settings.

        A reply to the post will be understood as being about `meeting_id`. Choices are buttons, or a numbered list whose numbers
        the chat may answer with until the next offer.
        """
        if to.bot not in self.bots:
            return None
        body: dict[str, Any] = {"text": text, "choices": _rows(choices)}
        if reply_to:
            body["reply_to"] = reply_to
        bot = self.bots[to.bot]
        if to.in_group and choices and not bot.has_buttons:
            # A Zalo group hands a bot only what mentions it: a bare "1" would never arrive.
            body["foot"] = self.texts("answer-by-mention", bot=bot.username)
        row = mail.post(
            self.session,
            bot=to.bot,
            chat_id=to.chat_id,
            body=body,
            now=self.now,
            purpose=purpose,
            meeting_id=meeting_id,
            key=key,
            priority=priority,
            not_before=not_before,
        )
        if row is not None and (choices or meeting_id is not None):
            mail.offer(self.session, to.bot, to.chat_id, _offered(choices), meeting_id, self.now)
        return row

    def post_to_member(self, member: Member, text: str, choices: Choices = (), **how: Any) -> Outbox | None:
        """Write a private message to a member, through the account used last; None if no account can be reached."""
        account = roster.reachable_account(self.session, member.id)
        if account is None or account.chat_id is None:
            return None
        return self.post(Address(account.bot, account.chat_id), text, choices, **how)

    def post_letters(
        self,
        letters: Sequence[tuple[Member, str]],
        choices: Choices = (),
        *,
        key: str,
        purpose: str = "push",
        meeting_id: int | None = None,
    ) -> int:
        """Write each of many members a private message of their own; return how many can be reached and had not been written to.

        `key` is made unique for each member. A cell of 200 costs a handful of statements, not 200 times one member's.
        """
        accounts = roster.reachable_accounts(self.session, [member.id for member, _ in letters])
        body = {"choices": _rows(choices)}
        drafts = [
            {
                "bot": accounts[member.id].bot,
                "chat_id": accounts[member.id].chat_id,
                "key": f"{key}:m{member.id}",
                "body": {"text": text} | body,
            }
            for member, text in letters
            if member.id in accounts and accounts[member.id].bot in self.bots
        ]
        chats = mail.post_many(self.session, drafts, now=self.now, purpose=purpose, meeting_id=meeting_id)
        if choices or meeting_id is not None:
            mail.offer_many(self.session, chats, _offered(choices), meeting_id, self.now)
        return len(chats)

    def post_to_groups(self, organisation_id: int, text: str, choices: Choices = (), **how: Any) -> list[Outbox]:
        """Write to every group bound to the organisation; a `key` is made unique for each group."""
        key = how.pop("key", None)
        rows = []
        for group in roster.groups(self.session, organisation_id):
            own = f"{key}:g{group.id}" if key else None
            row = self.post(Address(group.bot, group.chat_id, in_group=True), text, choices, key=own, **how)
            if row is not None:
                rows.append(row)
        return rows

    def edit(self, posted: Outbox, text: str, choices: Choices = ()) -> None:
        """Change a posted message where the network can; of several changes only the last is sent, at most as often as the policy says."""
        bot = self.bots.get(posted.bot)
        if bot is None or not bot.has_buttons:
            return
        body = {"text": text, "choices": _rows(choices)}
        mail.edit(self.session, posted, body, now=self.now, every=self.policy.card_every)


def _rows(choices: Choices) -> list[list[dict[str, str]]]:
    rows = [[row] if isinstance(row, Choice) else row for row in choices]
    return [[_cell(choice) for choice in row] for row in rows]


def _cell(choice: Choice) -> dict[str, str]:
    return (
        {"label": choice.label, "start": choice.start} if choice.start else {"label": choice.label, "data": choice.data}
    )


def _offered(choices: Choices) -> list[dict[str, str]]:
    return [cell for row in _rows(choices) for cell in row if "data" in cell]
