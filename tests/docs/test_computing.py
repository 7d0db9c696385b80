"""The manual of computing sentences, and the index by the wording of documents: every sentence runs."""

from __future__ import annotations

import pytest

from tests.docs.computing import INDEX, PAGE, book_around, runs, sentences, sentences_of
from tests.docs.markdown import Block, Document, rows_of

BLOCKS = sentences(Document(PAGE, PAGE.read_text(encoding="utf-8")))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"line{block.line}")
def test_every_sentence_of_the_manual_runs(block: Block) -> None:
    """It reads, compiles, and can be evaluated."""
    runs(book_around(block.text, f"{PAGE.name}:{block.line}"))


def test_there_are_enough_blocks() -> None:
    """A page that is not found would make the test above hold for nothing."""
    assert len(BLOCKS) >= 12


# ---------------------------------------------------------------- the index by the wording of documents

ROWS = rows_of(INDEX.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_sentence_of_the_index_runs(row: list[str]) -> None:
    """Each with the sentences of its row in one book."""
    sentences_ = sentences_of(row)
    assert sentences_, row
    runs(book_around(sentences_, f"{INDEX.name}: {row[0]}"))


def test_the_index_is_an_index() -> None:
    """Enough entries, none twice, each with what has to be decided and a link."""
    assert len(ROWS) >= 60
    assert len({row[0] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert len(row) == 4, row
        assert all(row), row
        assert "](" in row[3], row


def test_the_index_has_what_documents_say() -> None:
    """The usual wordings."""
    text = "".join(row[0] for row in ROWS)
    wanted = """
    就高不就低 扣完为止 每满 每增加1个百分点 超过部分 缺项折算 得满分 不得分 按比例计分 按排名赋分 依次递减
    去掉一个最高分和一个最低分 最多计3项 加倍 不重复计 在有效期内 逾期一日 比上年 高于全区平均 参评单位
    一票否决 另有规定的从其规定 酌情 联动 奖罚相抵 尾差
    """
    for words in wanted.split():
        assert words in text, words
