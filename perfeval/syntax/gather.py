"""The text of a rule book, put together from its files before anything is read.

What 附 names is put in where the sentence stands; what 沿用 and 取自 name is put in as the sentences
that declare it. The text knows which of its characters stand in which file, so that everything after
this pass reads one text, and every message names the file. Nothing here reads a disk: ``files`` has
the bytes of all files, by their paths as seen from the folder of the book.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from posixpath import dirname

from attrs import Factory, frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.diagnostics.suggest import nearest
from perfeval.source.text import Piece, SourceText, Span
from perfeval.syntax import gather_errors as errors
from perfeval.syntax.declared import KINDS, Declared, declared_in
from perfeval.syntax.marks import marked
from perfeval.syntax.references import Reference, Way, attached_file, book_file, folder_of, references

# Books that name books that name books; and how many other files one book may name.
MAX_DEPTH = 8
MAX_NAMED = 100
# Findings after which nobody reads on.
_ENOUGH = 20
_ANNEX = "附件\n"
_HEADING = re.compile(r"^[^\S\n]*(?:附(?!\s*“)|[一二三四五六七八九十]+\s*[、(（])", re.MULTILINE)


@frozen
class ResultsTaken:
    """A ledger whose columns are results of another book.

    file: the path of that book. results: their names there and here.
    """

    ledger: str
    file: str
    results: tuple[tuple[str, str], ...]


@frozen
class Gathered:
    """A book's text, whole.

    joined: offsets, in the whole text, of the sentences whose files were put in. taken: the ledgers
    that hold results of other books.
    """

    source: SourceText
    sha256: str
    joined: tuple[int, ...] = ()
    taken: tuple[ResultsTaken, ...] = ()


@frozen(eq=False)
class Surroundings:
    """What gathering asks of others.

    decoded: the text of a file, or the finding that says why it is none. columns: of the book in a
    file, the results that it gives, each with the words that declare a column of them; the tuple has
    the files of the books that led there. largest: how many bytes all files may have together.
    known, declared: the texts of other books that were put together already, and what they declare.
    """

    decoded: Callable[[str, bytes], str | Diagnostic]
    columns: Callable[[str, tuple[str, ...]], Checked[Mapping[str, str]]]
    largest: int
    known: dict[str, Checked[Gathered]] = Factory(dict)
    declared: dict[SourceText, tuple[Declared, ...]] = Factory(dict)


class Gatherer:
    """Puts together the text of the book in ``file``. above: the books that led to it."""

    def __init__(
        self, file: str, files: Mapping[str, bytes], above: tuple[str, ...], around: Surroundings
    ) -> None:
        self.file = file
        self.files = files
        self.above = (*above, file)
        self.around = around
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.size = 0
        self.bytes = 0
        self.named = 0
        self.read: dict[str, Span] = {}
        self.digests: list[str] = []
        self.joined: list[int] = []
        self.taken: list[ResultsTaken] = []
        self.delegated: list[tuple[str, Span]] = []
        self.found: list[Diagnostic] = []
        self.heading_seen = False

    def gathered(self, name: str) -> Checked[Gathered]:
        """The whole text; the value is None where a part of it is missing. name: of its first file."""
        main = self.text_of(self.file, name, None)
        if main is None:
            return Checked(None, tuple(self.found))
        self.put_in(self.file, main)
        for file, span in self.delegated:
            if file not in [each.file for each in self.taken]:
                self.found.append(errors.not_taken(span))
        if self.found:
            return Checked(None, tuple(self.found))
        if len(self.digests) == 1 and not self.joined:
            return Checked(Gathered(main, self.digests[0]))
        digest = sha256("\n".join(self.digests).encode("ascii")).hexdigest()
        source = SourceText(name, "".join(self.parts), pieces=tuple(self.pieces))
        return Checked(Gathered(source, digest, tuple(self.joined), tuple(self.taken)))

    # ------------------------------------------------------------ files

    def text_of(self, file: str, name: str, where: Span | None) -> SourceText | None:
        """The text of a file, shown as ``name``. where: what named it."""
        content = self.files[file]
        self.bytes += len(content)
        if where is not None and self.bytes > self.around.largest:
            self.found.append(errors.too_large(where, self.around.largest))
            return None
        text = self.around.decoded(name, content)
        if isinstance(text, Diagnostic):
            self.found.append(text)
            return None
        self.digests.append(sha256(content).hexdigest())
        return SourceText(name, text)

    def put_in(self, file: str, source: SourceText) -> None:
        """The text of one file, and of the files that it names where it names them."""
        text = marked(source)
        at = 0
        for each in references(text):
            self.named += 1
            if self.named > MAX_NAMED or len(self.found) >= _ENOUGH:
                if self.named == MAX_NAMED + 1:
                    self.found.append(errors.too_many_files(Span(source, *each.path), MAX_NAMED))
                return
            end = text.find("\n", each.end)
            end = len(text) if end < 0 else end
            self.heading_seen = self.heading_seen or _HEADING.search(text, at, each.start) is not None
            if end > at:
                self.add(source, at, end)
            if each.way is not Way.DELEGATED:
                self.joined.append(self.size - (end - each.start))
            at = max(at, end)
            self.reference(file, source, each)
        self.heading_seen = self.heading_seen or _HEADING.search(text, at) is not None
        self.add(source, at, len(text))

    def add(self, source: SourceText, start: int, end: int) -> None:
        """Characters as they stand in a file."""
        self.pieces.append(Piece(self.size, source, start))
        self.parts.append(source.text[start:end])
        self.size += end - start

    def make(self, text: str, place: Span) -> None:
        """Characters that stand for a sentence."""
        self.pieces.append(Piece(self.size, place.source, place.start, place.end))
        self.parts.append(text)
        self.size += len(text)

    # ------------------------------------------------------------ references

    def reference(self, file: str, source: SourceText, each: Reference) -> None:
        """Put in what one sentence names."""
        path = Span(source, *each.path)
        written = path.text.strip()
        if each.way is Way.ATTACHED:
            self.attached(attached_file(file, written), written, path)
            return
        meant = book_file(file, written)
        if meant is None:
            self.found.append(errors.not_a_book_path(written, path))
        elif meant in self.above or len(self.above) > MAX_DEPTH:
            self.found.append(errors.circle((*self.above, meant), path))
        elif meant not in self.files:
            self.found.append(errors.book_missing(written, path, self.books()))
        elif each.way is Way.TAKEN_OVER:
            self.taken_over(meant, source, each)
        elif each.way is Way.RESULTS:
            self.results(meant, source, each)
        else:
            self.delegated.append((meant, path))

    def books(self) -> list[str]:
        """The other books there are, as a book would name them."""
        return [folder_of(file) for file in self.files if file.endswith(".jx") and "/" in file]

    def attached(self, meant: str | None, written: str, path: Span) -> None:
        """A part of this book."""
        if meant is None:
            self.found.append(errors.not_a_file_name(written, path))
        elif meant == self.file or meant in self.read:
            self.found.append(errors.attached_twice(written, path, self.read.get(meant)))
        elif meant not in self.files:
            folder = dirname(meant)
            known = [name for name in self.files if dirname(name) == folder and name.endswith(".jx")]
            names = [name.removeprefix(f"{folder}/") for name in known if name != self.file]
            self.found.append(errors.file_missing(written, path, names))
        else:
            self.read[meant] = path
            source = self.text_of(meant, self.shown(meant), path)
            if source is not None:
                self.make("\n\n", path)
                self.put_in(meant, source)
                self.make("\n", path)

    def shown(self, file: str) -> str:
        """A file as messages name it: of the folder of this book by its name alone."""
        folder = dirname(self.file)
        return file.removeprefix(f"{folder}/") if folder and len(self.above) == 1 else file

    def begin_declarations(self, path: Span) -> None:
        """Declarations stand below a heading; before the first one they make an annex."""
        self.make("\n\n" if self.heading_seen else f"\n\n{_ANNEX}", path)
        self.heading_seen = True

    def taken_over(self, meant: str, source: SourceText, each: Reference) -> None:
        """Declarations of another book, which is read once."""
        if meant not in self.around.known:
            other = Gatherer(meant, self.files, self.above, self.around)
            self.around.known[meant] = other.gathered(meant)
        self.declarations(self.around.known[meant], source, each)

    def declarations(self, other: Checked[Gathered], source: SourceText, each: Reference) -> None:
        """What is taken over of another book."""
        path = Span(source, *each.path)
        written = path.text.strip()
        if other.value is None:
            self.found.append(errors.other_book_broken(written, path, other.diagnostics))
            return
        self.digests.append(other.value.sha256)
        kinds = [kind if kind in KINDS else nearest(kind, KINDS) for kind, _ in each.kinds]
        source_there = other.value.source
        if source_there not in self.around.declared:
            self.around.declared[source_there] = declared_in(source_there)
        found = [one for one in self.around.declared[source_there] if one.kind in kinds]
        for kind, at in each.kinds:
            if kind in KINDS and not any(one.kind == kind for one in found):
                self.found.append(errors.nothing_of_kind(written, kind, Span(source, at, at + len(kind))))
        kept = found
        for name, at in each.left_out:
            left = [one for one in kept if name not in one.names]
            if len(left) == len(kept):
                names = [known for one in found for known in one.names]
                place = Span(source, at, at + len(name))
                self.found.append(errors.nothing_left_out(written, name, place, names))
            kept = left
        self.begin_declarations(path)
        for one in kept:
            self.declaration(one, path)
        ledgers = [name for one in kept if one.kind == "台账" for name in one.names]
        self.taken.extend(one for one in other.value.taken if one.ledger in ledgers)

    def declaration(self, one: Declared, path: Span) -> None:
        """One sentence of another book, where it stands there."""
        piece = one.span.original
        self.bytes += len(one.span.text.encode("utf-8"))
        if self.bytes > self.around.largest:
            if not self.found:
                self.found.append(errors.too_large(path, self.around.largest))
            return
        if piece.text == one.span.text:
            self.add(piece.source, piece.start, piece.end)
        else:
            self.make(one.span.text, piece)
        self.make("\n", path)

    def results(self, meant: str, source: SourceText, each: Reference) -> None:
        """A ledger of results of another book."""
        path = Span(source, *each.path)
        written = path.text.strip()
        columns = self.around.columns(meant, self.above)
        if columns.value is None or has_errors(columns.diagnostics):
            self.found.append(errors.other_book_broken(written, path, columns.diagnostics))
            return
        wordings = []
        for name, here, at in each.results:
            if name in columns.value:
                wordings.append(f"“{here}”{columns.value[name]}")
            else:
                place = Span(source, at, at + len(name))
                self.found.append(errors.no_such_result(written, name, place, columns.value))
        if len(wordings) < len(each.results) or not wordings:
            return
        sentence = Span(source, each.start, each.end)
        self.begin_declarations(sentence)
        self.make(f"台账“{each.ledger}”，一个单位一行：{'；'.join(wordings)}。\n", sentence)
        results = tuple((name, here) for name, here, _ in each.results)
        self.taken.append(ResultsTaken(each.ledger, meant, results))
