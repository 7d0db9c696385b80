"""Impact and causes, checked by brute force: on texts with replaced words, evaluated one by one."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from itertools import combinations

import pytest

from perfeval import api
from perfeval.diff.causes import Way, causes_of
from perfeval.diff.compare import compare
from perfeval.diff.comparison import Comparison
from perfeval.diff.edits import CLAUSE, Key
from perfeval.diff.impact import Effect, impact_of
from perfeval.diff.phrases import cause_words
from perfeval.diff.trials import Trials
from perfeval.evaluate.records import Record
from perfeval.rulebook.book import RuleBook
from tests.diff.books import DRAFT, FACTS, Replacement, compared, heshan, records, small
from tests.evaluate import mini

Records = dict[str, Record]
# The clauses whose edits are made -> what comes of the book, or None.
Run = Callable[[Sequence[str]], Records | None]

# One edit of the 2013 book for each of these clauses.
EDITS: dict[str, Replacement] = {
    "表彰": ("按级别每次加：国家级5分、省部级2分", "按级别每次加：国家级6分、省部级3分"),
    "市级表彰": ("采用“每次”", "采用“一次”"),
    "承办表彰": ("国家级2分、省部级1分、市级0.5分", "国家级3分、省部级2分、市级1分"),
    "表彰封顶": ("省部级以上表彰，加分累计不超过5分", "省部级以上表彰，加分累计不超过6分"),
    "同项取高": ("先计对象为区委区政府的，再计", "先计对象为本单位的，再计"),
    "排位前移": ("每前移1位加0.5分，每项最高加3分", "每前移1位加0.5分，每项最高加2分"),
    "保持第一": ("采用“上年亦第一”", "采用“本年第一”"),
    "主要指标封顶": ("【保持第一】加分累计不超过10分", "【保持第一】加分累计不超过8分"),
    "批评扣分": ("国家级5分、省级2分、市级1分", "国家级5分、省级4分、市级3分"),
    "优秀": ("各序列取前25%", "各序列取前20%"),
    "名额取整": ("采用“四舍五入”", "采用“向上取整”"),
    "取消资格后递补": ("采用“递补”", "采用“不递补”"),
    "达标": ("“达标”：综合得分在700分以上的", "“达标”：综合得分在840分以上的"),
    "达标奖金": ("奖金总额＝1000元×在编人数", "奖金总额＝1100元×在编人数"),
    "优岗比例": ("优秀20%、达标15%", "优秀25%、达标15%"),
    "取消评优": ("全市排名居参评总数后10位", "全市排名居参评总数后20位"),
}
FIELDS = tuple(name for name in heshan().results if name != "单位")


@cache
def edited(names: tuple[str, ...]) -> Records | None:
    """What comes of the 2013 book with these edits made in its text."""
    return records(heshan(*(EDITS[name] for name in names)), FACTS)


def check_causes(effects: Sequence[Effect], clauses: Sequence[str], run: Run) -> None:
    """Each cause made alone gives the new value, undone the old one, and no smaller set does so.

    What is enough of it gives the new value, and nothing smaller inside it does.
    """
    subsets = [taken for size in (1, 2) for taken in combinations(clauses, size)]
    for effect in effects:
        named = tuple(name for _, name in effect.cause.keys)
        assert causes(named, effect, clauses, run), (effect, named)
        assert effect.cause.smallest
        smaller = [taken for taken in subsets if len(taken) < len(named)]
        assert not any(causes(taken, effect, clauses, run) for taken in smaller), effect
        check_enough(effect, named, run)


def check_enough(effect: Effect, named: Sequence[str], run: Run) -> None:
    """The cause proper, and how its edits work together."""
    enough = tuple(name for _, name in effect.cause.enough)
    assert set(enough) <= set(named)
    alone = tuple(name for name in named if gives((name,), effect, effect.change.after, run))
    if alone:
        assert enough == alone
        assert effect.cause.way is (Way.ALONE if len(alone) == 1 else Way.ANY)
    else:
        assert effect.cause.way is Way.TOGETHER and len(enough) > 1
        assert gives(enough, effect, effect.change.after, run)
        pairs = combinations(named, 2) if len(enough) > 2 else ()
        assert not any(gives(pair, effect, effect.change.after, run) for pair in pairs), effect
    besides = (*effect.cause.enough, *effect.cause.tied, *effect.cause.hiding)
    assert sorted(besides) == sorted(effect.cause.keys)
    assert set(effect.movers) <= set(effect.cause.enough) and bool(effect.movers) == bool(effect.others)


def causes(taken: Sequence[str], effect: Effect, clauses: Sequence[str], run: Run) -> bool:
    """By definition: made alone, and undone alone."""
    rest = [name for name in clauses if name not in taken]
    return gives(taken, effect, effect.change.after, run) and gives(rest, effect, effect.change.before, run)


def gives(taken: Collection[str], effect: Effect, value: object, run: Run) -> bool:
    """Whether these edits alone give the unit this value."""
    found = run(list(taken))
    return found is not None and found[effect.change.unit].get(effect.change.field) == value


def changed(old: Records, new: Records, fields: Sequence[str]) -> list[tuple[str, str]]:
    """Units and fields that differ."""
    return [(unit, name) for unit in old for name in fields if old[unit][name] != new[unit][name]]


def effects_of(comparison: Comparison) -> tuple[Effect, ...]:
    """The impact of books compared on facts."""
    assert comparison.impact is not None
    return comparison.impact


# ---------------------------------------------------------------- the 2013 book


@pytest.mark.parametrize("seed", range(5))
def test_causes_on_edited_books(seed: int) -> None:
    """Five edits at a time; everything that changed is there, with the right cause."""
    chosen = random.Random(seed).sample(sorted(EDITS), 5)
    clauses = [name for name in EDITS if name in chosen]

    def run(names: Sequence[str]) -> Records | None:
        return edited(tuple(name for name in clauses if name in names))

    comparison = compared(heshan(), heshan(*(EDITS[name] for name in clauses)), FACTS)
    effects = effects_of(comparison)
    old, new = run([]), run(clauses)
    assert old is not None and new is not None
    found = [(effect.change.unit, effect.change.field) for effect in effects]
    assert sorted(found) == sorted(changed(old, new, FIELDS))
    assert effects
    check_causes(effects, clauses, run)


def test_one_edit_alone() -> None:
    """It is the cause of all that changes."""
    effects = effects_of(compared(heshan(), heshan(EDITS["优岗比例"]), FACTS))
    assert effects and all(effect.cause.keys == ((CLAUSE, "优岗比例"),) for effect in effects)
    assert {effect.change.field for effect in effects} == {"优岗比例"}


def test_edits_that_stack_on_one_number() -> None:
    """The one that alone gives the new value is the cause; the other has to be undone with it."""
    barred = "受到市级以上通报批评的；\n  （5）“评价过低”：公众评估得分不满80分的。"
    new = heshan(EDITS["优岗比例"], ("受到市级以上通报批评的。", barred))
    found = fields(compared(heshan(), new, FACTS))
    effect = found["欧江岔镇", "优岗比例"]
    assert (effect.change.before, effect.change.after) == ("0.2", "0.15")
    assert effect.cause.keys == ((CLAUSE, "取消评优"), (CLAUSE, "优岗比例"))
    assert (effect.cause.enough, effect.cause.way) == (((CLAUSE, "取消评优"),), Way.ALONE)
    assert (effect.cause.tied, effect.cause.hiding) == ((), ((CLAUSE, "优岗比例"),))
    assert cause_words(effect) == "因【取消评优】（要恢复原样，【优岗比例】也要一起撤回）"
    # Who moved up did so because of the one edit only, and gets the new share because of both.
    effect = found["牌口乡", "优岗比例"]
    assert (effect.change.before, effect.change.after) == ("0.15", "0.25")
    words = "因【取消评优】（使欧江岔镇变动）和【优岗比例】共同，与本单位自己的得分无关"
    assert (effect.movers, cause_words(effect)) == (((CLAUSE, "取消评优"),), words)


def test_an_edit_without_effect() -> None:
    """Nobody was criticised by the centre for what is an indicator: no impact, and still an edit."""
    comparison = compared(heshan(), heshan(("减：国家级5分", "减：国家级8分")), FACTS)
    assert comparison.impact == ()
    assert not comparison.changes_anything
    assert len(comparison.difference.edits) == 1


# ---------------------------------------------------------------- the draft


def between(comparison: Comparison) -> Run:
    """Books between the two, by the names of clauses; each evaluated by itself."""
    known: dict[tuple[Key, ...], Records | None] = {}

    def run(names: Sequence[str]) -> Records | None:
        taken = tuple(key for key in comparison.difference.keys if key[1] in names)
        if taken not in known:
            book = comparison.difference.between(taken)
            known[taken] = None if book is None else records(book, FACTS)
        return known[taken]

    return run


def test_causes_on_the_draft() -> None:
    """All ways of causing occur, and hold by brute force."""
    old, new = heshan(), api.load(DRAFT).value
    assert new is not None
    comparison = compared(old, new, FACTS)
    effects = effects_of(comparison)
    clauses = [name for _, name in comparison.difference.keys]
    check_causes(effects, clauses, between(comparison))
    assert {effect.cause.way for effect in effects} == set(Way)
    assert any(effect.others for effect in effects)
    before, after = records(old, FACTS), records(new, FACTS)
    assert before is not None and after is not None
    found = [(effect.change.unit, effect.change.field) for effect in effects]
    assert sorted(found) == sorted(changed(before, after, FIELDS))


def test_what_was_not_tried_is_not_claimed() -> None:
    """Without trials to spare a cause still causes the change, and is not called the smallest."""
    new = api.load(DRAFT).value
    assert new is not None
    trials = Trials(compare(heshan(), new), {}, FACTS)
    before, after = trials.ends()
    assert before.value is not None and after.value is not None
    changes = [effect.change for effect in impact_of(trials, before.value, after.value)]
    causes_found = causes_of(changes, trials, 0)
    assert [cause for cause in causes_found if not cause.smallest]
    for cause, change in zip(causes_found, changes, strict=True):
        assert cause.smallest or len(cause.keys) > 1
        for taken, value in ((cause.keys, change.after), (trials.rest(cause.keys), change.before)):
            results = trials.results(taken)
            assert results is not None and results[change.unit][change.field] == value


def test_the_cause_among_many_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not all subsets are tried, still no edit can be left out of what is named."""
    monkeypatch.setattr("perfeval.diff.causes._MOST_SUBSETS", 0)
    new = api.load(DRAFT).value
    assert new is not None
    comparison = compared(heshan(), new, FACTS)
    run = between(comparison)
    for effect in effects_of(comparison):
        enough = [name for _, name in effect.cause.enough]
        if effect.cause.way is Way.TOGETHER:
            assert gives(enough, effect, effect.change.after, run)
            fewer = [[name for name in enough if name != left] for left in enough]
            assert not any(gives(names, effect, effect.change.after, run) for names in fewer)


def test_the_ends_of_what_lies_between() -> None:
    """With no edits made it is the older book, with all of them the newer."""
    old, new = heshan(), api.load(DRAFT).value
    assert new is not None
    difference = compared(old, new).difference
    for taken, book in (((), old), (difference.keys, new)):
        made = difference.between(taken)
        assert made is not None
        assert records(made, FACTS) == records(book, FACTS)


# ---------------------------------------------------------------- small books


def ledgers(**rows: str) -> Mapping[str, bytes]:
    """Files of a small book: the standing scores, and rows below the headers of others."""
    headers = {"表彰": "单位,项目,级别,日期", "扣分": "单位,事由,分数"}
    files = {"得分.csv": mini.SCORES.encode()}
    for name, text in rows.items():
        files[f"{name}.csv"] = f"{headers[name]}\n{text}\n".encode()
    return files


SCORED = "【总分】“总分”＝基础分＋【得奖】。\n\n【得奖】表彰，按级别每次加：省级2分、县级1分。\n"
RANKS = SCORED + "\n【排序】村按序列分别以总分从高到低排“位次”，同分的并列，并列之后空出相应名次。\n"


def fields(comparison: Comparison) -> dict[tuple[str, str], Effect]:
    """Effects by unit and field."""
    return {(effect.change.unit, effect.change.field): effect for effect in effects_of(comparison)}


def test_moved_by_others() -> None:
    """A rank that moved while the unit's own total stayed names who moved it."""
    facts = ledgers(表彰="李村,甲,省级,2024-03-01")
    new = RANKS.replace("省级2分", "省级12分")
    found = fields(compared(small(RANKS), small(new), facts))
    assert list(found) == [("张村", "位次"), ("李村", "总分"), ("李村", "位次")]
    assert found["张村", "位次"].others == ("李村",)
    assert found["李村", "位次"].others == ()
    assert found["张村", "位次"].cause.keys == ((CLAUSE, "得奖"),)


def test_edits_that_need_each_other() -> None:
    """A new clause and the formula that adds it come out together."""
    new = SCORED.replace("＋【得奖】。", "＋【得奖】－【失误】。") + "\n【失误】扣分，按分数栏的分数减分。\n"
    new = new.replace("－【失误】", "＋【失误】")
    found = fields(compared(small(SCORED), small(new), ledgers(扣分="王村,甲,3")))
    assert list(found) == [("王村", "总分")]
    effect = found["王村", "总分"]
    assert sorted(name for _, name in effect.cause.keys) == ["失误", "总分"]
    assert effect.cause.way is Way.TOGETHER and effect.cause.smallest


def test_edits_made_only_because_of_others() -> None:
    """A cap that names the new clause, and cuts nothing, is told apart from the cause."""
    cap = "\n【封顶】【得奖】{}加分累计不超过60分。\n"
    new = SCORED.replace("＋【得奖】。", "＋【得奖】＋【进位】。") + cap.format("、【进位】")
    new += "\n【进位】排位，本年位次比上年位次每前移1位加1分。\n"
    files = {**ledgers(), "排位.csv": "单位,上年位次,本年位次\n王村,5,3\n".encode()}
    effect = fields(compared(small(SCORED + cap.format("")), small(new), files))["王村", "总分"]
    assert sorted(name for _, name in effect.cause.keys) == ["封顶", "总分", "进位"]
    assert sorted(name for _, name in effect.cause.enough) == ["总分", "进位"]
    assert effect.cause.tied == ((CLAUSE, "封顶"),)
    assert cause_words(effect).endswith("共同（【封顶】随之修改）")


def test_units_that_come_and_go() -> None:
    """A unit that only one book lists is told as such; its rows do not stop the other book."""
    tail = mini.TAIL.replace("序列“水村”2个：赵村、钱村", "序列“水村”2个：赵村、孙村")
    files = {"得分.csv": (mini.SCORES + "孙村,50,5\n").encode()}
    found = fields(compared(small(RANKS), small(RANKS, tail), files))
    assert (found["钱村", "单位"].change.before, found["钱村", "单位"].change.after) == ("钱村", None)
    assert (found["孙村", "单位"].change.before, found["孙村", "单位"].change.after) == (None, "孙村")
    assert found["孙村", "单位"].cause.keys == (("序列", "水村"),)


def test_columns_of_one_book_only() -> None:
    """A ledger and a column that only the newer book has are set aside for the older."""
    tail = mini.TAIL.replace("“人数”：整数，不小于0。", "“人数”：整数，不小于0；“加分”：分，不小于0。")
    tail += "台账“考试”，一次一行：“科目”：文字。\n"
    new = SCORED.replace("＋【得奖】。", "＋【得奖】＋加分。")
    lines = mini.SCORES.strip().split("\n")
    scores = "\n".join([f"{lines[0]},加分", *(f"{line},{place}" for place, line in enumerate(lines[1:]))])
    files = {"得分.csv": scores.encode(), "考试.csv": "单位,科目\n张村,语文\n".encode()}
    found = fields(compared(small(SCORED), small(new, tail), files))
    assert [unit for unit, _ in found] == ["李村", "王村", "赵村", "钱村"]
    assert [name for _, name in found["李村", "总分"].cause.keys] == ["总分", "得分"]


def test_readings_are_chosen_for_both() -> None:
    """Under another option the edit of that option shows."""
    read = (
        "【得奖】口径“计次”：\n  “每次”：表彰，每次加1分。\n"
        "  “一次”：表彰，不论次数，共加{}分。\n  采用“每次”：理由。\n"
    )
    old, new = (small("【总分】“总分”＝基础分＋【得奖】。\n\n" + read.format(points)) for points in (1, 3))
    facts = ledgers(表彰="李村,甲,省级,2024-03-01")
    assert compared(old, new, facts).impact == ()
    found = fields(compared(old, new, facts, {"计次": "一次"}))
    assert list(found) == [("李村", "总分")]


@pytest.mark.parametrize("seed", range(6))
def test_causes_on_small_books(seed: int) -> None:
    """Points, caps and formulas that change together, checked by brute force."""
    dice = random.Random(seed)
    edits = {
        "得奖": ("省级2分、县级1分", f"省级{dice.randint(3, 9)}分、县级{dice.randint(2, 9)}分"),
        "进位": ("每前移1位加1分", f"每前移1位加{dice.randint(2, 5)}分"),
        "封顶": ("累计不超过6分", f"累计不超过{dice.randint(7, 12)}分"),
        "总分": ("“总分”＝基础分＋", "“总分”＝基础分＋1分＋"),
    }
    base = (
        "【得奖】表彰，按级别每次加：省级2分、县级1分。\n\n"
        "【进位】排位，本年位次比上年位次每前移1位加1分。\n\n"
        "【封顶】【得奖】、【进位】加分累计不超过6分。\n\n"
        "【总分】“总分”＝基础分＋【得奖】＋【进位】。\n\n"
        "【排序】村按序列分别以总分从高到低排“位次”，同分的并列，并列之后空出相应名次。\n"
    )
    villages = ("张村", "李村", "王村", "赵村", "钱村")
    prizes = [f"{dice.choice(villages)},项{n},{dice.choice(('省级', '县级'))},2024-05-01" for n in range(6)]
    moves = [f"{unit},{dice.randint(1, 9)},{dice.randint(1, 9)}" for unit in villages]
    files = {
        "得分.csv": mini.SCORES.encode(),
        "表彰.csv": "\n".join(["单位,项目,级别,日期", *prizes, ""]).encode(),
        "排位.csv": "\n".join(["单位,上年位次,本年位次", *moves, ""]).encode(),
    }

    def version(names: Sequence[str]) -> RuleBook:
        text = base
        for name in names:
            text = text.replace(*edits[name])
        return small(text)

    known: dict[tuple[str, ...], Records | None] = {}

    def run(names: Sequence[str]) -> Records | None:
        taken = tuple(name for name in edits if name in names)
        if taken not in known:
            known[taken] = records(version(taken), files)
        return known[taken]

    effects = effects_of(compared(version(()), version(tuple(edits)), files))
    assert effects
    check_causes(effects, tuple(edits), run)
