"""则 sentences of examples -> what must come out."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve

from perfeval.quantity import units
from perfeval.quantity.number import Number
from perfeval.resolve import errors, example_errors
from perfeval.resolve.amounts import amount_of
from perfeval.resolve.declarations import number_of
from perfeval.resolve.errors import RefusalError
from perfeval.resolve.known import Known
from perfeval.rulebook import examples as x
from perfeval.source.text import Span
from perfeval.syntax.tree import Phrase, Word

GRADE = "等次"


def expectation_of(phrase: Phrase, span: Span, known: Known, units: Sequence[str]) -> x.Expectation:
    """The expectation of one sentence. units: those that the example is about. Raises RefusalError."""
    under = phrase.parts[0]
    readings = _readings(under, known) if isinstance(under, Phrase) else ()
    if phrase.rule == "refused":
        reason = phrase.words("TEXT")[0]
        text = reason.text.strip().rstrip("。")
        if not text:
            raise RefusalError(example_errors.no_reason(reason.span))
        return x.Expectation(readings, (x.ClaimedRefusal(text, reason.span),), span)
    claims = _Claims(known, units, units[0] if len(units) == 1 else None)
    return x.Expectation(readings, tuple(claims.claim(part) for part in phrase.phrases("claim")), span)


def number_stated(phrase: Phrase, name: str, known: Known, *, of_row: bool = False) -> Number:
    """The number that a ``signed`` phrase states of the fact or computed number ``name``: -2.3分, 4万元.

    of_row: it is a column of rows, whose unit is not looked at.

    Raises RefusalError where it has another unit; it may be left out.
    """
    number, unit = amount_of(phrase.phrase(1))
    own = known.units.get(name, "")
    if unit and own is not None and not of_row and not units.agree(unit, own):
        raise RefusalError(errors.units_compared(name, own, unit, phrase.span))
    return Number(-number.units, number.places) if phrase.words("MINUS") else number


def cell_stated(phrase: Phrase, name: str, known: Known) -> str:
    """The number that a ``signed`` phrase states of a fact or computed number, as a ledger writes it.

    85% of a column of 百分数 is 85%, 4万元 of one of 万元 is 4; a number without a unit is taken as it
    stands. Raises RefusalError as ``number_stated``.
    """
    number, column = number_stated(phrase, name, known), known.facts.get(name)
    is_bare = phrase.phrase(1).parts[1] is None
    return str(number) if is_bare or column is None else column.written(number)


def _readings(under: Phrase, known: Known) -> tuple[tuple[str, str], ...]:
    readings = {reading.name: [option.name for option in reading.options] for reading in known.book.readings}
    chosen: dict[str, str] = {}
    for word in under.words("CHOICE"):
        name, _, option = (part.strip() for part in word.text.partition("="))
        if name not in readings:
            raise RefusalError(errors.unknown("口径", name, word.span, readings))
        if option not in readings[name]:
            raise RefusalError(errors.unknown(f"“{name}”的选项", option, word.span, readings[name]))
        if name in chosen:
            raise RefusalError(errors.stated_twice(f"口径“{name}”", word.span))
        chosen[name] = option
    return tuple(chosen.items())


@define
class _Claims:
    """The claims of one sentence: a unit or a clause that is not repeated is the one before."""

    known: Known
    units: Sequence[str]
    unit: str | None
    clause: Word | None = None

    def claim(self, phrase: Phrase) -> x.Claim:
        """One claim; its place reaches up to the next mark, so that it can be shown as written."""
        made = self.bound(phrase)
        end = min(
            place for mark in ",;。" if (place := phrase.span.source.folded.find(mark, phrase.span.end)) >= 0
        )
        return evolve(made, span=Span(phrase.span.source, phrase.span.start, end))

    def bound(self, phrase: Phrase) -> x.Claim:
        named = phrase.parts[0]
        if isinstance(named, Word):
            if named.text not in self.units:
                raise RefusalError(example_errors.unit_not_given(named.text, named.span))
            self.unit = named.text
        if self.unit is None:
            raise RefusalError(example_errors.which_unit(phrase.span))
        assertion = phrase.phrase(1)
        if assertion.rule in ("points", "points_again"):
            return self.points(self.unit, assertion)
        if assertion.rule == "grade":
            return self.grade(self.unit, assertion)
        if assertion.rule == "no_grade":
            return x.ClaimedResult(self.unit, GRADE, None, assertion.span)
        if assertion.rule == "state":
            word = assertion.word(1)
            self.check(word, self.known.truths, "是或否的结果")
            return x.ClaimedResult(self.unit, word.text, assertion.parts[0] is None, assertion.span)
        if assertion.rule == "of_row":
            return self.of_row(self.unit, assertion)
        return self.result(self.unit, assertion, assertion.phrase(0).word(0))

    def points(self, unit: str, assertion: Phrase) -> x.Claim:
        if assertion.rule == "points":
            self.clause = assertion.word(0)
            when = assertion.parts[1]
        else:
            when = assertion.parts[0]
        clause = self.clause
        if clause is None:
            raise RefusalError(example_errors.which_clause(assertion.span))
        known = self.known
        self.check(clause, (*known.scored, *known.capped), "加分、减分或封顶的条款")
        if when is None and clause.text not in known.scored:
            raise RefusalError(example_errors.before_or_after(clause.text, clause.span))
        gives = assertion.phrases()[-1]
        points = Number(0, 0)
        if gives.rule == "gives_points":
            number = number_of(gives.words("NUMBER")[0])
            points = Number(-number.units if gives.words("SUBTRACT") else number.units, number.places)
        before = isinstance(when, Word) and when.kind == "BEFORE"
        return x.ClaimedPoints(unit, clause.text, points, before, assertion.span)

    def grade(self, unit: str, assertion: Phrase) -> x.Claim:
        grade = assertion.words("GRADE")[0]
        self.check(grade, self.known.book.grades, GRADE)
        if assertion.word(0).kind == "NOT_GRADED":
            return x.ClaimedNot(unit, grade.text, assertion.span)
        return x.ClaimedResult(unit, GRADE, grade.text, assertion.span)

    def of_row(self, unit: str, assertion: Phrase) -> x.Claim:
        """第1条项目的完成率为80%: a computed column of one of the unit's rows, in the order given."""
        known, ledger = self.known, assertion.words("LEDGER")[0]
        columns = known.of_rows.get(ledger.text, {})
        word = assertion.phrases("result")[0].word(0)
        self.check(word, tuple(columns), f"“{ledger.text}”算得的栏目")
        numbers = [number_of(each) for each in assertion.words("NUMBER")]
        value: Number | str | None = None
        if len(numbers) > 1:
            value = numbers[1]
        elif assertion.phrases("signed"):
            value = number_stated(assertion.phrases("signed")[0], word.text, known, of_row=True)
        else:
            named = [*assertion.words("VALUE"), *assertion.words("QUOTED")]
            for each in named:
                self.check(each, columns[word.text].values, word.text)
            value = named[0].text if named else None
        row = numbers[0].scaled(0) if not numbers[0].places else 0
        return x.ClaimedOfRow(unit, ledger.text, row, word.text, value, assertion.span)

    def result(self, unit: str, assertion: Phrase, word: Word) -> x.Claim:
        """A result named in the sentence is a number, 是 or 否, a list of names, or nothing."""
        known, name = self.known, word.text
        value: Number | bool | tuple[str, ...] | None
        listing = known.book.measures[0] if known.book.measures else ""
        if assertion.rule in ("number", "place"):
            self.check(word, (*known.numbers, *known.facts), "数")
            value = (
                number_stated(assertion.phrase(2), name, known)
                if assertion.rule == "number"
                else number_of(assertion.words("NUMBER")[0])
            )
        elif assertion.rule == "truth":
            self.check(word, known.truths, "是或否的结果")
            value = not assertion.words("NO")
        elif name in known.choices and assertion.rule in ("word", "names"):
            (chosen,) = [*assertion.words("VALUE"), *assertion.words("QUOTED")][:1]
            self.check(chosen, known.choices[name], name)
            return x.ClaimedResult(unit, name, chosen.text, assertion.span)
        elif assertion.rule in ("names", "word"):
            self.check(word, (*known.cases, listing), "列出名称的结果")
            names = [*assertion.words("MEASURE"), *assertion.words("QUOTED")]
            allowed = known.cases.get(name) or (known.book.measures or ("", ()))[1]
            for each in names:
                self.check(each, allowed, f"{name}")
            value = tuple(each.text for each in names)
        else:
            named = (*known.numbers, *known.truths, *known.choices, *known.cases, listing)
            self.check(word, named, "结果")
            value = () if name in known.cases or name == listing else None
        return x.ClaimedResult(unit, name, value, assertion.span)

    def check(self, word: Word, allowed: Sequence[str], called: str) -> None:
        if word.text not in allowed:
            raise RefusalError(errors.unknown(called, word.text, word.span, allowed))
