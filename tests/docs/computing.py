"""Computing sentences as the manual shows them, in a book with the ledgers that they ask for."""

from __future__ import annotations

import re
from hashlib import sha256

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Severity
from perfeval.diagnostics.to_text import diagnostics_to_text
from perfeval.rulebook.book import RuleBook
from tests.docs.markdown import ROOT, Block, Document

PAGE = ROOT / "docs" / "language" / "computing.md"
INDEX = ROOT / "docs" / "language" / "how-do-i-say.md"
SOURCE = "试行办法\n一、总则\n按本办法计算。\n".encode()
_HEAD = f"""《试行办法》
评估年度：2025年1月1日至2025年12月31日。
原文：“source.txt”，从“一、总则”到“按本办法计算。”。
原文校验码：{sha256(SOURCE).hexdigest()}。

一、总则
类别“乡镇”：序列“平原组”3个：甲镇、乙镇、丙镇；序列“山区组”2个：丁镇、戊镇。
> 按本办法计算。
等次由高到低：优秀、良好、合格。
"""
# What the sentences ask for without making it: columns of units by type, and ledgers of rows.
UNIT_COLUMNS = {
    "分": (
        "样本得分 党建应扣 另定得分 酌情加分 民调应扣 扣分合计 甲得分 乙得分 "
        "用工应扣 环境扣分 收入得分 工业得分 投资得分 总分 年度得分 满意度"
    ),
    "数": "实际完成 目标任务 超标量 目标值 实际值 应报次数 区域平均 计划开工数 单位能耗",
    "百分数": "完成率 化解率 民生完成率 开工率 增速 全市增速 能耗率 改善幅度 上年完成率 达标率 全区平均",
    "万元": "到位资金 上年收入 收入 折算投资",
    "元": "资金总额 奖励合计 处罚合计",
    "名次": "名次 民生名次",
    "天": "逾期天数",
    "整数": "通报次数 评分份数 报送次数 在编人数 本年名次 上年名次",
    "日期": "截止日期 报送日期",
    "是否": "参评 发生重大事故 免检",
}
ENUMS = {"班级": "一班、二班", "环境等级": "A、B、C、D"}
LEDGERS = {
    "获奖": "“级别”：国家级、省级、市级",
    "违规": "“修复日期”：日期，选填；“主动报告”：是否；“类别”：安全、环保；“发生日期”：日期；“文号”：整数；"
    "“认定日期”：日期；“有效年数”：整数；“应扣”：分；“严重”：是否；“未主动报告”：是否",
    "成果": (
        "“主持人”：是否；“级别”：国家级、省级、校级；“应得分”：分；“编号”：文字；“个人得分”：分；“姓名”：文字"
    ),
    "通报": (
        "“级别”由高到低：国家级、省级、市级；“列为指标”：是否；"
        "“日期”：日期；“编号”：文字；“文号”：文字；“通报分”：分"
    ),
    "信访": "“受理”：是否；“编号”：文字",
    "项目": "“县外”：是否；“到位数”：万元；“完成投资”：万元；“计划投资”：万元",
    "竞赛": "“应得分”：分；“编号”：文字；“级别”：国家级、省级；“奖次”：一等奖、二等奖、三等奖",
    "活动": "“应得分”：分；“编号”：文字；“活动日期”：日期",
    "评分": "“分数”：分",
    "月调度": "“末位”：是否；“月份”：整数；“得分”：分",
    "任职": "“层级”：校级、院级；“职务”：部长、干事；“任职学期数”：整数；“任职日期”：日期",
    "整改": "“期限”：日期；“完成日期”：日期，选填；“不可抗力”：是否",
    "下属考核": "“下属扣分”：分",
    "表彰": "“表彰日期”：日期；“编号”：文字；“级别”：国家级、省级",
    "扣分": "“文号”：文字；“类别”：安全、环保；“发生日期”：日期",
    "失信": "“列入日期”：日期；“移出日期”：日期，选填",
    "断面月报": "“断面”：文字；“月份”：整数；“达标”：是否",
}
CALENDAR = "台账“日历”，不分单位，每个“日期”一行：“日期”：日期；“工作日”：是否。"
_MADE = re.compile(r"(?:每[条项次件人名户笔门份期]([^，。；“”【】]*?)的)?“([^”]+)”(?:＝|按|分情形)")
_FILES = re.compile(r"^附表“([^”]+)”见“([^”]+)”。$", re.MULTILINE)
TABLE = "级别\\奖次,一等奖,二等奖,三等奖\n国家级,10分,8分,6分\n省级,6分,5分,4分\n".encode()


def sentences(document: Document) -> list[Block]:
    """The blocks of rule text of a page that shows sentences without a book around them."""
    return [block for block in document.blocks() if block.language == "text" and not block.about]


def sentences_of(row: list[str]) -> str:
    """The sentences in a row of the index, each as a clause."""
    found = re.findall(r"`([^`]+)`", row[1])
    return "\n".join(
        each if each.startswith(("附表", "台账")) else f"【条{number}】{each}"
        for number, each in enumerate(found, 1)
    )


def _asked(name: str, clauses: str) -> bool:
    """Whether a name stands in the sentences, and not only within a longer name."""
    longer = [
        each for names in UNIT_COLUMNS.values() for each in names.split() if name in each and each != name
    ]
    for each in longer:
        clauses = clauses.replace(each, "")
    return name in clauses


def annex(clauses: str) -> str:
    """The ledgers, without what the clauses make themselves; none that nobody names."""
    made = set(_MADE.findall(clauses))
    units: list[str] = []
    for kind, names in UNIT_COLUMNS.items():
        asked = [name for name in names.split() if _asked(name, clauses) and ("", name) not in made]
        units.extend(f"“{name}”：{kind}，选填" for name in asked)
    units.extend(
        f"“{name}”：{values}" for name, values in ENUMS.items() if name in clauses and ("", name) not in made
    )
    found = [f"台账“数据”，一个单位一行：{'；'.join(units)}。"] if units else []
    for ledger, columns in LEDGERS.items():
        kept = [each for each in columns.split("；") if (ledger, each.split("”")[0].strip("“")) not in made]
        if ledger in clauses:
            found.append(f"台账“{ledger}”，一项一行：{'；'.join(kept)}。")
    if "工作日数" in clauses:
        found.append(CALENDAR)
    return "\n".join(found)


def text_around(clauses: str) -> str:
    """The text of a book with these clauses."""
    lines = clauses.strip().splitlines()
    declared = [line for line in lines if line.startswith("台账")]
    body = "\n".join(line for line in lines if line not in declared) or "仅作说明。"
    return "\n".join([f"{_HEAD}{body}\n", "附件", annex(clauses), *declared, ""])


def book_around(clauses: str, place: str) -> RuleBook:
    """A book with these clauses, which must be without errors under every option."""
    content = text_around(clauses).encode()
    files = {"source.txt": SOURCE, **{name: TABLE for _, name in _FILES.findall(clauses)}}
    read = pipeline.read_book("book.jx", content, files)
    assert read.value is not None, f"{place}:\n{diagnostics_to_text(read.diagnostics)}\n{content.decode()}"
    found = (*read.diagnostics, *pipeline.check_every_option(read.value))
    errors = [each for each in found if each.severity is Severity.ERROR]
    assert not errors, f"{place}:\n{diagnostics_to_text(errors)}"
    return read.value


def runs(book: RuleBook) -> None:
    """Evaluate the book on ledgers without rows, which nothing may crash on."""
    files: dict[str, bytes] = {}
    for ledger in book.schema.ledgers:
        columns = [] if ledger.shared else ["单位"]
        columns.extend(column.name for column in ledger.columns)
        files[f"{ledger.name}.csv"] = f"{','.join(columns)}\n".encode()
    pipeline.evaluate(book, {}, files)
