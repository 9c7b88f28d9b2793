"""Tells the organisers in private who cannot come, as soon as it is said, and gathers what follows into one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from handlers import calendar, meetings, schedule
from storage import attendance as rows
from storage import pushes as plan
from storage import roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Member, Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk import Choice, Desk
    from storage.spine import Push

KIND = "absence_alert"
# The reason is asked right after the absence: an alert that waits for it need not be followed by a second one.
WAIT_FOR_REASON = timedelta(minutes=2)
# So many absences can be decided from the alert itself; more are opened as a list.
DIRECT = 3
# Characters of names in one message: with its head, its counts and its choices it stays below 2,000.
ROOM = 1200


@dataclass(frozen=True, slots=True)
class Change:
    """One absence that was declared, withdrawn, or given another reason since the organisers were last told."""

    what: str
    member: Member
    row: Attendance | None


# -- when ------------------------------------------------------------------------------------------------------------


def absence_changed(desk: Desk, meeting: Meeting, *, waits: bool = False) -> None:
    """Plan the alert: at once, or after the span that is gathered since the last one; `waits`: the reason is still being asked."""
    alerts = plan.of_kind(desk.session, meeting.id, KIND)
    told = _last_told(alerts, meeting)
    due = desk.now + (WAIT_FOR_REASON if waits else timedelta(0))
    if told is not None:
        due = max(due, _told_at(told) + desk.policy.alert_gather)
    due = _considerate(desk, meeting, due)
    # One that is due this very moment may have looked already; only one still to come is sure to see this change.
    if not any(alert.state == "planned" and desk.now < alert.due_at <= due for alert in alerts):
        _plan(desk, meeting, due, alerts)


def _plan(desk: Desk, meeting: Meeting, due: datetime, alerts: Sequence[Push]) -> None:
    """Plan an alert beside those there are: one that is due in the same second may have looked already, so it gets a number of its own."""
    stem = f"absence:{meeting.id}:{due:%Y%m%d%H%M%S}"
    number = sum(alert.key.startswith(f"{stem}:") for alert in alerts)
    # Another process may have taken that number meanwhile.
    while not schedule.plan_once(desk, f"{stem}:{number}", KIND, due, meeting.organisation_id, meeting.id):
        number += 1


def _considerate(desk: Desk, meeting: Meeting, due: datetime) -> datetime:
    """Put off to the end of the quiet hours, unless the meeting begins before."""
    zone = desk.session.get_one(Organisation, meeting.organisation_id).timezone
    later = calendar.quiet_hours(desk.policy, zone).over_at(due)
    return later if later < meeting.starts_at else due


def not_at_night(desk: Desk, organisation_id: int) -> datetime:
    """Return the next moment (UTC) outside the quiet hours of the organisation: when a notice may reach somebody."""
    zone = desk.session.get_one(Organisation, organisation_id).timezone
    return calendar.quiet_hours(desk.policy, zone).over_at(desk.now)


def _last_told(alerts: Sequence[Push], meeting: Meeting) -> Push | None:
    told = [alert for alert in alerts if alert.data.get("version") == meeting.version]
    return max(told, key=_told_at, default=None)


def forget_told(desk: Desk, meeting: Meeting) -> None:
    """Forget which absences the organisers were told of: once presence is recorded nobody compares any more."""
    for push in plan.of_kind(desk.session, meeting.id, KIND):
        if push.data.get("told"):
            push.data = {**push.data, "told": {}}


def _told_at(push: Push) -> datetime:
    return datetime.fromisoformat(push.data["at"])


# -- what ------------------------------------------------------------------------------------------------------------


def send(desk: Desk, push: Push) -> str | None:
    """Tell the organisers what changed since they were last told; returns why nothing was said.

    A change that was undone before is not told at all, and nobody is told of his own absence or of what he recorded himself.
    """
    meeting = desk.session.get(Meeting, push.meeting_id) if push.meeting_id is not None else None
    if meeting is None or meeting.state != "planned":
        return "meeting is not planned any more"
    alerts = plan.of_kind(desk.session, meeting.id, KIND)
    last = _last_told(alerts, meeting)
    changes = _changes(desk, meeting, last.data["told"] if last is not None else {})
    if not changes:
        return "nothing changed"
    if last is not None and _told_at(last) + desk.policy.alert_gather > desk.now:
        _plan(desk, meeting, _told_at(last) + desk.policy.alert_gather, alerts)
        return "gathered into the next one"
    absent = {
        member_id: row for member_id, row in rows.answers(desk.session, meeting).items() if row.answer == "absent"
    }
    if last is not None:
        last.data = {"version": meeting.version, "at": last.data["at"], "told": {}}
    # By category, never the reason's words; only the last alert keeps it, and only until presence is recorded.
    told = {str(member_id): row.reason or "" for member_id, row in absent.items()}
    push.data = {"version": meeting.version, "at": desk.now.isoformat(), "told": told}
    reached = sum(_tell(desk, push, meeting, organiser, changes) for organiser in _organisers(desk, meeting))
    return None if reached else "nobody else to tell"


def _organisers(desk: Desk, meeting: Meeting) -> list[Member]:
    return roster.organisers(desk.session, meeting.organisation_id, desk.now)


def _changes(desk: Desk, meeting: Meeting, told: dict[str, str]) -> list[Change]:
    answers = rows.answers(desk.session, meeting)
    found = []
    for member in roster.members(desk.session, meeting.organisation_id, desk.now):
        row = answers.get(member.id)
        absent = row is not None and row.answer == "absent"
        before = told.get(str(member.id))
        if absent and before is None:
            found.append(Change("declared", member, row))
        elif not absent and before is not None:
            found.append(Change("withdrawn", member, row))
        elif absent and row is not None and before != (row.reason or ""):
            found.append(Change("changed", member, row))
    return found


def _tell(desk: Desk, push: Push, meeting: Meeting, organiser: Member, changes: list[Change]) -> bool:
    theirs = [
        change
        for change in changes
        if change.member.id != organiser.id and (change.row is None or change.row.said_by != organiser.id)
    ]
    if not theirs:
        return False
    lines = fitting(desk, [line(desk, meeting, change) for change in theirs])
    counts = rows.counts(desk.session, meeting, desk.now)
    text = desk.text(
        "alert-absences",
        heading=meetings.heading(desk, meeting),
        when=meetings.when(desk, meeting),
        lines=lines,
        attend=counts.attend,
        late=counts.late,
        absent=counts.absent,
        silent=counts.silent,
    )
    choices = _choices(desk, meeting, organiser, theirs)
    key = f"absence:{push.id}:{organiser.id}"
    return desk.post_to_member(organiser, text, choices, key=key, meeting_id=meeting.id, purpose="alert") is not None


def line(desk: Desk, meeting: Meeting, change: Change) -> str:
    """Return one change as organisers read it: the name, what happened, the category of the reason."""
    if change.what == "withdrawn":
        answer = change.row.answer if change.row is not None else None
        return desk.text(
            "alert-withdrawn", name=change.member.full_name, now=desk.text(f"att-short-{answer or 'silent'}")
        )
    reason = reason_text(desk, change.row.reason if change.row is not None else None)
    if change.row is not None and change.row.answered_at is not None and change.row.answered_at >= meeting.starts_at:
        reason = desk.text("alert-after-start", reason=reason)
    return desk.text(f"alert-{change.what}", name=change.member.full_name, reason=reason)


def fitting(desk: Desk, lines: Sequence[str], room: int = ROOM) -> str:
    """Return as many of the lines as fit into `room` characters, and how many are left out."""
    taken: list[str] = []
    for one in lines:
        room -= len(one) + 1
        if room < 0:
            return "\n".join([*taken, desk.text("alert-more", count=len(lines) - len(taken))])
        taken.append(one)
    return "\n".join(taken)


def reason_text(desk: Desk, reason: str | None) -> str:
    """Return the category in words, or that none was given."""
    return desk.text(f"att-reason-{reason}") if reason else desk.text("att-reason-none")


def _choices(desk: Desk, meeting: Meeting, organiser: Member, changes: list[Change]) -> list[Choice | list[Choice]]:
    """One tap decides on Telegram. Not on Zalo: "2", meant for an older list, must never decide about a person."""
    absent = [change.member for change in changes if change.what != "withdrawn"]
    if not absent:
        return []
    account = roster.reachable_account(desk.session, organiser.id)
    bot = desk.bots.get(account.bot) if account is not None else None
    if bot is None or not bot.has_buttons or len(absent) > DIRECT:
        return [desk.choice("alert-review", f"abs:{meeting.id}:0")]
    return [
        [
            desk.choice("alert-accept-name", f"absok:{meeting.id}:{member.id}:y", name=member.full_name),
            desk.choice("alert-refuse-name", f"absok:{meeting.id}:{member.id}:n", name=member.full_name),
        ]
        for member in absent
    ]
