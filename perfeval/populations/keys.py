"""What tells one population from another: values in columns that the user names."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.schema import UNIT_COLUMN
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model
from perfeval.tables.places import UNIT_GRAIN

# The values of one population, in the order in which its columns were named.
Key = tuple[str, ...]

MAX_COLUMNS = 5


def shown(names: Sequence[str], key: Key) -> str:
    """A population in words: 辖区“甲区”、年份“2012”; nothing where there is only one."""
    return "、".join(f"{name}“{value}”" for name, value in zip(names, key, strict=True))


def about(found: Diagnostic, names: Sequence[str], key: Key) -> Diagnostic:
    """The same finding; its message says which population it is about."""
    return evolve(found, message=f"{shown(names, key)}：{found.message}") if names else found


def unusable(names: Sequence[str], book: RuleBook, model: Model) -> tuple[Diagnostic, ...]:
    """Names that cannot be those of population columns: empty, named twice, or names of other columns."""
    found = []
    for place, name in enumerate(names):
        why = _reason(name, names[:place], book, model)
        if why:
            hint = "换一个规则书没有用到的栏名，在台账各个文件里都加上这一栏。"
            found.append(Diagnostic("PE710", f"“{name}”不能用来区分群体：{why}", None, (), hint))
    if len(names) > MAX_COLUMNS:
        message = f"用来区分群体的栏目有{len(names)}个，至多{MAX_COLUMNS}个"
        found.append(Diagnostic("PE710", message, None, (), "合并成几栏。"))
    return tuple(found)


def _reason(name: str, before: Sequence[str], book: RuleBook, model: Model) -> str:
    if not name.strip() or name != name.strip() or not name.isprintable():
        return "名称是空的，或者有看不见的字符"
    if name in before:
        return "写了两次"
    for ledger in book.schema.ledgers:
        if ledger.column(name) is not None:
            return f"台账“{ledger.name}”自己有这一栏"
    if name == UNIT_COLUMN or name in book.results or (UNIT_GRAIN, name) in model.columns:
        return "规则书用它作结果的栏名"
    return ""
