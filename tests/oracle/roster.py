"""The 106 units of the plan, in plan order, with 类别 and 序列."""

from typing import NamedTuple

TOWNSHIP = "乡镇街道"
DISTRICT = "区直单位"
STATIONED = "驻区单位"
REFERENCE = "参照单位"
SEPARATE = "单独单位"


class Unit(NamedTuple):
    """One unit: its name, its 类别 and its 序列 (None for a unit that is never ranked)."""

    name: str
    category: str
    sequence: str | None


# One entry for each list of section 一, in its order: 类别, 序列, names.
LISTS: tuple[tuple[str, str | None, tuple[str, ...]], ...] = (
    (TOWNSHIP, "工业发展型乡镇", ("泉交河镇", "兰溪镇", "龙光桥镇", "衡龙桥镇", "沧水铺镇", "泥江口镇")),
    (TOWNSHIP, "农业发展型乡镇", ("牌口乡", "欧江岔镇", "笔架山乡", "八字哨镇", "岳家桥镇", "新市渡镇")),
    (
        TOWNSHIP,
        "街道",
        ("赫山街道办事处", "桃花仑街道办事处", "金银山街道办事处", "会龙山街道办事处"),
    ),
    (
        DISTRICT,
        "区委工作机构",
        ("区纪委", "区委办", "区委组织部", "区委宣传部", "区委统战部", "区委政法委"),
    ),
    (
        DISTRICT,
        "区委工作部门",
        (
            "区编办",
            "区委农村工作部",
            "区委610办",
            "区委老干部局",
            "区接待办",
            "区档案局",
            "区机关事务管理局",
        ),
    ),
    (
        DISTRICT,
        "经济管理部门",
        (
            "区人民政府办公室",
            "区发展和改革局",
            "区工业和信息化局",
            "区财政局",
            "区住房和城乡建设局",
            "区水务局",
            "区农业局",
            "区畜牧水产局",
            "区农机局",
            "区林业局",
            "区商务局",
            "区外事侨务旅游局",
            "区粮食局",
            "区经管局",
            "区经济合作局",
            "区城镇建设开发公司",
            "区国有土地上房屋征收与补偿办公室",
            "区供销社",
        ),
    ),
    (
        DISTRICT,
        "社会发展部门",
        (
            "区教育局",
            "区统计局",
            "区信访局",
            "区科技局",
            "区民政局",
            "区人力资源和社会保障局",
            "区文广新局",
            "区卫生局",
            "区人口和计划生育局",
            "区体育局",
            "区政务服务中心",
            "区城管办",
            "区移民开发局",
        ),
    ),
    (
        DISTRICT,
        "司法机关及行政执法监督部门",
        (
            "区人民法院",
            "区人民检察院",
            "赫山公安分局",
            "区司法局",
            "区审计局",
            "区安全生产监督管理局",
            "赫山消防大队",
            "交警一大队",
            "交警三大队",
        ),
    ),
    (
        DISTRICT,
        "群团组织",
        ("区工商联", "区总工会", "团区委", "区妇联", "区科协", "区文联", "区残联"),
    ),
    (
        STATIONED,
        "驻区单位",
        (
            "赫山国税局",
            "赫山地税局",
            "赫山国土分局",
            "市国土局地矿分局",
            "赫山工商分局",
            "赫山质量技术监督局",
            "赫山气象局",
            "赫山物价分局",
            "赫山环保分局",
            "赫山食品药品监督管理分局",
            "市区海事分局",
            "赫山农村公路管理所",
            "赫山公路管理局",
            "赫山道路运输管理所",
            "国家统计局赫山调查队",
            "赫山供电局",
            "市住房公积金管理中心赫山管理部",
            "益阳广播电视台赫山记者站",
            "中国银行赫山支行",
            "工商银行赫山支行",
            "建设银行赫山支行",
            "农业银行赫山支行",
            "农业发展银行赫山支行",
            "赫山农村信用合作联社",
            "邮政储蓄银行赫山支行",
            "人保财险赫山支公司",
            "益阳移动赫山分公司",
        ),
    ),
    (REFERENCE, None, ("区人大机关", "区政协机关")),
    (SEPARATE, None, ("龙岭工业园",)),
)

ROSTER: tuple[Unit, ...] = tuple(
    Unit(name, category, sequence) for category, sequence, names in LISTS for name in names
)

SEQUENCES: tuple[str, ...] = tuple(sequence for _, sequence, _ in LISTS if sequence is not None)


def members(sequence: str) -> list[Unit]:
    """The units of one 序列, in plan order."""
    return [unit for unit in ROSTER if unit.sequence == sequence]
