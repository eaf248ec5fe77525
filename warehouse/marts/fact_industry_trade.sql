-- What each course and each district's sellers count for.
-- vi: Mỗi lớp tập huấn và người bán của mỗi huyện được tính vào những chỉ tiêu nào.
-- sector: industry_trade
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH ecommerce_training AS (
    SELECT * FROM core.ecommerce_training WHERE _is_counted
),
ecommerce_sale AS (
    SELECT * FROM core.ecommerce_sale WHERE _is_counted
),
final AS (
    SELECT
        'ecommerce_trained_count' AS indicator_code, 'ecommerce_training' AS form,
        coalesce(commune_code, scope_code) AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        trainee_count::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        'trainee_count' AS numerator_field, '' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM ecommerce_training
    UNION ALL BY NAME
    SELECT
        'ecommerce_sales_vnd' AS indicator_code, 'ecommerce_sale' AS form,
        district_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        sales_vnd::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        'sales_vnd' AS numerator_field, '' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM ecommerce_sale
)
SELECT * FROM final
