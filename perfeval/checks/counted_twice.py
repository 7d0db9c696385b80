"""PE815: a row of a ledger that counts in two places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from attrs import field, frozen

from perfeval.checks.check import Check, Subject
from perfeval.checks.folded import folded
from perfeval.checks.repeated_clauses import rules_in_effect, same_rows
from perfeval.checks.rows_tried import Tried
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.quantity.number import plain
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Unit
from perfeval.tables.conditions import show_rows
from perfeval.tables.model import Gather, Gathering


@frozen
class _Use:
    """One place where a row counts: a scoring sentence, or a circumstance of a veto.

    column: the column of the ledger that says whether, and how much. sign: 1 adds, -1 takes, 0 for a
    circumstance, which has a name and concerns the units in groups (empty: all). needed: how many such
    rows make the circumstance.
    """

    clause: str
    column: str
    sign: int
    case: str = ""
    groups: tuple[tuple[str, ...], ...] = ()
    needed: int = 1
    ledger: str = field(default="", eq=False)

    def counts(self, tried: Tried, number: int) -> bool:
        """Whether a row counts here."""
        value, unit = tried.value(number, self.column), tried.unit(number)
        if self.sign:
            return value is not None and value != 0
        return value is True and all(_belongs(unit, groups) for groups in self.groups)


def _belongs(unit: Unit, groups: tuple[str, ...]) -> bool:
    return any(name in groups for name in (unit.name, unit.category, unit.series))


def _find(subject: Subject) -> list[Diagnostic]:
    return folded(_each(subject))


def _each(subject: Subject) -> Iterator[Diagnostic]:
    places = {clause.name: place for place, clause in enumerate(subject.book.clauses)}
    uses = sorted([*_scores(subject), *_cases(subject)], key=lambda use: places[use.clause])
    repeated = _told_as_repeated(subject)
    for ledger in subject.book.schema.ledgers:
        mine = [use for use in uses if use.ledger == ledger.name]
        pairs = [
            (one, other)
            for one, other in combinations(mine, 2)
            if _is_doubtful(one, other) and (one.clause, other.clause) not in repeated
        ]
        if not pairs:
            continue
        tried = Tried.of(subject.book, subject.model, ledger)
        for one, other in pairs:
            both = next((n for n in tried.rows if one.counts(tried, n) and other.counts(tried, n)), None)
            if both is not None:
                yield _finding(subject, tried, both, one, other)


def _scores(subject: Subject) -> Iterator[_Use]:
    for node in subject.model.nodes:
        if isinstance(node, Gather) and node.how is not Gathering.COUNT:
            yield _Use(node.clause, node.source, node.sign, ledger=node.ledger)


def _cases(subject: Subject) -> Iterator[_Use]:
    for clause, rule in rules_in_effect(subject):
        for case in rule.cases if isinstance(rule, r.Veto) else ():
            groups = tuple(test.groups for test in case.tests if isinstance(test, c.Belongs))
            for test in case.tests:
                if isinstance(test, c.HasRows) and test.wanted:
                    # The step that counts such rows of a unit; it is made once for each row set.
                    node = subject.model.node(f"{show_rows(test.rows)}的次数")
                    assert isinstance(node, Gather)
                    yield _Use(clause.name, node.source, 0, case.name, groups, test.at_least, node.ledger)


def _is_doubtful(one: _Use, other: _Use) -> bool:
    """Whether a row should not count in both places without a word: twice for, or twice against, a unit."""
    if one.sign and other.sign:
        return one.sign == other.sign
    if one.sign or other.sign:
        return -1 in (one.sign, other.sign)
    return one.clause == other.clause and one.case != other.case


def _told_as_repeated(subject: Subject) -> list[tuple[str, str]]:
    """Pairs of clauses that score exactly the same rows, which is told of as such (PE814)."""
    scores = [(clause, rule) for clause, rule in rules_in_effect(subject) if isinstance(rule, r.Score)]
    return [
        (one.name, other.name)
        for (one, first), (other, second) in combinations(scores, 2)
        if same_rows(first, second)
    ]


# ---------------------------------------------------------------- what is said


def _finding(subject: Subject, tried: Tried, number: int, one: _Use, other: _Use) -> Diagnostic:
    # A circumstance is named last: the unit loses points first, and then its eligibility.
    first, last = (other, one) if other.sign and not one.sign else (one, other)
    clause, row = subject.clause(last.clause), f"同一条“{tried.ledger.name}”记录"
    words, about = None, first.clause
    if last.case:
        start = clause.span.text.find(f"“{last.case}”")
        words = clause.span.cut(start, start + len(last.case) + 2) if start >= 0 else None
        about = f"{first.case or first.clause}，{last.case}"
    if first.case:
        message = f"{row}，{_case(first)}，又{_case(last)}"
        if max(first.needed, last.needed) == 1:
            message = f"{row}，同时算作“{first.case}”和“{last.case}”两种情形"
    elif last.case:
        message = f"{row}，【{first.clause}】减了分，又{_case(last, last.clause)}"
    else:
        verb = "加分" if last.sign > 0 else "减分"
        both = (
            f"【{first.clause}】和【{last.clause}】"
            if first.clause != last.clause
            else f"【{last.clause}】的两句"
        )
        message = f"{row}，{both}都给它{verb}"
    return CHECK.finding(
        message, clause, about=about, words=words, witness=_witness(tried, number, first, last)
    )


def _case(use: _Use, clause: str = "") -> str:
    """What a row is to a circumstance; clause: where that is listed, to be named."""
    of = f"【{clause}】的" if clause else ""
    return f"算作{of}“{use.case}”" if use.needed == 1 else f"计入{of}“{use.case}”所要的{use.needed}次"


def _witness(tried: Tried, number: int, *uses: _Use) -> Witness:
    """The row, and what it does in each place."""
    unit, *cells = tried.cells(number)
    columns = tried.judged.outcome.model.columns
    rows = [(column.name, cell) for column, cell in zip(tried.ledger.columns, cells, strict=True)]
    for use in uses:
        value = tried.value(number, use.column)
        if use.sign:
            assert isinstance(value, int)
            shown = plain(abs(value), columns[tried.ledger.name, use.column].places)
            rows.append((f"【{use.clause}】", f"{'加' if value > 0 else '减'}{shown}分"))
        else:
            count = f"（这样的记录满{use.needed}次才算）" if use.needed > 1 else ""
            rows.append((f"【{use.clause}】", use.case + count))
    return Witness((tried.ledger.name, unit), tuple(rows))


CHECK = Check(
    code="PE815",
    title="一事两计",
    severity=Severity.WARNING,
    what="台账里的同一条记录，两个条款都给它加分（或者都减分），或者既减分又取消资格，或者算作两种情形。",
    why="单位因为一件事得两次好处，或者受两次处理；原文不一定是这个意思。",
    remedy="原文确是两计的，写一句知悉，说明依据；不是的，把条款的条件改得互不相交，或写成口径。",
    find=_find,
    every_reading=True,
)
