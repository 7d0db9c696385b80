"""The gallery of messages is what perfeval says today, and leaves no code out."""

import pytest

from tests.docs.gallery import ELSEWHERE, PAGE, TOTAL, by_code, declared, evaluated, gallery, made
from tests.docs.walk import UPDATING
from tests.evaluate.mini import SCORES


@pytest.fixture(scope="module")
def page() -> str:
    """The page as it is today; it is stored where documents are to be renewed."""
    text = gallery()
    if UPDATING:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    return text


def test_the_gallery_is_up_to_date(page: str) -> None:
    """PERFEVAL_UPDATE=1 renews it; read the difference."""
    assert PAGE.read_text(encoding="utf-8") == page


def test_every_code_is_in_the_gallery() -> None:
    """But those that have pages of their own."""
    wanted = [code for code in declared() if not code.startswith(ELSEWHERE)]
    assert sorted(by_code()) == wanted
    assert len(wanted) > 100


def test_what_is_shown_can_be_printed(page: str) -> None:
    """On any console, and without a character that nobody sees."""
    assert page.encode("gbk").decode("gbk") == page
    assert page.replace("\n", "").replace("\u3000", "").isprintable()


def test_a_made_case_is_about_one_thing() -> None:
    """One finding each; a sound book on the same scores has none."""
    assert [[each.code for each in found] for found in made()] == [
        ["PE501"],
        ["PE503"],
        ["PE502"],
        ["PE506"],
        ["PE507"],
        ["PE508"],
        ["PE508"],
        ["PE508"],
        ["PE509"],
        ["PE511"],
        ["PE510"],
        ["PE504"],
        ["PE505"],
    ]
    assert evaluated(TOTAL, SCORES) == ()
