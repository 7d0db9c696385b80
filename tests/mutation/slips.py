"""All slips of one sentence in a book that declares whatever it needs, before they are checked."""

from __future__ import annotations

from perfeval.mutation.edit import changed_text
from perfeval.mutation.from_book import slips_of
from perfeval.mutation.names import Names
from perfeval.source.text import SourceText
from perfeval.syntax.parse import parse
from perfeval.syntax.reread import Rereader
from perfeval.syntax.tree import Sentence
from tests.evaluate.mini import TAIL, read

_NAMED = """
【甲】表彰，每次加1分。
【乙】扣分，按分数栏的分数减分。
【和】“总分”＝基础分＋【甲】＋【乙】；“另一个数”＝【甲】。
等次由高到低：好、中、差。
“处理”依次列为：通报、表扬、谈话。
结果依次列出：单位、总分、另一个数、等次、发奖金、处理。
"""


def names() -> Names:
    """The names of the small book."""
    book = read("仅作说明。\n").value
    assert book is not None
    return Names(
        book.schema,
        book.categories,
        tuple(series.name for series in book.series),
        ("好", "中", "差"),
        ("通报", "表扬", "谈话"),
        ("甲", "乙"),
        ("总分", "另一个数"),
        "总分",
    )


def slips(sentence: str) -> list[tuple[str, str]]:
    """Kinds of slips and what they make of a sentence, without the clause's name."""
    head = "【试】"
    source = SourceText("小方案.jx", f"附件1\n{_NAMED}\n{head}{sentence}\n{TAIL}")
    parsed = parse(source)
    assert not parsed.diagnostics, parsed.diagnostics
    items = parsed.value or ()
    item = next(each for each in items if isinstance(each, Sentence) and each.span.text == head + sentence)
    edits = slips_of(Rereader(source, items).whole(item), names())
    texts = [(edit.kind, changed_text(item.span.text, item.span.start, edit.changes)) for edit in edits]
    return [(kind, text.removeprefix(head)) for kind, text in texts]
