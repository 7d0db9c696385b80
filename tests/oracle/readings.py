"""The readings (口径) of the 2013 rule set; the first option of each is the default."""

from collections.abc import Mapping

READINGS: dict[str, tuple[str, ...]] = {
    "名额取整": ("四舍五入", "向下取整", "向上取整"),
    "取消资格后递补": ("递补", "不递补"),
    "末位并列": ("全部入选", "全部不入选"),
    "优秀最低分": ("不设", "须达标"),
    "前移封顶": ("每项", "合计"),
    "市级表彰计次": ("每次", "一次"),
    "表彰封顶范围": ("本单位", "含承办"),
    "两种情形认定": ("须委员会决定", "自动"),
    "保持第一": ("上年亦第一", "本年第一"),
    "七百分整": ("达标", "基本达标"),
    "六百分整": ("基本达标", "不达标"),
}


def complete(readings: Mapping[str, str]) -> dict[str, str]:
    """All eleven readings: those given, and the default for the others."""
    for name, option in readings.items():
        if option not in READINGS.get(name, ()):
            raise ValueError(f"unknown reading {name}={option}")
    return {name: readings.get(name, options[0]) for name, options in READINGS.items()}
