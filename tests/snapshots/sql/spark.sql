-- 小方案：要先建好的表

CREATE TABLE `_units` (
  `_population` INT,
  `_unit` BIGINT,
  `单位` STRING,
  `类别` STRING,
  `序列` STRING
);

CREATE TABLE `得分` (
  `_population` INT,
  `_line` BIGINT,
  `单位` STRING,
  `基础分` BIGINT,  -- 乘以10的4次方
  `人数` BIGINT
);

CREATE TABLE `表彰` (
  `_population` INT,
  `_line` BIGINT,
  `单位` STRING,
  `项目` STRING,
  `级别` STRING,
  `日期` DATE
);

CREATE TABLE `排位` (
  `_population` INT,
  `_line` BIGINT,
  `单位` STRING,
  `上年位次` BIGINT,
  `本年位次` BIGINT
);

CREATE TABLE `扣分` (
  `_population` INT,
  `_line` BIGINT,
  `单位` STRING,
  `事由` STRING,
  `分数` BIGINT  -- 乘以10的4次方
);

CREATE TABLE `往年` (
  `_population` INT,
  `_line` BIGINT,
  `单位` STRING,
  `年度` BIGINT,
  `等次` STRING
);

-- 小方案（spark，每个单位一行）
-- “问题”不为空的群体，结果不算数；数都是整数，小数位数见 docs/sql.md。
WITH
`单位_1` AS (
  SELECT
    s.`_population`,
    s.`_unit`,
    s.`单位`,
    s.`类别`,
    s.`序列`,
    j1.`基础分`  -- 得分
  FROM `_units` AS s
  LEFT JOIN `得分` AS j1 ON s.`_population` = j1.`_population` AND s.`单位` = j1.`单位`
),
`表彰_1` AS (
  SELECT
    s.`_population`,
    s.`_line`,
    j1.`_unit`,
    s.`级别`
  FROM `表彰` AS s
  LEFT JOIN `_units` AS j1 ON s.`_population` = j1.`_population` AND s.`单位` = j1.`单位`
),
`单位_2` AS (
  SELECT
    `_population`, `_unit`, `单位`, `序列`, `基础分`,
    COALESCE(`序列` IS NOT NULL AND (`类别` = '村' OR `序列` = '村' OR `单位` = '村'), FALSE) AS `参加排序`  -- 排
  FROM `单位_1`
),
`表彰_2` AS (
  SELECT
    `_population`, `_line`, `_unit`,
    CAST(CASE WHEN `级别` = '省级' THEN 2 WHEN `级别` = '县级' THEN 1 END AS BIGINT) AS `【奖】`  -- 奖
  FROM `表彰_1`
),
`表彰_合计_1` AS (
  SELECT
    `_population`,
    `_unit`,
    SUM(`【奖】`) AS `【奖】`  -- 奖
  FROM `表彰_2`
  GROUP BY `_population`, `_unit`
),
`单位_3` AS (
  SELECT
    s.`_population`, s.`_unit`, s.`单位`, s.`序列`, s.`基础分`, s.`参加排序`,
    CAST(CAST(COALESCE(j1.`【奖】`, 0) AS BIGINT) AS BIGINT) AS `【奖】`  -- 奖
  FROM `单位_2` AS s
  LEFT JOIN `表彰_合计_1` AS j1 ON s.`_population` = j1.`_population` AND s.`_unit` = j1.`_unit`
),
`单位_4` AS (
  SELECT
    `_population`, `_unit`, `单位`, `序列`, `【奖】`, `参加排序`,
    CAST(`基础分` + (`【奖】` * 10000) AS BIGINT) AS `总分`  -- 总分
  FROM `单位_3`
),
`单位_5` AS (
  SELECT
    `_population`, `_unit`, `单位`, `序列`, `【奖】`, `总分`, `参加排序`,
    CASE WHEN `参加排序` AND `总分` IS NULL THEN 3 END AS `_wrong`  -- 问题
  FROM `单位_4`
),
`单位_合计_1` AS (
  SELECT
    `_population`,
    `序列`,
    COUNT(CASE WHEN `参加排序` AND `总分` IS NOT NULL THEN 1 END) AS `名次·有分`  -- 排
  FROM `单位_4`
  GROUP BY `_population`, `序列`
),
`单位_6` AS (
  SELECT
    s.`_population`, s.`_unit`, s.`单位`, s.`【奖】`, s.`总分`, s.`参加排序`,
    CASE
      WHEN s.`参加排序` AND s.`总分` IS NOT NULL AND j1.`名次·有分` = CASE s.`序列` WHEN '山村' THEN 3 WHEN '水村' THEN 2 END THEN CASE s.`序列` WHEN '山村' THEN 1 WHEN '水村' THEN 2 END
    END AS `名次·序列号`,
    s.`_wrong` AS `问题步骤`
  FROM `单位_5` AS s
  LEFT JOIN `单位_合计_1` AS j1 ON s.`_population` = j1.`_population` AND s.`序列` = j1.`序列`
),
`单位_7` AS (
  SELECT
    `_population`, `_unit`, `单位`, `【奖】`, `总分`, `参加排序`,
    CAST(CASE
      WHEN `名次·序列号` IS NOT NULL THEN RANK() OVER (PARTITION BY `_population`, `名次·序列号` ORDER BY `总分` DESC NULLS LAST)
    END AS BIGINT) AS `名次`  -- 排
  FROM `单位_6`
),
`单位_合计_2` AS (
  SELECT
    `_population`,
    MIN(`问题步骤`) AS `问题`  -- 排
  FROM `单位_6`
  GROUP BY `_population`
),
`单位_8` AS (
  SELECT
    s.`_population`, s.`_unit`, s.`单位`, s.`【奖】`, s.`总分`, s.`参加排序`, s.`名次`,
    CASE j1.`问题` WHEN 3 THEN '名次' END AS `问题`  -- 不为空的，在这一步有问题：这个群体的结果不算数
  FROM `单位_7` AS s
  LEFT JOIN `单位_合计_2` AS j1 ON s.`_population` = j1.`_population`
)
SELECT
  CAST(`_population` AS INT) AS `_population`,
  CAST(`_unit` AS BIGINT) AS `_unit`,
  CAST(`单位` AS STRING) AS `单位`,
  CAST(`问题` AS STRING) AS `问题`,  -- 不为空的，在这一步有问题：这个群体的结果不算数
  CAST(`【奖】` AS BIGINT) AS `【奖】`,  -- 分
  CAST(`总分` AS BIGINT) AS `总分`,  -- 分，末4位是小数
  CAST(`名次` AS BIGINT) AS `名次`,
  CAST(`参加排序` AS BOOLEAN) AS `参加排序`
FROM `单位_8`
ORDER BY `_population`, `_unit`
