"""A small book with every kind of computing sentence, and one whose units come from a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Severity
from perfeval.evaluate.outcome import Outcome
from perfeval.explain.account import Account, ClauseEntry
from perfeval.explain.from_outcome import explain
from perfeval.tables.phrases_flow import Chart, chart_of

_SOURCE = "试行办法\n一、总则\n全部。\n完。\n"
_HEAD = """《试行办法》
文号：试〔2025〕1号。
制定机关：某办公室。
印发日期：2025年1月1日。
评估年度：2025年1月1日至2025年12月31日。
原文：“source.txt”，从“一、总则”到“完。”。
原文校验码：{digest}。

一、总则
"""

TOWNS = """类别“乡镇”：序列“平原”3个：甲镇、乙镇、丙镇；序列“山区”2个：丁镇、戊镇。
> 全部。
【完成率】“完成率”＝实际÷计划，以百分数计，保留两位小数，四舍五入。
【完成分】“完成分”按完成率：不满60%的0分；60%以上不满80%的3分；80%以上不满100%的，5分；其余的10分。
【按率得分】“按率得分”＝完成率×12分，最高12分，保留一位小数，四舍五入。
【增速分】“增速分”＝增速比全市增速每高1个百分点加0.5分，最高加3分，每低1个百分点减1分，最多减5分，不足1个百分点的按比例计。
【招商分】“招商分”按投资额分段累计：1000万元以下的部分每100万元计2分；超过1000万元不超过5000万元的部分每100万元计1分；不足100万元的不计。
【项目率】每条项目的“项目率”＝完成投资÷计划投资，最高1，保留4位小数，舍去。
【项目数】“项目数”＝项目率在0.8以上的项目的个数。
【名次】“完成名次”＝本序列按完成率从高到低排名次，相同的再比增速从高到低，相同的并列，并列之后空出相应名次。
【名次分】“名次分”按完成名次：第1名10分；第2名8分，以下每名递减1分，减到0分为止。
【差】“与均值差”＝完成率－本序列其他单位的完成率的平均值，以百分数计，保留两位小数，四舍五入，可为负。
【最优】“最优分”＝完成率÷全部单位的完成率最高值×8分，保留两位小数，四舍五入。
【系数】每条项目的“系数”分情形：开工日期不晚于2025年6月30日的，1；填了说明的，0.5；其余的，0。
【倍数】每条项目的“倍数”分情形，同时符合的相乘：级别为国家级的，2；结果为优的，1.5；其余的，1。
【等级】“等级”按完成分：8分以上的为“A级”；其余的为“B级”。
【档】“档次”＝本序列按完成分从高到低分档：“优”20%、“良”30%、其余“中”，人数四舍五入，同分跨档的归高档。
【池】“奖金”＝全部单位分配资金总额，按完成分的比例，分到0.01元，尾差归完成分最高的单位，相同的归名单在前的。
【总】“总分”＝完成分满分10分、均分满分100分、招商分满分60分缺项的按其余各项折算，保留两位小数，四舍五入。
【查】每条项目的“分值”按级别、结果查“分值表”，查不到的不允许。
附表“分值表”：
｜级别＼结果｜优｜良｜
｜国家级｜10分｜8分｜
｜省级｜6分｜5分｜
【前二】“前二分”＝项目的分值最高的2项之和，最高10分。
【同名】“同名分”＝项目的分值同一名称只取最高合计。
【取大】“取大”＝取完成分、增速分中较高的，最高5分。
【天】“逾期天”＝自截止日期至报送日期的天数，最低0天。
【月份】“报送月份”＝报送日期的月份。
【均分】“均分”＝评分的分数去掉1个最高分和1个最低分后平均，保留两位小数，四舍五入。
【补均】“补均”＝均分，没有的取全部单位有数据的均分平均，保留两位小数，四舍五入。

附件
台账“得分”，一个单位一行：“实际”：数；“计划”：数；“增速”：百分数；“全市增速”：百分数；“投资额”：万元；“截止日期”：日期；“报送日期”：日期；“资金总额”：元。
台账“项目”，一项一行：“名称”：文字；“完成投资”：万元；“计划投资”：万元；“开工日期”：日期；“级别”：国家级、省级；“结果”：优、良；“说明”：文字，选填。
台账“评分”，一项一行：“分数”：分。
台账“项目”结果依次列出：名称、项目率、分值。
"""
TOWN_FACTS = {
    "得分.csv": """单位,实际,计划,增速,全市增速,投资额,截止日期,报送日期,资金总额
甲镇,80,100,8.5%,6%,1250,2025-01-05,2025-01-09,10000
乙镇,59.99,100,3%,6%,5000,2025-01-05,2025-01-05,10000
丙镇,100,100,6%,6%,99.99,2025-01-05,2025-01-04,10000
丁镇,103.33,100,6%,6%,100,2025-01-05,2025-02-06,10000
戊镇,120,100,6%,6%,0,2025-01-05,2025-01-06,10000
""",
    "项目.csv": """单位,名称,完成投资,计划投资,开工日期,级别,结果,说明
甲镇,东河桥,80,100,2025-06-30,国家级,优,
甲镇,西山路,70,100,2025-07-01,省级,良,洪水
甲镇,西山路,90,80,2025-07-01,省级,优,
乙镇,北塘,100,90,2025-01-01,省级,优,
""",
    "评分.csv": "单位,分数\n甲镇,80\n甲镇,85\n甲镇,90.5\n甲镇,99\n",
}

FIRMS = """类别“企业”，名单取自台账“名册”，例中称：甲企业、乙企业。
> 全部。
【序】每条整改的“次序”＝本单位同一类别按期限从早到晚排次序，相同的并列，并列之后空出相应名次。
【迟】每条整改的“迟延”＝自期限至完成日的工作日数，最低0天。
【扣】每条整改的“扣分”＝迟延每1天计0.5分，不足1天的不计，最多1分。
【合】“扣分合计”＝整改的扣分合计，最高1.5分。
【人均】“人均”分情形：人数为0的，暂不评；其余的，产值÷人数，保留两位小数，四舍五入。

附件
台账“名册”，一个单位一行，每个单位都要有：“人数”：整数；“产值”：元。
台账“整改”，一次一行：“类别”：水、气；“期限”：日期；“完成日”：日期，选填。
台账“日历”，不分单位，每个“日期”一行：“日期”：日期；“工作日”：是否。
结果依次列出：单位、扣分合计、人均。
台账“整改”结果依次列出：单位、类别、迟延、扣分。
"""
FIRM_FACTS = {
    "名册.csv": "单位,人数,产值\n大江公司,8,1000\n小河公司,0,0\n",
    "整改.csv": """单位,类别,期限,完成日
大江公司,水,2025-01-03,2025-01-08
大江公司,气,2025-01-06,
大江公司,水,2025-01-04,2025-01-06
""",
    "日历.csv": """日期,工作日
2025-01-04,否
2025-01-05,否
2025-01-06,是
2025-01-07,是
2025-01-08,是
""",
}


def _evaluated(body: str, ledgers: Mapping[str, str]) -> Outcome:
    source = _SOURCE.encode()
    text = _HEAD.format(digest=sha256(source).hexdigest()) + body
    book = pipeline.read_book("book.jx", text.encode(), {"source.txt": source})
    assert book.value is not None, [finding.message for finding in book.diagnostics]
    files = {name: content.encode() for name, content in ledgers.items()}
    checked = pipeline.evaluate(book.value, {}, files)
    errors = [each.message for each in checked.diagnostics if each.severity is Severity.ERROR]
    assert checked.value is not None, errors
    return checked.value


@cache
def towns() -> Outcome:
    """The book that lists its units, evaluated."""
    return _evaluated(TOWNS, TOWN_FACTS)


@cache
def firms() -> Outcome:
    """The book whose units come from a ledger, evaluated."""
    return _evaluated(FIRMS, FIRM_FACTS)


def account(outcome: Outcome, unit: str) -> Account:
    """The account of one unit."""
    return explain(outcome, [each.name for each in outcome.book.units].index(unit))


def entry(outcome: Outcome, unit: str, clause: str) -> ClauseEntry:
    """What one clause gave a unit."""
    return next(each for each in account(outcome, unit).clauses if each.clause == clause)


def chart(outcome: Outcome) -> Chart:
    """The chart of a book."""
    return chart_of(outcome.book, outcome.model)
