"""What the assistant holds about a person: see it, take it away, have it corrected, withdraw and have it erased."""

from datetime import date, datetime

from handlers import choosing, housekeeping
from handlers.choosing import actions, number
from handlers.desk import Address, Choices, Desk
from handlers.times import day_text, local, period_text
from handlers.turn import RefusedError, Turn
from storage import rights, roster
from storage.meeting_tables import Attendance, Meeting, Point
from storage.people import Account, Member, Organisation, Role

CORRECTION_LENGTH = 500
# Zalo takes 2,000 characters, and the numbered choices are part of them.
PAGE_LENGTH = 1500
NETWORKS = {"telegram": "Telegram", "zalo": "Zalo"}


def show(turn: Turn, rest: str) -> None:  # noqa: ARG001
    """Answer /dulieu: what is held about this person, and what he may do about it."""
    turn.require_private()
    member = _self(turn)
    turn.say_text(_summary(turn, member), _choices(turn))


def _self(turn: Turn) -> Member:
    # Also somebody who left or is suspended may see and erase what is held about him, so this is not `require_member`.
    if turn.member is None:
        raise RefusedError("rights-stranger")
    return turn.member


def _summary(turn: Turn, member: Member) -> str:
    cell = turn.session.get_one(Organisation, member.organisation_id)
    today = local(turn.now, cell.timezone)
    january = datetime(today.year, 1, 1, tzinfo=today.tzinfo)
    results = rights.results_since(turn.session, member.id, january)
    kept = turn.account is not None and turn.account.keep_texts
    return turn.text(
        "rights-summary",
        name=member.full_name,
        cell=cell.name,
        code=member.code,
        status=turn.text(f"rights-status-{roster.standing(member, today.date())}"),
        roles=_roles_today(turn, member),
        accounts="; ".join(_account_line(turn, account, cell) for account in rights.accounts(turn.session, member.id)),
        kept="yes" if kept else "no",
        year=today.year,
        present=results["present"],
        excused=results["excused"],
        unexcused=results["unexcused"],
        points=len(rights.points(turn.session, member.id)),
    )


def _roles_today(turn: Turn, member: Member) -> str:
    held = [
        _role_line(turn, role, organisation)
        for role, organisation in rights.roles(turn.session, member.id)
        if (role.since is None or role.since <= turn.now.date())
        and (role.until is None or role.until > turn.now.date())
    ]
    return ", ".join(held) or turn.text("rights-no-role")


def _role_line(desk: Desk, role: Role, organisation: Organisation) -> str:
    name = desk.text(f"rights-role-{role.role}")
    return f"{name} ({organisation.name})"


def _account_line(desk: Desk, account: Account, cell: Organisation) -> str:
    bot = desk.bots.get(account.bot)
    network = NETWORKS[bot.network] if bot is not None else account.bot
    since = _day(desk, account.consented_at, cell) if account.consented_at else "–"
    return desk.text("rights-account", network=network, since=since)


def _choices(turn: Turn) -> Choices:
    kept = turn.account is not None and turn.account.keep_texts
    return [
        turn.choice("rights-button-export", "right:export:0"),
        turn.choice("rights-button-correct", "right:correct"),
        turn.choice("rights-button-keep-no", "keep:no") if kept else turn.choice("rights-button-keep-yes", "keep:yes"),
        turn.choice("rights-button-erase", "right:erase"),
    ]


# -- take it away ------------------------------------------------------------------------------------------------------


def export(turn: Turn, page: str) -> None:
    """Show everything that is held, word for word, page by page."""
    turn.require_private()
    member = _self(turn)
    pages = choosing.pages(_everything(turn, member), PAGE_LENGTH)
    here = min(number(page), len(pages) - 1)
    choices = choosing.page_turners(turn, here, len(pages) - 1, "right:export:")
    head = turn.text("rights-export-head", name=member.full_name, page=here + 1, pages=len(pages))
    turn.change_text("\n".join([head, *pages[here]]), [choices] if choices else ())


def _everything(turn: Turn, member: Member) -> list[str]:
    cell = turn.session.get_one(Organisation, member.organisation_id)
    items, themes = rights.parts(turn.session, member.id)
    acts, first_act = rights.acts(turn.session, member.id)
    lines = [
        turn.text("rights-export-roster", cell=cell.name, code=member.code, status=_status_line(turn, member)),
        *(
            _dated(turn, _role_line(turn, role, of), role.since, role.until)
            for role, of in rights.roles(turn.session, member.id)
        ),
        *(_account_export(turn, account, cell) for account in rights.accounts(turn.session, member.id)),
        *(
            _attendance_line(turn, answer, meeting, cell)
            for answer, meeting in rights.attendances(turn.session, member.id)
        ),
        *(_point_line(turn, point, meeting) for point, meeting in rights.points(turn.session, member.id)),
        *(turn.text("rights-export-item", content=item.content) for item in items),
        *(turn.text("rights-export-theme", period=period_text(theme.period), title=theme.title) for theme in themes),
    ]
    if first_act is not None:
        lines.append(turn.text("rights-export-acts", count=acts, since=_day(turn, first_act, cell)))
    lines.append(turn.text("rights-export-anonymous"))
    return lines


def _status_line(turn: Turn, member: Member) -> str:
    status = turn.text(f"rights-status-{member.status}")
    line = _dated(turn, status, member.status_since, member.status_until)
    if member.left_on is None:
        return line
    gone = turn.text("rights-left", day=f"{member.left_on:%d/%m/%Y}")
    return f"{line}; {gone}"


def _account_export(turn: Turn, account: Account, cell: Organisation) -> str:
    line = _account_line(turn, account, cell)
    return turn.text("rights-export-account", account=line, id=account.user_id, seen=_day(turn, account.seen_at, cell))


def _attendance_line(turn: Turn, row: Attendance, meeting: Meeting, cell: Organisation) -> str:
    answer = turn.text(f"rights-answer-{row.answer or 'none'}")
    if row.minutes_late:
        minutes = turn.text("rights-minutes", minutes=row.minutes_late)
        answer += f" ({minutes})"
    parts = [answer]
    if row.reason:
        parts.append(turn.text(f"rights-reason-{row.reason}"))
    if row.reason_text:
        parts.append(f"“{row.reason_text}”")
    if row.result:
        parts.append(turn.text(f"rights-result-{row.result}"))
    return turn.text(
        "rights-export-attendance",
        day=_day(turn, meeting.starts_at, cell),
        period=period_text(meeting.period),
        said="; ".join(parts),
    )


def _point_line(turn: Turn, point: Point, meeting: Meeting) -> str:
    text = f"“{point.text}”" if point.text else "–"
    return turn.text("rights-export-point", period=period_text(meeting.period), text=text)


def _dated(turn: Turn, line: str, since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return f"• {line}"
    since_text = f"{since:%d/%m/%Y}" if since else "…"
    until_text = f"{until:%d/%m/%Y}" if until else "…"
    dates = turn.text("rights-dates", since=since_text, until=until_text)
    return f"• {line} ({dates})"


def _day(desk: Desk, moment: datetime, cell: Organisation) -> str:
    return day_text(moment, cell.timezone, desk.texts.language)


# -- have it corrected -------------------------------------------------------------------------------------------------


def correct(turn: Turn) -> None:
    """Ask what is wrong; the answer goes to the organisers, who keep the cell's list."""
    turn.require_private()
    _self(turn)
    turn.await_step("rights_correct")
    turn.change("rights-correct-ask", [turn.choice("button-cancel", "right:nothing")])


def correction_step(turn: Turn, text: str) -> None:
    """Take what the person says is wrong, and pass it on."""
    member = _self(turn)
    turn.end_talk()
    asked = text.strip()[:CORRECTION_LENGTH]
    organisers = roster.organisers(turn.session, member.organisation_id, turn.now)
    letter = turn.text("rights-correct-letter", name=member.full_name, code=member.code, text=asked)
    sent = [
        turn.post_to_member(organiser, letter, purpose="notice")
        for organiser in organisers
        if organiser.id != member.id
    ]
    roster.note(turn.session, turn.now, member.id, "correction_asked", f"member:{member.id}")
    turn.say("rights-correct-sent" if any(sent) else "rights-correct-nobody")


def nothing(turn: Turn) -> None:
    """Leave everything as it is."""
    turn.end_talk()
    turn.change("cancelled")


# -- withdraw and have it erased -----------------------------------------------------------------------------------------


def ask_erase(turn: Turn) -> None:
    """Say what would be erased and what stays, and that it cannot be undone."""
    turn.require_private()
    member = _self(turn)
    turn.await_step("rights_erase", stage="first")
    choices = [turn.choice("rights-button-go-on", "right:sure"), turn.choice("rights-button-leave", "right:nothing")]
    turn.change("rights-erase-ask", choices, name=member.full_name)


def ask_again(turn: Turn) -> None:
    """Ask a second time: an old or mistaken press must not erase anything."""
    _require_stage(turn, "first")
    turn.await_step("rights_erase", stage="second")
    choices = [turn.choice("rights-button-leave", "right:nothing"), turn.choice("rights-button-erase-now", "right:now")]
    turn.change("rights-erase-sure", choices)


def erase(turn: Turn) -> None:
    """Erase at once what the person told the assistant, and tell the organisers that he is no longer reached."""
    member = _require_stage(turn, "second")
    # The last word to every chat of his is written after the erasing, which drops whatever still waits to be said there.
    chats = rights.erase(turn.session, member)
    here = rights.Chat(turn.bot.name, turn.incoming.chat_id)
    for chat in chats:
        if chat != here:
            turn.post(Address(chat.bot, chat.chat_id), turn.text("rights-erased-elsewhere", name=member.full_name))
    turn.change("rights-erased")
    housekeeping.plan_forgetting(turn, member.id, chats)
    roster.note(turn.session, turn.now, member.id, "data_erased", f"member:{member.id}")
    turn.account = turn.member = None
    _tell_organisers(turn, member)


def erase_step(turn: Turn, text: str) -> None:  # noqa: ARG001
    """Take anything typed instead of the choice as no."""
    turn.end_talk()
    turn.say("rights-erase-not")


def _require_stage(turn: Turn, stage: str) -> Member:
    turn.require_private()
    member = _self(turn)
    conversation = turn.conversation
    if (
        conversation.step != "rights_erase"
        or conversation.data.get("stage") != stage
        or not turn.is_fresh(conversation)
    ):
        raise RefusedError("button-too-old")
    return member


def _tell_organisers(turn: Turn, member: Member) -> None:
    for organiser in roster.organisers(turn.session, member.organisation_id, turn.now):
        if organiser.id != member.id:
            turn.post_to_member(
                organiser, turn.text("rights-erased-organisers", name=member.full_name), purpose="notice"
            )


pressed = actions(
    {
        "export": export,
        "correct": correct,
        "nothing": nothing,
        "erase": ask_erase,
        "sure": ask_again,
        "now": erase,
    }
)
