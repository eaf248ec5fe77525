-- What each agency's line of the dossier table counts for.
-- vi: Dòng của mỗi cơ quan trong bảng hồ sơ được tính vào những chỉ tiêu nào.
-- sector: procedures
-- grain: indicator_code, form, _load_id, _row_id
-- feeds: indicator_fact
WITH body AS (
    SELECT * FROM mart.agency
),
progress AS (
    SELECT * FROM core.dossier_progress WHERE _is_counted
),
dossier_progress AS (
    SELECT progress.*, body.unit_code AS body_unit_code, body.level AS body_level
    FROM progress JOIN body
    ON body.agency_code = progress.agency_code AND progress.period_end BETWEEN body.valid_from AND body.valid_to
),
final AS (
    SELECT
        'online_dossier_rate_a' AS indicator_code, 'dossier_progress' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        online_count::DOUBLE AS numerator, received_in_period_count::DOUBLE AS denominator,
        'online_count' AS numerator_field, 'received_in_period_count' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM dossier_progress
    UNION ALL BY NAME
    SELECT
        'on_time_rate' AS indicator_code, 'dossier_progress' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        (resolved_early_count + resolved_on_time_count)::DOUBLE AS numerator, resolved_count::DOUBLE AS denominator,
        'resolved_on_time_count' AS numerator_field, 'resolved_count' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM dossier_progress
    UNION ALL BY NAME
    SELECT
        'overdue_in_process_rate' AS indicator_code, 'dossier_progress' AS form,
        body_unit_code AS unit_code, agency_code, body_level AS tier,
        period_kind, period_id, period_start, period_end, revision,
        in_process_overdue_count::DOUBLE AS numerator, in_process_count::DOUBLE AS denominator,
        'in_process_overdue_count' AS numerator_field, 'in_process_count' AS denominator_field, '' AS denominator_source,
        _load_id, _row_id
    FROM dossier_progress
)
SELECT * FROM final
