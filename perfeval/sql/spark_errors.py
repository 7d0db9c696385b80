"""Findings of the evaluation on Spark: PE556 to PE560, and those of facts as it reads them."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.diagnostics.diagnostic import Cell, Diagnostic
from perfeval.ledger.errors import MAX_EXPECTED, near_miss
from perfeval.ledger.schema import Column, ColumnType, Ledger
from perfeval.source.visible import visible

_LONGEST = 300
_OTHER = "或改用 --engine vectors，在一台机器上算。"
_TYPES = {
    ColumnType.INTEGER: "BIGINT",
    ColumnType.COUNT: "BIGINT",
    ColumnType.YEAR: "BIGINT",
    ColumnType.BOOL: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.TEXT: "STRING",
    ColumnType.ENUM: "STRING",
    ColumnType.GRADE: "STRING",
}


def no_java() -> Diagnostic:
    """PE556: Spark's driver runs on Java, and there is none."""
    hint = (
        "安装 Java 17 以上，如 apt-get install openjdk-17-jre-headless；装在别处的，设好环境变量 JAVA_HOME。"
    )
    return Diagnostic("PE556", "没有找到 Java，Spark 开不起来", None, ("java",), hint)


def remote() -> Diagnostic:
    """PE557: Spark Connect, through which plans cannot be divided as they have to be."""
    hint = "去掉环境变量 SPARK_REMOTE；用 spark-submit 提交，或在 --address 写集群的地址。"
    return Diagnostic("PE557", "不能通过 Spark Connect 计算", None, (), hint)


def no_session(address: str | None, problem: str) -> Diagnostic:
    """PE557: there is no session with the cluster; problem: what Spark says."""
    where = f"“{address}”" if address else "Spark"
    hint = f"核对 --address 和网络，看集群是否在运行。（{_first_line(problem)}）"
    return Diagnostic("PE557", f"连不上{where}", None, (), hint)


def job_failed(problem: str) -> Diagnostic:
    """PE557: Spark gave up on the work; nothing of it counts."""
    more = "内存不够的，加大 spark.executor.memory 或 spark.sql.shuffle.partitions"
    hint = f"看集群的日志；{more}。{_OTHER}（{_first_line(problem)}）"
    return Diagnostic("PE557", "Spark 没有算完，结果不能用", None, (), hint)


def no_facts(place: str) -> Diagnostic:
    """PE558: a folder of facts that is not there."""
    hint = "写成集群各台机器都读得到的地址，如 hdfs:///绩效/台账；表写 table:得分=库名.表名 等。"
    return Diagnostic("PE558", f"没有找到“{place}”", Cell(place), (), hint)


def no_ledger(place: str, ledger: Ledger, near: str | None) -> Diagnostic:
    """PE558: a ledger that must be there is not; near: what may be it."""
    hint = f"把它存成 Parquet，放在“{place}”；栏目：{'、'.join(ledger.file_columns)}。"
    if near is not None:
        hint = f"如果“{near}”就是它，改名为“{ledger.name}”。"
    return Diagnostic("PE558", f"缺少台账“{ledger.name}”", Cell(place), (ledger.name,), hint)


def strange_file(place: str, name: str, names: Sequence[str]) -> Diagnostic:
    """PE558: something beside the ledgers that may be one of them by another name, or a CSV file."""
    stem = name.removesuffix(".parquet")
    message = f"“{name}”不是规则书里的台账"
    near = near_miss(stem, tuple(names))
    hint = (
        f"是“{near}”的，改名为“{near}”；不是台账的，移出去。" if near is not None else "不是台账的，移出去。"
    )
    if stem.lower().endswith(".csv"):
        message = f"“{name}”是 CSV 文件，Spark 上只读 Parquet"
        hint = "先转换成 Parquet（见 docs/spark.md）；或改用 --engine vectors，它读 CSV。"
    expected = tuple(names[:MAX_EXPECTED]) if near is None else (near,)
    return Diagnostic("PE558", message, Cell(f"{place}/{name}"), expected, hint)


def wrong_type(where: Cell, column: Column, found: str, *, floating: bool) -> Diagnostic:
    """PE558: a column of a type that cannot hold its cells exactly, or not at all."""
    wanted = _TYPES.get(column.type, "DECIMAL(13, 4)")
    message = f"“{column.name}”的类型是 {found}，应为 {wanted}"
    if floating:
        message = f"“{column.name}”的类型是浮点数（{found}），存不准小数"
    hint = f"导出时转换：CAST(`{column.name}` AS {wanted})。"
    return Diagnostic("PE558", message, where, (wanted,), hint)


def no_order(where: Cell) -> Diagnostic:
    """PE558: a table of which nobody knows in which order its rows stand."""
    hint = "在表里加一栏 `_line`（BIGINT，每行一个号，不重复）；或存成 Parquet 文件夹。"
    return Diagnostic("PE558", "看不出各行的先后", where, ("_line",), hint)


def misnumbered(where: Cell) -> Diagnostic:
    """PE558: numbers of rows that do not tell the rows of a population apart."""
    hint = "给每行一个号，同一个群体里不重复，也不空着。"
    return Diagnostic("PE558", "“_line”这一栏有空的，或者有重复的", where, (), hint)


def reserved_name(name: str) -> Diagnostic:
    """PE710: a column that cannot tell populations apart."""
    return Diagnostic("PE710", f"“{name}”不能用来区分群体", None, (), "换一个规则书没有用到的栏名。")


def no_populations(names: Sequence[str]) -> Diagnostic:
    """PE654: no row from which to learn what populations there are."""
    columns = "、".join(f"“{name}”" for name in names)
    return Diagnostic(
        "PE654",
        f"一条记录也没有，不知道{columns}有哪些",
        None,
        (),
        f"把各单位的记录填上，每行写明{columns}。",
    )


def stray_rows(where: Cell, population: str, count: int) -> Diagnostic:
    """PE653: rows of no population, of which ``where`` is one; population: what stands there."""
    more = f"，这样的共{count}行" if count > 1 else ""
    hint = "核对这些栏，不能是空的，也不能多出空格；写法要和必填的台账（或名册）里的一样。"
    return Diagnostic("PE653", f"没有{population}这个群体{more}", where, (), hint)


def out_taken(place: str) -> Diagnostic:
    """PE559: something is already where the results are to go."""
    return Diagnostic("PE559", f"“{place}”已经有了", Cell(place), (), "换一个地方，或者先删去它。")


def no_table(place: str, name: str) -> Diagnostic:
    """PE559: of a result nobody said in which table it is to be stored."""
    hint = f"在 table: 后面加上 {name}=库名.表名。"
    return Diagnostic("PE559", f"没有写“{name}”存成哪个表", Cell(place), (f"{name}=库名.表名",), hint)


def not_confirmed(population: str) -> Diagnostic:
    """PE560: Spark takes facts for wrong with which the evaluation finds nothing wrong."""
    message = (
        f"{population}：Spark 上算不出，一台机器上却没有问题"
        if population
        else "Spark 上算不出，一台机器上却没有问题"
    )
    hint = "把这个群体单独用 --engine vectors 算；并把台账和规则书发给 perfeval 的维护者。"
    return Diagnostic("PE560", message, None, (), hint)


def more_populations(count: int) -> Diagnostic:
    """PE639: populations in which something is wrong, beyond those that are told."""
    return Diagnostic("PE639", f"还有{count}个群体有问题，没有列出", None, (), "先改好列出的，再运行一次。")


def results_taken(ledger: str) -> Diagnostic:
    """PE560: results of another book, which is not evaluated on Spark."""
    hint = f"先算好那本规则书，把结果存成台账“{ledger}”；或改用 --engine vectors。"
    return Diagnostic("PE560", f"“{ledger}”取自另一本规则书的结果，Spark 上不能连着算", None, (), hint)


def _first_line(problem: str) -> str:
    text = visible(problem.strip().splitlines()[0] if problem.strip() else "没有更多的消息")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
