-- Targets of the year of a period that have no figure in it: nobody knows yet whether they are met.
-- vi: Mục tiêu của năm chưa có con số nào trong kỳ: chưa biết đạt hay không.
-- sector: all
-- grain: target_code
-- macro: asked_period
-- A target held against figures of another rhythm, such as a yearly one beside a month, is listed only while its year
-- has no figure at all; one whose indicator has a figure for others in the period is listed at once.
WITH target AS (
    SELECT * FROM mart.target
    WHERE target_value IS NOT NULL AND starts_with(asked_period, year::VARCHAR)
),
progress AS (
    SELECT target_code, indicator_code, period_end, period_id = asked_period AS is_asked FROM mart.target_progress
    WHERE starts_with(period_id, left(asked_period, 4))
),
day AS (
    SELECT max(period_end) AS period_end FROM progress
    WHERE is_asked
),
with_figure AS (
    SELECT target_code, bool_or(is_asked) AS is_asked FROM progress
    GROUP BY target_code
),
measured AS (
    SELECT DISTINCT indicator_code FROM progress
    WHERE is_asked
),
agency AS (
    SELECT * FROM mart.agency
),
catalogue AS (
    SELECT * FROM mart.indicator
),
final AS (
    SELECT
        target.target_code, target.indicator_code,
        coalesce(catalogue.name_vi, target.text_vi) AS indicator_name_vi,
        coalesce(catalogue.name_en, target.text_en) AS indicator_name_en,
        catalogue.pillar, catalogue.sector, target.scope, target.agency_code, target.accountable,
        coalesce(agency.name_vi, '') AS subject_name, coalesce(agency.name_en, '') AS subject_name_en,
        target.year, target.operator, target.target_value, target.unit, target.legal_basis
    FROM target
    CROSS JOIN day
    LEFT JOIN catalogue ON catalogue.indicator_code = nullif(target.indicator_code, '')
    LEFT JOIN agency
        ON agency.agency_code = target.agency_code AND day.period_end BETWEEN agency.valid_from AND agency.valid_to
    LEFT JOIN with_figure ON with_figure.target_code = target.target_code
    LEFT JOIN measured ON measured.indicator_code = target.indicator_code
    WHERE day.period_end IS NOT NULL AND with_figure.is_asked IS DISTINCT FROM TRUE
        AND (with_figure.target_code IS NULL OR measured.indicator_code IS NOT NULL)
)
SELECT * FROM final
