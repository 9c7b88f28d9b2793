"""What can be made to go wrong on purpose, for whom, how often and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.errors import ControlError
from sandbox.times import iso, parse_moment, parse_span
from sandbox.world import NETWORKS

if TYPE_CHECKING:
    from sandbox.times import Clock

CALL_KINDS = {
    "429": "the call is answered 429 with `retry_after` (default 5; Zalo: without)",
    "500": "the call is answered 500",
    "502": "the call is answered 502 with an HTML page, as a proxy does",
    "403": "the call is answered 403",
    "hang": "the call is never answered, until the fault is cleared or the client gives up",
    "close_before": "the connection is closed before anything is done",
    "close_after": "the call is carried out, then the connection is closed without an answer",
    "network_down": "every call is cut off; webhooks are not delivered",
    "ok_false": "HTTP 200 with ok:false (`code`, `description`)",
}
UPDATE_KINDS = {
    "webhook_not_delivered": "updates are not posted to the webhook",
    "updates_held": "getUpdates finds nothing",
    "unparsable_update": "before the next update comes one that no client can read",
    "duplicate_update": "the next update is handed out twice",
}
KINDS = CALL_KINDS | UPDATE_KINDS
RETRIED = CALL_KINDS.keys() - {"403"}
"""What a bot answers by trying again later."""
_FOREVER = -1


@dataclass(slots=True, eq=False)
class Fault:
    """One thing that goes wrong: `left` times, or until cleared (-1), between `since` and `until` (microseconds)."""

    id: int
    kind: str
    bot: str | None
    network: str | None
    chat: str | None
    method: str | None
    left: int
    since: int | None
    until: int | None
    retry_after: int
    code: int
    description: str | None
    met: int = 0

    def applies(self, now: int, network: str, bot: str, chat: str | None, method: str | None) -> bool:
        """Whether this fault strikes now, for this bot, chat and method."""
        return (
            self.left != 0
            and (self.since is None or self.since <= now)
            and (self.until is None or now < self.until)
            and (self.network is None or self.network == network)
            and (self.bot is None or self.bot == bot)
            and (self.chat is None or self.chat == chat)
            and self._fits(method)
        )

    def _fits(self, method: str | None) -> bool:
        if method is None or self.method == method.lower():
            return True
        # A fault that names no method is meant for what the bot does, not for its asking for updates.
        return self.method is None and (self.kind == "network_down" or method.lower() != "getupdates")

    def use(self) -> None:
        """Count one strike."""
        self.met += 1
        if self.left > 0:
            self.left -= 1

    def json(self) -> dict[str, Any]:
        """Return the fault as the control interface shows it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "bot": self.bot,
            "network": self.network,
            "chat": self.chat,
            "method": self.method,
            "times": "until cleared" if self.left == _FOREVER else self.left,
            "from": None if self.since is None else iso(self.since),
            "until": None if self.until is None else iso(self.until),
            "retry_after": self.retry_after,
            "met": self.met,
        }


def _whole(asked: dict[str, Any], name: str, default: int) -> int:
    value = asked.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise ControlError(f"faults: {name} must be a whole number, not {value!r}")
    return value


class Faults:
    """The faults asked for, in the order they were asked for."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.active: list[Fault] = []
        self._count = 0

    def add(self, asked: dict[str, Any]) -> Fault:
        """Plan a fault as the control interface describes it."""
        kind = str(asked.get("kind"))
        if kind not in KINDS:
            raise ControlError(f"faults: the kind {kind!r} is unknown; choose one of {', '.join(KINDS)}")
        network = asked.get("network")
        if network is not None and network not in NETWORKS:
            raise ControlError(f"faults: the network {network!r} is unknown; choose telegram or zalo")
        times = asked.get("times", 1 if asked.keys().isdisjoint({"until", "for"}) else "until cleared")
        left = _FOREVER if times == "until cleared" else times
        if not isinstance(left, int) or isinstance(left, bool) or left < _FOREVER or left == 0:
            raise ControlError('faults: times must be a whole number from 1, or "until cleared"')
        since = parse_moment(asked["from"], "from") if "from" in asked else None
        until = parse_moment(asked["until"], "until") if "until" in asked else None
        if "for" in asked:
            until = (self.clock.us if since is None else since) + parse_span(asked["for"], "for")
        self._count += 1
        fault = Fault(
            id=self._count,
            kind=kind,
            bot=None if asked.get("bot") is None else str(asked["bot"]).removeprefix("@"),
            network=network,
            chat=None if asked.get("chat") is None else str(asked["chat"]),
            method=None if asked.get("method") is None else str(asked["method"]).lower(),
            left=left,
            since=since,
            until=until,
            retry_after=_whole(asked, "retry_after", 5),
            code=_whole(asked, "code", 400),
            description=None if asked.get("description") is None else str(asked["description"]),
        )
        self.active.append(fault)
        return fault

    def clear(self, fault_id: int | None) -> int:
        """End one fault, or all of them with None; how many ended."""
        ended = [fault for fault in self.active if fault_id in (None, fault.id)]
        for fault in ended:
            fault.left = 0
            self.active.remove(fault)
        return len(ended)

    def strike(
        self,
        kinds: dict[str, str],
        network: str,
        bot: str,
        chat: str | None = None,
        method: str | None = None,
    ) -> Fault | None:
        """Return the first planned fault of these kinds that applies now, already counted as having struck."""
        if not self.active:
            return None
        now = self.clock.us
        for fault in self.active:
            if fault.kind in kinds and fault.applies(now, network, bot, chat, method):
                fault.use()
                # A call that hangs stays listed while it hangs, so that clearing the fault can free it.
                if fault.left == 0 and fault.kind != "hang":
                    self.active.remove(fault)
                return fault
        return None

    def holds(self, network: str, bot: str, *kinds: str) -> bool:
        """Whether one of these kinds applies now, without counting it as a strike."""
        now = self.clock.us
        return any(fault.kind in kinds and fault.applies(now, network, bot, fault.chat, None) for fault in self.active)

    def lasting(self, network: str, bot: str) -> bool:
        """Whether sends of this bot will fail and be tried again, until somebody clears a fault."""
        now = self.clock.us
        return any(
            fault.kind in RETRIED
            and fault.left == _FOREVER
            and fault.until is None
            and fault.applies(now, network, bot, fault.chat, None)
            for fault in self.active
        )

    def polls_fail(self, network: str, bot: str) -> bool:
        """Whether getUpdates itself is struck now."""
        now = self.clock.us
        return any(
            fault.method == "getupdates" and fault.applies(now, network, bot, fault.chat, None) for fault in self.active
        )

    def next_change(self, now: int) -> int | None:
        """When the next fault begins or ends by itself."""
        times = [t for fault in self.active for t in (fault.since, fault.until) if t is not None and t > now]
        return min(times, default=None)
