"""How fast a bot may send: exact sliding windows, measured in the sandbox's own time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

SECOND = 1_000_000
"""Times inside the sandbox are whole microseconds, so that windows are exact."""


class Window:
    """At most `limit` events in any half-open stretch of `length` microseconds."""

    __slots__ = ("length", "limit", "times")

    def __init__(self, limit: int, length: int) -> None:
        self.limit = limit
        self.length = length
        self.times: deque[int] = deque(maxlen=limit)

    def wait(self, now: int) -> int:
        """Microseconds until one more event is allowed; 0 when it is allowed now."""
        times = self.times
        if len(times) < self.limit:
            return 0
        return max(0, times[0] + self.length - now)

    def add(self, now: int) -> None:
        """Count an event; the window keeps only as many times as it needs to decide."""
        self.times.append(now)


@dataclass(slots=True)
class LimitSettings:
    """Limits of one bot; 0 turns a limit off. `record_only` lets everything through and only notes violations."""

    per_second: int = 30
    chat_interval_seconds: float = 1.0
    group_per_minute: int = 20
    record_only: bool = False


@dataclass(slots=True, frozen=True)
class Excess:
    """A limit that a message would break: its name and the microseconds until it would not."""

    rule: str
    wait: int

    @property
    def retry_after(self) -> int:
        """Whole seconds to wait, at least 1, as the networks say it."""
        return max(1, -(-self.wait // SECOND))


class Limits:
    """The windows of one bot: all its messages, each chat, each group."""

    __slots__ = ("_all", "_chat_length", "_chats", "_groups", "settings")

    def __init__(self, settings: LimitSettings) -> None:
        self.settings = settings
        self.forget()

    def forget(self) -> None:
        """Begin anew, for instance after the clock was put back or the settings changed."""
        self._all = Window(self.settings.per_second, SECOND) if self.settings.per_second else None
        self._chat_length = round(self.settings.chat_interval_seconds * SECOND)
        self._chats: dict[int | str, int] = {}
        self._groups: dict[int | str, Window] = {}

    def check(self, chat: int | str, now: int, *, group: bool) -> Excess | None:
        """Count a message to `chat` at `now` (microseconds), unless a limit forbids it.

        Returns the limit with the longest wait, or None. A refused message is not counted; with `record_only` it is.
        """
        worst: Excess | None = None
        if self._all is not None and (wait := self._all.wait(now)):
            worst = Excess("per_second", wait)
        last = self._chats.get(chat)
        if last is not None and (wait := last + self._chat_length - now) > 0 and (worst is None or wait > worst.wait):
            worst = Excess("chat_interval_seconds", wait)
        minute = self._group(chat) if group and self.settings.group_per_minute else None
        if minute is not None and (wait := minute.wait(now)) and (worst is None or wait > worst.wait):
            worst = Excess("group_per_minute", wait)
        if worst is None or self.settings.record_only:
            self._count(chat, now, minute)
        return worst

    def _group(self, chat: int | str) -> Window:
        window = self._groups.get(chat)
        if window is None:
            window = self._groups[chat] = Window(self.settings.group_per_minute, 60 * SECOND)
        return window

    def _count(self, chat: int | str, now: int, minute: Window | None) -> None:
        if self._all is not None:
            self._all.add(now)
        if self._chat_length:
            self._chats[chat] = now
        if minute is not None:
            minute.add(now)
