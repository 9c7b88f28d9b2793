"""The words of a roster file: its columns, and how a secretary writes statuses, roles, kinds of organisations and monthly rules."""

import re

from handlers.calendar import MonthlyRule
from handlers.dates_said import rule_said
from handlers.folding import fold

# Our name of a column: how it is written in the file. Marks, capitals and punctuation make no difference.
COLUMNS: dict[str, tuple[str, ...]] = {
    "organisation": ("Mã tổ chức", "Mã chi bộ", "Organisation code"),
    "organisation_name": ("Tên tổ chức", "Tên chi bộ", "Organisation name"),
    "kind": ("Loại", "Kind"),
    "cell_type": ("Loại hình", "Cell type"),
    "parent": ("Trực thuộc", "Parent"),
    "meeting_rule": ("Lịch họp", "Meeting rule"),
    "place": ("Địa điểm", "Place"),
    "frame": ("Thời lượng", "Thời lượng (phút)", "Minutes"),
    "member": ("Mã đảng viên", "Member code"),
    "full_name": ("Họ và tên", "Họ tên", "Full name"),
    "status": ("Trạng thái", "Status"),
    "since": ("Từ ngày", "Since"),
    "until": ("Đến ngày", "Until"),
    "roles": ("Chức vụ", "Roles"),
    "left_on": ("Ngày chuyển đi", "Left on"),
}
BY_HEADER = {fold(written): column for column, names in COLUMNS.items() for written in names}

# What must never be stored (DOMAIN.md 3 and 7): the words such a column's header holds, and what to call it.
FORBIDDEN: tuple[tuple[str, str], ...] = (
    (r"\b(cccd|cmnd|cmt|cmtnd|can cuoc|chung minh|so dinh danh|ma dinh danh|ho chieu|citizen id|id number|passport)\b",
     "citizen ID numbers"),
    (r"\b(so the|the dang|the dang vien|so ly lich|card number|card no|party card)\b", "party card numbers"),
    (r"\b(dia chi|noi o|noi thuong tru|thuong tru|tam tru|que quan|ho khau|address)\b", "addresses"),
    (r"\b(ngay sinh|nam sinh|sinh ngay|ngay thang nam sinh|tuoi(?! dang)|birth|birthday|date of birth)\b", "birth dates"),
)  # fmt: skip

STATUSES = {
    "official": ("chính thức", "đảng viên chính thức", "official"),
    "probationary": ("dự bị", "đảng viên dự bị", "probationary"),
    "exempt": ("miễn sinh hoạt", "tạm miễn", "tạm miễn sinh hoạt", "miễn công tác và sinh hoạt", "exempt"),
    "guest": ("sinh hoạt tạm thời đến", "tạm thời đến", "guest"),
    "away": ("sinh hoạt tạm thời đi", "tạm thời đi", "sinh hoạt tạm thời nơi khác", "away"),
    "suspended": ("đình chỉ", "đình chỉ sinh hoạt", "suspended"),
}
ROLES = {
    "head": ("bí thư", "bí thư chi bộ", "head"),
    "deputy": ("phó bí thư", "phó bí thư chi bộ", "deputy"),
    "committee": ("chi ủy viên", "chi uỷ viên", "ủy viên", "committee"),
    "secretary": ("thư ký", "secretary"),
    "leader": ("tổ trưởng", "tổ trưởng tổ đảng", "leader"),
    "monitor": ("cấp ủy viên phụ trách", "monitor"),
    "administrator": ("quản trị đảng ủy", "quản trị", "administrator"),
}
MEMBER_ONLY = frozenset({"dang vien", "member"})
KINDS = {
    "committee": ("đảng bộ", "đảng ủy", "committee"),
    "cell": ("chi bộ", "cell"),
    "group": ("tổ đảng", "group"),
}
CELL_TYPES = {
    "village": ("thôn", "tổ dân phố", "thôn, tổ dân phố", "village"),
    "office": ("cơ quan", "sự nghiệp", "cơ quan, sự nghiệp", "office"),
    "state_enterprise": ("doanh nghiệp nhà nước", "state_enterprise"),
    "private_enterprise": ("doanh nghiệp tư nhân", "private_enterprise"),
    "students": ("học sinh, sinh viên", "học sinh sinh viên", "sinh viên", "students"),
    "armed_forces": ("lực lượng vũ trang", "armed_forces"),
}
NOTHING = frozenset({"khong", "khong co", "none"})

RULE_EXAMPLES = '"ngày 1, 14:00", "ngày cuối tháng, 19:30", "thứ Bảy tuần 1, 19:30", "ngày 4, 19:30, kể cả cuối tuần"'


def lookup(words: dict[str, tuple[str, ...]], written: str) -> str | None:
    """Return our name for what is written, or None if it is in no list."""
    folded = fold(written)
    return next((name for name, forms in words.items() if any(fold(form) == folded for form in forms)), None)


def said(words: dict[str, tuple[str, ...]]) -> str:
    """Return the first written form of every word, for a sentence about what may be written."""
    return ", ".join(forms[0] for forms in words.values())


def forbidden(header: str) -> str | None:
    """Return what a column of that header would bring in that must not be stored ("birth dates"), or None."""
    folded = fold(header)
    return next((what for pattern, what in FORBIDDEN if re.search(pattern, folded)), None)


def meeting_rule(written: str) -> MonthlyRule:
    """Return the monthly rule a secretary wrote ("ngày 1, 14:00"), as handlers.dates_said reads it; ValueError says how to write one."""
    rule = rule_said(written)
    if rule is None:
        raise ValueError(f"it names no day of the month or no hour: write for example {RULE_EXAMPLES}")
    return rule
