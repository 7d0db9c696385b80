"""Findings about uncertainty and simulation: PE901 to PE915."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.diagnostics.suggest import nearest
from perfeval.source.text import Span

MAX_EXPECTED = 5


def _quoted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"“{name}”" for name in names)[:MAX_EXPECTED]


def nothing_declared(file: str) -> Diagnostic:
    """PE901: a file without a sentence."""
    hint = "写上哪些事实拿不准、拿不准到什么程度，如“公众评估得分有抽样误差，样本400份。”"
    return Diagnostic("PE901", f"“{file}”里没有一句话", Cell(file), (), hint)


def unknown_column(name: str, ledger: str | None, span: Span, known: Sequence[str]) -> Diagnostic:
    """PE902: no ledger, or not the named one, has such a column."""
    near = nearest(name, known)
    owner = f"台账“{ledger}”" if ledger else "台账"
    message = f"{owner}没有“{name}”这一栏" + (f"，是不是“{near}”？" if near else "")
    hint = f"改为“{near}”。" if near else "改用台账里有的栏目。"
    return Diagnostic("PE902", message, span, _quoted([near] if near else known), hint)


def which_ledger(name: str, span: Span, ledgers: Sequence[str]) -> Diagnostic:
    """PE902: several ledgers have such a column."""
    message = f"不止一个台账有“{name}”这一栏"
    expected = tuple(f"“{each}的{name}”" for each in ledgers)[:MAX_EXPECTED]
    return Diagnostic("PE902", message, span, expected, f"写明台账，如“{ledgers[0]}的{name}”。")


def not_possible(message: str, span: Span, hint: str) -> Diagnostic:
    """PE903: the ledger or column cannot vary in this way."""
    return Diagnostic("PE903", message, span, (), hint)


def wrong_kind(name: str, what: str, span: Span, expected: Sequence[str]) -> Diagnostic:
    """PE903: a column of another kind than the sentence is about. what: what it would have to be."""
    hint = "数用抽样误差、浮动，别的用“为……的可能性……%”。"
    return Diagnostic("PE903", f"“{name}”不是{what}", span, tuple(expected), hint)


def not_whole(total: str, span: Span) -> Diagnostic:
    """PE904: probabilities that do not make up a whole. total: their sum in per cent, as written."""
    message = f"各种可能性合计是{total}%，应是100%"
    return Diagnostic("PE904", message, span, ("100%",), "把每种取值和它的可能性都写全。")


def above_whole(span: Span) -> Diagnostic:
    """PE904: more than certain."""
    return Diagnostic("PE904", "可能性不能超过100%", span, ("0%至100%",), "改正百分数。")


def wrong_value(column: str, written: str, span: Span, expected: Sequence[str]) -> Diagnostic:
    """PE905: a value that the column cannot hold."""
    near = nearest(written, expected)
    message = f"“{column}”不能填“{written}”" + (f"，是不是“{near}”？" if near else "")
    hint = f"改为“{near}”。" if near else "改为台账里可以填的值。"
    return Diagnostic("PE905", message, span, _quoted([near] if near else expected), hint)


def wrong_number(message: str, span: Span, expected: Sequence[str], hint: str) -> Diagnostic:
    """PE906: a number out of its limits, too fine, or without its unit."""
    return Diagnostic("PE906", message, span, tuple(expected), hint)


def said_twice(what: str, span: Span, line: int) -> Diagnostic:
    """PE907: one thing varies by two sentences. line: of the first one."""
    return Diagnostic("PE907", f"{what}说了两次", span, (), f"第{line}行已经说过；只留一处。")


def cells_missing(ledger: str, names: Sequence[str], span: Span) -> Diagnostic:
    """PE908: further rows of which not all cells are known."""
    shown = "、".join(_quoted(names))
    hint = f"在冒号后面写明，如“：{names[0]}为……”；几种取值的，后面各写百分数。"
    return Diagnostic("PE908", f"新的“{ledger}”没有写明{shown}填什么", span, _quoted(names), hint)


def package_missing(package: str, extra: str, what: str) -> Diagnostic:
    """PE910: an optional package is not there. what: what cannot be done without it."""
    hint = f"运行 pip install 'perfeval[{extra}]'，再试一次。"
    return Diagnostic("PE910", f"没有安装 {package}，{what}", None, (), hint)


def font_missing() -> Diagnostic:
    """PE911: no font with Chinese letters."""
    hint = "装一种中文字体：Debian、Ubuntu 运行 apt install fonts-noto-cjk；或加 --charts none，不画图。"
    return Diagnostic("PE911", "这台机器没有中文字体，图上的字画不出来", None, (), hint)


def nothing_to_count(title: str) -> Diagnostic:
    """PE912: a book without grades, ranks or words to count."""
    message = f"《{title}》的结果里没有等次、名次，没有可以统计的"
    return Diagnostic("PE912", message, None, (), "在规则书的结果栏目里列出要看的文字或名次。")
