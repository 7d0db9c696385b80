"""Books of 500 to 2,000 computing sentences: cold processes that read one, and growth."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clock import of_process

SIZES = (500, 1000, 2000)
_HEAD = """《长办法》
评估年度：2025年1月1日至2025年12月31日。

一、总则
"""
_SENTENCES = (
    "【率{0}】“完成率{0}”＝实际{0}÷目标{0}，以百分数计，保留两位小数，四舍五入。",
    "【分{0}】“得分{0}”按完成率{0}：98%以上的，5分；90%以上不足98%的，完成率{0}×5分；其余的，不得分。",
    "【步{0}】“增分{0}”＝实际{0}每满100分计0.1分，最高10分。",
    "【情{0}】“系数{0}”分情形：完成率{0}不足60%的，0.5；得分{0}在3分以上，且完成率{0}超过90%的，1.2；其余的，1。",
    "【名{0}】“名次{0}”＝全部单位按完成率{0}从高到低排名次，相同的并列，并列之后空出相应名次。",
)
_READ = (
    "import sys; from pathlib import Path; from perfeval.pipeline import parse_text; "
    "read = parse_text('book.jx', Path(sys.argv[1]).read_bytes()); assert not read.diagnostics"
)


def book_of(sentences: int) -> str:
    """A book with so many sentences, a fifth of each kind, and a ledger with the facts they need."""
    groups = range(1, sentences // len(_SENTENCES) + 1)
    clauses = [sentence.format(number) for number in groups for sentence in _SENTENCES]
    columns = "；".join(f"“实际{number}”：分；“目标{number}”：分" for number in groups)
    return "\n".join([_HEAD, *clauses, "", "附件", f"台账“数据”，一个单位一行：{columns}。", ""])


def report() -> None:
    """Processor time of a process that reads one book, with the grammar's tables cached, trees not."""
    print("\nprocessor time of a process that reads a book for the first time, median of 9")
    bare = of_process(["-c", "pass"])
    first = 0.0
    with TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.jx"
            path.write_text(book_of(size), encoding="utf-8")
            took = of_process(["-c", _READ, str(path)]) - bare
            first = first or took / size
            per_sentence = took / size / first
            print(
                f"  {size:6} sentences {took:9.1f} ms above a bare process   {per_sentence:5.2f} x a sentence"
            )
