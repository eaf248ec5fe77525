-- Each unit in each stretch of time in which the map stood still, with the district and the province it lay in.
-- vi: Mỗi đơn vị trong từng quãng bản đồ không đổi, cùng huyện và tỉnh lúc ấy.
-- sector: all
-- grain: unit_code, era_from
-- A code is no identity: `valid_from` tells two units of one code apart (18 communes of 2025 carry the code of an old
-- one with another name). Where a day is not known it is the beginning or the end of time.
WITH unit AS (
    SELECT
        unit_code, name, type, level, parent_code,
        coalesce(valid_from, DATE '0001-01-01') AS valid_from,
        coalesce(valid_to, DATE '9999-12-31') AS valid_to
    FROM ref.units
),
first_day AS (
    SELECT valid_from AS era_from FROM unit
    UNION
    SELECT valid_to + 1 FROM unit
    WHERE valid_to < DATE '9999-12-31'
),
era AS (
    SELECT era_from, lead(era_from - 1, 1, DATE '9999-12-31') OVER (ORDER BY era_from) AS era_to FROM first_day
),
placed AS (
    SELECT * FROM unit
    JOIN era ON era.era_from BETWEEN unit.valid_from AND unit.valid_to
),
above AS (
    SELECT
        placed.*,
        parent.level AS parent_level, parent.parent_code AS grandparent_code
    FROM placed
    LEFT JOIN placed AS parent ON parent.unit_code = placed.parent_code AND parent.era_from = placed.era_from
),
final AS (
    SELECT
        unit_code, valid_from, valid_to, era_from, era_to, name, type, level,
        CASE WHEN level = 'district' THEN unit_code WHEN parent_level = 'district' THEN parent_code END
            AS district_code,
        CASE
            WHEN level = 'province' THEN unit_code
            WHEN parent_level = 'province' THEN parent_code
            ELSE grandparent_code
        END AS province_code
    FROM above
)
SELECT * FROM final
