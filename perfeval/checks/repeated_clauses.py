"""PE814: what is said twice: equal rules, the same rows scored twice, the same measure for the same units."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from attrs import frozen

from perfeval.checks.check import Check, Subject
from perfeval.checks.folded import folded
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.rulebook.conditions import Graded, GradedInARow, UnitTest
from perfeval.source.text import Span


@frozen(eq=False)
class _Said:
    """A rule in effect, and the clause that states it."""

    clause: Clause
    rule: r.Rule


def rules_in_effect(subject: Subject) -> Iterator[tuple[Clause, r.Rule]]:
    """All rules under the readings of a subject, each with its clause, in book order."""
    for clause in subject.book.clauses:
        chosen = subject.model.readings.get(clause.reading.name) if clause.reading else None
        for rule in clause.rules_under(chosen):
            yield clause, rule


def _find(subject: Subject) -> list[Diagnostic]:
    return folded(_each(subject))


def _each(subject: Subject) -> Iterator[Diagnostic]:
    said = [_Said(clause, rule) for clause, rule in rules_in_effect(subject)]
    for one, other in combinations(said, 2):
        if type(one.rule) is type(other.rule):
            yield from _of_two(subject.book, one, other)
    for each in said:
        if isinstance(each.rule, r.Consequence):
            yield from _measures_of_one(each, each.rule)


def _of_two(book: RuleBook, one: _Said, other: _Said) -> Iterator[Diagnostic]:
    """What two rules of one kind say twice."""
    first, second = one.rule, other.rule
    if first == second:
        yield _repeated(one, other)
    elif isinstance(first, r.Score) and isinstance(second, r.Score):
        if same_rows(first, second):
            yield _scored_twice(one, first, other, second)
    elif isinstance(first, r.Cap) and isinstance(second, r.Cap):
        if _same_members(first, second):
            yield _capped_twice(one, first, other, second)
    elif isinstance(first, r.Highest) and isinstance(second, r.Highest):
        if first.ledger == second.ledger:
            yield _two_keys(one, other, first.ledger)
    elif isinstance(first, r.Consequence) and isinstance(second, r.Consequence):
        yield from _measures_of_two(book, one, first, other, second)


def _repeated(one: _Said, other: _Said) -> Diagnostic:
    if one.clause is other.clause:
        message = f"【{other.clause.name}】里同样的一句话写了两遍"
    else:
        # Of several sentences in a clause only this one.
        part = "有一句" if len(one.clause.rules) > 1 or len(other.clause.rules) > 1 else ""
        message = f"【{other.clause.name}】和【{one.clause.name}】{part}说的是同一件事"
    return CHECK.finding(message, other.clause, about=one.clause.name)


# ---------------------------------------------------------------- points


def same_rows(one: r.Score, other: r.Score) -> bool:
    """Whether two rules score exactly the same rows: of the same set, and of the same values."""
    mine, yours = one.rows, other.rows
    same_set = (
        mine.ledger == yours.ledger
        and frozenset(mine.tests) == frozenset(yours.tests)
        and frozenset(mine.groups) == frozenset(yours.groups)
    )
    return same_set and _scored_values(one) == _scored_values(other)


def _scored_values(rule: r.Score) -> object:
    """What else a rule asks of its rows so that they give points."""
    if isinstance(rule.by, r.LevelPoints):
        return rule.by.column, frozenset(value for value, _ in rule.by.points)
    if isinstance(rule.by, r.StepPoints):
        return rule.by.now, rule.by.before, rule.by.step
    return None


def _scored_twice(one: _Said, first: r.Score, other: _Said, second: r.Score) -> Diagnostic:
    ledger, names = first.rows.ledger, (one.clause.name, other.clause.name)
    if one.clause is other.clause:
        message = f"【{names[1]}】给同样的“{ledger}”记录计了两次分"
    elif first.sign == second.sign:
        message = f"【{names[1]}】计分的“{ledger}”记录，【{names[0]}】已经全部计过分"
    else:
        message = f"同样的“{ledger}”记录，【{names[0]}】{_verb(first)}，【{names[1]}】又{_verb(second)}"
    shown = ((names[0], _points(first)), (names[1], _points(second)))
    return CHECK.finding(message, other.clause, about=names[0], witness=Witness(("条款", "一条记录"), shown))


def _verb(rule: r.Score) -> str:
    return "加分" if rule.sign > 0 else "减分"


def _points(rule: r.Score) -> str:
    """What a rule gives for a row, in short."""
    verb, by = ("加" if rule.sign > 0 else "减"), rule.by
    if isinstance(by, r.EachPoints):
        return f"{verb}{by.points}分"
    if isinstance(by, r.LevelPoints):
        return verb + "、".join(f"{value}{points}分" for value, points in by.points)
    if isinstance(by, r.ColumnPoints):
        return f"按{by.column}栏{verb}分"
    return f"{by.now}比{by.before}每前移{by.step}位{verb}{by.points}分"


def _same_members(one: r.Cap, other: r.Cap) -> bool:
    return (
        one.sign == other.sign
        and frozenset(one.clauses) == frozenset(other.clauses)
        and one.rows == other.rows
    )


def _capped_twice(one: _Said, first: r.Cap, other: _Said, second: r.Cap) -> Diagnostic:
    return CHECK.finding(
        f"同样的分，【{one.clause.name}】说累计不超过{first.limit}分，"
        f"【{other.clause.name}】说不超过{second.limit}分",
        other.clause,
        about=one.clause.name,
        words=_words(other.clause, f"{second.limit}分"),
        expected=(f"{first.limit}分",),
    )


def _two_keys(one: _Said, other: _Said, ledger: str) -> Diagnostic:
    return CHECK.finding(
        f"“{ledger}”按什么只计最高的一次，【{one.clause.name}】已经写过，【{other.clause.name}】又写了一遍",
        other.clause,
        about=one.clause.name,
    )


# ---------------------------------------------------------------- measures


def _measures_of_one(said: _Said, rule: r.Consequence) -> Iterator[Diagnostic]:
    """A measure that one rule lists twice, with conditions of which one takes in the other."""
    for (name, tests), (again, more) in combinations(_listed(rule), 2):
        if name == again and _takes_in(tests, more):
            message = f"【{said.clause.name}】把“{name}”列了两遍"
            last = said.clause.span.text.rfind(name)
            words = said.clause.span.cut(last, last + len(name)) if last >= 0 else None
            yield CHECK.finding(message, said.clause, about=name, words=words)


def _measures_of_two(
    book: RuleBook, one: _Said, first: r.Consequence, other: _Said, second: r.Consequence
) -> Iterator[Diagnostic]:
    mine = [(name, (*first.tests, *tests)) for name, tests in _listed(first)]
    yours = [(name, (*second.tests, *tests)) for name, tests in _listed(second)]
    for name, tests in mine:
        if not any(again == name and _takes_in(tests, more) for again, more in yours):
            continue
        shared = _shared_units(book, first, second)
        if shared:
            message = f"【{other.clause.name}】的“{name}”，【{one.clause.name}】对同样的单位已经列过"
            if len(shared) < len(book.units):
                message += f"（如{shared[0]}）"
            words = _words(other.clause, name)
            yield CHECK.finding(message, other.clause, about=f"{one.clause.name}，{name}", words=words)


def _listed(rule: r.Consequence) -> list[tuple[str, tuple[UnitTest, ...]]]:
    """The measures of a rule, each with the conditions of its own."""
    return [(name, item.tests) for item in rule.items if isinstance(item, r.Measures) for name in item.names]


def _takes_in(one: tuple[UnitTest, ...], other: tuple[UnitTest, ...]) -> bool:
    """Whether the conditions are the same, or one of both asks for more of the same units."""
    mine, yours = _implied(one), _implied(other)
    return mine <= yours or yours <= mine


def _implied(tests: tuple[UnitTest, ...]) -> frozenset[UnitTest]:
    """The conditions, and what follows from them: who has a grade again has it this year."""
    again = [Graded(test.grade, wanted=True) for test in tests if isinstance(test, GradedInARow)]
    return frozenset((*tests, *again))


def _shared_units(book: RuleBook, one: r.Consequence, other: r.Consequence) -> list[str]:
    """The units that two rules are both about, as far as they name groups."""
    mine, yours = ([name for group in rule.groups for name in book.members(group)] for rule in (one, other))
    return [
        unit.name
        for unit in book.units
        if (not one.groups or unit.name in mine) and (not other.groups or unit.name in yours)
    ]


def _words(clause: Clause, wording: str) -> Span | None:
    start = clause.span.folded.find(wording)
    return clause.span.cut(start, start + len(wording)) if start >= 0 else None


CHECK = Check(
    code="PE814",
    title="重复条款",
    severity=Severity.WARNING,
    what="两个条款说同一件事：规定相同，给同样的台账记录计分，给同样的分封两次顶，或者对同样的单位列同一项处理。",
    why="同一件事可能被算两次；两处写得不一样的，单位不知道照哪一处。",
    remedy="只留一处；两处说的本来不是一回事的，把各自的条件写清楚。",
    find=_find,
    every_reading=True,
)
