-- What each district's enterprises count for.
-- vi: Doanh nghiệp của mỗi huyện được tính vào những chỉ tiêu nào.
-- sector: enterprises
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH enterprise_digital_use AS (
    SELECT * FROM core.enterprise_digital_use WHERE _is_counted
),
final AS (
    SELECT
        'sme_platform_rate' AS indicator_code, 'enterprise_digital_use' AS form,
        district_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        sme_platform_count::DOUBLE AS numerator, sme_count::DOUBLE AS denominator,
        'sme_platform_count' AS numerator_field, 'sme_count' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM enterprise_digital_use
)
SELECT * FROM final
