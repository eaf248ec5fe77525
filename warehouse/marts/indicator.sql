-- Each indicator as the newest entry of the catalogue has it.
-- vi: Mỗi chỉ tiêu, theo dòng mới nhất của danh mục.
-- sector: all
-- grain: indicator_code
WITH final AS (
    SELECT DISTINCT ON (indicator_code) * FROM ref.indicators
    ORDER BY indicator_code, valid_from DESC NULLS LAST
)
SELECT * FROM final
