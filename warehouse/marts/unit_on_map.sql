-- Each unit there ever was beside the units of a day's map that share land with it.
-- vi: Mọi đơn vị từng có cạnh các đơn vị của bản đồ một ngày có chung đất.
-- sector: all
-- grain: unit_code, era_from, map_level, map_unit_code
-- macro: map_date
-- `is_within`: all its land lies in the map's unit, so its counts belong there whole. `is_same`: the two are one land.
-- Where neither holds it was divided, or merged with others since: nobody knows what share of its counts lies where.
WITH territory AS (
    SELECT * FROM mart.unit_territory
),
unit AS (
    SELECT * FROM mart.unit_in_time
),
map AS (
    SELECT * FROM territory
    WHERE map_date BETWEEN era_from AND era_to
),
map_unit AS (
    SELECT * FROM unit
    WHERE map_date BETWEEN era_from AND era_to
),
piece_count AS (
    SELECT unit_code, era_from, count(*) AS n_pieces FROM territory
    GROUP BY unit_code, era_from
),
shared AS (
    SELECT
        territory.unit_code, territory.era_from,
        map.unit_code AS map_unit_code, map.era_from AS map_era_from,
        count(*) AS n_shared
    FROM territory
    JOIN map USING (piece)
    GROUP BY ALL
),
final AS (
    SELECT
        unit.unit_code, unit.valid_from, unit.era_from, unit.era_to, unit.name, unit.level,
        map_unit.level AS map_level, shared.map_unit_code, map_unit.valid_from AS map_valid_from,
        map_unit.name AS map_name, map_unit.type AS map_type,
        shared.n_shared = own.n_pieces AS is_within,
        shared.n_shared = own.n_pieces AND shared.n_shared = theirs.n_pieces AS is_same
    FROM shared
    JOIN unit USING (unit_code, era_from)
    JOIN map_unit ON map_unit.unit_code = shared.map_unit_code
    JOIN piece_count AS own ON own.unit_code = shared.unit_code AND own.era_from = shared.era_from
    JOIN piece_count AS theirs ON theirs.unit_code = shared.map_unit_code AND theirs.era_from = shared.map_era_from
)
SELECT * FROM final
