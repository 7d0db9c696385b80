-- Units: sums of ledgers, caps, circumstances, totals, ranks, places, grades and what follows.
CREATE OR REPLACE TABLE 结果 AS
WITH a AS (SELECT * FROM 表彰合计),
k AS (SELECT uid, sum(CASE 扣分行 WHEN 1 THEN 5 WHEN 2 THEN 2 WHEN 3 THEN 1 ELSE 0 END)::SMALLINT AS 批评扣分,
    count(*)::SMALLINT AS 批评次数 FROM 通报批评_轨迹 WHERE 年度行 = 1 GROUP BY uid),
r AS (SELECT uid,
    sum(CASE 前移行 WHEN 1 THEN 前移位数 * 5 WHEN 2 THEN 30 ELSE 0 END)::SMALLINT AS 前移分,
    (count(保持行) * 15)::SMALLINT AS 保持分 FROM 指标排位_轨迹 GROUP BY uid),
i AS (SELECT uid, count(*) FILTER (验收行 = 1)::SMALLINT AS 验收分,
    sum(CASE 验收行 WHEN 2 THEN 扣分 ELSE 0 END)::INTEGER AS 验收扣分 FROM 上级验收_轨迹 WHERE 年度行 = 1 GROUP BY uid),
v AS (SELECT uid, count(*)::SMALLINT AS 否决次数 FROM 一票否决_轨迹 WHERE 年度行 = 1 GROUP BY uid),
p AS (SELECT uid, count(*)::SMALLINT AS 民调次数 FROM 民调_轨迹 WHERE 选出行 = 1 GROUP BY uid),
b AS (SELECT uid, count(*)::SMALLINT AS 违纪次数 FROM 违纪_轨迹 WHERE 选出行 = 1 GROUP BY uid),
h AS (SELECT uid, 等次 AS 上年等次 FROM 历史等次 WHERE 年度 = 2012),
d AS (SELECT uid, count(*)::SMALLINT AS 决定次数 FROM 委员会决定 GROUP BY uid),
s AS (SELECT uid, 类别, 序列组, 名额, 上年等次, 指标评估得分, 述绩述效评估得分, 公众评估得分,
    coalesce(表彰分, 0)::SMALLINT AS 表彰分, coalesce(市级分, 0)::SMALLINT AS 市级分,
    coalesce(承办分, 0)::SMALLINT AS 承办分, coalesce(国家级次数, 0)::SMALLINT AS 国家级次数,
    coalesce(批评扣分, 0)::SMALLINT AS 批评扣分, coalesce(批评次数, 0)::SMALLINT AS 批评次数,
    CASE WHEN 类别 = '乡镇街道' THEN coalesce(前移分, 0) ELSE 0 END::SMALLINT AS 前移分,
    CASE WHEN 类别 = '乡镇街道' THEN coalesce(保持分, 0) ELSE 0 END::SMALLINT AS 保持分,
    coalesce(验收分, 0)::SMALLINT AS 验收分, coalesce(验收扣分, 0)::INTEGER AS 验收扣分,
    coalesce(否决次数, 0)::SMALLINT AS 否决次数, coalesce(民调次数, 0)::SMALLINT AS 民调次数,
    coalesce(违纪次数, 0)::SMALLINT AS 违纪次数, coalesce(决定次数, 0)::SMALLINT AS 决定次数,
    在编人数, 党政正职人数, 其他班子成员人数, 主要负责人两年内异动, 获省委省政府充分肯定, 省市绩效评估中加分
    FROM 单位 LEFT JOIN 得分 USING (uid) LEFT JOIN a USING (uid) LEFT JOIN k USING (uid) LEFT JOIN r USING (uid)
    LEFT JOIN i USING (uid) LEFT JOIN v USING (uid) LEFT JOIN p USING (uid) LEFT JOIN b USING (uid)
    LEFT JOIN h USING (uid) LEFT JOIN d USING (uid)),
t AS (SELECT *, (表彰分 * 10 + 市级分 * 10 + 承办分 - 表彰封顶)::SMALLINT AS 表彰加分,
    (前移分 + 保持分 - 主要指标封顶)::SMALLINT AS 主要指标加分, -(批评扣分::INTEGER * 10000 + 验收扣分) AS 减分,
    bit_count(情形) AS 情形数
    FROM (SELECT *, greatest(表彰分 * 10 - 50, 0)::SMALLINT AS 表彰封顶,
        greatest(前移分 + 保持分 - 100, 0)::SMALLINT AS 主要指标封顶,
        ((否决次数 > 0)::TINYINT + (类别 = '乡镇街道' AND 民调次数 > 0)::TINYINT * 2 + (违纪次数 > 0)::TINYINT * 4
            + (批评次数 > 0)::TINYINT * 8)::TINYINT AS 情形 FROM s)),
u AS MATERIALIZED (SELECT *, 指标评估得分 + 述绩述效评估得分 + 公众评估得分 + 加减分 AS 综合得分
    FROM (SELECT *, (表彰加分 + 主要指标加分)::INTEGER * 1000 + 验收分::INTEGER * 10000 + 减分 AS 加减分 FROM t)),
n AS (SELECT uid, rank() OVER 高低 AS 名次, NOT 取消 AND rank() OVER 高低 - count(*) FILTER (取消)
        OVER (高低 RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP) <= 名额 AS 取得名额
    FROM (SELECT uid, 序列组, 综合得分, 情形数 > 0 AS 取消, 名额 FROM u WHERE 序列组 IS NOT NULL)
    WINDOW 高低 AS (PARTITION BY 序列组 ORDER BY 综合得分 DESC)),
w AS (SELECT u.*, 名次, 取得名额 FROM u LEFT JOIN n USING (uid)),
g AS (SELECT *, CASE WHEN 序列组 IS NOT NULL THEN
    CASE WHEN 情形数 >= 2 AND 决定次数 > 0 THEN 1 WHEN 取得名额 THEN 2
        WHEN 情形数 = 0 AND 得分行 = 1 AND 国家级次数 > 0 AND 获省委省政府充分肯定 AND 省市绩效评估中加分 THEN 3
        ELSE 得分行 + 3 END END::TINYINT AS 等次行
    FROM (SELECT *, CASE WHEN 序列组 IS NOT NULL THEN
        CASE WHEN 综合得分 >= 7000000 THEN 1 WHEN 综合得分 >= 6000000 THEN 2 ELSE 3 END END::TINYINT AS 得分行
        FROM w)),
f AS (SELECT *, 类别 IN ('乡镇街道', '区直单位') AS 本区,
    CASE 等次行 WHEN 1 THEN 3 WHEN 2 THEN 0 WHEN 3 THEN 0 WHEN 4 THEN 1 WHEN 5 THEN 2 WHEN 6 THEN 3 END::TINYINT AS 等
    FROM g),
m AS (SELECT *, CASE WHEN 类别 = '参照单位' THEN 在编人数 * 1000 WHEN 本区
        THEN CASE 等 WHEN 0 THEN 在编人数 * 2000 WHEN 1 THEN 在编人数 * 1000 WHEN 2 THEN 0 WHEN 3 THEN 0 END
        WHEN 类别 = '驻区单位' THEN CASE 等 WHEN 0 THEN 40000 WHEN 1 THEN 20000 WHEN 2 THEN 0 WHEN 3 THEN 0 END
        END AS 奖金总额 FROM f)
SELECT uid, 类别, 指标评估得分, 述绩述效评估得分, 公众评估得分, 表彰加分, 主要指标加分, 验收分 AS 验收加分,
    减分, 加减分, 综合得分, 名次::SMALLINT AS 名次, 情形 AS 取消评优情形,
    等 AS 等次, CASE WHEN 等 IS NOT NULL THEN 情形数 >= 2 AND 决定次数 = 0 END AS 待委员会研究,
    CASE 等 WHEN 0 THEN 20 WHEN 1 THEN 15 WHEN 2 THEN 10 WHEN 3 THEN 5 END::TINYINT AS 优岗比例,
    奖金总额, CASE WHEN 等 IS NULL THEN NULL WHEN 奖金总额 = 0 THEN 0
        WHEN 本区 THEN CASE 等 WHEN 0 THEN 300000 ELSE 150000 END::INTEGER * 党政正职人数 ELSE 奖金总额 * 25 END AS 党政正职奖金下限,
    CASE WHEN 等 IS NULL THEN NULL WHEN 奖金总额 = 0 THEN 0
        WHEN 本区 THEN CASE 等 WHEN 0 THEN 24000 ELSE 12000 END * 其他班子成员人数 ELSE 奖金总额 * 5 END
        AS 其他班子成员奖金下限,
    CASE WHEN 本区 THEN 等 < 3 END AS 发放第十三个月工资,
    (CASE 等 WHEN 0 THEN 1 WHEN 1 THEN 0
        WHEN 2 THEN 2 + CASE WHEN 上年等次 = '基本达标' THEN
            CASE WHEN 本区 THEN 12 + CASE WHEN 主要负责人两年内异动 THEN 0 ELSE 16 END
            ELSE CASE WHEN 主要负责人两年内异动 THEN 0 ELSE 32 END END ELSE 0 END
        WHEN 3 THEN CASE WHEN 本区 THEN 28 + CASE WHEN 上年等次 = '不达标'
                THEN 640 + CASE WHEN 主要负责人两年内异动 THEN 0 ELSE 256 END ELSE 0 END
            ELSE 64 + CASE WHEN 上年等次 = '不达标'
                THEN 5120 + CASE WHEN 主要负责人两年内异动 THEN 0 ELSE 2048 END ELSE 0 END END
        ELSE 0 END)::SMALLINT AS 处理
-- traces
    , 表彰分, 市级分, 承办分, -表彰封顶 AS 表彰封顶, 前移分, 保持分, -主要指标封顶 AS 主要指标封顶,
    -批评扣分 AS 批评扣分, -验收扣分 AS 验收扣分, 否决次数, 民调次数, 违纪次数, 批评次数, 国家级次数, 决定次数, 情形数,
    取得名额, 上年等次, 得分行, 等次行,
    CASE WHEN 等 IS NOT NULL THEN CASE WHEN 情形数 >= 2 AND 决定次数 = 0 THEN 1 ELSE 2 END END::TINYINT AS 待研究行,
    CASE WHEN 类别 = '参照单位' THEN 5 WHEN 本区 THEN CASE 等 WHEN 0 THEN 1 WHEN 1 THEN 3 WHEN 2 THEN 6 WHEN 3 THEN 7 END
        ELSE CASE 等 WHEN 0 THEN 2 WHEN 1 THEN 4 WHEN 2 THEN 8 WHEN 3 THEN 8 END END::TINYINT AS 奖金行,
    CASE WHEN 等 IS NULL THEN NULL WHEN 奖金总额 = 0 THEN 1 WHEN 本区 THEN 等 * 2 + 2 ELSE 等 * 2 + 3 END::TINYINT
        AS 下限行
-- end
FROM m;
