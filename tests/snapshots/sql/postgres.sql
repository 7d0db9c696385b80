-- 小方案：要先建好的表

CREATE TABLE "_units" (
  "_population" integer,
  "_unit" bigint,
  "单位" text,
  "类别" text,
  "序列" text
);

CREATE TABLE "得分" (
  "_population" integer,
  "_line" bigint,
  "单位" text,
  "基础分" bigint,  -- 乘以10的4次方
  "人数" bigint
);

CREATE TABLE "表彰" (
  "_population" integer,
  "_line" bigint,
  "单位" text,
  "项目" text,
  "级别" text,
  "日期" date
);

CREATE TABLE "排位" (
  "_population" integer,
  "_line" bigint,
  "单位" text,
  "上年位次" bigint,
  "本年位次" bigint
);

CREATE TABLE "扣分" (
  "_population" integer,
  "_line" bigint,
  "单位" text,
  "事由" text,
  "分数" bigint  -- 乘以10的4次方
);

CREATE TABLE "往年" (
  "_population" integer,
  "_line" bigint,
  "单位" text,
  "年度" bigint,
  "等次" text
);

-- 小方案（postgres，每个单位一行）
-- “问题”不为空的群体，结果不算数；数都是整数，小数位数见 docs/sql.md。
WITH
"单位_1" AS NOT MATERIALIZED (
  SELECT
    s."_population",
    s."_unit",
    s."单位",
    s."类别",
    s."序列",
    j1."基础分"  -- 得分
  FROM "_units" AS s
  LEFT JOIN "得分" AS j1 ON s."_population" = j1."_population" AND s."单位" = j1."单位"
  OFFSET 0
),
"表彰_1" AS NOT MATERIALIZED (
  SELECT
    s."_population",
    s."_line",
    j1."_unit",
    s."级别"
  FROM "表彰" AS s
  LEFT JOIN "_units" AS j1 ON s."_population" = j1."_population" AND s."单位" = j1."单位"
  OFFSET 0
),
"单位_2" AS NOT MATERIALIZED (
  SELECT
    "_population", "_unit", "单位", "序列", "基础分",
    COALESCE("序列" IS NOT NULL AND ("类别" = '村' OR "序列" = '村' OR "单位" = '村'), FALSE) AS "参加排序"  -- 排
  FROM "单位_1"
  OFFSET 0
),
"表彰_2" AS NOT MATERIALIZED (
  SELECT
    "_population", "_line", "_unit",
    CAST(CASE WHEN "级别" = '省级' THEN 2 WHEN "级别" = '县级' THEN 1 END AS bigint) AS "【奖】"  -- 奖
  FROM "表彰_1"
  OFFSET 0
),
"表彰_合计_1" AS NOT MATERIALIZED (
  SELECT
    "_population",
    "_unit",
    SUM("【奖】") AS "【奖】"  -- 奖
  FROM "表彰_2"
  GROUP BY "_population", "_unit"
  OFFSET 0
),
"单位_3" AS NOT MATERIALIZED (
  SELECT
    s."_population", s."_unit", s."单位", s."序列", s."基础分", s."参加排序",
    CAST(CAST(COALESCE(j1."【奖】", 0) AS bigint) AS bigint) AS "【奖】"  -- 奖
  FROM "单位_2" AS s
  LEFT JOIN "表彰_合计_1" AS j1 ON s."_population" = j1."_population" AND s."_unit" = j1."_unit"
  OFFSET 0
),
"单位_4" AS MATERIALIZED (
  SELECT
    "_population", "_unit", "单位", "序列", "【奖】", "参加排序",
    CAST("基础分" + ("【奖】" * 10000) AS bigint) AS "总分"  -- 总分
  FROM "单位_3"
),
"单位_5" AS NOT MATERIALIZED (
  SELECT
    "_population", "_unit", "单位", "序列", "【奖】", "总分", "参加排序",
    CASE WHEN "参加排序" AND "总分" IS NULL THEN 3 END AS "_wrong"  -- 问题
  FROM "单位_4"
  OFFSET 0
),
"单位_合计_1" AS NOT MATERIALIZED (
  SELECT
    "_population",
    "序列",
    COUNT(CASE WHEN "参加排序" AND "总分" IS NOT NULL THEN 1 END) AS "名次·有分"  -- 排
  FROM "单位_4"
  GROUP BY "_population", "序列"
  OFFSET 0
),
"单位_6" AS MATERIALIZED (
  SELECT
    s."_population", s."_unit", s."单位", s."【奖】", s."总分", s."参加排序",
    CASE
      WHEN s."参加排序" AND s."总分" IS NOT NULL AND j1."名次·有分" = CASE s."序列" WHEN '山村' THEN 3 WHEN '水村' THEN 2 END THEN CASE s."序列" WHEN '山村' THEN 1 WHEN '水村' THEN 2 END
    END AS "名次·序列号",
    s."_wrong" AS "问题步骤"
  FROM "单位_5" AS s
  LEFT JOIN "单位_合计_1" AS j1 ON s."_population" = j1."_population" AND s."序列" = j1."序列"
),
"单位_7" AS NOT MATERIALIZED (
  SELECT
    "_population", "_unit", "单位", "【奖】", "总分", "参加排序",
    CAST(CASE
      WHEN "名次·序列号" IS NOT NULL THEN RANK() OVER (PARTITION BY "_population", "名次·序列号" ORDER BY "总分" DESC NULLS LAST)
    END AS bigint) AS "名次"  -- 排
  FROM "单位_6"
  OFFSET 0
),
"单位_合计_2" AS NOT MATERIALIZED (
  SELECT
    "_population",
    MIN("问题步骤") AS "问题"  -- 排
  FROM "单位_6"
  GROUP BY "_population"
  OFFSET 0
),
"单位_8" AS NOT MATERIALIZED (
  SELECT
    s."_population", s."_unit", s."单位", s."【奖】", s."总分", s."参加排序", s."名次",
    CASE j1."问题" WHEN 3 THEN '名次' END AS "问题"  -- 不为空的，在这一步有问题：这个群体的结果不算数
  FROM "单位_7" AS s
  LEFT JOIN "单位_合计_2" AS j1 ON s."_population" = j1."_population"
  OFFSET 0
)
SELECT
  CAST("_population" AS integer) AS "_population",
  CAST("_unit" AS bigint) AS "_unit",
  CAST("单位" AS text) AS "单位",
  CAST("问题" AS text) AS "问题",  -- 不为空的，在这一步有问题：这个群体的结果不算数
  CAST("【奖】" AS bigint) AS "【奖】",  -- 分
  CAST("总分" AS bigint) AS "总分",  -- 分，末4位是小数
  CAST("名次" AS bigint) AS "名次",
  CAST("参加排序" AS boolean) AS "参加排序"
FROM "单位_8"
ORDER BY "_population", "_unit"
