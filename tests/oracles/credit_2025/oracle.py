"""Results of 临江市企业环境与用工信用积分管理办法, calculated naively; paragraphs as in the source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracles.credit_2025.records import (
    AS_OF,
    ENVIRONMENT,
    LABOUR,
    LEVEL_POINTS,
    Ledgers,
    Outcome,
    Row,
    add_months,
    day,
    in_year,
    of_unit,
    round_points,
    settle_unit,
)

GRADES = "ABCD"
MEASURES = {
    "A": ["绿色通道", "信用激励"],
    "B": ["常规监管"],
    "暂不评级": ["常规监管"],
    "C": ["约谈提醒", "限制评先"],
    "D": ["挂牌督办", "限制评先", "取消补助"],
}


def plain(value: Fraction | int) -> str:
    """A number as plain decimal text without trailing zeros; every result has at most four decimals."""
    scaled = Fraction(value) * 10000
    assert scaled.denominator == 1
    text = f"{Decimal(scaled.numerator).scaleb(-4):f}"
    text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def rate(part: Fraction, whole: Fraction) -> Fraction:
    """一（五）: a rate in percent, two decimals, half up."""
    return round_points(part * 100 / whole)


def number(row: Row, column: str) -> Fraction:
    """A numeric cell that is never empty."""
    return Fraction(row[column])


def single(ledgers: Ledgers, ledger: str, unit: str) -> Row | None:
    """The only row of a unit, if there is one."""
    rows = of_unit(ledgers, ledger, unit)
    return rows[0] if rows else None


# ---------------------------------------------------------------- 二、环境指标


def compliance_score(ledgers: Ledgers, unit: str) -> Fraction:
    """二（一）: bands of the rate of monitoring results within the limits; 八（三） voids it."""
    if vetoes(ledgers, unit, "监测台账缺失"):
        return Fraction(0)
    rows = of_unit(ledgers, "监测", unit)
    total = sum((number(row, "监测次数") for row in rows), Fraction(0))
    passed = sum((number(row, "达标次数") for row in rows), Fraction(0))
    if total == 0:
        return Fraction(0)
    value = rate(passed, total)
    for line, points in ((98, 20), (95, 16), (90, 10), (80, 5)):
        if value >= line:
            return Fraction(points)
    return Fraction(0)


def solid_waste_score(ledgers: Ledgers, unit: str) -> Fraction:
    """二（二）: utilisation against the enterprise's own target."""
    row = single(ledgers, "环境指标", unit)
    if row is None or not row["固废产生量"]:
        return Fraction(0)
    produced = number(row, "固废产生量")
    if produced == 0:
        return Fraction(15)
    if not row["固废利用量"]:
        return Fraction(0)
    used = rate(number(row, "固废利用量"), produced)
    target = Fraction(row["目标利用率"].rstrip("%"))
    if used >= target:
        return Fraction(15)
    if used < target / 2:
        return Fraction(0)
    return round_points(used / target * 15)


def emission_score(ledgers: Ledgers, unit: str) -> Fraction:
    """二（三）: (1 - share of the permitted amount) x 30 between 0 and 15."""
    row = single(ledgers, "环境指标", unit)
    if row is None or not row["许可排放量"]:
        return Fraction(15)
    if not row["实际排放量"]:
        return Fraction(0)
    share = rate(number(row, "实际排放量"), number(row, "许可排放量"))
    points = (1 - share / 100) * 30
    return round_points(min(Fraction(15), max(Fraction(0), points)))


def self_monitoring_score(ledgers: Ledgers, unit: str) -> Fraction:
    """二（四）: three points for each of the four quarters without monitoring."""
    quarters = {row["季度"] for row in of_unit(ledgers, "监测", unit) if int(row["监测次数"]) >= 1}
    return Fraction(max(0, 10 - 3 * (4 - len(quarters))))


def longest_exceeding_run(ledgers: Ledgers, unit: str) -> int:
    """五（一）, choice 4: quarters in a row with a failed result; a quarter without monitoring interrupts."""
    failed = {
        int(row["季度"])
        for row in of_unit(ledgers, "监测", unit)
        if int(row["达标次数"]) < int(row["监测次数"])
    }
    longest = run = 0
    for quarter in (1, 2, 3, 4):
        run = run + 1 if quarter in failed else 0
        longest = max(longest, run)
    return longest


# ---------------------------------------------------------------- 三、用工指标


def contract_score(row: Row) -> Fraction:
    """三（一）: one point for each whole percentage point below one hundred."""
    if number(row, "应签人数") == 0:
        return Fraction(12)
    missing = 100 - rate(number(row, "实签人数"), number(row, "应签人数"))
    return Fraction(max(0, 12 - missing // 1))


def wage_score(ledgers: Ledgers, unit: str) -> Fraction:
    """三（二）: one point for each month found paid in time and in full."""
    return Fraction(sum(1 for row in of_unit(ledgers, "工资发放", unit) if row["按时足额"] == "是"))


def insurance_score(row: Row) -> Fraction:
    """三（三）: the rate of the insured by eight, nothing below 60%."""
    if number(row, "应参保人数") == 0:
        return Fraction(8)
    insured = rate(number(row, "参保人数"), number(row, "应参保人数"))
    if insured < 60:
        return Fraction(0)
    return round_points(min(Fraction(8), insured / 100 * 8))


def training_score(ledgers: Ledgers, unit: str, staff: int) -> Fraction:
    """三（四）: bands of the share of staff trained, each person counted once."""
    trained = {
        row["人员编号"] for row in of_unit(ledgers, "培训", unit) if in_year(row) and number(row, "学时") >= 4
    }
    covered = rate(Fraction(len(trained)), Fraction(staff))
    for line, points in ((90, 8), (70, 5), (50, 3)):
        if covered >= line:
            return Fraction(points)
    return Fraction(0)


# ---------------------------------------------------------------- 五、六、七


def environment_deduction(outcomes: list[Outcome], run: int) -> Fraction:
    """五（一）（二）: records of the environmental classes and exceeding in a row, at most fifty."""
    own = sum((item.net for item in outcomes if item.row["类别"] in ENVIRONMENT), Fraction(0))
    return min(Fraction(50), own + {0: 0, 1: 0, 2: 3, 3: 6, 4: 10}[run])


def labour_deduction(outcomes: list[Outcome], environment: Fraction) -> Fraction:
    """五（三）: not above the higher of the environmental deduction and thirty."""
    own = sum((item.net for item in outcomes if item.row["类别"] in LABOUR), Fraction(0))
    return min(own, max(environment, Fraction(30)))


def overdue_points(ledgers: Ledgers, row: Row) -> Fraction:
    """六（二）, choice 5: half a point a working day after the deadline, ten at most for one matter."""
    deadline = day(row["期限届满日"])
    until = day(row["完成日期"]) if row["完成日期"] else AS_OF
    days = sum(
        1
        for entry in ledgers["日历"]
        if entry["是否工作日"] == "是" and deadline < day(entry["日期"]) <= until
    )
    return min(Fraction(10), Fraction(days, 2))


def annual_report_deduction(ledgers: Ledgers, unit: str) -> Fraction:
    """六（三）: one point for every ten days after 31 March, five at most and when there is no report."""
    row = single(ledgers, "年报", unit)
    if row is None or not row["报送日期"]:
        return Fraction(5)
    late = (day(row["报送日期"]) - date(2025, 3, 31)).days
    return Fraction(min(5, max(0, late) // 10))


def provincial_points(ledgers: Ledgers, unit: str) -> int:
    """六（四）, 七（二）: the provincial colour as signed points."""
    row = single(ledgers, "省级评价", unit)
    return 0 if row is None else {"绿": 3, "蓝": 1, "黄": -3, "红": -6}[row["颜色"]]


def is_listed(ledgers: Ledgers, unit: str, when: date) -> bool:
    """七（四）: the enterprise is on the list of grave dishonesty that day."""
    return any(
        day(row["列入日期"]) <= when and (not row["移出日期"] or when < day(row["移出日期"]))
        for row in of_unit(ledgers, "严重失信", unit)
    )


def bonus_earned(ledgers: Ledgers, unit: str) -> Fraction:
    """七（一）（二）（三）: the best of each matter, three matters, the provincial bonus, at most ten."""
    best: dict[str, Fraction] = {}
    for row in of_unit(ledgers, "表彰", unit):
        if not in_year(row) or is_listed(ledgers, unit, day(row["日期"])):
            continue
        points = Fraction(LEVEL_POINTS[row["级别"]])
        if row["方面"] == "和谐劳动关系" and row["级别"] == "市级":
            points = Fraction(5, 2)
        best[row["事项"]] = max(points, best.get(row["事项"], points))
    top = sorted(best.values(), reverse=True)[:3]
    return min(Fraction(10), sum(top, Fraction(0)) + max(0, provincial_points(ledgers, unit)))


def vetoes(ledgers: Ledgers, unit: str, kind: str) -> int:
    """八（二）至（七）: how often a circumstance counts in the year."""
    rows = of_unit(ledgers, "否决事项", unit)
    return sum(1 for row in rows if row["情形"] == kind and in_year(row) and row["认定无责"] == "否")


# ---------------------------------------------------------------- 八、九、十


@dataclass
class Sheet:
    """All scores of an enterprise that takes part, by result field, in result order."""

    scores: dict[str, Fraction] = field(default_factory=dict)
    run: int = 0


def score_sheet(ledgers: Ledgers, member: Row) -> Sheet:
    """二 to 八（二）: every score of an enterprise that takes part."""
    unit = member["单位"]
    outcomes, circulars = settle_unit(ledgers, unit, member["行业"])
    sheet = Sheet(run=longest_exceeding_run(ledgers, unit))
    s = sheet.scores
    s["监测达标分"] = compliance_score(ledgers, unit)
    s["固废利用分"] = solid_waste_score(ledgers, unit)
    s["排放控制分"] = emission_score(ledgers, unit)
    s["自行监测分"] = self_monitoring_score(ledgers, unit)
    environment = sum(s.values(), Fraction(0))
    s["环境扣分"] = environment_deduction(outcomes, sheet.run)
    s["环境得分"] = max(Fraction(0), environment - s["环境扣分"])
    staff_row = of_unit(ledgers, "用工指标", unit)[0]
    s["合同签订分"] = contract_score(staff_row)
    s["工资支付分"] = wage_score(ledgers, unit)
    s["社保参保分"] = insurance_score(staff_row)
    s["培训覆盖分"] = training_score(ledgers, unit, int(member["员工人数"]))
    labour = s["合同签订分"] + s["工资支付分"] + s["社保参保分"] + s["培训覆盖分"]
    s["用工扣分"] = labour_deduction(outcomes, s["环境扣分"])
    s["用工得分"] = max(Fraction(0), labour - s["用工扣分"])
    earned = bonus_earned(ledgers, unit)
    frozen = is_listed(ledgers, unit, AS_OF)
    s["加分"] = Fraction(0) if frozen else earned
    s["冻结加分"] = earned if frozen else Fraction(0)
    s["通报扣分"] = circulars
    overdue = (overdue_points(ledgers, row) for row in of_unit(ledgers, "整改", unit))
    s["整改逾期扣分"] = sum(overdue, Fraction(0))
    s["年报逾期扣分"] = annual_report_deduction(ledgers, unit)
    provincial = max(0, -provincial_points(ledgers, unit))
    s["其他扣分"] = Fraction(provincial + 20 * vetoes(ledgers, unit, "阻挠检查"))
    s["综合积分"] = total_score(ledgers, unit, s)
    return sheet


def total_score(ledgers: Ledgers, unit: str, s: dict[str, Fraction]) -> Fraction:
    """八（一）（二）: may be negative; void means nought unless it is negative already."""
    taken = s["通报扣分"] + s["整改逾期扣分"] + s["年报逾期扣分"] + s["其他扣分"]
    total = s["环境得分"] + s["用工得分"] + s["加分"] - taken
    if vetoes(ledgers, unit, "篡改监测数据"):
        return min(Fraction(0), total)
    return total


def grade(value: Fraction, lines: tuple[int, int, int]) -> str:
    """九（一）（二）（三）: the first line that is reached, D below the last."""
    for name, line in zip("ABC", lines, strict=True):
        if value >= line:
            return name
    return "D"


def worst(*grades: str) -> str:
    """九（四）: the lowest of several grades."""
    return max(grades, key=GRADES.index)


def grades_of(ledgers: Ledgers, unit: str, sheet: Sheet | None) -> tuple[str, str, str]:
    """九, 五（一）, 八（四）（六）, choice 6: environmental, labour and overall grade."""
    accident = vetoes(ledgers, unit, "重大事故") > 0
    if sheet is None:
        return "暂不评级", "暂不评级", "D" if accident else "暂不评级"
    environment = grade(sheet.scores["环境得分"], (54, 45, 36))
    if sheet.run > 3:
        environment = worst(environment, "C")
    labour = grade(sheet.scores["用工得分"], (36, 30, 24))
    overall = worst(environment, labour, grade(sheet.scores["综合积分"], (90, 75, 60)))
    if vetoes(ledgers, unit, "群体性欠薪"):
        overall = worst(overall, "B")
    return environment, labour, "D" if accident else overall


def inspections(industry: str, overall: str, listed: bool) -> int:
    """十（一）: table three, overridden for chemical enterprises, doubled for the listed up to twelve."""
    table = {"A": 1, "B": 2, "C": 4, "D": 12, "暂不评级": 2}
    if industry == "化工":
        table |= {"A": 2, "C": 6}
    return min(12, 2 * table[overall]) if listed else table[overall]


def is_overdue_open(row: Row) -> bool:
    """十（三）: a matter past its deadline and not completed on the as-of day."""
    return not row["完成日期"] and day(row["期限届满日"]) < AS_OF


def measures(ledgers: Ledgers, unit: str, overall: str, listed: bool) -> list[str]:
    """十（二）（三）: the measures of the grade, then further ones, none twice."""
    found = list(MEASURES[overall])
    if listed:
        found.append("冻结加分")
    if any(is_overdue_open(row) for row in of_unit(ledgers, "整改", unit)):
        found.append("挂牌督办")
    if vetoes(ledgers, unit, "群体性欠薪"):
        found.append("缴存保证金")
    return list(dict.fromkeys(found))


SCORES = [
    *["监测达标分", "固废利用分", "排放控制分", "自行监测分", "环境扣分", "环境得分"],
    *["合同签订分", "工资支付分", "社保参保分", "培训覆盖分", "用工扣分", "用工得分"],
    *["加分", "冻结加分", "通报扣分", "整改逾期扣分", "年报逾期扣分", "其他扣分", "综合积分"],
]


def unit_result(ledgers: Ledgers, member: Row) -> dict[str, object]:
    """One enterprise, in the order of the contract."""
    unit = member["单位"]
    takes_part = add_months(day(member["注册日期"]), 12) <= AS_OF
    sheet = score_sheet(ledgers, member) if takes_part else None
    environment, labour, overall = grades_of(ledgers, unit, sheet)
    listed = is_listed(ledgers, unit, AS_OF)
    record: dict[str, object] = {"单位": unit, "参评": takes_part}
    for name in SCORES:
        record[name] = None if sheet is None else plain(sheet.scores[name])
    record["环境等级"] = environment
    record["用工等级"] = labour
    record["综合等级"] = overall
    record["检查频次"] = plain(inspections(member["行业"], overall, listed))
    record["处理"] = measures(ledgers, unit, overall, listed)
    return record


def results(ledgers: Ledgers) -> list[dict[str, object]]:
    """One record a unit, in roster order."""
    return [unit_result(ledgers, member) for member in ledgers["名册"]]


def person_results(ledgers: Ledgers) -> list[dict[str, object]]:
    """四: one record a row of 扣分记录, in file order."""
    settled: dict[tuple[str, str], Outcome] = {}
    for member in ledgers["名册"]:
        outcomes, _ = settle_unit(ledgers, member["单位"], member["行业"])
        settled |= {(item.row["单位"], item.row["文号"]): item for item in outcomes}
    records: list[dict[str, object]] = []
    for row in ledgers["扣分记录"]:
        item = settled[row["单位"], row["文号"]]
        records.append(
            {
                "单位": row["单位"],
                "文号": row["文号"],
                "应扣分": plain(item.gross),
                "次序": None if item.order is None else plain(item.order),
                "倍数": None if item.factor is None else plain(item.factor),
                "实扣分": plain(item.net),
                "状态": item.status,
            }
        )
    return records
