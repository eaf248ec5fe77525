-- The points of each criterion, and the province's published rank.
-- vi: Điểm của từng tiêu chí, và thứ hạng của tỉnh đã công bố.
-- sector: dti
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH body AS (
    SELECT * FROM mart.agency
),
assessment AS (
    SELECT *, sender_code AS agency_code FROM core.dti_assessment WHERE _is_counted
),
dti_assessment AS (
    SELECT assessment.*, body.unit_code AS body_unit_code, body.level AS body_level
    FROM assessment JOIN body
    ON body.agency_code = assessment.agency_code AND assessment.period_end BETWEEN body.valid_from AND body.valid_to
),
dti_result AS (
    SELECT * FROM core.dti_result WHERE _is_counted
),
final AS (
    SELECT
        'dti_score' AS indicator_code, 'dti_assessment' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        (coalesce(appraised_score, self_score))::DOUBLE AS numerator, maximum_score::DOUBLE AS denominator,
        'self_score' AS numerator_field, 'maximum_score' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM dti_assessment
    UNION ALL BY NAME
    SELECT
        'dti_rank' AS indicator_code, 'dti_result' AS form,
        province_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        national_rank::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        'national_rank' AS numerator_field, '' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM dti_result
    UNION ALL BY NAME
    SELECT
        'digital_economy_grdp_share' AS indicator_code, 'dti_result' AS form,
        province_code AS unit_code, '' AS agency_code, '' AS tier,
        period_kind, period_id, period_start, period_end, revision,
        digital_economy_pct::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        'digital_economy_pct' AS numerator_field, '' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM dti_result
    WHERE digital_economy_pct IS NOT NULL
)
SELECT * FROM final
