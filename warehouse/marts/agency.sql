-- Each body in the time it has its name and its place; an open end is the beginning or the end of time.
-- vi: Mỗi cơ quan trong thời gian mang tên ấy và ở nơi ấy; đầu mở là từ đầu hoặc đến nay.
-- sector: all
-- grain: agency_code, valid_from
WITH final AS (
    SELECT
        agency_code, name_vi, name_en, level, unit_code,
        coalesce(valid_from, DATE '0001-01-01') AS valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to
    FROM ref.agencies
)
SELECT * FROM final
