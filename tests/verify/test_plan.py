"""The plan of 2013 compared with edits of it: the verdicts that an office would want to know."""

from __future__ import annotations

from functools import cache

import pytest

from perfeval import api, pipeline
from perfeval.evaluate.records import records_of
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model
from perfeval.verify.compare import Comparison
from perfeval.verify.proof import FieldChange, Proof, Verdict
from tests.heshan.book import RULES, book, outcome_of
from tests.oracle.generate import random_facts
from tests.verify.test_compare import confirm

SAME = (
    # 省部级以上 adds 5 at most whatever one award of the state gives.
    ("国家级5分、省部级2分。", "国家级6分、省部级2分。"),
    ("综合得分够不上基本达标的，评为不达标", "综合得分不满600分的，评为不达标"),
    ("2000元×在编人数", "在编人数×2000元"),
)
DIFFERENT = (
    ("国家级5分、省部级2分。", "国家级5分、省部级2.1分。", "表彰加分"),
    ("综合得分在700分以上的，评为达标。", "综合得分在699.9999分以上的，评为达标。", "等次"),
    ("综合得分在700分以上的，评为达标。", "综合得分超过700分的，评为达标。", "等次"),
    ("有2种以上取消评优情形，且", "有3种以上取消评优情形，且", "等次"),
    ("街道取前1名", "街道取前2名", "等次"),
    ("各序列取前25%", "各序列取前24%", "等次"),
    ("“四舍五入”：优秀名额有小数的，四舍五入", "“四舍五入”：优秀名额有小数的，舍去小数", "等次"),
    ("“递补”：取消优秀资格空出的名额，依次递补", "“递补”：取消优秀资格空出的名额，不递补", "等次"),
    ("先计对象为区委区政府的", "先计对象为本单位的", "表彰加分"),
    ("优秀20%", "优秀21%", "优岗比例"),
    ("2000元×1.5×党政正职人数", "2000元×1.6×党政正职人数", "党政正职奖金下限"),
)


@cache
def plan() -> Comparison:
    """The plan under its adopted readings."""
    return Comparison(*compiled(book()))


def compiled(read: RuleBook) -> tuple[RuleBook, Model]:
    """A book and its model."""
    model = pipeline.compile_tables(read, api.NO_READINGS)
    assert model.value is not None
    return read, model.value


def edited(old: str, new: str) -> tuple[RuleBook, Model]:
    """The plan with one edit."""
    text = (RULES / "book.jx").read_text(encoding="utf-8")
    assert old in text
    files = {"source.txt": (RULES / "source.txt").read_bytes()}
    read = pipeline.read_book("book.jx", text.replace(old, new, 1).encode(), files)
    assert read.value is not None, read.diagnostics
    return compiled(read.value)


@pytest.mark.parametrize(("old", "new"), SAME)
def test_edits_that_change_nothing_for_anyone(old: str, new: str) -> None:
    """They are proved to; and on random facts of all units nothing differs."""
    after = edited(old, new)
    proof = plan().against(*after)
    assert proof.verdict is Verdict.SAME, proof
    assert any("指标评估得分0至700" in line for line in proof.ranges)
    for seed in (3, 5, 9):
        facts = random_facts(seed)
        assert records_of(outcome_of(facts)) == records_of(outcome_of(facts, of=after[0]))


@pytest.mark.parametrize(("old", "new", "field"), DIFFERENT)
def test_edits_that_some_unit_feels(old: str, new: str, field: str) -> None:
    """The witness replays, and the field concerned is among those that differ."""
    after = edited(old, new)
    proof = plan().against(*after)
    assert proof.verdict is Verdict.DIFFERENT, proof
    confirm(compiled(book()), after, proof)
    assert field in [change.name for change in proof.changes]


def test_a_witness_is_as_small_as_can_be() -> None:
    """One award tells two points from three; exactly 700 tells 以上 from 超过."""
    after = edited("国家级5分、省部级2分。", "国家级5分、省部级3分。")
    proof = plan().against(*after)
    assert proof.witness is not None
    assert [len(given.rows) for given in proof.witness.rows] == [1]
    assert change_of(proof, "表彰加分") == FieldChange("表彰加分", "2", "3")
    line = edited("综合得分在700分以上的，评为达标。", "综合得分超过700分的，评为达标。")
    found = plan().against(*line).witness
    assert found is not None
    assert not found.rows
    scores = [value.text for value in found.values if value.name.endswith("评估得分")]
    assert sum(int(score) for score in scores) == 700


def change_of(proof: Proof, name: str) -> FieldChange:
    """The change of one field."""
    return next(change for change in proof.changes if change.name == name)
