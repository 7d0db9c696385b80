"""The ledgers of the 2013 plan, by hand, with a roster short enough for case files."""

from perfeval.ledger.schema import Column, ColumnType, FillIn, Ledger, Schema
from perfeval.quantity.number import Number

UNITS = ("泉交河镇", "兰溪镇", "区委610办", "赫山国税局", "龙岭工业园")

ZERO, ONE = Number(0, 0), Number(1, 0)


def count(name: str) -> Column:
    """A number of people: 0 or more."""
    return Column(name, ColumnType.INTEGER, low=ZERO)


def rank(name: str, high_column: str | None = None) -> Column:
    """A place in a ranking, or how many were ranked: 1 or more."""
    return Column(name, ColumnType.INTEGER, low=ONE, high_column=high_column)


def score(name: str, full: int) -> Column:
    """A score from 0 to full marks."""
    return Column(name, ColumnType.POINTS, low=ZERO, high=Number(full, 0))


def yes_no(name: str) -> Column:
    """是 or 否."""
    return Column(name, ColumnType.BOOL)


def text(name: str) -> Column:
    """Free text."""
    return Column(name, ColumnType.TEXT)


def choice(name: str, *values: str, ordered: bool = False) -> Column:
    """One of these values."""
    return Column(name, ColumnType.ENUM, values, ordered)


DAY = Column("日期", ColumnType.DATE)
GRADES = ("优秀", "达标", "基本达标", "不达标")
INDICATORS = (
    "城镇居民可支配收入增长率",
    "农村居民人均纯收入增长率",
    "财政总收入增长率",
    "固定资产投资增长率",
    "社会消费品零售总额增长率",
)
POINTS_OFF = Column("扣分", ColumnType.POINTS, low=ZERO, fill_in=FillIn("结果", "合格", ZERO))

LEDGERS = (
    Ledger(
        "单位",
        (
            count("在编人数"),
            count("党政正职人数"),
            count("其他班子成员人数"),
            yes_no("主要负责人两年内异动"),
            yes_no("获省委省政府充分肯定"),
            yes_no("省市绩效评估中加分"),
        ),
        per_unit=True,
        required=True,
    ),
    Ledger(
        "得分",
        (score("指标评估得分", 700), score("述绩述效评估得分", 200), score("公众评估得分", 100)),
        per_unit=True,
        required=True,
        excepted=("龙岭工业园",),
    ),
    Ledger(
        "表彰",
        (
            text("项目"),
            choice("级别", "国家级", "省部级", "市级", ordered=True),
            choice("对象", "本单位", "区委区政府"),
            DAY,
        ),
    ),
    Ledger(
        "通报批评",
        (text("事项"), choice("级别", "国家级", "省级", "市级", ordered=True), yes_no("列为评估指标"), DAY),
    ),
    Ledger("指标排位", (choice("指标", *INDICATORS), rank("上年排位"), rank("本年排位")), key=("指标",)),
    Ledger(
        "上级验收",
        (
            text("事项"),
            choice("类型", "承担验收", "重点指标"),
            choice("结果", "合格", "扣分"),
            POINTS_OFF,
            DAY,
        ),
    ),
    Ledger("一票否决", (choice("领域", "党风廉政建设", "安全生产", "计划生育", "社会治安综合治理"), DAY)),
    Ledger("民调", (text("民调"), rank("全市排名", "参评总数"), rank("参评总数"))),
    Ledger(
        "违纪",
        (
            text("人员"),
            yes_no("班子成员"),
            yes_no("腐败案件"),
            choice("处分", "党纪处分", "行政处分", "无"),
            DAY,
        ),
    ),
    Ledger(
        "历史等次",
        (Column("年度", ColumnType.YEAR), Column("等次", ColumnType.GRADE, GRADES, ordered=True)),
        key=("年度",),
    ),
    Ledger("委员会决定", (choice("决定", "直接认定不达标"),)),
)

# What no plan of 2013 asks: other measures, cells that may be empty, rows about no unit, a roster.
TARGET = Column("目标", ColumnType.PERCENT, low=ZERO, high=ONE)
WIDER = (
    Ledger(
        "项目",
        (
            Column("投资额", ColumnType.WAN, low=ZERO, high=Number(5_000_000, 0)),
            TARGET,
            Column("完成率", ColumnType.PERCENT, optional=True, low_column="目标"),
            Column("户数", ColumnType.COUNT, unit="户", optional=True),
            Column("备注", ColumnType.TEXT, optional=True),
        ),
    ),
    Ledger(
        "日历",
        (Column("日期", ColumnType.DATE), Column("工作日", ColumnType.BOOL)),
        key=("日期",),
        shared=True,
    ),
    Ledger("名册", (choice("类型", "正式", "试用"),), per_unit=True),
)

SCHEMA = Schema((*LEDGERS, *WIDER), UNITS, "名册", UNITS)
