-- Every indicator of every unit, body, tier and period: numerator, denominator and value; totals sum counts, never rates.
-- sector: all
-- grain: indicator_code, unit_code, agency_code, tier, period_kind, period_id, revision
-- A figure stands for its own unit or body and for the districts and provinces it lay in on the period's last day;
-- figures of bodies also for their tier in the province. What does not add up (a rank, a score) has no totals.
-- revision 'mixed': a total of official figures and, where there are none, estimates. `is_best`: the best known.
WITH cell AS (
    SELECT * FROM mart.indicator_cell
),
raised AS (
    SELECT
        * EXCLUDE (unit_code, agency_code, tier, revision, totals),
        revision AS known_as,
        list_distinct(
            if(agency_code = '', [], [{
                'unit_code': coalesce(seat_code, place_code), 'agency_code': agency_code, 'tier': tier
            }])
            || if(agency_code <> '' AND NOT is_additive, [], [{'unit_code': place_code, 'agency_code': '', 'tier': ''}])
            || if(district_code IS NULL OR NOT is_additive, [],
                [{'unit_code': district_code, 'agency_code': '', 'tier': ''}])
            || if(province_code IS NULL OR NOT is_additive, [],
                [{'unit_code': province_code, 'agency_code': '', 'tier': ''}])
            || if(province_code IS NULL OR NOT is_additive OR agency_code = '', [],
                [{'unit_code': province_code, 'agency_code': '', 'tier': tier}])
        ) AS subjects,
        totals
    FROM cell
),
counted AS (
    SELECT * EXCLUDE (subjects), unnest(subjects) AS subject FROM raised
),
known AS (
    SELECT * EXCLUDE (totals), unnest(totals) AS revision FROM counted
),
summed AS (
    SELECT
        indicator_code, subject.unit_code, subject.agency_code, subject.tier, period_kind, period_id, revision,
        min(period_start) AS period_start,
        max(period_end) AS period_end,
        sum(numerator) AS numerator, sum(denominator) AS denominator,
        any_value(unit) AS unit, any_value(rounding) AS rounding, any_value(qualifier) AS qualifier,
        bool_and(is_additive) OR count(*) = 1 AS is_sum, bool_or(is_rate) AS is_rate,
        flatten(list(numerator_marks) FILTER (numerator_marks IS NOT NULL)) AS numerator_marks,
        flatten(list(denominator_marks) FILTER (denominator_marks IS NOT NULL)) AS denominator_marks,
        flatten(list(denominator_sources) FILTER (denominator_sources IS NOT NULL)) AS denominator_sources,
        sum(n_facts)::BIGINT AS n_facts, sum(n_missing)::BIGINT AS n_missing,
        list_sort(list_distinct(flatten(list(load_ids)))) AS load_ids,
        count(DISTINCT known_as) AS n_revisions, min(known_as) AS only_known_as
    FROM known
    GROUP BY indicator_code, subject, period_kind, period_id, revision
),
valued AS (
    SELECT
        *,
        CASE
            WHEN NOT is_sum THEN NULL
            WHEN is_rate THEN 100.0 * numerator / nullif(denominator, 0)
            ELSE numerator
        END AS exact_value,
        max(CASE WHEN revision = 'mixed' THEN n_revisions END) OVER same AS n_best_revisions,
        max(CASE WHEN revision = 'mixed' THEN only_known_as END) OVER same AS best_revision
    FROM summed
    WINDOW same AS (PARTITION BY indicator_code, unit_code, agency_code, tier, period_kind, period_id)
),
final AS (
    SELECT
        indicator_code, unit_code, agency_code, tier, period_kind, period_id, period_start, period_end, revision,
        numerator, denominator,
        if(
            unit = 'percent', round(exact_value, regexp_extract(rounding, '[0-9]+$')::INTEGER), exact_value
        ) AS value,
        exact_value, unit,
        CASE
            WHEN qualifier <> '' THEN qualifier
            WHEN len(list_distinct(coalesce(numerator_marks, []) || coalesce(denominator_marks, []))) = 0 THEN ''
            WHEN is_rate OR len(list_distinct(numerator_marks)) > 1 THEN 'about'
            ELSE numerator_marks[1]
        END AS qualifier,
        coalesce(list_aggregate(list_sort(list_distinct(denominator_sources)), 'string_agg', '; '), '')
            AS denominator_source,
        n_facts, n_missing, load_ids,
        if(n_best_revisions > 1, revision = 'mixed', revision = best_revision) AS is_best
    FROM valued
    WHERE revision <> 'mixed' OR n_revisions > 1
)
SELECT * FROM final
