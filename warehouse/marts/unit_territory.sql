-- The pieces of land that make up each unit in each stretch of time: two units share land where they share a piece.
-- vi: Các mảnh đất làm nên mỗi đơn vị trong từng quãng: hai đơn vị chung đất khi chung một mảnh.
-- sector: all
-- grain: unit_code, era_from, piece
-- A piece is one way through the successions of communes, from the first to the last commune that held it: a merger
-- leaves pieces whole, a division makes several of one. The rest of a province whose communes are not all known
-- (ref.unit_counts) is one piece more, that no commune holds.
WITH RECURSIVE unit AS (
    SELECT * FROM mart.unit_in_time
),
commune AS (
    SELECT DISTINCT unit_code, valid_from, valid_to FROM unit
    WHERE level = 'commune'
),
succession AS (
    SELECT * FROM ref.unit_successions
    WHERE kind <> 'abolish'
),
step AS (
    SELECT
        old.unit_code, old.valid_from,
        new.unit_code AS next_code, new.valid_from AS next_from
    FROM commune AS old
    JOIN succession ON succession.unit_code = old.unit_code AND succession.effective_date = old.valid_to + 1
    JOIN commune AS new
        ON new.unit_code = succession.successor_code
        AND succession.effective_date BETWEEN new.valid_from AND new.valid_to
),
way AS (
    SELECT unit_code AS last_code, valid_from AS last_from, [{'code': unit_code, 'since': valid_from}] AS held_by
    FROM commune
    ANTI JOIN step ON step.next_code = commune.unit_code AND step.next_from = commune.valid_from
    UNION ALL
    SELECT step.next_code, step.next_from, way.held_by || [{'code': step.next_code, 'since': step.next_from}]
    FROM way
    JOIN step ON step.unit_code = way.last_code AND step.valid_from = way.last_from
),
whole_way AS (
    SELECT held_by, array_to_string([h.code || '@' || h.since FOR h IN held_by], '>') AS piece FROM way
    ANTI JOIN step ON step.unit_code = way.last_code AND step.valid_from = way.last_from
),
held AS (
    SELECT unnest(held_by) AS holder, piece FROM whole_way
),
of_commune AS (
    SELECT unit.unit_code, unit.valid_from, unit.era_from, unit.era_to, unit.district_code, unit.province_code, piece
    FROM held
    JOIN unit ON unit.level = 'commune' AND unit.unit_code = holder.code AND unit.valid_from = holder.since
),
of_every_unit AS (
    SELECT unit_code, valid_from, era_from, era_to, piece FROM of_commune
    UNION ALL
    SELECT unit.unit_code, unit.valid_from, unit.era_from, unit.era_to, of_commune.piece
    FROM unit
    JOIN of_commune ON of_commune.district_code = unit.unit_code AND of_commune.era_from = unit.era_from
    WHERE unit.level = 'district'
    UNION ALL
    SELECT unit.unit_code, unit.valid_from, unit.era_from, unit.era_to, of_commune.piece
    FROM unit
    JOIN of_commune ON of_commune.province_code = unit.unit_code AND of_commune.era_from = unit.era_from
    WHERE unit.level = 'province'
    UNION ALL
    SELECT unit_code, valid_from, era_from, era_to, unit_code || '@' || valid_from || ' rest' FROM mart.unit_size
    WHERE known_communes < all_communes AND level = 'province'
),
final AS (
    SELECT * FROM of_every_unit
)
SELECT * FROM final
