"""The passes in order, each a pure function from a value to a value with findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve, frozen

from perfeval.analysis.undated import undated
from perfeval.diagnostics.diagnostic import Checked, Diagnostic, has_errors
from perfeval.diagnostics.in_files import in_their_files
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.run import run
from perfeval.evaluate.taken import column_wordings, with_results_taken
from perfeval.ledger.decode import decode
from perfeval.ledger.facts import Facts
from perfeval.ledger.limits import MAX_TEXT_BYTES
from perfeval.ledger.read import read_facts, read_roster
from perfeval.ledger.schema import Schema
from perfeval.resolve.echoes import FORGOTTEN
from perfeval.resolve.from_syntax import resolve
from perfeval.resolve.readings import unknown_readings
from perfeval.rulebook.book import RuleBook, Taken
from perfeval.source.text import SourceText, Span
from perfeval.syntax import gather_errors, references
from perfeval.syntax.gather import Gathered, Gatherer, Surroundings
from perfeval.syntax.limits import at_most
from perfeval.syntax.marks import marked
from perfeval.syntax.surface import surface_tree
from perfeval.syntax.tree import Item, Sentence
from perfeval.tables.from_rulebook import compile_book
from perfeval.tables.model import Model

if TYPE_CHECKING:
    from perfeval.checks.answers import Answered
    from perfeval.diff.comparison import Comparison
    from perfeval.examples.suite import Suite
    from perfeval.populations.evaluation import Evaluation
    from perfeval.sensitivity.study import Study
    from perfeval.simulation.prepared import Prepared

T = TypeVar("T")
Reader = Callable[[Mapping[str, bytes], Schema, int], Checked[Facts]]
NO_FILES: Mapping[str, Sequence[Path]] = {}


@frozen(eq=False)
class BookText:
    """The text of a rule book as it was read: its surface tree, and the digest of its bytes.

    joined: offsets of the sentences whose files are in the text. taken: results of other books.
    """

    source: SourceText
    items: tuple[Item, ...]
    sha256: str
    joined: tuple[int, ...] = ()
    taken: tuple[Taken, ...] = ()


def parse_text(name: str, content: bytes, files: Mapping[str, bytes] | None = None) -> Checked[BookText]:
    """The bytes of a rule book -> its surface tree; the value is None where it is no text at all.

    files: other files that it names, by their paths as seen from its folder; None: it is read alone.
    """
    if files is None:
        text = _decode(name, content)
        if isinstance(text, Diagnostic):
            return Checked(None, (text,))
        alone = Gathered(SourceText(name, text), sha256(content).hexdigest())
        return _surface(alone, ())
    own = PurePosixPath(name).name
    return _Books({**files, own: content}).parsed(own, name, ())


def files_meant(file: str, content: bytes) -> tuple[str, ...]:
    """The paths of the files that the text of a file names; paths are seen from the first book's folder."""
    text = _decode(file, content)
    if isinstance(text, Diagnostic):
        return ()
    return references.files_meant(file, marked(SourceText(file, text)), text)


class _Books:
    """The rule books of one reading, each read once. files: all files by their paths."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.around = Surroundings(_decode, self.columns, MAX_TEXT_BYTES)
        self.known: dict[str, Checked[RuleBook]] = {}
        self.results: dict[str, Checked[Mapping[str, str]]] = {}

    def parsed(self, file: str, name: str, above: tuple[str, ...]) -> Checked[BookText]:
        """The surface tree of the book in a file. above: the books that led to it."""
        whole = Gatherer(file, self.files, above, self.around).gathered(name)
        if whole.value is None:
            return Checked(None, whole.diagnostics)
        taken = []
        for each in whole.value.taken:
            book = self.known[each.file].value
            if book is not None:
                taken.append(Taken(each.ledger, references.folder_of(each.file), book, each.results))
        return _surface(whole.value, tuple(taken))

    def columns(self, file: str, above: tuple[str, ...]) -> Checked[Mapping[str, str]]:
        """The results of the book in a file, each with the words that declare a column of them."""
        if file not in self.known:
            self.known[file] = _bound(self.parsed(file, file, above), self.beside(file))
            self.results[file] = _results_of(self.known[file])
        return self.results[file]

    def beside(self, file: str) -> dict[str, bytes]:
        """The files in the folder of a file, by name."""
        folder = PurePosixPath(file).parent
        paths = [(PurePosixPath(path), content) for path, content in self.files.items()]
        return {path.name: content for path, content in paths if path.parent == folder}


def _results_of(book: Checked[RuleBook]) -> Checked[Mapping[str, str]]:
    if book.value is None:
        return Checked(None, book.diagnostics)
    model = compile_book(book.value, {})
    if model.value is None:
        return Checked(None, model.diagnostics)
    return Checked(column_wordings(book.value, model.value))


def _surface(whole: Gathered, taken: tuple[Taken, ...]) -> Checked[BookText]:
    surface = surface_tree(whole.source)
    if surface.value is None:
        return Checked(None, in_their_files(surface.diagnostics))
    text = BookText(whole.source, surface.value, whole.sha256, whole.joined, taken)
    return Checked(text, surface.diagnostics)


def read_book(name: str, content: bytes, files: Mapping[str, bytes]) -> Checked[RuleBook]:
    """Text of a rule book -> rule book.

    files: the archived documents beside it, and whatever other files it names, by their paths.
    """
    return bind_book(parse_text(name, content, files), files)


def bind_book(surface: Checked[BookText], files: Mapping[str, bytes]) -> Checked[RuleBook]:
    """Surface tree -> rule book, with the findings of both."""
    return _told(_bound(surface, files))


def _told(found: Checked[T]) -> Checked[T]:
    """The same, with every finding in the file where it stands."""
    return Checked(found.value, in_their_files(found.diagnostics))


def _bound(surface: Checked[BookText], files: Mapping[str, bytes]) -> Checked[RuleBook]:
    text = surface.value
    if text is None:
        return Checked(None, surface.diagnostics)
    plans = {name: content for name, content in files.items() if "/" not in name and name[-3:] != ".jx"}
    bound = resolve(text.items, plans, text.source, text.sha256)
    quotes = [each.where for each in bound.diagnostics if each.code == FORGOTTEN]
    own = [each for each in surface.diagnostics if not any(_same_line(each.where, quote) for quote in quotes)]
    findings = at_most(sorted((*own, *bound.diagnostics, *_astray(text)), key=_offset))
    if bound.value is None or has_errors(findings):
        return Checked(None, findings)
    return Checked(evolve(bound.value, taken=text.taken) if text.taken else bound.value, findings)


def _astray(text: BookText) -> Iterator[Diagnostic]:
    """Sentences that name a file where nobody looks for them."""
    for item in text.items:
        if not isinstance(item, Sentence) or item.repaired or item.span.start in text.joined:
            continue
        if item.phrase.rule in references.RULES:
            yield gather_errors.not_at_line_start(item.span)


def read_examples(text: BookText, book: RuleBook) -> Checked[Suite]:
    """The examples of a rule book, ready to be run."""
    from perfeval.examples.suite import suite_of, unexpected_refusals
    from perfeval.resolve.examples import resolve_examples
    from perfeval.syntax.examples import parse_examples  # loads lark

    trees = parse_examples(text.source, text.items)
    bound = resolve_examples(trees.value or (), book)
    suite = suite_of(book, bound.value or (), text.source.name)
    found = (*trees.diagnostics, *bound.diagnostics, *unexpected_refusals(suite))
    return Checked(suite, in_their_files(sorted(found, key=_line)))


def _same_line(one: object, other: object) -> bool:
    return isinstance(one, Span) and isinstance(other, Span) and one.line == other.line


def _line(finding: Diagnostic) -> int:
    return finding.where.line or 0 if finding.where is not None else 0


def _offset(finding: Diagnostic) -> int:
    return finding.where.start if isinstance(finding.where, Span) else -1


def _said(finding: Diagnostic) -> tuple[str, str, int]:
    return finding.code, finding.message, _offset(finding)


def _decode(name: str, content: bytes) -> str | Diagnostic:
    """The text of a file in UTF-8 or GB18030, line ends as \\n; or why it is no text."""
    text = decode(name, content, MAX_TEXT_BYTES)
    if isinstance(text, Diagnostic) and len(content) > MAX_TEXT_BYTES:
        return text
    if isinstance(text, Diagnostic):
        # What to do differs from a ledger: a rule book is edited in a text editor.
        hint = "用记事本打开，另存为，编码选“UTF-8”，类型选“所有文件”。"
        return evolve(text, hint=hint, expected=("UTF-8", "GB18030"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def compile_tables(book: RuleBook, readings: Mapping[str, str]) -> Checked[Model]:
    """Rule book and readings -> decision tables."""
    findings = unknown_readings(book, readings)
    return Checked(None, findings) if findings else _told(compile_book(book, readings))


def check_every_option(book: RuleBook) -> tuple[Diagnostic, ...]:
    """Findings of the tables pass under the adopted readings and under each other option alone."""
    found = list(compile_book(book, {}).diagnostics)
    known = [_said(each) for each in found]
    for name, option in book.other_options:
        more = compile_book(book, {name: option}).diagnostics
        under = f"口径“{name}”取“{option}”时："
        new = [each for each in more if _said(each) not in known]
        found.extend(evolve(each, message=under + each.message) for each in new)
        known.extend(map(_said, new))
    found.extend(undated(book))
    return in_their_files(found)


@frozen(eq=False)
class Examined:
    """A rule book that was checked, and the findings that it answers itself."""

    book: RuleBook
    answered: tuple[Answered, ...] = ()


def check_book(surface: Checked[BookText], files: Mapping[str, bytes]) -> Checked[Examined]:
    """Surface tree -> the book with every finding of every pass; what the book answers is kept apart."""
    from perfeval.checks.examine import examine, subject_of
    from perfeval.checks.splitting_names import names_in_the_way

    text, book = surface.value, bind_book(surface, files)
    if text is None:
        return Checked(None, book.diagnostics)
    if book.value is None:
        # A name that cuts sentences to pieces may be why they cannot be bound.
        found = in_their_files((*book.diagnostics, *names_in_the_way(text.items)))
        return Checked(None, at_most(found))
    suite = read_examples(text, book.value)
    found = (*book.diagnostics, *suite.diagnostics, *check_every_option(book.value))
    known = [each.situation for each in suite.value.examples] if suite.value is not None else []
    subject = None if has_errors(found) else subject_of(book.value, text.items, known)
    if subject is None:
        return Checked(Examined(book.value), found)
    settled = examine(subject, found)
    answered = tuple(evolve(each, finding=in_their_files([each.finding])[0]) for each in settled.answered)
    return _told(Checked(Examined(book.value, answered), settled.open))


def of_facts(book: RuleBook, ledgers: Mapping[str, bytes]) -> RuleBook:
    """The book with the units that its roster lists, where it takes them from a ledger.

    In the book itself, for its examples and checks, the units are samples. ledgers: file name -> content.
    """
    return book if book.roster is None else book.with_roster(read_roster(ledgers, book.roster))


def evaluate(book: RuleBook, readings: Mapping[str, str], ledgers: Mapping[str, bytes]) -> Checked[Outcome]:
    """Rule book, readings and the files of the ledgers -> outcome. ledgers: file name -> content."""
    given = with_facts(book, readings, ledgers)
    if given.value is None:
        return Checked(None, given.diagnostics)
    outcome = run(*given.value)
    return Checked(outcome.value, (*given.diagnostics, *outcome.diagnostics))


def with_facts(
    book: RuleBook, readings: Mapping[str, str], ledgers: Mapping[str, bytes], read: Reader = read_facts
) -> Checked[tuple[RuleBook, Model, Facts]]:
    """The book with the units of the ledgers, its tables under these readings, and its facts."""
    given = with_results_taken(book, ledgers, _evaluated_alone)
    if given.value is None:
        return Checked(None, given.diagnostics)
    model = compile_tables(book, readings)
    book = of_facts(book, given.value)
    facts = read(given.value, book.schema, book.year[0].year)
    findings = (*given.diagnostics, *model.diagnostics, *facts.diagnostics)
    if model.value is None or facts.value is None or has_errors(findings):
        return Checked(None, findings)
    return Checked((book, model.value, facts.value), findings)


def evaluate_populations(
    book: RuleBook,
    readings: Mapping[str, str],
    ledgers: Mapping[str, bytes],
    names: Sequence[str],
    engine: str,
    parquet: Mapping[str, Sequence[Path]] = NO_FILES,
) -> Checked[Evaluation]:
    """As ``evaluate``, for populations that the columns ``names`` tell apart, each as if it were alone.

    The value has yet to be iterated over. engine: one of ``populations.engines``. parquet: ledgers that
    are Parquet files, by name; these are opened only as they are read.
    """
    from perfeval.populations.engines import ENGINES, chosen
    from perfeval.populations.keys import unusable
    from perfeval.populations.source import source_of

    model = compile_tables(book, readings)
    if model.value is None or has_errors(model.diagnostics):
        return Checked(None, model.diagnostics)
    found = unusable(names, book, model.value)
    if found:
        return Checked(None, found)
    source = source_of(book, model.value, ledgers, parquet, names)
    used = ENGINES[chosen(engine, sum(source.sizes()))]
    return Checked(used.evaluation(book, model.value, source), model.diagnostics)


def _evaluated_alone(book: RuleBook, ledgers: Mapping[str, bytes]) -> Checked[Outcome]:
    """A book whose results another book takes: by the readings that it adopts."""
    return evaluate(book, {}, ledgers)


def compare(
    old: RuleBook,
    new: RuleBook,
    readings: Mapping[str, str],
    ledgers: Mapping[str, bytes] | None,
    *,
    prove: bool = True,
) -> Checked[Comparison]:
    """Two rule books, readings of either, and ledgers if there are any -> what changes for whom.

    prove: search for a unit that fares otherwise where the ledgers show none.
    """
    from perfeval.diff.comparison import compare_books

    unknown = [
        unknown_readings(book, {name: option}) for name, option in readings.items() for book in (old, new)
    ]
    # A reading has to be one of either book, not of both.
    findings = [one for one, other in zip(unknown[::2], unknown[1::2], strict=True) if one and other]
    if findings:
        return Checked(None, tuple(each for found in findings for each in found))
    if ledgers is not None:
        given = with_results_taken(new, ledgers, _evaluated_alone)
        names = [each.ledger for each in new.taken]
        others = evolve(old, taken=tuple(each for each in old.taken if each.ledger not in names))
        if given.value is not None:
            folders = {name: content for name, content in ledgers.items() if "/" in name}
            given = with_results_taken(others, {**folders, **given.value}, _evaluated_alone)
        if given.value is None:
            return Checked(None, given.diagnostics)
        ledgers = given.value
        old, new = of_facts(old, ledgers), of_facts(new, ledgers)
    return _told(compare_books(old, new, readings, ledgers, prove=prove))


def study_readings(book: RuleBook, ledgers: Mapping[str, bytes], limit: int) -> Checked[Study]:
    """Rule book and the files of the ledgers -> what depends on which reading."""
    from perfeval.sensitivity.from_facts import study

    given = with_results_taken(book, ledgers, _evaluated_alone)
    if given.value is None:
        return Checked(None, given.diagnostics)
    ledgers = given.value
    book = of_facts(book, ledgers)
    facts = read_facts(ledgers, book.schema, book.year[0].year)
    if facts.value is None or has_errors(facts.diagnostics):
        return Checked(None, facts.diagnostics)
    found = study(book, facts.value, limit)
    return Checked(found.value, (*facts.diagnostics, *found.diagnostics))


def prepare_simulation(
    books: Sequence[RuleBook],
    readings: Mapping[str, str],
    ledgers: Mapping[str, bytes],
    file: tuple[str, bytes],
) -> Checked[tuple[Prepared, ...]]:
    """Rule books (a draft second), ledgers; file: name and content of what says which facts are uncertain."""
    from perfeval.simulation.prepared import prepared

    text = _decode(*file)
    source = text if isinstance(text, Diagnostic) else SourceText(file[0], text)
    return prepared(books, readings, source, lambda book, own, read: with_facts(book, own, ledgers, read))
