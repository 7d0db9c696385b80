"""Findings of the evaluation: PE5xx, facts that the rules do not decide."""

from __future__ import annotations

from datetime import date

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.quantity.calendar import show_date


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


# ---------------------------------------------------------------- computing


def divided_by_zero(name: str, who: str, clause: str) -> Diagnostic:
    """PE506: a number is divided by 0."""
    return Diagnostic(
        "PE506",
        f"{who}的“{name}”（【{clause}】）要除以0，算不出来",
        None,
        (),
        "在条款里写明除数为0的怎么办，如“分情形：计划数为0的，不得分；其余的，……”。",
    )


def number_missing(name: str, who: str, clause: str) -> Diagnostic:
    """PE507: a group is compared by a number that one of its members lacks."""
    return Diagnostic(
        "PE507",
        f"{who}没有“{name}”，【{clause}】的一组算不出来",
        None,
        (),
        "补上这个数；没有数的不算在内的，在条款里写“有数据的”。",
    )


def amounts_differ(name: str, who: str, clause: str) -> Diagnostic:
    """PE508: what is to be shared out is not one amount."""
    message = f"{who}所在的一组，“{name}”不是同一个数，【{clause}】不知分多少"
    return Diagnostic("PE508", message, None, (), "一组里各行填同一个总额。")


def no_proportion(name: str, who: str, clause: str) -> Diagnostic:
    """PE508: there is nothing to share out in proportion to."""
    message = f"{who}所在的一组，“{name}”合计为0，或有负数，【{clause}】无法按比例分"
    return Diagnostic("PE508", message, None, (), "在条款里写明这时怎么办；负数先用“最低0”截住。")


def remainder_tied(name: str, who: str, clause: str) -> Diagnostic:
    """PE508: what is left of a sum belongs to two."""
    message = f"{who}所在的一组，按“{name}”排在最前的不止一个，【{clause}】的尾差不知归谁"
    return Diagnostic("PE508", message, None, (), "在条款里写明，如“相同的归名单在前的”。")


def not_in_table(name: str, who: str, values: str, clause: str) -> Diagnostic:
    """PE511: a table that has to hold everything does not hold this."""
    message = f"{who}的“{name}”在附表里查不到：{values}（【{clause}】写了不允许）"
    return Diagnostic("PE511", message, None, (), "核对台账；附表少了一行的，补上。")


def not_one(name: str, who: str, clause: str) -> Diagnostic:
    """PE510: those that are to be ranked as one are not equal."""
    message = f"{who}和同一“{name}”的别的记录，比的数不一样，【{clause}】不能只排一次"
    return Diagnostic("PE510", message, None, (), "先算出同一个数（如平均），再排名次。")


def day_not_in_calendar(ledger: str, day: date) -> Diagnostic:
    """PE509: nobody knows whether a day was a working day."""
    message = f"台账“{ledger}”里没有{show_date(day)}，数不出工作日"
    return Diagnostic("PE509", message, None, (), "在日历里补上这一天。")


# ---------------------------------------------------------------- situations


def not_a_number(unit: str, name: str, where: Cell) -> Diagnostic:
    """PE504: a computed number is set to something else than a number."""
    message = f"{unit}的“{name}”应是数，“{where.value}”不是"
    return Diagnostic("PE504", message, where, (), "写成数字，如 700 或 85.5。")


def too_fine(unit: str, name: str, text: str, places: int) -> Diagnostic:
    """PE505: a computed number is set with more decimals than it can have."""
    message = f"{unit}的“{name}”最多有{places}位小数，“{text}”太细"
    return Diagnostic("PE505", message, None, (), "改为它算得出来的数。")
