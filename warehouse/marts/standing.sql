-- The targets of the province and the country as of a day, each with the newest figure of the province known by then.
-- vi: Các mục tiêu của tỉnh và cả nước đến một ngày, mỗi mục tiêu kèm con số mới nhất của tỉnh biết đến ngày ấy.
-- sector: all
-- grain: target_code
-- macro: as_of
-- A target without a number stays a text: its figure is shown beside it and `is_met` is null.
WITH target AS (
    SELECT * FROM ref.targets
    WHERE coalesce(agency_code, '') = ''
),
newest AS (
    SELECT * FROM mart.province_figure(as_of)
),
final AS (
    SELECT
        target.target_code, target.indicator_code, target.scope, target.year::INTEGER AS year, target.operator,
        try_cast(target.value AS DOUBLE) AS target_value, target.unit, target.legal_basis,
        target.text_vi, target.text_en,
        newest.numerator, newest.denominator, newest.value AS actual_value, newest.period_id, newest.period_end,
        CASE target.operator
            WHEN 'at_least' THEN newest.value >= target_value
            WHEN 'more_than' THEN newest.value > target_value
            WHEN 'at_most' THEN newest.value <= target_value
            WHEN 'less_than' THEN newest.value < target_value
        END AS is_met
    FROM target
    LEFT JOIN newest
        ON newest.indicator_code = target.indicator_code AND newest.tier = coalesce(target.tier, '')
)
SELECT * FROM final
