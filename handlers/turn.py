"""One person's one message: who, where, what was said or pressed, and the answers to it."""

from dataclasses import dataclass, field
from typing import Any

from handlers.desk import Address, Bot, Choices, Desk
from handlers.incoming import Incoming
from storage import mail, roster
from storage.people import Account, Group, Member, Organisation
from storage.spine import Conversation, Outbox


class RefusedError(Exception):
    """What was asked is not done; the person reads the message `key`. Raised before anything is changed."""

    def __init__(self, key: str, **args: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.args_for_text = args


@dataclass(slots=True)
class Turn(Desk):
    """What a handler gets. `member` is None for a stranger; it is read from the roster anew at every turn."""

    bot: Bot
    incoming: Incoming
    account: Account | None = None
    member: Member | None = None
    group: Group | None = None
    conversation: Conversation = field(default_factory=Conversation)
    toasted: bool = False

    # -- who ---------------------------------------------------------------------------------------------------------

    def require_member(self) -> Member:
        """Return the linked member who speaks; refuse a stranger, a member who left, and a suspended one."""
        member = self.member
        if member is None or not roster.is_active(member, self.now):
            raise RefusedError("not-linked")
        return member

    def require_organiser(self, organisation_id: int) -> Member:
        """Return the member who speaks if he is an organiser (bí thư, phó bí thư, chi ủy viên, thư ký) of that organisation."""
        member = self.require_member()
        if not roster.is_organiser(self.session, member, organisation_id, self.now):
            raise RefusedError("organisers-only")
        return member

    def organisation(self) -> Organisation:
        """Return the organisation spoken about: in a group the one it is bound to, in private the member's own."""
        if self.group is not None:
            return self.session.get_one(Organisation, self.group.organisation_id)
        return self.session.get_one(Organisation, self.require_member().organisation_id)

    def require_private(self) -> None:
        """Refuse to go on in a group: what follows is for the person alone."""
        if self.incoming.in_group:
            raise RefusedError("private-only")

    # -- what is answered --------------------------------------------------------------------------------------------

    @property
    def here(self) -> Address:
        """The chat this came from."""
        return Address(self.bot.name, self.incoming.chat_id, self.incoming.in_group)

    def say(
        self,
        key: str,
        /,
        choices: Choices = (),
        *,
        meeting_id: int | None = None,
        purpose: str = "answer",
        **args: str | int,
    ) -> Outbox:
        """Answer here with the message `key`; in a group as a reply to what was said."""
        return self.say_text(self.text(key, **args), choices, meeting_id=meeting_id, purpose=purpose)

    def say_text(
        self, text: str, choices: Choices = (), *, meeting_id: int | None = None, purpose: str = "answer"
    ) -> Outbox:
        """Answer here with a text put together from several messages."""
        reply_to = self.incoming.message_id if self.incoming.in_group and self.incoming.kind == "text" else None
        row = self.post(self.here, text, choices, purpose=purpose, meeting_id=meeting_id, priority=0, reply_to=reply_to)
        if row is None:
            raise LookupError(f"bot {self.bot.name!r} answers but is not in the settings")
        return row

    def change(self, key: str, /, choices: Choices = (), *, meeting_id: int | None = None, **args: str | int) -> None:
        """Replace the message whose button was pressed; where there is none, or the network cannot, answer here."""
        self.change_text(self.text(key, **args), choices, meeting_id=meeting_id)

    def change_text(self, text: str, choices: Choices = (), *, meeting_id: int | None = None) -> None:
        """Like `change`, with a text put together from several messages."""
        pressed = self.incoming.kind == "press" and self.bot.has_buttons and self.incoming.message_id
        row = self.say_text(text, choices, meeting_id=meeting_id)
        if pressed:
            row.action = "edit"
            row.message_id = self.incoming.message_id

    def say_privately(
        self, key: str, /, choices: Choices = (), *, meeting_id: int | None = None, **args: str | int
    ) -> bool:
        """Answer the person in private (here, if this is private); False if the person cannot be reached there."""
        text = self.text(key, **args)
        if not self.incoming.in_group:
            self.say_text(text, choices, meeting_id=meeting_id)
            return True
        if self.account is None or self.account.chat_id is None or self.account.unreachable:
            return False
        private = Address(self.bot.name, self.account.chat_id)
        return self.post(private, text, choices, meeting_id=meeting_id, purpose="answer", priority=0) is not None

    def toast(self, key: str, /, **args: str | int) -> None:
        """Answer a press with a line that passes (at most 200 characters); where nothing was pressed, say nothing."""
        if self.incoming.press_id is None or self.toasted:
            return
        self.toasted = True
        body = {"text": self.text(key, **args) if key else "", "press_id": self.incoming.press_id}
        mail.post(
            self.session,
            bot=self.bot.name,
            chat_id=self.incoming.chat_id,
            body=body,
            now=self.now,
            action="toast",
            priority=0,
        )

    # -- where the talk stands -----------------------------------------------------------------------------------------

    @property
    def data(self) -> dict[str, Any]:
        """What the open private talk has gathered so far (read only: `ask` stores it)."""
        return self.conversation.data

    def await_step(self, step: str, **data: Any) -> None:
        """Let the next free text in the person's private chat go to STEPS[step]; `data` is kept with it.

        Works from a group as well: the talk goes on in private.
        """
        conversation = self.private_conversation()
        conversation.step = step
        conversation.data = data
        conversation.updated_at = self.now

    def end_talk(self) -> None:
        """Forget the open step and what it gathered; the choices offered last may still be picked."""
        conversation = self.private_conversation()
        conversation.step = ""
        conversation.data = {}
        conversation.updated_at = self.now

    def is_fresh(self, conversation: Conversation) -> bool:
        """Whether a talk was touched recently enough to go on; one left alone for longer starts anew."""
        return self.now - conversation.updated_at <= self.policy.conversation_life

    def private_conversation(self) -> Conversation:
        """Return the row of the person's private chat with this bot."""
        if not self.incoming.in_group:
            return self.conversation
        if self.account is None or self.account.chat_id is None:
            raise RefusedError("not-linked")
        return mail.conversation(self.session, self.bot.name, self.account.chat_id, self.now)
