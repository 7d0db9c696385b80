"""A file of a rule book -> its bytes in the usual layout."""

from __future__ import annotations

from attrs import frozen

from perfeval.layout.from_text import formatted
from perfeval.layout.same import says_the_same
from perfeval.source.text import SourceText

_UTF8_MARK = b"\xef\xbb\xbf"


@frozen
class FormattedFile:
    """A file as it is to be written.

    line: the first line that is not as it was, from 1; None where nothing changes.
    """

    content: bytes
    line: int | None


def formatted_file(source: SourceText, content: bytes) -> FormattedFile | None:
    """The file whose bytes are ``content`` and whose text is ``source``; None if it would say something else.

    Encoding and byte order mark stay. So do line ends of Windows, unless the file has others as well.
    """
    new = SourceText(source.name, formatted(source))
    if new.text != source.text and not says_the_same(source, new):
        return None
    mark, encoding = _encoding(content)
    text = content.removeprefix(mark).decode(encoding)
    written = new.text.replace("\n", "\r\n") if _is_of_windows(text) else new.text
    return FormattedFile(mark + written.encode(encoding), _first_difference(text, written))


def _encoding(content: bytes) -> tuple[bytes, str]:
    """The byte order mark and the encoding of a text that is in UTF-8 or GB18030."""
    if content.startswith(_UTF8_MARK):
        return _UTF8_MARK, "utf-8"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "gb18030"
    return b"", "utf-8"


def _is_of_windows(text: str) -> bool:
    """Whether every line ends with CR LF."""
    others = text.replace("\r\n", "")
    return "\r\n" in text and "\n" not in others and "\r" not in others


def _first_difference(before: str, after: str) -> int | None:
    if before == after:
        return None
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    same = next((count for count, (old, new) in enumerate(pairs) if old != new), None)
    # One text begins with all lines of the other.
    return 1 + (min(before.count("\n"), after.count("\n")) + 1 if same is None else same)
