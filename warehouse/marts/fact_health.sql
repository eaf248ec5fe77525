-- What each facility and each commune's health records count for.
-- vi: Mỗi cơ sở y tế và hồ sơ sức khỏe của mỗi xã được tính vào những chỉ tiêu nào.
-- sector: health
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH health_facility AS (
    SELECT * FROM core.health_facility WHERE _is_counted
),
health_record_coverage AS (
    SELECT * FROM core.health_record_coverage WHERE _is_counted
),
final AS (
    SELECT
        'chip_id_facility_rate' AS indicator_code, 'health_facility' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        has_chip_id::DOUBLE AS numerator, 1.0 AS denominator,
        'has_chip_id' AS numerator_field, 'facility_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM health_facility
    UNION ALL BY NAME
    SELECT
        'public_cashless_facility_rate' AS indicator_code, 'health_facility' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        is_cashless::DOUBLE AS numerator, 1.0 AS denominator,
        'is_cashless' AS numerator_field, 'ownership_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM health_facility
    WHERE ownership_code = 'public'
    UNION ALL BY NAME
    SELECT
        'telehealth_facility_rate' AS indicator_code, 'health_facility' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        has_telehealth::DOUBLE AS numerator, 1.0 AS denominator,
        'has_telehealth' AS numerator_field, 'facility_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM health_facility
    UNION ALL BY NAME
    SELECT
        'health_record_coverage' AS indicator_code, 'health_record_coverage' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        record_count::DOUBLE AS numerator, population_count::DOUBLE AS denominator,
        'record_count' AS numerator_field, 'population_count' AS denominator_field, population_source_name AS denominator_source,
        _load_id, _row_id
    FROM health_record_coverage
)
SELECT * FROM final
