"""Phrases of an uncertainty file -> sentences bound to the ledgers of a rule book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import Factory, define

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.ledger.schema import Column, Ledger
from perfeval.quantity.number import Number, power_of_ten
from perfeval.resolve.declarations import number_of
from perfeval.resolve.errors import RefusalError
from perfeval.rulebook.book import RuleBook
from perfeval.simulation import declared as d
from perfeval.simulation import errors
from perfeval.simulation.cells import cells_of
from perfeval.simulation.quantiles import CONFIDENCES
from perfeval.simulation.values import chances_of, share_of, width_of
from perfeval.source.text import Span
from perfeval.syntax.tree import Phrase, Sentence, Word

# More rows a year than any unit has; the table of how many there are stays short.
MOST_A_YEAR = 50
LARGEST_SAMPLE = 1_000_000
MOST_PLACES = 200


def bind(sentences: Sequence[Sentence], book: RuleBook, file: str) -> Checked[d.Uncertainty]:
    """What the sentences say, with a finding for each that the schema does not allow."""
    binder = _Binder(book)
    for sentence in sentences:
        try:
            binder.take(sentence)
        except RefusalError as refusal:
            binder.found.append(refusal.finding)
    binder.found.extend(_entangled(binder.bound))
    return Checked(d.Uncertainty(file, tuple(binder.bound)), tuple(binder.found))


def _entangled(bound: Sequence[d.Declared]) -> Iterator[Diagnostic]:
    """Sentences about two columns of which one may not be beyond the other: which gives way is not said."""
    columns = [each for each in bound if isinstance(each, d.OfColumn)]
    for each in columns:
        ends = (each.column.low_column, each.column.high_column)
        for other in columns:
            together = each.ledger == other.ledger and other.column.name in ends
            if together and any(unit in other.units for unit in each.units):
                message = f"“{each.column.name}”和“{other.column.name}”有大小关系，不能两栏都变"
                yield errors.not_possible(message, each.span, "只让其中一栏变。")


@define
class _Binder:
    """The sentences bound so far. said: the line in which each thing was first said to vary."""

    book: RuleBook
    bound: list[d.Declared] = Factory(list)
    found: list[Diagnostic] = Factory(list)
    said: dict[tuple[str, str, str], int] = Factory(dict)

    def take(self, sentence: Sentence) -> None:
        """Bind one sentence. Raises RefusalError."""
        phrase, span = sentence.phrase, sentence.span
        rules: Mapping[str, Callable[[Phrase, Span], d.Declared]] = {
            "sample": self.sample,
            "half_width": self.half_width,
            "floats": self.floats,
            "reordered": self.reordered,
            "reordered_alone": self.reordered,
            "redrawn": self.redrawn,
            "stands": self.stands,
            "yearly": self.arriving,
            "once": self.arriving,
        }
        made = rules[phrase.rule](phrase, span)
        self.once_only(made)
        self.bound.append(made)

    # ------------------------------------------------------------ what a sentence is about

    def units(self, scope: Phrase | Word | None, ledger: Ledger, span: Span) -> tuple[str, ...]:
        """The units of a scope in roster order; all of the book where there is none."""
        if ledger.shared:
            if scope is not None:
                hint = "删去前面的单位、类别或序列。"
                raise RefusalError(errors.not_possible(f"台账“{ledger.name}”不分单位", scope.span, hint))
            return ("",)
        if not isinstance(scope, Phrase):
            return tuple(unit.name for unit in self.book.units)
        meant = [name for word in scope.words() for name in self.book.members(word.text)]
        chosen = dict.fromkeys(meant)
        return tuple(unit.name for unit in self.book.units if unit.name in chosen)

    def column(self, varied: Phrase) -> tuple[Ledger, Column]:
        """The column that a phrase ``varied`` names. Raises RefusalError."""
        word = varied.parts[2]
        assert isinstance(word, Word)
        owner = varied.parts[1]
        named = self.ledger(owner) if isinstance(owner, Word) else None
        ledgers = self.book.schema.ledgers if named is None else (named,)
        having = [(ledger, column) for ledger in ledgers if (column := ledger.column(word.text)) is not None]
        if not having:
            known = [column.name for ledger in ledgers for column in ledger.columns]
            raise RefusalError(
                errors.unknown_column(
                    word.text, None if named is None else named.name, word.span, list(dict.fromkeys(known))
                )
            )
        if len(having) > 1:
            raise RefusalError(
                errors.which_ledger(word.text, word.span, [ledger.name for ledger, _ in having])
            )
        ledger, column = having[0]
        if column.name in ledger.key:
            hint = "它用来分清各行，不能变。"
            raise RefusalError(
                errors.not_possible(f"“{column.name}”是台账“{ledger.name}”分行的依据", word.span, hint)
            )
        return ledger, column

    def ledger(self, word: Word) -> Ledger:
        ledger = self.book.schema.ledger(word.text)
        if ledger is None:
            known = [each.name for each in self.book.schema.ledgers]
            raise RefusalError(errors.unknown_column(word.text, None, word.span, known))
        return ledger

    def number_column(self, phrase: Phrase) -> tuple[Ledger, Column]:
        """The column of a sentence that is about numbers alone."""
        ledger, column = self.column(phrase.phrase(0))
        if not column.type.is_number:
            word = phrase.phrase(0).words()[-1]
            numbers = [each.name for each in ledger.columns if each.type.is_number]
            raise RefusalError(errors.wrong_kind(column.name, "数", word.span, numbers))
        return ledger, column

    def rows_of(self, word: Word, what: str) -> Ledger:
        """A ledger whose rows may come or go."""
        ledger = self.ledger(word)
        because = ""
        if ledger.required or ledger.name == self.book.roster:
            because = "每个单位都要有一行"
        elif ledger.per_unit:
            because = "一个单位一行"
        elif ledger.shared:
            because = "不分单位"
        if because:
            hint = "一行里的内容拿不准的，写“某栏，为……的可能性……%”。"
            raise RefusalError(
                errors.not_possible(f"台账“{ledger.name}”{because}，不能{what}", word.span, hint)
            )
        return ledger

    def once_only(self, made: d.Declared) -> None:
        """Nothing varies by two sentences. Raises RefusalError."""
        if isinstance(made, d.OfColumn):
            kind = made.column.name
        else:
            kind = "" if isinstance(made, d.Stands) else made.text
        for unit in made.units:
            before = self.said.setdefault((made.ledger, kind, unit), made.span.line)
            if before != made.span.line or any(each.text == made.text for each in self.bound):
                what = f"{unit}的“{kind}”" if isinstance(made, d.OfColumn) else f"{unit}的“{made.ledger}”"
                raise RefusalError(errors.said_twice(what, made.span, before))

    # ------------------------------------------------------------ columns

    def head(self, phrase: Phrase, span: Span, ledger: Ledger) -> tuple[str, Span, str, tuple[str, ...]]:
        """What every sentence about a column begins with: its words, its place, its ledger and units."""
        units = self.units(phrase.phrase(0).parts[0], ledger, span)
        return _in_one_line(span), span, ledger.name, units

    def sample(self, phrase: Phrase, span: Span) -> d.Declared:
        ledger, column = self.number_column(phrase)
        if column.low is None or column.high is None:
            message = f"“{column.name}”没有写明上下限，由样本数算不出抽样误差"
            hint = "改写成“有抽样误差，95%的把握在上下……以内”，或在台账里写明上下限、满分。"
            raise RefusalError(errors.not_possible(message, phrase.phrase(0).span, hint))
        size = _whole(phrase.word(1), 1, LARGEST_SAMPLE)
        return d.SampledRate(*self.head(phrase, span, ledger), column, size)

    def half_width(self, phrase: Phrase, span: Span) -> d.Declared:
        ledger, column = self.number_column(phrase)
        confidence, word = number_of(phrase.word(1)), phrase.word(1)
        if confidence.places or confidence.units not in CONFIDENCES:
            expected = [f"{each}%" for each in CONFIDENCES]
            hint = f"改为{'、'.join(expected)}中的一个。"
            raise RefusalError(errors.wrong_number("这样的把握没有备好", word.span, expected, hint))
        width = width_of(phrase.phrase(3), column)
        return d.HalfWidth(*self.head(phrase, span, ledger), column, width, confidence.units)

    def floats(self, phrase: Phrase, span: Span) -> d.Declared:
        ledger, column = self.number_column(phrase)
        width = width_of(phrase.phrase(1), column)
        return d.Floating(*self.head(phrase, span, ledger), column, width)

    def reordered(self, phrase: Phrase, span: Span) -> d.Declared:
        ledger, column = self.number_column(phrase)
        number = phrase.words("NUMBER")[0]
        if column.low_column or column.high_column or _bounds(ledger, column):
            message = f"“{column.name}”和同一行别的栏目有大小关系，换了行可能对不上"
            raise RefusalError(
                errors.not_possible(message, phrase.phrase(0).span, "改写成“在上下……以内浮动”。")
            )
        key: str | None = None
        if phrase.rule == "reordered":
            key = phrase.word(1).text
            if ledger.column(key) is None:
                known = [each.name for each in ledger.columns]
                raise RefusalError(errors.unknown_column(key, ledger.name, phrase.word(1).span, known))
        return d.Reordered(*self.head(phrase, span, ledger), column, key, _whole(number, 1, MOST_PLACES))

    def redrawn(self, phrase: Phrase, span: Span) -> d.Declared:
        ledger, column = self.column(phrase.phrase(0))
        if column.low_column or column.high_column or _bounds(ledger, column):
            message = f"“{column.name}”和同一行别的栏目有大小关系，换了值可能对不上"
            raise RefusalError(
                errors.not_possible(message, phrase.phrase(0).span, "改写成“在上下……以内浮动”。")
            )
        stated = [(each.phrase(1), each.phrase(2)) for each in phrase.phrases("chance")]
        chances = chances_of(stated, column, span)
        return d.Redrawn(*self.head(phrase, span, ledger), column, chances)

    # ------------------------------------------------------------ rows

    def stands(self, phrase: Phrase, span: Span) -> d.Declared:
        ledger = self.rows_of(phrase.word(1), "只是可能成立")
        units = self.units(phrase.parts[0], ledger, span)
        return d.Stands(_in_one_line(span), span, ledger.name, units, share_of(phrase.phrase(2)))

    def arriving(self, phrase: Phrase, span: Span) -> d.Declared:
        word = phrase.word(1)
        ledger = self.rows_of(word, "添行")
        if ledger.key:
            keys = "、".join(ledger.key)
            message = f"台账“{ledger.name}”每个单位每项“{keys}”只有一行，不能添行"
            raise RefusalError(errors.not_possible(message, word.span, "改写它的栏目怎样变。"))
        units = self.units(phrase.parts[0], ledger, span)
        rate: Number | None = None
        share = 0
        if phrase.rule == "yearly":
            rate = number_of(phrase.words("NUMBER")[0])
            if not 0 < rate.units <= MOST_A_YEAR * power_of_ten(rate.places):
                place = phrase.words("NUMBER")[0].span
                expected = (f"0以上、{MOST_A_YEAR}以下的数",)
                raise RefusalError(errors.wrong_number("平均次数不在范围内", place, expected, "改正次数。"))
        else:
            share = share_of(phrase.phrase(2))
        listed = phrase.phrases("cells")
        cells = cells_of(listed[0] if listed else None, ledger, word.span)
        replaces = bool(phrase.words("REPLACED"))
        text = _in_one_line(span)
        return d.Arriving(text, span, ledger.name, units, rate, share, replaces, cells)


def _in_one_line(span: Span) -> str:
    return "".join(line.strip() for line in span.text.split("\n"))


def _bounds(ledger: Ledger, column: Column) -> bool:
    """Whether another column of the row may not be beyond this one."""
    return any(column.name in (each.low_column, each.high_column) for each in ledger.columns)


def _whole(word: Word, least: int, most: int) -> int:
    """The whole number that a word spells, within limits. Raises RefusalError."""
    number = number_of(word)
    if number.places or not least <= number.units <= most:
        expected = (f"{least}至{most}的整数",)
        raise RefusalError(
            errors.wrong_number(f"“{word.span.text}”不在范围内", word.span, expected, "改正这个数。")
        )
    return number.units
