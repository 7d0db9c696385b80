"""What stands under which quotations: the unit in which the plan and its rules are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import Factory, define

from perfeval.checks.check import Subject
from perfeval.rulebook.book import Clause, ClauseKind, Reading
from perfeval.rulebook.rules import Rule
from perfeval.source.document import Path
from perfeval.source.text import Span
from perfeval.syntax.tree import Heading, Phrase, Quote, Sentence, Word

_BEGIN = ("clause", "reading")
_GO_ON = ("more", "next_option")


@define
class Block:
    """Quotations that stand together, and everything below them up to the next ones.

    sentences: those of its clauses, each with the name of its clause; what is declared in declared.
    explained: a clause or 仅作说明 takes all of the quoted words as they are, without computing.
    """

    heading: Heading | None
    quotes: list[Span] = Factory(list)
    clauses: list[Clause] = Factory(list)
    sentences: list[tuple[str, Sentence]] = Factory(list)
    declared: list[Phrase] = Factory(list)
    explained: bool = False

    @property
    def path(self) -> Path:
        """Where in the plan it stands; empty in an annex."""
        return self.heading.path if self.heading is not None else ()

    @property
    def title(self) -> Span | None:
        """The words of its heading."""
        return self.heading.title if self.heading is not None else None

    @property
    def computing(self) -> tuple[Clause, ...]:
        """The clauses that compute something."""
        return tuple(clause for clause in self.clauses if clause.kind is ClauseKind.COMPUTED)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of its clauses."""
        return tuple(clause.reading for clause in self.clauses if clause.reading is not None)

    @property
    def place(self) -> Clause | Span:
        """What a finding about its quotations is about: its first computing clause, or the words."""
        return self.computing[0] if self.computing else self.quotes[0]

    def rules(self) -> Iterator[Rule]:
        """All rules of its clauses, those of every option included."""
        for clause in self.clauses:
            yield from rules_of(clause)

    def sentences_of(self, clause: Clause) -> tuple[Sentence, ...]:
        """The sentences of one of its clauses."""
        return tuple(sentence for name, sentence in self.sentences if name == clause.name)


def rules_of(clause: Clause) -> Iterator[Rule]:
    """The rules of a clause, those of every option included."""
    yield from clause.rules
    for option in clause.reading.options if clause.reading is not None else ():
        yield from option.rules


def blocks_of(subject: Subject) -> tuple[Block, ...]:
    """The blocks of a book in order; a heading without quotations has one too."""
    clauses = {clause.name: clause for clause in subject.book.clauses}
    blocks = [Block(None)]
    here = ""
    for item in subject.items:
        block = blocks[-1]
        if isinstance(item, Heading):
            blocks.append(Block(item))
        elif isinstance(item, Quote):
            if block.clauses or block.declared or block.explained:
                blocks.append(block := Block(block.heading))
            block.quotes.append(item.span)
        elif isinstance(item, Sentence):
            here = _take(clauses, block, item, here)
    return tuple(blocks)


def _take(clauses: Mapping[str, Clause], block: Block, sentence: Sentence, here: str) -> str:
    """Enter a sentence; gives the name of the clause that the next one may belong to."""
    phrase = sentence.phrase
    if phrase.rule == "sentence":
        block.declared.append(phrase.phrase(0))
    elif phrase.rule == "remarked" and not isinstance(phrase.parts[0], Word):
        block.explained = True
    elif phrase.rule in (*_BEGIN, "remarked"):
        clause = clauses[phrase.word(0).text]
        block.clauses.append(clause)
        block.explained = block.explained or clause.kind is not ClauseKind.COMPUTED
        here = clause.name
    if phrase.rule in (*_BEGIN, *_GO_ON):
        block.sentences.append((here, sentence))
    return here


def words_of(phrase: Phrase, kinds: Iterable[str]) -> Iterator[Word]:
    """The words of these kinds in a phrase, at any depth, in order."""
    wanted = tuple(kinds)
    for part in phrase.parts:
        if isinstance(part, Phrase):
            yield from words_of(part, wanted)
        elif part is not None and part.kind in wanted:
            yield part
