-- What each procedure offered online counts for.
-- vi: Mỗi thủ tục cung cấp trực tuyến được tính vào những chỉ tiêu nào.
-- sector: procedures
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH body AS (
    SELECT * FROM mart.agency
),
procedure AS (
    SELECT * FROM core.online_procedure WHERE _is_counted
),
online_procedure AS (
    SELECT procedure.*, body.unit_code AS body_unit_code, body.level AS body_level
    FROM procedure JOIN body
    ON body.agency_code = procedure.agency_code AND procedure.period_end BETWEEN body.valid_from AND body.valid_to
),
final AS (
    SELECT
        'procedure_with_traffic_rate' AS indicator_code, 'online_procedure' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        (online_count > 0)::DOUBLE AS numerator, 1.0 AS denominator,
        'online_count' AS numerator_field, 'service_level_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM online_procedure
    WHERE service_level_code IN ('full', 'partial')
)
SELECT * FROM final
