"""沿用: the vocabulary of another book."""

from __future__ import annotations

import pytest

from tests.files.villages import CLAUSES, HEAD, PLAN, QUARTER, REST, errors, read, shown, sound

LEDGER = "\n附件\n台账“年终”，一个单位一行：“季度得分”：分；“季度名次”：整数。\n"


def year(said: str, more: str = "") -> str:
    """A book of the year that takes over what is said."""
    return f"{HEAD}{said}\n{CLAUSES}{REST}{LEDGER}{more}"


def test_declarations_of_another_book_are_as_if_written_here() -> None:
    """Kinds that are named, and only these."""
    book = sound(year("沿用“../q1”的类别、台账、等次、处理措施。"))
    assert [each.name for each in book.units] == ["张村", "李村", "王村", "林场"]
    assert [each.name for each in book.series] == ["山村"]
    assert [each.name for each in book.schema.ledgers] == ["得分", "表彰", "年终"]
    assert book.grades == ("合格", "不合格")
    assert book.measures == ("处理措施", ("约谈",))
    assert book.results == ()


def test_own_declarations_may_add() -> None:
    """A series beside those of the other book, written below a heading of its own."""
    more = "类别“村”，序列“水村”1个：赵村。\n"
    book = sound(year("沿用“../q1”的类别、台账、等次。", more))
    assert [each.name for each in book.series] == ["山村", "水村"]


def test_a_name_in_both_is_an_error_that_names_both_places() -> None:
    """Unless it is left out."""
    more = "台账“表彰”，一次一行：“项目”：文字；“级别”：甲级、乙级。\n"
    both = read(year("沿用“../q1”的类别、台账、等次。", more))
    (found,) = both.diagnostics
    line = year("沿用“../q1”的类别、台账、等次。", more).count("\n")
    assert shown(found) == f"PE202 book.jx:{line} “表彰”"
    quarter = QUARTER.split("\n").index("台账“表彰”，一次一行：“项目”：文字。") + 1
    assert f"“../q1/book.jx”第{quarter}行已经写过" in found.hint
    apart = "沿用“../q1”的类别、等次。\n沿用“../q1”的台账，除“表彰”外。"
    book = sound(year(apart, more))
    prizes = book.schema.ledger("表彰")
    assert prizes is not None
    assert [each.name for each in prizes.columns] == ["项目", "级别"]


def test_mistakes_in_the_other_book_are_shown_there() -> None:
    """Where the declaration stands."""
    files = {"../q1/book.jx": QUARTER.replace("“项目”：文字", "“项目”：文学")}
    found = errors(year("沿用“../q1”的类别、台账、等次。"), files)
    assert found
    assert all("../q1/book.jx:" in each for each in found)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("沿用“../q9”的类别。", "PE231 book.jx:5 ../q9"),
        ("沿用“../q1”的类别、台账，除“民调”外。", "PE236 book.jx:5 民调"),
        ("沿用“../q2”的类别、结果栏目。", "PE236 book.jx:5 结果栏目"),
        ("沿用“../q3”的类别。", "PE235 book.jx:5 ../q3"),
        ("沿用“../q4”的类别。", "PE235 book.jx:5 ../q4"),
        ("沿用“book.jx”的类别。", "PE233 book.jx:5 book.jx"),
    ],
)
def test_what_cannot_be_taken_over(said: str, found: str) -> None:
    """Missing, not declared, binary, a circle, itself."""
    files: dict[str, str | bytes] = {
        "../q2/book.jx": "《二》\n\n附件\n类别“村”1个，不设序列：甲。\n",
        "../q3/book.jx": b"\0",
        "../q4/book.jx": "《四》\n沿用“../q5”的类别。\n",
        "../q5/book.jx": "《五》\n沿用“../q4”的类别。\n",
    }
    assert errors(year(said), files) == [found]


def test_a_chain_of_books() -> None:
    """This year's from last year's, last year's from the one before, whose ledger has another's results."""
    middle = "《中》\n沿用“../q1”的类别、台账、等次。\n"
    assert len(sound(year("沿用“../middle”的类别、台账、等次。"), {"../middle/book.jx": middle}).units) == 4
    files: dict[str, str | bytes] = {
        f"../b{number}/book.jx": f"《书》\n沿用“../b{number + 1}”的类别。\n" for number in range(20)
    }
    found = errors(year("沿用“../b0”的类别。"), files)
    assert [each.split()[0] for each in found] == ["PE235"]


def test_many_ways_to_one_book_are_one() -> None:
    """Two books that each take over two others, many levels deep: each is read once."""
    files: dict[str, str | bytes] = {}
    for level in range(7):
        for side in "ab":
            lines = "".join(f"沿用“../{other}{level + 1}”的台账。\n" * 4 for other in "ab")
            files[f"../{side}{level}/book.jx"] = f"《书》\n{lines}"
    files["../a7/book.jx"] = files["../b7/book.jx"] = "《书》\n"
    found = errors(year("沿用“../a0”的台账。"), files)
    assert len(found) == 1


HOSTILE = [
    "../../q1", "/q1", "C:/q1", "C:q1", "..\\q1", "\\\\x\\q1", "../q1/..", "../q1/../q1", "..", ".", "../..",
    "~/q1", "file:///q1", "../q1/x/book.jx", "../q1.jx", "../ ", "../.git", f"../{'长' * 101}",
    "．．/q1", "../q\t1",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("said", ["沿用“{}”的类别。", "台账“季”取自“{}”的结果：季度得分。"])
def test_paths_that_could_lead_anywhere(path: str, said: str) -> None:
    """At most a folder beside that of the book."""
    files: dict[str, str | bytes] = {path: QUARTER, f"{path}/book.jx": QUARTER, "../q1/原文.txt": PLAN}
    found = errors(year(said.replace("{}", path)), files)
    assert [each.split()[0] for each in found] == ["PE232"]
