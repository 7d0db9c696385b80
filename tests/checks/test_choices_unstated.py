"""PE813: wording that leaves a choice open, and the readings that settle it."""

from __future__ import annotations

import pytest

from perfeval.checks.choices_unstated import CHECK
from tests.checks.plans import findings, settled
from tests.evaluate.mini import TAIL

_TAIL = TAIL + "等次由高到低：好、中、差。\n"
_TOTAL = "> 合计为总分。\n【总】“总分”＝基础分。\n"
_RANK = (
    "> 按总分排序。\n"
    "【排序】村按序列分别以总分从高到低排“名次”，同分的并列，并列之后空出相应名次。\n"
    "> 基础分在60分以上的为中,其余为差。\n"
    "【中】总分在60分以上的，评为中。\n【差】总分够不上中的，评为差。\n"
)


def _book(quote: str, clauses: str, more: str = "") -> str:
    return f"一、总则\n{_TOTAL}{more}> {quote}\n{clauses}"


def _names(body: str) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    done = settled(CHECK, body, _TAIL)
    return findings(CHECK, body, _TAIL), [(each.finding.name, each.by) for each in done.answered]


_ROUND = "【整】优秀名额有小数的，四舍五入。\n".replace("优秀", "好")
_TIES = "【并】好末位并列的，全部入选。\n"
_FILL = "【补】取消好资格空出的名额，依次递补。\n"
_MINIMUM = "【低】评为好的，不另设最低分。\n"
_BY_RATE = "【好】村各序列取前25%，评为好。\n"
_BY_NUMBER = "【好】村各取前2名，评为好。\n"


@pytest.mark.parametrize(
    ("quote", "clauses", "expected"),
    [
        (
            "各序列按25%评为好,同分的并列入选。",
            _BY_RATE + _ROUND + _TIES + _MINIMUM,
            [("整", "选择未定：名额取整", "25%")],
        ),
        (
            "各序列取前二名评为好。",
            _BY_NUMBER + _TIES + _MINIMUM,
            [("并", "选择未定：末位并列", "取前二名")],
        ),
        (
            "位次每前移1位加0.5分,最高加分不超过3分。",
            "【移】排位，本年位次比上年位次每前移1位加0.5分，合计最高加3分。",
            [("移", "选择未定：限额", "最高加分不超过3分")],
        ),
        (
            "省级表彰每次加5分,县级表彰加1分。",
            "【奖】表彰，按级别每次加：省级5分、县级1分。",
            [("奖", "选择未定：加1分", "加1分")],
        ),
        (
            "保持全县第一位的,每次加1分。",
            "【保】排位，上年位次、本年位次都是第1位的，每次加1分。",
            [("保", "选择未定：从何时保持", "保持全县第一位")],
        ),
        (
            "有扣分的,经评估委员会研究,认定为差。",
            "【认】有扣分的，直接认定为差。",
            [("认", "选择未定：经评估委员会研究", "经评估委员会研究")],
        ),
        (
            "受到表彰的,可直接评为好。",
            "【直】受到表彰的，直接评为好，不占名额。",
            [("直", "选择未定：可直接评为好", "可直接评为好")],
        ),
        (
            "被扣分的,给予相应减分。",
            "【减】扣分，按分数栏的分数减分。",
            [("减", "选择未定：相应减分", "相应减分")],
        ),
        (
            "原则上省级表彰每次加5分。",
            "【奖】省级表彰，每次加5分。",
            [("奖", "选择未定：原则上", "原则上")],
        ),
    ],
)
def test_an_open_choice(quote: str, clauses: str, expected: list[tuple[str, str, str]]) -> None:
    more = _RANK if "评为好" in clauses else ""
    assert _names(_book(quote, clauses, more)) == (expected, [])


@pytest.mark.parametrize(
    ("quote", "clauses"),
    [
        ("各序列按25%评为好,同分的并列入选,名额有小数的四舍五入。", _BY_RATE + _ROUND + _TIES + _MINIMUM),
        ("各序列取前二名评为好,末位并列的全部入选。", _BY_NUMBER + _TIES + _MINIMUM),
        (
            "位次每前移1位加0.5分,每项最高加分不超过3分。",
            "【移】排位，本年位次比上年位次每前移1位加0.5分，每项最高加3分。",
        ),
        (
            "位次每前移1位加0.5分,累计最高加3分。",
            "【移】排位，本年位次比上年位次每前移1位加0.5分，合计最高加3分。",
        ),
        ("省级表彰每次加5分,县级表彰每次加1分。", "【奖】表彰，按级别每次加：省级5分、县级1分。"),
        ("省级表彰加5分。", "【奖】省级表彰，每次加5分。"),
        (
            "上年第一、本年保持第一位的,每次加1分。",
            "【保】排位，上年位次、本年位次都是第1位的，每次加1分。",
        ),
        ("连续两年评为差的,每次减1分。", "【减】扣分，每次减1分。"),
        ("原则上可经委员会研究,酌情、相应加分。", "仅作说明。"),
    ],
)
def test_no_open_choice(quote: str, clauses: str) -> None:
    more = _RANK if "评为好" in clauses else ""
    assert _names(_book(quote, clauses, more)) == ([], [])


def test_a_rate_that_comes_out_whole_needs_no_rounding() -> None:
    """山村 has three units and 水村 two: 50% of these is one."""
    quote, clauses = (
        "水村按50%评为好,并列的都算。",
        "【好】水村取前50%，评为好。\n" + _ROUND + _TIES + _MINIMUM,
    )
    assert _names(_book(quote, clauses, _RANK)) == ([], [])
    body = _book(quote.replace("水村", "山村"), clauses.replace("水村", "山村"), _RANK)
    assert _names(body) == ([("整", "选择未定：名额取整", "50%")], [])


def _reading(clause: str, name: str, one: str, other: str) -> str:
    return f"【{clause}】口径“{name}”：\n  “一”：{one}\n  “二”：{other}\n  采用“一”：理由。\n"


@pytest.mark.parametrize(
    ("quote", "clauses", "name"),
    [
        (
            "各序列按25%评为好,同分的并列入选。",
            _BY_RATE
            + _TIES
            + _MINIMUM
            + _reading("整", "取整", "好名额有小数的，四舍五入。", "好名额有小数的，舍去小数。"),
            ("名额取整", "取整"),
        ),
        (
            "各序列取前二名评为好。",
            _BY_NUMBER
            + _MINIMUM
            + _reading("并", "并列", "好末位并列的，全部入选。", "好末位并列、名额容不下的，全部不入选。"),
            ("末位并列", "并列"),
        ),
        (
            "位次每前移1位加1分,最高加分不超过3分。",
            _reading(
                "移",
                "封顶",
                "排位，本年位次比上年位次每前移1位加1分，每项最高加3分。",
                "排位，本年位次比上年位次每前移1位加1分，合计最高加3分。",
            ),
            ("限额", "封顶"),
        ),
        (
            "省级表彰每次加5分,县级表彰加1分。",
            "【省】省级表彰，每次加5分。\n"
            + _reading("县", "计次", "县级的表彰，每次加1分。", "县级的表彰，不论次数，共加1分。"),
            ("加1分", "计次"),
        ),
        (
            "有扣分的,经评估委员会研究,认定为差。",
            _reading("认", "认定", "有扣分、有表彰的，直接认定为差。", "有扣分的，直接认定为差。"),
            ("经评估委员会研究", "认定"),
        ),
    ],
)
def test_a_reading_about_this_very_matter_answers(quote: str, clauses: str, name: tuple[str, str]) -> None:
    more = _RANK if "评为好" in clauses else ""
    topic, reading = name
    assert _names(_book(quote, clauses, more)) == (
        [],
        [(f"选择未定：{topic}", f"口径“{reading}”采用“一”")],
    )


def test_a_reading_about_something_else_does_not_answer() -> None:
    clauses = _reading(
        "移",
        "分值",
        "排位，本年位次比上年位次每前移1位加1分，每项最高加3分。",
        "排位，本年位次比上年位次每前移1位加2分，每项最高加3分。",
    )
    body = _book("位次每前移1位加1分或2分,最高加分不超过3分。", clauses)
    assert _names(body) == ([("移", "选择未定：限额", "最高加分不超过3分")], [])


_LINES = """一、总则
> 合计为总分。
【总】“总分”＝基础分。
> {good}的为好。
【好】{at_good}
> {middle}的为中。
【中】总分在60分以上、够不上好的，评为中。
> 其余的为差。
【差】总分够不上中的，评为差。
"""
_AT_GOOD = "总分在80分以上的，评为好。"
_EITHER = (
    "口径“八十分”：\n  “好”：总分在80分以上的，评为好。\n  “中”：总分超过80分的，评为好。\n  采用“好”：理由。"
)


@pytest.mark.parametrize(
    ("good", "middle", "expected"),
    [
        ("80分以上", "60-80分", [("好", "选择未定：80分", "80分以上")]),
        ("80分以上", "60分至80分", [("好", "选择未定：80分", "80分以上")]),
        ("80分以上", "80分以下60分以上", [("好", "选择未定：80分", "80分以上")]),
        ("八十分以上", "六十至八十分", [("好", "选择未定：80分", "八十分以上")]),
        ("八十分以上", "八十分以下", [("好", "选择未定：80分", "八十分以上")]),
        ("八十点五分以上", "60-80分", []),
        ("80分以上", "60-80分(含60分)", [("好", "选择未定：80分", "80分以上")]),
        ("80分以上(含80分)", "60-80分", []),
        ("80分以上", "60分以上、不满80分", []),
        ("超过80分", "60-80分", []),
    ],
)
def test_lines_that_meet(good: str, middle: str, expected: list[tuple[str, str, str]]) -> None:
    assert _names(_LINES.format(good=good, middle=middle, at_good=_AT_GOOD)) == (expected, [])


def test_a_reading_says_to_whom_the_line_belongs() -> None:
    body = _LINES.format(good="80分以上", middle="60-80分", at_good=_EITHER)
    assert _names(body) == ([], [("选择未定：80分", "口径“八十分”采用“好”")])


def test_places_of_vetoed_units() -> None:
    places = "> 各取两名,并列的都算。\n" + _BY_NUMBER + _TIES + _MINIMUM
    veto = "【消】有下列“情形”之一的，取消好资格：（1）“扣”：有扣分的。\n"
    quote = "有扣分的,取消评好的资格。"
    open_, answered = _names(_book(quote, veto + _FILL, _RANK + places))
    assert (open_, answered) == ([("补", "选择未定：空出名额", "取消评好的资格")], [])
    either = _reading("补", "递补", "取消好资格空出的名额，依次递补。", "取消好资格空出的名额，不递补。")
    open_, answered = _names(_book(quote, veto + either, _RANK + places))
    assert (open_, answered) == ([], [("选择未定：空出名额", "口径“递补”采用“一”")])
    said = "有扣分的,取消评好的资格,依次递补。"
    assert _names(_book(said, veto + _FILL, _RANK + places)) == ([], [])


@pytest.mark.parametrize(
    ("both", "expected"),
    [
        ("60-70分为中,70-80分为好(含70分)", []),
        ("60-70分为中,70-80分为好(含本数)", []),
        ("60-70分为中,70-80分为好,80分以上评优(含80分)", [("中", "选择未定：70分", "60-70分")]),
        ("60-70分为中;70-80分为好", [("中", "选择未定：70分", "60-70分")]),
    ],
)
def test_a_sentence_says_behind_its_lines_what_they_take_in(
    both: str, expected: list[tuple[str, str, str]]
) -> None:
    body = f"""一、总则
> 合计为总分。
【总】“总分”＝基础分。
> {both}。
【差】总分不满60分的，评为差。
【中】总分在60分以上、总分不满70分的，评为中。
【好】总分在70分以上的，评为好。
"""
    assert _names(body) == (expected, [])


# ------------------------------------------------------------- which clause of several below a quotation

_PRAISE = "【奖】表彰，每次加1分，合计最高加5分。\n"
_BLAME = "【罚】扣分，每次减1分，合计最高减3分。\n"
_LIMITED = _reading("罚", "封顶", "扣分，每次减1分，每项最高减3分。", "扣分，每次减1分，合计最高减3分。")
_BOTH_LIMITS = "表彰每次加1分,最高加5分;扣分每次减1分,最高减3分。"


def test_a_reading_settles_only_the_wording_of_its_own_clause() -> None:
    assert _names(_book(_BOTH_LIMITS, _PRAISE + _LIMITED)) == (
        [("奖", "选择未定：限额", "最高加5分")],
        [("选择未定：限额", "口径“封顶”采用“一”")],
    )
    counted = _reading("罚", "计次", "扣分，每次减3分。", "扣分，不论次数，共减3分。")
    clauses = "【省】省级的表彰，每次加5分。\n【县】县级的表彰，每次加1分。\n" + counted
    assert _names(_book("省级的每次加5分;县级的加1分;扣分的减3分。", clauses)) == (
        [("县", "选择未定：加1分", "加1分")],
        [("选择未定：减3分", "口径“计次”采用“一”")],
    )


def test_a_reading_about_places_says_nothing_about_points() -> None:
    places = _reading("好", "名额", "村各取前2名，评为好。", "村各取前1名，评为好。") + _TIES + _MINIMUM
    clauses = "【奖】表彰，每次加1分。\n" + places
    praise = "表彰原则上每次加1分;取前二名评为好,并列的都算。"
    assert _names(_book(praise, clauses, _RANK)) == ([("奖", "选择未定：原则上", "原则上")], [])
    principle = "表彰每次加1分;原则上取前二名评为好,并列的都算。"
    assert _names(_book(principle, clauses, _RANK)) == ([], [("选择未定：原则上", "口径“名额”采用“一”")])


def test_each_wording_of_a_block_is_told_in_its_own_clause() -> None:
    assert _names(_book(_BOTH_LIMITS, _PRAISE + _BLAME))[0] == [
        ("奖", "选择未定：限额", "最高加5分"),
        ("罚", "选择未定：限额", "最高减3分"),
    ]
    clauses = "【扣】扣分，每次减1分。\n【县】县级的表彰，每次加1分。\n【省】省级的表彰，每次加1分。"
    assert _names(_book("每次核实;县级表彰加1分;扣分减1分;省级表彰加1分。", clauses))[0] == [
        ("县", "选择未定：加1分", "加1分"),
        ("扣", "选择未定：减1分", "减1分"),
        ("省", "选择未定：加1分", "加1分"),
    ]


def test_wordings_of_one_clause_have_names_that_differ() -> None:
    """But those that say the same of the same rule are one finding."""
    clauses = "【奖】表彰，每次加1分。\n"
    quote = "每次核实;县级表彰加1分;验收加1分;检查加1分;省级表彰加1分。"
    assert _names(_book(quote, clauses))[0] == [
        ("奖", "选择未定：加1分", "加1分"),
        ("奖", "选择未定：加1分，第2处", "加1分"),
        ("奖", "选择未定：加1分，第3处", "加1分"),
    ]


def test_a_verdict_is_about_the_clause_that_judges() -> None:
    places = "> 各取两名,并列的都算。\n" + _BY_NUMBER + _TIES + _MINIMUM
    clauses = "【奖】表彰，每次加1分。\n【消】有下列“情形”之一的，取消好资格：（1）“扣”：有扣分的。\n" + _FILL
    quote = "表彰每次加1分;有扣分的可以取消好资格,经村委会研究决定,空出的递补。"
    expected = [
        ("消", "选择未定：可以取消好资格", "可以取消好资格"),
        ("消", "选择未定：经村委会研究", "经村委会研究"),
    ]
    assert _names(_book(quote, clauses, _RANK + places)) == (expected, [])


@pytest.mark.parametrize(
    "quote",
    [
        "取得相应资质证书的,每次加1分。",
        "获得相应奖励的,每次加1分。",
        "差旅费可按规定报销,表彰每次加1分。",
        "经上级批准设立的单位,表彰每次加1分。",
        "人均可支配收入增长的,每次加1分。",
        "单位可以参评,表彰每次加1分。",
    ],
)
def test_words_that_leave_nothing_open(quote: str) -> None:
    assert _names(_book(quote, "【奖】表彰，每次加1分。\n")) == ([], [])


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("表彰给予适当奖励。", "适当奖励"),
        ("表彰的,经委员会研究决定加1分。", "经委员会研究"),
        ("表彰的,可给予加分。", "可给予加分"),
    ],
)
def test_words_that_leave_it_to_somebody(quote: str, words: str) -> None:
    expected = [("奖", f"选择未定：{words}", words)]
    assert _names(_book(quote, "【奖】表彰，每次加1分。\n")) == (expected, [])
