-- What each dossier received in its period counts for. Source: Decision 766/QĐ-TTg, rates over procedures offered online.
-- vi: Mỗi hồ sơ tiếp nhận trong kỳ được tính vào những chỉ tiêu nào. Nguồn: Quyết định 766/QĐ-TTg, tỷ lệ trên các thủ tục cung cấp trực tuyến.
-- sector: procedures
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH body AS (
    SELECT * FROM mart.agency
),
offered AS (
    SELECT procedure_code, agency_code AS offering_agency_code, period_id AS offered_period_id, service_level_code
    FROM core.online_procedure WHERE _is_counted AND service_level_code IN ('full', 'partial')
    QUALIFY row_number() OVER (
        PARTITION BY procedure_code, agency_code, period_id ORDER BY revision = 'official' DESC, _load_id DESC
    ) = 1
),
register AS (
    SELECT * FROM core.dossier_by_period
    WHERE _is_counted AND received_date BETWEEN period_start AND period_end
),
dossier AS (
    SELECT register.*, body.unit_code AS body_unit_code, body.level AS body_level
    FROM register JOIN body
    ON body.agency_code = register.agency_code AND register.period_end BETWEEN body.valid_from AND body.valid_to
),
offered_dossier AS (
    SELECT dossier.*, offered.service_level_code
    FROM dossier JOIN offered
    ON offered.procedure_code = dossier.procedure_code AND offered.offering_agency_code = dossier.agency_code
    AND offered.offered_period_id = dossier.period_id
),
final AS (
    SELECT
        'online_dossier_rate_b' AS indicator_code, 'dossier' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        (channel_code = 'online')::DOUBLE AS numerator, 1.0 AS denominator,
        'channel_code' AS numerator_field, 'procedure_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM offered_dossier
    UNION ALL BY NAME
    SELECT
        'full_online_dossier_rate' AS indicator_code, 'dossier' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        (channel_code = 'online')::DOUBLE AS numerator, 1.0 AS denominator,
        'channel_code' AS numerator_field, 'procedure_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM offered_dossier
    WHERE service_level_code = 'full'
    UNION ALL BY NAME
    SELECT
        'digitised_dossier_rate' AS indicator_code, 'dossier' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        is_digitised::DOUBLE AS numerator, 1.0 AS denominator,
        'is_digitised' AS numerator_field, 'dossier_code' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM dossier
    WHERE is_digitised IS NOT NULL
    UNION ALL BY NAME
    SELECT
        'online_payment_rate' AS indicator_code, 'dossier' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        (coalesce(payment_code, '') = 'online')::DOUBLE AS numerator, 1.0 AS denominator,
        'payment_code' AS numerator_field, 'fee_vnd' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM dossier
    WHERE fee_vnd > 0
)
SELECT * FROM final
