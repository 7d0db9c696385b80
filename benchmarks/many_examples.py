"""A rule book of 200 clauses with 1,000 examples, and how long its test takes."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path

from benchmarks.clock import of_process

CLAUSES, EXAMPLES = 200, 1000
PLAN = "大方案\n一、总则\n按本方案评估。\n"


def book_text() -> str:
    """Each clause scores one kind of event; each example gives events and states points and total."""
    kinds = [f"事项{number}号" for number in range(CLAUSES)]
    clauses = [
        f"【条款{number}】类型为{kind}的事件，每次加{number % 9 + 1}分。" for number, kind in enumerate(kinds)
    ]
    total = "＋".join(f"【条款{number}】" for number in range(CLAUSES))
    examples = []
    for number in range(EXAMPLES):
        place, other = number % CLAUSES, (number * 7 + 1) % CLAUSES
        first, second = place % 9 + 1, other % 9 + 1
        examples.append(
            f"例“第{number}个”\n设甲村有事件：\n  ｜类型｜说明｜\n  ｜{kinds[place]}｜甲｜\n"
            f"  ｜{kinds[other]}｜乙｜\n则甲村【条款{place}】加{first * (2 if place == other else 1)}分，"
            f"得分为{first + second}分。\n"
        )
    return "\n".join(
        [
            "《大方案》",
            "评估年度：2024年1月1日至2024年12月31日。",
            "原文：“原文.txt”，从“一、总则”到“按本方案评估。”。",
            f"原文校验码：{sha256(PLAN.encode()).hexdigest()}。",
            "一、总则",
            "> 按本方案评估。",
            *clauses,
            f"【合计】“得分”＝{total}。",
            "附件　台账",
            "类别“村”，序列“山村”2个：甲村、乙村。",
            f"台账“事件”，一次一行：“类型”：{'、'.join(kinds)}；“说明”：文字。",
            "",
            *examples,
        ]
    )


def report() -> None:
    """The whole process, against a Python that does nothing."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "book.jx").write_text(book_text(), encoding="utf-8")
        (Path(folder) / "原文.txt").write_text(PLAN, encoding="utf-8")
        bare = of_process(["-c", "pass"], 3)
        took = of_process(["-m", "perfeval", "test", folder], 3)
    print(f"\nperfeval test, {CLAUSES} clauses, {EXAMPLES} examples")
    print(f"  {took:8.1f} ms   {took / bare:6.1f} x bare")
