"""What reads hostile input, and what counts as a fault of it: whatever is raised here."""

import contextlib
import functools
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import roster_file
from bot.networks.telegram import TelegramNetwork
from bot.networks.zalo import ZaloNetwork
from bot.roster_rows import RosterError
from handlers import dates_said, dispatch, points_rules, secrecy
from handlers.agenda_line import PLAIN, TOWARDS, VERBS, parse
from handlers.calendar import DaysOff, MonthlyRule, at_local, next_times
from handlers.understanding import understand
from handlers.understanding.reading import REASONS
from storage.inbox import storable, storable_text
from tests.proof import fuzz_bending as bending
from tests.proof import fuzz_seeds as seeds

ZONE = "Asia/Ho_Chi_Minh"
# A Monday, the day that only leap years have, and a day that the next month has not.
DAYS = [datetime(*day, 2, tzinfo=UTC) for day in ((2026, 11, 23), (2028, 2, 29), (2027, 1, 31))]
# Within seeds.LONGEST_TEXT nothing may take a second, even while every branch is counted.
LONGEST_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Target:
    """`read` raises if something is wrong; `seeds` are where to begin, `words` what to try; `bend` changes an input by its form."""

    read: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    words: Callable[[], Iterable[str]]
    bend: bending.Bender | None = None
    longest: int = 3 * seeds.LONGEST_TEXT


# -- updates ---------------------------------------------------------------------------------------------------------


@functools.cache
def client(network: str) -> Any:
    """One bot on that network, which never speaks: nobody listens at that port."""
    if network == "telegram":
        return TelegramNetwork("telegram", "1:x", base_url="http://127.0.0.1:1/bot")
    return ZaloNetwork("zalo", "x", base_url="http://127.0.0.1:1")


def update(network: str, body: bytes) -> None:
    """Take a body as the webhook does, keep it as the inbox does, and read what was kept: a meaning, nothing, or a ValueError."""
    try:
        payload = json.loads(body) if body.strip() else None
    except (ValueError, RecursionError):
        payload = {"not_json": body.decode("utf-8", errors="replace")}
    arrival = client(network).arrival(payload)
    if arrival is None:
        assert not payload
        return
    storable_text(f"{arrival.key}{arrival.lane}").encode()
    kept = storable(arrival.payload)
    kept = kept if isinstance(kept, dict) else {"not_an_object": kept}
    json.dumps(kept, allow_nan=False, ensure_ascii=False).encode()
    with contextlib.suppress(ValueError):
        incoming = client(network).read(kept)
        if incoming is not None:
            assert all(isinstance(said, str) for said in (incoming.text, incoming.data, incoming.chat_id))


# -- texts -----------------------------------------------------------------------------------------------------------


def in_time(read: Callable[[str], None]) -> Callable[[bytes], None]:
    """Let a reader of text read, and be quick about it. Its own seconds are counted, not those of others on the machine."""

    def reading(data: bytes) -> None:
        text = data.decode("utf-8", errors="replace")[: seeds.LONGEST_TEXT]
        began = time.process_time()
        read(text)
        taken = time.process_time() - began
        if taken > LONGEST_SECONDS:
            raise TimeoutError(f"{taken:.1f} s for {len(text)} characters")

    return reading


def reply(text: str) -> None:
    reading = understand(text)
    assert reading.reason is None or (reading.reason in REASONS and reading.attendance == "absent")
    assert reading.minutes_late is None or reading.attendance == "late"


def date(text: str) -> None:
    """Read days, times and monthly rules, and reckon with them as the talks do."""
    dates_said.time_said(text)
    for now in DAYS:
        when = dates_said.moment_said(text, now)
        if when.day is not None and when.at is not None:
            at_local(when.day, when.at, ZONE)
    rule = dates_said.rule_said(text)
    if rule is not None:
        assert MonthlyRule.from_dict(rule.to_dict()) == rule
        next_times(rule, DAYS[0], ZONE, DaysOff(), 2)


def line(text: str) -> None:
    """Read a line for the agenda, and what every text is asked before anything else."""
    parse(text)
    secrecy.bears_marks(text)
    dispatch.pick(text, [])
    points_rules.is_delicate(text, ["Nguyễn Văn A"])
    assert len(points_rules.fitted(text, 300).text) <= 300


# -- rosters ---------------------------------------------------------------------------------------------------------


@functools.cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="chibo-fuzz-")


def roster(data: bytes) -> None:
    """Read a file as `chibo import-roster` does: a roster, or a list of what is wrong with it."""
    path = Path(_folder().name) / "roster.xlsx"
    path.write_bytes(data)
    try:
        roster_file.read(path)
    except RosterError as refused:
        told = [str(problem) for problem in refused.problems]
    else:
        return
    assert told
    assert all(told)


LINE_WORDS = seeds.words_in(seeds.lines, *VERBS, *PLAIN, *TOWARDS)
TARGETS: dict[str, Target] = {
    "telegram": Target(
        functools.partial(update, "telegram"), seeds.telegram, seeds.names_in(seeds.telegram), bending.json_of, 8_000
    ),
    "zalo": Target(functools.partial(update, "zalo"), seeds.zalo, seeds.names_in(seeds.zalo), bending.json_of, 8_000),
    "replies": Target(in_time(reply), seeds.replies, seeds.words_in(seeds.replies), bending.words_of),
    "dates": Target(in_time(date), seeds.dates, seeds.words_in(seeds.dates), bending.words_of),
    "lines": Target(in_time(line), seeds.lines, LINE_WORDS, bending.words_of),
    "csv": Target(roster, seeds.csv_files, seeds.cells),
    "xlsx": Target(roster, seeds.workbooks, seeds.cells, bending.workbook, 30_000),
}
