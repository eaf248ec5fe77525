-- Each target beside each figure it is held against: value, gap, and how many more of the numerator would reach it.
-- vi: Mỗi mục tiêu cạnh từng con số đem so: giá trị, khoảng cách, và tử số cần thêm bao nhiêu thì đạt.
-- sector: all
-- grain: target_code, period_kind, period_id
-- A target of a body is held against the body's own figure or, where no body reports the indicator, against that of
-- the territory it answers for; a national one against the province's. `unit_code`, `agency_code` and `tier` are those
-- of the figure. `gap` is what is missing, below zero what is beyond the target; `more_needed` is below zero where the
-- numerator, or a rank, has to fall. Met is what meets the target before rounding.
WITH target AS (
    SELECT * FROM mart.target
    WHERE target_value IS NOT NULL AND indicator_code <> ''
),
value AS (
    SELECT * FROM mart.indicator_value
    WHERE is_best AND value IS NOT NULL AND indicator_code IN (SELECT indicator_code FROM target)
),
unit AS (
    SELECT * FROM mart.unit_in_time
),
agency AS (
    SELECT * FROM mart.agency
),
catalogue AS (
    SELECT * FROM mart.indicator
),
of_bodies AS (
    SELECT DISTINCT indicator_code FROM value
    WHERE agency_code <> ''
),
of_territory AS (
    SELECT * FROM value
    WHERE agency_code = '' AND tier = ''
),
held_against AS (
    SELECT target.target_code, value.* FROM target
    JOIN value ON value.indicator_code = target.indicator_code AND value.agency_code = target.agency_code
    WHERE target.scope = 'agency'
    UNION ALL BY NAME
    SELECT target.target_code, value.* FROM target
    JOIN agency ON agency.agency_code = target.agency_code
    JOIN of_territory AS value
        ON value.indicator_code = target.indicator_code AND value.unit_code = agency.unit_code
        AND value.period_end BETWEEN agency.valid_from AND agency.valid_to
    WHERE target.scope = 'agency' AND target.indicator_code NOT IN (SELECT indicator_code FROM of_bodies)
    UNION ALL BY NAME
    SELECT target.target_code, value.* FROM target
    JOIN value
        ON value.indicator_code = target.indicator_code AND value.unit_code = target.unit_code
        AND value.agency_code = '' AND value.tier = target.tier
    WHERE target.scope = 'province'
    UNION ALL BY NAME
    SELECT target.target_code, value.* FROM target
    JOIN value
        ON value.indicator_code = target.indicator_code AND value.agency_code = '' AND value.tier = target.tier
    JOIN unit
        ON unit.unit_code = value.unit_code AND value.period_end BETWEEN unit.era_from AND unit.era_to
        AND unit.level = 'province'
    WHERE target.scope = 'national'
),
compared AS (
    SELECT
        target.target_code, target.scope, target.agency_code AS owner_code, target.accountable, target.year,
        target.operator, target.target_value, target.legal_basis, target.text_vi, target.text_en,
        held_against.* EXCLUDE (target_code),
        target.operator IN ('at_least', 'more_than') AS wants_more,
        CASE target.operator
            WHEN 'at_least' THEN exact_value >= target.target_value
            WHEN 'more_than' THEN exact_value > target.target_value
            WHEN 'at_most' THEN exact_value <= target.target_value
            WHEN 'less_than' THEN exact_value < target.target_value
        END AS is_met,
        CASE
            WHEN held_against.unit <> 'percent' THEN target.target_value
            ELSE round(target.target_value * denominator / 100, 6)
        END AS bound
    FROM target
    JOIN held_against USING (target_code)
    LEFT JOIN target AS successor ON successor.target_code = target.superseded_by
    WHERE held_against.period_end >= target.valid_from AND year(held_against.period_end) <= target.year
        AND (successor.target_code IS NULL OR held_against.period_end < successor.valid_from)
),
reached AS (
    SELECT
        *,
        CASE
            WHEN is_met THEN 0
            WHEN unit IN ('point', 'VND') THEN bound - numerator
            WHEN operator = 'at_least' THEN ceil(bound) - numerator
            WHEN operator = 'more_than' THEN floor(bound) + 1 - numerator
            WHEN operator = 'at_most' THEN floor(bound) - numerator
            WHEN operator = 'less_than' THEN ceil(bound) - 1 - numerator
        END AS more_needed
    FROM compared
),
final AS (
    SELECT
        reached.target_code, reached.indicator_code,
        catalogue.name_vi AS indicator_name_vi, catalogue.name_en AS indicator_name_en,
        catalogue.pillar, catalogue.sector, reached.scope, reached.owner_code, reached.accountable,
        coalesce(agency.name_vi, unit.type || ' ' || unit.name, '') AS subject_name,
        coalesce(agency.name_en, unit.name, '') AS subject_name_en,
        reached.unit_code, reached.agency_code, reached.tier, reached.year, reached.operator, reached.target_value,
        reached.period_kind, reached.period_id, reached.period_start, reached.period_end, reached.revision,
        reached.numerator, reached.denominator, reached.value, reached.unit,
        round(if(reached.wants_more, target_value - value, value - target_value), 4) AS gap,
        reached.more_needed, reached.is_met,
        row_number() OVER (
            PARTITION BY reached.target_code ORDER BY reached.period_end DESC, reached.period_start DESC
        ) = 1 AS is_latest,
        reached.legal_basis, reached.text_vi, reached.text_en, reached.load_ids
    FROM reached
    LEFT JOIN catalogue ON catalogue.indicator_code = reached.indicator_code
    LEFT JOIN agency
        ON agency.agency_code = coalesce(nullif(reached.owner_code, ''), reached.agency_code)
        AND reached.period_end BETWEEN agency.valid_from AND agency.valid_to
    LEFT JOIN unit
        ON unit.unit_code = reached.unit_code AND reached.period_end BETWEEN unit.era_from AND unit.era_to
)
SELECT * FROM final
