-- The ledgers as they are kept between evaluations; arrow_... are Arrow tables with numbered units (uid).
CREATE TYPE 级别 AS ENUM ('国家级', '省部级', '省级', '市级');
CREATE TYPE 对象 AS ENUM ('本单位', '区委区政府');
CREATE TYPE 等次 AS ENUM ('优秀', '达标', '基本达标', '不达标');
CREATE TYPE 类别 AS ENUM ('乡镇街道', '区直单位', '驻区单位', '参照单位', '单独单位');
CREATE TABLE 单位 AS SELECT uid, 类别::类别 AS 类别, CASE WHEN 序列号 >= 0 THEN 序列组 END AS 序列组,
    名额::TINYINT AS 名额, 在编人数::INTEGER AS 在编人数, 党政正职人数::INTEGER AS 党政正职人数,
    其他班子成员人数::INTEGER AS 其他班子成员人数, 主要负责人两年内异动, 获省委省政府充分肯定,
    省市绩效评估中加分 FROM arrow_单位;
CREATE TABLE 得分 AS SELECT uid, 指标评估得分::INTEGER AS 指标评估得分,
    述绩述效评估得分::INTEGER AS 述绩述效评估得分, 公众评估得分::INTEGER AS 公众评估得分 FROM arrow_得分;
CREATE TABLE 表彰 AS SELECT uid, _line::SMALLINT AS 行, uid::BIGINT * 256 + 项目号 AS 项目,
    级别::级别 AS 级别, 对象::对象 AS 对象, 日期 FROM arrow_表彰;
CREATE TABLE 通报批评 AS SELECT uid, _line::SMALLINT AS 行, 级别::级别 AS 级别, 列为评估指标, 日期
    FROM arrow_通报批评;
CREATE TABLE 指标排位 AS SELECT uid, _line::SMALLINT AS 行, 上年排位::SMALLINT AS 上年排位,
    本年排位::SMALLINT AS 本年排位 FROM arrow_指标排位;
CREATE TABLE 上级验收 AS SELECT uid, _line::SMALLINT AS 行, 结果 = '合格' AS 合格, 扣分::INTEGER AS 扣分,
    日期 FROM arrow_上级验收;
CREATE TABLE 一票否决 AS SELECT uid, _line::SMALLINT AS 行, 日期 FROM arrow_一票否决;
CREATE TABLE 民调 AS SELECT uid, _line::SMALLINT AS 行, 全市排名::SMALLINT AS 全市排名,
    参评总数::SMALLINT AS 参评总数 FROM arrow_民调;
CREATE TABLE 违纪 AS SELECT uid, _line::SMALLINT AS 行, 班子成员, 腐败案件, 处分 <> '无' AS 受处分, 日期
    FROM arrow_违纪;
CREATE TABLE 历史等次 AS SELECT uid, 年度::SMALLINT AS 年度, 等次::等次 AS 等次 FROM arrow_历史等次;
CREATE TABLE 委员会决定 AS SELECT uid, _line::SMALLINT AS 行 FROM arrow_委员会决定;

CREATE MACRO 年度行(日期) AS
    CASE WHEN 日期 BETWEEN DATE '2013-01-01' AND DATE '2013-12-31' THEN 1
        WHEN 日期 > DATE '2013-12-31' THEN 2 ELSE 3 END::TINYINT;
CREATE MACRO 本年(日期) AS 日期 BETWEEN DATE '2013-01-01' AND DATE '2013-12-31';
-- The six rows of the tables of awards, and the points of each times ten.
CREATE MACRO 计分行(对象, 级别) AS
    CASE 对象 WHEN '本单位'
        THEN CASE 级别 WHEN '国家级' THEN 1 WHEN '省部级' THEN 2 ELSE 3 END
        ELSE CASE 级别 WHEN '国家级' THEN 4 WHEN '省部级' THEN 5 ELSE 6 END END::TINYINT;
CREATE MACRO 分值(计分行) AS
    CASE 计分行 WHEN 1 THEN 50 WHEN 2 THEN 20 WHEN 3 THEN 10 WHEN 4 THEN 20 WHEN 5 THEN 10 ELSE 5 END;
-- Which award of a project counts: most points, then 区委区政府, then the earliest day, then the first line.
CREATE MACRO 先后(计分行, 日期, 行) AS
    ((分值(计分行)::BIGINT * 8 + 计分行) * 65536 + (65535 - (日期 - DATE '1970-01-01'))) * 32768 + (32767 - 行);
