-- The statements of a report as of a day: each with the newest figure of the province known for a period ended by then.
-- sector: all
-- grain: report, statement_no
-- macro: as_of
WITH statement AS (
    SELECT * FROM ref.statements
),
catalogue AS (
    SELECT DISTINCT ON (indicator_code) indicator_code, rounding FROM ref.indicators
    ORDER BY indicator_code, valid_from DESC NULLS LAST
),
figure AS (
    SELECT value.* FROM mart.indicator_value AS value
    JOIN mart.unit_in_time AS unit
        ON unit.unit_code = value.unit_code AND value.period_end BETWEEN unit.era_from AND unit.era_to
    WHERE unit.level = 'province' AND value.agency_code = '' AND value.is_best AND value.period_end <= as_of
),
newest AS (
    SELECT * FROM figure
    QUALIFY row_number() OVER (
        PARTITION BY indicator_code, tier ORDER BY period_end DESC, period_start DESC, unit_code
    ) = 1
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
