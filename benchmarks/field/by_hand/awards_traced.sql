-- Awards with their traces; only where a project has several is there anything to compare.
CREATE OR REPLACE TABLE 表彰_轨迹 AS
WITH e AS (SELECT *, CASE WHEN 年度行 = 1 THEN 先后(计分行, 日期, 行) END AS 键
        FROM (SELECT *, CASE WHEN 年度行 = 1 THEN 计分行(对象, 级别) END AS 计分行
            FROM (SELECT *, 年度行(日期) AS 年度行 FROM 表彰))),
    m AS (SELECT 项目, max(键) AS 键 FROM e WHERE 键 IS NOT NULL GROUP BY 项目 HAVING count(*) > 1)
SELECT uid, 行, 年度行, 计分行,
    CASE WHEN e.键 IS NOT NULL THEN 32767 - (coalesce(m.键, e.键) & 32767) END::SMALLINT AS 胜出行
FROM e LEFT JOIN m USING (项目);
CREATE OR REPLACE VIEW 表彰合计 AS
SELECT uid,
    coalesce(sum(CASE 计分行 WHEN 1 THEN 5 WHEN 2 THEN 2 END) FILTER (胜出行 = 行), 0)::SMALLINT AS 表彰分,
    count(*) FILTER (胜出行 = 行 AND 计分行 = 3)::SMALLINT AS 市级分,
    coalesce(sum(CASE 计分行 WHEN 4 THEN 20 WHEN 5 THEN 10 WHEN 6 THEN 5 END) FILTER (胜出行 = 行), 0)::SMALLINT
        AS 承办分,
    count(*) FILTER (计分行 = 1)::SMALLINT AS 国家级次数
FROM 表彰_轨迹 WHERE 年度行 = 1 GROUP BY uid;
