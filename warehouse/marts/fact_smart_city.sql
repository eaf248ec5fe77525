-- What each smart-city service counts for.
-- vi: Mỗi dịch vụ đô thị thông minh được tính vào những chỉ tiêu nào.
-- sector: smart_city
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH body AS (
    SELECT * FROM mart.agency
),
service AS (
    SELECT * FROM core.smart_city_service WHERE _is_counted
),
smart_city_service AS (
    SELECT service.*, body.unit_code AS body_unit_code, body.level AS body_level
    FROM service JOIN body
    ON body.agency_code = service.agency_code AND service.period_end BETWEEN body.valid_from AND body.valid_to
),
final AS (
    SELECT
        'smart_city_report_on_time_rate' AS indicator_code, 'smart_city_service' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        report_on_time_count::DOUBLE AS numerator, (report_on_time_count + report_late_count)::DOUBLE AS denominator,
        'report_on_time_count' AS numerator_field, 'report_late_count' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM smart_city_service
)
SELECT * FROM final
