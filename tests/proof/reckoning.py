"""After the chaos: what was said is held against what was written and what the network saw, and the result is a table."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.meeting_tables import Attendance
from storage.people import Audit, Misread
from storage.spine import Inbox, Outbox, Push
from tests.proof.crowd import Crowd

SECOND = 1_000_000
LATE = re.compile(r"đến muộn (\d+) phút")


@dataclass
class Reckoning:
    """What is counted. Everything named in `zeros` has to be 0."""

    received: int = 0
    kept: int = 0
    applied_once: int = 0
    lost: int = 0
    applied_twice: int = 0
    not_answered: int = 0
    failed: int = 0
    order_broken: int = 0
    pushes_missing: int = 0
    pushes: Counter[str] = field(default_factory=Counter)
    repeats: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def zeros(self) -> dict[str, int]:
        return {
            "lost": self.lost,
            "applied twice": self.applied_twice,
            "not answered": self.not_answered,
            "failed": self.failed,
            "order broken in a chat": self.order_broken,
            "pushes not carried out": self.pushes_missing,
            "sends repeated without a reason": self.repeats["unexplained"],
        }

    def show(self, title: str, more: dict[str, object]) -> None:
        table = Table("what", "count", title=title)
        rows: dict[str, object] = {"received": self.received, "kept": self.kept, "applied once": self.applied_once}
        rows |= self.zeros() | {"pushes": dict(self.pushes)}
        rows |= {f"sends repeated: {why}": count for why, count in sorted(self.repeats.items())}
        for name, value in (rows | more).items():
            table.add_row(name, str(value))
        Console(width=110, force_terminal=False).print(table)


def reckon(crowd: Crowd, outages: list[tuple[int, int]]) -> Reckoning:
    """Count everything; `outages` are the times (microseconds) between which the database was away."""
    found = Reckoning()
    crowd.database.ask(lambda session: _rows(session, crowd, found))
    _network(crowd, outages, found)
    return found


def _rows(session: Session, crowd: Crowd, found: Reckoning) -> None:
    everybody = [*crowd.talkers, *crowd.silent]
    found.received = len(everybody) + sum(talker.said for talker in crowd.talkers)
    states = Counter(session.scalars(select(Inbox.state)))
    found.kept, found.failed = states.total(), states["failed"]
    noted = Counter(session.scalars(select(Audit.member_id).where(Audit.action == "attendance")))
    counted = dict(session.execute(select(Misread.digest, Misread.times)).all())
    last = dict(session.execute(select(Attendance.member_id, Attendance.minutes_late)).all())
    of_answers = select(Outbox.bot, Outbox.chat_id).where(Outbox.purpose == "answer", Outbox.priority == 0)
    answered = Counter((bot, chat_id) for bot, chat_id in session.execute(of_answers))
    sent = dict(session.execute(select(Outbox.state, func.count()).group_by(Outbox.state)).all())
    found.not_answered += sent.get("open", 0) + sent.get("taken", 0) + sent.get("failed", 0)
    for talker in crowd.talkers:
        for wanted, actual in (
            (len(talker.late), noted[talker.member_id]),
            (talker.riddles, counted.get(talker.riddle_digest, 0)),
        ):
            found.lost += max(0, wanted - actual)
            found.applied_twice += max(0, actual - wanted)
            found.applied_once += min(wanted, actual)
        found.order_broken += bool(talker.late) and last.get(talker.member_id) != talker.late[-1]
    for each in everybody:
        answers = answered[each.network, each.account]
        found.not_answered += max(0, each.said + 1 - answers)
        found.applied_twice += max(0, answers - each.said - 1)
    found.pushes = Counter(session.scalars(select(Push.state).where(Push.kind == "invitation")))
    found.pushes_missing = found.pushes.total() - found.pushes["done"]


def _network(crowd: Crowd, outages: list[tuple[int, int]], found: Reckoning) -> None:
    """Look at what each chat got: in which order, and what came again and why."""
    delivered = defaultdict(list)
    for call in crowd.core.calls:
        arrived = call.code == 200 or call.fault == "close_after"
        if call.method == "sendMessage" and arrived:
            delivered[str(call.params["chat_id"])].append(call)
    for calls in delivered.values():
        last: dict[str, object] = {}
        numbers: list[int] = []
        for call in calls:
            text = str(call.params["text"])
            match = LATE.search(text)
            if text in last and (match or "Trợ lý chưa hiểu" not in text):
                found.repeats[_why(last[text], outages, crowd.kills)] += 1
            elif match:
                numbers.append(int(match[1]))
            last[text] = call
        found.order_broken += numbers != sorted(numbers)


def _why(before: object, outages: list[tuple[int, int]], kills: list[int]) -> str:
    """Why a message came again, from when and how it came before."""
    at, fault = before.at, before.fault  # type: ignore[attr-defined]
    if fault == "close_after":
        return "the connection was closed after delivering"
    if any(at - SECOND // 5 <= kill <= at + SECOND for kill in kills):
        return "on its way at a kill"
    if any(start - SECOND <= at <= end + 3 * SECOND for start, end in outages):
        return "on its way when the database went"
    return "unexplained"
