-- The online-dossier rate by level of authority: dossiers received online over all dossiers received in the period.
-- sector: procedures
-- grain: level, period_id
WITH by_agency AS (
    SELECT * FROM mart.online_dossier_rate_by_agency
),
final AS (
    SELECT
        level,
        period_id,
        min(period_start) AS period_start,
        max(period_end) AS period_end,
        count(*) AS n_agencies,
        sum(numerator)::BIGINT AS numerator,
        sum(denominator)::BIGINT AS denominator,
        round(100.0 * sum(numerator) / nullif(sum(denominator), 0), 2) AS rate_pct
    FROM by_agency
    GROUP BY level, period_id
)
SELECT * FROM final
