-- What is found of each row of a ledger: the rows of the tables that fired.
CREATE OR REPLACE TABLE 通报批评_轨迹 AS
SELECT uid, 行, 年度行(日期) AS 年度行, CASE WHEN 列为评估指标 AND 本年(日期)
    THEN CASE 级别 WHEN '国家级' THEN 1 WHEN '省级' THEN 2 ELSE 3 END END::TINYINT AS 扣分行
    FROM 通报批评;
CREATE OR REPLACE TABLE 指标排位_轨迹 AS
SELECT uid, 行, 上年排位 - 本年排位 AS 前移位数,
    CASE WHEN 上年排位 - 本年排位 >= 6 THEN 2 WHEN 上年排位 - 本年排位 >= 1 THEN 1 END::TINYINT AS 前移行,
    CASE WHEN 上年排位 = 1 AND 本年排位 = 1 THEN 1 END::TINYINT AS 保持行 FROM 指标排位;
CREATE OR REPLACE TABLE 上级验收_轨迹 AS
SELECT uid, 行, 年度行(日期) AS 年度行,
    CASE WHEN 本年(日期) THEN CASE WHEN 合格 THEN 1 ELSE 2 END END::TINYINT AS 验收行,
    扣分 FROM 上级验收;
CREATE OR REPLACE TABLE 一票否决_轨迹 AS
SELECT uid, 行, 年度行(日期) AS 年度行 FROM 一票否决;
CREATE OR REPLACE TABLE 民调_轨迹 AS
SELECT uid, 行, 参评总数 - 全市排名 + 1 AS 倒数位次,
    CASE WHEN 参评总数 - 全市排名 < 10 THEN 1 END::TINYINT AS 选出行 FROM 民调;
CREATE OR REPLACE TABLE 违纪_轨迹 AS
SELECT uid, 行, 年度行(日期) AS 年度行,
    CASE WHEN 本年(日期) AND 班子成员 AND 腐败案件 AND 受处分 THEN 1 END::TINYINT AS 选出行 FROM 违纪;
