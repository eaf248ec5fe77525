-- The land of each unit in each stretch of time as a string of bits, one for each piece there is: what two have in
-- common is `&`, what several hold together is bit_or.
-- vi: Đất của mỗi đơn vị trong từng quãng, dạng chuỗi bit, mỗi mảnh một bit.
-- sector: all
-- grain: unit_code, era_from
WITH territory AS (
    SELECT * FROM mart.unit_territory
),
piece AS (
    SELECT DISTINCT piece FROM territory
),
unit AS (
    SELECT DISTINCT unit_code, era_from, era_to FROM territory
),
final AS (
    SELECT
        unit.unit_code, unit.era_from, unit.era_to,
        string_agg(if(territory.piece IS NULL, '0', '1'), '' ORDER BY piece.piece)::BIT AS land
    FROM unit
    CROSS JOIN piece
    LEFT JOIN territory
        ON territory.unit_code = unit.unit_code AND territory.era_from = unit.era_from
        AND territory.piece = piece.piece
    GROUP BY unit.unit_code, unit.era_from, unit.era_to
)
SELECT * FROM final
