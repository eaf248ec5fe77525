-- Every target there is: those of the country and the province, and those given to heads of agencies and of districts.
-- vi: Mọi mục tiêu: của cả nước, của tỉnh, và giao cho người đứng đầu cơ quan, huyện.
-- sector: all
-- grain: target_code
-- A target without a number keeps its text and has no value. `scope`: national | province | agency. `valid_from`: the
-- first day whose figures are held against it; one that was given for a year is held against figures of that year.
WITH assigned AS (
    SELECT * FROM core.assigned_target
    WHERE _is_counted
    QUALIFY row_number() OVER (
        PARTITION BY agency_code, indicator_code, period_id ORDER BY revision = 'official' DESC, _load_id DESC
    ) = 1
),
published AS (
    SELECT * FROM ref.targets
),
final AS (
    SELECT
        target_code, coalesce(indicator_code, '') AS indicator_code, scope,
        coalesce(unit_code, '') AS unit_code, coalesce(agency_code, '') AS agency_code, coalesce(tier, '') AS tier,
        year::INTEGER AS year, coalesce(operator, '') AS operator, value::DOUBLE AS target_value,
        coalesce(unit, '') AS unit, '' AS accountable, legal_basis, text_vi, text_en,
        coalesce(valid_from, DATE '0001-01-01') AS valid_from, coalesce(superseded_by, '') AS superseded_by, source,
        NULL::BIGINT AS _load_id, NULL::BIGINT AS _row_id
    FROM published
    UNION ALL BY NAME
    SELECT
        concat_ws('/', 'assigned', period_id, agency_code, indicator_code) AS target_code,
        indicator_code, 'agency' AS scope, '' AS unit_code, agency_code, '' AS tier,
        year(period_end)::INTEGER AS year, operator_code AS operator, target_value::DOUBLE AS target_value,
        if(target_unit = '%', 'percent', target_unit) AS unit, accountable, legal_basis,
        indicator_name AS text_vi, '' AS text_en,
        make_date(year(period_end), 1, 1) AS valid_from, '' AS superseded_by, legal_basis AS source,
        _load_id, _row_id
    FROM assigned
)
SELECT * FROM final
