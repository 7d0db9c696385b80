"""A small book around a few clauses, to see how clauses work together."""

from __future__ import annotations

from hashlib import sha256

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Checked, Severity
from perfeval.evaluate.outcome import Outcome
from perfeval.evaluate.records import Record, records_of
from perfeval.explain.account import Account
from perfeval.explain.from_outcome import explain
from perfeval.rulebook.book import RuleBook
from tests.vectors.same import disagreements_of_files

SOURCE = "小方案\n一、总则\n按本方案评估。\n".encode()
HEAD = f"""《小方案》
评估年度：2024年1月1日至2024年12月31日。
原文：“原文.txt”，从“一、总则”到“按本方案评估。”。
原文校验码：{sha256(SOURCE).hexdigest()}。

一、总则
> 按本方案评估。
"""
TAIL = """

附件　台账
类别“村”，序列“山村”3个：张村、李村、王村。
类别“村”，序列“水村”2个：赵村、钱村。
类别“场”1个，不设序列：林场。
台账“得分”，一个单位一行，除林场外每个单位都要有：“基础分”：分，0至100；“人数”：整数，不小于0。
台账“表彰”，一次一行：“项目”：文字；“级别”由高到低：省级、县级；“日期”：日期。
台账“排位”，一次一行：“上年位次”：整数，不小于1；“本年位次”：整数，不小于1。
台账“扣分”，一次一行：“事由”：文字；“分数”：分，不小于0。
台账“往年”，一个单位每个“年度”一行：“年度”：年度；“等次”：等次。
"""
SCORES = "单位,基础分,人数\n张村,90,10\n李村,80,20\n王村,70,0\n赵村,90,5\n钱村,60,5\n"


def read(clauses: str, ledgers: str = "") -> Checked[RuleBook]:
    """The book with these clauses. ledgers: declarations of ledgers beside its own."""
    return pipeline.read_book("小方案.jx", (HEAD + clauses + TAIL + ledgers).encode(), {"原文.txt": SOURCE})


def findings(clauses: str) -> list[str]:
    """Codes of all errors, of reading and of the tables under every option."""
    book = read(clauses)
    found = list(book.diagnostics)
    if book.value is not None:
        found.extend(pipeline.check_every_option(book.value))
    return [finding.code for finding in found if finding.severity is Severity.ERROR]


def outcome(clauses: str, readings: dict[str, str] | None = None, **ledgers: str) -> Outcome:
    """The outcome for the standing scores and these ledgers (rows below the header).

    It is also made over arrays, which has to be the same.
    """
    book = read(clauses)
    assert book.diagnostics == ()
    assert book.value is not None
    files = {"得分.csv": SCORES.encode()}
    for name, rows in ledgers.items():
        ledger = book.value.schema.ledger(name)
        assert ledger is not None
        header = ",".join(["单位", *(column.name for column in ledger.columns)])
        files[f"{name}.csv"] = f"{header}\n{rows}\n".encode()
    done = pipeline.evaluate(book.value, readings or {}, files)
    assert done.diagnostics == ()
    assert done.value is not None
    assert disagreements_of_files(book.value, done.value.model, files) == []
    return done.value


def records(clauses: str, readings: dict[str, str] | None = None, **ledgers: str) -> dict[str, Record]:
    """Records by unit."""
    return {str(record["单位"]): record for record in records_of(outcome(clauses, readings, **ledgers))}


def account(clauses: str, unit: str, **ledgers: str) -> Account:
    """The account of one unit."""
    done = outcome(clauses, None, **ledgers)
    return explain(done, [each.name for each in done.book.units].index(unit))
