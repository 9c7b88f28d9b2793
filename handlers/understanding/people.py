"""Finds the people a reply speaks of, and whether each is its subject, its addressee, or only mentioned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.understanding.syllables import bare, canonical
from handlers.understanding.tokens import Token
from handlers.understanding.vocabulary import VOCABULARY

# Unmarked titles that are more often another word ("co" is "có", "di" is "đi"): they need a capital name.
_UNSAFE_TITLES = frozenset("co di o em con ba cau thay ban thim chau duong cu me".split())
# Unmarked or lower-case names that are more often another word.
_UNSAFE_NAMES = frozenset(
    "mai sang sau den bao vang nhung du nghi toan thanh cong minh ban hay thi la an mot hai co dinh tinh tri "
    "hop phong truc thu cho trung hoan dong binh son muoi luan van khong quy thai tuan ho vu do thang lam ngan nay "
    "nham chi ky y dai phu loi luc nghia truong quyet tiep hoi ta to thuong cam chau kim dung nhan hong dang duong".split()
)
_AFTER_CHI = frozenset("bo uy doan hoi phi tiet nhanh".split())
_SELF_NAMED = frozenset({"em", "chau", "con"})
_AFTER_ZERO = frozenset("du di den toi qua ve hop tham co biet the duoc dc đc vang nghi muon kip chac sang vao".split())
_SOUTHERN_NO = frozenset({"hỏng", "hong", "no"})
_CHOSEN = {"mot": 1, "hai": 2, "ba": 3}
_DC = frozenset({"dc", "đc", "đk", "dk"})
_BEFORE_DONG_CHI = frozenset("cac thua gui chao cao giup va nho voi moi on ho thay cho mong hai may".split())
_AFTER_DONG_CHI = frozenset("ay oi bi thu to truong pho chu nao chi do kia trong".split())
_AFTER_ALLOWED = frozenset("du di den toi qua ve hop gia sang ra vao kip len mat duoc khong ko k".split())
_NOT_AFTER_START = frozenset("nhe roi a thoi nha em e toi tui minh luon anh chi da".split())
# "Sếp em" is the sender's boss, while "bí thư, em ..." speaks to the secretary.
_BOSSES = frozenset("sep thu truong giam lanh dong hang nguoi doi chi hieu ban".split())
_MINE = frozenset("em toi minh tui chau e".split())
_YES_WORDS = frozenset("em e da chau con vang a ah ak anh chi bac chu co dong chi dc ok".split())
_SHORT = 5
_TWO_WORDS = 2
_TITLE_LETTERS = {"a": "anh", "c": "chị"}
_CLAIM_STARTS = frozenset("vang nghi den vao muon tre khong ko k du hop".split())
_MAX_NAME = 4
_MAX_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody other than the sender. `kind`: "subject", "addressed" (spoken to) or "aside" (with, of, about)."""

    end: int
    kind: str
    name: str | None = None
    full_name: bool = False
    signs_as_self: bool = False


def key(token: Token) -> str:
    """How a word is compared with the short context lists: exact if typed with marks, otherwise unmarked."""
    return canonical(token.text) if token.marked else bare(canonical(token.text))


def phrase_at(tokens: Sequence[Token], start: int, kind: str) -> int:
    """Where the longest phrase of that list beginning here ends; `start` itself if none begins here."""
    phrases = VOCABULARY.contexts[kind]
    for end in range(min(len(tokens), start + _MAX_PHRASE), start, -1):
        if " ".join(map(key, tokens[start:end])) in phrases:
            return end
    return start


def phrase_before(tokens: Sequence[Token], end: int, kind: str) -> bool:
    """Whether a phrase of that list ends right before this word."""
    phrases = VOCABULARY.contexts[kind]
    return any(" ".join(map(key, tokens[start:end])) in phrases for start in range(end - 1, max(-1, end - 6), -1))


def settled(tokens: list[Token]) -> list[Token]:
    """The tokens with what only neighbours can decide written out.

    "dc"/"đc" is "đồng chí" before a name or as an address, otherwise "được"; "0 đi" and southern "hỏng đi" are "không đi"; "số hai" is 2.
    """
    if _says_yes(tokens):
        return [Token("vâng", ("vâng",), marked=True, expanded=True, start=0)]
    written: list[Token] = []
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.text == "h" and not _after_number(tokens, i):
            written.append(Token("giờ", ("giơ2",), marked=True, expanded=True, start=token.start))
        elif token.text in _TITLE_LETTERS and following is not None and _is_name(following, lower_case=True):
            written.append(Token(_TITLE_LETTERS[token.text], marked=True, expanded=True, start=token.start))
        elif token.text == "vo" and following is not None and following.bare in {"tre", "sau", "muon", "hop", "cham"}:
            written.append(Token("vào", ("vao2",), marked=True, expanded=True, start=token.start))
        elif token.number == 0 and following is not None and following.bare in _AFTER_ZERO:
            written.append(Token("không", ("không",), marked=True, expanded=True, start=token.start))
        elif token.text in _SOUTHERN_NO and following is not None and following.bare in _AFTER_ZERO - {"toi"}:
            written.append(Token("không", ("không",), marked=True, expanded=True, start=token.start))
        elif token.bare in _CHOSEN and i and tokens[i - 1].bare in {"so", "chon", "an", "phuong"}:
            written.append(Token(token.text, number=_CHOSEN[token.bare], start=token.start))
        elif token.text not in _DC:
            written.append(token)
        elif _is_comrade(tokens, i):
            written += [Token("đồng", ("đông2",), marked=True, expanded=True, start=token.start)]
            written += [Token("chí", ("chi1",), marked=True, expanded=True, start=token.start)]
        elif token.text in {"dk", "đk"} and _begins_registration(tokens, i):
            written += [Token("đăng", ("đăng",), marked=True, expanded=True, start=token.start)]
            written += [Token("ký", ("ky1",), marked=True, expanded=True, start=token.start)]
        else:
            written.append(Token("được", ("đươc5",), marked=True, expanded=True, start=token.start))
    return written


def _says_yes(tokens: Sequence[Token]) -> bool:
    """ "em vang a" without marks: "em vâng ạ" or "em vắng ạ"; taken as the harmless one, which is asked about."""
    words = [token for token in tokens if not token.mark]
    if not any(token.text == "vang" for token in words) or len(words) > _SHORT:
        return False
    return words[0].text in {"em", "e", "da", "chau", "con", "vang"} and all(token.text in _YES_WORDS for token in words)


def _after_number(tokens: Sequence[Token], i: int) -> bool:
    return i > 0 and (tokens[i - 1].number is not None or tokens[i - 1].bare in {"may", "luc", "tam", "khoang", "nua"})


def _begins_registration(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].bare in {"du", "tham", "phat", "hop", "y", "noi"}


def _is_comrade(tokens: Sequence[Token], i: int) -> bool:
    previous = tokens[i - 1] if i else None
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or following.mark or following.number is not None:
        return previous is not None and not previous.mark and previous.bare in {"cac", "thua", "cao", "chao"}
    if previous is not None and not previous.mark:
        if previous.bare in _BEFORE_DONG_CHI and previous.bare not in _AFTER_ALLOWED:
            return True
        if previous.bare in _AFTER_ALLOWED:
            return False
        return following.bare in _AFTER_DONG_CHI or _is_name(following, lower_case=True)
    return following.bare not in _NOT_AFTER_START


def _is_name(token: Token, *, lower_case: bool, strict: bool = False) -> bool:
    if token.mark or token.number is not None:
        return False
    form = canonical(token.text)
    ours = form in VOCABULARY.words if token.marked else bool(token.meant)
    listed = form in VOCABULARY.names if token.marked else token.text in VOCABULARY.bare_names
    if token.capital:
        return listed or (not strict and not ours)
    return lower_case and listed and token.bare not in _UNSAFE_NAMES


def find(tokens: Sequence[Token]) -> dict[int, Mention]:
    """Every mention of somebody, by the index of its first word."""
    found: dict[int, Mention] = {}
    i = 0
    while i < len(tokens):
        introduced = phrase_at(tokens, i, "introduce")
        if introduced > i and (end := _name_end(tokens, introduced, lower_case=True)) > introduced:
            found[i] = Mention(end, "sender", full_name=True)
        elif (mention := _mention_at(tokens, i)) is not None:
            found[i] = mention
        i = found[i].end if i in found else i + 1
    return found


def _mention_at(tokens: Sequence[Token], i: int) -> Mention | None:
    token = tokens[i]
    if token.mark or token.number is not None:
        return None
    role = phrase_at(tokens, i, "role")
    pronoun = phrase_at(tokens, i, "pronoun")
    if pronoun > i and (pronoun > i + 1 or token.marked):
        return Mention(pronoun, _part(tokens, i, pronoun))
    title = phrase_at(tokens, i, "title")
    if role > max(i, title - 1):
        end = _name_end(tokens, role, lower_case=True)
        if end == role and tokens[i].bare in _BOSSES and end < len(tokens) and tokens[end].bare in _MINE:
            end += 1
        return Mention(end, _part(tokens, i, end), _name(tokens, role, end))
    if title > i:
        return _titled(tokens, i, title)
    return _signature(tokens, i)


def _titled(tokens: Sequence[Token], start: int, title: int) -> Mention | None:
    first = tokens[start]
    if first.bare == "chi" and title == start + 1 and title < len(tokens) and tokens[title].bare in _AFTER_CHI:
        return None
    if first.bare == "o" and start and not tokens[start - 1].mark and not phrase_before(tokens, start, "onbehalf"):
        return None
    unsafe = not first.marked and title == start + 1 and first.text in _UNSAFE_TITLES
    end = _name_end(tokens, title, lower_case=not unsafe)
    if end > title:
        named, end = end, _place_end(tokens, end)
        member = first.bare == "dang" and canonical(tokens[title].text) in VOCABULARY.surnames
        selfish = member or (first.bare in _SELF_NAMED and title == start + 1)
        return Mention(end, _part(tokens, start, end), _name(tokens, title, named), signs_as_self=selfish)
    role = phrase_at(tokens, title, "role")
    if role > title:
        end = _name_end(tokens, role, lower_case=True)
        return Mention(end, _part(tokens, start, end), _name(tokens, role, end))
    third = phrase_at(tokens, title, "third")
    if third > title and first.bare not in {"em", "con", "chau"}:
        return Mention(third, _part(tokens, start, third))
    return None


def _place_end(tokens: Sequence[Token], end: int) -> int:
    """The end of "đội tôi", "phòng em", "bên đội 2" after a name: part of who it is, not the sender."""
    unit = phrase_at(tokens, end, "unit")
    if unit == end or unit >= len(tokens):
        return end
    after = tokens[unit]
    return unit + 1 if after.bare in _MINE or (after.number is not None and after.number < 100) else end


def _signature(tokens: Sequence[Token], i: int) -> Mention | None:
    """A name without a title at the beginning: a full name signs for its owner, as people do in groups."""
    if i and not tokens[i - 1].mark:
        return None
    end = _name_end(tokens, i, lower_case=True) if _is_name(tokens[i], lower_case=True, strict=True) else i
    if end == i or (end == i + 1 and tokens[i].meant):
        return None
    full = end > i + 1 and (canonical(tokens[i].text) in VOCABULARY.surnames or bare(canonical(tokens[i].text)) in _SURNAMES)
    if end > i + 1 and not full:
        return None
    capitals = all(token.capital for token in tokens[i:end])
    if not capitals and (i or end - i == _TWO_WORDS):
        return None
    return Mention(end, "subject", _name(tokens, i, end), full_name=full, signs_as_self=True)


_SURNAMES = frozenset(bare(name) for name in VOCABULARY.surnames)


def _name_end(tokens: Sequence[Token], start: int, *, lower_case: bool) -> int:
    end = start
    while end < len(tokens) and end < start + _MAX_NAME and _is_name(tokens[end], lower_case=lower_case):
        if end > start and not tokens[end].capital and tokens[end].meant:
            break
        end += 1
    return end


def _name(tokens: Sequence[Token], start: int, end: int) -> str | None:
    return " ".join(token.text.capitalize() for token in tokens[start:end]) or None


def _part(tokens: Sequence[Token], start: int, end: int) -> str:
    """Whether the person is spoken to, only mentioned, or the one of whom something is said."""
    if phrase_before(tokens, start, "onbehalf"):
        return "beneficiary"
    if phrase_at(tokens, end, "vocative") > end or phrase_at(tokens, end, "address") > end:
        return "addressed"
    if phrase_before(tokens, start, "urge"):
        return "subject"
    if start and tokens[start - 1].bare in {"cho", "de"} and end < len(tokens) and tokens[end].bare in _CLAIM_STARTS:
        return "subject"
    if phrase_before(tokens, start, "preposition"):
        return "addressed"
    return "subject"
