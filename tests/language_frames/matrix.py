"""What the rule language has to be able to say, and the clauses of the rule books that say it.

Kinds of computing, numbered; behind each the books that use it with some of the clauses.
"""

from __future__ import annotations

TOWNSHIPS, STUDENTS = "townships-2025", "students-2025"
CREDIT, ENVIRONMENT, HESHAN = "credit-2025", "environment-2025", "heshan-2013"
NEW_BOOKS = (TOWNSHIPS, STUDENTS, CREDIT, ENVIRONMENT)

Uses = tuple[tuple[str, str], ...]
# Number, name of the kind, and for each book its clauses, parted by blanks.
MATRIX: tuple[tuple[int, str, Uses], ...] = (
    (
        1,
        "数值落档",
        (
            (TOWNSHIPS, "居民增收 化解率得分 发展位次 达标得分"),
            (STUDENTS, "测试比例 发放比例"),
            (CREDIT, "监测达标计分 培训覆盖分 环境等级 积分等级"),
            (ENVIRONMENT, "断面达标得分"),
        ),
    ),
    (
        2,
        "条件计数、去重计数",
        (
            (TOWNSHIPS, "信访扣分 少报 达标项数"),
            (STUDENTS, "应计违规 不及格课程"),
            (CREDIT, "培训覆盖率"),
            (ENVIRONMENT, "缺少的半月 逾期问题"),
        ),
    ),
    (
        3,
        "附加倍数",
        ((STUDENTS, "倍数"), (CREDIT, "倍数 加倍扣分 频次加倍"), (ENVIRONMENT, "罚金加倍 计算倍数")),
    ),
    (
        4,
        "比率法",
        (
            (TOWNSHIPS, "财政收入 固定资产投资 项目开工"),
            (STUDENTS, "课程成绩 体育课"),
            (CREDIT, "固废利用分 社保参保分"),
            (ENVIRONMENT, "浓度基础分 优良天数"),
        ),
    ),
    (
        5,
        "期限与逾期",
        ((TOWNSHIPS, "报表逾期 督办逾期"), (STUDENTS, "补报期限"), (CREDIT, "逾期工作日 年报逾期")),
    ),
    (
        6,
        "分段累进与数列",
        ((TOWNSHIPS, "招商分段 民生实事"), (STUDENTS, "志愿时数 名次分"), (ENVIRONMENT, "浓度奖 前面份额")),
    ),
    (
        7,
        "缺项折算、无数据取均值",
        (
            (TOWNSHIPS, "年度指标得分 满意度得分"),
            (STUDENTS, "没有打分 身心素质"),
            (ENVIRONMENT, "空气质量得分 加权总分"),
        ),
    ),
    (8, "名次换分", ((TOWNSHIPS, "民生实事 基层党建"), (STUDENTS, "名次分"))),
    (
        9,
        "夹在上下限内",
        (
            (TOWNSHIPS, "满意度修正 综合得分"),
            (STUDENTS, "日常表现 晨跑"),
            (CREDIT, "排放控制分"),
            (ENVIRONMENT, "省考核再扣 结转额"),
        ),
    ),
    (
        10,
        "平均",
        (
            (TOWNSHIPS, "月调度平均分 季评价平均分"),
            (STUDENTS, "评议平均 加权平均成绩"),
            (ENVIRONMENT, "年均浓度 河长得分"),
        ),
    ),
    (11, "与组均值比较", ((TOWNSHIPS, "全县平均增速 工业增速加减"),)),
    (
        12,
        "两维、多维查表",
        ((STUDENTS, "奖励分 份额 职务分"), (CREDIT, "超标排放 拖欠工资"), (ENVIRONMENT, "断面计分")),
    ),
    (
        13,
        "反向指标",
        ((TOWNSHIPS, "空气质量 安全生产"), (CREDIT, "许可占用率 排放控制分"), (ENVIRONMENT, "浓度基础分")),
    ),
    (
        14,
        "多期汇总",
        ((TOWNSHIPS, "当月高低 末位次数 季评价分"), (ENVIRONMENT, "月度末位 连续末位 当季末位")),
    ),
    (15, "联动", ((ENVIRONMENT, "乡镇扣分 乡镇末位 河段得分 河长得分"),)),
    (
        16,
        "逐对象参数",
        (
            (TOWNSHIPS, "财政收入完成率 折算投资额"),
            (STUDENTS, "晨跑 小项满分"),
            (CREDIT, "综合利用率 固废利用分"),
        ),
    ),
    (17, "跨项不重复", ((STUDENTS, "不重复"), (CREDIT, "不重复计 通报扣分"))),
    (18, "份额分摊", ((STUDENTS, "份额 竞赛应得分"), (ENVIRONMENT, "前面份额 累计份额 水资金"))),
    (19, "名次换金额", ((ENVIRONMENT, "名次奖 名次罚 倒数名次"),)),
    (20, "最多计n件", ((STUDENTS, "最多四项 科研成果"), (CREDIT, "表彰加分"))),
    (21, "再犯加重", ((STUDENTS, "宿舍违规"), (CREDIT, "再犯"))),
    (22, "按量奖罚金", ((ENVIRONMENT, "升高罚金 断面缴纳金 超标缴纳金"),)),
    (23, "资金池", ((ENVIRONMENT, "资金池 预拨 空气资金 应得额"),)),
    (24, "有效期", ((STUDENTS, "有效期"), (CREDIT, "有效年数 已过年数 已过有效期"))),
    (25, "状态与修复", ((CREDIT, "整改修复 名单期间 冻结"),)),
    (26, "互相牵制", ((CREDIT, "用工扣分"),)),
    (
        27,
        "并列",
        (
            (TOWNSHIPS, "民生实事名次 党建名次 组内排名"),
            (STUDENTS, "班级排名 比例档次"),
            (ENVIRONMENT, "名次 水资金位次"),
        ),
    ),
    (28, "强制分布", ((STUDENTS, "比例档次"),)),
    (
        29,
        "统计窗口",
        (
            (TOWNSHIPS, "到位年度 月调度平均分"),
            (STUDENTS, "测评学年"),
            (CREDIT, "评价年度 自行监测分"),
            (ENVIRONMENT, "半月 半年次数"),
            (HESHAN, "评估年度"),
        ),
    ),
    (
        30,
        "按次计分",
        (
            (TOWNSHIPS, "信访层级 事故等级"),
            (STUDENTS, "迟到 旷课 处分扣分"),
            (CREDIT, "超标排放 超时用工"),
            (HESHAN, "表彰"),
        ),
    ),
    (
        31,
        "加权合成",
        ((TOWNSHIPS, "综合得分"), (STUDENTS, "总分"), (ENVIRONMENT, "加权总分 总分"), (HESHAN, "综合得分")),
    ),
    (
        32,
        "分类适用",
        (
            (TOWNSHIPS, "财政收入达标线 折算倍数"),
            (STUDENTS, "小项满分 军训"),
            (CREDIT, "通报分 检查频次"),
            (ENVIRONMENT, "等次奖罚标准 河长等次"),
            (HESHAN, "排位前移"),
        ),
    ),
    (
        33,
        "步进率",
        (
            (TOWNSHIPS, "工业增速加减 满意度修正 招商加分"),
            (STUDENTS, "学业进步"),
            (CREDIT, "合同签订分 年报逾期"),
            (ENVIRONMENT, "浓度扣分"),
            (HESHAN, "排位前移"),
        ),
    ),
    (
        34,
        "公式",
        ((TOWNSHIPS, "固定资产投资 平时调度得分"), (STUDENTS, "加权平均成绩"), (ENVIRONMENT, "收入分成")),
    ),
    (
        35,
        "组内排名",
        (
            (TOWNSHIPS, "民生实事名次 组内排名"),
            (STUDENTS, "班级排名"),
            (ENVIRONMENT, "名次之和 名次"),
            (HESHAN, "排序"),
        ),
    ),
    (
        36,
        "复合条件",
        (
            (TOWNSHIPS, "事故情形 降一等 约谈"),
            (STUDENTS, "禁优情形 迟到"),
            (ENVIRONMENT, "国控劣五类 约谈"),
            (HESHAN, "取消评优"),
        ),
    ),
    (
        37,
        "单项封顶、扣完为止",
        (
            (TOWNSHIPS, "招商引资 信访 安全生产"),
            (STUDENTS, "日常表现 志愿服务"),
            (CREDIT, "应扣分 环境得分 用工得分"),
            (ENVIRONMENT, "扬尘巡查 月度排名"),
            (HESHAN, "表彰封顶"),
        ),
    ),
    (
        38,
        "级别查表",
        ((TOWNSHIPS, "表彰级别 通报级别"), (STUDENTS, "奖励分"), (CREDIT, "通报分 表彰分"), (HESHAN, "表彰")),
    ),
    (
        39,
        "否决",
        (
            (TOWNSHIPS, "取消评优 重大事故"),
            (STUDENTS, "不得评优 奖学金等级"),
            (CREDIT, "总分作废 扣大分"),
            (ENVIRONMENT, "限制优秀 先进"),
            (HESHAN, "取消评优"),
        ),
    ),
    (
        40,
        "直接定值",
        (
            (TOWNSHIPS, "发展位次"),
            (STUDENTS, "见义勇为 品德素质 学业素质"),
            (CREDIT, "综合等级"),
            (HESHAN, "直接认定"),
        ),
    ),
    (
        41,
        "例外与优先",
        ((STUDENTS, "应计违规 档次"), (CREDIT, "主动报告 核定分 无责除外"), (HESHAN, "直接评优")),
    ),
    (42, "外部基准", ((TOWNSHIPS, "增速高低"), (ENVIRONMENT, "浓度水平 加罚"), (HESHAN, "取消评优"))),
    (
        43,
        "同一事项取高",
        (
            (TOWNSHIPS, "信访扣分 表彰加分"),
            (STUDENTS, "竞赛取高 活动取高"),
            (CREDIT, "表彰加分"),
            (HESHAN, "同项取高"),
        ),
    ),
    (44, "酌情", ((STUDENTS, "辅导员评价"),)),
    (
        45,
        "组封顶",
        (
            (TOWNSHIPS, "加分合计 扣分合计"),
            (STUDENTS, "科创得分 实践创新"),
            (CREDIT, "环境扣分 应加分"),
            (HESHAN, "表彰封顶 主要指标封顶"),
        ),
    ),
    (
        46,
        "外部结果",
        (
            (STUDENTS, "军训 奖学金金额"),
            (CREDIT, "省级评价扣分 省级评价加分"),
            (ENVIRONMENT, "省考核加减 省考核再扣"),
        ),
    ),
    (
        47,
        "与上期比较",
        (
            (TOWNSHIPS, "位次进退 进步 退步"),
            (STUDENTS, "进步"),
            (ENVIRONMENT, "改善率 水质环比 进退位"),
            (HESHAN, "排位前移"),
        ),
    ),
    (
        48,
        "连续期数",
        (
            (TOWNSHIPS, "连续末位 连续末位段 谈话"),
            (CREDIT, "连续超标 连续超标扣分"),
            (ENVIRONMENT, "连续末位 连续不达标 连续达标"),
            (HESHAN, "连续不达标"),
        ),
    ),
    (
        49,
        "定额金额",
        ((STUDENTS, "奖学金标准"), (ENVIRONMENT, "等次奖罚标准 连续达标奖"), (HESHAN, "优秀奖金")),
    ),
    (
        50,
        "名额与取整",
        ((TOWNSHIPS, "优秀名额"), (STUDENTS, "比例档次"), (ENVIRONMENT, "先进名额"), (HESHAN, "名额取整")),
    ),
    (
        51,
        "等次阈值",
        (
            (TOWNSHIPS, "整数得分 分数段"),
            (STUDENTS, "档次"),
            (CREDIT, "积分等级"),
            (ENVIRONMENT, "按分定等 河长等次"),
            (HESHAN, "达标 基本达标"),
        ),
    ),
    (52, "结转", ((ENVIRONMENT, "清算净额 结转额"), (HESHAN, "评估年度"))),
    (53, "人均与系数", ((ENVIRONMENT, "收入分成"), (HESHAN, "优秀奖金"))),
)
