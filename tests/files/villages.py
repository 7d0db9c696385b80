"""Two small rule books: one of a quarter, and one of the year that takes its results."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Cell, Checked, Diagnostic, Severity
from perfeval.rulebook.book import RuleBook
from perfeval.source.text import Span

PLAN = "小方案\n一、总则\n按本方案评估。\n另有细则。\n".encode()
HEAD = f"""《小方案》
评估年度：2025年1月1日至2025年12月31日。
原文：“原文.txt”，从“一、总则”到“另有细则。”。
原文校验码：{sha256(PLAN).hexdigest()}。
"""
QUARTER = (
    HEAD
    + """
一、总则
> 按本方案评估。
【得分】“季度得分”＝基础分＋加分项；“达到六十”按等次：合格1分、不合格0分。
【名次】村按序列分别以季度得分从高到低排“季度名次”，同分的并列，并列之后空出相应名次。
【定等】季度得分在60分以上的，评为合格。
【定等二】季度得分够不上合格的，评为不合格。
【处理】评为不合格的：约谈。
> 另有细则。
仅作说明。

附件
类别“村”，序列“山村”3个：张村、李村、王村。
类别“场”1个，不设序列：林场。
台账“得分”，一个单位一行，除林场外每个单位都要有：“基础分”：分，0至100；“加分项”：分，0至10。
台账“表彰”，一次一行：“项目”：文字。
等次由高到低：合格、不合格。
“处理措施”依次列为：约谈。
结果依次列出：单位、类别、序列、季度得分、季度名次、等次、处理措施。
"""
)
CLAUSES = """
一、总则
> 按本方案评估。
【年度】“年度得分”＝季度得分＋【奖】。
【奖】表彰，每次加1分。

【年名次】村按序列分别以年度得分从高到低排“年度名次”，同分的并列，并列之后空出相应名次。
【年等】年度得分在60分以上的，评为合格。
【年等二】年度得分够不上合格的，评为不合格。
【看季度】季度名次超过2的，注明“季度靠后”。
"""
REST = """> 另有细则。
仅作说明。
"""
TAKEN = "台账“季度考核”取自“../q1”的结果：季度得分、季度名次、等次（称“季度等次”）。\n"
YEAR = (
    HEAD
    + "沿用“../q1”的类别、等次。\n"
    + CLAUSES
    + REST
    + "\n附件\n台账“表彰”，一次一行：“项目”：文字。\n"
    + TAKEN
    + "结果依次列出：单位、年度得分、年度名次、等次、季度靠后。\n"
)
OTHERS: Mapping[str, bytes] = {
    "原文.txt": PLAN,
    "../q1/book.jx": QUARTER.encode(),
    "../q1/原文.txt": PLAN,
}


def read(text: str, files: Mapping[str, str | bytes] | None = None) -> Checked[RuleBook]:
    """The book with this text among these files and the book of the quarter."""
    more = {name: part.encode() if isinstance(part, str) else part for name, part in (files or {}).items()}
    return pipeline.read_book("book.jx", text.encode(), {**OTHERS, **more})


def sound(text: str, files: Mapping[str, str | bytes] | None = None) -> RuleBook:
    """The same; it must have no errors."""
    book = read(text, files)
    assert book.value is not None, [shown(each) for each in book.diagnostics]
    return book.value


def errors(text: str, files: Mapping[str, str | bytes] | None = None) -> list[str]:
    """What is wrong with it: code, place and words."""
    return [shown(each) for each in read(text, files).diagnostics if each.severity is Severity.ERROR]


def shown(found: Diagnostic) -> str:
    """A finding in one line: PE231 book.jx:5 附的话."""
    where = found.where
    if isinstance(where, Span):
        return f"{found.code} {where.source.name}:{where.line} {where.text}"
    return f"{found.code} {where.file}:{where.line}" if isinstance(where, Cell) else found.code


def put(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files written into a folder; gives the folder of the first one."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return (folder / next(iter(files))).parent
