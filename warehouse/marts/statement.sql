-- The statements of a report as of a day: each with the newest figure of the province known for a period ended by then.
-- vi: Các câu của một báo cáo đến một ngày: mỗi câu kèm con số mới nhất của tỉnh, của kỳ đã kết thúc.
-- sector: all
-- grain: report, statement_no
-- macro: as_of
WITH statement AS (
    SELECT * FROM ref.statements
),
catalogue AS (
    SELECT * FROM mart.indicator
),
newest AS (
    SELECT * FROM mart.province_figure(as_of)
),
final AS (
    SELECT
        statement.report, statement.statement_no::INTEGER AS statement_no, statement.indicator_code,
        coalesce(statement.tier, '') AS tier, statement.wording_vi, statement.wording_en,
        newest.unit_code, newest.period_kind, newest.period_id, newest.period_start, newest.period_end,
        newest.revision, newest.numerator, newest.denominator, newest.value, newest.qualifier,
        newest.denominator_source, newest.load_ids, catalogue.rounding
    FROM statement
    LEFT JOIN newest
        ON newest.indicator_code = statement.indicator_code AND newest.tier = coalesce(statement.tier, '')
    LEFT JOIN catalogue ON catalogue.indicator_code = statement.indicator_code
)
SELECT * FROM final
