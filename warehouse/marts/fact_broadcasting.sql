-- Whether each commune that reported has a station that uses ICT; the row is that of such a station where there is one.
-- vi: Mỗi xã có báo cáo có đài ứng dụng CNTT-VT hay không; dòng là của đài ấy, nếu có.
-- sector: broadcasting
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH station AS (
    SELECT * FROM core.broadcast_station WHERE _is_counted
),
broadcast_station AS (
    SELECT * FROM station
    QUALIFY row_number() OVER (
        PARTITION BY commune_code, period_kind, period_id, revision ORDER BY is_ict DESC, _load_id DESC, _row_id
    ) = 1
),
final AS (
    SELECT
        'ict_broadcast_commune_rate' AS indicator_code, 'broadcast_station' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        is_ict::DOUBLE AS numerator, 1.0 AS denominator,
        'is_ict' AS numerator_field, 'commune_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM broadcast_station
)
SELECT * FROM final
