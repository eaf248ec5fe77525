-- Each report that was not there on the day it was due: what is outstanding on a day, and what came late before it.
-- vi: Mỗi báo cáo không có vào ngày đến hạn: còn thiếu đến một ngày, và nộp chậm trước ngày ấy.
-- sector: all
-- grain: form, sender_code, unit_code, period_start, period_end
-- macro: on_day
-- The columns and states are those of mart.submission_register; `is_outstanding` tells the two kinds apart.
WITH register AS (
    SELECT * FROM mart.submission_register(on_day)
),
final AS (
    SELECT * FROM register
    WHERE days_late > 0
)
SELECT * FROM final
