-- The newest figure the province had for each indicator by a day.
-- vi: Con số mới nhất của tỉnh cho mỗi chỉ tiêu tính đến một ngày.
-- sector: all
-- grain: indicator_code, tier
-- macro: as_of
WITH final AS (
    SELECT value.* FROM mart.indicator_value AS value
    JOIN mart.unit_in_time AS unit
        ON unit.unit_code = value.unit_code AND value.period_end BETWEEN unit.era_from AND unit.era_to
    WHERE unit.level = 'province' AND value.agency_code = '' AND value.is_best AND value.period_end <= as_of
    QUALIFY row_number() OVER (
        PARTITION BY value.indicator_code, value.tier
        ORDER BY value.period_end DESC, value.period_start DESC, value.unit_code
    ) = 1
)
SELECT * FROM final
