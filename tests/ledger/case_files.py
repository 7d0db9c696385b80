r"""Case files: broken ledgers, and all that has to be said about them.

    ledgers/bad/*.txt     what the case is about, in free words

    ==== 表彰.csv          the content of a file; 单位.csv and 得分.csv are there in good order anyway
    单位,项目,级别,对象,日期
    兰溪镇,项目1,国家级,本单位\u3000,2013-05-01

    ==== 应报              each finding: code | file | line | column | value | message, expected, hint
    PE620 | 表彰.csv | 2 | 对象 | 本单位\u3000 | “本单位”后面有全角空格
        应为：本单位
        办法：……

After the name of a file may stand （GB18030） or another encoding, or （没有） where the file is absent.
In contents, and in values that are to be found, \u3000 is a character and \t \r \n are themselves;
in contents \xff is one byte, so that broken encodings can be written down. - stands for None.
"""

import re
from pathlib import Path

from attrs import frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic

LEDGERS = Path(__file__).resolve().parent.parent / "cases" / "ledgers"
FINDINGS = "应报"
ABSENT = "没有"

_HEADING = re.compile(r"^==== ([^（\n]+)(?:（(.+)）)?\n", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|x([0-9A-F]{2})|([trn]))")
_LETTERS = {"t": "\t", "r": "\r", "n": "\n"}


@frozen
class Case:
    """The files of one folder, and the text of what is to be found in them."""

    files: dict[str, bytes]
    expected: str


def read_case(path: Path) -> Case:
    """The case that a file describes, with the good files that it does not replace."""
    files = good_files()
    pieces = _HEADING.split(path.read_text(encoding="utf-8"))
    assert pieces[-3] == FINDINGS, f"{path.name} does not end with {FINDINGS}"
    for name, encoding, content in zip(pieces[1:-3:3], pieces[2:-3:3], pieces[3:-3:3], strict=True):
        # The last empty line belongs to the layout of the case file.
        files[name] = as_bytes(content.removesuffix("\n"), encoding or "UTF-8")
        if encoding == ABSENT:
            del files[name]
    return Case(files, pieces[-1])


def good_files() -> dict[str, bytes]:
    """The files that must be there, in good order."""
    return {file.name: file.read_bytes() for file in sorted((LEDGERS / "good").glob("*.csv"))}


def as_bytes(content: str, encoding: str) -> bytes:
    r"""The text in this encoding, with its escapes; \xff is the byte itself."""
    if encoding == ABSENT:
        return b""
    data, at = b"", 0
    for match in _ESCAPE.finditer(content):
        character, byte, letter = match.groups()
        data += content[at : match.start()].encode(encoding)
        if byte:
            data += bytes.fromhex(byte)
        else:
            data += (_LETTERS[letter] if letter else chr(int(character, 16))).encode(encoding)
        at = match.end()
    return data + content[at:].encode(encoding)


def show_findings(findings: tuple[Diagnostic, ...]) -> str:
    """Findings as case files write them."""
    return "".join(map(_show, findings))


def _show(found: Diagnostic) -> str:
    where = found.where
    assert isinstance(where, Cell), f"{found.code} names no place in a ledger"
    cells = (found.code, where.file, where.line, where.column, where.value)
    shown = " | ".join("-" if cell is None else visible(str(cell)) for cell in cells)
    lines = [f"{shown} | {found.message}"]
    if found.expected:
        lines.append(f"    应为：{'、'.join(found.expected)}")
    lines.append(f"    办法：{found.hint}")
    return "\n".join(lines) + "\n"


def visible(text: str) -> str:
    """The text with escapes for what could not be seen in a case file; （空） if there is none."""
    edges = (0, len(text) - 1)
    return (
        "".join(
            char if char.isprintable() and not (char == " " and index in edges) else f"\\u{ord(char):04X}"
            for index, char in enumerate(text)
        )
        or "（空）"
    )
