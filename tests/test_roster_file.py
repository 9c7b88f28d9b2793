"""A secretary's file becomes the roster: all of it or nothing, and every mistake is told with its line and column."""

import io
import unicodedata
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import demo_roster
from bot.database import make_engine
from bot.roster_file import RosterError, cycles, read
from bot.roster_import import import_roster
from storage import roster as questions
from storage.people import Member, Organisation, OrganisationParent, Role

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parent.parent / "docs" / "roster-example.csv"
HEADER = "Mã tổ chức,Tên tổ chức,Trực thuộc,Mã đảng viên,Họ và tên,Trạng thái,Từ ngày,Đến ngày,Chức vụ"


@pytest.fixture
def session(database_url):
    engine = make_engine(database_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def write(tmp_path):
    def write(text, name="roster.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def workbook(path, **sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def problems(path):
    with pytest.raises(RosterError) as refused:
        read(path)
    return [str(problem) for problem in refused.value.problems]


def row(**cells):
    names = HEADER.split(",")
    given = {"Mã tổ chức": "CB01", "Tên tổ chức": "Chi bộ Một"} | {
        key.replace("_", " "): value for key, value in cells.items()
    }
    return ",".join(given.get(name, "") for name in names)


# -- reading -------------------------------------------------------------------------------------------------------------


def test_the_example_in_the_docs(session):
    roster = read(EXAMPLE)
    changes = import_roster(session, roster, now=NOW)
    assert str(changes) == "11 added, 0 changed, 0 left"
    assert [each.code for each in changes.to_plan] == ["CB01", "CB02"]
    head = session.scalars(select(Member).where(Member.full_name == "Lê Thị Sen")).one()
    cell = session.scalars(select(Organisation).where(Organisation.code == "CB01")).one()
    committee = session.scalars(select(Organisation).where(Organisation.code == "DB-VS")).one()
    assert cell.meeting_rule["day"] == 4
    assert cell.meeting_rule["at"] == "19:30"
    assert cell.cell_type == "office"
    assert committee.kind == "committee"
    assert questions.roles(session, head.id, cell.id, NOW) == {"head"}
    assert questions.roles(session, head.id, committee.id, NOW) == {"administrator"}
    assert questions.parent(session, cell.id, NOW).id == committee.id
    statuses = {
        each.code: questions.standing(each, NOW.date())
        for each in session.scalars(select(Member))
        if each.organisation_id == cell.id
    }
    assert statuses == {
        "001": "official",
        "002": "official",
        "003": "official",
        "004": "probationary",
        "005": "exempt",
        "006": "away",
    }


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_way_excel_saves_a_csv(write, sign, encoding):
    text = "\r\n".join(line.replace(",", sign) for line in [HEADER, row(Mã_đảng_viên="001", Họ_và_tên="Lê Thị Sen")])
    roster = read(write(text, encoding=encoding))
    assert [each.full_name for each in roster.members] == ["Lê Thị Sen"]


def test_headers_without_marks_and_a_title_above(write):
    text = "DANH SÁCH ĐẢNG VIÊN,,,\n,,,\nma to chuc,TEN TO CHUC,Ma dang vien,ho va ten,Ghi chú,STT\nCB01,Chi bộ Một,1,Lê Thị Sen,x,1\n"
    roster = read(write(text))
    assert roster.members[0].code == "1"
    assert roster.ignored == ("Ghi chú", "STT")


def test_sections_of_a_csv_and_sheets_of_a_workbook_read_the_same(write, tmp_path):
    organisations = [
        ["Mã tổ chức", "Tên tổ chức", "Trực thuộc"],
        ["DB", "Đảng bộ xã", ""],
        ["CB01", "Chi bộ Một", "DB"],
    ]
    members = [
        ["Mã tổ chức", "Mã đảng viên", "Họ và tên", "Từ ngày", "Trạng thái"],
        ["CB01", "1", "Lê Thị Sen", "01/12/2026", "dự bị"],
    ]
    text = "\n".join(",".join(cells) for cells in [*organisations, [], *members])
    from_csv = read(write(text))
    dated = [members[0], ["CB01", 1, "Lê Thị Sen", datetime(2026, 12, 1), "dự bị"]]  # noqa: DTZ001
    from_xlsx = read(workbook(tmp_path / "r.xlsx", Tổ_chức=organisations, Đảng_viên=dated, Ghi_chú=[["họp"], ["xong"]]))
    assert (
        [each.code for each in from_csv.organisations]
        == [each.code for each in from_xlsx.organisations]
        == ["DB", "CB01"]
    )
    assert from_xlsx.members[0].since == from_csv.members[0].since == date(2026, 12, 1)
    assert (from_csv.members[0].full_name, from_csv.members[0].code) == (
        from_xlsx.members[0].full_name,
        from_xlsx.members[0].code,
    )


def test_a_workbook_may_be_called_anything(tmp_path):
    path = workbook(tmp_path / "r.xlsx", Sheet=[["Mã tổ chức", "Tên tổ chức", "Loại"], ["CB1", "Chi bộ 1", "chi bộ"]])
    assert [each.code for each in read(path.rename(tmp_path / "danh sách.bản cuối")).organisations] == ["CB1"]


def test_names_are_composed_and_evenly_spaced(write):
    decomposed = unicodedata.normalize("NFD", "Đặng  Thị   Hằng ")
    roster = read(write(f"{HEADER}\n{row(Mã_đảng_viên='1', Họ_và_tên=decomposed)}"))
    assert roster.members[0].full_name == "Đặng Thị Hằng"


# -- what is refused -----------------------------------------------------------------------------------------------------


def test_every_bad_row_is_listed_with_line_column_and_reason(write):
    text = "\n".join(
        [
            HEADER,
            row(Mã_đảng_viên="1", Họ_và_tên="Lê Thị Sen"),
            row(Mã_đảng_viên="1", Họ_và_tên="Trần Văn Đạt"),
            row(Mã_đảng_viên="", Họ_và_tên="Ngô Thị Lan"),
            row(Mã_đảng_viên="3", Họ_và_tên=""),
            row(Mã_đảng_viên="4", Họ_và_tên="Lê 4"),
            row(Mã_đảng_viên="5", Họ_và_tên="Lý A", Trạng_thái="nghỉ phép"),
            row(Mã_đảng_viên="6", Họ_và_tên="Lý B", Từ_ngày="31/02/2026"),
            row(Mã_đảng_viên="7", Họ_và_tên="Lý C", Từ_ngày="01/05/2026", Đến_ngày="01/04/2026"),
            row(Mã_đảng_viên="8", Họ_và_tên="Lý D", Chức_vụ="Giám đốc"),
            row(Mã_đảng_viên="038201004321", Họ_và_tên="Lý E"),
            row(Tên_tổ_chức="Chi bộ Hai", Mã_đảng_viên="9", Họ_và_tên="Lý F"),
            ",Chi bộ,,10,Lý G,,,,",
            row(Mã_đảng_viên="mã có cách", Họ_và_tên="Lý H"),
        ]
    )
    listed = problems(write(text))
    expected = [
        ("line 3, Mã đảng viên", "twice"),
        ("line 4, Mã đảng viên", "missing"),
        ("line 5, Họ và tên", "missing"),
        ("line 6, Họ và tên", "no name"),
        ("line 7, Trạng thái", "'nghỉ phép' is not known"),
        ("line 8, Từ ngày", "no date"),
        ("line 9, Đến ngày", "not after"),
        ("line 10, Chức vụ", "'Giám đốc' is not known"),
        ("line 11, Mã đảng viên", "ID or card number"),
        ("line 12, Tên tổ chức", "line 2"),
        ("line 13, Mã tổ chức", "missing"),
        ("line 14, Mã đảng viên", "no code"),
    ]
    assert len(listed) == len(expected), listed
    for told, (place, reason) in zip(listed, expected, strict=True):
        assert told.startswith(place)
        assert reason in told


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Số CCCD", "citizen ID"), ("CMND", "citizen ID"), ("Căn cước công dân", "citizen ID"), ("Số thẻ đảng viên", "card numbers"),
        ("Địa chỉ thường trú", "addresses"), ("Quê quán", "addresses"),
        ("Ngày sinh", "birth dates"), ("Ngày, tháng, năm sinh", "birth dates"),
    ],
)  # fmt: skip
def test_columns_that_must_not_be_stored_are_refused(write, header, what):
    text = f'Mã tổ chức,Tên tổ chức,Mã đảng viên,Họ và tên,"{header}"\nCB01,Chi bộ Một,1,Lê Thị Sen,x\n'
    listed = problems(write(text))
    assert len(listed) == 1
    assert what in listed[0]
    assert "delete this column" in listed[0]


def test_rings_in_the_tree(write):
    text = "Mã tổ chức,Tên tổ chức,Trực thuộc\nA,Một,B\nB,Hai,C\nC,Ba,A\nD,Bốn,A\nE,Năm,E\n"
    listed = problems(write(text))
    assert [told.split(",")[0] for told in listed] == ["line 2", "line 3", "line 4", "line 6"]
    assert all("above itself" in told for told in listed)


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH")))
def test_whoever_is_no_ring_reaches_the_top(parents):
    rings = set(cycles(parents))
    for code in parents:
        walk, above = [code], parents.get(code)
        while above is not None and above not in walk:
            walk.append(above)
            above = parents.get(above)
        assert (above == code) == (code in rings)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("danh-sach.xlsx", b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        ("danh-sach.csv", b"", "is empty"),
        ("danh-sach.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Excel"),
        ("danh-sach.xlsx", b"PK\x03\x04 and nothing more", "is damaged"),
        ("danh-sach.csv", "Mã tổ chức".encode("cp1258", errors="replace") + b"\xff\xfe\xfa", "not written in UTF-8"),
        ("danh-sach.csv", b"Ma to chuc\0\0\0,x", "is no text"),
        ("danh-sach.csv", "Họp chi bộ ngày 5\nThành phần: đủ\n".encode(), "no row with column names"),
        ("danh-sach.csv", f"{HEADER}\n".encode(), "nothing below"),
        ("danh-sach.csv", b'Ma to chuc,Ten to chuc\n"CB01', "CB01"),
        ("danh-sach.csv", b"\x89PNG\r\n\x1a\n", "a picture"),
    ],
)
def test_what_is_no_roster_gets_one_clear_sentence(write, name, content, told):
    path = write(content, name)
    if told == "CB01":
        assert [each.code for each in read(path).organisations] == ["CB01"]
        return
    listed = problems(path)
    assert len(listed) == 1
    assert told in listed[0]


def test_a_folder_a_missing_file_a_huge_file_and_another_archive(tmp_path, write):
    assert "is no file" in problems(tmp_path)[0]
    assert "does not exist" in problems(tmp_path / "nothing.csv")[0]
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    assert "100 MB" in problems(huge)[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo.txt", "x")
    assert "no Excel workbook" in problems(write(packed.getvalue(), "x.xlsx"))[0]


def marked(content, at, mark):
    """The same archive with one byte of every entry's header changed, where the entry stands and where it is listed."""
    for head, behind in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        parts = content.split(head)
        place = at - len(head) + behind
        content = head.join([parts[0], *(part[:place] + bytes([mark]) + part[place + 1 :] for part in parts[1:])])
    return content


@pytest.mark.parametrize(
    ("at", "mark"),
    [(4, 200), (6, 1), (8, 99)],
    ids=["of a later version", "encrypted", "packed by a stranger's method"],
)
def test_a_workbook_that_cannot_be_unpacked_is_refused(tmp_path, write, at, mark):
    content = workbook(tmp_path / "x.xlsx", Sheet=[["Mã tổ chức", "Loại"], ["CB1", "chi bộ"]]).read_bytes()
    assert "open it in Excel and save it again" in problems(write(marked(content, at, mark), "y.xlsx"))[0]


def test_a_workbook_whose_parts_have_no_readable_names_is_refused(tmp_path, write):
    content = workbook(tmp_path / "x.xlsx", Sheet=[["Mã tổ chức", "Loại"], ["CB1", "chi bộ"]]).read_bytes()
    broken = marked(content, 7, 8).replace(b"docProps/app.xml", b"d\xb1cProps/app.xml")
    assert "is damaged" in problems(write(broken, "y.xlsx"))[0]


def test_a_figure_longer_than_python_reads_is_no_length_of_a_meeting(write):
    assert "is no length of a meeting" in problems(write(f"Mã tổ chức,Thời lượng\nCB1,{'9' * 5000}"))[0]


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", HEADER.encode() + b"\n", b"Ma to chuc;Ten to chuc\n"])
)
def test_no_bytes_at_all_break_the_reader(tmp_path_factory, tail, start):
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(start + tail)
    try:
        read(path)
    except RosterError as refused:
        assert refused.problems  # noqa: PT017


# -- importing -----------------------------------------------------------------------------------------------------------


def put(session, path, **how):
    return import_roster(session, read(path), now=NOW, **how)


def test_twice_changes_nothing(session):
    put(session, EXAMPLE)
    session.commit()
    again = put(session, EXAMPLE)
    assert str(again) == "0 added, 0 changed, 0 left"
    assert again.to_plan == []
    assert not session.dirty
    assert not session.new


def test_the_demo_imports_twice_and_its_statistics_are_right(session):
    roster = demo_roster.build(NOW.date()).as_roster()
    seen = []
    changes = import_roster(session, roster, now=NOW, progress=lambda done, total: seen.append((done, total)))
    assert str(changes) == "593 added, 0 changed, 0 left"
    assert len(changes.to_plan) == 17
    assert seen[-1] == (593, 593)
    assert str(import_roster(session, roster, now=NOW)) == "0 added, 0 changed, 0 left"


def test_changes_are_listed_and_missing_members_stay(session, write):
    put(session, EXAMPLE)
    text = EXAMPLE.read_text(encoding="utf-8")
    changed = text.replace("Đỗ Văn Mùi,Dự bị", "Đỗ Văn Mùi,Chính thức").replace("Thư ký; Chi ủy viên", "Thư ký")
    changed = changed.replace('"ngày 4, 19:30, kể cả cuối tuần"', '"ngày 5, 19:30"')
    changed = "\n".join(line for line in changed.splitlines() if "Phạm Quang Tài" not in line)
    changes = put(session, write(changed))
    assert [str(change) for change in changes.changed[1:]] == [
        "CB01/004 Đỗ Văn Mùi: status: probationary → official",
        "CB02/002 Ngô Thu Hà: no longer committee",
    ]
    assert [each.code for each in changes.to_plan] == ["CB01"]
    assert changes.left == []
    assert str(put(session, write(changed))) == "0 added, 0 changed, 0 left"

    gone = put(session, write(changed), remove_missing=True)
    assert [str(change) for change in gone.left] == ["CB01/006 Phạm Quang Tài: not in the file"]
    member = session.scalars(select(Member).where(Member.full_name == "Phạm Quang Tài")).one()
    assert not questions.is_active(member, NOW)
    back = put(session, EXAMPLE)
    assert any("Phạm Quang Tài: left_on" in str(change) for change in back.changed)


def test_a_file_without_a_column_leaves_what_is_stored(session, write):
    put(session, EXAMPLE)
    short = write("Mã tổ chức,Mã đảng viên,Họ và tên\nCB01,001,Lê Thị Sen\nCB01,006,Phạm Quang Tài\n")
    assert str(put(session, short)) == "0 added, 0 changed, 0 left"
    assert session.scalars(select(Role)).first().until is None


def test_a_cell_moves_to_another_committee_with_dates(session, write):
    put(session, EXAMPLE)
    put(session, write("Mã tổ chức,Tên tổ chức,Trực thuộc\nDB-2,Đảng bộ xã Hai,\nCB01,,DB-2\n"))
    cell = session.scalars(select(Organisation).where(Organisation.code == "CB01")).one()
    assert questions.parent(session, cell.id, NOW).code == "DB-2"
    links = session.scalars(select(OrganisationParent).where(OrganisationParent.child_id == cell.id)).all()
    assert [(link.since, link.until) for link in links] == [(None, date(2026, 11, 23)), (date(2026, 11, 23), None)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mã tổ chức,Mã đảng viên,Họ và tên\nMOI,1,Lê Thị Sen\n", "MOI is new and has no name"),
        ("Mã tổ chức,Tên tổ chức,Trực thuộc\nMOI,Chi bộ Mới,KHONG\n", "KHONG is neither"),
        ("Mã tổ chức,Mã đảng viên,Họ và tên,Chức vụ\nCB01,1,Lê Sen,Quản trị tại XYZ\n", "XYZ is neither"),
        ("Mã tổ chức,Tên tổ chức,Trực thuộc\nDB-VS,,CB01\n", "above itself"),
    ],
)
def test_what_contradicts_the_database_changes_nothing(session, write, text, told):
    put(session, EXAMPLE)
    session.commit()
    with pytest.raises(RosterError) as refused:
        put(session, write(text))
    assert told in str(refused.value)
    assert "line 2" in str(refused.value)
    assert not session.dirty
    assert not session.new
