-- The place of every body among those of its tier, and of every unit among those of its level, the best first.
-- vi: Thứ hạng của mỗi cơ quan trong cấp của mình và mỗi đơn vị trong cùng cấp hành chính, tốt nhất trước.
-- sector: all
-- grain: indicator_code, unit_code, agency_code, period_kind, period_id
-- The best known figure counts, as it is printed: equal figures share a place. What is better, more or less, is in the
-- catalogue.
WITH value AS (
    SELECT * FROM mart.indicator_value
    WHERE is_best AND value IS NOT NULL AND (agency_code <> '' OR tier = '')
),
unit AS (
    SELECT * FROM mart.unit_in_time
),
catalogue AS (
    SELECT * FROM mart.indicator
),
pooled AS (
    SELECT
        value.*,
        if(value.agency_code <> '', 'body', 'unit') AS pool,
        if(value.agency_code <> '', value.tier, coalesce(unit.level, '')) AS level,
        if(catalogue.direction = 'lower', value.value, -value.value) AS distance
    FROM value
    LEFT JOIN catalogue ON catalogue.indicator_code = value.indicator_code
    LEFT JOIN unit
        ON unit.unit_code = value.unit_code AND value.period_end BETWEEN unit.era_from AND unit.era_to
),
final AS (
    SELECT
        indicator_code, unit_code, agency_code, level, period_kind, period_id, period_end, revision,
        numerator, denominator, value,
        rank() OVER (PARTITION BY indicator_code, pool, level, period_kind, period_id ORDER BY distance) AS place,
        count(*) OVER (PARTITION BY indicator_code, pool, level, period_kind, period_id) AS n_ranked
    FROM pooled
)
SELECT * FROM final
