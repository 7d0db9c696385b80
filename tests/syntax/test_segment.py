"""Sentences without spaces are cut into the right words."""

from __future__ import annotations

import pytest

from perfeval.source.fold import fold
from perfeval.source.text import SourceText, Span
from perfeval.syntax.grammar import load_grammar
from perfeval.syntax.segment import Cutter
from perfeval.syntax.vocabulary import COLUMN_KINDS, Vocabulary, collect


def cutter(**names: str) -> Cutter:
    """A cutter that knows the keywords and these names: kind -> names with 、 between them."""
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, listed in names.items():
        for name in listed.split("、"):
            kinds[name] = (*kinds.get(name, ()), kind)
    return Cutter(Vocabulary(kinds, {}, {}), load_grammar().keywords)


def words(text: str, by: Cutter) -> str:
    """The pieces with | between them, unknown ones with a ? before."""
    folded = fold(text)
    pieces = by.cut(folded, 0, len(folded))
    return "|".join(("" if piece.kinds else "?") + folded[piece.start : piece.end] for piece in pieces)


def greedy(text: str, by: Cutter) -> str:
    """What longest match from the left would make of it."""
    found: list[str] = []
    at = 0
    while at < len(text):
        word = max((word for word in by.kinds if text.startswith(word, at)), key=len, default="")
        found.append(word or "?" + text[at])
        at += len(word) or 1
    return "|".join(found)


def test_the_fewest_words_win_over_the_longest_first() -> None:
    """区直单位总数 is 区直|单位总数 where both are names, although 区直单位 is one as well."""
    by = cutter(GROUP="区直单位、区直", QUANTITY="单位总数")
    assert greedy("区直单位总数", by) == "区直单位|?总|数"
    assert words("区直单位总数", by) == "区直|单位总数"


def test_of_equal_cuts_the_longest_word_on_the_left_wins() -> None:
    """甲乙|丙 before 甲|乙丙."""
    by = cutter(UNIT="甲乙、丙、甲、乙丙")
    assert words("甲乙丙", by) == "甲乙|丙"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("综合得分在700分以上的", "综合得分|在|700|分|以上|的"),
        ("不达标处理", "不达标|处理"),
        ("未评为不达标", "未评为|不达标"),
        ("表彰加分＋减分", "表彰加分|+|减分"),
        ("每次加1分", "每次|加|1|分"),
        ("每次加分", "每次|加分"),
        ("有效表彰每次加1分", "有效表彰|每次|加|1|分"),
        ("属于区直单位且有表彰", "属于|区直单位|且|有|表彰"),
    ],
)
def test_names_may_hold_keywords(text: str, expected: str) -> None:
    """加, 减, 分, 有, 不, 未 inside a declared name stay a part of it."""
    by = cutter(
        QUANTITY="综合得分、表彰加分、处理", GRADE="达标、不达标", LEDGER="表彰、有效表彰", GROUP="区直单位"
    )
    assert words(text, by) == expected


def test_digits_and_brackets_may_belong_to_names() -> None:
    """区委610办 and 计生局(含协会) are one word; the same digits elsewhere are a number."""
    by = cutter(UNIT="区委610办、计生局(含协会)、610办", QUANTITY="得分")
    assert words("区委610办、计生局（含协会）", by) == "区委610办|、|计生局(含协会)"
    assert words("610办得分超过610分", by) == "610办|得分|超过|610|分"
    assert words("计生局（1）", by) == "?计生局|(1)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("取前二名", "取前|二|名"),
        ("连续两年", "连续|两|年"),
        ("后十位", "后|十|位"),
        ("有二种以上", "有|二|种|以上"),
        ("一票否决", "一票否决"),
        ("交警一大队", "交警一大队"),
        ("加一分", "加|?一|分"),
    ],
)
def test_chinese_numerals_are_numbers_only_before_measures(text: str, expected: str) -> None:
    """名, 年, 位, 种 …; elsewhere they are letters of names."""
    by = cutter(LEDGER="一票否决", UNIT="交警一大队")
    assert words(text, by) == expected


@pytest.mark.parametrize("number", ["05", "1,000", "1.5.2", "0.00001", "12345678901"])
def test_a_bad_number_is_one_piece(number: str) -> None:
    """So that it gets one message."""
    assert words(f"加{number}分", cutter()) == f"加|{number}|分"


def test_a_comma_between_two_numbers_is_a_comma() -> None:
    """Only three digits and no more make a thousand."""
    assert words("加1,20分", cutter()) == "加|1|,|20|分"


def test_unknown_letters_are_one_piece() -> None:
    """And the words on either side stay what they are."""
    assert words("每次考核验收加1分", cutter()) == "每次|?考核验收|加|1|分"


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0", "\n  ", "\t"])
def test_spaces_between_words_are_nothing(blank: str) -> None:
    """Of any kind, at any place between two words."""
    by = cutter(LEDGER="表彰")
    assert words(blank.join(["表彰", "，", "每次", "加", "1", "分", "。"]), by) == "表彰|,|每次|加|1|分|。"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("合格的，", "_OF_END"), ("合格的 ：", "_OF_END"), ("合格的表彰", "_OF"), ("合格的、", "_OF")],
)
def test_of_before_a_mark_closes_a_condition(text: str, kinds: str) -> None:
    """的 before ， ： ； 。 is another word than 的 before a name."""
    folded = fold(text)
    cuts = cutter(VALUE="合格", LEDGER="表彰").cut(folded, 0, len(folded))
    assert cuts[1].kinds == (kinds,)


def test_a_name_has_all_its_kinds() -> None:
    """驻区单位 is a category and a series, 扣分 a column and a value."""
    by = cutter(NUMBER_COLUMN="扣分", VALUE="扣分、合格")
    assert by.kinds["扣分"] == ("NUMBER_COLUMN", "VALUE")


# ---------------------------------------------------------------- names before sentences


def kinds(text: str) -> dict[str, tuple[str, ...]]:
    """The names that a text declares."""
    source = SourceText("book.jx", text)
    return collect([Span(source, 0, len(text))], fold(text)).kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "类别“部门”，序列“区直”2个：甲局、乙局。",
            {"部门": "GROUP", "区直": "GROUP", "甲局": "UNIT", "乙局": "UNIT"},
        ),
        ("类别“参照”1个，不设序列：人大。", {"参照": "GROUP", "人大": "UNIT"}),
        (
            "台账“表彰”，一次一行：“级别”由高到低：国家级、省级。",
            {"表彰": "LEDGER", "级别": "ENUM_COLUMN", "国家级": "VALUE", "省级": "VALUE"},
        ),
        (
            "台账“排位”，一个单位每项“指标”一行：“指标”：甲、乙；“名次”：整数，不小于1。",
            {"排位": "LEDGER", "指标": "ENUM_COLUMN", "甲": "VALUE", "乙": "VALUE", "名次": "NUMBER_COLUMN"},
        ),
        (
            "台账“处理”，一次一行：“方式”：分期、一次性。",
            {"处理": "LEDGER", "方式": "ENUM_COLUMN", "分期": "VALUE", "一次性": "VALUE"},
        ),
        ("等次由高到低：优秀、合格。", {"优秀": "GRADE", "合格": "GRADE"}),
        ("“处理”依次列为：通报、约谈。", {"处理": "QUANTITY", "通报": "MEASURE", "约谈": "MEASURE"}),
        ("结果依次列出：单位、得分、等次。", {"得分": "QUANTITY"}),
        ("【合计】“得分”＝【甲】＋【乙】；“总分”＝得分＋1分。", {"得分": "QUANTITY", "总分": "QUANTITY"}),
        ("【排序】甲按序列分别以得分从高到低排“名次”，同分的并列。", {"名次": "QUANTITY"}),
        ("【否决】有下列“情形”之一的，取消优秀资格：（1）“甲”：有乙的。", {"情形": "CASES"}),
    ],
)
def test_where_a_name_stands_tells_its_kind(text: str, expected: dict[str, str]) -> None:
    """In “ ”, or in a list after a colon."""
    assert kinds(text) == {name: (kind,) for name, kind in expected.items()}


@pytest.mark.parametrize("typo", ["台帐", "合账", "台", "台台账"])
def test_a_misspelt_declaration_still_declares(typo: str) -> None:
    """Its own finding is enough; the sentences that use its names are not to blame."""
    assert kinds(f"{typo}“表彰”，一次一行：“日期”：日期。") == {"表彰": ("LEDGER",), "日期": ("DATE_COLUMN",)}


@pytest.mark.parametrize("word", COLUMN_KINDS)
def test_types_are_known(word: str) -> None:
    """With a limit behind them, at the end of a line, or at the end of the sentence."""
    for end in ("，不小于0。", "；", "。"):
        assert kinds(f"台账“甲”，一次一行：“乙”：{word}{end}")["乙"] == (COLUMN_KINDS[word],)
