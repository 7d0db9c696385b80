"""The pages of the checks: what each looks for, a small book that has it, and the same book in order."""

from __future__ import annotations

from difflib import unified_diff

from perfeval import pipeline
from perfeval.checks.about import ABOUT
from perfeval.checks.check import Check
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.diagnostics.to_text import diagnostic_to_text
from tests.docs.markdown import ROOT

PAGES = ROOT / "docs" / "errors"
CASES = ROOT / "tests" / "cases" / "checks"
_ANSWER = "+知悉“"

_HEAD = """# 核对规则书：查哪些问题

[说明和出错信息](../language/messages.md)

`perfeval check` 除了检查句子写得对不对，还核对方案本身：
在评任何一个单位以前，把规则会出的问题找出来，举出实例。
一项一页，各有一本几行的小规则书作例子，行首是行号，书头省略。
手边没有这些说明的，`perfeval check --about PE808` 显示同样的要点。

查出来的，或者改规则，或者写成[口径](../language/readings.md#口径)，或者写一句[知悉](../language/readings.md#知悉)，
都写在规则书里；没有别的办法让它不再提示。

| 代码 | 名称 | 查什么 |
| --- | --- | --- |
"""


def pages() -> dict[str, str]:
    """Each page, and the list of them, by file name."""
    listed = "".join(
        f"| [{each.code}]({each.code}.md) | {each.title}（{each.severity.value}） | {each.what} |\n"
        for each in ABOUT
    )
    return {"README.md": _HEAD + listed, **{f"{each.code}.md": _page(each) for each in ABOUT}}


def book_of(code: str, name: str) -> str:
    """The text of one of the two books of a check, ``bad`` or ``good``."""
    return (CASES / code / f"{name}.jx").read_text(encoding="utf-8")


def findings(code: str, text: str) -> tuple[Diagnostic, ...]:
    """What ``perfeval check`` says of a book beside the plan of this check's case."""
    files = {"source.txt": (CASES / code / "source.txt").read_bytes()}
    return pipeline.check_book(pipeline.parse_text("book.jx", text.encode()), files).diagnostics


def _page(about: Check) -> str:
    bad, good = book_of(about.code, "bad"), book_of(about.code, "good")
    (found,) = findings(about.code, bad)
    change = _block("diff", _difference(bad, good))
    mended = f"{_lead(change)}\n\n{change}\n再检查，没有发现问题。\n"
    answers = _ANSWER in change
    return "\n".join(
        [
            f"# {about.code} {about.title}\n",
            "[全部核对的问题](README.md)\n",
            f"## 查什么\n\n{about.what}\n",
            f"## 为什么要紧\n\n{about.why}\n",
            f"## 例子\n\n{_block('text', _numbered(bad))}",
            f"`perfeval check` 的答复：\n\n{_block('text', diagnostic_to_text(found))}",
            f"## 怎么改\n\n{about.remedy}\n" + ("" if answers else f"\n{mended}"),
            f"## 不改的怎么写\n\n{_unchanged(found)}" + (f"\n{mended}" if answers else ""),
        ]
    )


def _lead(change: str) -> str:
    """How the change that follows answers the finding."""
    if _ANSWER in change:
        return "上面的例子，核对过、不用改的，可以这样写："
    if "口径“" in change:
        return "上面的例子，可以写成口径，写明采用哪一种、为什么："
    return "上面的例子，改成这样："


def _unchanged(found: Diagnostic) -> str:
    if found.severity is Severity.ERROR:
        return "这是错误：不改就算不出结果，没有不改的写法。\n"
    if not found.name:
        return "没有不改的写法：每一句知悉都要说中一个问题，说不中的，删去或者改正。\n"
    place = f"【{found.clause}】的下面" if found.clause else "附件里、声明的后面"
    return (
        f"本来就该这样的，不要随便改，在{place}写一句[知悉](../language/readings.md#知悉)，写明理由；"
        "引号里的名称照检查的答复抄。以后情况变了，这一句会提示落空。\n"
    )


def _numbered(book: str) -> str:
    """The book without its head, each line with its number; blank lines are left blank, and one at most."""
    lines = book.rstrip().split("\n")
    start = lines.index("") + 1
    shown = [f"{number:>2}  {line}" if line else "" for number, line in enumerate(lines, 1)][start:]
    return "\n".join(line for place, line in enumerate(shown) if line or shown[place - 1])


def _difference(bad: str, good: str) -> str:
    """The lines that change, each with those beside it."""
    found = list(unified_diff(bad.split("\n"), good.split("\n"), n=1, lineterm=""))[3:]
    lines = [" ……" if line.startswith("@@") else line for line in found]
    return "\n".join(line for line in lines if line.strip())


def _block(language: str, text: str) -> str:
    shown = "\n".join(line.rstrip() for line in text.split("\n"))
    return f"```{language} 写法\n{shown}\n```\n"
