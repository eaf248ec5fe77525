-- The bodies that came to stand for each body, directly or by way of others: they answer for what it still owes.
-- vi: Các cơ quan kế thừa mỗi cơ quan, trực tiếp hay qua cơ quan khác: trả lời thay phần còn phải báo cáo.
-- sector: all
-- grain: agency_code, heir_code
-- `since`: the first day they do. `is_partial`: they took over only some of its work.
WITH RECURSIVE succession AS (
    SELECT * FROM ref.agency_successions
    WHERE kind <> 'abolish' AND successor_code <> agency_code
),
line AS (
    SELECT agency_code, successor_code AS heir_code, effective_date AS since, kind = 'split_part' AS is_partial
    FROM succession
    UNION
    SELECT line.agency_code, succession.successor_code, succession.effective_date,
        line.is_partial OR succession.kind = 'split_part'
    FROM line
    JOIN succession ON succession.agency_code = line.heir_code AND succession.effective_date > line.since
),
final AS (
    SELECT agency_code, heir_code, min(since) AS since, bool_and(is_partial) AS is_partial
    FROM line
    WHERE heir_code <> agency_code
    GROUP BY agency_code, heir_code
)
SELECT * FROM final
