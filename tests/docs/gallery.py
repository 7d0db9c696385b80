"""The gallery of messages: for each code the shortest cases that show it, and what is printed of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from attrs import evolve, frozen

from perfeval import pipeline
from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.diagnostics.to_text import diagnostic_to_text
from perfeval.evaluate import errors as evaluation_errors
from perfeval.ledger.read import read_facts
from perfeval.source.text import Span
from perfeval.source.visible import visible
from tests.docs.markdown import ROOT, Document, rows_of
from tests.evaluate.mini import SCORES, SOURCE
from tests.examples import test_bad_examples as examples
from tests.examples.small import text_of
from tests.files import cases as several_files
from tests.language_frames.book import Frame
from tests.ledger import case_files as ledgers
from tests.ledger.schema_2013 import SCHEMA
from tests.populations import cases as several_populations
from tests.rules import case_files as rules

PAGE = ROOT / "docs" / "gallery.md"
FAMILIES = (
    ("PE1", "句子"),
    ("PE2", "名称和引文"),
    ("PE3", "栏目和单位"),
    ("PE4", "规则合起来"),
    ("PE5", "台账定不下来"),
    ("PE6", "台账"),
)
# Shown where they belong: databases and clusters (PE55, PE56), the command line (PE7) and simulation (PE9)
# with their commands; checks (PE8) have pages of their own.
ELSEWHERE = ("PE55", "PE56", "PE7", "PE8", "PE9")

_HEAD = """# 出错信息一览

[说明和出错信息](language/messages.md)

每个代码举一两个例子：上面是写错的地方，行首是行号；下面是 perfeval 的答复，一字不改。
代码怎样分类，见[出错信息](language/messages.md#出错信息)。
"""
# Longer lines are cut: what counts of them stands in the message.
_LONGEST = 50
_LEFT_OUT = "……"


@frozen
class Shown:
    """A finding, how many its case has, and the text of the file it is about; None if there is none."""

    found: Diagnostic
    among: int
    text: str | None


def gallery() -> str:
    """The page."""
    shown = by_code()
    parts = [_HEAD, _contents(shown)]
    for family, heading in FAMILIES:
        parts.append(f"## {heading}\n")
        parts.extend(_entry(code, shown[code]) for code in sorted(shown) if code.startswith(family))
    return "\n".join(parts)


def by_code() -> dict[str, list[Shown]]:
    """One or two findings of each code: the clearest, and the clearest that says something else."""
    cases: dict[str, list[Shown]] = {}
    for shown in _all_shown():
        cases.setdefault(shown.found.code, []).append(shown)
    return {code: _best(each) for code, each in cases.items()}


def _best(cases: list[Shown]) -> list[Shown]:
    """Alone in its case is clearer than among others, and short is clearer than long."""
    ordered = sorted(cases, key=lambda each: (each.among, len(diagnostic_to_text(each.found))))
    first = ordered[0]
    other = next((each for each in ordered if _wording(each) != _wording(first)), None)
    return [first] if other is None else [first, other]


def _wording(shown: Shown) -> str:
    """The sentence without the user's own words and numbers."""
    return re.sub(r"“[^”]*”|【[^】]*】|[0-9]+", "", shown.found.message)


def _contents(shown: Iterable[str]) -> str:
    lines = []
    for family, heading in FAMILIES:
        codes = [code for code in sorted(shown) if code.startswith(family)]
        links = "、".join(f"[{code}](#{_anchor(_title(code))})" for code in codes)
        lines.append(f"- [{heading}](#{_anchor(heading)})：{links}")
    return "\n".join(lines) + "\n"


def _title(code: str) -> str:
    return f"{code} {_meanings().get(code, '')}".rstrip()


@cache
def _meanings() -> dict[str, str]:
    """What each code means, as the manual says."""
    manual = (ROOT / "docs" / "language" / "messages.md").read_text(encoding="utf-8")
    return {row[0]: row[1] for row in rows_of(manual)}


def _anchor(heading: str) -> str:
    (anchor,) = Document(PAGE, f"## {heading}\n").anchors()
    return anchor


def _entry(code: str, cases: Iterable[Shown]) -> str:
    blocks = [f"### {_title(code)}\n"]
    for shown in cases:
        blocks.extend(_block(text) for text in (_around(shown), diagnostic_to_text(shown.found)) if text)
    return "\n".join(blocks)


def _block(text: str) -> str:
    return f"```text 写法\n{text}\n```\n"


# ---------------------------------------------------------------- the lines around a mistake


def _around(shown: Shown) -> str:
    """Of a rule text the line with its neighbours in the paragraph; of a ledger with its header."""
    where = shown.found.where
    if not shown.text or where is None:
        return ""
    lines = shown.text.split("\n")
    if isinstance(where, Cell):
        numbers = [1] if where.line in (None, 1) else [1, where.line]
    else:
        last = where.source.place(max(where.end - 1, where.start))[0]
        numbers = [*_beside(lines, where.line, -1), *range(where.line, last + 1), *_beside(lines, last, 1)]
    width = len(str(numbers[-1]))
    return "\n".join(f"{number:>{width}}  {_cut(lines[number - 1])}".rstrip() for number in numbers)


def _beside(lines: list[str], line: int, step: int) -> list[int]:
    """The line before or behind, unless it is empty or there is none."""
    number = line + step
    return [number] if 1 <= number <= len(lines) and lines[number - 1].strip() else []


def _cut(line: str) -> str:
    line = visible(line)
    return line if len(line) <= _LONGEST else line[:_LONGEST] + _LEFT_OUT


# ---------------------------------------------------------------- where the findings come from


def _all_shown() -> Iterator[Shown]:
    for found in _groups():
        for each in found:
            if not each.code.startswith(ELSEWHERE):
                text = each.where.source.text if isinstance(each.where, Span) else None
                yield Shown(each, len(found), text)
    for files, found in _ledger_groups():
        for each in found:
            content = files.get(each.where.file) if isinstance(each.where, Cell) else None
            yield Shown(each, len(found), _as_text(content))


def _groups() -> Iterator[tuple[Diagnostic, ...]]:
    """The findings of each case about a rule book."""
    for path in sorted((rules.RULES / "bad").glob("*.txt")):
        yield rules.checked(rules.read_case(path)).diagnostics
    for path in examples.CASES:
        yield examples.findings(examples.read_case(path))
    yield from made()
    yield from several_files.findings()
    yield from several_populations.findings()
    yield from large()


def _ledger_groups() -> Iterator[tuple[dict[str, bytes], tuple[Diagnostic, ...]]]:
    good = ledgers.good_files()
    cases = [ledgers.read_case(path).files for path in sorted((ledgers.LEDGERS / "bad").glob("*.txt"))]
    cases.extend({**good, "表彰.csv": f"{_HEADER}{rows}".encode()} for rows in _ROWS)
    for files in cases:
        yield files, read_facts(files, SCHEMA, 2013).diagnostics


_HEADER = "单位,项目,级别,对象,日期\n"
_ROW = "兰溪镇,{},国家级,本单位,{}-05-01\n"
# Too large to be kept in files; and what is hardly meant.
_ROWS = (
    _ROW.format("长" * 140_000, 2013),
    _ROW.format("甲" + "," * 2000, 2013),
    _ROW.format("", 2013) * 300,
    " " * 40_000_000,
    _ROW.format("甲", 2013) * 2,
    _ROW.format("甲", 1913),
    _ROW.format("甲A", 2013) + _ROW.format("甲\u0410", 2013),
)


def _as_text(content: bytes | None) -> str | None:
    """The text of a ledger that is UTF-8; there is nothing to show of others."""
    try:
        return None if content is None else content.decode("utf-8")
    except UnicodeDecodeError:
        return None


TOTAL = "【奖】排位，每次加1分。\n【总分】“总分”＝基础分＋【奖】。\n"
RANKED = "【排】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。\n"


def made() -> Iterator[tuple[Diagnostic, ...]]:
    """Findings of the evaluation, which need a sound book with ledgers."""
    bands = "【好】总分在{}分以上的，评为好。\n【差】总分{}的，评为差。\n等次由高到低：好、差。\n"
    yield evaluated(TOTAL + bands.format("70", "在70分以下"), SCORES)
    yield evaluated(TOTAL + bands.format("75", "不满65分"), SCORES)
    yield evaluated(TOTAL + RANKED, SCORES.replace("张村,90,10\n", ""))
    yield from computed()
    # Of situations that a program gives; in an example the grammar refuses such words before.
    yield (evaluation_errors.not_a_number("张村", "总分", Cell("例", 2, "总分", "很高")),)
    yield (evaluation_errors.too_fine("张村", "总分", "80.123", 1),)


def computed() -> Iterator[tuple[Diagnostic, ...]]:
    """Findings about computing sentences, each with ledgers for which they have no result."""
    units = (
        "台账“数据”，一个单位一行：“幅度”：百分数，选填；"
        "“计划”：数，选填；“实际”：数，选填；“总额”：元，选填。"
    )
    rate = Frame("【完成率】“完成率”＝实际÷计划，以百分数计，保留两位小数，四舍五入。", units)
    yield rate.evaluated(数据="甲镇,,0,3,").diagnostics
    order = "全部单位按幅度从高到低排名次，相同的并列，并列之后空出相应名次"
    yield Frame(f"【名次】“名次”＝{order}。", units).evaluated(数据="甲镇,1%,,,").diagnostics[:1]
    share = "全部单位有数据的分配总额，按幅度的比例，分到0.01元，尾差归幅度最高的单位"
    shared = Frame(f"【分钱】“奖金”＝{share}。", units)
    for rows in (
        "甲镇,1%,,,100 乙镇,1%,,,90",
        "甲镇,0%,,,100 乙镇,0%,,,100",
        "甲镇,1%,,,0.01 乙镇,1%,,,0.01",
    ):
        yield shared.evaluated(数据=rows).diagnostics
    calendar = (
        "台账“整改”，一项一行：“期限”：日期；“完成”：日期。\n台账“日历”，"
        "不分单位，每个“日期”一行：“日期”：日期；“工作日”：是否。"
    )
    late = Frame("【逾期】每条整改的“逾期”＝自期限至完成的工作日数，最低0天。", calendar)
    yield late.evaluated(整改="甲镇,2025-10-09,2025-10-10", 日历="2025-10-09,是").diagnostics
    prizes = "台账“竞赛”，一项一行：“级别”：国家级、省级；“奖次”：一等奖、二等奖。"
    table = "附表“赛事分值”：\n｜级别＼奖次｜一等奖｜\n｜国家级｜10分｜"
    looked_up = Frame(f"【赛事分】每条竞赛的“分”按级别、奖次查“赛事分值”，查不到的不允许。\n{table}", prizes)
    yield looked_up.evaluated(竞赛="甲镇,国家级,二等奖").diagnostics
    people = "台账“获奖”，一项一行：“姓名”：文字；“得分”：分。"
    once = "全部按得分从高到低排名次，同一姓名的只排一次，相同的并列，并列之后空出相应名次"
    persons = Frame(f"【个人】每条获奖的“个人名次”＝{once}。", people)
    yield persons.evaluated(获奖="甲镇,张,9 乙镇,张,8").diagnostics


def evaluated(clauses: str, scores: str) -> tuple[Diagnostic, ...]:
    """What is found when a book with these clauses is applied to these scores, which may lack units."""
    text = text_of(clauses, "").replace("，除林场外每个单位都要有", "")
    read = pipeline.read_book("小方案.jx", text.encode(), {"原文.txt": SOURCE})
    assert read.value is not None, read.diagnostics
    return pipeline.evaluate(read.value, {}, {"得分.csv": scores.encode()}).diagnostics


def large() -> Iterator[tuple[Diagnostic, ...]]:
    """The last finding about each of some rule books that no file can keep: too large, or not to be seen."""
    base = rules.base()
    for book in (
        base.book.replace("每次加1分。", f"每次加1分{'，加1分' * 3000}。", 1),
        base.book + "\n仅作说明。" * 10_001,
        base.book.replace("“一次”", f"“{'一' * 101}”", 1),
        base.book + "\n【甲】乙丙丁。" * 300,
        base.book.replace("每次加1分。", "每次加1\u202e分。", 1),
    ):
        yield rules.checked(evolve(base, book=book)).diagnostics[-1:]


def declared() -> list[str]:
    """Every code that the package can say, in order."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "perfeval").rglob("*.py"))]
    return sorted({code for text in texts for code in re.findall(r'"(PE[1-9][0-9]{2})"', text)})
