-- grain: agency_code. Every body by its newest name, with the district its territory lies in; level and order for lists.
WITH named AS (
    SELECT * FROM mart.agency
    QUALIFY row_number() OVER (PARTITION BY agency_code ORDER BY valid_from DESC) = 1
),
placed AS (
    SELECT unit_code, district_code FROM mart.unit_in_time
    WHERE district_code IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY unit_code ORDER BY era_from DESC) = 1
),
final AS (
    SELECT
        named.agency_code, named.name_vi, named.name_en, named.level, named.unit_code,
        coalesce(placed.district_code, '') AS district_code
    FROM named
    LEFT JOIN placed USING (unit_code)
)
SELECT * FROM final
ORDER BY level, name_vi, agency_code
