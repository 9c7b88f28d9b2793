"""One-time codes: what they look like, and which of them still opens a door. Only their digests are kept."""

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime
from typing import Literal

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from storage.people import Code

# Crockford's letters without D, W and the vowels: a Vietnamese keyboard turns "AS", "DD" or a lone "W" into "Á", "Đ" and "Ư",
# and without vowels no code spells a word. 27 signs, 15 of them random: 71 bits.
ALPHABET = "0123456789BCFGHJKMNPQRSTVXZ"
RANDOM_SIGNS = 15
GROUP = 4
CONFUSED = str.maketrans("OIL", "011")
# In a sentence ("mã của tôi là 7K3F-9QXM-2B4T-VZ8R") a code is recognised by its four groups.
# Overlapping, because "nhóm" before it has four letters too.
GROUPED = re.compile(r"(?<![0-9A-Z])(?=((?:[0-9A-Z]{4}[^0-9A-Z]{0,3}){4})(?![0-9A-Z]))")
# The refusal of ID numbers (handlers.secrecy) looks for nine digits in a row; a code must never look like one.
LONG_NUMBER = re.compile(r"\d{5}")

Purpose = Literal["member", "group"]


def generate() -> str:
    """Return a fresh code of 16 signs, written "7K3F-9QXM-2B4T-VZ8R": 15 random ones (71 bits) and one that catches slips of typing."""
    while True:
        signs = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SIGNS))
        signs += _check_sign(signs)
        if not LONG_NUMBER.search(signs):
            return shown(signs)


def shown(signs: str) -> str:
    """Return the 16 signs in groups of four."""
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def read(text: str) -> str | None:
    """Return the 16 signs of the code that a text is or contains, however it was typed; None if there is none without a slip.

    Small letters, spaces and other dashes do not matter, nor do O for 0, and I or L for 1.
    """
    upper = _plain(text)
    # One in 27 codes looks right together with the "nhóm" before it and without its end: so what needs no O, I or L read as a
    # figure comes first, then what stands further behind.
    found = GROUPED.findall(upper)[::-1]
    found.sort(key=lambda grouped: grouped != grouped.translate(CONFUSED))
    return next((signs for signs in map(_signs, (upper, *found)) if _is_code(signs)), None)


def resembles(text: str) -> bool:
    """Whether a text is an attempt to type a code, right or wrong: about 16 signs of the alphabet and at least two digits."""
    signs = _signs(_plain(text))
    digits = sum(sign.isdigit() for sign in signs)
    return len(signs) in range(14, 19) and digits >= 2 and all(sign in ALPHABET for sign in signs)  # noqa: PLR2004


def digest(signs: str) -> str:
    """Return what is kept of a code: the SHA-256 of its 16 signs, in hexadecimal. 71 random bits need no salt."""
    return hashlib.sha256(signs.encode()).hexdigest()


def add(
    session: Session,
    purpose: Purpose,
    organisation_id: int,
    member_id: int | None,
    *,
    now: datetime,
    expires_at: datetime,
) -> str:
    """Store a new code and return it, to be shown once; unused older ones for the same member stop working."""
    if member_id is not None:
        _expire_unused(session, member_id, now)
    code = generate()
    session.add(
        Code(
            digest=digest(code.replace("-", "")),
            purpose=purpose,
            organisation_id=organisation_id,
            member_id=member_id,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return code


def find(session: Session, signs: str) -> Code | None:
    """Return the stored code with these signs, whether it is still good or not; None if there never was one, or it is long past."""
    return session.scalar(select(Code).where(Code.digest == digest(signs)))


def is_good(code: Code, now: datetime) -> bool:
    """Whether the code may still be used: neither used nor expired."""
    return code.used_at is None and now < code.expires_at


def use(session: Session, code_id: int, now: datetime) -> bool:
    """Use the code up; False if it was used or had expired: of two who come at once, one gets it."""
    statement = (
        update(Code).where(Code.id == code_id, Code.used_at.is_(None), Code.expires_at > now).values(used_at=now)
    )
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def revoke(session: Session, code_id: int, now: datetime) -> None:
    """Let a code that became known to others expire now."""
    session.execute(update(Code).where(Code.id == code_id, Code.used_at.is_(None)).values(expires_at=now))


def forget_member(session: Session, member_id: int) -> None:
    """Remove every code that was made for the member, used or not."""
    session.execute(delete(Code).where(Code.member_id == member_id))


def _expire_unused(session: Session, member_id: int, now: datetime) -> None:
    unused = (Code.member_id == member_id, Code.used_at.is_(None), Code.expires_at > now)
    session.execute(update(Code).where(*unused).values(expires_at=now))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.upper())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _signs(upper: str) -> str:
    return "".join(char for char in upper if char.isalnum()).translate(CONFUSED)


def _is_code(signs: str) -> bool:
    well_formed = len(signs) == RANDOM_SIGNS + 1 and all(sign in ALPHABET for sign in signs)
    return well_formed and _check_sign(signs[:-1]) == signs[-1]


def _check_sign(signs: str) -> str:
    # Weights 1, 2, 1, 2 … share no factor with 27 and neighbours differ by 1: one wrong sign or two swapped neighbours always show.
    total = sum((1 + at % 2) * ALPHABET.index(sign) for at, sign in enumerate(signs))
    return ALPHABET[total % len(ALPHABET)]
