"""Keeps track of whom a clause speaks: the sender, a named comrade, a relative, people in general."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.understanding.frame import CLAIMS, REASON_KINDS, Frame
from handlers.understanding.people import Mention, phrase_at, phrase_before
from handlers.understanding.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from handlers.understanding.phrases import Item

_CHILD = frozenset({"con", "cháu", "chau"})
_PASSED_OVER = frozenset({"self", "not", "hedge", "guess"})
_SIGNATURE_GOES_ON = frozenset({"wish", "attend", "particle", "reported", "late", "here", "ack"})
# "Mẹ em cũng là đảng viên": so many words may stand between the relative and "đảng viên".
_MEMBER_WITHIN = 5


class SubjectReader(Frame):
    """Reads who is spoken of; whatever is claimed afterwards is about that person."""

    def set_subject(self, mention: Mention | None) -> None:
        """From here on the reply speaks of this person; None is the sender."""
        self.talk.subject = mention
        if mention is not None and mention not in self.evidence.others:
            self.evidence.others.append(mention)

    def read_sender(self, i: int) -> None:
        """Read a word such as "tôi" or "em": the sender, unless he only passes a word on."""
        self.sender_named = True
        if self.talk.locked:
            return
        if self.talk.subject is not None and self._passes_on(i):
            self.talk.locked = True
            return
        self.set_subject(None)
        self.void = self.only_thought

    def _passes_on(self, i: int) -> bool:
        """Whether the sender was only asked to say it: "nhờ em báo", "bảo tôi nói"."""
        start = self.items[i].start
        return start > 0 and self.tokens[start - 1].bare in VOCABULARY.sets["asked_to_tell"]

    def read_person(self, i: int, person: Mention) -> None:
        """Read a named person, or a third person such as "anh ấy"."""
        if person.kind == "sender":
            self.set_subject(None)
            self.sender_named = True
        elif person.kind == "beneficiary":
            self._hand_over(person)
            self.talk.locked = True
        elif person.kind == "subject" and not self._only_mentioned(i, person):
            self._becomes_subject(i, person)

    def _hand_over(self, person: Mention) -> None:
        self.set_subject(person)
        for claim in self.claims:
            claim.about = person

    def _only_mentioned(self, i: int, person: Mention) -> bool:
        item, following = self.items[i], self.after(i)
        if self._joined_with_sender(i):
            if person not in self.evidence.others:
                self.evidence.others.append(person)
            return True
        if following is not None and "self" in following.kinds:
            return True
        if self.causes and not self.claims and item.start > 0:
            return True
        if following is None and self.clause.ended_by in {",", "!", "."} and self._sender_speaks_next():
            return not self.claims
        own_before = any(claim.about is None for claim in self.evidence.claims)
        return "because" in self.clause.opener and own_before and not self.claims

    def _becomes_subject(self, i: int, person: Mention) -> None:
        if self.claims:
            # "Vắng đồng chí Hùng" lists who is absent; "em vắng ạ, anh Hùng" speaks to him.
            if not (self.sender_named or self.claims[-1].about is not None or self.seen & {"particle", "wish"}):
                self._hand_over(person)
            return
        relayed = self._sends_word(self.items[i].end)
        signs = person.full_name or (person.signs_as_self and self._signature_goes_on(i))
        self.set_subject(None if signs and not relayed else person)
        self.talk.locked = self.talk.locked or relayed

    def _joined_with_sender(self, i: int) -> bool:
        """As in "Tôi và anh Nam", "anh Nam và tôi", "tôi ..., còn anh Nam cũng ..."."""
        item = self.items[i]
        joins = VOCABULARY.sets["joins"]
        if self.sender_named and item.start > 1:
            before = self.tokens[item.start - 1].bare
            if before in joins or (before == "con" and self.bare(item.end) == "cung"):
                return True
        after = self.items[i + 1 : i + 3]
        return bool(after) and self.bare(item.end) in joins and "self" in after[-1].kinds

    def _sender_speaks_next(self) -> bool:
        rest = self.clauses[self.number + 1 :]
        return bool(rest) and any("self" in item.kinds for item in rest[0].items[:3])

    def _sends_word(self, start: int) -> bool:
        """Whether "nhờ", "bảo", "nhắn", "gọi điện" … follows: the person has something told."""
        while self.bare(start) in VOCABULARY.sets["before_telling"]:
            start += 1
        if phrase_at(self.tokens, start, "relay") == start or self.bare(start) in {"xin", "de"}:
            return False
        reports = self.bare(start) == "bao" and self.tokens[start].text != "bảo"
        return not reports or self.bare(start + 1) in VOCABULARY.sets["told"]

    def _signature_goes_on(self, i: int) -> bool:
        following = self.after(i)
        return following is None or bool(following.kinds & _SIGNATURE_GOES_ON)

    def read_kin(self, i: int, item: Item) -> None:
        """Read a relative: usually the reason ("con ốm"), sometimes the member spoken of ("vợ tôi xin vắng")."""
        rest = self.items[i + 1 :]
        possessed = bool(rest) and "self" in rest[0].kinds
        following = next((other for other in rest if not _is_passed_over(other)), None)
        if self._is_called_a_member(item):
            self.set_subject(Mention(item.end, "kin"))
            self.talk.locked = self.talk.locked_for_good = True
        elif item.text in _CHILD and not possessed:
            self._child(following)
        elif self._kin_is_subject(item, rest[1].start if possessed and len(rest) > 1 else item.end, following):
            self.talk.locked = True
        else:
            self.kin = True

    def _is_called_a_member(self, item: Item) -> bool:
        near = range(item.end, item.end + _MEMBER_WITHIN)
        return any(self.bare(at) == "dang" and self.bare(at + 1) == "vien" for at in near)

    def _child(self, following: Item | None) -> None:
        """As in "Con" and "cháu": the child when something befell it, otherwise the young sender."""
        if following is not None and following.kinds & REASON_KINDS:
            self.kin = True
        elif not self.talk.locked:
            self.set_subject(None)

    def _kin_is_subject(self, item: Item, end: int, following: Item | None) -> bool:
        relative = Mention(item.end, "kin")
        if phrase_before(self.tokens, item.start, "onbehalf"):
            self._hand_over(relative)
            return True
        claims = following is not None and bool(following.kinds & (CLAIMS - {"come"})) and not self.claims
        if phrase_before(self.tokens, item.start, "preposition") or not (claims or self._sends_word(end)):
            return False
        self.set_subject(relative)
        return True

    def read_plural(self, i: int, item: Item) -> None:
        """As in "Các đồng chí", "mọi người": spoken to, or spoken of."""
        spoken_to = phrase_before(self.tokens, item.start, "preposition")
        spoken_to = spoken_to or phrase_at(self.tokens, item.end, "vocative") > item.end
        spoken_to = spoken_to or phrase_at(self.tokens, item.end, "address") > item.end
        spoken_to = spoken_to and not phrase_before(self.tokens, item.start, "urge")
        if not spoken_to and self.after(i) is not None and not self.claims:
            self.set_subject(Mention(item.end, "plural"))


def _is_passed_over(item: Item) -> bool:
    return bool(item.kinds & _PASSED_OVER) or ("particle" in item.kinds and not item.kinds & CLAIMS)
