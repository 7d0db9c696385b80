"""PE816: what is declared and asked for nowhere, under no option of any 口径."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from attrs import frozen

from perfeval.checks.belonging import within
from perfeval.checks.check import Check, Subject
from perfeval.checks.declared import Declared
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.ledger.schema import Column, ColumnType, Ledger
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, RuleBook, full_marks_of
from perfeval.rulebook.expressions import Quantity
from perfeval.source.text import Span
from perfeval.tables.flow import reads, upstream, writes
from perfeval.tables.model import FormulaStep, Gather, Gathering, Model
from perfeval.tables.places import UNIT_GRAIN, Place


@frozen(eq=False)
class _Book:
    """What is looked at, and what is asked for under any option.

    rules: every rule with its clause. read: the columns that some table or step reads. asked: those
    and the results. tests: all conditions on units. total: what units are ranked or graded by, if anything;
    counted: what it is made of; scored: what is made of points for rows of ledgers.
    """

    book: RuleBook
    declared: Declared
    rules: tuple[tuple[Clause, r.Rule], ...]
    read: frozenset[Place]
    asked: frozenset[Place]
    tests: tuple[c.UnitTest, ...]
    total: str | None
    counted: frozenset[Place]
    scored: frozenset[Place]


def _find(subject: Subject) -> Iterator[Diagnostic]:
    book = subject.book
    models = [subject.model, *(other.model for other in subject.others)]
    read = {place for model in models for node in model.nodes for place in reads(node)}
    rows = {(each.ledger, name) for each in book.row_results for name in each.fields}
    rules = tuple((clause, rule) for clause in book.clauses for rule in _rules(clause))
    # What is never rounded stands for its formula, so that no table reads it.
    exact = {(UNIT_GRAIN, each.name) for _, rule in rules for each in within(rule, Quantity)}
    asked = frozenset(read | rows | exact | {(UNIT_GRAIN, name) for name in book.results})
    tests = tuple(chain.from_iterable(_tests(rule) for _, rule in rules))
    total = subject.total if (UNIT_GRAIN, subject.total) in read else None
    counted = [_counted(model, total) for model in models] if total is not None else []
    seen = _Book(
        book,
        Declared.of(subject.items),
        rules,
        frozenset(read),
        asked,
        tests,
        total,
        frozenset(chain.from_iterable(counted)),
        frozenset(chain.from_iterable(map(_scored, models))),
    )
    yield from _ledgers(seen)
    yield from _quantities(seen)
    yield from _vetoes(seen)
    yield from _measures(seen)
    yield from _grades(seen)
    yield from _groups(seen)


def _counted(model: Model, total: str) -> Iterator[Place]:
    """The total, and the columns that it is made of."""
    yield (UNIT_GRAIN, total)
    for node in upstream(model.nodes, [(UNIT_GRAIN, total)]):
        yield from reads(node)


def _scored(model: Model) -> Iterator[Place]:
    """The sums of points, and what formulas make of them."""
    found: list[Place] = []
    for node in model.nodes:
        sums = isinstance(node, Gather) and node.how is not Gathering.COUNT
        if sums or (isinstance(node, FormulaStep) and any(place in found for place in reads(node))):
            found.extend(writes(node))
    yield from found


def _rules(clause: Clause) -> tuple[r.Rule, ...]:
    options = clause.reading.options if clause.reading else ()
    return (*clause.rules, *(rule for option in options for rule in option.rules))


def _tests(rule: r.Rule) -> Iterator[c.UnitTest]:
    """The conditions on units that a rule names."""
    if isinstance(rule, r.Veto):
        yield from (test for case in rule.cases for test in case.tests)
    elif isinstance(rule, r.GradeByScore | r.GradeDirectly | r.FoundToBe | r.Remark):
        yield from rule.tests
    elif isinstance(rule, r.Consequence):
        yield from rule.tests
        yield from (test for item in rule.items if isinstance(item, r.Measures) for test in item.tests)


# ---------------------------------------------------------------- ledgers


def _ledgers(seen: _Book) -> Iterator[Diagnostic]:
    marks = full_marks_of(seen.book.clauses)
    for ledger in seen.book.schema.ledgers:
        unused = [
            column
            for column in ledger.columns
            if not _is_asked(seen, ledger, column)
            or ((ledger.name, column.name) in marks and _is_left_out(seen, column.name))
        ]
        if not any(_is_read(seen, ledger, column.name) for column in ledger.columns) and not _is_counted(
            seen, ledger
        ):
            message = f"台账“{ledger.name}”要填，但没有一个条款用到它"
            yield _finding(message, ledger.span, ledger.name)
            continue
        for column in unused:
            if (ledger.name, column.name) in marks:
                yield from _mark_of_nothing(seen, ledger, column)
            else:
                message = f"台账“{ledger.name}”的“{column.name}”要填，但没有一个条款用到它"
                yield _finding(message, column.span, f"{ledger.name}，{column.name}")


def _is_read(seen: _Book, ledger: Ledger, column: str) -> bool:
    return (UNIT_GRAIN if ledger.per_unit else ledger.name, column) in seen.asked


def _is_left_out(seen: _Book, name: str) -> bool:
    """Whether a score or a sum of points does not come into what units are ranked or graded by."""
    return seen.total is not None and (UNIT_GRAIN, name) not in seen.counted


def _is_counted(seen: _Book, ledger: Ledger) -> bool:
    """Whether some rule asks for the rows of a ledger as such, whatever stands in them."""
    scored = [rule.rows for _, rule in seen.rules if isinstance(rule, r.Score)]
    asked = [test.rows for test in seen.tests if isinstance(test, c.HasRows)]
    return any(rows.ledger == ledger.name for rows in (*scored, *asked))


def _is_asked(seen: _Book, ledger: Ledger, column: Column) -> bool:
    """Whether a column is of use: read, part of the key, a bound of another one, or a description."""
    if column.type in (ColumnType.TEXT, ColumnType.DATE) or column.name in ledger.key:
        # Dates that no clause asks about are told of as such (PE415).
        return True
    bounds = [
        name
        for each in ledger.columns
        for name in (each.low_column, each.high_column, each.fill_in.column if each.fill_in else None)
    ]
    return column.name in bounds or _is_read(seen, ledger, column.name)


def _mark_of_nothing(seen: _Book, ledger: Ledger, column: Column) -> Iterator[Diagnostic]:
    for clause, rule in seen.rules:
        if isinstance(rule, r.FullMarks) and any(
            mark[:2] == (ledger.name, column.name) for mark in rule.marks
        ):
            message = f"“{column.name}”定了满分，但没有一个条款把它算进得分"
            yield CHECK.finding(message, clause, about=column.name, words=_words(clause, column.name))


# ---------------------------------------------------------------- what clauses make


def _quantities(seen: _Book) -> Iterator[Diagnostic]:
    if not seen.book.results:
        return  # then all that is computed is a result
    known: list[str] = []
    for clause, rule in seen.rules:
        for name in _made(rule):
            if name not in known and (UNIT_GRAIN, name) not in seen.asked:
                known.append(name)
                message = f"【{clause.name}】算出了“{name}”，但没有别的条款用到它，结果里也不列"
                yield CHECK.finding(message, clause, about=name, words=_words(clause, name))
            elif name not in known and _is_listed_only(seen, rule, name):
                known.append(name)
                message = f"【{clause.name}】算出了“{name}”，列在结果里，但没有算进“{seen.total}”"
                yield CHECK.finding(message, clause, about=name, words=_words(clause, name))


def _is_listed_only(seen: _Book, rule: r.Rule, name: str) -> bool:
    """Whether a formula makes points of which nothing is made, and which do not count."""
    if not isinstance(rule, r.Formula) or (UNIT_GRAIN, name) in seen.read:
        return False
    return (UNIT_GRAIN, name) in seen.scored and _is_left_out(seen, name)


def _made(rule: r.Rule) -> tuple[str, ...]:
    """The quantities that a rule makes."""
    if isinstance(rule, r.Formula | r.Remark | r.ByGrade):
        return (rule.name,)
    if isinstance(rule, r.Consequence):
        return tuple(item.name for item in rule.items if isinstance(item, r.Assign | r.State))
    return ()


def _vetoes(seen: _Book) -> Iterator[Diagnostic]:
    """Circumstances that cancel a grade which nobody gets by a place, and that nobody asks about."""
    placed = [rule.grade for _, rule in seen.rules if isinstance(rule, r.Places)]
    asked = [test.cases for test in seen.tests if isinstance(test, c.HasCases)]
    for clause, rule in seen.rules:
        if isinstance(rule, r.Veto) and rule.grade not in placed and rule.name not in asked:
            message = f"“{rule.name}”取消{rule.grade}资格，但{rule.grade}不按名额评，也没有条款问到这些情形"
            yield CHECK.finding(message, clause, about=rule.name, words=_words(clause, rule.name))


def _words(clause: Clause, name: str) -> Span | None:
    """The name in a clause where it first stands, in “ ” or not."""
    for wording in (f"“{name}”", name):
        start = clause.span.text.find(wording)
        if start >= 0:
            return clause.span.cut(start, start + len(wording))
    return None


# ---------------------------------------------------------------- lists


def _measures(seen: _Book) -> Iterator[Diagnostic]:
    if seen.book.measures is None:
        return
    taken = [
        name
        for _, rule in seen.rules
        if isinstance(rule, r.Consequence)
        for item in rule.items
        if isinstance(item, r.Measures)
        for name in item.names
    ]
    column, names = seen.book.measures
    for name in names:
        if name not in taken:
            message = f"“{column}”里列了“{name}”，但没有一个条款作出这样的处理"
            yield _finding(message, seen.declared.measures.get(name), f"{column}，{name}")


def _grades(seen: _Book) -> Iterator[Diagnostic]:
    giving = (r.Places, r.GradeByScore, r.GradeDirectly, r.FoundToBe)
    given = [rule.grade for _, rule in seen.rules if isinstance(rule, giving)]
    for grade in seen.book.grades if given else ():
        if grade not in given:
            message = f"等次“{grade}”没有一个条款评得出"
            yield _finding(message, seen.declared.grades.get(grade), grade)


def _groups(seen: _Book) -> Iterator[Diagnostic]:
    """Categories and series that are not ranked where others are, and that no rule names."""
    if not any(isinstance(rule, r.Rank) for _, rule in seen.rules):
        return  # then every rule is about all units alike
    book = seen.book
    named = [name for _, rule in seen.rules for name in _named(rule)]
    named += [name for test in seen.tests for name in _named_in(test)]
    named += [name for ledger in book.schema.ledgers for name in ledger.excepted]
    for category in book.categories:
        series = [each for each in book.series if each.category == category]
        units = [unit.name for unit in book.units if unit.category == category]
        if category in named:
            continue
        if not any(name in named for name in (*(each.name for each in series), *units)):
            message = f"类别“{category}”不排名次，也没有一个条款说到它"
            yield _finding(message, seen.declared.categories.get(category), category)
            continue
        for each in series:
            if not any(name in named for name in (each.name, *each.units)):
                message = f"序列“{each.name}”不排名次，也没有一个条款说到它"
                yield _finding(message, seen.declared.series.get(each.name), each.name)


def _named(rule: r.Rule) -> tuple[str, ...]:
    """The groups that a rule is about."""
    if isinstance(rule, r.Rank | r.Consequence):
        return rule.groups
    if isinstance(rule, r.Places):
        return tuple(name for share in rule.shares for name in share.groups)
    if isinstance(rule, r.Score):
        return rule.rows.groups
    return rule.rows.groups if isinstance(rule, r.Cap) and rule.rows else ()


def _named_in(test: c.UnitTest) -> tuple[str, ...]:
    if isinstance(test, c.Belongs):
        return test.groups
    return test.rows.groups if isinstance(test, c.HasRows) else ()


def _finding(message: str, span: Span | None, about: str) -> Diagnostic:
    assert span is not None  # what is declared in a text has a place in it
    return CHECK.finding(message, span, about=about)


CHECK = Check(
    code="PE816",
    title="事实未用",
    severity=Severity.WARNING,
    what="声明了、却没有一个条款用到的东西：台账、台账的栏、算出的量、取消资格的情形、处理、等次、类别和序列、满分；还有算出了、却没有算进总分的分。",
    why="单位照样要填、要报，却影响不了任何结果；多半是漏写了一个条款，或者台账是从别处抄来的。",
    remedy="漏写了条款的，补上；用不着的，删去；留着备查的，写一句知悉说明。",
    find=_find,
)
