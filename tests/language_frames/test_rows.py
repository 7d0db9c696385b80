"""汇总: what the rows of a unit come to; no rows at all, empty cells, equal rows."""

from __future__ import annotations

from tests.language_frames.book import Frame

LEDGER = (
    "台账“项目”，一项一行：“编号”：文字，选填；“分”：分，选填；“级”由高到低：国家级、省级、市级，选填；"
    "“日”：日期，选填；“月”：整数，选填；“末”：是否，选填。"
)
# 甲镇 has five rows, 丁镇 one; the others none.
ROWS = """甲镇,A,5,国家级,2025-01-31,1,是
甲镇,A,3,省级,2025-02-28,2,是
甲镇,C,2,省级,2025-04-30,4,否
甲镇,D,1,市级,,5,是
甲镇,B,,市级,2025-12-31,6,
丁镇,A,4,,2024-12-31,1,是"""


def made(formula: str, rows: str = ROWS) -> tuple[str | None, str | None, str | None]:
    """What 得 comes to for 甲镇, 丁镇 and 乙镇, which has no rows."""
    found = Frame(f"“得”＝{formula}。", LEDGER).of(项目=rows).column("得")
    assert found[1] == found[2] == found[4]
    return found[0], found[3], found[1]


def test_counts() -> None:
    """Every row counts, whatever is left empty in it; none is 0."""
    assert made("项目的次数") == ("5", "1", "0")
    assert made("级为省级的项目的件数") == ("2", "0", "0")
    assert made("省级以上项目的个数") == ("3", "0", "0")
    assert made("级不为省级的项目的条数") == ("3", "0", "0")
    assert made("没有填级的项目的项数") == ("0", "1", "0")
    assert made("末的项目的次数") == ("3", "1", "0")
    assert made("末为否的项目的次数") == ("1", "0", "0")
    assert made("日在2025年1月31日至2025年4月30日之间的项目的次数") == ("3", "0", "0")
    assert made("日不早于评估年度第一日的项目的次数") == ("4", "0", "0")
    assert made("分在2分以上且末的项目的次数") == ("2", "1", "0")


def test_what_differs_counts_once() -> None:
    """A row without the number is none of them."""
    assert made("项目的不同编号的个数") == ("4", "1", "0")
    assert made("项目的不同编号的个数", ROWS + "\n甲镇,,1,,,,\n甲镇,,2,,,,") == ("4", "1", "0")
    assert made("省级项目的不同编号的个数") == ("2", "0", "0")


def test_totals_and_averages() -> None:
    """An empty cell is no 0: the average of 5, 3, 2, 1 is 2.75; where there is nothing it is empty."""
    assert made("项目的分合计") == ("11", "4", "0")
    assert made("项目的分平均，保留两位小数，四舍五入") == ("2.75", "4", None)
    assert made("项目的分最高值") == ("5", "4", None)
    assert made("项目的分最低值") == ("1", "4", None)
    assert made("市级项目的分合计") == ("1", "0", "0")


def test_the_highest_so_many() -> None:
    """Fewer than so many: all of them. Equal ones at the end: only so many count."""
    assert made("项目的分最高的3项之和") == ("10", "4", "0")
    assert made("项目的分最高的3项之和，最高8分") == ("8", "4", "0")
    assert made("项目的分最低的2项之和") == ("3", "4", "0")
    tied = "甲镇,A,3,,,, 甲镇,B,3,,,, 甲镇,C,3,,,, 丁镇,D,4,,,,"
    assert made("项目的分最高的2项之和", tied) == ("6", "4", "0")


def test_the_best_of_each() -> None:
    """编号A counts once, with 5: 5+2+1; of these the best two: 7."""
    assert made("项目的分同一编号只取最高合计") == ("8", "4", "0")
    assert made("项目的分同一编号只取最高，最高的2项之和") == ("7", "4", "0")
    tied = "甲镇,A,3,,,1, 甲镇,A,3,,,2, 甲镇,B,1,,,, 丁镇,A,4,,,,"
    assert made("项目的分同一编号只取最高合计", tied) == ("4", "4", "0")


def test_rows_without_a_number_are_not_the_same() -> None:
    """Two rows whose 编号 is not filled in are two, not one."""
    rows = "甲镇,A,3,,,, 甲镇,,2,,,, 甲镇,,1,,,, 丁镇,,4,,,,"
    assert made("项目的分同一编号只取最高合计", rows) == ("6", "4", "0")


def test_the_trimmed_average() -> None:
    """Of 5, 3, 2, 1 without the highest and the lowest: 2.5. Nothing left: no result, not 0."""
    trimmed = "项目的分去掉1个最高分和1个最低分后平均，保留两位小数，四舍五入"
    assert made(trimmed) == ("2.5", None, None)
    three = "甲镇,A,9,,,, 甲镇,B,7,,,, 甲镇,C,8,,,, 丁镇,A,9,,,, 丁镇,B,1,,,,"
    assert made(trimmed, three) == ("8", None, None)
    assert made("项目的分去掉2个最高分和1个最低分后平均，保留两位小数，四舍五入") == ("2", None, None)
    assert made("项目的分去掉2个最高分和2个最低分后平均，保留两位小数，四舍五入") == (None, None, None)
    tied = "甲镇,A,9,,,, 甲镇,B,9,,,, 甲镇,C,9,,,, 甲镇,D,6,,,, 丁镇,A,9,,,,"
    assert made(trimmed, tied) == ("9", None, None)


def test_too_few_to_trim() -> None:
    """评分份数在5份以上的去极值, else the plain average."""
    clauses = (
        "“份数”＝项目的份数。\n“评议分”分情形：份数在5份以上的，项目的分去掉1个最高分和1个最低分后平均，"
        "保留两位小数，四舍五入；份数为0的，暂不评；其余的，项目的分平均，保留两位小数，四舍五入。"
    )
    rows = " ".join(f"甲镇,A,{value},,,," for value in (60, 80, 85, 90, 100))
    rows += " " + " ".join(f"乙镇,A,{value},,,," for value in (60, 80, 85, 90))
    # (80+85+90)÷3 = 85; (60+80+85+90)÷4 = 78.75
    assert Frame(clauses, LEDGER).of(项目=rows).column("评议分")[:3] == ["85", "78.75", None]


def test_the_longest_run() -> None:
    """Months 1, 2, (4 is no last place), 5: the longest run is 2; the order of the rows says nothing."""
    assert made("末的项目按月最长连续期数") == ("2", "1", "0")
    assert made("项目按月最长连续期数") == ("3", "1", "0")
    shuffled = "\n".join(reversed(ROWS.splitlines()))
    assert made("项目按月最长连续期数", shuffled) == ("3", "1", "0")
    twice = "甲镇,A,,,,3,是 甲镇,B,,,,3,是 甲镇,C,,,,4,是 丁镇,D,,,,1,是"
    assert made("末的项目按月最长连续期数", twice) == ("2", "1", "0")


def test_runs_have_consequences() -> None:
    """Three in a row and more, two, one: every number has its consequence, also beyond the largest named."""
    clauses = (
        "“连续”＝末的项目按月最长连续期数。\n“扣分”按连续：3以上的，3分；2的，1分；1的，0.5分；0的，0分。"
    )
    rows = " ".join(f"甲镇,A,,,,{month},是" for month in range(1, 13))
    rows += " 乙镇,A,,,,1,是 乙镇,A,,,,2,是 丙镇,A,,,,11,是 丙镇,A,,,,12,否"
    made_ = Frame(clauses, LEDGER).of(项目=rows)
    assert made_.column("连续") == ["12", "2", "1", "0", "0"]
    assert made_.column("扣分") == ["3", "1", "0.5", "0", "0"]


def test_numbers_of_the_unit_in_its_rows() -> None:
    """Each row uses the number of its own unit."""
    annex = LEDGER + "\n台账“参数”，一个单位一行：“系数”：数，选填。"
    clauses = "每条项目的“折算”＝分×系数。\n“合计分”＝项目的折算合计。"
    made_ = Frame(clauses, annex).of(项目=ROWS, 参数="甲镇,1.5 丁镇,")
    assert made_.column("折算", "项目") == ["7.5", "4.5", "3", "1.5", None, None]
    assert made_.column("合计分") == ["16.5", "0", "0", "0", "0"]


def test_rows_and_what_their_unit_comes_to() -> None:
    """The share of a row, of all rows of its own unit; the total may have a name of its own or not."""
    clauses = "“总”＝项目的分合计。\n每条项目的“份额”＝分÷总，保留两位小数，四舍五入。"
    direct = "每条项目的“份额”＝分÷项目的分合计，保留两位小数，四舍五入。"
    for sentences in (clauses, direct):
        found = Frame(sentences, LEDGER).of(项目=ROWS).column("份额", "项目")
        assert found == ["0.45", "0.27", "0.18", "0.09", None, "1"]
