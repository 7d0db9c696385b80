-- Awards without traces: the row that won is read from its key.
CREATE OR REPLACE VIEW 表彰合计 AS
SELECT uid,
    sum(CASE 胜 WHEN 1 THEN 5 WHEN 2 THEN 2 ELSE 0 END)::SMALLINT AS 表彰分,
    count(*) FILTER (胜 = 3)::SMALLINT AS 市级分,
    sum(CASE 胜 WHEN 4 THEN 20 WHEN 5 THEN 10 WHEN 6 THEN 5 ELSE 0 END)::SMALLINT AS 承办分,
    sum(国家级)::SMALLINT AS 国家级次数
FROM (SELECT any_value(uid) AS uid, (max(先后(计分行, 日期, 行)) >> 31) & 7 AS 胜,
        count(*) FILTER (计分行 = 1) AS 国家级
    FROM (SELECT uid, 行, 项目, 日期, 计分行(对象, 级别) AS 计分行 FROM 表彰 WHERE 本年(日期)) GROUP BY 项目)
GROUP BY uid;
