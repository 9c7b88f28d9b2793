"""Who comes: by a tap or in one's own words, in private or in the group; what the words are about, and what is answered."""

import hashlib
from datetime import timedelta

from handlers import attendance_behalf, attendance_talk, linking, meetings
from handlers.attendance_card import ask_choices, card, refresh_cards
from handlers.attendance_record import Said, speaker
from handlers.desk import Choice
from handlers.dispatch import NUMBER
from handlers.folding import fold
from handlers.times import local
from handlers.turn import RefusedError, Turn
from handlers.understanding import Reading, understand
from storage import attendance as rows
from storage import mail, misreads
from storage import meetings as stored
from storage.meeting_tables import Meeting
from storage.people import Member, Organisation

__all__ = ["ask_choices", "card", "refresh_cards", "said"]

# So long after a meeting words may still be an excuse for it; the person is asked which meeting is meant.
STILL_MEANT = timedelta(days=3)
# A text longer than this is no reply: its example would not teach anything.
EXAMPLE_LENGTH = 200


# -- in one's own words ------------------------------------------------------------------------------------------------


def said(turn: Turn, text: str) -> None:
    """Answer plain words: an answer is recorded, a question answered, words about others are never taken for the sender's own."""
    if turn.member is None and not turn.incoming.in_group:
        linking.stranger(turn, text)
        return
    member = speaker(turn)
    reading = Reading() if _number_of_another_list(turn, text) else understand(text)
    meant = _meant(turn, member)
    if reading.attendance is None:
        # Nothing but an excuse is ever said about a meeting whose presence is recorded.
        meant = [meeting for meeting in meant if meeting.state == "planned"]
    if not meant:
        _no_meeting(turn, reading)
    elif len(meant) > 1 and (reading.attendance or reading.about == "other"):
        _ask_which(turn, meant, reading)
    else:
        _said_about(turn, meant[-1], reading, text)


def _said_about(turn: Turn, meeting: Meeting, reading: Reading, text: str) -> None:
    if reading.about == "other" and reading.said_of_other is None and reading.ask:
        # Whether somebody else comes is his affair, and the organisers'.
        _facts(turn, meeting)
    elif reading.about == "other":
        attendance_behalf.said(turn, meeting, reading)
    elif reading.attendance is not None:
        what = Said(reading.attendance, _sane(reading.minutes_late), reading.reason)
        attendance_talk.answered(turn, meeting, what, speak=reading.speak, ask=reading.ask)
    elif reading.speak:
        _wishes_to_speak(turn, meeting)
    elif reading.ask:
        _facts(turn, meeting)
    elif reading.acknowledgement:
        _one_tap(turn, meeting, "att-acknowledged")
    else:
        _count_misread(turn, text)
        _one_tap(turn, meeting, "att-not-understood")


def _number_of_another_list(turn: Turn, text: str) -> bool:
    """Whether a bare number answers a list that is not the four answers: "3" of a list of two must not become "late"."""
    offered = turn.conversation.choices
    return NUMBER.match(text.strip()) is not None and bool(offered) and not str(offered[0]["data"]).startswith("att:")


def _sane(minutes: int | None) -> int | None:
    return minutes if minutes is not None and 0 < minutes <= attendance_talk.LATEST else None


# -- commands ----------------------------------------------------------------------------------------------------------


def attend_command(turn: Turn, rest: str) -> None:
    """Answer /du: the member comes."""
    _declared(turn, "attend", f"tôi dự {rest}")


def absent_command(turn: Turn, rest: str) -> None:
    """Answer /vang, perhaps with the reason behind it."""
    _declared(turn, "absent", f"xin vắng {rest}")


def late_command(turn: Turn, rest: str) -> None:
    """Answer /muon, perhaps with the minutes behind it ("/muon 15")."""
    _declared(turn, "late", f"đến muộn {rest} phút" if rest.isdigit() else f"đến muộn {rest}")


def _declared(turn: Turn, answer: str, sentence: str) -> None:
    # The command decides what is said; the words behind it add minutes or a reason, or make it somebody else's affair.
    if turn.member is None and not turn.incoming.in_group:
        linking.stranger(turn, "")
        return
    member = speaker(turn)
    reading = understand(sentence)
    meant = _meant(turn, member)
    if not meant:
        _no_meeting(turn, reading)
    elif reading.about == "other":
        attendance_behalf.said(turn, meant[-1], reading)
    elif len(meant) > 1:
        _ask_which(turn, meant, Reading(attendance=answer))  # type: ignore[arg-type]
    else:
        minutes = _sane(reading.minutes_late) if reading.attendance == answer else None
        reason = reading.reason if reading.attendance == answer else None
        attendance_talk.answered(turn, meant[0], Said(answer, minutes, reason))


# -- which meeting -----------------------------------------------------------------------------------------------------


def _meant(turn: Turn, member: Member) -> list[Meeting]:
    """Return the meeting that is meant, two if it may be the last or the next, or none.

    The post that is replied to decides; else the open meeting last talked about here; else the next one. Words said during a
    meeting are about it, unless another one was being talked about.
    """
    replied = _replied_to(turn, member)
    if replied is not None:
        return [replied]
    around = stored.around(turn.session, member.organisation_id, turn.now - STILL_MEANT)
    upcoming = [
        meeting
        for meeting in around
        if meeting.state == "planned"
        and meeting.starts_at > turn.now
        and rows.is_invited(turn.session, meeting, member, turn.now)
    ]
    talked_of = [meeting for meeting in upcoming if meeting.id == turn.conversation.meeting_id]
    now_or_next = talked_of or upcoming[:1]
    last = _last_begun(turn, member, around)
    if last is None:
        return now_or_next
    running = turn.now < last.starts_at + timedelta(minutes=last.frame_minutes)
    if running and not talked_of:
        return [last]
    return [*now_or_next] if talked_of and not running else [last, *now_or_next]


def _replied_to(turn: Turn, member: Member) -> Meeting | None:
    if turn.incoming.reply_to is None:
        return None
    found = mail.meeting_of_post(turn.session, turn.bot.name, turn.incoming.chat_id, turn.incoming.reply_to)
    meeting = turn.session.get(Meeting, found) if found is not None else None
    if meeting is None or not rows.is_invited(turn.session, meeting, member, turn.now):
        return None
    return meeting


def _last_begun(turn: Turn, member: Member, around: list[Meeting]) -> Meeting | None:
    """Return the meeting that has begun within the last days, or None: an excuse may be meant for it, even if it comes too late."""
    begun = [meeting for meeting in around if meeting.starts_at <= turn.now]
    return begun[-1] if begun and rows.is_invited(turn.session, begun[-1], member, turn.now) else None


def _ask_which(turn: Turn, meant: list[Meeting], reading: Reading) -> None:
    """Ask which of two meetings is meant: a wrong record is worse than one more question."""
    if reading.about == "other":
        text, choices = turn.text("att-which-other"), []
    else:
        text = turn.text("att-which", said=turn.text(f"att-short-{reading.attendance}"))
        choices = [
            Choice(
                turn.text("att-which-choice", heading=meetings.heading(turn, meeting), day=_day(turn, meeting)),
                f"att:{meeting.id}:{meeting.version}:{reading.attendance}",
            )
            for meeting in meant
        ]
    _tell(turn, meant[-1], text, choices)


def _day(turn: Turn, meeting: Meeting) -> str:
    zone = turn.session.get_one(Organisation, meeting.organisation_id).timezone
    return f"{local(meeting.starts_at, zone):%d/%m}"


# -- what is no answer -------------------------------------------------------------------------------------------------


def _no_meeting(turn: Turn, reading: Reading) -> None:
    if reading.acknowledgement and not turn.incoming.in_group:
        turn.say("att-thanks")
        return
    raise RefusedError("no-meeting", cell=turn.organisation().name)


def _wishes_to_speak(turn: Turn, meeting: Meeting) -> None:
    choices = [attendance_talk.speak_choice(turn, meeting)]
    if rows.answer_of(turn.session, meeting, speaker(turn)) is None:
        # The wish to speak does not say that he comes; one tap does.
        choices.append(turn.choice("att-choice-attend", f"att:{meeting.id}:{meeting.version}:attend"))
    _tell(turn, meeting, turn.text("att-speak"), choices)


def _facts(turn: Turn, meeting: Meeting) -> None:
    """Answer a question with what is known of the meeting; nothing is made up, the rest goes to the committee."""
    text = turn.text(
        "att-facts",
        heading=meetings.heading(turn, meeting),
        when=meetings.when(turn, meeting),
        place=meetings.place(turn, meeting),
        until=attendance_talk.until_text(turn, meeting),
    )
    if turn.incoming.in_group:
        turn.say_text(text, meeting_id=meeting.id)
        return
    answered = rows.answer_of(turn.session, meeting, speaker(turn)) is not None
    turn.say_text(text, [] if answered else ask_choices(turn, meeting), meeting_id=meeting.id)


def _one_tap(turn: Turn, meeting: Meeting, key: str) -> None:
    """Ask with one tap what was not said; in a group quietly, in private."""
    if turn.incoming.in_group and (turn.account is None or turn.account.unreachable or not turn.account.chat_id):
        turn.say("att-not-understood-group", meeting_id=meeting.id)
        return
    attendance_talk.ask(turn, meeting, key)


def _tell(turn: Turn, meeting: Meeting, text: str, choices: list[Choice]) -> None:
    if not turn.incoming.in_group:
        turn.say_text(text, choices, meeting_id=meeting.id)
    elif attendance_talk.privately(turn, meeting, text, choices):
        turn.say("att-group-private")
    else:
        turn.say("att-group-unreachable-ask")


def _count_misread(turn: Turn, text: str) -> None:
    """Count what was not understood, without a name; the words only where the person agreed to keep them."""
    digest = hashlib.sha256(fold(text).encode()).hexdigest()
    keep = turn.account is not None and turn.account.keep_texts and len(text) <= EXAMPLE_LENGTH
    misreads.count(turn.session, digest, text if keep else None, turn.now.date())


# -- the open questions ------------------------------------------------------------------------------------------------


def reason_step(turn: Turn, text: str) -> None:
    """Take what was typed where the reason was asked; anything else is heard as plain words."""
    if not attendance_talk.reason_typed(turn, text):
        said(turn, text)


def note_step(turn: Turn, text: str) -> None:
    """Take the words beside the reason; a change of mind or a question is heard as plain words."""
    if not attendance_talk.note_typed(turn, text):
        said(turn, text)


def minutes_step(turn: Turn, text: str) -> None:
    """Take typed minutes; anything else is heard as plain words."""
    if not attendance_talk.minutes_typed(turn, text):
        said(turn, text)
