-- What each system counts for.
-- vi: Mỗi hệ thống được tính vào những chỉ tiêu nào.
-- sector: data_sharing
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH body AS (
    SELECT * FROM mart.agency
),
system AS (
    SELECT * FROM core.connected_system WHERE _is_counted
),
connected_system AS (
    SELECT system.*, body.unit_code AS body_unit_code, body.level AS body_level
    FROM system JOIN body
    ON body.agency_code = system.agency_code AND system.period_end BETWEEN body.valid_from AND body.valid_to
),
final AS (
    SELECT
        'connected_system_rate' AS indicator_code, 'connected_system' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        is_connected::DOUBLE AS numerator, 1.0 AS denominator,
        'is_connected' AS numerator_field, 'system_name' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM connected_system
)
SELECT * FROM final
