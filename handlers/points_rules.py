"""What a wish to speak may be, how an anonymous one is claimed again, and in which order people speak."""

import re
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from handlers.folding import fold

# Crockford's base 32 (https://www.crockford.com/base32.html): no letter can be taken for a figure.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
RECEIPT_LENGTH = 12
RECEIPT = re.compile(
    r"^\s*([0-9A-Za-z]{4})[\s–-]*([0-9A-Za-z]{4})[\s–-]*([0-9A-Za-z]{4})(?![0-9A-Za-z])\s*[:.,–-]?\s*(.*)$", re.DOTALL
)
DRAFT_FIGURES = 6
# In a small circle the way of writing tells who wrote: said before the text is typed.
SMALL_CIRCLE = 8
# So many anonymous points no cell has; more are a flood, and nobody could be asked to stop.
MOST_ANONYMOUS = 60
# Words of remarks that do not belong in a chat (DOMAIN.md 6): asked about, never dropped, for "kỷ luật lao động" is innocent.
DELICATE = re.compile(
    r"\b(?:ky luat|khien trach|canh cao|cach chuc|khai tru|to cao|khieu nai|tham nhung|nhan su|bo nhiem|mien nhiem|quy hoach can bo"
    r"|don thu|disciplinary|personnel)\b"
)
FULL_NAME_WORDS = 3


# -- the text ------------------------------------------------------------------------------------------------------------


class Fitted(NamedTuple):
    """A text as it can be kept: cut at a word to the length allowed, and how many characters were too many."""

    text: str
    over: int


def fitted(text: str, most: int) -> Fitted:
    """Return the text if it has at most `most` characters, else its beginning up to a word's end, and by how much it was too long."""
    whole = "\n".join(" ".join(line.split()) for line in text.strip().splitlines()).strip()
    over = len(whole) - most
    if over <= 0:
        return Fitted(whole, 0)
    cut = whole[:most]
    if not whole[most].isspace() and " " in cut[most // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return Fitted(cut.rstrip(), over)


def is_delicate(text: str, names: Sequence[str]) -> bool:
    """Whether a text may be a remark about personnel, discipline, or somebody of these full names; only its form is looked at."""
    folded = f" {fold(text)} "
    if DELICATE.search(folded):
        return True
    return any(f" {fold(name)} " in folded for name in names if len(name.split()) >= FULL_NAME_WORDS)


# -- anonymous ones ------------------------------------------------------------------------------------------------------


def new_id() -> str:
    """Return a random id of a point (16 hexadecimal figures), from which no order can be read."""
    return secrets.token_hex(8)


def new_receipt() -> str:
    """Return a receipt of almost 60 random bits: "K7QM-2X9D-PA4T". It holds a figure, so that no three words can be taken for one."""
    letters = ""
    while not any(letter.isdigit() for letter in letters):
        letters = "".join(secrets.choice(LETTERS) for _ in range(RECEIPT_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, RECEIPT_LENGTH, 4))


def new_draft_code() -> str:
    """Return the random figures that confirm an anonymous draft."""
    return "".join(secrets.choice("0123456789") for _ in range(DRAFT_FIGURES))


def digest(receipt: str) -> str:
    """Return what is kept of a receipt: the SHA-256 of its letters, however it was typed."""
    letters = "".join(char for char in receipt.upper() if char.isalnum()).translate(LOOKALIKES)
    return sha256(letters.encode()).hexdigest()


def split_receipt(text: str) -> tuple[str, str] | None:
    """Return the receipt a text begins with and what follows it, or None if it begins with none."""
    found = RECEIPT.match(text)
    if found is None:
        return None
    letters = (found[1] + found[2] + found[3]).upper().translate(LOOKALIKES)
    if any(letter not in LETTERS for letter in letters) or not any(letter.isdigit() for letter in letters):
        return None
    return letters, found[4].strip()


# -- the order -----------------------------------------------------------------------------------------------------------


def swapped(ids: Sequence[str], chosen: str, steps: int) -> list[str]:
    """Return the order with the chosen one moved by that many places (negative is earlier), bounded by both ends."""
    rest = [each for each in ids if each != chosen]
    place = max(0, min(list(ids).index(chosen) + steps, len(rest)))
    return [*rest[:place], chosen, *rest[place:]]
