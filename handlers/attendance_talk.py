"""The talk that follows an answer: a reason for an absence, how late, and the confirmation that can be changed. In private."""

import re

from handlers import meetings
from handlers.attendance_card import ask_choices, is_open
from handlers.attendance_record import REASONS, Recorded, Said, add_note, meeting_of, record, speaker
from handlers.choosing import clip, number
from handlers.desk import Address, Choice, Choices, Desk
from handlers.times import full_text
from handlers.turn import RefusedError, Turn
from handlers.understanding import Reading, understand
from storage import attendance as rows
from storage import roster
from storage.meeting_tables import Attendance, Meeting
from storage.people import Organisation

MINUTES = (15, 30, 45, 60)
LATEST = 240
NOTE_LENGTH = 300
STEPS = ("att_reason", "att_note", "att_late")
# A reason or a length of time typed alone ("con ốm", "nửa tiếng") is understood as the sentence it answers with.
BECAUSE = "xin vắng vì {}"
LATE_BY = "đến muộn {}"
PLAIN_MINUTES = re.compile(
    r"(?:khoảng|khoang|tầm|tam|chừng|chung|muộn|muon|trễ|tre|about)?\s*(\d{1,3})\s*(?:p|ph|phút|phut|'|min|minutes?)?\s*\W*"
)


# -- a tap -----------------------------------------------------------------------------------------------------------


def pressed(turn: Turn, meeting_id: str, version: str, answer: str) -> None:
    """Take an answer that was pressed on a card or under a private message."""
    meeting = meeting_of(turn, meeting_id)
    if not _moved(turn, meeting, version):
        answered(turn, meeting, Said(answer))


def reason_pressed(turn: Turn, meeting_id: str, version: str, reason: str) -> None:
    """Take the category of the reason: it declares the absence too, if that was changed in between."""
    turn.require_private()
    meeting = meeting_of(turn, meeting_id)
    if reason not in REASONS:
        raise RefusedError("button-too-old")
    if not _moved(turn, meeting, version):
        answered(turn, meeting, Said("absent", reason=reason))


def minutes_pressed(turn: Turn, meeting_id: str, version: str, minutes: str) -> None:
    """Take how late somebody will be; 0 stands for "not known", which leaves it at late."""
    turn.require_private()
    meeting = meeting_of(turn, meeting_id)
    late = number(minutes)
    if late > LATEST:
        raise RefusedError("button-too-old")
    if _moved(turn, meeting, version):
        return
    if late:
        answered(turn, meeting, Said("late", minutes_late=late))
        return
    recorded = record(turn, meeting, speaker(turn), Said("late"))
    _end_step(turn)
    turn.change_text(_confirmation(turn, meeting, recorded), [change_choice(turn, meeting)], meeting_id=meeting.id)


def change(turn: Turn, meeting_id: str) -> None:
    """Show what stands written and ask anew."""
    turn.require_private()
    meeting = meeting_of(turn, meeting_id)
    _end_step(turn)
    ask(turn, meeting)


def opened(turn: Turn, meeting_id: str) -> None:
    """Ask in private what a deep link on a group post asked."""
    ask(turn, meeting_of(turn, meeting_id))


def note_skipped(turn: Turn, meeting_id: str) -> None:
    """End the question for words beside the reason."""
    turn.require_private()
    meeting = meeting_of(turn, meeting_id)
    _end_step(turn)
    row = rows.answer_of(turn.session, meeting, speaker(turn))
    if row is None:
        ask(turn, meeting)
        return
    text = _confirmation(turn, meeting, Recorded(row, repeated=False, after_start=turn.now >= meeting.starts_at))
    turn.change_text(text, [change_choice(turn, meeting)], meeting_id=meeting.id)


def _moved(turn: Turn, meeting: Meeting, version: str) -> bool:
    """Answer a press of before the meeting was moved: nothing is recorded, the person is asked for the new time."""
    if number(version) == meeting.version or meeting.state != "planned":
        return False
    if turn.incoming.in_group and turn.incoming.press_id is not None:
        turn.toast("att-moved-toast", when=meetings.when(turn, meeting))
        return True
    text = turn.text("att-moved", heading=_heading(turn, meeting), when=meetings.when(turn, meeting))
    turn.change_text(text, ask_choices(turn, meeting) if is_open(turn, meeting) else [], meeting_id=meeting.id)
    return True


# -- what is recorded and said -----------------------------------------------------------------------------------------


def answered(turn: Turn, meeting: Meeting, said: Said, *, speak: bool = False, ask: bool = False) -> None:
    """Record the speaker's own answer and confirm it: personal words in private only, whatever chat it came from."""
    recorded = record(turn, meeting, speaker(turn), said)
    row = recorded.row
    asks = ""
    if row.answer == "absent" and row.reason is None:
        asks = "att_reason"
    elif row.answer == "late" and row.minutes_late is None:
        asks = "att_late"
    elif row.answer == "absent" and not recorded.repeated and row.reason_text is None:
        asks = "att_note"
    text = _confirmation(turn, meeting, recorded, asks=asks)
    choices = _next_choices(turn, meeting, asks)
    if ask:
        text += "\n" + turn.text("att-questions")
    if speak:
        text += "\n" + turn.text("att-speak")
        choices = [speak_choice(turn, meeting), *choices]
    _reply(turn, meeting, text, choices, recorded, asks=asks)


def _reply(turn: Turn, meeting: Meeting, text: str, choices: Choices, recorded: Recorded, *, asks: str) -> None:
    if not turn.incoming.in_group:
        _open_step(turn, meeting, asks)
        turn.change_text(text, choices, meeting_id=meeting.id)
        return
    if turn.incoming.press_id is not None and not asks:
        key = "att-toast-repeated" if recorded.repeated else "att-toast-noted"
        turn.toast(key, said=said_text(turn, recorded.row))
        return
    sent = privately(turn, meeting, text, choices)
    if sent and asks:
        _open_step(turn, meeting, asks)
    if turn.incoming.press_id is not None:
        turn.toast(f"att-toast-{asks.removeprefix('att_')}" if sent else "att-toast-unreachable")
    else:
        turn.say("att-group-noted" if sent else "att-group-unreachable", meeting_id=meeting.id)


def privately(turn: Turn, meeting: Meeting, text: str, choices: Choices) -> bool:
    """Write to the speaker in private: with this bot if he can be reached here, else through another account; False if nowhere."""
    account = turn.account
    if account is not None and account.chat_id is not None and not account.unreachable:
        to = Address(turn.bot.name, account.chat_id)
        return turn.post(to, text, choices, purpose="answer", priority=0, meeting_id=meeting.id) is not None
    member = speaker(turn)
    row = turn.post_to_member(member, text, choices, purpose="answer", priority=0, meeting_id=meeting.id)
    return row is not None


def _confirmation(turn: Turn, meeting: Meeting, recorded: Recorded, *, asks: str = "") -> str:
    """Return what was recorded, about which meeting, and what is asked next."""
    row, member = recorded.row, speaker(turn)
    facts = {
        "name": member.full_name,
        "heading": meetings.heading(turn, meeting),
        "when": meetings.when(turn, meeting),
        "place": meetings.place(turn, meeting),
    }
    key = f"att-noted-{row.answer}"
    if recorded.repeated:
        key = "att-repeated"
    parts = [turn.text(key, **facts, said=said_text(turn, row), until=until_text(turn, meeting))]
    standing = roster.standing(member, turn.now.date())
    if standing in ("exempt", "away"):
        parts.append(turn.text(f"att-{standing}-may"))
    if recorded.after_start:
        parts.append(turn.text("att-after-start"))
    if asks:
        parts.append(turn.text(f"att-ask-{asks.removeprefix('att_')}"))
    return "\n".join(parts)


def _next_choices(turn: Turn, meeting: Meeting, asks: str) -> list[Choice | list[Choice]]:
    stem = f"{meeting.id}:{meeting.version}"
    back = change_choice(turn, meeting)
    if asks == "att_reason":
        one, two, three, four, five, six = (
            turn.choice(f"att-reason-{reason}", f"attr:{stem}:{reason}") for reason in REASONS
        )
        return [[one, two], [three, four], [five, six], [back]]
    if asks == "att_late":
        minutes = [turn.choice("att-minutes", f"attm:{stem}:{late}", minutes=late) for late in MINUTES]
        return [minutes[:2], minutes[2:], [turn.choice("att-minutes-unknown", f"attm:{stem}:0")], [back]]
    if asks == "att_note":
        return [[turn.choice("button-skip", f"attx:{meeting.id}"), back]]
    return [back]


def change_choice(desk: Desk, meeting: Meeting) -> Choice:
    """Return the choice "Thay đổi", under every confirmation."""
    return desk.choice("att-change", f"attc:{meeting.id}")


def speak_choice(desk: Desk, meeting: Meeting) -> Choice:
    """Return the choice that begins a speaking point."""
    return desk.choice("att-speak-choice", f"pt:new:{meeting.id}")


def ask(turn: Turn, meeting: Meeting, key: str = "att-ask") -> None:
    """Ask the speaker in private whether he comes; what he said before is shown, and the message `key` leads in."""
    facts = {
        "heading": _heading(turn, meeting),
        "when": meetings.when(turn, meeting),
        "place": meetings.place(turn, meeting),
    }
    row = rows.answer_of(turn.session, meeting, speaker(turn))
    parts = [turn.text(key, **facts)]
    if row is not None:
        parts.append(turn.text("att-so-far", said=said_text(turn, row)))
    choices = ask_choices(turn, meeting) if meeting.state == "planned" else []
    if turn.incoming.in_group:
        privately(turn, meeting, "\n".join(parts), choices)
    else:
        turn.change_text("\n".join(parts), choices, meeting_id=meeting.id)


def said_text(desk: Desk, row: Attendance) -> str:
    """Return an answer in words: "dự", "đến muộn 15 phút", "vắng (Công tác)"."""
    if row.answer == "late" and row.minutes_late:
        return desk.text("att-short-late-minutes", minutes=row.minutes_late)
    if row.answer == "absent" and row.reason:
        return desk.text("att-short-absent-reason", reason=desk.text(f"att-reason-{row.reason}"))
    return desk.text(f"att-short-{row.answer or 'silent'}")


def until_text(desk: Desk, meeting: Meeting) -> str:
    """Return until when to answer: the deadline, or after it the start."""
    moment = meeting.answer_by if desk.now < meeting.answer_by else meeting.starts_at
    zone = desk.session.get_one(Organisation, meeting.organisation_id).timezone
    return full_text(moment, zone, desk.texts.language)


def _heading(desk: Desk, meeting: Meeting) -> str:
    return meetings.heading(desk, meeting)


# -- typed instead of pressed ------------------------------------------------------------------------------------------


def reason_typed(turn: Turn, text: str) -> bool:
    """Take a typed reason; False if the text is something else, then the question is over and nothing was done."""
    meeting = _asked_about(turn)
    reading = understand(text)
    if meeting is None or _is_news(reading) or reading.attendance == "unsure":
        _end_step(turn)
        return False
    reason = reading.reason or understand(BECAUSE.format(text)).reason
    if reason is None:
        turn.say("att-reason-again", _next_choices(turn, meeting, "att_reason"), meeting_id=meeting.id)
        return True
    answered(turn, meeting, Said("absent", reason=reason))
    return True


def note_typed(turn: Turn, text: str) -> bool:
    """Keep the words beside the reason; False if they are an answer or a question, then nothing was done with them."""
    meeting = _asked_about(turn)
    reading = understand(text)
    if meeting is None or _is_news(reading) or reading.acknowledgement:
        _end_step(turn)
        return False
    row = add_note(turn, meeting, speaker(turn), clip(text, NOTE_LENGTH))
    _end_step(turn)
    if row is None:
        return False
    doubtful = reading.attendance in ("late", "unsure")
    choices = ask_choices(turn, meeting) if doubtful else [change_choice(turn, meeting)]
    turn.say("att-note-kept", choices, meeting_id=meeting.id, said=said_text(turn, row))
    return True


def minutes_typed(turn: Turn, text: str) -> bool:
    """Take typed minutes ("20", "20p", "nửa tiếng"); False if the text is something else."""
    meeting = _asked_about(turn)
    plain = PLAIN_MINUTES.fullmatch(text.strip().lower())
    reading = understand(text)
    late = int(plain[1]) if plain else reading.minutes_late
    if late is None and reading.attendance is None:
        late = understand(LATE_BY.format(text)).minutes_late
    if meeting is None or late is None or not 0 < late <= LATEST:
        if meeting is not None and late is not None:
            turn.say("att-late-again", _next_choices(turn, meeting, "att_late"), meeting_id=meeting.id)
            return True
        _end_step(turn)
        return False
    answered(turn, meeting, Said("late", minutes_late=late))
    return True


def _is_news(reading: Reading) -> bool:
    """Whether words are more than an answer to what was asked: a clear change of mind, a question, something about somebody else.

    "Thứ Hai mới về" tells why, although it may be read as coming late: only minutes make that clear.
    """
    late = reading.attendance == "late" and reading.minutes_late is not None
    return reading.attendance == "attend" or late or reading.ask or reading.speak or reading.about == "other"


def _asked_about(turn: Turn) -> Meeting | None:
    """Return the meeting the open question is about, unless it was moved or is over meanwhile."""
    meeting = turn.session.get(Meeting, turn.data.get("meeting", 0))
    if meeting is None or meeting.version != turn.data.get("version") or meeting.state != "planned":
        return None
    member = speaker(turn)
    return meeting if rows.is_invited(turn.session, meeting, member, turn.now) else None


def _open_step(turn: Turn, meeting: Meeting, step: str) -> None:
    """Let the next words answer what was asked; a talk about something else goes on, the choices answer here anyway."""
    conversation = turn.private_conversation()
    if conversation.step and conversation.step not in STEPS and turn.is_fresh(conversation):
        return
    if step:
        turn.await_step(step, meeting=meeting.id, version=meeting.version)
    elif conversation.step:
        turn.end_talk()


def _end_step(turn: Turn) -> None:
    if turn.private_conversation().step in STEPS:
        turn.end_talk()
