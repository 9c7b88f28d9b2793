"""What is planned for a meeting and for a month, and what is still said when it is late."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import calendar, schedule
from handlers.policy import DAY, HOUR, Policy
from handlers.schedule import Frame, Planned, deadlines, pushes_of, take_verdict
from storage.meeting_tables import Meeting
from storage.people import Organisation
from storage.spine import Push
from tests.desk_fixtures import NOW, Office

# Rules are judged by what they say, not by how busy the machine is that runs the tests.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SAIGON = "Asia/Ho_Chi_Minh"
POLICY = Policy()

spans = st.integers(1, 15 * 24 * 4).map(lambda quarters: quarters * timedelta(minutes=15))
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
policies = st.builds(
    Policy,
    invite_before=spans,
    reminders=st.lists(spans, max_size=5).map(tuple),
    nudges=st.lists(spans, max_size=3).map(tuple),
    quiet_from=clocks,
    quiet_until=clocks,
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda t: t.replace(tzinfo=UTC, microsecond=0))  # noqa: DTZ001


@st.composite
def frames(draw: st.DrawFn) -> tuple[Frame, datetime]:
    now = draw(moments)
    starts_at = now + draw(st.integers(1, 40 * 24 * 60)) * timedelta(minutes=1)
    policy = draw(policies)
    answer_by, _ = deadlines(starts_at, now, policy)
    return Frame(
        starts_at, answer_by, 90, policy, draw(st.sampled_from([SAIGON, "Asia/Vientiane", "Europe/Berlin"]))
    ), now


def of_kind(plan: list[Planned], *kinds: str) -> list[Planned]:
    return [planned for planned in plan if planned.kind in kinds]


@CALM
@given(frames())
def test_the_plan_of_any_meeting(drawn: tuple[Frame, datetime]) -> None:
    frame, now = drawn
    plan = pushes_of(frame, now)
    assert len({planned.suffix for planned in plan}) == len(plan)
    assert plan == sorted(plan, key=lambda planned: planned.due_at)
    assert len(of_kind(plan, "invitation")) == len(of_kind(plan, "deadline")) == len(of_kind(plan, "presence")) == 1
    for planned in plan:
        assert planned.due_at >= now
        assert planned.kind == "presence" or planned.due_at < frame.starts_at
    invitation = of_kind(plan, "invitation")[0]
    for planned in of_kind(plan, "reminder", "nudge"):
        assert planned.due_at > invitation.due_at


@CALM
@given(frames())
def test_quiet_hours_are_left_wherever_there_is_time(drawn: tuple[Frame, datetime]) -> None:
    frame, now = drawn
    quiet = frame.quiet
    for planned in pushes_of(frame, now):
        if not quiet.covers(planned.due_at):
            continue
        if planned.kind == "invitation":  # nothing better was left: at once
            assert planned.due_at == now
            assert quiet.over_at(now) >= frame.answer_by
        else:
            assert planned.kind == "deadline"  # answers close in the night, and the meeting begins before it ends
            assert quiet.over_at(frame.answer_by) >= frame.starts_at


@CALM
@given(frames(), spans)
def test_a_move_is_told_before_the_former_date(drawn: tuple[Frame, datetime], span: timedelta) -> None:
    frame, now = drawn
    invitation = of_kind(pushes_of(frame, now, moved_from=now + span), "invitation")[0]
    assert invitation.data == {"moved_from": (now + span).isoformat()}
    assert now <= invitation.due_at < max(now + span, now + timedelta(seconds=1))


@CALM
@given(frames())
def test_when_answers_close_there_was_time_to_answer(drawn: tuple[Frame, datetime]) -> None:
    frame, now = drawn
    for moment in deadlines(frame.starts_at, now, frame.policy):
        assert now < moment < frame.starts_at


def test_a_meeting_on_a_saturday_evening() -> None:
    starts_at = datetime(2026, 12, 5, 12, 30, tzinfo=UTC)  # 19:30
    plan = pushes_of(Frame(starts_at, starts_at - 2 * HOUR, 90, POLICY, SAIGON), NOW)
    local = {planned.suffix: f"{planned.due_at + 7 * HOUR:%d %H:%M}" for planned in plan}
    assert local == {
        "invitation": "25 19:30",
        "reminder:7d": "28 19:30",
        "reminder:3d": "02 19:30",
        "reminder:24h": "04 19:30",
        "nudge:24h": "04 19:30",
        "reminder:3h": "05 16:30",
        "nudge:3h": "05 16:30",
        "deadline": "05 17:30",
        "presence": "06 07:00",  # 21:15 is in the quiet hours
    }


def test_a_meeting_in_the_morning_is_reminded_of_the_evening_before() -> None:
    starts_at = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)  # 08:00, answers until 06:00
    plan = {
        planned.suffix: planned.due_at
        for planned in pushes_of(Frame(starts_at, starts_at - 2 * HOUR, 90, POLICY, SAIGON), NOW)
    }
    assert plan["reminder:3h"] == datetime(2026, 12, 4, 13, 45, tzinfo=UTC)
    assert plan["deadline"] == datetime(2026, 12, 5, 0, 0, tzinfo=UTC)


def test_a_meeting_called_for_tomorrow_is_announced_at_once() -> None:
    starts_at = NOW + 26 * HOUR
    plan = {
        planned.suffix: planned.due_at
        for planned in pushes_of(Frame(starts_at, starts_at - 2 * HOUR, 90, POLICY, SAIGON), NOW)
    }
    assert plan["invitation"] == NOW
    assert set(plan) == {"invitation", "reminder:24h", "nudge:24h", "reminder:3h", "nudge:3h", "deadline", "presence"}


def test_after_the_meeting_only_presence_is_left() -> None:
    starts_at = NOW - HOUR
    frame = Frame(starts_at, starts_at - 2 * HOUR, 90, POLICY, SAIGON)
    assert [planned.kind for planned in pushes_of(frame, NOW)] == ["presence"]
    assert pushes_of(frame, NOW + DAY) == []


# -- in the database -------------------------------------------------------------------------------------------------


def planned(here: Office, meeting: Meeting | None = None, state: str = "planned") -> dict[str, datetime]:
    query = select(Push).where(Push.state == state).execution_options(populate_existing=True)
    if meeting is not None:
        query = query.where(Push.meeting_id == meeting.id)
    return {push.key: push.due_at for push in here.session.scalars(query.order_by(Push.due_at))}


def test_planning_twice_changes_nothing(here: Office) -> None:
    meeting = here.meeting(here.cell())
    schedule.plan_meeting(here.desk(), meeting)
    first = planned(here)
    schedule.plan_meeting(here.desk(), meeting)
    assert planned(here) == first
    assert f"meeting:{meeting.id}:v1:reminder:3d" in first


def test_a_moved_meeting_is_planned_anew(here: Office) -> None:
    meeting = here.meeting(here.cell())
    schedule.plan_meeting(here.desk(), meeting)
    meeting.version, meeting.starts_at = 2, meeting.starts_at + DAY
    schedule.plan_meeting(here.desk(), meeting)
    assert all(":v2:" in key for key in planned(here))
    assert all(":v1:" in key for key in planned(here, state="cancelled"))
    outcomes = set(here.session.scalars(select(Push.outcome).where(Push.state == "cancelled")))
    assert outcomes == {"planned anew"}


def test_other_settings_move_what_is_planned(here: Office) -> None:
    meeting = here.meeting(here.cell())
    schedule.plan_meeting(here.desk(), meeting)
    here.policy = Policy(invite_before=8 * DAY, reminders=(2 * DAY,))
    schedule.plan_meeting(here.desk(), meeting)
    now = planned(here)
    assert now[f"meeting:{meeting.id}:v1:invitation"] == meeting.starts_at - 8 * DAY
    assert [key for key in now if "reminder" in key] == [f"meeting:{meeting.id}:v1:reminder:2d"]


def test_a_meeting_never_announced_is_cancelled_in_silence(here: Office) -> None:
    meeting = here.meeting(here.cell())
    schedule.plan_meeting(here.desk(), meeting)
    schedule.cancel_meeting(here.desk(), meeting, "trùng lịch")
    assert planned(here) == {}
    assert meeting.state == "cancelled"


def test_a_meeting_that_was_announced_is_cancelled_aloud(here: Office) -> None:
    cell = here.cell()
    member = here.member("Trần Văn Bình", cell)
    meeting = here.meeting(cell, in_days=5)
    schedule.plan_meeting(here.desk(), meeting)
    here.fire(here.session.scalars(select(Push).where(Push.kind == "invitation")).one())
    schedule.cancel_meeting(here.desk(), meeting, "trùng lịch của huyện")
    (push,) = here.session.scalars(select(Push).where(Push.state == "planned"))
    assert push.kind == "notice"
    assert here.fire(push) is None
    assert "Lý do: trùng lịch của huyện." in here.private(member)[-1]
    assert "không tổ chức như đã mời" in here.in_group(cell)[-1]


def test_a_push_is_planned_once(here: Office) -> None:
    desk = here.desk()
    assert schedule.plan_once(desk, "k", "housekeeping", NOW)
    assert not schedule.plan_once(desk, "k", "housekeeping", NOW + DAY)
    assert planned(here) == {"k": NOW}


def test_an_organisation_is_started_once(here: Office) -> None:
    cell = here.cell()
    schedule.plan_organisation(here.desk(), cell)
    first = planned(here)
    # 23 November: December is filled 20 days before, so it is due already; January is planned.
    assert list(first) == [f"period:{cell.id}:{period}" for period in ("2026-11", "2026-12", "2027-01")]
    assert first[f"period:{cell.id}:2027-01"] == datetime(2026, 12, 12, 0, 0, cell.id, tzinfo=UTC)
    for push in here.session.scalars(select(Push).where(Push.due_at <= NOW)):
        push.state = "done"
    schedule.plan_organisation(here.desk(), cell)
    assert list(planned(here)) == [f"period:{cell.id}:2027-01"]


def test_a_new_rule_fills_the_periods_again(here: Office) -> None:
    cell = here.cell()
    schedule.plan_organisation(here.desk(), cell)
    for push in here.session.scalars(select(Push).where(Push.due_at <= NOW)):
        push.state = "done"
    cell.meeting_rule = calendar.MonthlyRule(day=25, serves_next=True).to_dict()
    schedule.plan_organisation(here.desk(), cell)
    schedule.plan_organisation(here.desk(), cell)
    due = planned(here)
    again = [key.rsplit(":", 1)[0] for key in due if key.count(":") == 3]
    assert again == [f"period:{cell.id}:2026-11", f"period:{cell.id}:2026-12"]
    # A meeting in December serves January now, so January is needed at once and February is next.
    assert due[f"period:{cell.id}:2027-01"] == NOW
    assert due[f"period:{cell.id}:2027-02"] == datetime(2026, 12, 12, 0, 0, cell.id, tzinfo=UTC)


def test_a_country_of_cells_is_not_due_in_one_second() -> None:
    cells = [Organisation(id=number, timezone=SAIGON) for number in range(20_000)]
    dues = [schedule.period_due(each, "2027-01", None, POLICY) for each in cells]
    seven = datetime(2026, 12, 12, 0, 0, tzinfo=UTC)
    assert all(seven <= due < seven + 3 * HOUR for due in dues)
    assert max(Counter(dues).values()) == 2


# -- late pushes -----------------------------------------------------------------------------------------------------


def make(kind: str, due: datetime, suffix: str = "", meeting: int = 1, version: int = 1, **data: object) -> Push:
    return Push(
        key=f"{meeting}:{version}:{suffix or kind}",
        kind=kind,
        due_at=due,
        meeting_id=meeting,
        data={"version": version} | data,
    )


def meeting_at(starts_at: datetime, state: str = "planned", version: int = 1) -> Meeting:
    return Meeting(id=1, starts_at=starts_at, state=state, version=version)


def test_of_several_late_reminders_the_last_is_sent() -> None:
    week, days, other = (
        make("reminder", NOW - 3 * DAY, "7d"),
        make("reminder", NOW, "3d"),
        make("reminder", NOW, "x", meeting=2),
    )
    due, meeting = [week, days, other], meeting_at(NOW + 3 * DAY)
    assert take_verdict(week, due, NOW, meeting).action == "merge"
    assert take_verdict(days, due, NOW, meeting).action == "send"


def test_an_invitation_says_what_reminders_would() -> None:
    invitation, reminder, nudge = make("invitation", NOW - 5 * DAY), make("reminder", NOW), make("nudge", NOW)
    due, meeting = [invitation, reminder, nudge], meeting_at(NOW + DAY)
    assert [take_verdict(push, due, NOW, meeting).action for push in due] == ["send", "merge", "merge"]


@pytest.mark.parametrize("kind", ["invitation", "reminder", "nudge", "notice"])
def test_nothing_of_before_is_sent_after_the_start(kind: str) -> None:
    push = make(kind, NOW - DAY)
    assert take_verdict(push, [push], NOW, meeting_at(NOW)).reason == "meeting has begun"


@pytest.mark.parametrize(
    ("kind", "since_start", "action"),
    [
        ("deadline", 20 * HOUR, "send"),
        ("deadline", 25 * HOUR, "drop"),
        ("presence", 6 * DAY, "send"),
        ("presence", 8 * DAY, "drop"),
        ("absence_alert", 30 * DAY, "send"),
    ],
)
def test_what_helps_after_the_meeting_is_sent_for_a_while(kind: str, since_start: timedelta, action: str) -> None:
    meeting = meeting_at(NOW - since_start)
    push = make(kind, meeting.starts_at + (2 * HOUR if kind == "presence" else -2 * HOUR))
    assert take_verdict(push, [push], NOW, meeting).action == action


def test_a_push_of_a_moved_or_cancelled_meeting_is_dropped() -> None:
    push = make("reminder", NOW)
    assert take_verdict(push, [push], NOW, meeting_at(NOW + DAY, version=2)).reason == "meeting was moved"
    assert take_verdict(push, [push], NOW, meeting_at(NOW + DAY, state="cancelled")).reason == "meeting cancelled"
    news = make("notice", NOW)
    assert take_verdict(news, [news], NOW, meeting_at(NOW + DAY, state="cancelled")).action == "send"


def test_a_theme_is_sent_within_its_month() -> None:
    push = Push(key="t", kind="theme", due_at=NOW, data={"period": "2026-11", "until": "2026-11-30T17:00:00+00:00"})
    assert take_verdict(push, [push], NOW + 5 * DAY, None).action == "send"
    assert take_verdict(push, [push], NOW + 8 * DAY, None).action == "drop"


@CALM
@given(
    st.lists(
        st.tuples(st.sampled_from(["invitation", "reminder", "nudge", "deadline", "presence"]), st.integers(-20, 20)),
        max_size=8,
    ),
    st.integers(-20, 20),
)
def test_a_batch_says_each_thing_at_most_once(drawn: list[tuple[str, int]], start: int) -> None:
    due = [make(kind, NOW + days * DAY, f"{kind}{number}") for number, (kind, days) in enumerate(drawn)]
    meeting = meeting_at(NOW + start * DAY)
    verdicts = {push.key: take_verdict(push, due, NOW, meeting) for push in due}
    assert all(verdict.reason for verdict in verdicts.values() if verdict.action != "send")
    for kind in ("reminder", "nudge"):
        times = {push.due_at for push in due if push.kind == kind and verdicts[push.key].action == "send"}
        assert len(times) <= 1
    merged = [push for push in due if verdicts[push.key].action == "merge"]
    for push in merged:  # what a merged push would have said is sent by another one
        said_by = verdicts[push.key].reason.removeprefix("said by ")
        assert verdicts[said_by].action == "send"
