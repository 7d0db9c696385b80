"""The whole plan of 2013 as a good engineer would write it by hand for Polars, with and without traces.

Numbers are scaled integers, units are numbered (population times 106 plus place in the roster), words are
their places in their lists, keys are packed. The adopted readings are built in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
from polars import Expr, LazyFrame, col, lit, when

Frames = Mapping[str, LazyFrame]

_THIS_YEAR = col("日期").is_between(date(2013, 1, 1), date(2013, 12, 31))
_YEAR_ROW = (
    when(_THIS_YEAR).then(1).when(col("日期") > date(2013, 12, 31)).then(2).otherwise(3).cast(pl.Int8)
).alias("年度行")
_NOTHING = lit(None, dtype=pl.Int8)


def _award_keys(awards: LazyFrame) -> LazyFrame:
    """One number an award: unit and project, then which of these counts (the greatest), then its line.

    Of a project counts the award with most points, then the district's, the earliest day, the first line;
    those of other years come before all and never count.
    """
    order = (4 - col("级别") * 2 + (1 - col("对象"))).cast(pl.Int64)
    rank = when(_THIS_YEAR).then((order + 1) * 512 + _LAST_DAY - col("日期").to_physical()).otherwise(0)
    year = when(_THIS_YEAR).then(1).when(col("日期") > date(2013, 12, 31)).then(2).otherwise(3)
    key = ((col("项目") * 4096 + rank) * 4 + year) * 2048 + (2047 - col("行"))
    return awards.select(key.alias("键")).sort("键")


_LAST_DAY = (date(2013, 12, 31) - date(1970, 1, 1)).days
_UNIT = (
    (col("键") // (1 << 33)).cast(pl.Int32).set_sorted().alias("uid")
)  # 12 + 2 + 11 bits and 8 of a project
_AWARD_KEY_ROW = (  # order 5 .. 0: 国家级 of the unit, of the district, 省部级 ... -> rows 1, 4, 2, 5, 3, 6
    when(col("序") > 0)
    .then(3 - (col("序") - 1) // 2 + when(col("序") % 2 == 0).then(0).otherwise(3))
    .cast(pl.Int8)
    .alias("计分行")
)


def _awards(frames: Frames) -> LazyFrame:
    """Awards in the order of their keys: the row of the tables that fired, and the award that counts."""
    project = col("键") // (1 << 25)
    line = (2047 - col("键") % 2048).cast(pl.Int16)
    order = (col("键") // (1 << 22) % 8).cast(pl.Int8)
    return (
        _award_keys(frames["表彰"])
        .with_columns(
            (project != project.shift(-1)).fill_null(True).alias("末"), line.alias("行"), order.alias("序")
        )
        .select(
            _UNIT,
            "行",
            (col("键") // 2048 % 4).cast(pl.Int8).alias("年度行"),
            _AWARD_KEY_ROW,
            when(col("序") > 0).then(when(col("末")).then(col("行")).backward_fill()).alias("胜出行"),
        )
    )


def events(frames: Frames) -> dict[str, LazyFrame]:
    """What is found of each row of each ledger: the rows that fired, the award that counts in its place."""
    rank_gain = (col("上年排位") - col("本年排位")).alias("前移位数")
    return {
        "表彰": _awards(frames),
        "通报批评": frames["通报批评"].select(
            "uid",
            "行",
            _YEAR_ROW,
            when(col("列为评估指标") & _THIS_YEAR).then(col("级别") + 1).cast(pl.Int8).alias("扣分行"),
        ),
        "指标排位": frames["指标排位"]
        .with_columns(rank_gain)
        .select(
            "uid",
            "行",
            "前移位数",
            when(col("前移位数") >= 6)
            .then(2)
            .when(col("前移位数") >= 1)
            .then(1)
            .cast(pl.Int8)
            .alias("前移行"),
            when((col("上年排位") == 1) & (col("本年排位") == 1)).then(1).cast(pl.Int8).alias("保持行"),
        ),
        "上级验收": frames["上级验收"].select(
            "uid",
            "行",
            _YEAR_ROW,
            when(_THIS_YEAR).then(2 - col("合格").cast(pl.Int8)).alias("验收行"),
            "扣分",
        ),
        "一票否决": frames["一票否决"].select("uid", "行", _YEAR_ROW),
        "民调": frames["民调"]
        .with_columns((col("参评总数") - col("全市排名") + 1).alias("倒数位次"))
        .select("uid", "行", "倒数位次", when(col("倒数位次") <= 10).then(1).cast(pl.Int8).alias("选出行")),
        "违纪": frames["违纪"].select(
            "uid",
            "行",
            _YEAR_ROW,
            when(_THIS_YEAR & col("班子成员") & col("腐败案件") & col("受处分"))
            .then(1)
            .cast(pl.Int8)
            .alias("选出行"),
        ),
    }


def _per_unit(rows: LazyFrame, **sums: Expr) -> LazyFrame:
    """Sums per unit of rows that are in the order of units: running sums, at the last row of each unit."""
    names = list(sums)
    return (
        rows.select("uid", *(value.cast(pl.Int64).cum_sum().alias(name) for name, value in sums.items()))
        .filter((col("uid") != col("uid").shift(-1)).fill_null(True))
        .with_columns((col(names) - col(names).shift(1, fill_value=0)).cast(pl.Int32))
    )


def _award_sums(rows: LazyFrame) -> LazyFrame:
    row, counts = col("计分行"), col("胜出行") == col("行")
    own = when(row == 1).then(5).when(row == 2).then(2).otherwise(0)
    host = when(row == 4).then(20).when(row == 5).then(10).when(row == 6).then(5).otherwise(0)
    return _per_unit(
        rows.filter(col("年度行") == 1),
        表彰分=when(counts).then(own).otherwise(0),
        市级分=counts & (row == 3),
        承办分=when(counts).then(host).otherwise(0),
        国家级次数=row == 1,
    )


def _sums(frames: Frames, rows: Frames) -> tuple[LazyFrame, ...]:
    """Per unit, of all ledgers: sums and counts."""
    this_year, picked = col("年度行") == 1, col("选出行") == 1
    forward = (
        when(col("前移行") == 1).then(col("前移位数") * 5).when(col("前移行") == 2).then(30).otherwise(0)
    )
    taken = when(col("验收行") == 2).then(col("扣分")).otherwise(0)
    criticized = when(col("扣分行") == 1).then(5).when(col("扣分行") == 2).then(2)
    return (
        _award_sums(rows["表彰"]),
        _per_unit(
            rows["通报批评"].filter(this_year),
            批评扣分=criticized.when(col("扣分行") == 3).then(1).otherwise(0),
            批评次数=col("年度行"),
        ),
        _per_unit(rows["指标排位"], 前移分=forward, 保持分=col("保持行").fill_null(0).cast(pl.Int64) * 15),
        _per_unit(rows["上级验收"].filter(this_year), 验收分=col("验收行") == 1, 验收扣分=taken),
        _per_unit(rows["一票否决"].filter(this_year), 否决次数=col("年度行")),
        _per_unit(rows["民调"].filter(picked), 民调次数=col("选出行")),
        _per_unit(rows["违纪"].filter(picked), 违纪次数=col("选出行")),
        _per_unit(frames["委员会决定"].with_columns(lit(1).alias("一")), 决定次数=col("一")),
    )


_COUNTED = (
    *(
        "表彰分",
        "市级分",
        "承办分",
        "国家级次数",
        "批评扣分",
        "批评次数",
        "前移分",
        "保持分",
        "验收分",
        "验收扣分",
    ),
    *("否决次数", "民调次数", "违纪次数", "决定次数"),
)
_TOWN, _NATIONAL_SEAT, _BESIDE = col("类别") == 0, col("类别") == 2, col("类别") == 3
_HOME = col("类别") <= 1
_RANKED = col("序列组").is_not_null()


def _points(frames: Frames, sums: tuple[LazyFrame, ...]) -> LazyFrame:
    """Units with their sums, caps, circumstances and totals."""
    past = frames["历史等次"].filter(col("年度") == 2012).select("uid", col("等次").alias("上年等次"))
    units = frames["单位"].join(frames["得分"], on="uid", how="left", maintain_order="left")
    for other in (*sums, past):
        units = units.join(other, on="uid", how="left", maintain_order="left")
    indicators = col("前移分") + col("保持分")
    circumstances = (
        (col("否决次数") > 0).cast(pl.Int8)
        + (_TOWN & (col("民调次数") > 0)).cast(pl.Int8) * 2
        + (col("违纪次数") > 0).cast(pl.Int8) * 4
        + (col("批评次数") > 0).cast(pl.Int8) * 8
    )
    return (
        units.with_columns(col(*_COUNTED).fill_null(0))
        .with_columns(when(_TOWN).then(col("前移分", "保持分")).otherwise(0).cast(pl.Int16))
        .with_columns(
            (col("表彰分") * 10 - 50).clip(0).alias("超出表彰"),
            (indicators - 100).clip(0).alias("超出指标"),
            circumstances.alias("取消评优情形"),
            (-(col("批评扣分").cast(pl.Int32) * 10000 + col("验收扣分"))).alias("减分"),
        )
        .with_columns(
            (col("表彰分") * 10 + col("市级分") * 10 + col("承办分") - col("超出表彰")).alias("表彰加分"),
            (indicators - col("超出指标")).alias("主要指标加分"),
            col("取消评优情形").bitwise_count_ones().cast(pl.Int8).alias("情形数"),
        )
        .with_columns(
            (
                (col("表彰加分") + col("主要指标加分")).cast(pl.Int32) * 1000
                + col("验收分").cast(pl.Int32) * 10000
                + col("减分")
            ).alias("加减分")
        )
        .with_columns(
            (col("指标评估得分") + col("述绩述效评估得分") + col("公众评估得分") + col("加减分")).alias(
                "综合得分"
            )
        )
    )


def _ranks(units: LazyFrame) -> LazyFrame:
    """Competition ranks within each series, of all and of those without circumstances, from one sort.

    The number that is sorted: series, then the score from above, then the unit and whether it is cancelled.
    """
    key = ((col("序列组").cast(pl.Int64) * (1 << 25) + ((1 << 25) - 1 - col("综合得分"))) * 256) + (
        col("uid") % 106 * 2 + (col("情形数") > 0)
    )
    series, tied = col("键") // (1 << 33), col("键") // 256
    place, before = pl.int_range(pl.len(), dtype=pl.Int32), col("可选").cum_sum() - col("可选")

    def first_of(run: Expr, value: Expr) -> Expr:
        return when((run != run.shift(1)).fill_null(True)).then(value).forward_fill()

    return (
        units.filter(_RANKED)
        .select(key.alias("键"))
        .sort("键")
        .with_columns((1 - col("键") % 2).cast(pl.Int32).alias("可选"))
        .select(
            (series // 16 * 106 + col("键") // 2 % 128).cast(pl.Int32).alias("uid"),
            (first_of(tied, place) - first_of(series, place) + 1).alias("名次"),
            (first_of(tied, before) - first_of(series, before) + 1).alias("候选名次"),
        )
        .sort("uid")
    )


def _grades(units: LazyFrame) -> LazyFrame:
    """Ranks, places and grades. Ranks within a series come from one sort of packed keys."""
    score, eligible = col("综合得分"), col("情形数") == 0
    by_score = when(score >= 7000000).then(1).when(score >= 6000000).then(2).otherwise(3).cast(pl.Int8)
    direct = (
        eligible
        & (col("得分行") == 1)
        & (col("国家级次数") > 0)
        & col("获省委省政府充分肯定")
        & col("省市绩效评估中加分")
    )
    grade_row = (
        when((col("情形数") >= 2) & (col("决定次数") > 0))
        .then(1)
        .when(col("取得名额"))
        .then(2)
        .when(direct)
        .then(3)
        .otherwise(col("得分行") + 3)
        .cast(pl.Int8)
    )
    grade = when(col("等次行") == 1).then(3).when(col("等次行") <= 3).then(0).otherwise(col("等次行") - 3)
    return (
        units.join(_ranks(units), on="uid", how="left", maintain_order="left")
        .with_columns(
            when(_RANKED).then(by_score).alias("得分行"),
            when(_RANKED).then(eligible & (col("候选名次") <= col("名额"))).alias("取得名额"),
        )
        .with_columns(when(_RANKED).then(grade_row).alias("等次行"))
        .with_columns(when(_RANKED).then(grade).cast(pl.Int8).alias("等次"))
    )


def _money() -> Expr:
    grade, heads = col("等次"), col("在编人数")
    home = when(grade == 0).then(heads * 2000).when(grade == 1).then(heads * 1000).when(grade >= 2).then(0)
    seat = when(grade == 0).then(40000).when(grade == 1).then(20000).when(grade >= 2).then(0)
    return (
        when(_BESIDE).then(heads * 1000).when(_HOME).then(home).when(_NATIONAL_SEAT).then(seat).cast(pl.Int32)
    )


def _floor(heads: str, best: int, good: int, share: int) -> Expr:
    """The least bonus of leaders: by heads in the district's own units, else a share of the whole."""
    home = when(col("等次") == 0).then(best).otherwise(good).cast(pl.Int32) * col(heads)
    given = when(_HOME).then(home).otherwise(col("奖金总额") * share)
    graded = col("等次").is_not_null()
    return when(graded & (col("奖金总额") == 0)).then(0).when(graded).then(given).cast(pl.Int32)


def _consequences() -> Expr:
    """What follows from the grade of this year and the last, as bits."""
    grade, past, moved = col("等次"), col("上年等次"), col("主要负责人两年内异动")
    again_fair = (
        when(_HOME).then(when(moved).then(12).otherwise(28)).otherwise(when(moved).then(0).otherwise(32))
    )
    again_bad = when(_HOME).then(when(moved).then(640).otherwise(896))
    again_bad_there = when(moved).then(5120).otherwise(7168)
    fair = 2 + when(past == 2).then(again_fair).otherwise(0)
    bad = when(_HOME).then(28).otherwise(64) + when(past == 3).then(
        again_bad.otherwise(again_bad_there)
    ).otherwise(0)
    return when(grade == 0).then(1).when(grade == 2).then(fair).when(grade == 3).then(bad).otherwise(0)


def _results() -> list[Expr]:
    grade, pending = col("等次"), (col("情形数") >= 2) & (col("决定次数") == 0)
    rate = (
        when(grade == 0).then(20).when(grade == 1).then(15).when(grade == 2).then(10).when(grade == 3).then(5)
    )
    return [
        *(
            col(name)
            for name in ("uid", "类别", "指标评估得分", "述绩述效评估得分", "公众评估得分", "表彰加分")
        ),
        *(
            col(name)
            for name in ("主要指标加分", "减分", "加减分", "综合得分", "取消评优情形", "等次", "奖金总额")
        ),
        col("验收分").alias("验收加分"),
        col("名次").cast(pl.Int16),
        when(_RANKED).then(pending).alias("待委员会研究"),
        rate.cast(pl.Int8).alias("优岗比例"),
        _floor("党政正职人数", 300000, 150000, 25).alias("党政正职奖金下限"),
        _floor("其他班子成员人数", 24000, 12000, 5).alias("其他班子成员奖金下限"),
        when(_HOME).then(grade < 3).alias("发放第十三个月工资"),
        _consequences().cast(pl.Int16).alias("处理"),
    ]


def _traces() -> list[Expr]:
    grade, pending = col("等次"), (col("情形数") >= 2) & (col("决定次数") == 0)
    home = when(grade == 0).then(1).when(grade == 1).then(3).when(grade == 2).then(6).when(grade == 3).then(7)
    there = when(grade == 0).then(2).when(grade == 1).then(4).when(grade >= 2).then(8)
    floor = when(_HOME).then(grade * 2 + 2).otherwise(grade * 2 + 3)
    return [
        *(col(name) for name in ("表彰分", "市级分", "承办分", "前移分", "保持分", "否决次数", "民调次数")),
        *(col(name) for name in ("违纪次数", "批评次数", "国家级次数", "决定次数", "情形数", "取得名额")),
        *(col(name) for name in ("上年等次", "得分行", "等次行")),
        *(-col(name) for name in ("批评扣分", "验收扣分")),
        (-col("超出表彰")).alias("表彰封顶"),
        (-col("超出指标")).alias("主要指标封顶"),
        when(_RANKED).then(when(pending).then(1).otherwise(2)).cast(pl.Int8).alias("待研究行"),
        when(_BESIDE)
        .then(5)
        .when(_HOME)
        .then(home)
        .when(_NATIONAL_SEAT)
        .then(there)
        .cast(pl.Int8)
        .alias("奖金行"),
        when(grade.is_null())
        .then(_NOTHING)
        .when(col("奖金总额") == 0)
        .then(1)
        .otherwise(floor)
        .cast(pl.Int8)
        .alias("下限行"),
    ]


def units(frames: Frames, rows: Frames, *, traces: bool) -> LazyFrame:
    """The results of all units; rows: what ``events`` gave, kept already where traces are wanted."""
    graded = _grades(_points(frames, _sums(frames, rows)))
    columns = [*_results(), *(_traces() if traces else ())]
    return graded.with_columns(_money().alias("奖金总额")).select(columns)
