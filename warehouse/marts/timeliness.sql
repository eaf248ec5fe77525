-- How much of what was due by a day had come, in time and whole: by body, district, sector, form and all together.
-- vi: Trong những báo cáo đến hạn, bao nhiêu đã nộp, đúng hạn và đủ: theo cơ quan, huyện, ngành, biểu mẫu và tất cả.
-- sector: all
-- grain: dimension, code, period_kind, calendar, period_id
-- macro: on_day
-- `dimension`: `sender`, `district` (the reports owed by it and the communes in it), `level` (province, district,
-- commune), `sector`, `form`, `all`. `period_id` is '' over all periods. A report is counted in the period and under
-- the body that owed it, once, whoever sent it; none is counted before the day it was due has passed.
-- `received_pct`: of those due, those of which a row was loaded. `on_time_pct`: those of which one was by the due day.
-- `complete_pct`: those with every row loaded and no official figures still to come, in time or late.
WITH register AS (
    SELECT * FROM mart.submission_register(on_day)
    WHERE is_due
),
placed AS (
    SELECT 'sender' AS dimension, sender_code AS code, * FROM register
    UNION ALL
    SELECT 'district', district_code, * FROM register
    WHERE district_code IS NOT NULL
    UNION ALL
    SELECT 'level', level, * FROM register
    UNION ALL
    SELECT 'sector', sector, * FROM register
    UNION ALL
    SELECT 'form', form, * FROM register
    UNION ALL
    SELECT 'all', '', * FROM register
),
counted AS (
    SELECT
        dimension, code, coalesce(period_kind, '') AS period_kind, coalesce(calendar, '') AS calendar,
        coalesce(period_id, '') AS period_id, min(period_start) AS period_start, max(period_end) AS period_end,
        count(*) AS n_due,
        count(received_on) AS n_received,
        count(*) FILTER (received_on <= due_date) AS n_on_time,
        count(*) FILTER (received_on > due_date) AS n_late,
        count(*) FILTER (state IN ('complete', 'late')) AS n_complete,
        count(*) FILTER (state = 'partly loaded') AS n_partly_loaded,
        count(*) FILTER (state = 'missing') AS n_missing,
        count(*) FILTER (state = 'empty') AS n_empty,
        count(*) FILTER (state = 'refused') AS n_refused
    FROM placed
    GROUP BY GROUPING SETS ((dimension, code, period_kind, calendar, period_id), (dimension, code))
),
final AS (
    SELECT
        *,
        round(100.0 * n_received / n_due, 2) AS received_pct,
        round(100.0 * n_on_time / n_due, 2) AS on_time_pct,
        round(100.0 * n_complete / n_due, 2) AS complete_pct
    FROM counted
)
SELECT * FROM final
