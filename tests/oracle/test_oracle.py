"""The oracle against the hand-computed cases."""

import json
from pathlib import Path

import pytest

from .facts_io import read_facts
from .heshan2013 import evaluate

CASES = Path(__file__).resolve().parent.parent / "heshan" / "cases"

EXPECTED: list[tuple[str, str, dict[str, str]]] = [
    ("ordinary", "expected.json", {}),
    ("edge", "expected.json", {}),
    ("edge", "expected-向下取整-不递补.json", {"名额取整": "向下取整", "取消资格后递补": "不递补"}),
    (
        "edge",
        "expected-合计-本年第一-七百分基本达标-六百分不达标-含承办.json",
        {
            "前移封顶": "合计",
            "保持第一": "本年第一",
            "七百分整": "基本达标",
            "六百分整": "不达标",
            "表彰封顶范围": "含承办",
        },
    ),
]


@pytest.mark.parametrize(("case", "name", "readings"), EXPECTED)
def test_cases(case: str, name: str, readings: dict[str, str]) -> None:
    """Every field of every record, and the order of the keys, as expected."""
    expected = json.loads((CASES / case / name).read_text(encoding="utf-8"))
    records = evaluate(read_facts(CASES / case / "facts"), readings)
    assert len(records) == len(expected) == 106
    for found, wanted in zip(records, expected, strict=True):
        # As text, so that the order of the keys and the kind of each value count too.
        assert json.dumps(found, ensure_ascii=False) == json.dumps(wanted, ensure_ascii=False)
