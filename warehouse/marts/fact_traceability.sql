-- What each trace code counts for: codes stuck on goods in the month.
-- vi: Mỗi mã truy xuất được tính vào những chỉ tiêu nào: số tem đã dán trong tháng.
-- sector: traceability
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH trace_code AS (
    SELECT * FROM core.trace_code_by_period WHERE _is_counted
),
final AS (
    SELECT
        'trace_code_count' AS indicator_code, 'trace_code' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        issued_code_count::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        'issued_code_count' AS numerator_field, '' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM trace_code
)
SELECT * FROM final
