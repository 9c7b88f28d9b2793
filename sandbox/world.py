"""Who exists in the sandbox: people, bots, the chats between them, and what was said there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sandbox.errors import ControlError
from sandbox.limits import Limits, LimitSettings

if TYPE_CHECKING:
    from sandbox.arrivals import Arrivals

Network = Literal["telegram", "zalo"]
NETWORKS: tuple[Network, ...] = ("telegram", "zalo")


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with an account on one network; `native` is the id as that network's JSON writes it."""

    id: str
    name: str
    network: Network
    username: str | None = None
    role: str | None = None
    note: str | None = None
    native: int | str = ""


@dataclass(slots=True)
class Quota:
    """What the free plan of a Zalo bot serves."""

    people: int = 50
    groups: int = 3
    messages: int = 3000


@dataclass(slots=True, eq=False)
class Bot:
    """A bot account: what it may do, and the chats it knows by the network's own ids."""

    network: Network
    token: str
    username: str
    name: str
    id: str
    arrivals: Arrivals
    group_privacy: bool = True
    limits: Limits = field(default_factory=lambda: Limits(LimitSettings()))
    quota: Quota = field(default_factory=Quota)
    webhook_shape: Literal["flat", "wrapped"] = "flat"
    mention_space: str = " "
    commands: dict[str, Any] = field(default_factory=dict)
    chats: dict[int | str, Chat] = field(default_factory=dict)
    served_people: set[int | str] = field(default_factory=set)
    served_groups: set[int | str] = field(default_factory=set)
    month: tuple[int, int] = (0, 0)
    sent_this_month: int = 0
    wire: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class File:
    """A picture or document that somebody sent; `content` is None when it was dropped to save memory."""

    id: str
    name: str
    mime: str
    kind: str
    content: bytes


@dataclass(slots=True, eq=False)
class Message:
    """One line in a chat. `id` counts from 1 in its chat; `wire_id` is the id on the network; times in microseconds."""

    id: int
    wire_id: int | str
    chat: Chat
    sender: Person | Bot | None
    text: str
    at: int
    changed: int
    entities: list[dict[str, Any]] | None = None
    markup: dict[str, Any] | None = None
    reply_to: Message | None = None
    edited: int | None = None
    file: File | None = None
    kind: str = "text"
    service: dict[str, Any] | None = None
    anonymous: bool = False
    deleted: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat of one person with one bot, or a group. `id` is unique in the sandbox, `native` on the network."""

    id: str
    native: int | str
    network: Network
    kind: Literal["private", "group", "supergroup"]
    title: str
    people: dict[str, Person]
    bots: dict[str, Bot]
    admins: set[str] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    blocked: bool = False
    kicked: set[str] = field(default_factory=set)
    migrated_to: Chat | None = None
    last_bot: Bot | None = None
    wire: dict[str, Any] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether this is one person's chat with one bot."""
        return self.kind == "private"

    @property
    def person(self) -> Person:
        """The person of a private chat."""
        return next(iter(self.people.values()))


def _hex20(*parts: object) -> str:
    return hashlib.blake2s(":".join(map(str, parts)).encode(), digest_size=10).hexdigest()


class World:
    """Everybody and every chat, findable by id. Made-up ids are the same in every run."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.bots: dict[str, Bot] = {}
        self.by_token: dict[tuple[str, str], Bot] = {}
        self.chats: dict[str, Chat] = {}
        self._made = 0

    def add_person(self, network: Network, name: str, person_id: str | None, details: dict[str, str | None]) -> Person:
        """Add a person; without an id one is made up in the network's form."""
        if person_id is None:
            self._made += 1
            made = str(700_000_000 + self._made) if network == "telegram" else _hex20("person", self._made)
            while made in self.people:
                self._made += 1
                made = str(700_000_000 + self._made) if network == "telegram" else _hex20("person", self._made)
            person_id = made
        if person_id in self.people:
            raise ControlError(f"people: the id {person_id} is taken; leave the id out or choose another", 409)
        if network == "telegram" and not person_id.isdigit():
            raise ControlError(f"people: {person_id!r} is no Telegram id; it must be a positive whole number")
        person = Person(person_id, name, network, details["username"], details["role"], details["note"])
        person.native = int(person_id) if network == "telegram" else person_id
        self.people[person_id] = person
        return person

    def add_bot(self, bot: Bot) -> Bot:
        """Register a bot; token (per network) and username must be new."""
        if (bot.network, bot.token) in self.by_token:
            raise ControlError(f"bots: the token of {bot.username} is taken on {bot.network}; choose another", 409)
        if bot.username in self.bots:
            raise ControlError(f"bots: the username {bot.username} is taken; choose another", 409)
        self.by_token[bot.network, bot.token] = bot
        self.bots[bot.username] = bot
        return bot

    def add_group(self, network: Network, title: str, group_id: str | None, *, supergroup: bool = False) -> Chat:
        """Add an empty group. Without an id one is made up: "-…", "-100…" (supergroup) or "zgr-" and 20 hex digits."""
        self._made += 1
        if group_id is None and network == "telegram":
            group_id = f"-100{2_000_000_000 + self._made}" if supergroup else str(-(4_000_000 + self._made))
        elif group_id is None:
            group_id = "zgr-" + _hex20("group", self._made)
        if group_id in self.chats:
            raise ControlError(f"groups: the id {group_id} is taken; leave the id out or choose another", 409)
        native: int | str = group_id
        if network == "telegram":
            try:
                native = int(group_id)
            except ValueError:
                raise ControlError(f"groups: {group_id!r} is no Telegram group id; it must be negative") from None
            if native >= 0:
                raise ControlError(f"groups: {group_id} is no Telegram group id; it must be negative")
            supergroup = supergroup or group_id.startswith("-100")
        chat = Chat(group_id, native, network, "supergroup" if supergroup else "group", title, {}, {})
        chat.wire = {"id": native, "type": chat.kind, "title": title}
        if network == "zalo":
            chat.wire = {"id": native, "chat_type": "GROUP"}
        elif not supergroup:
            chat.wire["all_members_are_administrators"] = False
        self.chats[group_id] = chat
        return chat

    def private(self, bot: Bot, person: Person) -> Chat | None:
        """Return the private chat of the two, if it was ever opened."""
        return self.chats.get(f"{bot.username}:{person.id}")

    def open_private(self, bot: Bot, person: Person) -> Chat:
        """Return the private chat of the two, made now if need be."""
        if bot.network != person.network:
            raise ControlError(
                f"{person.name} ({person.id}) is on {person.network}, the bot {bot.username} on {bot.network}; "
                "choose a person of the same network",
            )
        chat = self.private(bot, person)
        if chat is None:
            chat_id = f"{bot.username}:{person.id}"
            chat = Chat(
                chat_id, person.native, bot.network, "private", person.name, {person.id: person}, {bot.username: bot}
            )
            if bot.network == "telegram":
                chat.wire = {"id": person.native, "type": "private", "first_name": person.name}
                if person.username:
                    chat.wire["username"] = person.username
            else:
                chat.wire = {"id": person.native, "chat_type": "PRIVATE"}
            self.chats[chat_id] = chat
            bot.chats[chat.native] = chat
        return chat

    def find_person(self, name: object) -> Person:
        """Return a person by id, or by name when only one has it."""
        person = self.people.get(str(name))
        if person is not None:
            return person
        same = [each for each in self.people.values() if each.name == name]
        if len(same) == 1:
            return same[0]
        if same:
            raise ControlError(f"person: {len(same)} people are called {name!r}; say the id (GET /sandbox/state)")
        raise ControlError(f"person: nobody is called {name!r}; see people in GET /sandbox/state", 404)

    def find_bot(self, username: object) -> Bot:
        """Return a bot by its username, with or without @."""
        bot = self.bots.get(str(username).removeprefix("@"))
        if bot is None:
            raise ControlError(f"bot: no bot is called {username!r}; see bots in GET /sandbox/state", 404)
        return bot

    def find_chat(self, chat_id: object) -> Chat:
        """Return a chat by its sandbox-wide id; a private chat that may exist ("bot:person") is opened."""
        chat = self.chats.get(str(chat_id))
        if chat is not None:
            return chat
        username, colon, person_id = str(chat_id).partition(":")
        if colon and username in self.bots and person_id in self.people:
            return self.open_private(self.bots[username], self.people[person_id])
        raise ControlError(
            f'chat: {chat_id!r} does not exist; a private chat is "<bot username>:<person id>", a group has the '
            "network's own id, see chats in GET /sandbox/state",
            404,
        )

    def find_group(self, chat_id: object) -> Chat:
        """Return a group by its id."""
        chat = self.find_chat(chat_id)
        if chat.private:
            raise ControlError(f"group: {chat_id!r} is a private chat; give the id of a group")
        return chat

    def wire_id(self, chat: Chat, number: int) -> int | str:
        """Return the network's id of the message `number` in a chat: the number itself on Telegram, 20 hex digits on Zalo."""
        return number if chat.network == "telegram" else _hex20(chat.id, number)
