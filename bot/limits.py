"""How fast a bot may speak: so many messages a second, one a second to a chat, so many a minute to a group."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Our clock and the network's need not agree to the last millisecond.
MARGIN = timedelta(milliseconds=5)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a network allows a bot; 0 means no limit. Telegram's figures: its Bots FAQ (30/s, 1/s a chat, 20/min a group)."""

    per_second: int = 30
    chat_seconds: float = 1.0
    group_per_minute: int = 20


def is_group(chat_id: str) -> bool:
    """Tell a group's chat id from a person's: Telegram's are negative, Zalo's begin with "zgr-"."""
    return chat_id.startswith(("-", "zgr-"))


class Limits:
    """When the next message may leave, so that every sliding window holds.

    A message counts from when its answer came, not from when it left: the network saw it somewhere in between, so windows
    measured from the answers are never too short. While it is on its way it counts as "now".
    """

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._bot: deque[datetime] = deque(maxlen=max(allowance.per_second, 1))
        self._chats: dict[str, datetime] = {}
        self._groups: dict[str, deque[datetime]] = {}
        self._under_way = 0
        self._left_last: datetime | None = None
        self._swept = 0

    def restore(self, sent: Iterable[tuple[str, datetime]]) -> None:
        """Count what was sent before this process took over."""
        for chat_id, at in sent:
            self._count(chat_id, at)

    def bot_free_at(self, now: datetime) -> datetime | None:
        """Return from when on the bot may send anything; None if that depends on a message that is still on its way."""
        limit = self._allowance.per_second
        if not limit:
            return now
        if self._under_way >= limit:
            return None
        place = limit - self._under_way
        if len(self._bot) < place:
            return now
        return max(now, self._bot[-place] + SECOND + MARGIN)

    def unhurried_at(self, now: datetime) -> datetime:
        """Return from when on something may leave that nobody waits for, so that an answer in between finds room at any moment.

        While half of a second's messages are unused, at once; else spread evenly over the second. All at its beginning would
        leave an answer waiting for the next: 95 of 100 went within 1,005 ms, now within 60 (docs/performance.md).
        """
        limit = self._allowance.per_second
        if not limit or self._left_last is None:
            return now
        place = limit // 2 - self._under_way
        if place > 0 and (len(self._bot) < place or self._bot[-place] + SECOND <= now):
            return now
        return max(now, self._left_last + SECOND / limit)

    def chat_free_at(self, chat_id: str, now: datetime) -> datetime:
        """Return from when on this chat may get its next message."""
        free = now
        last = self._chats.get(chat_id)
        if last is not None and self._allowance.chat_seconds:
            free = max(free, last + timedelta(seconds=self._allowance.chat_seconds) + MARGIN)
        posts = self._groups.get(chat_id)
        if posts is not None and self._allowance.group_per_minute and len(posts) == posts.maxlen:
            free = max(free, posts[0] + MINUTE + MARGIN)
        return free

    def start(self, now: datetime) -> None:
        """Count a message that is leaving."""
        self._under_way += 1
        self._left_last = now

    def finish(self, chat_id: str, now: datetime) -> None:
        """Count a message whose answer came, or will not come any more."""
        self._under_way -= 1
        self._count(chat_id, now)

    def _count(self, chat_id: str, at: datetime) -> None:
        self._bot.append(at)
        self._chats[chat_id] = at
        if is_group(chat_id) and self._allowance.group_per_minute:
            self._groups.setdefault(chat_id, deque(maxlen=self._allowance.group_per_minute)).append(at)
        self._swept += 1
        if self._swept >= 10_000:  # noqa: PLR2004  (memory stays flat: chats that are free anyway are forgotten)
            self._sweep(at)

    def _sweep(self, now: datetime) -> None:
        self._swept = 0
        self._chats = {chat: at for chat, at in self._chats.items() if now - at < MINUTE}
        self._groups = {chat: posts for chat, posts in self._groups.items() if now - posts[-1] < 2 * MINUTE}
