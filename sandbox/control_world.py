"""Building the world from JSON, and showing it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sandbox.arrivals import Arrivals
from sandbox.errors import ControlError
from sandbox.limits import Limits, LimitSettings
from sandbox.times import iso
from sandbox.world import NETWORKS, Bot, Chat, Network, Person, Quota

if TYPE_CHECKING:
    from sandbox.core import Core


def _network(entry: dict[str, Any], where: str) -> Network:
    for network in NETWORKS:
        if entry.get("network") == network:
            return network
    raise ControlError(f"{where}: network must be telegram or zalo, not {entry.get('network')!r}")


def _text(entry: dict[str, Any], name: str, where: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ControlError(f"{where}: {name} is missing; it must be a text")
    return value


def _entries(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = body.get(name, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ControlError(f"{name}: must be a list of objects")
    return value


class Builder:
    """Adds to the world what a JSON document describes."""

    def __init__(self, core: Core) -> None:
        self.core = core

    def add(self, body: dict[str, Any]) -> dict[str, Any]:
        """Add bots, people, then groups; answers what was added, in the same order, with ids."""
        unknown = body.keys() - {"bots", "people", "groups"}
        if unknown:
            raise ControlError(f"world: {', '.join(sorted(unknown))} is unknown; give bots, people, groups")
        bots = [self._bot(entry) for entry in _entries(body, "bots")]
        people = [self._person(entry) for entry in _entries(body, "people")]
        groups = [self._group(entry) for entry in _entries(body, "groups")]
        self.core.changes += 1
        self.core.feed.publish("world", {})
        return {
            "bots": [{"id": bot.id, "username": bot.username} for bot in bots],
            "people": [{"id": person.id, "name": person.name, "network": person.network} for person in people],
            "groups": [{"id": group.id, "title": group.title, "network": group.network} for group in groups],
        }

    def _bot(self, entry: dict[str, Any]) -> Bot:
        network = _network(entry, "bots")
        token, username = _text(entry, "token", "bots"), _text(entry, "username", "bots").removeprefix("@")
        head = token.partition(":")[0]
        made = str(6_000_000_000 + int.from_bytes(hashlib.blake2s(token.encode(), digest_size=3).digest(), "big"))
        bot = Bot(
            network,
            token,
            username,
            str(entry.get("name") or username),
            head if head.isdigit() else made,
            Arrivals(),
            limits=Limits(LimitSettings() if network == "telegram" else LimitSettings(0, 0.0, 0)),
        )
        if network == "telegram":
            bot.wire = {"id": int(bot.id), "is_bot": True, "first_name": bot.name, "username": username}
        self.configure(bot, entry)
        return self.core.world.add_bot(bot)

    def configure(self, bot: Bot, entry: dict[str, Any]) -> None:
        """Change settings of a bot: limits, quota, webhook shape, mention space, privacy."""
        given = {name: getattr(bot.limits.settings, name) for name in LimitSettings.__slots__}
        wanted = entry.get("limits") or {}
        if not isinstance(wanted, dict) or wanted.keys() - given.keys():
            raise ControlError(f"limits: must be an object with some of {', '.join(given)}")
        for name, value in wanted.items():
            if not isinstance(value, (int, float)) or not 0 <= value < 10**6:
                raise ControlError(f"limits: {name} must be a number from 0 (0: no limit), not {value!r}")
            given[name] = type(given[name])(value)
        bot.limits = Limits(LimitSettings(**given))
        quota = entry.get("quota") or {}
        if not isinstance(quota, dict) or quota.keys() - set(Quota.__slots__):
            raise ControlError(f"quota: must be an object with some of {', '.join(Quota.__slots__)}")
        for name, value in quota.items():
            if not isinstance(value, int) or value < 0:
                raise ControlError(f"quota: {name} must be a whole number from 0, not {value!r}")
            setattr(bot.quota, name, value)
        shape = entry.get("webhook_shape", bot.webhook_shape)
        if shape not in ("flat", "wrapped"):
            raise ControlError('webhook_shape: must be "flat" or "wrapped"')
        bot.webhook_shape = shape
        if "nbsp_mentions" in entry:
            bot.mention_space = "\u00a0" if entry["nbsp_mentions"] else " "
        if "group_privacy" in entry:
            bot.group_privacy = bool(entry["group_privacy"])

    def _person(self, entry: dict[str, Any]) -> Person:
        given = None if entry.get("id") is None else str(entry["id"])
        more = {key: None if entry.get(key) is None else str(entry[key]) for key in ("username", "role", "note")}
        person = self.core.world.add_person(_network(entry, "people"), _text(entry, "name", "people"), given, more)
        # A person who started a bot before the story begins: the bot may write to him.
        for name in entry.get("started") or []:
            self.core.world.open_private(self.core.world.find_bot(name), person)
        return person

    def _group(self, entry: dict[str, Any]) -> Chat:
        network = _network(entry, "groups")
        given = None if entry.get("id") is None else str(entry["id"])
        people = [self.core.world.find_person(each) for each in entry.get("people") or []]
        bots = [self.core.world.find_bot(each) for each in entry.get("bots") or []]
        admins = [self.core.world.find_person(each) for each in entry.get("admins") or []]
        members: list[Person | Bot] = [*people, *bots, *admins]
        for each in members:
            if each.network != network:
                raise ControlError(f"groups: {each.name} is on {each.network}, the group on {network}")
        group = self.core.world.add_group(
            network, _text(entry, "title", "groups"), given, supergroup=bool(entry.get("supergroup"))
        )
        group.people = {person.id: person for person in (*people, *admins)}
        group.admins = {person.id for person in admins}
        group.bots = {bot.username: bot for bot in bots}
        for bot in bots:
            bot.chats[group.native] = group
        return group

    # --- showing

    def state(self) -> dict[str, Any]:
        """Time, people, bots and chats."""
        world = self.core.world
        return {
            "now": iso(self.core.clock.us),
            "speed": self.core.clock.wanted_speed,
            "rev": self.core.changes,
            "people": [self._person_json(person) for person in world.people.values()],
            "bots": [self._bot_json(bot) for bot in world.bots.values()],
            "chats": [self.chat_json(chat) for chat in world.chats.values()],
            "totals": {name: getattr(self.core.totals, name) for name in self.core.totals.__slots__},
        }

    def _person_json(self, person: Person) -> dict[str, Any]:
        shown = {"id": person.id, "name": person.name, "network": person.network}
        more = {"username": person.username, "role": person.role, "note": person.note}
        return {**shown, **{key: value for key, value in more.items() if value is not None}}

    def _bot_json(self, bot: Bot) -> dict[str, Any]:
        arrivals = bot.arrivals
        shown: dict[str, Any] = {
            "id": bot.id,
            "username": bot.username,
            "name": bot.name,
            "network": bot.network,
            "group_privacy": bot.group_privacy,
            "waiting": len(arrivals.waiting),
            "polling": arrivals.poll is not None and not arrivals.poll.done(),
            "webhook": None if arrivals.webhook is None else arrivals.webhook.url,
            "limits": {name: getattr(bot.limits.settings, name) for name in LimitSettings.__slots__},
        }
        if bot.network == "zalo":
            shown["quota"] = {name: getattr(bot.quota, name) for name in Quota.__slots__}
            shown["sent_this_month"] = bot.sent_this_month
        return shown

    def chat_json(self, chat: Chat) -> dict[str, Any]:
        """Return a chat with its members; a private chat names its `bot` and `person`."""
        shown: dict[str, Any] = {
            "id": chat.id,
            "network": chat.network,
            "type": "private" if chat.private else "group",
            "kind": chat.kind,
            "title": chat.title,
            "people": list(chat.people),
            "bots": list(chat.bots),
            "last": chat.last_id,
        }
        if chat.private:
            shown["bot"] = next(iter(chat.bots))
            shown["person"] = chat.person.id
            shown["blocked"] = chat.blocked
            if chat.person.role is not None:
                shown["role"] = chat.person.role
        else:
            shown["admins"] = sorted(chat.admins)
            shown["migrated_to"] = None if chat.migrated_to is None else chat.migrated_to.id
        return shown
