"""PE817: a declared name that joins words of other sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval.checks.blocks import blocks_of
from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.rulebook.book import Clause
from perfeval.source.text import Span
from perfeval.syntax.splitting import Split, splits
from perfeval.syntax.tree import Item


def _find(subject: Subject) -> Iterator[Diagnostic]:
    for split in splits(subject.items):
        yield _told(split, _clause(subject, split.declared) or split.declared)


def names_in_the_way(items: Sequence[Item]) -> tuple[Diagnostic, ...]:
    """The findings of this check on a text that is no rule book yet: they may be the reason."""
    return tuple(_told(split, split.declared) for split in splits(items))


def _told(split: Split, place: Clause | Span) -> Diagnostic:
    message = f"名称“{split.name}”使第{split.words.line}行的“{split.words.text}”有两种切法"
    ways = (("按名称", " ".join(split.with_name)), ("不按名称", " ".join(split.without)))
    witness = Witness(("切法", "切成的词"), ways)
    return CHECK.finding(message, place, about=split.name, words=split.declared, witness=witness)


def _clause(subject: Subject, declared: Span) -> Clause | None:
    """The clause that declares the name, if it is one."""
    for block in blocks_of(subject):
        for name, sentence in block.sentences:
            if sentence.span.start <= declared.start < sentence.span.end:
                return subject.clause(name)
    return None


CHECK = Check(
    "PE817",
    "名称割裂",
    Severity.WARNING,
    what="一个名称里含有句式的词或别的名称，例如栏目叫“级别每次”，使别处的句子可以切成两种样子。",
    why="句子可能不按起草人的意思读，规则书不会报错，算出来的却是另一回事。",
    remedy="给这个名称换一个写法，不带句式里的词；确实要用的，用“知悉”写明那句话按哪一种读。",
    find=_find,
)
