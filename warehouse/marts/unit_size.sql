-- How many communes each unit has in each stretch of time, and how many of them this warehouse knows.
-- vi: Mỗi đơn vị trong từng quãng có bao nhiêu xã, và kho biết được bao nhiêu.
-- sector: all
-- grain: unit_code, era_from
WITH unit AS (
    SELECT * FROM mart.unit_in_time
),
counted AS (
    SELECT
        unit_code, unit_count::BIGINT AS unit_count,
        coalesce(valid_from, DATE '0001-01-01') AS first_day, coalesce(valid_to, DATE '9999-12-31') AS last_day
    FROM ref.unit_counts
    WHERE level = 'commune'
),
within AS (
    SELECT era_from, unnest(list_distinct([unit_code, district_code, province_code])) AS unit_code FROM unit
    WHERE level = 'commune'
),
known AS (
    SELECT unit_code, era_from, count(*) AS known_communes FROM within
    WHERE unit_code IS NOT NULL
    GROUP BY unit_code, era_from
),
final AS (
    SELECT
        unit.unit_code, unit.valid_from, unit.era_from, unit.era_to, unit.level,
        coalesce(known.known_communes, 0) AS known_communes,
        coalesce(counted.unit_count, known.known_communes, 0) AS all_communes
    FROM unit
    LEFT JOIN known ON known.unit_code = unit.unit_code AND known.era_from = unit.era_from
    LEFT JOIN counted
        ON counted.unit_code = unit.unit_code AND unit.era_from BETWEEN counted.first_day AND counted.last_day
)
SELECT * FROM final
