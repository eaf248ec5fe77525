-- Every indicator of every territory restated on the map of a day: counts follow the land, rates are computed anew.
-- vi: Mọi chỉ tiêu của mọi địa bàn tính lại theo bản đồ của một ngày: số đếm theo đất, tỷ lệ tính lại.
-- sector: all
-- grain: indicator_code, level, unit_code, unit_valid_from, tier, period_kind, period_id, revision
-- macro: map_date
-- A figure goes to the unit of the map in which all its land lies, level by level; what does not add up (a rank) only
-- to a unit of the same land. status 'not_allocable', with no value: the figure of a unit whose land lies in several of
-- the map's (`units` are those), or a unit of the map that such a figure touches (`units` are the touching ones). On
-- the other rows `units` are those that reported. `covered_units` of the `all_units` communes of a unit are in reach of
-- the figure: 36 of 148 in Phú Thọ, unless the whole province reported; of `reported_units` all the land reported.
WITH cell AS (
    SELECT * FROM mart.indicator_cell
    WHERE agency_code = '' OR is_additive
),
on_map AS (
    SELECT * FROM mart.unit_on_map(map_date)
),
unit AS (
    SELECT * FROM mart.unit_in_time
),
size AS (
    SELECT * FROM mart.unit_size
    WHERE map_date BETWEEN era_from AND era_to
),
land AS (
    SELECT * FROM mart.unit_land
),
map_commune AS (
    SELECT land.land FROM land
    JOIN unit ON unit.unit_code = land.unit_code AND unit.era_from = land.era_from AND unit.level = 'commune'
    WHERE map_date BETWEEN land.era_from AND land.era_to
),
level AS (
    SELECT unnest(['commune', 'district', 'province']) AS level, unnest([1, 2, 3]) AS height
),
map_level AS (
    SELECT DISTINCT map_level FROM on_map
),
-- Where the counts of each unit belong on each level at or above its own; where they belong nowhere, what they touch.
home AS (
    SELECT
        on_map.unit_code, on_map.era_from, on_map.map_level AS level,
        max(on_map.map_unit_code) FILTER (on_map.is_within) AS home_code,
        coalesce(bool_or(on_map.is_same), false) AS is_same,
        list(on_map.map_unit_code ORDER BY on_map.map_unit_code) AS touched
    FROM on_map
    JOIN level AS own ON own.level = on_map.level
    JOIN level AS above ON above.level = on_map.map_level
    WHERE above.height >= own.height
    GROUP BY on_map.unit_code, on_map.era_from, on_map.map_level
    UNION ALL
    SELECT
        unit_code, era_from, level, NULL, false,
        list(map_unit_code ORDER BY map_unit_code) FILTER (map_level = 'commune')
    FROM on_map
    WHERE level NOT IN (SELECT map_level FROM map_level)
    GROUP BY unit_code, era_from, level
),
moved AS (
    SELECT
        cell.*, home.touched, land.land,
        coalesce(home.level, cell.place_level, '') AS level,
        CASE
            WHEN cell.is_additive OR home.is_same THEN home.home_code
        END AS home_code,
        unnest(if(cell.agency_code <> '' AND home.level = 'province', list_distinct(['', cell.tier]), [''])) AS map_tier
    FROM cell
    LEFT JOIN home ON home.unit_code = cell.place_code AND home.era_from = cell.place_era_from
    LEFT JOIN land ON land.unit_code = cell.place_code AND land.era_from = cell.place_era_from
    WHERE cell.is_additive OR home.level IS NULL OR home.level = cell.place_level
),
-- A figure without a home is a row of its own, and one that says so in each unit of the map it touches.
sent AS (
    SELECT
        * EXCLUDE (unit_code, home_code, touched),
        unnest(
            if(home_code IS NOT NULL,
                [{'code': home_code, 'is_home': true, 'touches': false, 'touched': NULL::VARCHAR[]}],
                [{'code': place_code, 'is_home': false, 'touches': false, 'touched': touched}]
                || [{'code': t, 'is_home': true, 'touches': true, 'touched': NULL} FOR t IN coalesce(touched, [])]
            )
        ) AS goes_to
    FROM moved
),
known AS (
    SELECT
        * EXCLUDE (totals, revision, level, map_tier, goes_to),
        {
            'level': level, 'unit_code': goes_to.code, 'is_home': goes_to.is_home,
            'left_era_from': if(goes_to.is_home, NULL, place_era_from), 'tier': map_tier
        } AS subject,
        goes_to.touched AS touched, NOT goes_to.touches AS is_part,
        revision AS known_as, unnest(totals) AS revision
    FROM sent
),
total AS (
    SELECT * FROM mart.indicator_total('known')
),
-- Whose figures they are, those of which there is a part and those that only touch, and the land all of them lie on.
whose AS (
    SELECT
        indicator_code, subject, period_kind, period_id, revision,
        list_sort(list(DISTINCT place_code) FILTER (is_part)) AS places,
        list_sort(list(DISTINCT place_code) FILTER (NOT is_part)) AS touched_by,
        bit_or(land) AS land,
        any_value(touched) AS touched
    FROM known
    GROUP BY indicator_code, subject, period_kind, period_id, revision
),
judged AS (
    SELECT
        total.*, whose.places, whose.touched_by, whose.touched, whose.land,
        total.subject.is_home AND whose.touched_by IS NULL AS is_allocable,
        if(total.subject.is_home, map_unit.valid_from, own.valid_from) AS unit_valid_from,
        if(total.subject.is_home, map_unit.name, own.name) AS unit_name,
        size.all_communes AS all_units,
        if(whose.land = map_land.land, size.all_communes, size.known_communes) AS covered_units
    FROM total
    JOIN whose USING (indicator_code, subject, period_kind, period_id, revision)
    LEFT JOIN unit AS map_unit
        ON map_unit.unit_code = total.subject.unit_code AND map_date BETWEEN map_unit.era_from AND map_unit.era_to
    LEFT JOIN unit AS own
        ON own.unit_code = total.subject.unit_code AND own.era_from = total.subject.left_era_from
    LEFT JOIN size ON size.unit_code = total.subject.unit_code
    LEFT JOIN land AS map_land
        ON map_land.unit_code = total.subject.unit_code AND map_date BETWEEN map_land.era_from AND map_land.era_to
),
covered AS (
    SELECT *, len([c FOR c IN (SELECT list(land) FROM map_commune) IF (c & land) = c]) AS reported_units FROM judged
),
final AS (
    SELECT
        indicator_code, subject.level, subject.unit_code, unit_valid_from, unit_name, subject.tier,
        period_kind, period_id, period_start, period_end, revision,
        if(is_allocable, 'ok', 'not_allocable') AS status,
        if(is_allocable, numerator, NULL) AS numerator,
        if(is_allocable, denominator, NULL) AS denominator,
        if(is_allocable, value, NULL) AS value,
        if(is_allocable, exact_value, NULL) AS exact_value,
        unit, qualifier, denominator_source,
        if(is_allocable, places, coalesce(touched_by, touched, [])) AS units,
        if(is_allocable, covered_units, NULL) AS covered_units,
        if(subject.is_home, all_units, NULL) AS all_units,
        if(is_allocable, reported_units, NULL) AS reported_units,
        n_facts, n_missing, load_ids, is_best
    FROM covered
)
SELECT * FROM final
