-- What each site and each district's visitors count for.
-- vi: Mỗi điểm và khách của mỗi huyện được tính vào những chỉ tiêu nào.
-- sector: culture_tourism
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH tourism_site AS (
    SELECT * FROM core.tourism_site WHERE _is_counted
),
tourism_activity AS (
    SELECT * FROM core.tourism_activity WHERE _is_counted
),
final AS (
    SELECT
        'tourism_site_digitised_rate' AS indicator_code, 'tourism_site' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        is_digitised::DOUBLE AS numerator, 1.0 AS denominator,
        'is_digitised' AS numerator_field, 'site_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM tourism_site
    UNION ALL BY NAME
    SELECT
        'tourism_visitor_count' AS indicator_code, 'tourism_activity' AS form,
        district_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        visitor_count::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        'visitor_count' AS numerator_field, '' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM tourism_activity
    UNION ALL BY NAME
    SELECT
        'tourism_revenue_vnd' AS indicator_code, 'tourism_activity' AS form,
        district_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        revenue_vnd::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        'revenue_vnd' AS numerator_field, '' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM tourism_activity
)
SELECT * FROM final
