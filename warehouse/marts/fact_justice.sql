-- What each commune's civil-status records count for.
-- vi: Dữ liệu hộ tịch của mỗi xã được tính vào những chỉ tiêu nào.
-- sector: justice
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH justice_service AS (
    SELECT * FROM core.justice_service WHERE _is_counted
),
final AS (
    SELECT
        'civil_record_digitised_rate' AS indicator_code, 'justice_service' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        digitised_record_count::DOUBLE AS numerator, record_count::DOUBLE AS denominator,
        'digitised_record_count' AS numerator_field, 'record_count' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM justice_service
)
SELECT * FROM final
