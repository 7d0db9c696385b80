"""附: a rule book of several files."""

from __future__ import annotations

from time import perf_counter

import pytest

from perfeval import pipeline
from perfeval.ledger.limits import MAX_TEXT_BYTES
from perfeval.syntax.gather import MAX_NAMED
from perfeval.syntax.limits import MAX_SENTENCES
from tests.files.villages import HEAD, OTHERS, QUARTER, errors, read, shown, sound

TOP, ANNEX = QUARTER.split("\n附件\n")
ANNEX = f"附件\n{ANNEX}"
SPLIT = f"{TOP}\n附“附表.jx”。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_book_in_two_files_is_the_book_in_one(encoding: str, end: str) -> None:
    """Names are shared both ways, whatever the encodings."""
    whole = sound(QUARTER)
    split = sound(SPLIT.replace("\n", end), {"附表.jx": ANNEX.replace("\n", end).encode(encoding)})
    assert split.units == whole.units
    assert split.clauses == whole.clauses
    assert split.results == whole.results
    assert split.schema == whole.schema
    assert split.sha256 != whole.sha256


def test_headings_quotes_and_clauses_work_inside() -> None:
    """A file may have the rules and the book the ledgers; a file may attach another."""
    rules = TOP.removeprefix(HEAD)
    book = sound(
        f"{HEAD}附“规则.jx”。\n\n{ANNEX}",
        {"规则.jx": "附“规则二.jx”。\n", "规则二.jx": rules},
    )
    assert [each.name for each in book.clauses] == ["得分", "名次", "定等", "定等二", "处理"]
    assert book.clauses[0].citation.quotes == ("按本方案评估。",)


def test_every_message_names_the_file_and_the_line() -> None:
    """Of the sentence that is wrong; lines of other files are named with the file."""
    twice = read(SPLIT + "\n附件\n台账“得分”，一次一行：“数”：文字。\n", {"附表.jx": ANNEX})
    (found,) = [each for each in twice.diagnostics if each.code == "PE202"]
    assert shown(found) == "PE202 book.jx:19 “得分”"
    assert "“附表.jx”第4行已经写过" in found.hint
    broken = errors(SPLIT, {"附表.jx": ANNEX.replace("一个单位一行", "一个单位一航")})
    assert broken == ["PE102 附表.jx:4 一个单位一航"]


def test_findings_keep_the_order_of_reading() -> None:
    """First the file that is attached, then what follows."""
    text = f"{HEAD}附“规则.jx”。\n\n{ANNEX}类别“田”2个：甲田。\n"
    rules = TOP.removeprefix(HEAD).replace("【定等】季度得分", "【定等】季度得份")
    found = errors(text, {"规则.jx": rules})
    assert [each.split(":")[0].split()[1] for each in found] == ["规则.jx", "book.jx"]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, ["PE231 book.jx:16 附表.jx"]),
        ({"附表.jx": "附“附表.jx”。\n"}, ["PE233 附表.jx:1 附表.jx"]),
        ({"附表.jx": "附“book.jx”。\n"}, ["PE233 附表.jx:1 book.jx"]),
        ({"附表.jx": "附“乙.jx”。\n", "乙.jx": "附“附表.jx”。\n"}, ["PE233 乙.jx:1 附表.jx"]),
        ({"附表.jx": b"\xff\xfe1\x00"}, ["PE604 附表.jx:None"]),
        ({"附表.jx": b"\x00"}, ["PE605 附表.jx:1"]),
    ],
    ids=["missing", "itself", "the book", "circle", "utf-16", "binary"],
)
def test_files_that_cannot_be_attached(files: dict[str, str | bytes], found: list[str]) -> None:
    """Each is one finding, where it is named."""
    assert errors(SPLIT, files) == found


def test_a_missing_file_has_near_names() -> None:
    """The rule texts that are there."""
    (found,) = read(SPLIT, {"附表一.jx": ""}).diagnostics
    assert "是不是“附表一.jx”" in found.message


def test_a_file_twice() -> None:
    """Says where it was attached before."""
    (found,) = read(SPLIT + "附“附表.jx”。\n", {"附表.jx": ANNEX}).diagnostics
    assert shown(found) == "PE233 book.jx:17 附表.jx"
    assert "第16行已经附过" in found.hint


HOSTILE = [
    "../附表.jx", "../../etc/passwd.jx", "/etc/a.jx", "C:/a.jx", "C:a.jx", "..\\a.jx", "\\\\x\\a.jx",
    "a/b.jx", ".jx", "..", "~/a.jx", "a.txt", "book", "NUL:.jx", "a\t.jx", "a?.jx", "．．／a.jx",
    f"{'长' * 101}.jx", " ",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
def test_no_path_leaves_the_folder(path: str) -> None:
    """Nothing but a name of a rule text is taken, even where the file were there."""
    files = {path: ANNEX, "附表.jx": ANNEX, path.strip(): ANNEX}
    found = errors(SPLIT.replace("附表.jx", path), files)
    assert [each.split()[0] for each in found] == ["PE232"]


def test_limits_count_over_all_files() -> None:
    """Bytes, sentences and the number of files."""
    half = "注：" + "长" * (MAX_TEXT_BYTES // 6) + "\n"
    text = SPLIT + "附“乙.jx”。\n"
    assert errors(text, {"附表.jx": ANNEX + half, "乙.jx": half})[0].startswith("PE234 book.jx:17")
    many = "【甲】仅作说明。\n" * (MAX_SENTENCES // 2)
    assert errors(text, {"附表.jx": many, "乙.jx": many})[0].startswith("PE116 乙.jx:")
    names = [f"f{number}.jx" for number in range(MAX_NAMED + 1)]
    long = "".join(f"附“{name}”。\n" for name in names)
    found = errors(HEAD + long, dict.fromkeys(names, "注：\n"))
    assert found == [f"PE234 book.jx:{4 + len(names)} {names[-1]}"]


def test_a_sentence_in_the_middle_of_a_line_is_said() -> None:
    """It would be passed over in silence otherwise."""
    text = QUARTER + "附件二\n等次由高到低：甲、乙。附“附表.jx”。\n"
    assert "PE238" in [each.split()[0] for each in errors(text, {"附表.jx": ""})]


def test_a_misspelt_sentence_is_mended() -> None:
    """Like any other."""
    found = [each.split()[0] for each in errors(SPLIT.replace("附表.jx”。", "附表.jx”"), {"附表.jx": ANNEX})]
    assert found[0] in ("PE101", "PE102")


def test_checks_and_examples_name_the_file() -> None:
    """Warnings of checks stand in the file of the sentence; examples in theirs."""
    example = "\n例“一”\n设张村基础分为70，加分项为1。\n则张村季度得分为70。\n"
    files = {**OTHERS, "附表.jx": (ANNEX + example).encode()}
    surface = pipeline.parse_text("book.jx", SPLIT.encode(), files)
    checked = pipeline.check_book(surface, files)
    places = {shown(each).split()[1].split(":")[0] for each in checked.diagnostics}
    assert places == {"book.jx", "附表.jx"}, [shown(each) for each in checked.diagnostics]
    assert surface.value is not None
    book = pipeline.bind_book(surface, files).value
    assert book is not None
    suite = pipeline.read_examples(surface.value, book).value
    assert suite is not None
    span = suite.examples[0].span
    assert span.line_seen_from(span.source) == "“附表.jx”第10行"


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 900_000 + "附“附表.jx”。\n",
        "沿用“../q1”的,除\n" * 30_000,
        "沿用“../q1”的" + ",除外" * 100_000,
        "台账“a”取自“b”的结果:\n" * 25_000,
        "台账“a”取自“b”的结果:" + " " * 9_000 + "(",
        "附\n" * 200_000,
        "附“附表.jx”。\n" * 20_000,
        "沿用“../q1”的台账。\n" * 20_000,
        "沿用“../q9”的台账。\n" * 20_000,
        "另行制定:由“" * 60_000,
    ],
    ids=range(10),
)
def test_no_text_takes_long(text: str) -> None:
    """Sentences about files that go on and on; some of these books are even sound."""
    start = perf_counter()
    read(HEAD + text, {"附表.jx": ""})
    assert perf_counter() - start < 20
