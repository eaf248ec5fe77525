-- What each district's farmers and farms, and each co-operative, count for.
-- vi: Nông dân, trang trại của mỗi huyện và mỗi hợp tác xã được tính vào những chỉ tiêu nào.
-- sector: agriculture
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH farmer_support AS (
    SELECT * FROM core.farmer_support WHERE _is_counted
),
cooperative AS (
    SELECT * FROM core.cooperative_by_period WHERE _is_counted AND status_code = 'active'
),
livestock_farm AS (
    SELECT * FROM core.livestock_farm WHERE _is_counted AND scale_code IN ('medium', 'large')
),
final AS (
    SELECT
        'farmer_trained_count' AS indicator_code, 'farmer_support' AS form,
        district_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        trained_member_count::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        'trained_member_count' AS numerator_field, '' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM farmer_support
    UNION ALL BY NAME
    SELECT
        'farm_household_ecommerce_count' AS indicator_code, 'farmer_support' AS form,
        district_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        supported_household_count::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        'supported_household_count' AS numerator_field, '' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM farmer_support
    UNION ALL BY NAME
    SELECT
        'cooperative_digital_rate' AS indicator_code, 'cooperative' AS form,
        commune_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        (is_ecommerce AND is_smart_farming)::DOUBLE AS numerator, 1.0 AS denominator,
        'is_ecommerce' AS numerator_field, 'status_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM cooperative
    UNION ALL BY NAME
    SELECT
        'livestock_farm_digital_rate' AS indicator_code, 'livestock_farm' AS form,
        district_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        digital_farm_count::DOUBLE AS numerator, farm_count::DOUBLE AS denominator,
        'digital_farm_count' AS numerator_field, 'farm_count' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM livestock_farm
)
SELECT * FROM final
