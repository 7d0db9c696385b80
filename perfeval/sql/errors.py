"""Findings of the plan as SQL: PE55x."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Diagnostic


def step_not_in_sql(step: str, what: str, clause: str) -> Diagnostic:
    """PE550: a step asks for what SQL cannot say (StepNotInSql)."""
    told = f"（【{clause}】）" if clause else ""
    return Diagnostic(
        "PE550",
        f"“{step}”{told}写不成 SQL：{what}",
        None,
        (),
        "改用 --engine python 计算；或改写这一条，不用这种算法。",
        clause=clause,
    )


def package_missing(package: str, extra: str) -> Diagnostic:
    """PE551: a package that is not part of the plain installation."""
    return Diagnostic(
        "PE551",
        f"没有安装 {package}，不能在这个引擎上计算",
        None,
        (),
        f"先安装：pip install 'perfeval[{extra}]'；或改用 --engine python。",
    )


def not_connected(why: str) -> Diagnostic:
    """PE552: the database does not answer. why: in its own words."""
    return Diagnostic(
        "PE552",
        f"连不上数据库：{why}",
        None,
        ("postgresql://用户@主机:5432/库名",),
        "检查地址、用户和密码；密码可以放在环境变量 PGPASSWORD 或 ~/.pgpass 里。",
    )


def table_missing(why: str) -> Diagnostic:
    """PE553: a table or a column that the query reads is not there. why: in the database's own words."""
    return Diagnostic(
        "PE553",
        f"数据库里缺表或缺栏：{why}",
        None,
        (),
        "照 docs/sql.md 建好花名册 _units 和每个台账的表，栏名与规则书相同。",
    )


def facts_not_in_order(what: str, count: int, table: str) -> Diagnostic:
    """PE554: rows of a table that the reader of ledgers would not let pass."""
    return Diagnostic(
        "PE554", f"表“{table}”：{what}（{count}处），没有计算", None, (), "先改正表里的数据，再计算。"
    )


def number_too_large(why: str) -> Diagnostic:
    """PE555: a number grew beyond what the database can hold. why: in its own words."""
    return Diagnostic(
        "PE555",
        f"有的数大得数据库存不下：{why}",
        None,
        (),
        "给台账的栏写上取值范围；或改用 --engine python。",
    )
