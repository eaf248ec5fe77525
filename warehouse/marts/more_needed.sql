-- How many more of the numerator would bring each rate to a value asked for, such as mart.more_needed(50).
-- vi: Tử số cần thêm bao nhiêu để mỗi tỷ lệ đạt mức được hỏi, ví dụ mart.more_needed(50).
-- sector: all
-- grain: indicator_code, unit_code, agency_code, tier, period_kind, period_id
-- macro: wanted_pct
-- Below zero: how many fewer, where a lower rate is the better one.
WITH rate AS (
    SELECT * FROM mart.indicator_value
    WHERE is_best AND unit = 'percent' AND denominator IS NOT NULL
),
catalogue AS (
    SELECT * FROM mart.indicator
),
bound AS (
    SELECT rate.*, catalogue.direction, round(wanted_pct::DOUBLE * rate.denominator / 100, 6) AS bound
    FROM rate
    LEFT JOIN catalogue USING (indicator_code)
),
final AS (
    SELECT
        indicator_code, unit_code, agency_code, tier, period_kind, period_id, period_end, revision,
        numerator, denominator, value,
        if(
            direction = 'lower', least(floor(bound) - numerator, 0), greatest(ceil(bound) - numerator, 0)
        ) AS more_needed
    FROM bound
)
SELECT * FROM final
