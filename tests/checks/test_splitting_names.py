"""PE817: names that join words of other sentences, and what is said where a sentence breaks."""

from __future__ import annotations

import pytest

from perfeval import pipeline
from perfeval.checks.splitting_names import CHECK, names_in_the_way
from tests.checks.plans import findings, settled
from tests.evaluate.mini import HEAD, TAIL

_BODY = """一、总则
> 受到表彰的,每次加分。
【奖】{sentence}
"""


@pytest.mark.parametrize(
    ("declared", "instead", "sentence", "name", "pieces"),
    [
        (
            "“项目”：文字",
            "“项目”：文字；“级别为”：文字",
            "级别为省级的表彰，每次加5分。",
            "级别为",
            ("级别为", "级别 为"),
        ),
        (
            "“项目”：文字",
            "“项目”：文字；“类型”：省级的表彰、其他",
            "级别为省级的表彰，每次加5分。",
            "省级的表彰",
            ("省级的表彰", "省级 的 表彰"),
        ),
        (
            "“项目”：文字",
            "“项目”：文字；“对象”：本单位、本单位的",
            "对象为本单位的表彰，每次加5分。",
            "本单位的",
            ("本单位的", "本单位 的"),
        ),
        ("林场", "为省级", "级别为省级的表彰，每次加5分。", "为省级", ("为省级", "为 省级")),
    ],
)
def test_a_name_in_the_way(
    declared: str, instead: str, sentence: str, name: str, pieces: tuple[str, str]
) -> None:
    tail = TAIL.replace(declared, instead)
    body = _BODY.format(sentence=sentence)
    assert findings(CHECK, body, tail) == [("", f"名称割裂：{name}", name)]
    (finding,) = settled(CHECK, body, tail).open
    assert finding.witness is not None
    assert all(piece in row[1] for piece, row in zip(pieces, finding.witness.rows, strict=True))


def test_a_name_in_the_way_that_a_clause_declares() -> None:
    body = """一、总则
> 受到表彰的,每次加分。
【奖】“级别为”＝基础分；“总分”＝级别为＋基础分。
【惩】级别为省级的表彰，每次加5分。
"""
    assert findings(CHECK, body) == [("奖", "名称割裂：级别为", "级别为")]


@pytest.mark.parametrize(
    ("declared", "instead", "sentence"),
    [
        ("林场", "加分", "表彰，每次加5分。"),
        ("“项目”：文字", "“项目”：文字；“级别每次”：文字", "表彰，每次加5分。"),
        ("“扣分”", "“通报”", "表彰，每次加5分。"),
    ],
)
def test_a_name_that_is_in_nobodys_way(declared: str, instead: str, sentence: str) -> None:
    assert findings(CHECK, _BODY.format(sentence=sentence), TAIL.replace(declared, instead)) == []


@pytest.mark.parametrize(
    ("declared", "instead", "name", "words"),
    [
        ("“项目”：文字", "“项目”：文字；“类型”：加5、其他", "加5", "“加”、“5”"),
        ("林场", "次加5分", "次加5分", "“每次”、“加”、“5”、“分”"),
    ],
)
def test_a_sentence_that_breaks_names_the_declaration(
    declared: str, instead: str, name: str, words: str
) -> None:
    (hint,) = _hints("【奖】表彰，每次加5分。" + TAIL.replace(declared, instead))
    assert f"名称“{name}”" in hint
    assert words in hint


def test_a_slip_is_no_fault_of_a_name() -> None:
    (hint,) = _hints("【奖】表彰，没次加5分。" + TAIL)
    assert "名称" not in hint


def _hints(clauses: str) -> list[str]:
    return [each.hint for each in pipeline.parse_text("小方案.jx", (HEAD + clauses).encode()).diagnostics]


def test_a_name_is_told_of_although_the_book_cannot_be_bound() -> None:
    """按级别每次加 is read as by a column 级别每次, that the ledger does not have."""
    tail = TAIL.replace("台账“扣分”", "台账“先进”，一次一行：“级别每次”：甲、乙。\n台账“扣分”")
    text = f"{HEAD}【奖】表彰，按级别每次加：省级5分、县级2分。{tail}"
    surface = pipeline.parse_text("小方案.jx", text.encode())
    assert surface.value is not None
    (finding,) = names_in_the_way(surface.value.items)
    assert (finding.code, finding.name) == ("PE817", "名称割裂：级别每次")
