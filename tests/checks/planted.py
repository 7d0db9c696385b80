"""Slips of drafters, planted in copies of the 2013 book, and where each has to be reported.

The expectations say what a careful official would want to be told and where; they were written before
any copy was checked. Each old wording stands once in the book before its examples.
"""

from __future__ import annotations

from hashlib import sha256

from attrs import frozen

from tests.heshan.book import RULES

TEXT = (RULES / "book.jx").read_text(encoding="utf-8")
SOURCE = (RULES / "source.txt").read_text(encoding="utf-8")


@frozen
class Fault:
    """What is wrong, the edit, and the code and clause ("" for none) of the finding it must give.

    plan: the slip is in the plan itself: the archived document has it too.
    """

    title: str
    old: str
    new: str
    code: str
    clause: str = ""
    plan: bool = False

    @property
    def book(self) -> str:
        """The text of the book with the fault."""
        assert TEXT.partition("附件3　例")[0].count(self.old) == 1, self.title
        text = TEXT.replace(self.old, self.new, 1)
        return text.replace(_digest(SOURCE), _digest(self.source)) if self.plan else text

    @property
    def source(self) -> str:
        """The archived document of that book."""
        if not self.plan:
            return SOURCE
        assert SOURCE.count(self.old) == 1, self.title
        return SOURCE.replace(self.old, self.new)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


_ROUNDING = """口径“名额取整”：
  “四舍五入”：优秀名额有小数的，四舍五入。
  “向下取整”：优秀名额有小数的，舍去小数。
  “向上取整”：优秀名额有小数的，进一取整。
  采用“四舍五入”：原文只说“原则上按25%”，没有写如何取整；18个单位的25%是4.5个。
"""
_TIES = """口径“末位并列”：
  “全部入选”：优秀末位并列的，全部入选。
  “全部不入选”：优秀末位并列、名额容不下的，全部不入选。
  采用“全部入选”：原文没有写并列怎么办；同分同名次，不应分出高下。
"""
_FLOOR = """口径“优秀最低分”：
  “不设”：评为优秀的，不另设最低分。
  “须达标”：评为优秀的，综合得分须够得上达标。
  采用“不设”：原文只按名次取优秀，没有另设分数。
"""
_SEVEN_HUNDRED = """口径“七百分整”：
  “达标”：综合得分在700分以上的，评为达标。
  “基本达标”：综合得分超过700分的，评为达标。
  采用“达标”：700分同时落在“700分以上”和“600-700分”里，取有利于单位的解释。
"""

FAULTS: tuple[Fault, ...] = (
    # Two answers
    Fault(
        "a fixed sum for units that are paid by the head",
        "评为优秀的驻区单位：\n  奖金总额＝4万元",
        "评为优秀的区直单位、驻区单位：\n  奖金总额＝4万元",
        "PE801",
        "驻区优秀奖金",
    ),
    Fault(
        "a grade forgotten among those that are excepted",
        "未评为优秀、未评为达标的驻区单位",
        "未评为优秀的驻区单位",
        "PE801",
        "驻区不奖",
    ),
    Fault(
        "a band of scores without its upper end",
        "综合得分在600分以上、够不上达标的",
        "综合得分在600分以上的",
        "PE801",
        "基本达标",
    ),
    # No answer
    Fault("a grade without its rate", "、基本达标10%、不达标5%。", "、基本达标10%。", "PE802", "优岗比例"),
    Fault(
        "a gap between two bands of scores",
        "综合得分够不上基本达标的，评为",
        "综合得分不满550分的，评为",
        "PE802",
        "不达标",
    ),
    Fault(
        "no bonus written for the lowest grade",
        "  奖金总额＝0元；\n  不发放第十三个月工资。",
        "  不发放第十三个月工资。",
        "PE802",
        "驻区不奖",
    ),
    # Never of use
    Fault(
        "a condition on a sum that nobody gets",
        "奖金总额为0元的乡镇街道",
        "奖金总额为1元的乡镇街道",
        "PE803",
        "没有奖金的",
    ),
    Fault(
        "a band of scores that another one takes",
        "综合得分在600分以上、够不上达标的",
        "综合得分在700分以上、够不上达标的",
        "PE803",
        "基本达标",
    ),
    Fault(
        "units that get no grade",
        "评为达标的驻区单位：\n  奖金总额＝2万元",
        "评为达标的参照单位：\n  奖金总额＝2万元",
        "PE803",
        "驻区达标奖金",
    ),
    # Caps that never bind
    Fault(
        "a zero too many in a cap",
        "【保持第一】加分累计不超过10分。",
        "【保持第一】加分累计不超过100分。",
        "PE804",
        "主要指标封顶",
    ),
    Fault(
        "a clause left out of its cap",
        "【排位前移】、【保持第一】加分累计",
        "【保持第一】加分累计",
        "PE804",
        "主要指标封顶",
    ),
    # Values without points
    Fault(
        "a level of criticism dropped",
        "国家级5分、省级2分、市级1分。",
        "国家级5分、省级2分。",
        "PE805",
        "批评扣分",
    ),
    Fault(
        "a level of awards dropped",
        "按级别每次加：国家级5分、省部级2分。",
        "按级别每次加：国家级5分。",
        "PE805",
        "表彰",
    ),
    Fault(
        "a level of awards for others dropped",
        "省部级1分、市级0.5分。",
        "省部级1分。",
        "PE805",
        "承办表彰",
    ),
    # High grades for low scores
    Fault(
        "no least score, and no word about it", _FLOOR, "评为优秀的，不另设最低分。\n", "PE806", "优秀"
    ),
    Fault(
        "the grade dropped that a direct promotion starts from",
        "【直接评优】评为达标，受到",
        "【直接评优】受到",
        "PE806",
        "直接评优",
    ),
    # Worthless points
    Fault(
        "a digit lost from a cap",
        "【保持第一】加分累计不超过10分。",
        "【保持第一】加分累计不超过1分。",
        "PE807",
        "主要指标封顶",
    ),
    Fault(
        "a cap as high as a single award",
        "每项加1分。\n知悉“选择未定",
        "每项加1分，合计最高加1分。\n知悉“选择未定",
        "PE807",
        "验收",
    ),
    # Against itself
    Fault(
        "two grades in the wrong order",
        "等次由高到低：优秀、达标、基本达标、不达标",
        "等次由高到低：优秀、基本达标、达标、不达标",
        "PE808",
        "达标",
    ),
    Fault(
        "the two lowest grades in the wrong order",
        "等次由高到低：优秀、达标、基本达标、不达标",
        "等次由高到低：优秀、达标、不达标、基本达标",
        "PE808",
        "基本达标",
    ),
    Fault(
        "points that are negative already taken off",
        "主要指标加分＋验收加分＋减分。",
        "主要指标加分＋验收加分－减分。",
        "PE414",
        "加减分",
    ),
    # Full marks
    Fault(
        "full marks raised with the total",
        "【满分】指标评估得分满分700分，述绩述效评估得分满分200分，公众评估得分满分100分，总分1000分",
        "【满分】指标评估得分满分800分，述绩述效评估得分满分200分，公众评估得分满分100分，总分1100分",
        "PE809",
        "满分",
    ),
    Fault(
        "a total below nothing that nobody has thought of",
        "知悉“超出满分：低于0分”：原文没有说扣完为止，减分照实减。\n",
        "",
        "PE809",
        "满分",
    ),
    Fault(
        "full marks that do not make up the total",
        "公众评估得分满分100分，总分1000分",
        "公众评估得分满分100分，总分900分",
        "PE306",
        "满分",
    ),
    # Numbers of things
    Fault(
        "a unit lost from a list",
        "人保财险赫山支公司、益阳移动赫山分公司。",
        "人保财险赫山支公司。",
        "PE203",
    ),
    Fault(
        "the plan counts one circumstance too many",
        "取消评优资格4种情形",
        "取消评优资格5种情形",
        "PE810",
        "直接认定",
        plan=True,
    ),
    Fault(
        "a circumstance lost from a list",
        "处分的；\n  （4）“市级以上通报批评”：受到市级以上通报批评的。",
        "处分的。",
        "PE810",
        "直接认定",
    ),
    Fault(
        "the plan counts a unit too many in a heading",
        "区委工作机构(6个)",
        "区委工作机构(7个)",
        "PE810",
        plan=True,
    ),
    # Numbers that are not in the plan
    Fault("the digits of a share turned round", "各序列取前25%", "各序列取前52%", "PE811", "优秀"),
    Fault("another sum", "奖金总额＝4万元", "奖金总额＝5万元", "PE811", "驻区优秀奖金"),
    Fault("another number of places", "各取前2名", "各取前3名", "PE811", "优秀"),
    Fault("a zero lost from a sum", "2000元×在编人数", "200元×在编人数", "PE811", "优秀奖金"),
    # Numbers of the plan that are not used
    Fault("a digit lost from a rank", "参评总数后10位的", "参评总数后1位的", "PE812", "取消评优"),
    Fault(
        "a bonus left out",
        "  党政正职奖金下限＝1000元×1.5×党政正职人数；\n",
        "",
        "PE812",
        "达标奖金",
    ),
    Fault("a series without places", "街道取前1名，", "", "PE812", "优秀"),
    # Choices that the plan leaves open
    Fault("no word about rounding", _ROUNDING, "优秀名额有小数的，四舍五入。\n", "PE813", "名额取整"),
    Fault("no word about ties", _TIES, "优秀末位并列的，全部入选。\n", "PE813", "末位并列"),
    Fault("no word about 700", _SEVEN_HUNDRED, "综合得分在700分以上的，评为达标。\n", "PE813", "达标"),
    Fault("a share without a rounding", "【名额取整】" + _ROUNDING, "", "PE405", "优秀"),
    # What is said twice
    Fault(
        "a clause doubled",
        "【验收】结果为合格的上级验收，每项加1分。",
        "【重点指标验收】结果为合格的上级验收，每项加1分。\n【验收】结果为合格的上级验收，每项加1分。",
        "PE413",
        "重点指标验收",
    ),
    Fault(
        "a clause doubled and counted",
        "“加减分”＝表彰加分＋主要指标加分＋验收加分＋减分。",
        "“加减分”＝表彰加分＋主要指标加分＋验收加分＋【考核验收】＋减分。\n"
        "【考核验收】结果为合格的上级验收，每项加1分。",
        "PE814",
        "考核验收",
    ),
    Fault(
        "a measure listed twice",
        "通报批评、不得参加其他奖励评选、主要负责人诫勉谈话。\n> 对评定",
        "通报批评、不得参加其他奖励评选、主要负责人诫勉谈话、通报批评。\n> 对评定",
        "PE814",
        "不达标处理",
    ),
    Fault(
        "a measure for once that stands with those for twice",
        "评为基本达标的：通报。",
        "评为基本达标的：通报、通报批评。",
        "PE814",
        "连续基本达标",
    ),
    # Counted twice
    Fault(
        "a circumstance within another one",
        "受到市级以上通报批评的。\n知悉",
        "受到市级以上通报批评的；\n  （5）“省级以上通报批评”：受到省级以上通报批评的。\n知悉",
        "PE815",
        "取消评优",
    ),
    Fault(
        "awards of others that are not told from one's own",
        "对象为区委区政府的表彰，按级别",
        "表彰，按级别",
        "PE815",
        "承办表彰",
    ),
    # Not used
    Fault("a condition dropped", "【批评扣分】列为评估指标的通报批评", "【批评扣分】通报批评", "PE816"),
    Fault("a measure left out", "  调整领导班子；\n", "", "PE816"),
    Fault(
        "points left out of the total",
        "表彰加分＋主要指标加分＋验收加分＋减分。",
        "表彰加分＋主要指标加分＋减分。",
        "PE816",
        "加减分",
    ),
    Fault(
        "a score left out of the total",
        "指标评估得分＋述绩述效评估得分＋公众评估得分＋加减分。\n\n",
        "指标评估得分＋公众评估得分＋加减分。\n\n",
        "PE816",
        "满分",
    ),
    Fault("a clause left out of its sum", "＋【市级表彰】＋【承办表彰】；", "＋【市级表彰】；", "PE413", "承办表彰"),
    # Names that split sentences
    Fault(
        "a column whose name runs into the sentence",
        "  “级别”由高到低：国家级、省部级、市级；",
        "  “级别”由高到低：国家级、省部级、市级；\n  “级别每次”：文字；",
        "PE817",
    ),
    Fault(
        "a quantity named like a turn of phrase",
        "“验收加分”＝【验收】；\n",
        "“验收加分”＝【验收】；“加分累计”＝表彰加分＋主要指标加分；\n",
        "PE817",
        "加减分",
    ),
    # Readings
    Fault(
        "two options of a limit that are one",
        "“基本达标”：综合得分超过700分的",
        "“基本达标”：综合得分在700分以上的",
        "PE818",
        "达标",
    ),
    Fault(
        "two options of a rounding that are one",
        "“向上取整”：优秀名额有小数的，进一取整。",
        "“向上取整”：优秀名额有小数的，舍去小数。",
        "PE818",
        "名额取整",
    ),
    # The order of rows
    Fault(
        "no word about which of equal awards counts",
        "，加分相同的，先计对象为区委区政府的，再计日期最早的。",
        "。",
        "PE819",
        "同项取高",
    ),
    Fault(
        "equal awards of one day",
        "先计对象为区委区政府的，再计日期最早的。",
        "先计日期最早的。",
        "PE819",
        "同项取高",
    ),
    # What earlier passes report
    Fault("a number changed in a quotation", "> 取综合得分在700分以上且", "> 取综合得分在750分以上且", "PE206"),
    Fault("a year that ends before it begins", "至2013年12月31日", "至2012年12月31日", "PE213"),
    Fault(
        "a category that is not ranked",
        "【排序】乡镇街道、区直单位、驻区单位按序列",
        "【排序】乡镇街道、区直单位按序列",
        "PE409",
        "优秀",
    ),
    Fault("a ledger of no year", "上级验收、一票否决、违纪，只计", "上级验收、违纪，只计", "PE415"),
)
