"""CSV files of many populations -> the records of each file, population by population."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.evaluate.taken import missing_results
from perfeval.ledger import errors as ledger_errors
from perfeval.ledger.blanks import BLANKS
from perfeval.ledger.cells import read_column
from perfeval.ledger.limits import MAX_FINDINGS
from perfeval.ledger.read import Content, file_findings, read_facts, records_of
from perfeval.ledger.records import Record, Records
from perfeval.ledger.schema import Column, ColumnType, Ledger, Schema
from perfeval.populations import errors
from perfeval.populations.keys import Key
from perfeval.rulebook.book import RuleBook, Taken
from perfeval.source.lookalike import skeleton

_SUFFIX = ".csv"


@frozen(eq=False)
class SplitFile:
    """The records of one file: its header, and the rows of each population, the population's cells cut off.

    first: for each population, in order of first appearance, its first line and its values as cells.
    findings: about rows of which nobody knows the population; these rows are left out.
    """

    name: str
    header: Record
    rows: Mapping[Key, list[Record]]
    first: Mapping[Key, Cell]
    findings: tuple[Diagnostic, ...] = ()

    def of(self, key: Key) -> Records:
        """The records of one population; the header alone where it has none."""
        return Records([self.header, *self.rows.get(key, ())], [], [])


@frozen(eq=False)
class Split:
    """All files, population by population. keys: the populations, in order.

    findings: what is wrong with whole files, or with rows whose population nobody knows.
    unread: ledgers of the book's own files that could not be divided. whole: the files as they are,
    where there is one population.
    """

    names: tuple[str, ...]
    keys: tuple[Key, ...]
    files: tuple[SplitFile, ...]
    unread: tuple[str, ...]
    findings: tuple[Diagnostic, ...]
    whole: Mapping[str, Content] | None = None

    def of(self, key: Key) -> Mapping[str, Content]:
        """The files of one population."""
        if self.whole is not None:
            return self.whole
        return {file.name: file.of(key) for file in self.files}


def split_files(
    files: Mapping[str, bytes],
    book: RuleBook,
    names: Sequence[str],
    others: Sequence[str] = (),
    known: Sequence[Key] | None = None,
) -> Split:
    """Divide the files of a folder by the values of the columns ``names``.

    files: as for ``read_facts``; those of another book whose results this one takes as 文件夹/文件.csv.
    others: ledgers that are read from elsewhere; known: the populations, where one of these tells them.
    Which populations there are is told by the roster, else by the first ledger that must have rows; where
    there is none, by all files.
    """
    if not names and not others:
        return Split((), ((),), (), (), (), files)
    found: list[Diagnostic] = list(_whole_files(files, book, others))
    divided: dict[str, SplitFile] = {}
    unread: list[str] = []
    for path, ledger, schema in _ledgers_of(book, ""):
        if path not in files:
            continue
        made = _divide(path, files[path], ledger, schema, names)
        if isinstance(made, SplitFile):
            divided[path] = made
        if not isinstance(made, SplitFile) or made.findings:
            unread.append(path.removesuffix(_SUFFIX))
            found.extend(made.findings if isinstance(made, SplitFile) else made)
    first = telling_ledger(book)
    shown = "" if first is None else first.name if first.name in others else first.name + _SUFFIX
    told = _told(divided, first, known)
    if first is not None and (known is not None or shown in divided):
        found.extend(strangers(divided.values(), names, shown, told))
    if not told and not unread and not found and not others:
        found.append(errors.no_population(Cell(shown or next(iter(divided), "")), names))
    return Split(tuple(names), told, tuple(divided.values()), tuple(unread), tuple(found))


def _told(
    divided: Mapping[str, SplitFile], first: Ledger | None, known: Sequence[Key] | None
) -> tuple[Key, ...]:
    """The populations: known before, or those of the first ledger, or where there is none of all."""
    if known is not None:
        return tuple(known)
    if first is None:
        return tuple(dict.fromkeys(key for file in divided.values() for key in file.first))
    file = divided.get(first.name + _SUFFIX)
    return () if file is None else tuple(file.first)


def telling_ledger(book: RuleBook) -> Ledger | None:
    """The ledger whose rows say what populations there are; None where no ledger must have any."""
    if book.roster is not None:
        return book.schema.ledger(book.roster)
    taken = [each.ledger for each in book.taken]
    own = (ledger for ledger in book.schema.ledgers if ledger.name not in taken)
    return next((ledger for ledger in own if ledger.required), None)


def _ledgers_of(book: RuleBook, folder: str) -> Iterator[tuple[str, Ledger, Schema]]:
    """The paths of all ledgers, those of books whose results are taken included, with their schemas."""
    for ledger in book.schema.ledgers:
        yield folder + ledger.name + _SUFFIX, ledger, book.schema
    for taken in book.taken:
        yield from _ledgers_of(taken.book, f"{folder}{taken.ledger}/")


def _whole_files(files: Mapping[str, bytes], book: RuleBook, others: Sequence[str]) -> Iterator[Diagnostic]:
    """Which files are missing or strange, in the folder and in those of other books' ledgers."""
    own = [name for name in files if "/" not in name]
    elsewhere = [*(taken.ledger for taken in book.taken), *others]
    yield from file_findings([*own, *(name + _SUFFIX for name in elsewhere)], book.schema)
    yield from missing_results(book, files)
    for taken in book.taken:
        yield from _whole_folder(files, taken)


def _whole_folder(files: Mapping[str, bytes], taken: Taken) -> Iterator[Diagnostic]:
    folder = f"{taken.ledger}/"
    theirs = {name.removeprefix(folder): data for name, data in files.items() if name.startswith(folder)}
    for each in _whole_files(theirs, taken.book, ()) if theirs else ():
        yield inside(each, taken.ledger)


# ---------------------------------------------------------------- one file


def _divide(
    file: str, data: bytes, ledger: Ledger, schema: Schema, names: Sequence[str]
) -> SplitFile | Sequence[Diagnostic]:
    records = records_of(file, data)
    if isinstance(records, Diagnostic):
        return [records]
    if records.findings and (
        not records.sound or any(line < records.sound[0][0] for line, _ in records.broken)
    ):
        return records.findings
    if not records.sound or not any(_word(cell) in ledger.file_columns for cell in records.sound[0][1]):
        # The reader of ledgers says what is wrong with the header, or that there is none.
        path, _, name = file.rpartition("/")
        alone = evolve(schema, ledgers=(ledger,), roster=None)
        return [inside(each, path) for each in read_facts({name: records}, alone).diagnostics]
    return _by_population(file, records, names)


def inside(found: Diagnostic, folder: str) -> Diagnostic:
    """The same finding, about a file of this folder; as it is where there is no folder."""
    where = found.where
    if not folder or not isinstance(where, Cell):
        return found
    return evolve(found, where=evolve(where, file=f"{folder}/{where.file}"))


def _word(cell: str) -> str:
    return cell.strip(BLANKS).replace("\r", "").replace("\n", "")


def _by_population(file: str, records: Records, names: Sequence[str]) -> SplitFile | Sequence[Diagnostic]:
    line, header = records.sound[0]
    words = [_word(cell) for cell in header]
    found: list[Diagnostic] = []
    for name in names:
        if name not in words:
            near = ledger_errors.near_miss(name, tuple(words))
            found.append(ledger_errors.missing_column(Cell(file, line, name), near))
        elif words.count(name) > 1:
            found.append(ledger_errors.repeated_column(Cell(file, line, name)))
    if found:
        return found
    return _divided(file, records, names, [words.index(name) for name in names])


def _divided(file: str, records: Records, names: Sequence[str], places: Sequence[int]) -> SplitFile:
    """The rows below a sound header. places: where the columns of populations stand."""
    line, header = records.sound[0]
    rows = records.sound[1:]
    found = [*records.findings, *_misshapen(file, rows, len(header))]
    rows = [row for row in rows if len(row[1]) == len(header) and "".join(row[1]).strip(BLANKS)]
    faulty = list(_faulty(file, rows, names, places))
    wrong = [each.where.line for each in faulty if isinstance(each.where, Cell)]
    divided: dict[Key, list[Record]] = {}
    first: dict[Key, Cell] = {}
    kept = [place for place in range(len(header)) if place not in places]
    for number, cells in rows:
        if wrong and number in wrong:
            continue
        key = tuple(cells[place] for place in places)
        if key not in divided:
            divided[key] = []
            first[key] = Cell(file, number, *(pair[0] for pair in (names, key) if pair))
        divided[key].append((number, [cells[place] for place in kept]))
    told = sorted([*found, *faulty], key=_line)[:MAX_FINDINGS]
    return SplitFile(file, (line, [header[place] for place in kept]), divided, first, tuple(told))


def _line(found: Diagnostic) -> int:
    return found.where.line or 0 if isinstance(found.where, Cell) else 0


def _misshapen(file: str, rows: Sequence[Record], width: int) -> Iterator[Diagnostic]:
    """Rows that are empty or have too few or too many cells: nobody knows whose they are."""
    for line, cells in rows:
        if not "".join(cells).strip(BLANKS):
            yield ledger_errors.empty_row(Cell(file, line))
        elif len(cells) != width:
            yield ledger_errors.wrong_number_of_cells(Cell(file, line), cells, width)


def _faulty(
    file: str, rows: Sequence[Record], names: Sequence[str], places: Sequence[int]
) -> Iterator[Diagnostic]:
    """Cells of populations that are empty or have something hidden in them or around them."""
    for name, place in zip(names, places, strict=True):
        column = Column(name, ColumnType.TEXT)
        texts = [cells[place] for _, cells in rows]
        faults = read_column(column, texts).faults
        for (line, _), text in zip(rows, texts, strict=True) if faults else ():
            for fault in faults.get(text, ()):
                yield fault.finding(Cell(file, line, name, text), column)
        lines = dict(zip(reversed(texts), (line for line, _ in reversed(rows)), strict=True))
        yield from _alike(
            file, name, {text: lines[text] for text in dict.fromkeys(texts) if text not in faults}
        )


def _alike(file: str, name: str, first: Mapping[str, int]) -> Iterator[Diagnostic]:
    """Values that a reader takes for one although they are two; first: each with its first line."""
    seen: dict[str, str] = {}
    for text, line in first.items():
        other = seen.setdefault(skeleton(text), text)
        if other != text:
            where = Cell(file, line, name, text)
            alike = ledger_errors.looks_like(where, text, [other])
            if alike is not None:
                yield alike


def strangers(
    files: Iterable[SplitFile], names: Sequence[str], first: str, known: Sequence[Key]
) -> Iterator[Diagnostic]:
    """Populations of other files that the first ledger lacks, each at its first row in each file."""
    told = dict.fromkeys(known)
    for file in files:
        for key, where in file.first.items():
            if key not in told:
                yield stranger(where, names, key, first, known)


def stranger(where: Cell, names: Sequence[str], key: Key, first: str, known: Sequence[Key]) -> Diagnostic:
    """What is said of rows of a population that the first ledger lacks."""
    for place, value in enumerate(key):
        values = list(dict.fromkeys(each[place] for each in known))
        if value not in values:
            at = evolve(where, column=names[place], value=value)
            alike = ledger_errors.looks_like(at, value, values)
            return alike or errors.unknown_population(at, names, key, first, known)
    return errors.unknown_population(where, names, key, first, known)
