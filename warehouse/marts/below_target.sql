-- Who is below which target of the year, by how much, and how many more of the numerator would reach it.
-- vi: Nơi nào dưới chỉ tiêu nào của năm, thiếu bao nhiêu, và tử số cần thêm bao nhiêu thì đạt.
-- sector: all
-- grain: target_code, period_kind, period_id
WITH progress AS (
    SELECT * FROM mart.target_progress
),
final AS (
    SELECT * FROM progress
    WHERE NOT is_met AND year = year(period_end)
)
SELECT * FROM final
