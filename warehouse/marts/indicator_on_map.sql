-- Every indicator of every territory restated on the map of a day: counts follow the land, rates are computed anew.
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
    SELECT * EXCLUDE (totals, revision), revision AS known_as, unnest(totals) AS total_revision FROM sent
),
summed AS (
    SELECT
        indicator_code, level, map_tier AS tier, period_kind, period_id, total_revision AS revision,
        goes_to.code AS unit_code, goes_to.is_home AS is_home,
        if(goes_to.is_home, NULL, place_era_from) AS left_era_from,
        min(period_start) AS period_start, max(period_end) AS period_end,
        sum(numerator) AS numerator, sum(denominator) AS denominator,
        any_value(unit) AS unit, any_value(rounding) AS rounding, any_value(qualifier) AS qualifier,
        bool_or(is_rate) AS is_rate,
        flatten(list(numerator_marks) FILTER (numerator_marks IS NOT NULL)) AS numerator_marks,
        flatten(list(denominator_marks) FILTER (denominator_marks IS NOT NULL)) AS denominator_marks,
        flatten(list(denominator_sources) FILTER (denominator_sources IS NOT NULL)) AS denominator_sources,
        coalesce(sum(n_facts) FILTER (NOT goes_to.touches), 0)::BIGINT AS n_facts,
        coalesce(sum(n_missing) FILTER (NOT goes_to.touches), 0)::BIGINT AS n_missing,
        list_sort(list_distinct(flatten(list(load_ids) FILTER (NOT goes_to.touches)))) AS load_ids,
        list_sort(list(DISTINCT place_code) FILTER (NOT goes_to.touches)) AS places,
        list_sort(list(DISTINCT place_code) FILTER (goes_to.touches)) AS touched_by,
        bit_or(land) AS land,
        any_value(goes_to.touched) AS touched,
        count(DISTINCT known_as) AS n_revisions, min(known_as) AS only_known_as
    FROM known
    GROUP BY ALL
    HAVING count(*) FILTER (NOT goes_to.touches) > 0
),
judged AS (
    SELECT
        summed.*,
        summed.is_home AND summed.touched_by IS NULL AS is_allocable,
        if(summed.is_home, map_unit.valid_from, own.valid_from) AS unit_valid_from,
        if(summed.is_home, map_unit.name, own.name) AS unit_name,
        size.all_communes AS all_units,
        if(summed.land = map_land.land, size.all_communes, size.known_communes) AS covered_units,
        max(if(summed.revision = 'mixed', summed.n_revisions, NULL)) OVER same AS n_best_revisions,
        max(if(summed.revision = 'mixed', summed.only_known_as, NULL)) OVER same AS best_revision
    FROM summed
    LEFT JOIN unit AS map_unit
        ON map_unit.unit_code = summed.unit_code AND map_date BETWEEN map_unit.era_from AND map_unit.era_to
    LEFT JOIN unit AS own ON own.unit_code = summed.unit_code AND own.era_from = summed.left_era_from
    LEFT JOIN size ON size.unit_code = summed.unit_code
    LEFT JOIN land AS map_land
        ON map_land.unit_code = summed.unit_code AND map_date BETWEEN map_land.era_from AND map_land.era_to
    WINDOW same AS (
        PARTITION BY summed.indicator_code, summed.level, summed.unit_code, summed.is_home, summed.left_era_from,
        summed.tier, summed.period_kind, summed.period_id
    )
),
valued AS (
    SELECT
        *,
        CASE
            WHEN NOT is_allocable THEN NULL
            WHEN is_rate THEN 100.0 * numerator / nullif(denominator, 0)
            ELSE numerator
        END AS exact_value,
        len([c FOR c IN (SELECT list(land) FROM map_commune) IF (c & land) = c]) AS reported_units
    FROM judged
),
final AS (
    SELECT
        indicator_code, level, unit_code, unit_valid_from, unit_name, tier,
        period_kind, period_id, period_start, period_end, revision,
        if(is_allocable, 'ok', 'not_allocable') AS status,
        if(is_allocable, numerator, NULL) AS numerator,
        if(is_allocable, denominator, NULL) AS denominator,
        if(
            unit = 'percent', round(exact_value, regexp_extract(rounding, '[0-9]+$')::INTEGER), exact_value
        ) AS value,
        exact_value, unit,
        CASE
            WHEN qualifier <> '' THEN qualifier
            WHEN len(list_distinct(coalesce(numerator_marks, []) || coalesce(denominator_marks, []))) = 0 THEN ''
            WHEN is_rate OR len(list_distinct(numerator_marks)) > 1 THEN 'about'
            ELSE numerator_marks[1]
        END AS qualifier,
        coalesce(list_aggregate(list_sort(list_distinct(denominator_sources)), 'string_agg', '; '), '')
            AS denominator_source,
        if(is_allocable, places, coalesce(touched_by, touched, [])) AS units,
        if(is_allocable, covered_units, NULL) AS covered_units,
        if(is_home, all_units, NULL) AS all_units,
        if(is_allocable, reported_units, NULL) AS reported_units,
        n_facts, n_missing, load_ids,
        if(n_best_revisions > 1, revision = 'mixed', revision = best_revision) AS is_best
    FROM valued
    WHERE revision <> 'mixed' OR n_revisions > 1
)
SELECT * FROM final
