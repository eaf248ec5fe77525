-- The online-dossier rate by level of authority: dossiers received online over all dossiers received in the period.
-- sector: procedures
-- grain: level, period_id
-- An official figure outranks an estimate of the same office. Source: decision 766/QĐ-TTg, definition over all dossiers.
WITH progress AS (
    SELECT * FROM core.dossier_progress
),
agency AS (
    SELECT * FROM ref.agencies
),
official AS (
    SELECT * FROM progress
    QUALIFY row_number() OVER (
        PARTITION BY agency_code, period_id ORDER BY revision = 'official' DESC, _load_id DESC
    ) = 1
),
final AS (
    SELECT
        agency.level,
        official.period_id,
        min(official.period_start) AS period_start,
        max(official.period_end) AS period_end,
        count(*) AS n_agencies,
        sum(official.online_count)::BIGINT AS numerator,
        sum(official.received_in_period_count)::BIGINT AS denominator,
        round(100.0 * numerator / nullif(denominator, 0), 2) AS rate_pct
    FROM official
    JOIN agency USING (agency_code)
    GROUP BY agency.level, official.period_id
)
SELECT * FROM final
