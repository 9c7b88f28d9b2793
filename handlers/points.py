"""A member registers to speak: on what, with or without a name, with or without a text; seen before it is sent."""

from datetime import date

from handlers import meetings, points_own, points_rules
from handlers.agenda_access import ahead, circles, readable
from handlers.choosing import actions, clip, forget_offer, number, page_of
from handlers.desk import Choice, Choices
from handlers.points_rules import SMALL_CIRCLE
from handlers.points_target import (
    Target,
    deadline,
    known_meeting,
    open_meeting,
    parse_target,
    read_target,
    target_of,
    target_text,
    targets,
)
from handlers.times import day_text, local
from handlers.turn import RefusedError, Turn
from storage import points as store
from storage import roster
from storage.meeting_tables import Meeting, Point, PointDraft
from storage.people import Organisation

WRITING = "point-text"
TARGETS_ON_A_PAGE = 6


# -- where it begins ------------------------------------------------------------------------------------------------------


def begin(turn: Turn, rest: str = "") -> None:
    """Answer /phatbieu: what may be spoken on at the next meeting. Behind the command may stand the receipt of an anonymous point.

    Other rooms call it when plain words ask to speak.
    """
    turn.require_private()
    if rest and points_own.took_receipt(turn, rest):
        return
    organisations = circles(turn)
    found = next((meetings_ahead[0] for each in organisations if (meetings_ahead := ahead(turn, each))), None)
    if found is None:
        turn.say("no-meeting", cell=organisations[0].name)
        return
    _targets(turn, found, 0)


def new(turn: Turn, meeting_id: str) -> None:
    """Show what may be spoken on; pressed in a group, the talk goes on in private."""
    if not turn.incoming.in_group:
        _targets(turn, known_meeting(turn, number(meeting_id)), 0)
        return
    meeting = readable(turn, meeting_id)
    known_meeting(turn, meeting.id)
    open_meeting(turn, meeting.id)
    account = turn.account
    if account is None or not account.chat_id or account.unreachable:
        raise RefusedError("agenda-write-first")
    points_own.listen(turn, meeting)
    turn.say_privately("agenda-as-is", _target_choices(turn, meeting, 0), text=_targets_text(turn, meeting))
    turn.toast("agenda-sent-privately")


def page(turn: Turn, meeting_id: str, page_number: str) -> None:
    """Turn the page of what may be spoken on."""
    turn.require_private()
    _targets(turn, known_meeting(turn, number(meeting_id)), number(page_number))


def others(turn: Turn) -> None:
    """Show every meeting ahead that the person may speak at."""
    turn.require_private()
    choices = [
        Choice(clip(f"{each.name}: {_called(turn, meeting, each.timezone)}", 90), f"pt:new:{meeting.id}")
        for each in circles(turn)
        for meeting in ahead(turn, each)
    ]
    if not choices:
        raise RefusedError("no-meeting", cell=circles(turn)[0].name)
    turn.change("agenda-which-meeting", choices[:10])


def _called(turn: Turn, meeting: Meeting, zone: str) -> str:
    return f"{meetings.heading(turn, meeting)}, {day_text(meeting.starts_at, zone, turn.policy.language)}"


def _targets(turn: Turn, meeting: Meeting, page_number: int) -> None:
    # Nobody can be reminded of an anonymous draft he left lying: whoever comes next clears it away.
    store.forget_drafts(turn.session, turn.now.date())
    try:
        open_meeting(turn, meeting.id)
    except RefusedError as closed:
        # What was written before can still be read.
        points_own.listen(turn, meeting)
        turn.change_text(turn.text(closed.key, **closed.args_for_text), _own_choices(turn, meeting))
        return
    points_own.listen(turn, meeting)
    turn.change_text(_targets_text(turn, meeting), _target_choices(turn, meeting, page_number))


def _targets_text(turn: Turn, meeting: Meeting) -> str:
    called = meetings.heading(turn, meeting)
    written = len(store.own(turn.session, meeting.id, turn.require_member().id))
    return turn.text(
        "points-choose",
        meeting=called[:1].upper() + called[1:],
        time=meetings.when(turn, meeting),
        deadline=deadline(turn, meeting),
        written=written,
    )


def _target_choices(turn: Turn, meeting: Meeting, page_number: int) -> Choices:
    choices = [
        Choice(target_text(turn, meeting, target, length=50), f"pt:to:{meeting.id}:{target.word}")
        for target in targets(turn, meeting)
    ]
    shown = page_of(turn, choices, page_number, f"pt:page:{meeting.id}:", size=TARGETS_ON_A_PAGE)
    more = sum(len(ahead(turn, each)) for each in circles(turn)) > 1
    other = [turn.choice("agenda-button-other-meetings", "pt:others")] if more else []
    return [*shown, *_own_choices(turn, meeting), *other]


def _own_choices(turn: Turn, meeting: Meeting) -> list[Choice]:
    return [
        turn.choice("points-button-mine", f"pto:mine:{meeting.id}"),
        turn.choice("points-button-code", f"pto:code:{meeting.id}"),
    ]


# -- with or without a name ------------------------------------------------------------------------------------------------


def choose(turn: Turn, meeting_id: str, word: str) -> None:
    """Ask whether the point is to bear the name. Asked before a word is typed, so that an anonymous text never lies in the talk."""
    turn.require_private()
    meeting = open_meeting(turn, number(meeting_id))
    target = read_target(turn, meeting, word)
    people = len(roster.members(turn.session, meeting.organisation_id, turn.now))
    small = turn.text("points-small-circle", count=people) if people < SMALL_CIRCLE else ""
    text = turn.text("points-named-or-not", target=target_text(turn, meeting, target))
    turn.change_text(
        "\n".join(part for part in (text, small) if part),
        [
            turn.choice("points-button-named", f"pt:as:{meeting.id}:{target.word}:n"),
            turn.choice("points-button-anonymous", f"pt:as:{meeting.id}:{target.word}:a"),
            turn.choice("button-back", f"pt:new:{meeting.id}"),
        ],
    )


def write(turn: Turn, meeting_id: str, word: str, how: str) -> None:
    """Ask for the text, which may be left out."""
    turn.require_private()
    meeting = open_meeting(turn, number(meeting_id))
    target = read_target(turn, meeting, word)
    anonymous = how == "a"
    member = turn.require_member()
    before = None if anonymous else store.own_on(turn.session, meeting.id, member.id, target)
    if before is not None:
        points_own.show(turn, meeting, before, lead="points-already")
        return
    ask_text(turn, meeting, target, anonymous=anonymous)


def ask_text(turn: Turn, meeting: Meeting, target: Target, *, anonymous: bool) -> None:
    """Ask for the text of a point, new or written anew."""
    turn.await_step(WRITING, m=meeting.id, t=target.word, a=anonymous)
    turn.change(
        "points-ask-anonymous" if anonymous else "points-ask-named",
        [turn.choice("points-button-no-text", "pt:skip"), turn.choice("button-back", f"pt:new:{meeting.id}")],
        target=target_text(turn, meeting, target),
        most=turn.policy.points_length,
    )


# -- seen before it is sent ---------------------------------------------------------------------------------------------------


def typed(turn: Turn, text: str) -> None:
    """Take the text and show it (the open step "point-text"); for an anonymous draft also its figures, typed to send it."""
    meeting, target, anonymous = _writing(turn)
    if anonymous and text.strip().isdigit():
        found = store.draft(turn.session, text.strip())
        if found is not None and found.meeting_id == meeting.id:
            send_anonymous(turn, found.code)
            return
    _preview(turn, meeting, target, text, anonymous=anonymous)


def skip(turn: Turn) -> None:
    """Register without a text."""
    turn.require_private()
    meeting, target, anonymous = _writing(turn)
    _preview(turn, meeting, target, "", anonymous=anonymous)


def _writing(turn: Turn) -> tuple[Meeting, Target, bool]:
    """Return what is being written on; refuse if nothing is, or if it cannot be written any more."""
    data = turn.data
    if turn.conversation.step != WRITING or "m" not in data:
        raise RefusedError("button-too-old")
    meeting = open_meeting(turn, int(data["m"]))
    target, anonymous = parse_target(str(data["t"])), bool(data["a"])
    if target not in targets(turn, meeting):
        # An item was removed meanwhile: nothing new on it, but what the member wrote before can be written anew.
        member = turn.require_member()
        if anonymous or store.own_on(turn.session, meeting.id, member.id, target) is None:
            raise RefusedError("points-target-gone")
    return meeting, target, anonymous


def _preview(turn: Turn, meeting: Meeting, target: Target, text: str, *, anonymous: bool) -> None:
    fitted = points_rules.fitted(text, turn.policy.points_length)
    parts = []
    if fitted.over:
        parts.append(turn.text("points-too-long", over=fitted.over, most=turn.policy.points_length))
    if _is_delicate(turn, meeting, fitted.text):
        parts.append(turn.text("points-delicate"))
    key = "points-preview-anonymous" if anonymous else "points-preview-named"
    shown = fitted.text or turn.text("points-no-text")
    parts.append(turn.text(key, target=target_text(turn, meeting, target), text=shown))
    if anonymous:
        _preview_anonymous(turn, meeting, target, fitted.text, parts)
        return
    turn.await_step(WRITING, m=meeting.id, t=target.word, a=False, x=fitted.text)
    turn.change_text(
        "\n\n".join(parts), [turn.choice("points-button-send", "pt:send"), turn.choice("button-cancel", "pt:stop")]
    )


def _preview_anonymous(turn: Turn, meeting: Meeting, target: Target, text: str, parts: list[str]) -> None:
    """Keep the draft apart from the talk, and show it with the figures that send it: only this message knows both."""
    if store.anonymous_count(turn.session, meeting.id) >= points_rules.MOST_ANONYMOUS:
        raise RefusedError("points-too-many-anonymous")
    code = points_rules.new_draft_code()
    while store.draft(turn.session, code) is not None:
        code = points_rules.new_draft_code()
    turn.session.add(
        PointDraft(
            code=code,
            meeting_id=meeting.id,
            agenda_item_id=target.item_id,
            question=target.question,
            text=text,
            written_on=turn.now.date(),
        )
    )
    # The same data as before: what the talk row shows does not depend on what was typed.
    turn.await_step(WRITING, m=meeting.id, t=target.word, a=True)
    if turn.bot.has_buttons:
        choices = [
            turn.choice("points-button-send", f"pt:anon:{code}"),
            turn.choice("button-cancel", f"pt:drop:{code}"),
        ]
    else:
        choices = []
        parts.append(turn.text("points-send-by-figures", code=code))
    turn.change_text("\n\n".join(parts), choices)
    forget_offer(turn)


def _is_delicate(turn: Turn, meeting: Meeting, text: str) -> bool:
    people = roster.members(turn.session, meeting.organisation_id, turn.now)
    return points_rules.is_delicate(text, [each.full_name for each in people])


# -- sent -----------------------------------------------------------------------------------------------------------------


def send(turn: Turn) -> None:
    """Record the named point that was shown."""
    turn.require_private()
    meeting, target, anonymous = _writing(turn)
    text = turn.data.get("x")
    if anonymous or not isinstance(text, str):
        raise RefusedError("button-too-old")
    member = turn.require_member()
    point = store.own_on(turn.session, meeting.id, member.id, target)
    if point is None:
        point = Point(
            id=points_rules.new_id(),
            meeting_id=meeting.id,
            agenda_item_id=target.item_id,
            question=target.question,
            member_id=member.id,
            position=store.last_position(turn.session, meeting.id) + 1,
            written_on=_today(turn, meeting),
        )
        turn.session.add(point)
    point.text = text
    turn.session.flush()
    turn.end_talk()
    turn.change(
        "points-sent",
        points_own.own_choices(turn, meeting),
        target=target_text(turn, meeting, target),
        text=text or turn.text("points-no-text"),
        deadline=deadline(turn, meeting),
    )


def send_anonymous(turn: Turn, code: str) -> None:
    """Record the anonymous draft of these figures, and hand its author the receipt: it is told once and kept by nobody else."""
    turn.require_private()
    draft = store.draft(turn.session, code)
    if draft is None:
        turn.require_member()
        raise RefusedError("points-draft-gone")
    meeting = open_meeting(turn, draft.meeting_id)
    receipt = points_rules.new_receipt()
    point = Point(
        id=points_rules.new_id(),
        meeting_id=meeting.id,
        agenda_item_id=draft.agenda_item_id,
        question=draft.question,
        receipt_digest=points_rules.digest(receipt),
        text=draft.text,
        # Not the day it was written: that would tell who was busy here on that day.
        written_on=local(meeting.starts_at, _zone(turn, meeting)).date(),
    )
    turn.session.add(point)
    turn.session.delete(draft)
    turn.session.flush()
    turn.end_talk()
    text = turn.text(
        "points-sent-anonymous",
        target=target_text(turn, meeting, target_of(point)),
        text=point.text or turn.text("points-no-text"),
        receipt=receipt,
        deadline=deadline(turn, meeting),
    )
    points_own.say_with_receipt(turn, meeting, text, turn.choice("points-button-open", f"pto:open:{receipt}"))


def drop(turn: Turn, code: str) -> None:
    """Throw the anonymous draft of these figures away."""
    turn.require_private()
    turn.require_member()
    draft = store.draft(turn.session, code)
    if draft is not None:
        turn.session.delete(draft)
        turn.session.flush()
    stop(turn)


def stop(turn: Turn) -> None:
    """Stop writing; nothing is recorded."""
    turn.require_private()
    meeting_id = turn.data.get("m") if turn.conversation.step == WRITING else None
    turn.end_talk()
    if meeting_id is None:
        turn.change("points-stopped")
        forget_offer(turn)
        return
    turn.change("points-stopped", points_own.own_choices(turn, known_meeting(turn, int(meeting_id))))


def _today(turn: Turn, meeting: Meeting) -> date:
    return local(turn.now, _zone(turn, meeting)).date()


def _zone(turn: Turn, meeting: Meeting) -> str:
    return turn.session.get_one(Organisation, meeting.organisation_id).timezone


pressed = actions(
    {
        "new": new,
        "page": page,
        "others": others,
        "to": choose,
        "as": write,
        "skip": skip,
        "send": send,
        "anon": send_anonymous,
        "drop": drop,
        "stop": stop,
    }
)
