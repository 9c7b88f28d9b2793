"""What must never be said in a chat: a text that bears secrecy marks or ID numbers is refused and not stored."""

import re

from handlers.turn import Turn

# The marks are written in capitals on documents; "bí thư", "bí mật", "mật ong" in a sentence are innocent (DOMAIN.md 7).
MARKS = re.compile(r"\b(?:TUYỆT MẬT|TỐI MẬT|ĐỘ MẬT|MẬT)\b|lưu hành nội bộ", re.UNICODE)
INNOCENT_MARK = re.compile(r"\b(?:BÍ MẬT|MẬT ONG|MẬT KHẨU|MẬT MÃ|THÂN MẬT|BẢO MẬT|MẬT ĐỘ|MẬT THIẾT)\b")
# Citizen ID numbers have 12 digits, the older ones 9; phone numbers have 10 and begin with 0.
NUMBERS = re.compile(r"(?<![\d.,])(?:\d{12}|\d{9})(?![\d.,])")


def bears_marks(text: str) -> bool:
    """Whether the text bears a mark of secrecy or an ID number, as far as its form tells."""
    return MARKS.search(INNOCENT_MARK.sub("", text)) is not None or NUMBERS.search(text) is not None


def refuse_text(turn: Turn, text: str) -> bool:
    """Refuse a text that bears marks: nothing of it is stored, and the person is asked to delete it."""
    if not bears_marks(text):
        return False
    turn.say("secret-refused")
    return True


def refuse_file(turn: Turn) -> None:
    """Refuse a picture or a document; in a group only one that was meant for us."""
    if not turn.incoming.in_group or turn.incoming.addressed:
        turn.say("secret-refused")
