-- How every unit, body and tier stands, sector by sector: its indicators, those that meet their target, those below it.
-- vi: Mỗi đơn vị, cơ quan và cấp ở từng ngành: các chỉ tiêu, bao nhiêu đạt, bao nhiêu chưa đạt.
-- sector: all
-- grain: pillar, sector, unit_code, agency_code, tier
-- Each indicator counts with its newest figure, against its own target before the province's before the country's, and
-- of those the one that is due first.
WITH value AS (
    SELECT * FROM mart.indicator_value
    WHERE is_best AND value IS NOT NULL
),
progress AS (
    SELECT * FROM mart.target_progress
),
catalogue AS (
    SELECT * FROM mart.indicator
),
newest AS (
    SELECT * FROM value
    QUALIFY row_number() OVER (
        PARTITION BY indicator_code, unit_code, agency_code, tier ORDER BY period_end DESC, period_start DESC
    ) = 1
),
judged AS (
    SELECT indicator_code, unit_code, agency_code, tier, period_kind, period_id, is_met FROM progress
    QUALIFY row_number() OVER (
        PARTITION BY indicator_code, unit_code, agency_code, tier, period_kind, period_id
        ORDER BY scope = 'agency' DESC, scope = 'province' DESC, year, target_code
    ) = 1
),
final AS (
    SELECT
        catalogue.pillar, catalogue.sector, newest.unit_code, newest.agency_code, newest.tier,
        count(*) AS n_indicators,
        count(*) FILTER (judged.is_met) AS n_met,
        count(*) FILTER (NOT judged.is_met) AS n_below,
        count(*) FILTER (judged.is_met IS NULL) AS n_without_target,
        max(newest.period_end) AS latest_period_end
    FROM newest
    JOIN catalogue USING (indicator_code)
    LEFT JOIN judged USING (indicator_code, unit_code, agency_code, tier, period_kind, period_id)
    GROUP BY catalogue.pillar, catalogue.sector, newest.unit_code, newest.agency_code, newest.tier
)
SELECT * FROM final
