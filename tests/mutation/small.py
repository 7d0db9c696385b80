"""A small book with examples that notice some slips and not others."""

from __future__ import annotations

from perfeval.examples.suite import Suite
from perfeval.rulebook.book import RuleBook
from tests.examples.small import suite_of_text

CLAUSES = """
【加分】表彰，每次加2分，合计最高加6分。
【总分】“总分”＝基础分＋【加分】。
等次由高到低：好、差。
【好】口径“八十分整”：
  “好”：总分在80分以上的，评为好。
  “差”：总分超过80分的，评为好。
  采用“好”：取有利于单位的解释。
【差】总分够不上好的，评为差。
"""
EXAMPLES = """
例“三次”
设张村基础分为70分。
设张村有表彰：
  ｜项目｜级别｜日期｜
  ｜甲｜省级｜2024-05-01｜
  ｜乙｜省级｜2024-05-02｜
  ｜丙｜县级｜2024-05-03｜
则张村总分为76分，评为差。

例“八十分”
设张村基础分为80分。
则张村评为好。
按 八十分整=差，则张村评为差。

例“不到八十分”
设张村基础分为79.99分。
则张村评为差。
"""


def small(more: str = "") -> tuple[RuleBook, Suite]:
    """The book with its examples and some more."""
    return suite_of_text(CLAUSES, f"{EXAMPLES}\n{more}\n")
