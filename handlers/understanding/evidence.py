"""Collects what each clause of a reply claims: who comes or not, why, how sure it is, and whether it only asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.understanding.clauses import Clause
from handlers.understanding.people import Mention, key, phrase_at, phrase_before
from handlers.understanding.phrases import Item
from handlers.understanding.reading import Attendance, Reason
from handlers.understanding.tokens import Token

REASONS: tuple[Reason, ...] = ("work", "health", "family", "study", "duty", "other")
_REASON_KINDS = frozenset(REASONS) | {"kin_event"}
_CLAIMS = frozenset({"attend", "come", "absent", "late", "early", "cannot"})
_SPEECH = frozenset({"speak", "speakalone"})
_POLITE = frozenset({"polite", "title", "ack"})
_TAIL = frozenset({"particle", "title", "polite"})
_QUIET = frozenset({"particle", "ack", "title", "polite"})
_MAY_FOLLOW_COME = frozenset({"late", "early", "not", "question", "ask_at_end", "certain", "hedge", "guess", "unsure", "or", "then", "so", "but", "now", "state", "cannot"})
# These also mean "go home", "in", "up": a promise to come only with a word of ability or intention.
_WEAK_COME = frozenset({"về", "ra", "vào", "lên", "xuống", "họp", "sinh hoạt", "ve", "vao", "len", "xuong", "hop", "sinh hoat", "qua", "tới", "toi", "sang"})
_WAYS_HERE = frozenset({"qua", "tới", "toi", "sang"})
_CHILD = frozenset({"con", "cháu", "chau"})
_TOLD = frozenset("em e toi tui minh la voi rang t".split())
_NO = frozenset("không khong chưa chua chăng3 chang đưng2".split())
_OPPOSITE: dict[Attendance, Attendance] = {"attend": "absent", "absent": "attend"}
_VAGUE = frozenset("nào nao gì gi ai đâu dau".split())
_ALONE_NOT = frozenset({"không", "khong", "chưa", "chua"})
_JOIN = frozenset({"va", "voi", "cung"})
_STRAYS_ALLOWED = 2


@dataclass(slots=True)
class Claim:
    """One statement on attendance. `about` is the other person it concerns, None for the sender."""

    label: Attendance
    clause: int
    about: Mention | None = None
    hedged: bool = False
    guessed: bool = False
    past: bool = False
    void: bool = False
    asked: bool = False
    negated: bool = False
    doubtful: bool = False
    desired: bool = False
    soft: bool = False
    on_time: bool = False
    at: int = 0


@dataclass(slots=True)
class Cause:
    """One reason, in the order given. `enough` when it alone says that its owner cannot come."""

    reason: Reason
    clause: int
    about: Mention | None
    enough: bool
    valid: bool
    weak: bool
    at: int


@dataclass(slots=True)
class Evidence:
    """Everything a reply says, before it is weighed."""

    claims: list[Claim] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    asked: bool = False
    asked_about: Mention | None = None
    speak: bool = False
    conditional: bool = False
    condition_at: int = -1
    corrected: bool = False
    turned_at: set[int] = field(default_factory=set)
    others: list[Mention] = field(default_factory=list)
    strays: int = 0
    relayed: bool = False
    permission: bool = False
    denied_at: int = -1
    now_at: set[int] = field(default_factory=set)


_SOMEBODY = Mention(0, "subject")


class Listener:
    """Goes through the clauses once and remembers who is being spoken of."""

    def __init__(self, tokens: Sequence[Token], clauses: Sequence[Clause]) -> None:
        self.tokens = tokens
        self.clauses = clauses
        self.evidence = Evidence()
        self._subject: Mention | None = None
        self._locked = False
        self._past = False
        self.locked_for_good = False
        self.pending = False

    def listen(self) -> Evidence:
        """What the whole reply says."""
        for number, clause in enumerate(self.clauses):
            if clause.opener & {"but", "now"}:
                self._past = False
                self.evidence.turned_at.add(number)
            if "now" in clause.opener:
                self.evidence.now_at.add(number)
            self._clause(number, clause)
            self._locked = self.locked_for_good
            if self._subject is not None and self._subject.kind in {"plural", "anyone"}:
                self._subject = None
        return self.evidence

    def _clause(self, number: int, clause: Clause) -> None:
        reader = _ClauseReader(self, number, clause)
        reader.read()


class _ClauseReader:
    """Reads one clause: negation, hedges, the subject, and what is claimed."""

    def __init__(self, listener: Listener, number: int, clause: Clause) -> None:
        self.whole = listener
        self.evidence = listener.evidence
        self.tokens = listener.tokens
        self.number = number
        self.clause = clause
        self.items = clause.items
        self.negations = 0
        self.strays_since_negation = 0
        self.last_negation: Item | None = None
        self.kin = False
        self.void = False
        self.claims: list[Claim] = []
        self.causes: list[Cause] = []
        self.sender_named = False
        self.seen: set[str] = set()
        self.after_cannot = False
        # A "no" went to some other word: a later claim in this clause is in doubt.
        self.unsettled = listener.pending and not clause.after_mark and clause.items[0].text in {"mà", "ma"}

    def read(self) -> None:
        for i, item in enumerate(self.items):
            self._item(i, item)
            self.seen |= item.kinds
        self.evidence.kinds |= self.seen
        self._trailing_negation()
        self.whole.pending = self.negations % 2 == 1
        self._withdrawn()
        self._able_after_all()
        self._mark_questions()
        self._mark_hedges()
        self._mark_condition()
        self.evidence.claims += self.claims
        self.evidence.causes += self.causes

    # -- one item ---------------------------------------------------------------------------------------------

    def _item(self, i: int, item: Item) -> None:
        kinds = item.kinds
        if item.person is not None:
            self._person(i, item.person)
        elif "self" in kinds:
            self._sender(i)
        elif kinds & {"unrelated", "speechnoun", "blunt"}:
            self.unsettled = self.unsettled or self.negations % 2 == 1
            self.negations = 0
        elif "denial" in kinds:
            self.evidence.denied_at = self.number
            self.evidence.corrected = True
        elif "misreport" in kinds:
            self.void = True
            self.evidence.corrected = True
        elif "correction" in kinds:
            self.evidence.corrected = True
            self.evidence.turned_at.add(self.number)
        elif "thought" in kinds:
            self.void = True
        elif "elsewhen" in kinds:
            self._elsewhen()
        elif kinds & {"not", "cancel"}:
            self.negations += 1
            self.strays_since_negation = 0
            self.last_negation = item
        elif kinds & _CLAIMS:
            self._claim(i, item)
        elif kinds & _REASON_KINDS:
            self._cause(i, item)
        elif "kin" in kinds:
            self._kin(i, item)
        elif "anyone" in kinds:
            self._set_subject(Mention(item.end, "anyone"))
        elif "plural" in kinds:
            self._plural(i, item)
        elif kinds & _SPEECH and not (self.negations and "reported" in kinds):
            self._speech(i, item)
        elif "still" in kinds:
            self.evidence.turned_at.add(self.number)
        elif "now" in kinds:
            self.whole._past = False  # noqa: SLF001 - the two classes are one reader
        elif not kinds:
            self.strays_since_negation += 1
            self.evidence.strays += 1

    def _elsewhen(self) -> None:
        self.whole._past = True  # noqa: SLF001
        if not self.clause.opener & {"now"}:
            for claim in self.claims:
                claim.past = True

    # -- who --------------------------------------------------------------------------------------------------

    def _subject(self) -> Mention | None:
        return self.whole._subject  # noqa: SLF001

    def _set_subject(self, mention: Mention | None) -> None:
        self.whole._subject = mention  # noqa: SLF001
        if mention is not None and mention not in self.evidence.others:
            self.evidence.others.append(mention)

    def _sender(self, i: int) -> None:
        self.sender_named = True
        if self.whole._locked:  # noqa: SLF001
            return
        if self._subject() is not None and self._relays(i):
            self.whole._locked = True  # noqa: SLF001
            self.evidence.relayed = True
            return
        self._set_subject(None)
        self.void = False

    def _relays(self, i: int) -> bool:
        """Whether the sender only passes on a word: "nhờ em báo", "bảo tôi nói"."""
        start = self.items[i].start
        return start > 0 and self.tokens[start - 1].bare in {"nho", "bao", "keu", "dan", "nhan", "goi", "bieu", "voi"}

    def _person(self, i: int, person: Mention) -> None:
        if person.kind == "sender":
            self._set_subject(None)
            self.sender_named = True
        elif person.kind == "beneficiary":
            self._set_subject(person)
            self.whole._locked = True  # noqa: SLF001
            for claim in self.claims:
                claim.about = person
        elif person.kind == "subject":
            self._as_subject(i, person)

    def _as_subject(self, i: int, person: Mention) -> None:
        item = self.items[i]
        following = self.items[i + 1] if i + 1 < len(self.items) else None
        if self._joined_with_sender(i):
            if person not in self.evidence.others:
                self.evidence.others.append(person)
            return
        if following is not None and "self" in following.kinds:
            return
        if self.causes and not self.claims and item.start > 0:
            return
        if self.claims:
            self._after_claim(person)
            return
        if following is None and self.clause.ended_by in {",", "!", "."} and self._sender_speaks_next():
            return
        if "because" in self.clause.opener and any(claim.about is None for claim in self.evidence.claims):
            return
        relay = self._relay_end(item.end)
        if person.full_name and not relay:
            self._set_subject(None)
            return
        if person.signs_as_self and not relay and self._signs(i):
            self._set_subject(None)
            return
        self._set_subject(person)
        if relay:
            self.whole._locked = True  # noqa: SLF001
            self.evidence.relayed = True

    def _after_claim(self, person: Mention) -> None:
        if self.sender_named or self.claims[-1].about is not None or self.seen & {"particle", "wish"}:
            return
        self._set_subject(person)
        for claim in self.claims:
            claim.about = person

    def _joined_with_sender(self, i: int) -> bool:
        item = self.items[i]
        if item.start > 1 and self.tokens[item.start - 1].bare in _JOIN and self.sender_named:
            return True
        if self.sender_named and self.tokens[item.start - 1].bare == "con" and self._bare(item.end) == "cung":
            return True
        after = [other for other in self.items[i + 1 : i + 3]]
        return len(after) == 2 and self.tokens[item.end].bare in _JOIN and "self" in after[1].kinds

    def _bare(self, at: int) -> str:
        return self.tokens[at].bare if at < len(self.tokens) else ""

    def _sender_speaks_next(self) -> bool:
        rest = self.whole.clauses[self.number + 1 :]
        return bool(rest) and any(item.kinds & {"self"} for item in rest[0].items[:3])

    def _relay_end(self, start: int) -> bool:
        while start < len(self.tokens) and self.tokens[start].bare in {"vua", "da", "co", "moi", "cung", "lai"}:
            start += 1
        if phrase_at(self.tokens, start, "relay") == start or self.tokens[start].bare in {"xin", "de"}:
            return False
        return self.tokens[start].text == "bảo" or self.tokens[start].bare != "bao" or self._bare(start + 1) in _TOLD

    def _signs(self, i: int) -> bool:
        following = self.items[i + 1] if i + 1 < len(self.items) else None
        return following is None or bool(following.kinds & {"wish", "attend", "particle", "reported", "late", "here", "ack"})

    def _kin(self, i: int, item: Item) -> None:
        rest = self.items[i + 1 :]
        possessive = bool(rest) and bool(rest[0].kinds & {"self"})
        behalf = phrase_before(self.tokens, item.start, "onbehalf")
        if any(self._bare(at) == "dang" and self._bare(at + 1) == "vien" for at in range(item.end, item.end + 5)):
            self._set_subject(Mention(item.end, "kin"))
            self.whole._locked = self.whole.locked_for_good = True  # noqa: SLF001
            return
        following = next((other for other in rest if not other.kinds & {"self", "not", "hedge", "guess"} and not (other.kinds & {"particle"} and not other.kinds & _CLAIMS)), None)
        relays = self._relay_end(rest[1].start if possessive and len(rest) > 1 else item.end)
        if item.text in _CHILD and not possessive:
            if following is not None and following.kinds & _REASON_KINDS:
                self.kin = True
            elif not self.whole._locked:  # noqa: SLF001
                self._set_subject(None)
            return
        aside = phrase_before(self.tokens, item.start, "preposition") and not behalf
        if not aside and (behalf or relays or (following is not None and following.kinds & (_CLAIMS - {"come"}) and not self.claims)):
            self._set_subject(Mention(item.end, "kin"))
            self.whole._locked = True  # noqa: SLF001
            for claim in self.claims if behalf else ():
                claim.about = self._subject()
            return
        self.kin = True

    def _plural(self, i: int, item: Item) -> None:
        following = self.items[i + 1] if i + 1 < len(self.items) else None
        spoken_to = phrase_before(self.tokens, item.start, "preposition") or phrase_at(self.tokens, item.end, "vocative") > item.end
        spoken_to = spoken_to or phrase_at(self.tokens, item.end, "address") > item.end
        spoken_to = spoken_to and not phrase_before(self.tokens, item.start, "urge")
        if not spoken_to and following is not None and not self.claims:
            self._set_subject(Mention(item.end, "plural"))

    # -- what -------------------------------------------------------------------------------------------------

    def _claim(self, i: int, item: Item) -> None:
        kinds = item.kinds
        odd = self.negations % 2 == 1
        following = self.items[i + 1] if i + 1 < len(self.items) else None
        if kinds & {"come", "attend"} and following is not None and "late" in following.kinds:
            return
        if "early" in kinds:
            self._add("attend", i, negated=False)
        elif "late" in kinds:
            self._add("attend" if odd else "late", i, negated=odd)
        elif "cannot" in kinds:
            if self.claims and self.claims[-1].label == "attend" and not self.claims[-1].negated:
                self.claims.pop()
            self._add("attend" if odd else "absent", i, negated=True)
            self.after_cannot = True
        elif "attend" in kinds or ("come" in kinds and self._comes(i, item, negated=odd)):
            if self.after_cannot and not self.negations:
                return
            self._add("absent" if odd else "attend", i, negated=odd)
        elif "absent" in kinds and not odd and self._only_the_beginning(i):
            self._add("late", i, negated=False)
        elif "absent" in kinds:
            self._add("attend" if odd else "absent", i, negated=odd)
        self.negations = 0
        self.kin = False

    def _only_the_beginning(self, i: int) -> bool:
        """ "Vắng 15 phút đầu" is being late."""
        span = self.items[i + 1 : i + 4]
        return any("duration" in item.kinds for item in span) and any(item.text in {"đầu", "dau", "đầu giờ"} for item in span)

    def _add(self, label: Attendance, i: int, *, negated: bool) -> None:
        doubtful = (self.negations > 0 and self.strays_since_negation > 1) or self.unsettled
        claim = Claim(label, self.number, self._subject(), negated=negated, doubtful=doubtful, at=self.items[i].start)
        claim.past = self.whole._past  # noqa: SLF001
        claim.void = self.void
        claim.desired = "desire" in self.seen
        claim.soft = self.items[i].text.startswith(("mới", "moi"))
        claim.on_time = any("đúng giờ" in item.text or "dung gio" in item.text for item in self.items)
        self.claims.append(claim)

    def _comes(self, i: int, item: Item, *, negated: bool) -> bool:
        following = next((other for other in self.items[i + 1 :] if not other.kinds & _QUIET), None)
        previous = self.items[i - 1] if i else None
        if not negated and self.causes and not (previous is not None and previous.kinds & {"self", "wish", "still"}):
            return False
        if item.text in {"đi", "di"} and previous is not None and previous.kinds & {"attend", "come", "late", "unrelated"}:
            return False
        if following is not None and not following.kinds & _MAY_FOLLOW_COME and not following.person and "number" not in following.kinds:
            return False
        if following is not None and "number" in following.kinds and not negated and item.text not in {"đến", "den"}:
            return False
        if not negated and item.text in _WEAK_COME:
            return self._has_firm_word() or (item.text in _WAYS_HERE and self._says_no_more())
        return True

    def _says_no_more(self) -> bool:
        allowed = _QUIET | {"self", "come", "certain"}
        return all(item.kinds & allowed or item.person for item in self.items)

    def _has_firm_word(self) -> bool:
        span = self.tokens[self.items[0].start : self.items[-1].end]
        return any(token.bare in {"duoc", "kip", "se", "van"} for token in span)

    def _cause(self, i: int, item: Item) -> None:
        denied = self.negations % 2 == 1
        reason: Reason | None = next((name for name in REASONS if name in item.kinds), None)
        if self.kin and ("kin_event" in item.kinds or reason in {"health", "study", "duty", "work", "other"}):
            reason = "family"
        if reason is None:
            return
        self.negations = 0
        valid = not (denied or self.whole._past or "concede" in self.clause.opener)  # noqa: SLF001
        enough = "weak" not in item.kinds or bool((self.seen | item.kinds) & {"tied"}) or self.kin
        self.causes.append(Cause(reason, self.number, self._subject(), enough, valid, "weak" in item.kinds, item.start))

    def _speech(self, i: int, item: Item) -> None:
        denied = self.negations % 2 == 1
        self.negations = 0
        wished = "speakalone" in item.kinds or bool(self.seen & {"wish"})
        if wished and not denied and self._subject() is None and not self.whole._past:  # noqa: SLF001
            self.evidence.speak = True
            self.seen.add("spoke")

    # -- the clause as a whole --------------------------------------------------------------------------------

    def _trailing_negation(self) -> None:
        last = self.last_negation
        if last is None or not self.negations:
            return self._scoffed()
        tail = [item for item in self.items if item.start >= last.end and not (item.kinds & _TAIL or item.person)]
        if any(item.kinds - {"self", "ask_at_end"} or not item.kinds for item in tail):
            for claim in self.claims:
                claim.doubtful = claim.doubtful or claim.at < last.start
            return None
        before = [claim for claim in self.claims if claim.at < last.start]
        if last.text in _ALONE_NOT:
            if before or self.seen & {"here", "state", "wish", "come", *REASONS} or self.clause.questioned:
                self.seen.add("question")
        elif before:
            claim = before[-1]
            claim.label = _OPPOSITE.get(claim.label, claim.label)
            claim.negated = True
        return None

    def _withdrawn(self) -> None:
        """ "Giờ xin rút": takes back what was said before."""
        last = self.last_negation
        if self.claims or last is None or "cancel" not in last.kinds or not self.negations or "spoke" in self.seen:
            return
        before = [claim for claim in self.evidence.claims if claim.about is self._subject()]
        if self.evidence.speak and self.clause.opener | ({"mark"} if self.clause.after_mark else set()):
            self.evidence.speak = False
        elif before and not any(item.kinds & _REASON_KINDS for item in self.items):
            self.evidence.turned_at.add(self.number)
            opposite = _OPPOSITE.get(before[-1].label, "unsure")
            self.claims.append(Claim(opposite, self.number, self._subject(), at=last.start))

    def _able_after_all(self) -> None:
        """ "… nhưng giờ được rồi": takes back an absence."""
        if self.claims or self.causes or not self.clause.opener & {"now", "but"} or not self.evidence.claims:
            return
        allowed = _QUIET | {"self", "now", "but", "still", "state", "so"}
        able = any(token.bare == "duoc" for token in self.tokens[self.items[0].start : self.items[-1].end])
        if able and self.last_negation is None and self.evidence.claims[-1].label == "absent" and all(item.kinds & allowed for item in self.items):
            self.claims.append(Claim("attend", self.number, self._subject(), at=self.items[0].start))

    def _scoffed(self) -> None:
        """ "Có vắng đâu": a claim denied by the "đâu" after it."""
        if not self.claims or self.claims[-1].negated or self.clause.questioned:
            return
        last = next((item for item in reversed(self.items) if not item.kinds & _QUIET), None)
        if last is not None and last.text.split()[0] in {"đâu", "dau"} and "ask_at_end" in last.kinds:
            claim = self.claims[-1]
            claim.label = _OPPOSITE.get(claim.label, claim.label)
            claim.doubtful = claim.label == "absent"
            claim.negated = True

    def _mark_questions(self) -> None:
        hedged = "hedge" in self.seen and not self.clause.questioned
        asked = "question" in self.seen and not hedged and "unsure" not in self.seen and not (self._only_vague_question() and self._denies())
        asked = asked or self._asks_when()
        if not asked and "ask_at_end" in self.seen and not self._denies():
            last = next((item for item in reversed(self.items) if not item.kinds & _POLITE and not item.person), None)
            asked = self.clause.questioned or (last is not None and "ask_at_end" in last.kinds)
        if not asked and "or" in self.seen and not self.claims and "unsure" not in self.seen:
            asked = self.items[-1].text in {"thế", "vậy", "rứa", "nhỉ", "ạ", "the", "vay", "rua", "nhi", "à", "hả"}
        if not asked and self.clause.questioned:
            asked = self._only_mark_asks()
        if asked:
            self.evidence.asked = True
            span = self.tokens[self.items[0].start : self.items[-1].end]
            self.evidence.permission = self.evidence.permission or any(token.bare == "duoc" for token in span)
            if self._subject() is not None:
                self.evidence.asked_about = self._subject()
            for claim in self.claims:
                claim.asked = True
            for cause in self.causes:
                cause.enough = False

    def _asks_when(self) -> bool:
        """ "Khi nào nộp đảng phí": a question, unless something follows from it ("khi nào xong thì em qua")."""
        when = any(item.text in {"khi nào", "khi nao", "khi mô", "khi mo"} for item in self.items)
        return when and not self.claims and not self.seen & {"then", "state", "unsure"}

    def _only_vague_question(self) -> bool:
        """ "Không bỏ buổi nào": with a "no" before it such a word asks nothing."""
        asking = [item for item in self.items if "question" in item.kinds]
        return bool(asking) and all(item.text.split()[-1] in _VAGUE for item in asking)

    def _denies(self) -> bool:
        """Whether the clause says no, so that a "gì" or "đâu" in it asks nothing."""
        span = self.tokens[self.items[0].start : self.items[-1].end]
        denied = any(key(token) in _NO for token in span[:-1])
        return denied or bool(self.claims and self.claims[-1].negated)

    def _only_mark_asks(self) -> bool:
        """A "?" without any word of asking belongs to the last clause of its sentence."""
        later = [clause for clause in self.whole.clauses[self.number + 1 :] if clause.sentence == self.clause.sentence]
        same = [clause for clause in self.whole.clauses if clause.sentence == self.clause.sentence]
        if later or "unsure" in self.seen:
            return False
        return not any(item.kinds & {"question", "ask_at_end"} for clause in same for item in clause.items if clause is not self.clause)

    def _mark_hedges(self) -> None:
        certain = "certain" in self.seen
        if "unsure" in self.seen and not self._stray_talk():
            for claim in self.claims:
                claim.hedged = True
            if not any(claim.label != "late" for claim in self.claims):
                self.claims.append(Claim("unsure", self.number, self._subject(), past=self.whole._past, at=self.items[-1].start))  # noqa: SLF001
        elif self.seen & {"hedge", "plan"} and not certain and not self._is_able():
            for claim in self.claims:
                claim.hedged = True
        elif "guess" in self.seen and not certain:
            for claim in self.claims:
                claim.guessed = True
            for cause in self.causes:
                cause.enough = False
        if "unsure" in self.seen or "hedge" in self.seen:
            for cause in self.causes:
                cause.enough = False

    def _is_able(self) -> bool:
        """ "Em có thể dự được" tells an ability; "có thể em dự" a mere chance."""
        hedges = [i for i, item in enumerate(self.items) if item.kinds & {"hedge", "plan"}]
        if len(hedges) != 1 or self.items[hedges[0]].text not in {"có thể", "co the"} or not hedges[0]:
            return False
        able = any(token.bare == "duoc" for token in self.tokens[self.items[0].start : self.items[-1].end])
        return able and "self" in self.items[hedges[0] - 1].kinds and all(claim.label == "attend" for claim in self.claims)

    def _stray_talk(self) -> bool:
        return sum(not item.kinds for item in self.items) > _STRAYS_ALLOWED

    def _mark_condition(self) -> None:
        if ("if" in self.clause.opener and not self._asks_when()) or self._condition_before_then():
            self.evidence.conditional = True
            if self.evidence.condition_at < 0:
                self.evidence.condition_at = self.number
            for cause in self.causes:
                cause.enough = False
                cause.valid = False

    def _condition_before_then(self) -> bool:
        if "question" in self.seen:
            return False
        for i, item in enumerate(self.items):
            if "then" in item.kinds and item.text in {"thì", "thi"}:
                return any(other.kinds & (_CLAIMS | _REASON_KINDS | {"state"}) for other in self.items[:i] if "now" not in other.kinds)
        return False
