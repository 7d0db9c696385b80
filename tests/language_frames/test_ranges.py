"""落档: which range a number falls into, at the very ends; what is missing falls into none."""

from __future__ import annotations

import pytest

from tests.language_frames.book import Frame, for_units

LEDGER = (
    "台账“数据”，一个单位一行：“率”：百分数，选填；“数”：数，"
    "选填；“级别”：国家级、省级、市级，选填；“额”：万元，选填。"
)


def scored(row: str, *values: str) -> list[str | None]:
    """What a scale of 数 with this row, and 9 for all others, gives these numbers."""
    made = Frame(f"“得”按数：{row}的，1；其余的，9。", LEDGER).of(
        数据=for_units(" ".join(f",{v},," for v in values))
    )
    return made.column("得")[: len(values)]


@pytest.mark.parametrize(
    ("words", "inside", "outside"),
    [
        ("60以上", ("60", "60.0001", "999"), ("59.9999", "-60")),
        ("不低于60", ("60", "61"), ("59.9999",)),
        ("不小于60", ("60", "61"), ("59.9999",)),
        ("60以下", ("60", "59.9999", "-1"), ("60.0001",)),
        ("不超过60", ("60", "0"), ("60.0001",)),
        ("不高于60", ("60", "0"), ("60.0001",)),
        ("不满60", ("59.9999",), ("60", "60.0001")),
        ("不足60", ("59.9999",), ("60",)),
        ("低于60", ("59.9999",), ("60",)),
        ("小于60", ("59.9999",), ("60",)),
        ("超过60", ("60.0001",), ("60", "59.9999")),
        ("大于60", ("60.0001",), ("60",)),
        ("高于60", ("60.0001",), ("60",)),
        ("60以上不足80", ("60", "79.9999"), ("59.9999", "80")),
        ("60以上不超过80", ("60", "80"), ("59.9999", "80.0001")),
        ("超过60不超过80", ("60.0001", "80"), ("60", "80.0001")),
        ("不低于60低于80", ("60", "79.9999"), ("59.9999", "80")),
        ("3至5", ("3", "4.5", "5"), ("2.9999", "5.0001")),
        ("3", ("3",), ("2.9999", "3.0001", "0")),
    ],
)
def test_ends_of_ranges(words: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    """以上、以下、至 hold the number; 不满、不足、低于、超过、大于 do not."""
    assert scored(words, *inside) == ["1"] * len(inside)
    assert scored(words, *outside) == ["9"] * len(outside)


def test_the_scale_of_rates() -> None:
    """Per cent in the cell and in the sentence are the same number."""
    rows = "98%以上的，5分；95%以上不足98%的，4分；90%以上不足95%的，2.5分；低于90%的，不得分"
    frame = Frame(f"“化解得分”按率：{rows}。", LEDGER)
    made = frame.of(数据=for_units("98%,,, 97.9999%,,, 95%,,, 94.9999%,,, 90%,,,"))
    assert made.column("化解得分") == ["5", "4", "4", "2.5", "2.5"]
    assert frame.of(数据="甲镇,89.9999%,,, 乙镇,0%,,, 丙镇,-3%,,,").column("化解得分")[:3] == ["0", "0", "0"]


@pytest.mark.parametrize("column", ["率", "数", "级别", "额"])
def test_what_is_missing_is_not_the_rest(column: str) -> None:
    """A cell that is not filled in has no score, neither by 其余 nor by the highest range."""
    row = "国家级5分" if column == "级别" else "0以上的，5分"
    made = Frame(f"“得”按{column}：{row}；其余的，1分。", LEDGER).of(数据="甲镇,,,, 乙镇,-1%,-1,市级,-1")
    assert made.column("得") == [None, "1", None, None, None]


def test_gaps_give_nothing() -> None:
    """Between two ranges, and below the lowest, there is no result; it is not 0."""
    made = Frame("“得”按数：10以上不足20的，1分；30以上的，3分。", LEDGER)
    assert made.of(数据=for_units(",9,, ,10,, ,20,, ,29.9999,, ,30,,")).column("得") == [
        None,
        "1",
        None,
        None,
        "3",
    ]


def test_two_ranges_that_meet() -> None:
    """60以下 and 60以上 both hold 60: nobody knows which row is meant."""
    frame = Frame("“得”按数：60以下的，1分；60以上的，2分。", LEDGER)
    assert frame.refused(数据="甲镇,,60,,") == ["PE501"]
    assert frame.refused(数据="甲镇,,59.9999,, 乙镇,,60.0001,,") == []


def test_words_and_places() -> None:
    """取值 and 名次 may stand before the number without a mark."""
    clauses = (
        "“级别分”按级别：国家级10分；省级或市级6分。\n“名次分”按数：第1名6分；第2至第4名4分；第5名以后2分。"
    )
    made = Frame(clauses, LEDGER).of(数据=for_units(",1,国家级, ,2,省级, ,4,市级, ,5,, ,100,国家级,"))
    assert made.column("级别分") == ["10", "6", "6", None, "10"]
    assert made.column("名次分") == ["6", "4", "4", "2", "2"]


def test_numbers_with_signs() -> None:
    """减2分 is -2; 得, 加 and 计 are plain."""
    made = Frame("“得”按数：1的，减2分；2的，加1分；3的，得3分；4的，计4分；5的，不得分。", LEDGER)
    assert made.of(数据=for_units(",1,, ,2,, ,3,, ,4,, ,5,,")).column("得") == ["-2", "1", "3", "4", "0"]


def test_formulas_and_words_as_results() -> None:
    """A row may compute; a row may give a word, which other sentences ask for."""
    clauses = (
        "“得”按率：超过100%的，率×5分；100%以下的，率×4分。\n“好坏”按得：5分以上的，为“好”；其余的，为“差”。"
    )
    frame = Frame(clauses + "\n“奖”按好坏：好3分；差1分。", LEDGER)
    made = frame.of(数据=for_units("100%,,, 100.01%,,, 120%,,, 50%,,, ,,,"))
    assert made.column("得") == ["4", "5.0005", "6", "2", None]
    assert made.column("好坏") == ["差", "好", "好", "差", None]
    assert made.column("奖") == ["1", "3", "3", "1", None]


def test_not_yet_graded() -> None:
    """暂不评 is no result, not 0."""
    made = Frame("“得”按数：0的，暂不评；其余的，5分。", LEDGER).of(数据=for_units(",0,, ,1,, ,-1,,"))
    assert made.column("得") == [None, "5", "5", None, None]


def test_ten_thousands_of_yuan() -> None:
    """The ledger is filled in 万元; the sentence may say 万元 or 元."""
    for words in ("2000万元以上", "20000000元以上"):
        made = Frame(f"“得”按额：{words}的，5分；其余的，1分。", LEDGER).of(
            数据=for_units(",,,2000 ,,,1999.9999 ,,,")
        )
        assert made.column("得") == ["5", "1", None, None, None]


def test_each_next_place_less() -> None:
    """第2名6分，以下每名递减2分，减到1分为止: the floor holds for every place behind it."""
    made = Frame("“得”按数：第1名10分；第2名6分，以下每名递减2分，减到1分为止。", LEDGER)
    assert made.of(数据=for_units(",1,, ,2,, ,3,, ,4,, ,5,,")).column("得") == ["10", "6", "4", "2", "1"]
    assert made.of(数据=for_units(",6,, ,60,, ,,,")).column("得")[:3] == ["1", "1", None]


def test_each_next_place_less_a_share() -> None:
    """每低一位少基本分的一成: six points less 0.6 for each place, down to 0."""
    made = Frame("“得”按数：第1名6分，以下每名递减0.6分，减到0分为止。", LEDGER)
    assert made.of(数据=for_units(",1,, ,2,, ,10,, ,11,, ,12,,")).column("得") == [
        "6",
        "5.4",
        "0.6",
        "0",
        "0",
    ]
