-- Figures summed to what they are told of, each with its value as it is printed: what totals and maps have alike.
-- vi: Tổng theo từng đối tượng: giá trị, số hiển thị của một chỉ tiêu trong một kỳ, tính từ các dòng cùng đối tượng.
-- sector: all
-- grain: indicator_code, subject, period_kind, period_id, revision
-- macro: figures
-- `figures`: the name of rows of mart.indicator_cell with the `subject` each is told of, the `revision` it is told in beside the one
-- it is known in (`known_as`), and whether it is part of the sum (`is_part`) or only stands in its way.
WITH summed AS (
    SELECT
        indicator_code, subject, period_kind, period_id, revision,
        min(period_start) AS period_start, max(period_end) AS period_end,
        sum(numerator) AS numerator, sum(denominator) AS denominator,
        any_value(unit) AS unit, any_value(rounding) AS rounding, any_value(qualifier) AS qualifier,
        bool_and(is_additive) OR count(*) = 1 AS is_sum, bool_or(is_rate) AS is_rate,
        flatten(list(numerator_marks) FILTER (numerator_marks IS NOT NULL)) AS numerator_marks,
        flatten(list(denominator_marks) FILTER (denominator_marks IS NOT NULL)) AS denominator_marks,
        flatten(list(denominator_sources) FILTER (denominator_sources IS NOT NULL)) AS denominator_sources,
        coalesce(sum(n_facts) FILTER (is_part), 0)::BIGINT AS n_facts,
        coalesce(sum(n_missing) FILTER (is_part), 0)::BIGINT AS n_missing,
        list_sort(list_distinct(flatten(list(load_ids) FILTER (is_part)))) AS load_ids,
        count(DISTINCT known_as) AS n_revisions, min(known_as) AS only_known_as
    FROM query_table(figures)
    GROUP BY indicator_code, subject, period_kind, period_id, revision
    HAVING bool_or(is_part)
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
    WINDOW same AS (PARTITION BY indicator_code, subject, period_kind, period_id)
),
final AS (
    SELECT
        indicator_code, subject, period_kind, period_id, period_start, period_end, revision,
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
