"""Bytes of a CSV file -> text, or the finding that says why they are not text."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger import errors
from perfeval.ledger.limits import MAX_FILE_BYTES

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# The first bytes of a zip archive (.xlsx) and of an OLE file (.xls).
_WORKBOOK_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def decode(file: str, data: bytes, limit: int = MAX_FILE_BYTES) -> str | Diagnostic:
    """The text of a file in UTF-8 (with or without byte order mark) or GB18030; else a finding.

    Both encodings are read strictly: no byte is dropped or replaced. limit: how many bytes it may have.
    """
    if len(data) > limit:
        return errors.too_large(Cell(file), limit + 1, limit)
    if data.startswith(_WORKBOOK_MARKS):
        return errors.workbook(Cell(file))
    if data.startswith(_UTF16_MARKS) or _is_unmarked_utf16(data):
        return errors.utf16(Cell(file))
    if (place := data.find(b"\0")) >= 0:
        return errors.nul(Cell(file, _line_of(data, place)))
    body = data.removeprefix(_UTF8_MARK)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(body) < len(data) or _is_mostly_utf8(body):
            return errors.damaged_utf8(Cell(file, _line_of(body, error.start)))
    try:
        return body.decode("gb18030")
    except UnicodeDecodeError as error:
        return errors.unknown_encoding(Cell(file, _line_of(body, error.start)))


def _line_of(data: bytes, place: int) -> int:
    # Lone carriage returns end lines as well, as they do where records are cut.
    before = data[:place].replace(b"\r\n", b"\n")
    return before.count(b"\n") + before.count(b"\r") + 1


def _is_unmarked_utf16(data: bytes) -> bool:
    """Whether every comma stands beside a zero byte, on the same side."""
    commas = data.count(b",")
    return commas > 0 and commas in (data.count(b",\0"), data.count(b"\0,"))


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether most letters beyond ASCII are sound UTF-8.

    A file with one broken letter would otherwise be taken for GB18030 and all of it be garbled;
    in real GB18030 hardly any letter happens to be sound UTF-8.
    """
    letters = [char for char in data.decode("utf-8", errors="replace") if not char.isascii()]
    return letters.count("\ufffd") * 2 < len(letters)
