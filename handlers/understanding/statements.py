"""Reads what a clause states: coming, absent or late, a reason, a wish to speak, each under its negation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.understanding.evidence import Cause, Claim
from handlers.understanding.frame import CLAIMS, QUIET, REASON_KINDS
from handlers.understanding.people import Mention, key
from handlers.understanding.reading import REASONS
from handlers.understanding.subjects import SubjectReader
from handlers.understanding.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from handlers.understanding.phrases import Item
    from handlers.understanding.reading import Attendance, Reason

_MAY_FOLLOW_COME = CLAIMS - {"attend", "come", "absent"} | {
    "not", "question", "ask_at_end", "certain", "hedge", "guess", "unsure", "or", "then", "so", "but", "now", "state", "number", "person"
}  # fmt: skip
_SPEECH = frozenset({"speak", "speakalone"})
_WITH_SENDER = frozenset({"wish", "unsure", "later"})
_LOOK_ALIKES = frozenset({"unrelated", "speechnoun", "blunt"})


class StatementReader(SubjectReader):
    """Reads the phrases of one clause in order."""

    def read_item(self, i: int, item: Item) -> None:
        """One phrase: a person, a turn of the talk, a "no", or a statement."""
        if item.kinds & _WITH_SENDER and item.text.split()[-1] in VOCABULARY.sets["sender"]:
            self.read_sender(i)
        if item.person is not None:
            self.read_person(i, item.person)
        elif "self" in item.kinds:
            self.read_sender(i)
        elif item.kinds & {"not", "cancel"} and not item.kinds & _LOOK_ALIKES:
            self.negations += 1
            self.strays_since_negation = 0
            self.last_negation = item
        elif item.text in {"đâu", "dau"} and self._denied_by(i):
            self.negations += 1
        elif self._late_after_all(i, item):
            self._add("late", item)
        elif not self._turn(item) and not self._statement(i, item):
            self._rest(item)

    def _turn(self, item: Item) -> bool:
        """Note what changes how the rest is taken: a look-alike, a slip admitted, another meeting."""
        kinds = item.kinds
        if kinds & _LOOK_ALIKES:
            self.unsettled = self.unsettled or self.negations % 2 == 1
            self.negations = 0
        elif kinds & {"denial", "misreport", "correction"}:
            self._corrects(kinds)
        elif "thought" in kinds:
            self.void = self.only_thought = True
        elif "elsewhen" in kinds:
            self.talk.past = True
            for claim in self.claims if "now" not in self.clause.opener else ():
                claim.past = True
        else:
            return False
        return True

    def _denied_by(self, i: int) -> bool:
        """As in "tôi đâu vắng": "đâu" right before a claim denies it."""
        following = self.after(i)
        return following is not None and bool(following.kinds & CLAIMS)

    def _late_after_all(self, i: int, item: Item) -> bool:
        """As in "báo muộn 15 phút": with minutes after it, the look-alike is an answer."""
        following = self.after(i)
        late = "unrelated" in item.kinds and item.text.split()[-1] in VOCABULARY.sets["slow"]
        return late and following is not None and "duration" in following.kinds

    def _corrects(self, kinds: frozenset[str]) -> None:
        self.evidence.corrected = True
        if "denial" in kinds:
            self.evidence.denied_at = self.number
        elif "misreport" in kinds:
            self.void = True
        else:
            self.evidence.turned_at.add(self.number)

    def _statement(self, i: int, item: Item) -> bool:
        kinds = item.kinds
        if kinds & CLAIMS:
            self._claim(i, item)
        elif kinds & REASON_KINDS:
            self._cause(item)
        elif "kin" in kinds:
            self.read_kin(i, item)
        elif "plural" in kinds:
            self.read_plural(i, item)
        else:
            return False
        return True

    def _rest(self, item: Item) -> None:
        kinds = item.kinds
        if "anyone" in kinds:
            self.set_subject(Mention(item.end, "anyone"))
        elif kinds & _SPEECH and not (self.negations and "reported" in kinds):
            self._speech(item)
        elif "still" in kinds:
            self.evidence.turned_at.add(self.number)
        elif "now" in kinds:
            self.talk.past = False
        elif not kinds:
            self.strays_since_negation += 1
            self.evidence.strays += 1

    # -- coming, absent, late

    def _claim(self, i: int, item: Item) -> None:
        kinds, odd = item.kinds, self.negations % 2 == 1
        following = self.after(i)
        if kinds & {"come", "attend"} and following is not None and "late" in following.kinds:
            return
        if "attend" in kinds and not odd and self._attends_something_else(following):
            return
        if "early" in kinds:
            self._add("attend", item)
        elif "late" in kinds and not self._something_is_slow(item):
            self._add("attend" if odd else "late", item, negated=odd)
        elif "cannot" in kinds:
            self._cannot(item, odd=odd)
        elif kinds & {"come", "attend"} and not odd and self._in_a_while():
            self._add("late", item)
        elif "attend" in kinds or ("come" in kinds and self._comes(i, item, negated=odd)):
            if self.after_cannot and not self.negations:
                return
            self._add("absent" if odd else "attend", item, negated=odd)
        elif "absent" in kinds:
            label: Attendance = "late" if not odd and self._only_the_beginning(i) else "absent"
            self._add("attend" if odd else label, item, negated=odd)
        self.negations = 0
        self.kin = False

    def _attends_something_else(self, following: Item | None) -> bool:
        """As in "bận dự hội nghị", "vì tham gia giải bóng đá": the other event is the reason, not the answer."""
        named = following is not None and bool(following.kinds & REASON_KINDS)
        busy = any(item.text in VOCABULARY.sets["busy_with"] for item in self.items if item.kinds)
        excuse = busy or "because" in self.clause.opener
        if excuse and following is not None and not following.kinds:
            self.causes.append(Cause("other", self.number, self.talk.subject, enough=False, valid=True, weak=True))
            return True
        return named

    def _something_is_slow(self, item: Item) -> bool:
        """As in "dự án này chậm quá": the subject is no person."""
        things = any("unrelated" in item.kinds for item in self.items[:1])
        return things and item.text in VOCABULARY.sets["slow"] and not self.seen & {"self", "wish", "come", "attend"}

    def _in_a_while(self) -> bool:
        """As in "15p nữa em tới"."""
        spans = [item for item in self.items if "duration" in item.kinds]
        return any(self.bare(item.end) in {"nua", "sau"} for item in spans)

    def _cannot(self, item: Item, *, odd: bool) -> None:
        """As in "Không kịp", "không dự được": one phrase with its own "no"; it also denies an "đến" just before it."""
        if self.claims and self.claims[-1].label == "attend" and not self.claims[-1].negated:
            self.claims.pop()
        self._add("attend" if odd else "absent", item, negated=True)
        self.after_cannot = True

    def _only_the_beginning(self, i: int) -> bool:
        """As in "Vắng 15 phút đầu" is being late."""
        span = self.items[i + 1 : i + 4]
        minutes = any("duration" in item.kinds for item in span)
        return minutes and any(item.text in {"đầu", "dau", "đầu giờ", "dau gio"} for item in span)

    def _add(self, label: Attendance, item: Item, *, negated: bool = False) -> None:
        claim = Claim(label, self.number, self.talk.subject, negated=negated, at=item.start)
        claim.doubtful = (self.negations > 0 and self.strays_since_negation > 1) or self.unsettled
        claim.doubtful = claim.doubtful or self._after_odd_word(item) or self._defines(item)
        if label == "absent" and not negated:
            claim.doubtful = claim.doubtful or self._no_elsewhere(item)
        claim.past, claim.void = self.talk.past, self.void
        claim.desired = "desire" in self.seen
        claim.reported = "reported" in self.seen and not self.seen & {"wish", "now"}
        claim.soft = item.text.startswith(("mới", "moi"))
        claim.on_time = any("đúng giờ" in other.text or "dung gio" in other.text for other in self.items)
        self.claims.append(claim)

    def _after_odd_word(self, item: Item) -> bool:
        """Whether an unknown word that looks like a mistyped "không" stands right before."""
        before = next((other for other in reversed(self.items) if other.end == item.start), None)
        if before is None or before.kinds or before.person:
            return False
        return (
            len(before.text) > 1
            and before.text[0] in VOCABULARY.sets["like_no"]
            and not self.tokens[before.start].capital
        )

    def _no_elsewhere(self, item: Item) -> bool:
        """As in "không có gì khiến tôi vắng": an absence is not taken for one while some "no" stands before it."""
        before = self.tokens[self.items[0].start : item.start]
        return any(key(token) in VOCABULARY.sets["before_doubtful_absence"] for token in before)

    def _defines(self, item: Item) -> bool:
        """As in "dự họp là trách nhiệm": a sentence on attending, not an answer."""
        following = next((other for other in self.items if other.start == item.end), None)
        starts = item is self.items[0] and following is not None
        return starts and following is not None and following.text in {"là", "la"}

    def _comes(self, i: int, item: Item, *, negated: bool) -> bool:
        """Whether "đi", "đến", "qua" … means coming to the meeting: nothing else may follow it."""
        following = next((other for other in self.items[i + 1 :] if not other.kinds & QUIET), None)
        previous = self.items[i - 1] if i else None
        before = previous.kinds if previous is not None else frozenset()
        if not negated and self.causes and not before & {"self", "wish", "still"}:
            return False
        if item.text in {"đi", "di"} and before & {"attend", "come", "late", "unrelated"}:
            return False
        if previous is not None and not before:
            # "Đưa đi", "gửi đến": the unknown word before is the verb.
            return False
        if following is not None and not following.kinds & _MAY_FOLLOW_COME:
            return False
        if negated:
            return True
        if following is not None and "number" in following.kinds and item.text not in {"đến", "den"}:
            return False
        if item.text in VOCABULARY.sets["weak_come"]:
            return self._firm() or (item.text in VOCABULARY.sets["ways_here"] and self._says_no_more())
        return True

    def _says_no_more(self) -> bool:
        allowed = QUIET | {"self", "come", "certain"}
        return all(item.kinds & allowed or item.person for item in self.items)

    def _firm(self) -> bool:
        return any(token.bare in {"duoc", "kip", "se", "van"} for token in self.words())

    # -- why, and the wish to speak

    def _cause(self, item: Item) -> None:
        denied = self.negations % 2 == 1
        reason: Reason | None = next((name for name in REASONS if name in item.kinds), None)
        if self.kin:
            # Whatever befell a relative is a family matter: "con ốm", "mẹ nằm viện", "bố mất".
            reason = "family"
        if reason is None:
            return
        self.negations = 0
        valid = not (denied or self.talk.past or "concede" in self.clause.opener)
        weak = "weak" in item.kinds
        enough = not weak or bool((self.seen | item.kinds) & {"tied"}) or self.kin
        self.causes.append(Cause(reason, self.number, self.talk.subject, enough=enough, valid=valid, weak=weak))

    def _speech(self, item: Item) -> None:
        denied = self.negations % 2 == 1
        self.negations = 0
        wished = "speakalone" in item.kinds or "wish" in self.seen
        if wished and self.talk.subject is not None:
            self.evidence.others_speak = self.talk.subject
        elif wished and not denied and not self.talk.past:
            self.evidence.speak = True
            self.seen.add("spoke" if "wish" in self.seen else "spoke plainly")
