"""What an uncertainty file may say, and what is said of it where it may not."""

from __future__ import annotations

import pytest

from perfeval.quantity.number import Number
from perfeval.simulation import declared as d
from perfeval.source.text import Span
from tests.simulation.small import book_of, book_of_2013, bound, findings

GOOD = """《拿不准的》
注：随便写写。这一行不算。

公众评估得分有抽样误差，样本400份。
乡镇街道、区财政局的指标评估得分在上下2.5分以内浮动。指标排位的本年排位按指标重排，
  上下至多2位。
述绩述效评估得分有抽样误差，95%的把握在上下1.5分以内。
民调的全市排名在上下3以内浮动。
区财政局的获省委省政府充分肯定，为是的可能性30%。
违纪的处分，为党纪处分的可能性40%，为无的可能性60%，为行政处分的可能性0%。
乡镇街道的表彰每条成立的可能性90.5%。
街道每个单位平均每年有表彰0.6次，代替原有的：级别为国家级5%、省部级25%、市级70%；对象为本单位；项目为“大会战”。
兰溪镇有上级验收的可能性10%，原有的保留：类型为承担验收；结果为合格。
"""


def sentences(text: str) -> tuple[d.Declared, ...]:
    """What a text says of the facts of 2013."""
    found = bound(book_of_2013(), text)
    assert found.value is not None, found.diagnostics
    assert found.diagnostics == ()
    return found.value.sentences


def test_every_kind_of_sentence() -> None:
    """Its ledger, its units and its numbers."""
    found = sentences(GOOD)
    kinds = [type(each).__name__ for each in found]
    assert kinds == [
        "SampledRate",
        "Floating",
        "Reordered",
        "HalfWidth",
        "Floating",
        "Redrawn",
        "Redrawn",
        "Stands",
        "Arriving",
        "Arriving",
    ]
    sampled, floating, reordered, half, _, truth, word, stands, yearly, once = found
    assert isinstance(sampled, d.SampledRate)
    assert (sampled.ledger, len(sampled.units), sampled.size) == ("得分", 106, 400)
    assert isinstance(floating, d.Floating)
    assert (len(floating.units), floating.units[-1]) == (17, "区财政局")
    assert floating.width == Number(25_000, 4)
    assert isinstance(reordered, d.Reordered)
    assert (reordered.key, reordered.most) == ("指标", 2)
    assert isinstance(half, d.HalfWidth)
    assert (half.width, half.confidence) == (Number(15_000, 4), 95)
    assert isinstance(truth, d.Redrawn)
    assert truth.chances == (d.Chance(True, 300_000), d.Chance(False, 700_000))
    assert isinstance(word, d.Redrawn)
    assert word.chances == (d.Chance("党纪处分", 400_000), d.Chance("无", 600_000))
    assert isinstance(stands, d.Stands)
    assert stands.share == 905_000
    assert isinstance(yearly, d.Arriving)
    assert (yearly.rate, yearly.replaces, len(yearly.units)) == (Number(6, 1), True, 4)
    assert yearly.values["项目"] == (d.Chance("大会战", d.MILLION),)
    assert isinstance(once, d.Arriving)
    assert (once.rate, once.share, once.replaces) == (None, 100_000, False)


def test_sentences_are_kept_as_written() -> None:
    """But in one line."""
    assert sentences(GOOD)[2].text == "指标排位的本年排位按指标重排，上下至多2位。"


SCORE = "公众评估得分"
BAD = [
    ("", "PE901", "没有一句话"),
    ("注：什么也没有说。", "PE901", "没有一句话"),
    (f"{SCORE}有抽样误差，样本400份", "PE101", "末尾缺句号"),
    ("公众评估得份有抽样误差，样本400份。", "PE102", "是不是“公众评估得分”"),
    (f"兰西镇的{SCORE}有抽样误差，样本400份。", "PE102", "是不是“兰溪镇”"),
    (f"{SCORE}有抽样误查，样本400份。", "PE102", "是不是“有抽样误差”"),
    ("表彰每条成立的可能性90。", "PE103", "少了“％”"),
    ("指标评估得分在上下2.00001分以内浮动。", "PE104", "不是规范的数"),
    ("级别，为国家级的可能性100%。", "PE902", "不止一个台账"),
    ("民调的日期，为2013年5月1日的可能性100%。", "PE902", "没有“日期”这一栏"),
    ("指标排位的指标，为财政总收入增长率的可能性100%。", "PE903", "分行的依据"),
    ("表彰的项目有抽样误差，样本4份。", "PE903", "不是数"),
    ("在编人数有抽样误差，样本30份。", "PE903", "没有写明上下限"),
    ("得分每条成立的可能性50%。", "PE903", "每个单位都要有一行"),
    ("兰溪镇平均每年有指标排位0.6次，代替原有的。", "PE903", "不能添行"),
    ("民调的全市排名重排，上下至多2位。", "PE903", "有大小关系"),
    ("民调的参评总数，为92的可能性100%。", "PE903", "有大小关系"),
    ("民调的全市排名在上下2以内浮动。民调的参评总数在上下2以内浮动。", "PE903", "不能两栏都变"),
    ("表彰的级别，为国家级的可能性30%，为市级的可能性60%。", "PE904", "合计是90%"),
    ("表彰的级别，为国家级的可能性130%。", "PE904", "不能超过100%"),
    ("表彰的级别，为党纪处分的可能性100%。", "PE905", "不能填“党纪处分”"),
    ("主要负责人两年内异动，为国家级的可能性100%。", "PE905", "不能填“国家级”"),
    ("表彰的级别，为3的可能性100%。", "PE905", "不能填“3”"),
    ("表彰的日期，为2013年2月30日的可能性100%。", "PE905", "2013年2月30日"),
    ("历史等次的等次，为优秀的可能性50%，为优秀的可能性50%。", "PE906", "写了两次"),
    (f"{SCORE}有抽样误差，93%的把握在上下1.5分以内。", "PE906", "没有备好"),
    (f"{SCORE}有抽样误差，样本0份。", "PE906", "不在范围内"),
    (f"{SCORE}在上下2以内浮动。", "PE906", "单位"),
    (f"{SCORE}在上下2元以内浮动。", "PE906", "单位"),
    (f"{SCORE}在上下0分以内浮动。", "PE906", "大于0"),
    ("在编人数在上下1.5以内浮动。", "PE906", "是整数"),
    (f"{SCORE}，为100.5分的可能性100%。", "PE906", "超出"),
    ("指标排位的本年排位按指标重排，上下至多201位。", "PE906", "不在范围内"),
    ("街道平均每年有表彰0次，代替原有的：级别为国家级；对象为本单位。", "PE906", "平均次数"),
    ("街道平均每年有表彰1次，代替原有的：级别为国家级、市级50%；对象为本单位。", "PE906", "没有写百分数"),
    ("街道平均每年有民调1次，代替原有的：全市排名为93；参评总数为92。", "PE906", "可能大于“参评总数”"),
    (f"{SCORE}在上下2分以内浮动。\n街道的{SCORE}在上下1分以内浮动。", "PE907", "说了两次"),
    ("街道平均每年有表彰1次，代替原有的：级别为国家级；级别为市级；对象为本单位。", "PE907", "说了两次"),
    ("街道平均每年有表彰1次，代替原有的：级别为国家级。", "PE908", "没有写明“对象”"),
    ("街道平均每年有表彰1次，代替原有的。", "PE908", "没有写明“级别”、“对象”"),
]


@pytest.mark.parametrize(("text", "code", "words"), BAD, ids=[f"{code}-{text[:14]}" for text, code, _ in BAD])
def test_broken_sentences(text: str, code: str, words: str) -> None:
    """One finding each, with its place, its words and a next step."""
    (found,) = findings(book_of_2013(), text)
    assert found.code == code
    assert words in found.message
    assert found.hint
    assert found.where is not None
    if isinstance(found.where, Span):
        assert found.where.source.name == "不确定.txt"
        assert found.where.text in text


def test_all_mistakes_come_at_once_in_order() -> None:
    """Of reading and of binding, by line."""
    text = "\n".join(line for line, code, _ in BAD if code not in ("PE101", "PE901", "PE907"))
    found = findings(book_of_2013(), text)
    lines = [each.where.line for each in found if isinstance(each.where, Span)]
    assert lines == sorted(lines)
    codes = list(dict.fromkeys(code for _, code, _ in BAD if code not in ("PE101", "PE901", "PE907")))
    assert [code for code in codes if code not in {each.code for each in found}] == []


def test_sentences_around_a_mistake_are_still_read() -> None:
    """And the whole is no uncertainty."""
    found = bound(book_of_2013(), f"{SCORE}有抽样误差，样本0份。\n表彰每条成立的可能性200%。")
    assert found.value is None
    assert [each.code for each in found.diagnostics] == ["PE906", "PE904"]


def test_the_same_sentence_twice() -> None:
    """Further rows may come by several sentences, but not by the same."""
    one = "街道平均每年有表彰1次，原有的保留：级别为国家级；对象为本单位。"
    other = one.replace("国家级", "市级")
    assert findings(book_of_2013(), one + other) == []
    assert [each.code for each in findings(book_of_2013(), f"{one}\n{one}")] == ["PE907"]


def test_a_ledger_about_no_unit_has_no_scope() -> None:
    """不分单位."""
    book = book_of(
        "【总分】“总分”＝基础分。\n附件　更多\n台账“节日”，不分单位：“日期”：日期；“放假”：是否。\n"
    )
    assert findings(book, "节日的放假，为是的可能性50%。") == []
    assert [each.code for each in findings(book, "张村的节日的放假，为是的可能性50%。")] == ["PE903"]
    assert [each.code for each in findings(book, "节日每条成立的可能性50%。")] == ["PE903"]
