"""Weighs everything a reply says into one reading; where the parts disagree it rather asks than guesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.understanding.reading import REASONS, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.clauses import Clause
    from handlers.understanding.evidence import Cause, Claim, Evidence
    from handlers.understanding.people import Mention
    from handlers.understanding.phrases import Item
    from handlers.understanding.reading import Attendance, Reason

_FEW = 2
_LEAST, _MOST = 5, 120
_CONDITION_OF_COMING = frozenset({"state", "attend", "come", *REASONS})


class Verdict:
    """Weighs the evidence of one reply."""

    def __init__(self, clauses: Sequence[Clause], evidence: Evidence) -> None:
        self.clauses = clauses
        self.evidence = evidence

    def reading(self) -> Reading:
        """Give the one reading the evidence supports."""
        evidence = self.evidence
        other = self._other()
        own_claims = [claim for claim in evidence.claims if claim.about is None]
        own = self._weigh(own_claims, None) if own_claims or other is None else None
        said_of_other = (
            self._weigh([claim for claim in evidence.claims if claim.about is not None], other) if other else None
        )
        about_other = self._is_about_other(own, other)
        ask = evidence.asked
        if about_other:
            return Reading(
                speak=False,
                ask=ask,
                about="other",
                understood=True,
                said_of_other=said_of_other,
                minutes_late_of_other=self._minutes() if said_of_other == "late" else None,
                reason_of_other=self._reason(other=True) if said_of_other == "absent" else None,
                name=other.name if other else None,
            )
        reason = self._reason(other=False) if own == "absent" else None
        acknowledgement = (
            own is None and not evidence.speak and not ask and "ack" in evidence.kinds and evidence.strays <= _FEW
        )
        companion = next((person for person in evidence.others if person.name), None)
        return Reading(
            attendance=own,
            minutes_late=self._minutes() if own == "late" else None,
            reason=reason,
            speak=evidence.speak,
            ask=ask,
            understood=bool(own or evidence.speak or ask or acknowledgement),
            acknowledgement=acknowledgement,
            said_of_other=said_of_other if said_of_other is not None else (own if companion else None),
            name=companion.name if companion else None,
        )

    def _other(self) -> Mention | None:
        spoken = [claim.about for claim in self.evidence.claims if claim.about is not None]
        spoken += [cause.about for cause in self.evidence.causes if cause.about is not None]
        spoken += [person for person in (self.evidence.asked_about, self.evidence.others_speak) if person is not None]
        named = [person for person in spoken if person.name]
        return next(iter(named or spoken), None)

    def _is_about_other(self, own: Attendance | None, other: Mention | None) -> bool:
        if other is None or own is not None or self.evidence.speak:
            return False
        if other.kind == "anyone":
            return False
        return other.kind != "plural" or any(claim.label in {"absent", "late"} for claim in self.evidence.claims)

    # -- attendance -------------------------------------------------------------------------------------------

    def _weigh(self, claims: list[Claim], other: Mention | None) -> Attendance | None:
        live = [
            claim
            for claim in claims
            if not (claim.past or claim.void or self._only_wished(claim)) and self._counts(claim)
        ]
        if not live:
            if any(claim.asked for claim in claims):
                return None
            return self._without_claims(other, claims)
        if self.evidence.asked and all(claim.label == "unsure" for claim in live):
            return None
        if self.evidence.conditional and not self._condition_is_only_news(live):
            return "unsure"
        if not live[-1].doubtful:
            live = [claim for claim in live if not claim.doubtful or claim.clause == live[-1].clause]
        if any(claim.doubtful for claim in live):
            return "unsure" if len(live) > 1 else None
        return self._combine(live)

    def _counts(self, claim: Claim) -> bool:
        if not claim.asked:
            return True
        politely = (
            bool(self.evidence.kinds & {"wish", "self"})
            and self.evidence.permission
            and claim.label in {"absent", "late"}
            and not self.evidence.conditional
        )
        told = self._reason(other=False) is not None if claim.label == "absent" else self._minutes() is not None
        return politely and told

    def _only_wished(self, claim: Claim) -> bool:
        """As in "Rất muốn dự nhưng …": a wish, taken back by what follows."""
        return (
            claim.desired and claim.label == "attend" and any(turn > claim.clause for turn in self.evidence.turned_at)
        )

    def _condition_is_only_news(self, live: Sequence[Claim]) -> bool:
        """As in "Tôi dự, nếu bận sẽ báo lại": the condition only announces a message."""
        at = self.evidence.condition_at
        firm = [claim for claim in live if claim.clause < at and claim.label != "unsure"]
        return (
            bool(firm)
            and self.clauses[at].after_mark
            and not [claim for claim in live if claim.clause >= at and claim.label != "unsure"]
        )

    def _combine(self, live: Sequence[Claim]) -> Attendance | None:
        labels = [self._label(claim) for claim in live]
        if live[-1].clause <= self.evidence.denied_at:
            return self._after_denial()
        if self._excused_later(live):
            return "unsure"
        if "late" in labels:
            return self._with_lateness(live, labels)
        if len(set(labels)) == 1:
            return labels[0]
        if labels[-1] != "unsure" and all(claim.label == labels[-1] for claim in live):
            # "Khó mà dự được, xin vắng": the doubt leaned the same way.
            return labels[-1]
        definite = {label for label in labels if label != "unsure"}
        if "or" in self.evidence.kinds and len(definite) > 1:
            return "unsure"
        if self._turns(live):
            return labels[-1]
        return "unsure" if "unsure" in labels else None

    def _with_lateness(self, live: Sequence[Claim], labels: Sequence[Attendance]) -> Attendance | None:
        """Being late is a way of coming; against an absence the later word counts."""
        late = [claim for claim in live if claim.label == "late"]
        if labels[-1] == "attend" and self._comes_on_time_now(live):
            return "attend"
        if "absent" not in labels:
            return "unsure" if labels[-1] == "unsure" and "attend" in labels else "late"
        if "attend" not in labels and all(claim.soft for claim in late):
            return "absent"
        if "attend" not in labels and self._late_softens(live):
            return "late"
        if self._turns(live):
            return "late" if labels[-1] == "attend" and labels[-2] == "late" else labels[-1]
        return "unsure" if "unsure" in labels else None

    def _comes_on_time_now(self, live: Sequence[Claim]) -> bool:
        """As in "Hôm qua xin muộn, nay đến đúng giờ được": the lateness is withdrawn."""
        last_late = max(claim.clause for claim in live if claim.label == "late")
        turned = any(last_late < turn <= live[-1].clause for turn in self.evidence.now_at) or self.evidence.corrected
        return (turned or live[-1].on_time) and live[-1].clause > last_late

    def _after_denial(self) -> Attendance:
        """As in "Tôi dự, à mà không, hôm đó trực rồi": what was said is withdrawn; a reason after it is an absence."""
        later = [cause for cause in self.evidence.causes if cause.valid and cause.clause >= self.evidence.denied_at]
        return "absent" if later else "unsure"

    def _excused_later(self, live: Sequence[Claim]) -> bool:
        """As in "Dự … nhưng sốt cao quá": a reason after a turn and no claim after it contradicts the promise."""
        last = live[-1]
        if last.label != "attend":
            return False
        turns = [turn for turn in self.evidence.turned_at if turn > last.clause]
        return (
            any(
                cause.valid and cause.enough and cause.about is None and cause.clause >= turns[0]
                for cause in self.evidence.causes
            )
            if turns
            else False
        )

    def _late_softens(self, live: Sequence[Claim]) -> bool:
        """As in "Không dự đúng giờ được, xin vào muộn": the denial was about being on time."""
        return live[-1].label == "late" and all(claim.negated for claim in live if claim.label == "absent")

    def _turns(self, live: Sequence[Claim]) -> bool:
        """Whether the writer changes his mind on the way: a word such as "nhưng", "nay", "nhầm" before the last claim."""
        told_before = live[0].reported and not live[-1].reported and live[0].clause < live[-1].clause
        if self.evidence.corrected or told_before:
            return True
        return any(live[0].clause < turn <= live[-1].clause for turn in self.evidence.turned_at)

    def _label(self, claim: Claim) -> Attendance:
        if claim.label == "late":
            return "late"
        if claim.hedged:
            return "unsure"
        if claim.guessed and not (claim.label == "absent" and self._firm_cause()):
            return "unsure"
        return claim.label

    def _firm_cause(self) -> bool:
        return any(cause.valid and cause.about is None for cause in self.evidence.causes)

    def _without_claims(self, other: Mention | None, claims: Sequence[Claim]) -> Attendance | None:
        evidence = self.evidence
        causes = [cause for cause in evidence.causes if cause.valid and (cause.about is None) == (other is None)]
        if evidence.speak or (evidence.asked and not any(cause.enough for cause in causes)):
            return None
        if evidence.conditional:
            return "unsure" if evidence.kinds & _CONDITION_OF_COMING else None
        elsewhen = "elsewhen" in evidence.kinds and not causes and "leave" not in evidence.kinds
        if elsewhen or any(claim.void for claim in claims):
            return None
        if causes and any(self._only_wished(claim) for claim in claims):
            return "absent"
        firm = "leave" in evidence.kinds or any(cause.enough and not cause.weak for cause in causes)
        if causes and (firm or any(cause.enough for cause in causes)) and evidence.strays <= (_FEW if firm else 1):
            if "later" in evidence.kinds or evidence.kinds & {"guess", "hedge", "unsure"}:
                return "unsure"
            return "absent"
        if other is not None:
            return None
        return self._bare_reply()

    def _bare_reply(self) -> Attendance | None:
        """Read replies without a verb: "có tôi", "kỳ này xin phép", "tối trả lời"."""
        evidence = self.evidence
        if "later" in evidence.kinds or (
            evidence.kinds & {"hedge", "guess"} and evidence.strays <= 1 and "speak" not in evidence.kinds
        ):
            return None if evidence.asked or evidence.speak else "unsure"
        if self._only({"here"}):
            return "attend"
        if "leave" in evidence.kinds and self._takes_leave():
            return "absent"
        return None

    def _takes_leave(self) -> bool:
        said = {item.text for clause in self.clauses for item in clause.items if "leave" in item.kinds}
        return (
            bool(said & {"xin phép", "xin phep", "xin được phép"}) and self._only({"leave"}) and not self.evidence.speak
        )

    def _only(self, kinds: set[str]) -> bool:
        allowed = kinds | {"particle", "ack", "self", "now", "plural", "kin", "wish"}
        items = [item for clause in self.clauses for item in clause.items]
        return any(item.kinds & kinds for item in items) and all(item.kinds & allowed or item.person for item in items)

    # -- reason and minutes -----------------------------------------------------------------------------------

    def _reason(self, *, other: bool) -> Reason | None:
        causes = [cause for cause in self.evidence.causes if cause.valid and (cause.about is not None) == other]
        if not causes and not other and all(claim.about is None for claim in self.evidence.claims):
            # "Sếp cử đi tỉnh, em xin vắng": somebody else's doing is the sender's reason.
            causes = [cause for cause in self.evidence.causes if cause.valid]
        return _main(causes)

    def _minutes(self) -> int | None:
        items = [item for clause in self.clauses for item in clause.items]
        for i, item in enumerate(items):
            if "duration" in item.kinds and not (i and "early" in items[i - 1].kinds):
                return item.number
        return self._bare_minutes(items)

    def _bare_minutes(self, items: Sequence[Item]) -> int | None:
        """As in "Muộn 15": a number right after the word for late, without a unit."""
        for i, item in enumerate(items):
            if "number" in item.kinds and item.number and _LEAST <= item.number <= _MOST:
                before = next((other for other in reversed(items[:i]) if "particle" not in other.kinds), None)
                if before is not None and "late" in before.kinds and not _names_hour(items, i):
                    return item.number
        return None


def _names_hour(items: Sequence[Item], i: int) -> bool:
    return i + 1 < len(items) and items[i + 1].text in {"h", "giờ", "gio"}


def _main(causes: Sequence[Cause]) -> Reason | None:
    """Give the first concrete reason; "other" ("bận") only when nothing more is said."""
    concrete = [cause.reason for cause in causes if cause.reason != "other"]
    return concrete[0] if concrete else ("other" if causes else None)
