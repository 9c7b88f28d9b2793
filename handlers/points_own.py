"""A member sees, edits and withdraws what he wrote: named points as their author, anonymous ones as the holder of the receipt."""

from handlers import points_rules
from handlers.choosing import actions, clip, number
from handlers.desk import Choice
from handlers.folding import fold
from handlers.points_target import deadline, known_meeting, open_meeting, target_of, target_text
from handlers.turn import RefusedError, Turn
from storage import points as store
from storage.meeting_tables import Meeting, Point

# One step for everybody who looks at the points of a meeting: that somebody types a receipt cannot be read from it.
LISTENING = "point"
WITHDRAW_WORDS = {"rut", "rut lai", "rut y kien", "xoa", "huy", "withdraw", "delete"}
MOST_SHOWN = 8


def listen(turn: Turn, meeting: Meeting) -> None:
    """Take the next free text of the private chat as a receipt, if it is one."""
    turn.await_step(LISTENING, m=meeting.id)


def heard(turn: Turn, text: str) -> None:
    """Answer a text typed where something was to be chosen (the open step "point"): a receipt, or a hint how to go on."""
    turn.require_member()
    if not took_receipt(turn, text):
        # Listened to anew, so that the row's time does not tell a receipt from a text that was none.
        turn.await_step(LISTENING, **turn.data)
        turn.say("points-choose-first")


def own_choices(turn: Turn, meeting: Meeting) -> list[Choice]:
    """Return the person's named points to choose from, and the way to another one.

    Every talk about points ends with this offer, whether something was sent (with or without a name), dropped, or only looked at:
    the offer stays in the row of the talk, and must not tell which it was.
    """
    own = store.own(turn.session, meeting.id, turn.require_member().id)[:MOST_SHOWN]
    named = [
        Choice(f"{index}. {target_text(turn, meeting, target_of(point), length=40)}", f"pto:see:{point.id}")
        for index, point in enumerate(own, start=1)
    ]
    return [*named, turn.choice("agenda-button-register", f"pt:new:{meeting.id}")]


# -- named ------------------------------------------------------------------------------------------------------------------


def mine(turn: Turn, meeting_id: str) -> None:
    """Show the person's own named points, and the way to anonymous ones."""
    turn.require_private()
    meeting = known_meeting(turn, number(meeting_id))
    listen(turn, meeting)
    own = store.own(turn.session, meeting.id, turn.require_member().id)
    lines = [_short(turn, meeting, index, point) for index, point in enumerate(own, start=1)]
    text = turn.text("points-mine", count=len(own)) if own else turn.text("points-mine-none")
    whole = "\n".join([clip("\n".join([text, *lines]), 1100), "", turn.text("points-receipt-hint")])
    turn.change_text(whole, own_choices(turn, meeting))


def _short(turn: Turn, meeting: Meeting, index: int, point: Point) -> str:
    words = clip(point.text, 80) if point.text else turn.text("points-no-text")
    return f"{index}. {target_text(turn, meeting, target_of(point), length=60)}: {words}"


def see(turn: Turn, point_id: str) -> None:
    """Show one named point of the person's own."""
    meeting, point = _own(turn, point_id)
    listen(turn, meeting)
    show(turn, meeting, point)


def show(turn: Turn, meeting: Meeting, point: Point, *, lead: str = "points-one") -> None:
    """Show a named point to its author, with what can still be done to it."""
    choices = []
    if turn.now < meeting.points_by:
        choices = [
            turn.choice("points-button-edit", f"pto:edit:{point.id}"),
            turn.choice("points-button-withdraw", f"pto:out:{point.id}"),
        ]
    choices.append(turn.choice("button-back", f"pto:mine:{meeting.id}"))
    turn.change(
        lead,
        choices,
        target=target_text(turn, meeting, target_of(point)),
        text=point.text or turn.text("points-no-text"),
        deadline=deadline(turn, meeting),
    )


def edit(turn: Turn, point_id: str) -> None:
    """Ask for a new text of a named point."""
    meeting, point = _own(turn, point_id)
    open_meeting(turn, meeting.id)
    turn.await_step("point-text", m=meeting.id, t=target_of(point).word, a=False)
    turn.change(
        "points-ask-again",
        [turn.choice("points-button-no-text", "pt:skip"), turn.choice("button-back", f"pto:see:{point.id}")],
        target=target_text(turn, meeting, target_of(point)),
        text=point.text or turn.text("points-no-text"),
        most=turn.policy.points_length,
    )


def withdraw(turn: Turn, point_id: str) -> None:
    """Delete a named point of the person's own; its words are shown once more, to be sent again if it was a slip."""
    meeting, point = _own(turn, point_id)
    _take_back(turn, meeting, point)


def _take_back(turn: Turn, meeting: Meeting, point: Point) -> None:
    open_meeting(turn, meeting.id)
    turn.end_talk()
    target = target_text(turn, meeting, target_of(point))
    text = point.text or turn.text("points-no-text")
    turn.session.delete(point)
    turn.session.flush()
    turn.change("points-withdrawn", own_choices(turn, meeting), target=target, text=text)


def _own(turn: Turn, point_id: str) -> tuple[Meeting, Point]:
    """Return a named point and its meeting, if the person is its author."""
    turn.require_private()
    member = turn.require_member()
    point = turn.session.get(Point, point_id)
    if point is None or point.member_id != member.id:
        raise RefusedError("points-gone")
    return known_meeting(turn, point.meeting_id), point


# -- anonymous ----------------------------------------------------------------------------------------------------------------


def ask_receipt(turn: Turn, meeting_id: str) -> None:
    """Explain how a receipt is used."""
    turn.require_private()
    meeting = known_meeting(turn, number(meeting_id))
    listen(turn, meeting)
    turn.change("points-ask-receipt", own_choices(turn, meeting))


def took_receipt(turn: Turn, text: str) -> bool:
    """Serve the holder of a receipt: the receipt alone shows the point, with a text behind it that becomes the point's,
    with RÚT behind it the point is withdrawn. False if the text begins with no receipt.

    One message says everything, so that no row has to remember between two messages who holds which receipt.
    """  # noqa: D205
    found = points_rules.split_receipt(text)
    if found is None:
        return False
    receipt, rest = found
    meeting, point = _held(turn, receipt)
    listen(turn, meeting)
    if not rest:
        _show_held(turn, meeting, point, receipt, "points-one-anonymous")
    elif fold(rest) in WITHDRAW_WORDS:
        withdraw_held(turn, receipt)
    else:
        _rewrite(turn, meeting, point, receipt, rest)
    return True


def knows(turn: Turn, text: str) -> bool:
    """Whether a text said in private outside of any talk begins with the receipt of a point, not with words that look like one."""
    found = None if turn.incoming.in_group or turn.member is None else points_rules.split_receipt(text)
    return found is not None and store.by_digest(turn.session, points_rules.digest(found[0])) is not None


def open_held(turn: Turn, receipt: str) -> None:
    """Show the anonymous point of the receipt that the pressed button carries."""
    meeting, point = _held(turn, receipt)
    listen(turn, meeting)
    _show_held(turn, meeting, point, receipt, "points-one-anonymous")


def _show_held(turn: Turn, meeting: Meeting, point: Point, receipt: str, key: str) -> None:
    text = turn.text(
        key,
        target=target_text(turn, meeting, target_of(point)),
        text=point.text or turn.text("points-no-text"),
        deadline=deadline(turn, meeting),
    )
    say_with_receipt(turn, meeting, text, turn.choice("points-button-withdraw", f"pto:rut:{receipt}"))


def say_with_receipt(turn: Turn, meeting: Meeting, text: str, holder: Choice) -> None:
    """Answer the holder of a receipt; the choice that carries it goes out only as a button, and never into the talk's row."""
    usual = own_choices(turn, meeting)
    turn.change_text(text, [holder, *usual] if turn.bot.has_buttons else usual)
    turn.private_conversation().choices = [{"label": each.label, "data": each.data} for each in usual]


def _rewrite(turn: Turn, meeting: Meeting, point: Point, receipt: str, text: str) -> None:
    open_meeting(turn, meeting.id)
    fitted = points_rules.fitted(text, turn.policy.points_length)
    if fitted.over:
        turn.say("points-too-long-anonymous", over=fitted.over, most=turn.policy.points_length, text=fitted.text)
        return
    point.text = fitted.text
    turn.session.flush()
    _show_held(turn, meeting, point, receipt, "points-rewritten")


def withdraw_held(turn: Turn, receipt: str) -> None:
    """Delete the anonymous point of the receipt."""
    meeting, point = _held(turn, receipt)
    _take_back(turn, meeting, point)


def _held(turn: Turn, receipt: str) -> tuple[Meeting, Point]:
    """Return the anonymous point of a receipt and its meeting; a receipt of another cell opens nothing."""
    turn.require_private()
    turn.require_member()
    point = store.by_digest(turn.session, points_rules.digest(receipt))
    if point is None:
        raise RefusedError("points-receipt-unknown")
    return known_meeting(turn, point.meeting_id), point


pressed = actions(
    {
        "mine": mine,
        "see": see,
        "edit": edit,
        "out": withdraw,
        "code": ask_receipt,
        "open": open_held,
        "rut": withdraw_held,
    }
)
