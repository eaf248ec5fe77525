-- The figures of an indicator summed to one unit or body, period and revision: what totals and maps are made from.
-- vi: Số liệu của một chỉ tiêu cộng về một đơn vị hoặc cơ quan, kỳ và bản: để tính tổng và vẽ bản đồ.
-- sector: all
-- grain: indicator_code, unit_code, agency_code, tier, period_kind, period_id, revision
-- A rate takes only rows that have both its numbers; the others are counted in `n_missing`. `totals`: the totals it
-- belongs to, those of its revision and, where nothing better is known of the unit, those of the best known figures.
-- `place_code`: where it lies, for a body that says no territory its seat; districts and provinces are those of the
-- period's last day, or of the unit's last one where it had ended before.
WITH fact AS (
    SELECT * FROM mart.indicator_fact
),
catalogue AS (
    SELECT
        *,
        coalesce(valid_from, DATE '0001-01-01') AS first_day,
        coalesce(valid_to, DATE '9999-12-31') AS last_day
    FROM ref.indicators
),
unit AS (
    SELECT * FROM mart.unit_in_time
),
agency AS (
    SELECT agency_code, unit_code AS seat_code, coalesce(valid_from, DATE '0001-01-01') AS valid_from
    FROM ref.agencies
),
mark AS (
    SELECT load_id, row_id, field, min(mark) AS mark FROM audit.mark
    WHERE mark IN ('over', 'about', 'under')
    GROUP BY load_id, row_id, field
),
marked AS (
    SELECT
        fact.*,
        above.mark AS numerator_mark,
        below.mark AS denominator_mark
    FROM fact
    LEFT JOIN mark AS above
        ON above.load_id = fact._load_id AND above.row_id = fact._row_id AND above.field = fact.numerator_field
    LEFT JOIN mark AS below
        ON below.load_id = fact._load_id AND below.row_id = fact._row_id AND below.field = fact.denominator_field
),
-- First by load, which is few rows where the facts are many: lists of what is different are dear.
of_load AS (
    SELECT
        indicator_code, unit_code, agency_code, tier, period_kind, period_id, revision,
        _load_id, denominator_source, numerator_mark, denominator_mark,
        min(period_start) AS period_start, max(period_end) AS period_end,
        sum(numerator) AS n_alone, sum(numerator) FILTER (denominator IS NOT NULL) AS n_of_rate,
        sum(denominator) FILTER (numerator IS NOT NULL) AS d_of_rate,
        count(*) AS n_facts, count(numerator) AS n_with_numerator,
        count(*) FILTER (numerator IS NOT NULL AND denominator IS NOT NULL) AS n_with_both
    FROM marked
    GROUP BY ALL
),
summed AS (
    SELECT
        indicator_code, unit_code, agency_code, tier, period_kind, period_id, revision,
        min(period_start) AS period_start, max(period_end) AS period_end,
        sum(n_alone) AS n_alone, sum(n_of_rate) AS n_of_rate, sum(d_of_rate) AS d_of_rate,
        sum(n_facts)::BIGINT AS n_facts, sum(n_with_numerator)::BIGINT AS n_with_numerator,
        sum(n_with_both)::BIGINT AS n_with_both,
        list(DISTINCT numerator_mark) FILTER (numerator_mark IS NOT NULL) AS numerator_marks,
        list(DISTINCT denominator_mark) FILTER (denominator_mark IS NOT NULL) AS denominator_marks,
        list(DISTINCT denominator_source) FILTER (denominator_source <> '') AS denominator_sources,
        list(DISTINCT _load_id) AS load_ids
    FROM of_load
    GROUP BY ALL
),
named AS (
    SELECT
        summed.*,
        coalesce(catalogue.unit, if(summed.d_of_rate IS NULL, '', 'percent')) AS unit,
        coalesce(catalogue.additive, 'yes') = 'yes' AS is_additive,
        coalesce(catalogue.rounding, '2') AS rounding,
        coalesce(catalogue.qualifier, '') AS qualifier,
        coalesce(catalogue.unit, 'percent') = 'percent'
            AND (catalogue.additive = 'yes' OR summed.d_of_rate IS NOT NULL) AS is_rate
    FROM summed
    LEFT JOIN catalogue
        ON catalogue.indicator_code = summed.indicator_code
        AND summed.period_end BETWEEN catalogue.first_day AND catalogue.last_day
),
best AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY indicator_code, unit_code, agency_code, tier, period_kind, period_id
            ORDER BY revision = 'official' DESC, revision
        ) = 1 AS is_best
    FROM named
),
seated AS (
    SELECT
        best.*, agency.seat_code,
        coalesce(nullif(best.unit_code, ''), agency.seat_code, '') AS place_code
    FROM best
    ASOF LEFT JOIN agency ON best.agency_code = agency.agency_code AND best.period_end >= agency.valid_from
),
placed AS (
    SELECT
        seated.*, unit.level AS place_level, unit.era_from AS place_era_from,
        unit.district_code, unit.province_code
    FROM seated
    ASOF LEFT JOIN unit ON seated.place_code = unit.unit_code AND seated.period_end >= unit.era_from
),
final AS (
    SELECT
        indicator_code, unit_code, agency_code, tier, period_kind, period_id, period_start, period_end, revision,
        if(is_rate, n_of_rate, n_alone) AS numerator,
        d_of_rate AS denominator,
        n_facts,
        n_facts - if(is_rate, n_with_both, n_with_numerator) AS n_missing,
        numerator_marks, denominator_marks, denominator_sources, load_ids,
        unit, is_additive, is_rate, rounding, qualifier,
        if(is_best, [revision, 'mixed'], [revision]) AS totals,
        seat_code, place_code, place_level, place_era_from, district_code, province_code
    FROM placed
)
SELECT * FROM final
