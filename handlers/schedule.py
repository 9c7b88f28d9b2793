"""When the assistant speaks up by itself: what is planned for a meeting and for a month, and what is still worth saying when it is late."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from handlers import calendar
from handlers.calendar import MonthlyRule, QuietHours, at_local
from handlers.times import local
from storage import attendance, pushes
from storage.people import Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk import Desk
    from handlers.policy import Policy
    from storage.meeting_tables import Meeting
    from storage.spine import Push

MINUTE = timedelta(minutes=1)
# Two posts about the same meeting closer together than this would only annoy: the earlier reminder is left out.
APART = timedelta(hours=1)
# How late what comes after a meeting is still of use.
DEADLINE_USEFUL = timedelta(days=1)
PRESENCE_USEFUL = timedelta(days=7)
SPREAD_SECONDS = 3 * 3600


# -- what a meeting needs (pure) -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Planned:
    """A push to be: its kind, the part of its key after "meeting:<id>:v<version>:", when it is due (UTC), and its data."""

    kind: str
    suffix: str
    due_at: datetime
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the plan of a meeting depends on; both times are UTC."""

    starts_at: datetime
    answer_by: datetime
    frame_minutes: int
    policy: Policy
    zone_name: str

    @property
    def quiet(self) -> QuietHours:
        """The hours in which nobody is disturbed."""
        return calendar.quiet_hours(self.policy, self.zone_name)


def pushes_of(frame: Frame, now: datetime, moved_from: datetime | None = None) -> list[Planned]:
    """Return what a meeting needs from now on, by due time; empty once it is over.

    The invitation goes at once if its day has passed, or if the meeting was moved (its former start is given).
    Nothing else is planned for the past, and nothing but "presence" for after the start. What would fall into the quiet hours
    goes when they are over, if that is before the answers close, else before they begin.
    """
    over = frame.starts_at + timedelta(minutes=frame.frame_minutes) + frame.policy.presence_after
    found = [Planned("presence", "presence", frame.quiet.over_at(over))] if over > now else []
    if frame.starts_at > now:
        invitation = _invitation(frame, now, moved_from)
        found.append(invitation)
        found += _before_start(frame, "reminder", frame.policy.reminders, invitation.due_at)
        found += _before_start(frame, "nudge", frame.policy.nudges, invitation.due_at)
        if frame.answer_by > now:
            found.append(Planned("deadline", "deadline", _after(frame.answer_by, frame.starts_at, frame.quiet)))
    return sorted(found, key=lambda planned: (planned.due_at, planned.suffix))


def _invitation(frame: Frame, now: datetime, moved_from: datetime | None) -> Planned:
    moved = {"moved_from": moved_from.isoformat()} if moved_from is not None else {}
    wanted = now if moved else max(now, frame.starts_at - frame.policy.invite_before)
    until = frame.answer_by
    if moved_from is not None and moved_from > now:
        # Who would go to the former date has to hear of the new one before it.
        until = min(until, moved_from)
    due = frame.quiet.over_at(wanted)
    if due >= until:
        due = max(now, frame.quiet.before(wanted))
    return Planned("invitation", "invitation", due, moved)


def _before_start(frame: Frame, kind: str, spans: Sequence[timedelta], invited: datetime) -> list[Planned]:
    kept: list[Planned] = []
    for span in sorted(spans):
        due = _within(frame.starts_at - span, min(frame.answer_by, frame.starts_at), frame.quiet)
        next_one = kept[-1].due_at if kept else frame.starts_at
        if due - invited >= APART and next_one - due >= APART:
            kept.append(Planned(kind, f"{kind}:{span_word(span)}", due))
    return kept


def _within(moment: datetime, until: datetime, quiet: QuietHours) -> datetime:
    later = quiet.over_at(moment)
    return later if later < until else quiet.before(moment)


def _after(moment: datetime, until: datetime, quiet: QuietHours) -> datetime:
    """Return the moment, put off to the end of the quiet hours if that is before `until`: what sums up must not come early."""
    later = quiet.over_at(moment)
    return later if later < until else moment


def span_word(span: timedelta) -> str:
    """Return a span as keys write it: "3d", "24h", "90m"; days only where the policy's own words would be days."""
    minutes = int(span.total_seconds()) // 60
    if minutes % 1440 == 0 and minutes > 1440:  # noqa: PLR2004
        return f"{minutes // 1440}d"
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def deadlines(starts_at: datetime, now: datetime, policy: Policy) -> tuple[datetime, datetime]:
    """Return until when a meeting's answers and speaking points are taken (UTC).

    For a meeting called at short notice both lie halfway to its start, so that there is time to answer at all.
    """
    halfway = now + (starts_at - now) / 2
    answer_by, points_by = starts_at - policy.answer_by, starts_at - policy.points_by
    return (answer_by if answer_by > now else halfway, points_by if points_by > now else halfway)


# -- planning --------------------------------------------------------------------------------------------------------


def plan_once(
    desk: Desk,
    key: str,
    kind: str,
    due_at: datetime,
    organisation_id: int | None = None,
    meeting_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> bool:
    """Plan a push; False if one with that key was ever planned, whatever became of it."""
    row = {
        "key": key,
        "kind": kind,
        "due_at": due_at,
        "organisation_id": organisation_id,
        "meeting_id": meeting_id,
        "data": data or {},
    }
    return bool(pushes.plan(desk.session, [row]))


def plan_meeting(desk: Desk, meeting: Meeting, moved_from: datetime | None = None) -> None:
    """Plan a meeting's pushes, or plan them anew after a change; planned ones that no longer fit are cancelled.

    What was done already for this version of the meeting is not done again.
    """
    organisation = desk.session.get_one(Organisation, meeting.organisation_id)
    desk.session.flush()
    frame = Frame(meeting.starts_at, meeting.answer_by, meeting.frame_minutes, desk.policy, organisation.timezone)
    wanted = {
        f"meeting:{meeting.id}:v{meeting.version}:{planned.suffix}": planned
        for planned in pushes_of(frame, desk.now, moved_from)
    }
    # "notice" is not part of this plan: it tells of one change and leaves by itself; "absence_alert" gathers what was said.
    others = [
        push for push in pushes.planned_of(desk.session, meeting.id) if push.kind not in ("notice", "absence_alert")
    ]
    pushes.cancel(desk.session, [push for push in others if push.key not in wanted], "planned anew", desk.now)
    for push in others:
        if push.key in wanted:
            push.due_at = wanted[push.key].due_at
    rows = [
        {
            "key": key,
            "kind": planned.kind,
            "due_at": planned.due_at,
            "organisation_id": meeting.organisation_id,
            "meeting_id": meeting.id,
            "data": {"version": meeting.version} | planned.data,
        }
        for key, planned in wanted.items()
    ]
    pushes.plan(desk.session, rows)


def cancel_meeting(desk: Desk, meeting: Meeting, why: str = "") -> None:
    """Mark the meeting cancelled, take its pushes off the plan, and let everybody who may know of it hear (quiet hours respected).

    `why` is shown to the members; nobody is told of a meeting that was never announced.
    """
    told = announced(desk, meeting)
    planned = [push for push in pushes.planned_of(desk.session, meeting.id) if push.kind != "absence_alert"]
    pushes.cancel(desk.session, planned, "meeting cancelled", desk.now)
    meeting.state = "cancelled"
    if told and meeting.starts_at > desk.now:
        plan_notice(desk, meeting, {"what": "cancelled", "why": why[:200]})


def announced(desk: Desk, meeting: Meeting) -> bool:
    """Whether members may know of the meeting: its invitation no longer waits, its agenda was published, or somebody answered."""
    if meeting.agenda_published_at is not None or attendance.answers(desk.session, meeting):
        return True
    waiting = [push for push in pushes.planned_of(desk.session, meeting.id) if push.kind == "invitation"]
    # The invitation that follows a move tells of it only if the former date was known.
    return not waiting or "moved_from" in waiting[0].data


def plan_notice(desk: Desk, meeting: Meeting, data: dict[str, Any]) -> None:
    """Plan that everybody concerned hears of a change, as soon as the quiet hours allow and in any case before the start."""
    organisation = desk.session.get_one(Organisation, meeting.organisation_id)
    quiet = calendar.quiet_hours(desk.policy, organisation.timezone)
    key = f"meeting:{meeting.id}:v{meeting.version}:{data['what']}:{desk.now:%Y%m%d%H%M%S}"
    due = _after(desk.now, meeting.starts_at - desk.policy.answer_by, quiet)
    plan_once(desk, key, "notice", due, organisation.id, meeting.id, {"version": meeting.version} | data)


def plan_organisation(desk: Desk, organisation: Organisation) -> None:
    """Start, or after a new rule restart, what makes the cell's months come by themselves: the "period" push, which plans the next one.

    Doing it twice changes nothing. Costs two statements; no other part ever looks through all cells.
    """
    rule = rule_of(organisation)
    written = json.dumps(organisation.meeting_rule, sort_keys=True)
    digest = f"{zlib.crc32(written.encode()):08x}"
    here = calendar.period_of(local(desk.now, organisation.timezone).date())
    dues: dict[str, datetime] = {}
    while not dues or max(dues.values()) <= desk.now:
        dues[here] = period_due(organisation, here, rule, desk.policy)
        here = calendar.add_months(here, 1)
    soonest = calendar.quiet_hours(desk.policy, organisation.timezone).over_at(desk.now)
    known = pushes.by_keys(desk.session, [period_key(organisation.id, period) for period in dues])
    rows = []
    for period, due_at in dues.items():
        key = period_key(organisation.id, period)
        push = known.get(key)
        if push is None:
            rows.append(_period_row(organisation, period, key, max(due_at, soonest), digest))
        elif push.state == "planned":
            push.due_at = max(due_at, soonest)
        elif push.data.get("rule") != digest and due_at <= desk.now:
            # This period was filled by another rule: it is filled once more, and what is there already stays.
            rows.append(_period_row(organisation, period, f"{key}:{digest}", soonest, digest))
    pushes.plan(desk.session, rows)


def plan_period(desk: Desk, organisation: Organisation, period: str, due_at: datetime) -> None:
    """Plan the push that fills a period, unless it was planned before."""
    pushes.plan(desk.session, [_period_row(organisation, period, period_key(organisation.id, period), due_at, "")])


def _period_row(organisation: Organisation, period: str, key: str, due_at: datetime, digest: str) -> dict[str, Any]:
    data = {"period": period, "rule": digest}
    return {"key": key, "kind": "period", "due_at": due_at, "organisation_id": organisation.id, "data": data}


def period_key(organisation_id: int, period: str) -> str:
    """Return the key of the push that fills a period of an organisation."""
    return f"period:{organisation_id}:{period}"


def period_due(organisation: Organisation, period: str, rule: MonthlyRule | None, policy: Policy) -> datetime:
    """Return when (UTC) a period is filled: `plan_ahead` before the month its meeting is held in, from 7 in the morning on.

    Organisations follow one another over three hours: a country of cells must not fall due in the same second.
    """
    month = rule.month_of(period) if rule is not None else period
    seven = at_local(calendar.first_day(month), calendar.MORNING, organisation.timezone) - policy.plan_ahead
    spread = timedelta(seconds=organisation.id % SPREAD_SECONDS)
    return calendar.quiet_hours(policy, organisation.timezone).over_at(seven + spread)


def rule_of(organisation: Organisation) -> MonthlyRule | None:
    """Return the organisation's monthly rule, or None."""
    return MonthlyRule.from_dict(organisation.meeting_rule) if organisation.meeting_rule else None


# -- what is still worth saying (pure) -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a push that was taken: send it, leave it out because a later one says it (merge), or drop it."""

    action: Literal["send", "merge", "drop"]
    reason: str = ""


SEND = Verdict("send")


def take_verdict(push: Push, due_pushes: Sequence[Push], now: datetime, meeting: Meeting | None) -> Verdict:
    """Return whether a push whose time has come is still worth sending.

    `due_pushes` are the others taken with it (itself may be among them); `meeting` is the push's meeting or None.
    Decides from these rows alone: no question to the database.
    """
    if meeting is not None:
        stale = _stale(push, meeting, now)
        if stale:
            return Verdict("drop", stale)
        successor = _successor(push, due_pushes)
        if successor is not None:
            return Verdict("merge", f"said by {successor.key}")
    until = push.data.get("until")
    if until is not None and now >= datetime.fromisoformat(until).astimezone(UTC):
        return Verdict("drop", "its month is over")
    return SEND


def _stale(push: Push, meeting: Meeting, now: datetime) -> str:
    if push.kind in ("absence_alert", "housekeeping", "period"):
        return ""
    if push.data.get("version", meeting.version) != meeting.version:
        return "meeting was moved"
    if meeting.state == "cancelled" and push.kind != "notice":
        return "meeting cancelled"
    useless_from = {
        "deadline": (meeting.starts_at + DEADLINE_USEFUL, "a day after the meeting"),
        "presence": (push.due_at + PRESENCE_USEFUL, "a week after the meeting"),
    }
    moment, why = useless_from.get(push.kind, (meeting.starts_at, "meeting has begun"))
    return why if now >= moment else ""


def _successor(push: Push, due_pushes: Sequence[Push]) -> Push | None:
    """Return the push that says what this one would: a later one of its kind, or the invitation for what reminds of it."""
    if push.kind not in ("reminder", "nudge"):
        return None
    same = [other for other in due_pushes if other.meeting_id == push.meeting_id and other.key != push.key]
    same = [other for other in same if other.data.get("version") == push.data.get("version")]
    invitations = [other for other in same if other.kind == "invitation"]
    later = [other for other in same if other.kind == push.kind and other.due_at > push.due_at]
    return next(iter(invitations), None) or max(later, key=lambda other: other.due_at, default=None)
