-- What each school counts for.
-- vi: Mỗi trường được tính vào những chỉ tiêu nào.
-- sector: education
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH school_readiness AS (
    SELECT * FROM core.school_readiness WHERE _is_counted
),
final AS (
    SELECT
        'school_online_ready_rate' AS indicator_code, 'school_readiness' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        is_ready_online::DOUBLE AS numerator, 1.0 AS denominator,
        'is_ready_online' AS numerator_field, 'school_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM school_readiness
)
SELECT * FROM final
