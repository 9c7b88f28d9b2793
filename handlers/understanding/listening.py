"""Listens to a reply clause by clause, and judges each clause as a whole: asked, doubted, conditional, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.understanding.evidence import Claim, Evidence
from handlers.understanding.frame import CLAIMS, QUIET, REASON_KINDS, Talk
from handlers.understanding.people import key
from handlers.understanding.reading import REASONS
from handlers.understanding.statements import StatementReader
from handlers.understanding.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.clauses import Clause
    from handlers.understanding.reading import Attendance
    from handlers.understanding.tokens import Token

_POLITE = frozenset({"polite", "title", "ack"})
_TAIL = frozenset({"particle", "title", "polite"})
_OPPOSITE: dict[Attendance, Attendance] = {"attend": "absent", "absent": "attend"}
_ALONE_NOT = frozenset({"không", "khong", "chưa", "chua"})
_MAY_BE_ASKED = frozenset({"here", "state", "wish", "come", *REASONS})
_NOT_POSSIBLE = frozenset({"không được", "khong duoc"})
_STRAYS_ALLOWED = 2


def listen(tokens: Sequence[Token], clauses: Sequence[Clause]) -> Evidence:
    """Everything the reply says, in order."""
    evidence, talk = Evidence(), Talk()
    for number, clause in enumerate(clauses):
        if clause.opener & {"but", "now"}:
            talk.past = False
            evidence.turned_at.add(number)
        if "now" in clause.opener:
            evidence.now_at.add(number)
        ClauseReader(tokens, clauses, number, talk, evidence).read()
        talk.locked = talk.locked_for_good
        if talk.subject is not None and talk.subject.kind in {"plural", "anyone"}:
            talk.subject = None
    return evidence


class ClauseReader(StatementReader):
    """Reads one clause and adds what it says to the evidence."""

    def read(self) -> None:
        """Phrase by phrase, then the clause as a whole."""
        for i, item in enumerate(self.items):
            self.read_item(i, item)
            self.seen |= item.kinds
        self.evidence.kinds |= self.seen
        self._trailing_no()
        self.talk.pending = self.negations % 2 == 1
        self._withdraw()
        self._able_after_all()
        if self._asks():
            self._mark_asked()
        self._mark_doubts()
        self._mark_condition()
        self._mark_past()
        self.evidence.claims += self.claims
        self.evidence.causes += self.causes

    # -- a "no" at the end, and words taken back

    def _trailing_no(self) -> None:
        """As in "Dự không" asks, "đi không được" denies; a "no" to something unknown leaves the claim before it in doubt."""
        last = self.last_negation
        if last is None or not self.negations:
            self._scoff()
            return
        tail = [item for item in self.items if item.start >= last.end and not (item.kinds & _TAIL or item.person)]
        before = [claim for claim in self.claims if claim.at < last.start]
        if any(item.kinds - {"self", "ask_at_end"} or not item.kinds for item in tail):
            for claim in before:
                claim.doubtful = True
        elif last.text in _ALONE_NOT:
            if before or self.seen & _MAY_BE_ASKED or self.clause.questioned:
                self.seen.add("question")
        elif before:
            _turn_round(before[-1])
        elif last.text in _NOT_POSSIBLE and all(
            item.kinds & (QUIET | {"not", "self", "now", "but", "so"}) for item in self.items
        ):
            self._say("absent", last.start)

    def _scoff(self) -> None:
        """As in "Có vắng đâu": a claim denied by the "đâu" after it."""
        if not self.claims or self.claims[-1].negated or self.clause.questioned or "duration" in self.seen:
            return
        last = next((item for item in reversed(self.items) if not item.kinds & QUIET), None)
        if last is not None and last.text.split()[0] in {"đâu", "dau"} and "ask_at_end" in last.kinds:
            _turn_round(self.claims[-1])
            self.claims[-1].doubtful = self.claims[-1].label == "absent"

    def _withdraw(self) -> None:
        """As in "Giờ xin rút": takes back what was said before."""
        last = self.last_negation
        if (
            self.claims
            or last is None
            or "cancel" not in last.kinds
            or not self.negations
            or self.seen & {"spoke", "spoke plainly"}
        ):
            return
        before = [claim for claim in self.evidence.claims if claim.about is self.talk.subject]
        if self.evidence.speak:
            self.evidence.speak = False
        elif before and not self.causes:
            self.evidence.turned_at.add(self.number)
            self._say(_OPPOSITE.get(before[-1].label, "unsure"), last.start)

    def _able_after_all(self) -> None:
        """As in "… nhưng giờ được rồi": takes back an absence."""
        if self.claims or self.causes or not self.clause.opener & {"now", "but"} or not self.evidence.claims:
            return
        allowed = QUIET | {"self", "now", "but", "still", "state", "so"}
        able = self.last_negation is None and any(token.bare == "duoc" for token in self.words())
        able = able and (self.clause.after_mark or "but" in self.clause.opener)
        if able and self.evidence.claims[-1].label == "absent" and all(item.kinds & allowed for item in self.items):
            self._say("attend", self.items[0].start)

    def _say(self, label: Attendance, at: int) -> None:
        self.claims.append(Claim(label, self.number, self.talk.subject, past=self.talk.past, at=at))

    # -- questions

    def _asks(self) -> bool:
        if self._asks_outright() or self._asks_when() or self._asks_at_end():
            return True
        if "or" in self.seen and not self.claims and "unsure" not in self.seen:
            return self.items[-1].text in VOCABULARY.sets["ends_question"]
        return self.clause.questioned and self._only_mark_asks()

    def _asks_outright(self) -> bool:
        first_ask = ("để", "de") if self.clause.questioned else ("?",)
        unsure = any("unsure" in item.kinds and not item.text.startswith(first_ask) for item in self.items)
        if "question" not in self.seen or unsure:
            return False
        if "hedge" in self.seen and not self.clause.questioned:
            return False
        asking = [item for item in self.items if "question" in item.kinds]
        vague = bool(asking) and all(item.text.split()[-1] in VOCABULARY.sets["vague"] for item in asking)
        return not (vague and self._denies())

    def _asks_at_end(self) -> bool:
        if "ask_at_end" not in self.seen or self._denies():
            return False
        last = next((item for item in reversed(self.items) if not item.kinds & _POLITE and not item.person), None)
        return self.clause.questioned or (last is not None and "ask_at_end" in last.kinds)

    def _asks_when(self) -> bool:
        """As in "Khi nào nộp đảng phí": a question, unless something follows from it ("khi nào xong thì em qua")."""
        when = any(item.text in VOCABULARY.sets["when"] for item in self.items)
        return when and not self.claims and not self.seen & {"then", "state", "unsure"}

    def _denies(self) -> bool:
        """Whether the clause says no, so that a "gì" or "đâu" in it asks nothing."""
        denied = any(key(token) in VOCABULARY.sets["no"] for token in self.words()[:-1])
        return denied or bool(self.claims and self.claims[-1].negated)

    def _only_mark_asks(self) -> bool:
        """Whether the "?" of a sentence without any asking word belongs to this, its last clause."""
        same = [clause for clause in self.clauses if clause.sentence == self.clause.sentence]
        if same[-1] is not self.clause or "unsure" in self.seen:
            return False
        others = [item for clause in same[:-1] for item in clause.items]
        return not any(item.kinds & {"question", "ask_at_end"} for item in others)

    def _mark_asked(self) -> None:
        self.evidence.asked = True
        if "spoke plainly" in self.seen:
            self.evidence.speak = False
        if any(token.bare == "duoc" for token in self.words()):
            self.evidence.permission = True
        if self.talk.subject is not None:
            self.evidence.asked_about = self.talk.subject
        for claim in self.claims:
            claim.asked = True
        self._causes_do_not_suffice()

    # -- doubts and conditions

    def _mark_doubts(self) -> None:
        certain = "certain" in self.seen
        if "unsure" in self.seen and sum(not item.kinds for item in self.items) <= _STRAYS_ALLOWED:
            if all(claim.label == "late" for claim in self.claims):
                self._say("unsure", self.items[-1].start)
            self._hedge()
        elif self.seen & {"hedge", "plan"} and not certain and not self._is_able():
            self._hedge()
            self._lean()
        elif "guess" in self.seen and not certain:
            for claim in self.claims:
                claim.guessed = True
            self._causes_do_not_suffice()
        if self.seen & {"unsure", "hedge"}:
            self._causes_do_not_suffice()

    def _hedge(self) -> None:
        for claim in self.claims:
            claim.hedged = True

    def _lean(self) -> None:
        """As in "khó mà dự được": a doubt that leans towards staying away."""
        if any("hedge" in item.kinds and "kho" in item.text.replace("ó", "o").split() for item in self.items):
            for claim in self.claims:
                claim.label = "absent" if claim.label == "attend" else claim.label

    def _is_able(self) -> bool:
        """As in "Em có thể dự được" tells an ability; "có thể em dự" a mere chance."""
        hedges = [i for i, item in enumerate(self.items) if item.kinds & {"hedge", "plan"}]
        if len(hedges) != 1 or self.items[hedges[0]].text not in {"có thể", "co the"} or not hedges[0]:
            return False
        able = any(token.bare == "duoc" for token in self.words())
        named = "self" in self.items[hedges[0] - 1].kinds
        return able and named and all(claim.label == "attend" for claim in self.claims)

    def _mark_condition(self) -> None:
        if ("if" in self.clause.opener and not self._asks_when()) or self._condition_before_then():
            self.evidence.conditional = True
            if self.evidence.condition_at < 0:
                self.evidence.condition_at = self.number
            self._causes_do_not_suffice()
            for cause in self.causes:
                cause.valid = False

    def _mark_past(self) -> None:
        """As in "hôm trước tôi vắng": what was, unless it tells what was announced ("hôm trước báo vắng")."""
        told = "earlier" in self.seen and not self.seen & {"reported", "wish", "now", "misreport"}
        explained = self.talk.told_past and "because" in self.clause.opener and not self.claims
        self.talk.told_past = (told and bool(self.claims)) or explained
        if told or explained:
            for claim in self.claims:
                claim.past = True
            for cause in self.causes:
                cause.valid = False

    def _condition_before_then(self) -> bool:
        """As in "Mưa to thì tôi không đi": something must hold first; "tôi thì dự" only sets a topic."""
        if "question" in self.seen:
            return False
        at = next((i for i, item in enumerate(self.items) if item.text in {"thì", "thi"} and "then" in item.kinds), 0)
        telling = CLAIMS | REASON_KINDS | {"state"}
        return any(item.kinds & telling for item in self.items[:at] if "now" not in item.kinds)

    def _causes_do_not_suffice(self) -> None:
        for cause in self.causes:
            cause.enough = False


def _turn_round(claim: Claim) -> None:
    claim.label = _OPPOSITE.get(claim.label, claim.label)
    claim.negated = True
