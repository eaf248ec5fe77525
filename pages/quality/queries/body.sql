-- grain: agency_code. Every body by the name it has on a day, or the nearest before or after; with the district its
-- territory lies in then. In the order of lists: level, name.
WITH named AS (
    SELECT * FROM mart.agency
    QUALIFY row_number() OVER (
        PARTITION BY agency_code
        ORDER BY valid_from <= $named_on DESC, if(valid_from <= $named_on, -epoch(valid_from), epoch(valid_from))
    ) = 1
),
placed AS (
    SELECT unit_code, district_code FROM mart.unit_in_time
    WHERE district_code IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY unit_code
        ORDER BY era_from <= $named_on DESC, if(era_from <= $named_on, -epoch(era_from), epoch(era_from))
    ) = 1
),
final AS (
    SELECT
        named.agency_code, named.name_vi, named.name_en, named.level, named.unit_code,
        coalesce(placed.district_code, '') AS district_code
    FROM named
    LEFT JOIN placed USING (unit_code)
)
SELECT * FROM final
ORDER BY list_position(['province', 'district', 'commune', 'central'], level), name_vi, agency_code
