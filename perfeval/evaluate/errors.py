"""Findings of the evaluation: PE5xx, facts that the rules do not decide."""

from __future__ import annotations

from perfeval.diagnostics.diagnostic import Cell, Diagnostic


def two_answers(table: str, who: str, clauses: tuple[str, ...], where: Cell | None) -> Diagnostic:
    """PE501: a table that allows one row was met by two."""
    named = "、".join(f"【{clause}】" for clause in clauses)
    return Diagnostic(
        "PE501",
        f"{who}同时符合“{table}”的两行：{named}，不知用哪一行",
        where,
        (),
        "改写条款，使它们互相排除；或写明谁先谁后。",
    )


def no_score(quantity: str, unit: str) -> Diagnostic:
    """PE502: a unit is to be ranked by a score that it does not have."""
    return Diagnostic(
        "PE502", f"{unit}没有{quantity}，不能排序", None, (), "补上它的各项得分；缺的分不当作零分。"
    )


def no_grade(unit: str, scores: str) -> Diagnostic:
    """PE503: a unit that should be graded meets no clause that gives a grade."""
    return Diagnostic(
        "PE503", f"{unit}（{scores}）不符合任何评等次的条款", None, (), "补上漏掉的分数段；缺的等次不能空着。"
    )


# ---------------------------------------------------------------- situations


def not_a_number(unit: str, name: str, where: Cell) -> Diagnostic:
    """PE504: a computed number is set to something else than a number."""
    message = f"{unit}的“{name}”应是数，“{where.value}”不是"
    return Diagnostic("PE504", message, where, (), "写成数字，如 700 或 85.5。")


def too_fine(unit: str, name: str, text: str, places: int) -> Diagnostic:
    """PE505: a computed number is set with more decimals than it can have."""
    message = f"{unit}的“{name}”最多有{places}位小数，“{text}”太细"
    return Diagnostic("PE505", message, None, (), "改为它算得出来的数。")
