"""Findings about examples: PE221 to PE225."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.source.text import Span


def no_table(span: Span) -> Diagnostic:
    """PE221: a sentence that announces rows stands above none."""
    form = ("｜栏目｜栏目｜",)
    return Diagnostic("PE221", "这句话下面没有表", span, form, "下一行起写表：第一行是栏目，以下一行一条。")


def stray_row(span: Span) -> Diagnostic:
    """PE221: a row of a table under a sentence that announces none."""
    expected = ("设……有……：",)
    return Diagnostic("PE221", "这一行表不知是什么台账", span, expected, "表的上面写“设某单位有某台账：”。")


def wrong_cells(span: Span, cells: int, wanted: int) -> Diagnostic:
    """PE222: a row with another number of cells than the header."""
    message = f"这一行有{cells}格，栏目有{wanted}个"
    return Diagnostic("PE222", message, span, (f"{wanted}格",), "补上或删去多余的“｜”。")


def first_column(span: Span) -> Diagnostic:
    """PE222: a table of units whose first column is not 单位."""
    return Diagnostic("PE222", "第一栏应是“单位”", span, ("“单位”",), "把“单位”写在第一栏。")


def columns_missing(ledger: str, names: Sequence[str], span: Span) -> Diagnostic:
    """PE222: rows of a ledger without all of its columns."""
    shown = "、".join(f"“{name}”" for name in names)
    return Diagnostic("PE222", f"台账“{ledger}”的表缺少{shown}栏", span, (), "台账的栏目一个都不能少。")


def not_by_rows(ledger: str, span: Span) -> Diagnostic:
    """PE223: rows of a ledger that says one thing of each unit."""
    hint = "写“设某单位某栏为……”，或用“设下列单位：”。"
    return Diagnostic("PE223", f"台账“{ledger}”一个单位只有一行，不用这样给", span, (), hint)


def wrong_turns(group: str, units: int, given: int, span: Span) -> Diagnostic:
    """PE223: 依次为 with more or fewer numbers than units."""
    message = f"“{group}”有{units}个单位，这里给了{given}个数"
    return Diagnostic("PE223", message, span, (f"{units}个",), "一个单位一个数；余下的可写“其余为……”。")


def nothing_expected(span: Span) -> Diagnostic:
    """PE224: an example without 则."""
    return Diagnostic("PE224", f"例“{span.text}”没有写结果", span, ("则……。",), "写明应当得出什么。")


def no_reason(span: Span) -> Diagnostic:
    """PE224: a refusal without a reason."""
    return Diagnostic(
        "PE224", "没有写明拒绝的理由", span, (), "写出提示里应有的话，如“则拒绝：应在0到100之间”。"
    )


def unit_not_given(unit: str, span: Span) -> Diagnostic:
    """PE225: a claim about a unit that the example says nothing of."""
    hint = "先用“设”给出它的情况；条款、台账的名称和单位的名称要写对。"
    return Diagnostic("PE225", f"这个例没有说到{unit}", span, (), hint)


def which_unit(span: Span) -> Diagnostic:
    """PE225: several units, and none is named."""
    return Diagnostic("PE225", "没有写明是哪个单位", span, ("单位的名称",), "在前面写上单位的名称。")


def which_clause(span: Span) -> Diagnostic:
    """PE225: 前加 or 后加 without a clause before it."""
    return Diagnostic("PE225", "没有写明是哪一条", span, ("【条款名】",), "在前面写上【条款名】。")


def before_or_after(clause: str, span: Span) -> Diagnostic:
    """PE225: points of a cap can be those before it or those after it."""
    expected = ("前加", "后加")
    return Diagnostic(
        "PE225", f"【{clause}】是封顶的条款，应写明封顶前还是封顶后", span, expected, "写成“前加”或“后加”。"
    )
