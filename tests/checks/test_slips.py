"""Slips that no table shows: less for the higher, another year, the contrary of the quote."""

from __future__ import annotations

import pytest

from perfeval import pipeline
from perfeval.checks import against_quote, other_year, upside_down
from perfeval.checks.examine import examine, subject_of
from perfeval.diagnostics.diagnostic import Diagnostic
from tests.checks.small import found, underlined
from tests.evaluate.mini import HEAD, SOURCE, TAIL

LEVELS = "【表彰加分】表彰，按级别每次{0}：省级{1}分、县级{2}分。\n【总分】“总分”＝基础分＋【表彰加分】。\n"
GRADED = "【总分】“总分”＝基础分。\n等次由高到低：好、中、差。\n【好】总分在80分以上的，评为好。\n"
GRADED += "【中】总分在60分以上、总分不满80分的，评为中。\n【差】总分够不上中的，评为差。\n"


@pytest.mark.parametrize(
    ("clauses", "names"),
    [
        (LEVELS.format("加", 3, 1), []),
        (LEVELS.format("加", 2, 2), []),
        (LEVELS.format("加", 1, 3), ["高低倒置：表彰加分，省级、县级"]),
        (LEVELS.format("减", 3, 1), []),
        (LEVELS.format("减", 0.5, 1), ["高低倒置：表彰加分，省级、县级"]),
        (GRADED + "【比例】“优岗比例”按等次：好20%、中15%、差5%。\n", []),
        (GRADED + "【比例】“优岗比例”按等次：好20%、中5%、差15%。\n", ["高低倒置：优岗比例，中、差"]),
        (
            GRADED + "【甲】评为好的：“奖金”＝1000元×人数。\n【乙】评为中的：“奖金”＝2000元×人数。\n",
            ["高低倒置：奖金，好、中"],
        ),
        (
            # Of other units, or another number of heads: not to be compared.
            GRADED + "【甲】评为好的山村：“奖金”＝1000元×人数。\n【乙】评为中的水村：“奖金”＝2000元×人数。\n",
            [],
        ),
    ],
)
def test_less_for_the_higher(clauses: str, names: list[str]) -> None:
    """Only where all else is the same."""
    assert [name for _, name in found(clauses, upside_down.CHECK)] == names


def examined(text: str, source: bytes, check: object) -> list[Diagnostic]:
    """What one check says of a whole book."""
    read = pipeline.parse_text("小方案.jx", text.encode())
    book = pipeline.bind_book(read, {"原文.txt": source})
    assert read.value is not None
    assert book.value is not None, book.diagnostics
    subject = subject_of(book.value, read.value.items, [])
    assert subject is not None
    return list(examine(subject, (), (check,)).open)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "years"),
    [("小方案", []), ("2024年小方案", []), ("2025年小方案", ["2025年"]), ("二〇二五年小方案", [])],
)
def test_another_year_in_the_title(title: str, years: list[str]) -> None:
    """A book made from that of the year before."""
    text = HEAD.replace("《小方案》", f"《{title}》") + "【总分】“总分”＝基础分。\n" + TAIL
    findings = examined(text, SOURCE, other_year.CHECK)
    assert [each.name for each in findings] == [f"年度不符：{year}" for year in years]


@pytest.mark.parametrize(
    ("quote", "clause", "word"),
    [
        ("受到批评的，每次减1分。", "扣分，每次加1分。", "加"),
        ("受到批评的，每次扣1分。", "扣分，每次加1分。", "加"),
        ("受到表彰的，每次加1分。", "表彰，每次减1分。", "减"),
        ("受到批评的，每次减1分。", "扣分，每次减1分。", None),
        ("受到表彰的加1分，批评的减1分。", "扣分，每次加1分。", None),
        ("受到省级以上表彰的，每次加1分。", "省级以下的表彰，每次加1分。", "以下"),
        ("受到省级以上表彰的，每次加1分。", "省级以上的表彰，每次加1分。", None),
        ("加减分按细则。", "扣分，每次加1分。", None),
    ],
)
def test_the_contrary_of_the_quote(quote: str, clause: str, word: str | None) -> None:
    """The plan says only the one, the clause the other; the word itself is underlined."""
    source = SOURCE.decode().replace("按本方案评估。", f"{quote}\n按本方案评估。").encode()
    from hashlib import sha256

    head = HEAD.replace("> 按本方案评估。", f"> {quote}")
    head = head.replace(sha256(SOURCE).hexdigest(), sha256(source).hexdigest())
    text = head + f"【甲】{clause}\n【总分】“总分”＝基础分＋【甲】。\n" + TAIL
    findings = examined(text, source, against_quote.CHECK)
    assert [underlined(each) for each in findings] == ([word] if word else [])
