"""Keeps house every night: what has served its time is erased. Nobody is written to."""

from datetime import datetime, time, timedelta
from typing import Any

from handlers import schedule
from handlers.calendar import at_local
from handlers.desk import Desk
from handlers.times import local
from storage import points, retention, rights, roster
from storage.spine import Push

# An installation's nights are those of Viet Nam; nothing here depends on a cell's own zone.
ZONE = "Asia/Ho_Chi_Minh"
AT = time(2, 30)
DAY = timedelta(days=1)
# So many rows of a kind in one transaction, so that no answer to a person waits long; the rest follows after a pause.
BATCH = 1000
PAUSE = timedelta(minutes=1)
# An update nobody could read may hold anything: long enough to look into it, no longer.
KEEP_UNREADABLE = timedelta(days=14)
# So long a used or expired code is recognised as such, and a stranger or a member who left as somebody who was here.
KEEP_AFTER = timedelta(days=30)
DETAIL = 200


def start(desk: Desk) -> None:
    """Plan the next two nights, if they are not planned yet; called whenever the service starts, and by every night.

    Two, so that a night that fails does not end the row of nights.
    """
    night = _next_night(desk.now)
    for due in (night, night + DAY):
        schedule.plan_once(desk, f"housekeeping:{local(due, ZONE):%Y-%m-%d}", "housekeeping", due)


def nightly(desk: Desk, push: Push) -> str | None:
    """Erase what is due, note how much of what in the log, and plan the next nights, or a continuation where a batch was full."""
    start(desk)
    if "chats" in push.data:
        _forget(desk, push)
        return None
    erased = {name: count for name, count in _erase(desk).items() if count}
    if any(count >= BATCH for count in erased.values()):
        again = desk.now + PAUSE
        schedule.plan_once(desk, f"housekeeping:{again:%Y-%m-%dT%H:%M}", "housekeeping", again)
    if erased:
        # The proof that things are erased when their time is over; no names, no contents.
        told = ", ".join(f"{name} {count}" for name, count in erased.items())
        roster.note(desk.session, desk.now, None, "erased", "housekeeping", told[:DETAIL])
    return None


def plan_forgetting(desk: Desk, member_id: int, chats: list[rights.Chat]) -> None:
    """Plan that the ids of a withdrawn member's chats leave the ledger, once the last word to him has been delivered."""
    data: dict[str, Any] = {"chats": [[chat.bot, chat.chat_id] for chat in chats], "chats_until": desk.now.isoformat()}
    key = f"housekeeping:forget:{member_id}:{desk.now:%Y%m%d%H%M%S}"
    schedule.plan_once(desk, key, "housekeeping", desk.now + timedelta(hours=1), data=data)


def _forget(desk: Desk, push: Push) -> None:
    until = datetime.fromisoformat(push.data["chats_until"])
    for bot, chat_id in push.data["chats"]:
        rights.erase_traces(desk.session, rights.Chat(bot, chat_id), until)
    push.data = {}


def _erase(desk: Desk) -> dict[str, int]:
    session, now, policy = desk.session, desk.now, desk.policy
    today = local(now, ZONE).date()
    return {
        "reasons": retention.reasons(session, now - policy.keep_reasons, BATCH),
        "points": retention.points(session, now - policy.keep_points, BATCH),
        "drafts": points.forget_drafts(session, now.date()),
        "examples": retention.examples(session, today - policy.keep_reasons, BATCH),
        "misreads": retention.misreads(session, today - policy.keep_audit, BATCH),
        "unreadable updates": retention.unread_updates(session, now - KEEP_UNREADABLE, BATCH),
        "meetings": retention.meetings(session, now - policy.keep_attendance, BATCH),
        "accounts of members who left": retention.accounts_of_gone(session, today - KEEP_AFTER, BATCH),
        "members who left": retention.gone_members(session, today - policy.keep_attendance, BATCH),
        "strangers": retention.strangers(session, now - KEEP_AFTER, BATCH),
        "codes": retention.codes(session, now - KEEP_AFTER, BATCH),
        "open talks": retention.talks(session, now - policy.conversation_life, BATCH),
        "conversations": retention.conversations(session, now - policy.keep_ledger, BATCH),
        "audit": retention.audit(session, now - policy.keep_audit, BATCH),
        "messages sent": retention.sent(session, now - policy.keep_ledger, BATCH),
        "updates received": retention.received(session, now - policy.keep_ledger, BATCH),
        "pushes": retention.pushes(session, now - policy.keep_ledger, BATCH),
    }


def _next_night(now: datetime) -> datetime:
    tonight = at_local(local(now, ZONE).date(), AT, ZONE)
    return tonight if tonight > now else tonight + DAY
