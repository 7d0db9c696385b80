"""What the checks find in the 2013 plan, and by what the rule book answers each of it."""

from __future__ import annotations

import re
from functools import cache

import pytest

from perfeval import pipeline
from perfeval.checks.answers import Answered, Settled
from perfeval.checks.every import CHECKS
from perfeval.checks.examine import examine, subject_of
from tests.heshan.book import RULES

TEXT = (RULES / "book.jx").read_text(encoding="utf-8")
FILES = {"source.txt": (RULES / "source.txt").read_bytes()}
SENTENCE = "知悉"

# Code, clause, name, and what answers it, in the order of the book.
ANSWERED: tuple[tuple[str, str, str, str], ...] = (
    # The total can be beyond 1000, and below 0.
    ("PE809", "满分", "超出满分：高于1000分", SENTENCE),
    ("PE809", "满分", "超出满分：低于0分", SENTENCE),
    # 加1分, without 每次.
    ("PE813", "市级表彰", "选择未定：加1分", "口径“市级表彰计次”采用“每次”"),
    # A national award that costs points: it absorbs an award of the same item outside of the cap.
    ("PE808", "同项取高", "适得其反：表彰", SENTENCE),
    ("PE813", "排位前移", "选择未定：限额", "口径“前移封顶”采用“每项”"),
    ("PE813", "保持第一", "选择未定：从何时保持", "口径“保持第一”采用“上年亦第一”"),
    ("PE815", "保持第一", "一事两计：排位前移，保持第一=本年第一", SENTENCE),
    ("PE813", "验收", "选择未定：加1分", SENTENCE),
    # The second national award is worth nothing.
    ("PE807", "表彰封顶", "再多无益：5分", SENTENCE),
    # Under 合计 the ten points for the main indicators are never reached.
    ("PE804", "主要指标封顶", "封顶落空：10分，前移封顶=合计", SENTENCE),
    ("PE813", "验收扣分", "选择未定：相应减分", SENTENCE),
    # 7个序列 over ten.
    ("PE810", "排序", "个数不符：7个序列", SENTENCE),
    # Ties.
    ("PE813", "末位并列", "选择未定：末位并列", "口径“末位并列”采用“全部入选”"),
    ("PE813", "优秀", "选择未定：原则上", SENTENCE),
    # 25% of 18 units.
    ("PE813", "名额取整", "选择未定：名额取整", "口径“名额取整”采用“四舍五入”"),
    # No least score for 优秀.
    ("PE806", "优秀", "低分高评：优秀", "口径“优秀最低分”采用“不设”"),
    ("PE813", "直接评优", "选择未定：可不受名额限制", SENTENCE),
    # Places of those whose eligibility is cancelled.
    ("PE813", "取消资格后递补", "选择未定：空出名额", "口径“取消资格后递补”采用“递补”"),
    # A criticism that takes points and cancels eligibility.
    ("PE815", "取消评优", "一事两计：批评扣分，市级以上通报批评", SENTENCE),
    # 700 and 600 stand in two grades each.
    ("PE813", "达标", "选择未定：700分", "口径“七百分整”采用“达标”"),
    ("PE813", "基本达标", "选择未定：600分", "口径“六百分整”采用“基本达标”"),
    ("PE813", "直接认定", "选择未定：经区绩效评估委员会研究", "口径“两种情形认定”采用“须委员会决定”"),
    # Units without a rule about their bonus.
    ("PE802", "驻区达标奖金", "没有着落：党政正职奖金下限，参照单位、单独单位", SENTENCE),
    ("PE802", "驻区达标奖金", "没有着落：其他班子成员奖金下限，参照单位、单独单位", SENTENCE),
    # Numbers without ground.
    ("PE811", "基本达标奖金", "数字无据：0元", SENTENCE),
    ("PE802", "不达标奖金", "没有着落：发放第十三个月工资，驻区单位", SENTENCE),
    ("PE811", "不达标奖金", "数字无据：0元", SENTENCE),
    ("PE802", "驻区不奖", "没有着落：奖金总额，单独单位", SENTENCE),
    ("PE811", "驻区不奖", "数字无据：0元", SENTENCE),
    ("PE811", "没有奖金的", "数字无据：0元", SENTENCE),
    # Facts that nothing rests on.
    ("PE816", "", "事实未用：上级验收，类型", SENTENCE),
    ("PE816", "", "事实未用：一票否决，领域", SENTENCE),
)
_ANSWER = re.compile("\n知悉“(.+?)”：.+")
SINGLE = ("再多无益：5分", "个数不符：7个序列", "事实未用：一票否决，领域")


def checked(text: str, codes: tuple[str, ...] = ()) -> Settled:
    """What the checks with these codes (none: all) find in a version of the book."""
    read = pipeline.parse_text("book.jx", text.encode())
    book = pipeline.bind_book(read, FILES)
    assert book.diagnostics == ()
    assert read.value is not None
    assert book.value is not None
    suite = pipeline.read_examples(read.value, book.value)
    assert suite.diagnostics == ()
    assert suite.value is not None
    found = pipeline.check_every_option(book.value)
    assert found == ()
    known = [each.situation for each in suite.value.examples]
    subject = subject_of(book.value, read.value.items, known)
    assert subject is not None
    return examine(subject, found, [check for check in CHECKS if not codes or check.code in codes])


@cache
def of_the_book() -> Settled:
    """All findings of the book as it is."""
    return checked(TEXT)


def listed(answered: Answered) -> tuple[str, str, str, str]:
    """An answered finding as the list has it."""
    found = answered.finding
    return found.code, found.clause, found.name, answered.by


def test_everything_is_answered() -> None:
    """Nothing is open; the list of what is answered is exact, in the order of the book."""
    assert of_the_book().open == ()
    assert tuple(map(listed, of_the_book().answered)) == ANSWERED


def test_every_answer_has_a_reason() -> None:
    """Of its own, but for what is said of several clauses alike."""
    reasons = [answered.reason for answered in of_the_book().answered]
    assert all(reason.endswith("。") and len(reason) > 8 for reason in reasons)
    assert len(dict.fromkeys(reasons)) == len(reasons)


def test_without_its_sentences_all_that_they_answer_is_open() -> None:
    """As many sentences as findings, and each finding open again, of the same name in the same clause."""
    assert len(_ANSWER.findall(TEXT)) == len([each for each in ANSWERED if each[3] == SENTENCE])
    settled = checked(_ANSWER.sub("", TEXT))
    assert [(each.code, each.clause, each.name, SENTENCE) for each in settled.open] == [
        each for each in ANSWERED if each[3] == SENTENCE
    ]
    assert [listed(each) for each in settled.answered] == [each for each in ANSWERED if each[3] != SENTENCE]


@pytest.mark.parametrize("name", SINGLE)
def test_without_one_sentence_its_finding_alone_is_open(name: str) -> None:
    """The others are answered as before."""
    code, clause, _, _ = next(each for each in ANSWERED if each[2] == name)
    text, count = re.subn(f"\n知悉“{name}”：.+", "", TEXT)
    assert count == 1
    settled = checked(text, (code,))
    found = [each for each in settled.open if each.code == code]
    assert [(each.clause, each.name) for each in found] == [(clause, name)]
    same = [each for each in ANSWERED if each[0] == code and each[2] != name]
    assert [listed(each) for each in settled.answered] == same
