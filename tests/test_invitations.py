"""Codes for those who are not linked yet, and pages that can be handed to them."""

import csv
import io
import stat
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import invitations
from handlers.desk import Bot
from handlers.texts import texts
from storage import codes
from storage.people import Code, Organisation
from tests.desk_fixtures import office

BOTS = [Bot("tg", "telegram", "chibo_bot"), Bot("zl", "zalo", "Trợ lý Vũ Sơn")]
VI = texts("vi")


@pytest.fixture
def home():
    home = office()
    one, two = home.cell("Chi bộ Một"), home.cell("Chi bộ Hai")
    one.code, two.code = "CB01", "CB02"
    home.member("Lê Thị Sen", one, "head")
    home.member("Trần Văn Đạt", one, linked=False)
    home.member("Ngô Thị <b>", one, linked=False)
    home.member("Bùi Gone", one, linked=False).left_on = home.now.date()
    home.member("Bùi Bị Đình Chỉ", one, linked=False, status="suspended")
    home.member("Hồ Văn Kiên", two, linked=False)
    home.session.flush()
    return home


def for_members(home, **whom):
    return invitations.for_members(home.session, now=home.now, life=home.policy.code_life, bots=BOTS, **whom)


def test_only_who_is_not_linked_and_belongs_to_us(home):
    assert [each.member for each in for_members(home)] == ["Trần Văn Đạt", "Ngô Thị <b>", "Hồ Văn Kiên"]
    assert [each.member for each in for_members(home, organisation="CB02")] == ["Hồ Văn Kiên"]


def test_one_member_gets_a_code_even_if_linked(home):
    found = for_members(home, organisation="CB01", member="M003")
    assert [each.member for each in found] == ["Lê Thị Sen"]


@pytest.mark.parametrize(
    ("whom", "told"),
    [({"organisation": "X"}, "'X'"), ({"member": "nobody"}, "no active member"), ({"member": "M006"}, "no active")],
)
def test_an_unknown_code_is_named(home, whom, told):
    with pytest.raises(LookupError, match=told):
        for_members(home, **whom)
    assert home.session.scalars(select(Code)).all() == []


def test_new_codes_end_the_older_ones(home):
    first = {each.member: each.code for each in for_members(home)}
    second = for_members(home)
    for each in second:
        old = codes.find(home.session, codes.read(first[each.member]))
        home.session.refresh(old)
        assert not codes.is_good(old, home.now)
        assert codes.is_good(codes.find(home.session, codes.read(each.code)), home.now)


def test_the_code_on_the_page_links_the_member_it_names(home):
    invitation = for_members(home, organisation="CB02")[0]
    payload = invitation.link.partition("start=")[2]
    assert invitation.link.startswith("https://t.me/chibo_bot?start=")
    rows = home.says("phone", f"/start {payload}")
    assert "Hồ Văn Kiên" in rows[0].body["text"]
    assert invitation.expires_at == home.now + timedelta(days=30)


def test_the_page_says_what_to_do_on_each_network(home):
    invitation = for_members(home, organisation="CB02")[0]
    page = invitations.page(invitation, VI)
    for part in (
        "Kính gửi đồng chí Hồ Văn Kiên",
        invitation.code,
        invitation.link,
        "Trợ lý Vũ Sơn",
        "đồng ý",
        "23/12/2026",
    ):
        assert part in page
    assert len(page) < 2000
    only_zalo = invitations.for_members(
        home.session, now=home.now, life=timedelta(days=1), bots=BOTS[1:], organisation="CB02"
    )
    assert "Telegram" not in invitations.page(only_zalo[0], VI)


def test_a_group_code_binds_the_group_it_is_for(home):
    found = invitations.for_groups(home.session, now=home.now, life=timedelta(days=1), bots=BOTS)
    assert [each.organisation for each in found] == ["Chi bộ Một", "Chi bộ Hai"]
    assert "startgroup=" in found[0].link
    assert "Chi bộ Một" in invitations.page(found[0], VI)
    cell = home.session.scalars(select(Organisation).where(Organisation.code == "CB01")).one()
    stored = codes.find(home.session, codes.read(found[0].code))
    assert (stored.purpose, stored.organisation_id) == ("group", cell.id)


def test_the_table(home):
    found = for_members(home)
    rows = list(csv.DictReader(io.StringIO(invitations.as_csv(found))))
    assert [row["code"] for row in rows] == [each.code for each in found]
    assert rows[0]["organisation_code"] == "CB01"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_pictures_bear_no_names_and_are_private(home, tmp_path, kind):
    found = for_members(home)
    paths = list(invitations.write_pictures(tmp_path / "qr", found, kind))
    assert [path.name for path in paths] == [f"CB01-M004.{kind}", f"CB01-M005.{kind}", f"CB02-M008.{kind}"]
    for path in paths:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        start = path.read_bytes()[:8]
        assert start == b"\x89PNG\r\n\x1a\n" if kind == "png" else start.startswith(b"<?xml")


def test_the_printable_sheet_loads_nothing_and_trusts_no_name(home):
    found = for_members(home)
    sheet = invitations.as_html(found, VI)
    assert sheet.count("<article>") == 3
    assert sheet.count("<svg") == 3
    assert "<b>" not in sheet
    assert "src=" not in sheet
    assert "href=" not in sheet


def test_text_files_are_private_and_open_in_a_spreadsheet(home, tmp_path):
    path = tmp_path / "out" / "codes.csv"
    invitations.write_text(path, invitations.as_csv(for_members(home)))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_codes_are_not_in_the_database_in_clear(home):
    found = for_members(home)
    stored = " ".join(code.digest for code in home.session.scalars(select(Code)))
    assert not any(each.code.replace("-", "").lower() in stored.lower() for each in found)


def test_both_languages():
    who = ("CB01", "Chi bộ Một", "001", "Lê Thị Sen", codes.generate())
    until = datetime(2026, 12, 1, tzinfo=UTC)
    invitation = invitations.Invitation(*who, until, "https://t.me/x?start=y", "Bot", "Asia/Ho_Chi_Minh")
    assert "One-time code" in invitations.page(invitation, texts("en"))
    assert "Mã một lần" in invitations.page(invitation, VI)
