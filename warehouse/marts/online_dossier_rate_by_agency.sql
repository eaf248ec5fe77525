-- The online-dossier rate of every agency: dossiers received online over all dossiers received in the period.
-- sector: procedures
-- grain: agency_code, period_id
-- An official figure outranks an estimate of the same agency. Source: decision 766/QĐ-TTg, rate over all dossiers.
WITH progress AS (
    SELECT * FROM core.dossier_progress
    WHERE _is_counted
),
agency AS (
    SELECT DISTINCT ON (agency_code) agency_code, name_vi, level FROM ref.agencies
    ORDER BY agency_code, valid_from DESC NULLS LAST
),
official AS (
    SELECT * FROM progress
    QUALIFY row_number() OVER (PARTITION BY agency_code, period_id ORDER BY revision = 'official' DESC) = 1
),
final AS (
    SELECT
        official.agency_code,
        agency.name_vi AS agency_name,
        agency.level,
        official.period_id,
        official.period_start,
        official.period_end,
        official.online_count AS numerator,
        official.received_in_period_count AS denominator,
        round(100.0 * official.online_count / nullif(official.received_in_period_count, 0), 2) AS rate_pct,
        official._load_id,
        official._row_id
    FROM official
    JOIN agency USING (agency_code)
)
SELECT * FROM final
