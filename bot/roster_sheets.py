"""Opens a roster file, CSV or XLSX, and gives its rows; whatever is no roster is refused with a sentence that says what it is."""

import contextlib
import csv
import io
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.roster_rows import Problem, RosterError
from bot.roster_words import BY_HEADER
from handlers.folding import fold

# A roster of 575 members has 60 kB; these limits keep a wrong file from filling the memory.
MOST_BYTES = 20_000_000
MOST_UNPACKED = 300_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 60

# What openpyxl raises on a damaged workbook; it has no error class of its own for that.
BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ET.ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    RuntimeError,  # of zipfile's: encrypted, or packed in a way it does not know
)

Cell = str | date


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet; `line` counts from 1 as the person sees it, a date cell stays a date."""

    sheet: str
    line: int
    cells: tuple[Cell, ...]

    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell for cell in self.cells)


def read_rows(path: Path) -> list[Row]:
    """Return the rows of all sheets that hold something, in their order; RosterError if the file is no roster."""
    _refuse_unreadable(path)
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK\x03\x04"):
        rows = list(_workbook_rows(path))
    else:
        _refuse_other_formats(path, start)
        rows = list(_csv_rows(_decoded(path)))
    return [row for row in rows if not row.is_empty()]


def _refuse_unreadable(path: Path) -> None:
    if not path.exists():
        raise _no(f"{path} does not exist: check the name and the folder")
    if not path.is_file():
        raise _no(f"{path} is no file: give the roster file itself, not its folder")
    size = path.stat().st_size
    if size == 0:
        raise _no(f"{path.name} is empty: save the roster again and check that it was stored completely")
    if size > MOST_BYTES:
        raise _no(
            f"{path.name} has {size // 1_000_000} MB; a roster has at most {MOST_BYTES // 1_000_000} MB: is this the right file?"
        )


def _refuse_other_formats(path: Path, start: bytes) -> None:
    known = {
        b"%PDF": "a PDF document",
        b"\xd0\xcf\x11\xe0": "an old Excel or Word file (.xls, .doc)",
        b"\x89PNG": "a picture",
        b"\xff\xd8\xff": "a picture",
        b"GIF8": "a picture",
        b"Rar!": "a packed archive",
        b"7z\xbc\xaf": "a packed archive",
        b"\x1f\x8b": "a packed archive",
        b"{\\rtf": "a text document (RTF)",
        b"<htm": "a web page",
        b"<!DO": "a web page",
    }
    for mark, what in known.items():
        if start.startswith(mark):
            raise _no(f"{path.name} is {what}, whatever its name says: save the roster as XLSX or as CSV (UTF-8)")


# -- CSV ---------------------------------------------------------------------------------------------------------------


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    encoding = "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise _no(f"{path.name} is not written in UTF-8: in Excel choose 'CSV UTF-8', or save it as XLSX") from None
    if "\0" in text:
        raise _no(f"{path.name} is no text: save the roster as XLSX or as CSV (UTF-8)")
    return text


def _csv_rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    line = 1
    try:
        for cells in reader:
            # Excel may begin a file with "sep=;".
            if not (line == 1 and cells and cells[0].casefold().startswith("sep=")):
                yield Row("", line, tuple(cell.strip() for cell in cells[:MOST_COLUMNS]))
            line = reader.line_num + 1
            if line > MOST_ROWS:
                raise _no(f"it has more than {MOST_ROWS} lines: is this the right file?")
    except csv.Error as error:
        raise RosterError(
            [Problem(line, "", f"this line cannot be read as CSV ({error}): is a quotation mark missing?")]
        ) from None


def _delimiter(text: str) -> str:
    """Return the sign that parts the columns: the one with which some early line holds the most column names we know."""
    early = [line for line in text.splitlines()[:20] if line.strip()]

    def known(sign: str) -> int:
        return max((sum(fold(cell) in BY_HEADER for cell in line.split(sign)) for line in early), default=0)

    return max((",", ";", "\t", "|"), key=known)


# -- XLSX --------------------------------------------------------------------------------------------------------------


def _workbook_rows(path: Path) -> Iterator[Row]:
    _refuse_other_archives(path)
    try:
        # Opened by us: the library goes by how a path's name ends, and a roster may be called anything.
        with path.open("rb") as file, contextlib.closing(load_workbook(file, read_only=True, data_only=True)) as book:
            for sheet in book.worksheets:
                yield from _sheet_rows(sheet)
    except BROKEN_WORKBOOK as error:
        raise _no(
            f"{path.name} cannot be read as XLSX ({type(error).__name__}): open it in Excel and save it again"
        ) from None


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    # What a file says about its own size is not to be trusted.
    sheet.reset_dimensions()
    for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        yield Row(sheet.title, line, tuple(_cell(value) for value in cells))
        if line > MOST_ROWS:
            raise _no(f"sheet {sheet.title} has more than {MOST_ROWS} lines: is this the right file?")


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _refuse_other_archives(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except BROKEN_WORKBOOK:
        raise _no(f"{path.name} is damaged: open it in Excel and save it again") from None
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise _no(f"{path.name} is a packed file, but no Excel workbook: save the roster as XLSX or as CSV (UTF-8)")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _no(f"{path.name} unpacks to more than {MOST_UNPACKED // 1_000_000} MB: is this the right file?")


def _no(reason: str) -> RosterError:
    return RosterError([Problem(0, "", reason)])
