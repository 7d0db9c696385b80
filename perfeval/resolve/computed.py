"""Names of what computing sentences make, known before any sentence is bound."""

from __future__ import annotations

from perfeval.ledger.schema import Column, ColumnType
from perfeval.resolve import errors
from perfeval.resolve.calculations import CALCULATIONS, name_of
from perfeval.resolve.scope import Scope
from perfeval.syntax.tree import Phrase, Word


def collect_computed(phrase: Phrase, scope: Scope) -> None:
    """The number or words that one ``phrase`` makes, of units or of rows of a ledger."""
    if phrase.rule not in CALCULATIONS:
        return
    word = phrase.phrases("name")[0].word(0)
    name, words = name_of(phrase), _words(phrase)
    first = phrase.parts[0]
    of_rows = isinstance(first, Word) and first.kind == "LEDGER"
    if of_rows and isinstance(first, Word):
        known = scope.computed.setdefault(first.text, {})
        before = known.get(name)
        if before is not None and not words:
            return
        column = _column(name, tuple(dict.fromkeys([*(before.values if before else ()), *words])), word)
        known[name] = column
        ledger = scope.ledgers.get(first.text)
        own = ledger.column(name) if ledger is not None else None
        if own is not None:
            scope.findings.append(errors.declared_twice("名称", name, word.span, own.span))
        scope.places.setdefault((f"{first.text}算得的栏", name), word.span)
    elif words:
        before = scope.choices.get(name)
        values = tuple(dict.fromkeys([*(before.values if before else ()), *words]))
        scope.choices[name] = _column(name, values, word)
        scope.places.setdefault(("算得的量", name), word.span)
    else:
        scope.quantities.setdefault(name, None)
        scope.places.setdefault(("算得的量", name), word.span)


def _column(name: str, values: tuple[str, ...], word: Word) -> Column:
    kind = ColumnType.ENUM if values else ColumnType.DECIMAL
    return Column(name, kind, values, ordered=bool(values), span=word.span)


def _words(phrase: Phrase) -> tuple[str, ...]:
    """The words in “ ” that a sentence may come to, in the order written."""
    found: list[str] = []
    for part in phrase.phrases():
        if part.rule == "band":
            found.append(part.word(0).text)
        elif part.rule in ("scale_row", "branch", "otherwise"):
            outcome = part.phrases()[-1]
            found.extend(word.text for word in outcome.words()[-1:] if outcome.rule == "word")
    if phrase.rule == "bands":
        found.append(phrase.words("QUOTED")[-1].text)
    return tuple(found)
