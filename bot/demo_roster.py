"""A made-up commune for trying things out: 17 organisations with 575 members under one committee. Nobody in it exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal

from bot import roster_words
from bot.roster_rows import MemberRow, OrganisationRow, RoleRow, Roster
from handlers.calendar import add_months, first_day

COMMITTEE_CODE = "DB-VS"
COMMITTEE_NAME = "Đảng bộ xã Vũ Sơn"
SEED = 575

Network = Literal["telegram", "zalo"]

# code, name, type, members, bot, monthly rule as a secretary writes it, place
CELLS: tuple[tuple[str, str, str, int, str, str, str], ...] = (
    ("CB01", "Chi bộ Tài nguyên – Môi trường", "office", 18, "zalo-1", "ngày 4, 19:30, kể cả cuối tuần", "Phòng họp liên cơ"),
    ("CB02", "Chi bộ Công an", "armed_forces", 27, "telegram", "ngày 2, 14:00, gắn chuyên đề", "Hội trường trụ sở Công an xã"),
    ("CB03", "Chi bộ Quân sự", "armed_forces", 16, "zalo-2", "ngày 3, 07:30", "Phòng giao ban Ban Chỉ huy"),
    ("CB04", "Chi bộ Cơ quan Đảng", "office", 24, "telegram", "ngày 1, 14:00", "Phòng họp số 1, trụ sở Đảng ủy"),
    ("CB05", "Chi bộ Cơ quan Ủy ban nhân dân", "office", 41, "telegram", "ngày 1, 08:00", "Hội trường Ủy ban nhân dân xã"),
    ("CB06", "Chi bộ Trạm Y tế", "office", 13, "zalo-1", "ngày 5, 16:30", "Phòng giao ban Trạm Y tế"),
    ("CB07", "Chi bộ Trường Tiểu học Vũ Sơn", "office", 29, "telegram", "ngày 3, 16:00", "Phòng hội đồng nhà trường"),
    ("CB08", "Chi bộ Trường Trung học cơ sở Vũ Sơn", "office", 31, "zalo-2", "thứ Bảy tuần 1, 08:00, kể cả cuối tuần", "Phòng hội đồng"),
    ("CB09", "Chi bộ Trường Trung học phổ thông Vũ Sơn", "office", 44, "telegram", "ngày 4, 15:30", "Phòng họp nhà A"),
    ("CB10", "Chi bộ Hợp tác xã Vũ Sơn", "private_enterprise", 19, "zalo-1", "ngày 6, 19:30, kể cả cuối tuần", "Trụ sở hợp tác xã"),
    ("CB11", "Chi bộ Công ty Lâm nghiệp Vũ Sơn", "state_enterprise", 36, "telegram", "ngày 3, 08:00", "Hội trường công ty"),
    ("CB12", "Chi bộ thôn Đồng Sim", "village", 52, "telegram", "ngày 3, 19:30, kể cả cuối tuần", "Nhà văn hóa thôn Đồng Sim"),
    ("CB13", "Chi bộ thôn Bãi Lau", "village", 47, "zalo-3", "ngày 3, 19:00, kể cả cuối tuần", "Nhà văn hóa thôn Bãi Lau"),
    ("CB14", "Chi bộ thôn Khe Trúc", "village", 38, "telegram", "Chủ nhật tuần 1, 08:00, kể cả cuối tuần", "Nhà văn hóa thôn Khe Trúc"),
    ("CB15", "Chi bộ thôn Rú Gió", "village", 35, "telegram", "ngày 5, 19:30, kể cả cuối tuần", "Nhà văn hóa thôn Rú Gió"),
    ("CB16", "Chi bộ Tổ dân phố Chợ Mới", "village", 65, "telegram", "ngày 2, 19:30, kể cả cuối tuần", "Nhà văn hóa tổ dân phố"),
    ("CB17", "Chi bộ thôn Cầu Đá", "village", 40, "telegram", "ngày 25, 19:30, kể cả cuối tuần, cho tháng sau", "Nhà văn hóa thôn Cầu Đá"),
)  # fmt: skip
FIELD_CELL = "CB01"
SECURITY_CELL = "CB02"

# Names are put together from these lists; none of them was taken from a person.
SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Cao Lương Trịnh Thái"
SURNAME_WEIGHTS = (30, 12, 11, 8, 6, 6, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1)
MEN = (
    "Văn Đình Hữu Quang Xuân Đức Công Bá Khắc Viết",
    "An Bằng Cường Đạt Đồng Hiệp Hòa Hoàn Khoa Kiên Lịch Lộc Nhật Phong Sáng Tài Tân Thịnh Tiến Tú Tuấn Vinh Vỹ",
)
WOMEN = (
    "Thị Thị Thị Ngọc Thu Kim Bích Thanh",
    (
        "Ánh Bình Chi Dung Duyên Giang Hà Hạnh Hằng Hiền Hoa Huệ Hương Lan Liên Loan Mai Nga Ngân Nhàn Nhung Oanh Phương "
        "Quyên Sen Tâm Thảo Thoa Thúy Trang Vân Xuyến Yến"
    ),
)

COMMITTEE_THEMES = (
    (
        "Nâng cao chất lượng sinh hoạt chi bộ",
        "Mỗi chi bộ chọn hai việc cụ thể để sinh hoạt thiết thực hơn",
        (
            "Vì sao đảng viên trẻ ngại phát biểu, chi bộ làm gì để khuyến khích?",
            "Việc nào nên bớt, việc nào cần bàn kỹ hơn trong buổi sinh hoạt?",
        ),
    ),
    (
        "Trách nhiệm nêu gương của cán bộ, đảng viên",
        "Mỗi đồng chí đăng ký một việc làm theo trong quý",
        (
            "Việc nêu gương nào trong chi bộ đáng được nhân rộng?",
            "Đồng chí đăng ký việc gì trong quý tới?",
            "Chi bộ theo dõi việc đăng ký bằng cách nào?",
        ),
    ),
    (
        "Chuyển đổi số trong công việc hằng ngày",
        "Đảng viên đi đầu hướng dẫn người dân dùng dịch vụ công trực tuyến",
        (
            "Người dân nơi đồng chí ở gặp khó khăn gì khi làm thủ tục trực tuyến?",
            "Mỗi đồng chí có thể giúp mấy hộ gia đình?",
        ),
    ),
)
SECURITY_THEMES = (
    (
        "Phòng ngừa lừa đảo qua mạng",
        "Mỗi tổ công tác chọn một cách tuyên truyền tới từng hộ",
        ("Thủ đoạn nào mới xuất hiện trên địa bàn?", "Cách tuyên truyền nào người cao tuổi dễ nhớ?"),
    ),
    (
        "Giữ gìn trật tự, an toàn giao thông dịp cuối năm",
        "Phân công rõ người, rõ tuyến, rõ giờ",
        ("Điểm nào trên địa bàn dễ xảy ra tai nạn?", "Phối hợp với nhà trường như thế nào?"),
    ),
    (
        "Văn hóa ứng xử khi tiếp công dân",
        "Không để người dân phải đi lại quá hai lần cho một việc",
        ("Khâu nào làm người dân phải chờ lâu?", "Đồng chí đề nghị thay đổi điều gì?"),
    ),
)


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An organisation of the demo. `bot` names the bot that serves it: one for Telegram, three for Zalo (50 people and 3 groups each)."""

    code: str
    name: str
    kind: str
    cell_type: str | None
    place: str
    meeting_rule: str
    bot: str

    @property
    def network(self) -> Network:
        """The network its group and its members are on."""
        return "zalo" if self.bot.startswith("zalo") else "telegram"


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A member of the demo. `roles` are (role, code of the organisation).

    `linked`: has agreed and is linked; `reachable`: has not blocked the bot (always true of people who are not linked).
    """

    organisation: str
    code: str
    full_name: str
    status: str
    since: date | None
    until: date | None
    roles: tuple[tuple[str, str], ...]
    linked: bool
    reachable: bool


@dataclass(frozen=True, slots=True)
class DemoTheme:
    """A theme of the month: of the committee for all its cells, or of a cell."""

    organisation: str
    period: str
    title: str
    aim: str
    presenter: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demo:
    """The whole commune: the committee first, then its 17 cells; their 575 members; themes for three periods."""

    organisations: tuple[DemoOrganisation, ...]
    members: tuple[DemoMember, ...]
    themes: tuple[DemoTheme, ...]

    def cells(self) -> tuple[DemoOrganisation, ...]:
        """Return the 17 organisations that have members."""
        return tuple(each for each in self.organisations if each.kind == "cell")

    def members_of(self, code: str) -> tuple[DemoMember, ...]:
        """Return the members of an organisation, by roster code."""
        return tuple(each for each in self.members if each.organisation == code)

    def as_roster(self) -> Roster:
        """Return what a roster file with the same content would be read as."""
        organisations = tuple(
            OrganisationRow(
                line=0,
                code=each.code,
                name=each.name,
                kind=each.kind,
                cell_type=each.cell_type,
                parent=None if each.kind == "committee" else COMMITTEE_CODE,
                meeting_rule=roster_words.meeting_rule(each.meeting_rule).to_dict() if each.meeting_rule else None,
                place=each.place,
                frame_minutes=None,
            )
            for each in self.organisations
        )
        members = tuple(
            MemberRow(
                line=0,
                organisation=each.organisation,
                code=each.code,
                full_name=each.full_name,
                status=each.status,
                since=each.since,
                until=each.until,
                roles=tuple(RoleRow(role, organisation) for role, organisation in each.roles),
            )
            for each in self.members
        )
        return Roster(organisations, members, frozenset(roster_words.COLUMNS) - {"left_on"})


def build(today: date, seed: int = SEED) -> Demo:
    """Return the made-up commune as it stands on that day: the same every time for the same day and seed."""
    random = Random(seed)  # noqa: S311  (made-up people, no secret)
    organisations = (_committee(), *(_cell(row) for row in CELLS))
    members = tuple(member for row in CELLS for member in _members(row[0], row[3], today, random))
    return Demo(organisations, members, tuple(_themes(today, members)))


def _committee() -> DemoOrganisation:
    return DemoOrganisation(
        COMMITTEE_CODE, COMMITTEE_NAME, "committee", None, "Phòng họp số 1, trụ sở Đảng ủy", "", "telegram"
    )


def _cell(row: tuple[str, str, str, int, str, str, str]) -> DemoOrganisation:
    code, name, cell_type, _, bot, rule, place = row
    return DemoOrganisation(code, name, "cell", cell_type, place, rule, bot)


def _members(cell: str, size: int, today: date, random: Random) -> Iterator[DemoMember]:
    names = _names(size, random)
    roles = _roles(cell, size)
    for number, name in enumerate(names):
        own_roles = roles.get(number, ())
        status, since, until = ("official", None, None) if own_roles else _status(number, today, random)
        # Organisers are linked and reachable: without them a demo shows nothing.
        linked = bool(own_roles) or (status != "suspended" and random.random() < 0.9)  # noqa: PLR2004
        reachable = bool(own_roles) or not linked or random.random() < 0.96  # noqa: PLR2004
        code = f"{cell}-{number + 1:03}"
        yield DemoMember(cell, code, name, status, since, until, own_roles, linked, reachable)


def _roles(cell: str, size: int) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return the roles by number of the member: the head, a deputy, a secretary, and as many committee members as the cell is large."""
    roles: dict[int, tuple[tuple[str, str], ...]] = {
        0: (("head", cell),),
        1: (("deputy", cell),),
        2: (("secretary", cell),),
    }
    for number in range(3, 3 + (1 if size < 30 else 3)):  # noqa: PLR2004
        roles[number] = (("committee", cell),)
    if cell == "CB04":
        # The people of the committee itself are on the roster of their own cell.
        roles[0] += (("head", COMMITTEE_CODE),)
        roles[1] += (("deputy", COMMITTEE_CODE),)
        roles[2] += (("administrator", COMMITTEE_CODE), ("secretary", COMMITTEE_CODE))
        roles[3] += tuple(("monitor", row[0]) for row in CELLS[:6])
    if size > 45:  # noqa: PLR2004
        roles[size - 1] = (("leader", cell),)
    return roles


def _status(number: int, today: date, random: Random) -> tuple[str, date | None, date | None]:
    """Return a status and its dates; every cell has at least one probationary, one exempt and one member who is away."""
    kinds = {5: "probationary", 7: "exempt", 9: "away"}
    status = (
        kinds.get(number)
        or random.choices(
            ("official", "probationary", "exempt", "guest", "away", "suspended"), (880, 50, 40, 15, 13, 2)
        )[0]
    )
    if status in {"official", "probationary"}:
        return status, None, None
    # A stay elsewhere lasts from three months to less than a year (DOMAIN.md 3); the others get the same dates for simplicity.
    this_month = f"{today:%Y-%m}"
    return status, first_day(add_months(this_month, -3)), first_day(add_months(this_month, 7))


def _names(size: int, random: Random) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < size:
        middles, givens = MEN if random.random() < 0.58 else WOMEN  # noqa: PLR2004
        surname = random.choices(SURNAMES.split(), SURNAME_WEIGHTS)[0]
        names[f"{surname} {random.choice(middles.split())} {random.choice(givens.split())}"] = None
    return list(names)


def _themes(today: date, members: tuple[DemoMember, ...]) -> Iterator[DemoTheme]:
    """Yield the committee's themes of this month and the next two, and the security cell's own for the same months."""
    presenters = [each.full_name for each in members if each.organisation == SECURITY_CELL]
    for ahead in range(3):
        period = add_months(f"{today:%Y-%m}", ahead)
        title, aim, questions = COMMITTEE_THEMES[ahead]
        yield DemoTheme(COMMITTEE_CODE, period, title, aim, "", questions)
        title, aim, questions = SECURITY_THEMES[ahead]
        yield DemoTheme(SECURITY_CELL, period, title, aim, presenters[ahead + 1], questions)
