"""How a person becomes known to the assistant: a one-time code, what is stored and who sees it, a yes or a no; and how a group is bound."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from handlers.desk import Address, Choices
from handlers.folding import fold
from handlers.times import clock_text
from handlers.turn import RefusedError, Turn
from storage import codes, roster
from storage.people import Account, Code, Group, Member, Organisation

WRONG_CODES_ALLOWED = 5
WRONG_CODES_WITHIN = timedelta(hours=1)
# Before a person is linked there is no cell whose zone could be asked.
ZONE = "Asia/Ho_Chi_Minh"
# "ok" and "vâng" are no consent: consent to sensitive data has to be explicit (DOMAIN.md 7).
AGREES = frozenset({"dong y", "toi dong y", "dong y lien ket", "i agree", "agree"})
REFUSES = frozenset({"khong", "khong dong y", "toi khong dong y", "ko dong y", "no", "i do not agree"})

Openings = Mapping[str, Callable[..., None]]
NO_OPENINGS: Openings = {}


def start(turn: Turn, rest: str, openings: Openings = NO_OPENINGS) -> None:
    """Answer /start: redeem the code behind it, open what a deep link asks for, or greet.

    `openings` are what a deep link of our own may open ("word_argument" as payload): only talks, never an act, because
    anybody can write such a link and make a member press it.
    """
    word, *arguments = rest.split("_")
    if turn.incoming.in_group:
        bind(turn, rest)
    elif word in openings and codes.read(rest) is None:
        _open(turn, openings[word], arguments)
    elif rest:
        _redeem(turn, rest)
    elif turn.member is None:
        turn.say("link-stranger")
    else:
        turn.say("link-welcome-back", name=turn.member.full_name)


def stranger(turn: Turn, text: str) -> None:
    """Answer somebody who is not linked: a typed code is redeemed, anything else gets one polite sentence that tells nothing."""
    if turn.incoming.in_group:
        raise RefusedError("not-linked")
    if codes.resembles(text) or codes.read(text) is not None:
        _redeem(turn, text)
    else:
        turn.say("link-stranger")


def typed_code(turn: Turn, text: str) -> bool:
    """Redeem or bind if the text is a well-formed code; False if it is something else, then nothing was done."""
    if codes.read(text) is None:
        return False
    if turn.incoming.in_group:
        bind(turn, text)
    else:
        _redeem(turn, text)
    return True


# -- a person, in private ----------------------------------------------------------------------------------------------


def _redeem(turn: Turn, text: str) -> None:
    code = _look_up(turn, text)
    if code is None:
        return
    member = turn.session.get(Member, code.member_id) if code.member_id else None
    if code.purpose != "member" or member is None:
        turn.say("link-code-is-for-group")
    elif turn.member is not None and turn.member.id == member.id:
        turn.say("link-already", name=member.full_name)
    elif code.used_at is not None:
        turn.say("link-code-used")
    elif not _opens(code, member, turn.now):
        turn.say("link-code-expired")
    elif turn.member is not None:
        turn.say("link-other-first")
    else:
        _ask_consent(turn, code, member)


def _ask_consent(turn: Turn, code: Code, member: Member) -> None:
    cell = turn.session.get_one(Organisation, member.organisation_id)
    turn.await_step("link_consent", code=code.id)
    turn.say(
        "link-consent",
        _consent_choices(turn),
        name=member.full_name,
        cell=cell.name,
        reasons=turn.policy.keep_reasons.days,
        points=turn.policy.keep_points.days,
        months=round(turn.policy.keep_attendance.days * 12 / 365),
    )


def consent_step(turn: Turn, text: str) -> None:
    """Take a typed answer to the question for consent; anything but a clear yes or no is neither."""
    said = fold(text)
    if said in AGREES:
        consent(turn, "yes")
    elif said in REFUSES:
        consent(turn, "no")
    elif codes.resembles(text) or codes.read(text) is not None:
        turn.end_talk()
        _redeem(turn, text)
    else:
        turn.say("link-consent-again", _consent_choices(turn))


def consent(turn: Turn, answer: str) -> None:
    """Take the yes or no: only a yes links the account and uses the code up; a no stores nothing and leaves the code good."""
    turn.require_private()
    code = _asked_about(turn)
    if code is None:
        raise RefusedError("link-consent-late")
    turn.end_talk()
    if answer != "yes":
        turn.change("link-refused")
        return
    member = turn.session.get_one(Member, code.member_id)
    if turn.member is not None or not _opens(code, member, turn.now) or not codes.use(turn.session, code.id, turn.now):
        raise RefusedError("link-code-expired")
    _link(turn, member)


def _link(turn: Turn, member: Member) -> None:
    account = _account(turn)
    _part_with_older_accounts(turn, member, account)
    account.member_id = member.id
    account.chat_id = turn.incoming.chat_id
    account.consented_at = account.seen_at = turn.now
    account.unreachable = None
    account.keep_texts = False
    account.wrong_codes = []
    turn.member = member
    roster.note(turn.session, turn.now, member.id, "linked", f"member:{member.id}", turn.bot.name)
    cell = turn.session.get_one(Organisation, member.organisation_id)
    # Not as a change of the question: what the person agreed to stays in the chat, to be read again.
    turn.say("link-done", _keep_choices(turn), name=member.full_name, cell=cell.name)


def _part_with_older_accounts(turn: Turn, member: Member, new: Account) -> None:
    """Tell the member's other accounts; one with the same bot is replaced, because that is a changed phone or somebody else's hand."""
    for older in turn.session.scalars(select(Account).where(Account.member_id == member.id, Account.id != new.id)):
        key = "link-second-account"
        if older.bot == turn.bot.name:
            key = "link-account-replaced"
            release(older)
        if older.chat_id is not None and older.unreachable is None:
            turn.post(Address(older.bot, older.chat_id), turn.text(key, name=member.full_name), purpose="notice")


def keep_texts(turn: Turn, answer: str) -> None:
    """Take the answer to the separate question whether sentences that were not understood may be kept; no answer means no."""
    turn.require_private()
    turn.require_member()
    account = _account(turn)
    account.keep_texts = answer == "yes"
    turn.change("link-keep-yes" if account.keep_texts else "link-keep-no")


def unlink(turn: Turn, rest: str) -> None:  # noqa: ARG001
    """Ask whether this account shall be parted from the member; in a group, whether the group shall be parted from its cell."""
    if turn.incoming.in_group:
        _ask_unbind(turn)
        return
    if turn.member is None:
        raise RefusedError("link-nothing-to-undo")
    choices = [turn.choice("link-undo-yes", "unlink:yes"), turn.choice("button-cancel", "unlink:no")]
    turn.say("link-undo-ask", choices, name=turn.member.full_name)


def unlink_confirmed(turn: Turn, answer: str) -> None:
    """Part the account from the member, and tell the organisers that nothing reaches him here any more."""
    turn.require_private()
    if turn.member is None or turn.account is None:
        raise RefusedError("link-nothing-to-undo")
    if answer != "yes":
        turn.change("cancelled")
        return
    member = turn.member
    release(turn.account)
    turn.member = None
    turn.end_talk()
    roster.note(turn.session, turn.now, member.id, "unlinked", f"member:{member.id}", turn.bot.name)
    turn.change("link-undone", name=member.full_name)
    turn.session.flush()
    if roster.reachable_account(turn.session, member.id) is None:
        _tell_organisers(turn, member.organisation_id, "link-undone-organisers", member.id, name=member.full_name)


def release(account: Account) -> None:
    """Make an account a stranger's again: no member, no consent."""
    account.member_id = None
    account.consented_at = None
    account.keep_texts = False


# -- a group -----------------------------------------------------------------------------------------------------------


def bind(turn: Turn, rest: str) -> None:
    """Bind the group this was said in to the organisation of a group code, if a linked organiser of it says so."""
    if not turn.incoming.in_group:
        _bind_in_private(turn, rest)
        return
    if turn.incoming.person_id is None or turn.account is None:
        raise RefusedError("link-anonymous")
    if not rest:
        _greet_group(turn)
        return
    code = _look_up(turn, rest)
    if code is None:
        return
    if code.purpose == "member":
        # Everybody in the group has read it.
        codes.revoke(turn.session, code.id, turn.now)
        turn.say("link-code-shown-in-group")
        return
    member = turn.require_member()
    turn.require_organiser(code.organisation_id)
    _bind_with(turn, code, member)


def _bind_in_private(turn: Turn, rest: str) -> None:
    # Somebody who was told "/lienket and the code" and holds a personal one means to link himself.
    if not rest:
        raise RefusedError("link-bind-in-group")
    _redeem(turn, rest)


def _bind_with(turn: Turn, code: Code, member: Member) -> None:
    cell = turn.session.get_one(Organisation, code.organisation_id)
    if turn.group is not None and turn.group.organisation_id == cell.id:
        turn.say("link-group-already", cell=cell.name)
    elif turn.group is not None:
        turn.say("link-group-other-first")
    elif code.used_at is not None:
        turn.say("link-code-used")
    elif not codes.use(turn.session, code.id, turn.now):
        turn.say("link-code-expired")
    else:
        _store_group(turn, cell, member)
        roster.note(turn.session, turn.now, member.id, "group_bound", f"organisation:{cell.id}", turn.bot.name)
        turn.say("link-group-done", cell=cell.name)
        title = turn.incoming.chat_title[:80] or cell.name
        _tell_organisers(
            turn, cell.id, "link-group-done-organisers", member.id, cell=cell.name, group=title, name=member.full_name
        )


def _store_group(turn: Turn, cell: Organisation, member: Member) -> None:
    known = select(Group).where(Group.bot == turn.bot.name, Group.chat_id == turn.incoming.chat_id)
    group = turn.session.scalar(known)
    if group is None:
        group = Group(bot=turn.bot.name, chat_id=turn.incoming.chat_id)
        turn.session.add(group)
    group.organisation_id = cell.id
    group.title = turn.incoming.chat_title[:200]
    group.bound_by = member.id
    group.bound_at = turn.now
    group.left_at = None
    turn.group = group


def _greet_group(turn: Turn) -> None:
    if turn.group is None:
        turn.say("group-hello")
    else:
        turn.say("help-group")


def _ask_unbind(turn: Turn) -> None:
    if turn.group is None:
        raise RefusedError("link-group-unbound")
    turn.require_organiser(turn.group.organisation_id)
    choices = [turn.choice("link-unbind-yes", "unbind:yes"), turn.choice("button-cancel", "unbind:no")]
    turn.say("link-unbind-ask", choices, cell=turn.organisation().name)


def unbind_confirmed(turn: Turn, answer: str) -> None:
    """Part the group from its organisation; only its organisers may."""
    if turn.group is None:
        raise RefusedError("link-group-unbound")
    member = turn.require_organiser(turn.group.organisation_id)
    if answer != "yes":
        turn.change("cancelled")
        return
    cell = turn.organisation()
    turn.session.delete(turn.group)
    turn.group = None
    roster.note(turn.session, turn.now, member.id, "group_unbound", f"organisation:{cell.id}", turn.bot.name)
    turn.change("link-unbound", cell=cell.name)


# -- what both need ----------------------------------------------------------------------------------------------------


def _look_up(turn: Turn, text: str) -> Code | None:
    """Return the code that was typed; None if it was none or a wrong one, then the person has been answered."""
    account = _account(turn)
    free_at = _locked_until(account, turn.now)
    if free_at is not None:
        turn.say("link-too-many", until=clock_text(free_at, ZONE, turn.texts.language))
        return None
    signs = codes.read(text)
    if signs is None:
        turn.say("link-code-mistyped")
        return None
    code = codes.find(turn.session, signs)
    if code is None:
        account.wrong_codes = [*_recent(account, turn.now), turn.now.timestamp()]
        turn.say("link-code-wrong")
    return code


def _recent(account: Account, now: datetime) -> list[float]:
    return [at for at in account.wrong_codes or [] if at > (now - WRONG_CODES_WITHIN).timestamp()]


def _locked_until(account: Account, now: datetime) -> datetime | None:
    tried = _recent(account, now)
    if len(tried) < WRONG_CODES_ALLOWED:
        return None
    return datetime.fromtimestamp(min(tried), UTC) + WRONG_CODES_WITHIN


def _opens(code: Code, member: Member, now: datetime) -> bool:
    return code.purpose == "member" and codes.is_good(code, now) and roster.is_active(member, now)


def _asked_about(turn: Turn) -> Code | None:
    """Return the code whose owner is being asked for consent in this chat; it stands in the conversation, where no button can forge it."""
    conversation = turn.conversation
    if conversation.step != "link_consent" or not turn.is_fresh(conversation):
        return None
    return turn.session.get(Code, conversation.data["code"])


def _account(turn: Turn) -> Account:
    if turn.account is None:
        person = turn.incoming.person_id or turn.incoming.chat_id
        turn.account = Account(bot=turn.bot.name, user_id=person, seen_at=turn.now, wrong_codes=[])
        turn.session.add(turn.account)
        turn.session.flush()
    return turn.account


def _open(turn: Turn, opening: Callable[..., None], arguments: list[str]) -> None:
    turn.require_member()
    try:
        opening(turn, *arguments)
    except (TypeError, ValueError) as error:
        # A deep link of an older release, or one made up by somebody, may carry other arguments.
        if error.__traceback__ is not None and error.__traceback__.tb_next is None:
            raise RefusedError("button-too-old") from error
        raise


def _tell_organisers(turn: Turn, organisation_id: int, key: str, except_id: int, **args: str) -> None:
    for organiser in roster.organisers(turn.session, organisation_id, turn.now):
        if organiser.id != except_id:
            turn.post_to_member(organiser, turn.text(key, **args), purpose="notice")


def _consent_choices(turn: Turn) -> Choices:
    return [turn.choice("link-agree", "link:yes"), turn.choice("link-disagree", "link:no")]


def _keep_choices(turn: Turn) -> Choices:
    return [turn.choice("link-keep-no-button", "keep:no"), turn.choice("link-keep-yes-button", "keep:yes")]
