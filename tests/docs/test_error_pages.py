"""Each check has a page; its books, its answer and its way out are what perfeval says today."""

from __future__ import annotations

import pytest

from perfeval.checks.about import ABOUT, about
from perfeval.checks.check import Check
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from tests.docs.error_pages import CASES, PAGES, book_of, findings, pages
from tests.docs.gallery import declared
from tests.docs.walk import UPDATING

EVERY = pytest.mark.parametrize("each", ABOUT, ids=lambda each: each.code)


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    """The pages as they are today; they are stored where documents are to be renewed."""
    made = pages()
    if UPDATING:
        PAGES.mkdir(exist_ok=True)
        for name, text in made.items():
            (PAGES / name).write_text(text, encoding="utf-8", newline="\n")
    return made


def test_the_pages_are_up_to_date(written: dict[str, str]) -> None:
    """PERFEVAL_UPDATE=1 renews them; read the difference."""
    stored = {path.name: path.read_text(encoding="utf-8") for path in PAGES.iterdir()}
    assert stored == written


def test_every_code_of_a_check_has_a_page_and_books() -> None:
    """And nothing else has; codes stand in order."""
    codes = [each.code for each in ABOUT]
    assert codes == [code for code in declared() if code.startswith("PE8")]
    assert codes == sorted(path.name for path in CASES.iterdir())


def test_what_is_shown_can_be_printed(written: dict[str, str]) -> None:
    """On any console."""
    text = "".join(written.values())
    assert text.encode("gbk").decode("gbk") == text


@EVERY
def test_the_answer_that_is_offered_answers(each: Check) -> None:
    """The sentence of the message, put where the message says; an error and an answer itself have none."""
    bad = book_of(each.code, "bad")
    (found,) = findings(each.code, bad)
    if not found.name:
        assert found.severity is Severity.ERROR or each.code == "PE890"
        return
    assert findings(each.code, _answered(bad, found)) == ()


def _answered(book: str, found: Diagnostic) -> str:
    """The book with 知悉 at the end of the clause, or behind the declarations of the annex."""
    lines = book.rstrip("\n").split("\n")
    end = len(lines)
    if found.clause:
        (start,) = (number for number, line in enumerate(lines) if line.startswith(f"【{found.clause}】"))
        end = start + 1
        while lines[end].strip() and not lines[end].startswith("【"):
            end += 1
    return "\n".join([*lines[:end], f"知悉“{found.name}”：照原文。", *lines[end:]])


def test_checks_are_found_by_code_and_title() -> None:
    """Whichever stands in the message, in either case and width."""
    for each in ABOUT:
        assert about(each.code) is about(each.code.lower()) is about(each.title) is each
    assert about("ＰＥ８０８") is about("PE808")
    assert about("PE999") is None
