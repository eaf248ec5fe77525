-- What each commune's land database and each monitoring station count for.
-- vi: Cơ sở dữ liệu đất đai của mỗi xã và mỗi trạm quan trắc được tính vào những chỉ tiêu nào.
-- sector: land_environment
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH land_database AS (
    SELECT * FROM core.land_database WHERE _is_counted
),
monitoring_station AS (
    SELECT * FROM core.monitoring_station WHERE _is_counted
),
final AS (
    SELECT
        'land_parcel_database_rate' AS indicator_code, 'land_database' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        database_parcel_count::DOUBLE AS numerator, parcel_count::DOUBLE AS denominator,
        'database_parcel_count' AS numerator_field, 'parcel_count' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM land_database
    UNION ALL BY NAME
    SELECT
        'monitoring_station_online_rate' AS indicator_code, 'monitoring_station' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        is_online::DOUBLE AS numerator, 1.0 AS denominator,
        'is_online' AS numerator_field, 'station_name' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM monitoring_station
)
SELECT * FROM final
