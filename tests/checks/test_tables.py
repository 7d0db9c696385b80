"""Two answers, no answer, values that nobody scores: on small tables, with the facts that show it."""

from __future__ import annotations

import pytest

from perfeval.checks import no_answer, two_answers, values_without_points
from perfeval.diagnostics.diagnostic import Severity
from tests.checks.small import found, one, settled
from tests.evaluate.mini import TAIL

SCORED = "【总分】“总分”＝基础分。\n等次由高到低：好、中、差。\n"


def lines(*grades: str) -> str:
    """Clauses that grade by score: 好 80以上."""
    return SCORED + "".join(
        f"【{grade[0]}】{'、'.join(f'总分{part}' for part in grade[2:].split('、'))}的，评为{grade[0]}。\n"
        for grade in grades
    )


COMPLETE = lines("好 在80分以上", "中 在60分以上、不满80分", "差 不满60分")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (COMPLETE, []),
        (lines("好 在80分以上", "中 在60分以上、不高于80分", "差 不满60分"), ["中"]),
        (lines("好 在80分以上", "中 在60分以上、不满81分", "差 不高于60分"), ["中", "差"]),
        (lines("好 在80分以上", "中 在60分以上", "差 不满60分"), ["中"]),
    ],
)
def test_scores_with_two_grades(text: str, clauses: list[str]) -> None:
    """An error in the later clause, with the very score."""
    done = settled(text, two_answers.CHECK)
    assert [each.clause for each in done.open] == clauses
    assert all(each.severity is Severity.ERROR and not each.name for each in done.open)


def test_the_score_that_has_two_grades_is_shown() -> None:
    """One value, and what each clause makes of it."""
    text = lines("好 在80分以上", "中 在60分以上、不高于80分", "差 不满60分")
    witness = one(text, two_answers.CHECK).witness
    assert witness is not None
    assert witness.rows == (("总分", "80分"), ("→ 【好】", "好"), ("→ 【中】", "中"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (COMPLETE, []),
        (lines("好 在80分以上", "中 超过60分、不满80分", "差 不满60分"), ["没有着落：等次，总分60"]),
        (lines("好 在80分以上", "中 在60分以上、不满80分"), ["没有着落：等次，总分不满60"]),
        (
            lines("好 超过80分", "中 超过60分、不满80分", "差 不满60分"),
            ["没有着落：等次，总分60", "没有着落：等次，总分80"],
        ),
    ],
)
def test_scores_without_a_grade(text: str, names: list[str]) -> None:
    """Whatever the ledgers allow has to come to some grade."""
    assert [name for _, name in found(text, no_answer.CHECK)] == names


RATES = "【比例】“优岗比例”按等次：好20%、中15%{0}。\n"


def test_a_grade_without_a_rate() -> None:
    """A new grade has to have all that the others have."""
    assert found(COMPLETE + RATES.format("、差5%"), no_answer.CHECK) == []
    assert found(COMPLETE + RATES.format(""), no_answer.CHECK) == [("比例", "没有着落：优岗比例，评为差")]


AWARDS = "【表彰加分】表彰，按级别每次加：省级3分{0}。\n【总分】“总分”＝基础分＋【表彰加分】。\n"


def test_levels_that_nobody_scores() -> None:
    """A level that the ledger has, and no clause: its rows would count for nothing without a word."""
    assert found(AWARDS.format("、县级1分"), values_without_points.CHECK) == []
    finding = one(AWARDS.format(""), values_without_points.CHECK)
    assert (finding.clause, finding.name) == ("表彰加分", "取值漏计：表彰，级别为县级")
    # Another clause that scores it will do.
    both = "【县级】县级的表彰，每次加1分。\n" + AWARDS.format("") + "【和】“和”＝总分＋【县级】。\n"
    assert found(both, values_without_points.CHECK) == []
    # Where the level does not matter at all nothing is left out.
    any_level = "【表彰加分】表彰，每次加1分。\n【总分】“总分”＝基础分＋【表彰加分】。\n"
    assert found(any_level, values_without_points.CHECK) == []


CHECKED = "【扣】结果为不合格的检查，每次减2分。\n【总分】“总分”＝基础分＋【扣】。\n"
LEVELS = "台账“检查”，一次一行：“结果”：{0}；“日期”：日期。\n"


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ("合格、不合格", []),
        ("合格、基本合格、不合格", ["取值漏计：检查，结果为合格、基本合格"]),
        ("由高到低：合格、不合格", ["取值漏计：检查，结果为合格"]),
    ],
)
def test_a_column_of_two_values(monkeypatch: pytest.MonkeyPatch, values: str, names: list[str]) -> None:
    """One that is scored and one that is not say 是 and 否; levels and further values are another thing."""
    wording = f"“结果”{'' if '：' in values else '：'}{values}"
    monkeypatch.setattr("tests.examples.small.TAIL", TAIL + LEVELS.replace("“结果”：{0}", wording))
    assert [name for _, name in found(CHECKED, values_without_points.CHECK)] == names


def test_a_value_that_another_clause_names() -> None:
    """A condition on units gives it a meaning; one that takes it along with what is scored does not."""
    graded = (
        AWARDS.format("")
        + "【好】{0}表彰的，直接认定为好。\n【差】总分在0分以上的，评为差。\n等次由高到低：好、差。\n"
    )
    assert found(graded.format("有县级"), values_without_points.CHECK) == []
    assert found(graded.format("有"), values_without_points.CHECK) != []
    assert found(graded.format("有县级以上"), values_without_points.CHECK) != []
    assert found(graded.format("有省级"), values_without_points.CHECK) != []
