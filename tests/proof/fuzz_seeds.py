"""Where the fuzzer begins: updates of every kind, what people type, roster files; and the words worth trying anywhere."""

import io
import json
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.proof.updates import WORDS, Source

ROOT = Path(__file__).parents[2]
# As long as a text can be that a network hands over, and a little longer.
LONGEST_TEXT = 5_000

# -- updates ---------------------------------------------------------------------------------------------------------

WHO = {"id": 1, "first_name": "Lan", "last_name": "Lê", "username": "lan", "is_bot": False, "language_code": "vi"}
CHAT = {"id": -4_000_001, "type": "supergroup", "title": "Nhóm", "is_forum": True}
POST = {"message_id": 7, "date": 1_750_316_131, "chat": CHAT, "from": WHO}
FILE = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "file_size": 1}
PRESS = {"id": "1", "from": WHO, "chat_instance": "1", "data": "att:1:attend", "message": POST | {"date": 0}}
RESTRICTED = {"status": "restricted", "user": WHO, "until_date": 0}
ADMINISTRATOR = {"status": "administrator", "user": WHO, "can_be_edited": True, "is_anonymous": False}
CHANGE = {"chat": CHAT, "from": WHO, "date": 1, "old_chat_member": RESTRICTED, "new_chat_member": ADMINISTRATOR}
# What Telegram also sends, and the generator of the long proof does not.
TELEGRAM_PARTS: list[dict[str, Any]] = [
    {"text": "@bot 2", "entities": [{"type": "mention", "offset": 0, "length": 4}]},
    {"text": "2", "reply_to_message": POST | {"message_id": 6, "text": "1 – Tôi dự"}},
    {"photo": [FILE], "caption": "giấy mời"},
    {"document": FILE | {"file_name": "x.pdf", "mime_type": "application/pdf"}},
    {"migrate_to_chat_id": -1_000_000_000_001},
    {"new_chat_members": [WHO], "group_chat_created": True},
    {"contact": {"phone_number": "0", "first_name": "x"}},
    {"location": {"latitude": 21.0, "longitude": 105.8}},
    {"forward_origin": {"type": "user", "date": 1, "sender_user": WHO}, "text": "x"},
    {"sender_chat": CHAT, "text": "x"},
    {"poll": {"id": "1", "question": "x", "options": [{"text": "a", "voter_count": 0}]}},
    {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}, "text": "x"},
]
ZALO_KINDS = ["text", "image", "sticker", "voice", "unsupported", "unheard_of"]


def telegram() -> list[bytes]:
    parts: list[dict[str, Any]] = [{"message": POST | part} for part in TELEGRAM_PARTS]
    parts += [{"edited_message": POST | {"text": "x"}}, {"callback_query": PRESS}, {"my_chat_member": CHANGE}]
    rich = [{"update_id": number, **part} for number, part in enumerate(parts)]
    return _updates("telegram", ["7000001", "7000002"], rich)


def zalo() -> list[bytes]:
    person, group = {"id": "a", "display_name": "Lan", "is_bot": False}, {"id": "g", "chat_type": "GROUP", "title": "N"}
    message = {"from": person, "chat": group, "text": "@Trợ lý, 2", "photo": "http://x", "message_id": "m", "date": 1}
    rich = [
        {"ok": True, "result": {"event_name": f"message.{kind}.received", "message": message}} for kind in ZALO_KINDS
    ]
    return _updates("zalo", ["a1b2c3", "d4e5f6"], rich)


def _updates(network: str, people: list[str], rich: list[Any]) -> list[bytes]:
    source = Source(network, people, 1)
    return [json.dumps(update).encode() for update in (*(source.next() for _ in range(300)), *rich)]


def names_in(seeds: Callable[[], Iterable[bytes]]) -> Callable[[], list[str]]:
    """Return what gives the keys of these updates: put where they were not, they lead further than any letters would."""

    def names() -> list[str]:
        found: dict[str, None] = {}
        waiting = [json.loads(body) for body in seeds()]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                found.update(dict.fromkeys(value))
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
        return [name for name in found if name.isidentifier()]

    return names


# -- texts -----------------------------------------------------------------------------------------------------------

DATES = """
05/12 19h30
thứ bảy tuần sau 19:30
mai 7 gio toi
ngày 29 tháng 2 năm 2028, 8 giờ kém 15
3 ngày nữa 8 rưỡi sáng
2026-12-05 14:00
1.1.2027 12 đêm
mùng 2 tháng sau
ngày 5 hằng tháng 19h30, tránh ngày nghỉ
thứ Bảy tuần đầu 19:30 họp chuyên đề
ngày cuối tháng, 19:30, kể cả cuối tuần
chủ nhật cuối cùng 8h cho kỳ tháng sau, không dời
8 giờ ngày 31/02
8 giờ 29/2/2027
5h 1/1/0001
31.12.9999 24h
2026-02-30 25:61
12 giờ kém 99
"""
LINES = """
thêm Thảo luận phương án | đ/c Hùng | 20
them vao noi dung: x, d/c Nam, 5p
thêm sau 2: Kết nạp
thêm trước 1 | | 10 | ghi chú
xoa 4
4, 5 và 6 xóa
3 phut 15
phút 3 15
5 lên 2 bậc
chuyển 5, 2
3 sang kết thúc
dời 3 xuống cuối
sửa 3: Bầu cử
đổi 3 thành Bầu cử
giao 2 cho Lan
ghi chú 2: mang sổ
kỳ trước
K7QM-2N4P-8RTV: sửa
TUYỆT MẬT 123456789012
"""


def replies() -> list[bytes]:
    corpus = (ROOT / "tests" / "understanding" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in corpus]
    return [text.encode() for text in (*texts[::3], *_long("; ".join(texts)))]


def dates() -> list[bytes]:
    return [text.encode() for text in DATES.strip().splitlines()]


def lines() -> list[bytes]:
    return [text.encode() for text in (*LINES.strip().splitlines(), *WORDS[:14], *_long("thêm | "))]


def _long(text: str) -> list[str]:
    """As long as a text can be: what is read in the square of its length shows itself here."""
    return [
        (each * (LONGEST_TEXT // len(each) + 1))[:LONGEST_TEXT] for each in (text, "khong", "vắng ", "a", "(", "1 ")
    ]


def words_in(seeds: Callable[[], Iterable[bytes]], *more: str) -> Callable[[], list[str]]:
    """Return what gives the words of these texts, with and without marks."""

    def words() -> list[str]:
        found = {*more, *(word for text in seeds() for word in text.decode().split() if len(word) < 16)}
        apart = (unicodedata.normalize("NFD", word) for word in found)
        return sorted(found | {"".join(char for char in word if not unicodedata.combining(char)) for word in apart})

    return words


# -- rosters ---------------------------------------------------------------------------------------------------------

TABLE = """
Mã tổ chức|Tên tổ chức|Loại|Loại hình|Trực thuộc|Lịch họp|Thời lượng|Mã đảng viên|Họ và tên|Trạng thái|Từ ngày|Đến ngày|Chức vụ
DU|Đảng bộ xã|đảng bộ|||không||DU-1|Trần Thị Nhàn|chính thức|||bí thư; thư ký tại CB1
CB1|Chi bộ thôn|chi bộ|thôn|DU|ngày 5, 19:30|90 phút|1|Lê Thị Lan|dự bị|01/12/2026|2027-12-01|phó bí thư
CB1|||||||2|Phạm Văn Hùng|miễn|31/02/2026|x|đảng viên
"""
ROWS = [row.split("|") for row in TABLE.strip().splitlines()]


def csv_files() -> list[bytes]:
    rows = [sign.join(row) + "\n" for sign in ",;\t|" for row in ROWS]
    wholes = ["\n".join(sign.join(f'"{cell}"' for cell in row) for row in ROWS) for sign in ",;\t|"]
    example = (ROOT / "docs" / "roster-example.csv").read_text(encoding="utf-8")[:3000]
    odd = [f"sep=;\n{wholes[1]}", 'Mã tổ chức,Loại\n"CB1\n,x', f"Mã tổ chức,Thời lượng\nCB1,{'9' * 30}"]
    encoded = [wholes[0].encode("utf-8-sig"), wholes[0].encode("utf-16"), b"%PDF-1.7", b"PK\x03\x04"]
    return [*(text.encode() for text in (*rows, *wholes, example, *odd)), *encoded]


def workbooks() -> list[bytes]:
    day = date(2026, 12, 1)
    kinds: list[Any] = ["CB1", 1, 2.5, datetime.combine(day, time(8)), day, True, None, "=1+1"]
    return [_workbook(ROWS, ROWS), _workbook(ROWS[:2]), _workbook([[], ROWS[0], kinds])]


def _workbook(*sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet("Đảng viên")
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def cells() -> list[str]:
    return sorted({cell for row in ROWS for cell in row if cell} | {"CCCD", "Ngày sinh", "sep=", '"', "\r\n"})
