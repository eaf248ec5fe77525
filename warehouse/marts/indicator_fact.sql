-- Every figure that counts for an indicator, one row per row of a submission: the union of the marts that feed it.
-- vi: Mọi con số được tính vào một chỉ tiêu, mỗi dòng của báo cáo một dòng: gộp các bảng cùng góp vào.
-- sector: all
-- grain: indicator_code, form, period_kind, period_id, _load_id, _row_id
-- `unit_code`: territory at the lowest level known. `agency_code`: the body whose figure it is, with its `tier`; both
-- are '' for a figure of a territory. `numerator_field`, `denominator_field`: the cells behind it, for a trace.
WITH final AS (
    SELECT
        NULL::VARCHAR AS indicator_code, NULL::VARCHAR AS form, NULL::VARCHAR AS unit_code,
        NULL::VARCHAR AS agency_code, NULL::VARCHAR AS tier, NULL::VARCHAR AS period_kind, NULL::VARCHAR AS period_id,
        NULL::DATE AS period_start, NULL::DATE AS period_end, NULL::VARCHAR AS revision,
        NULL::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
        NULL::VARCHAR AS numerator_field, NULL::VARCHAR AS denominator_field, NULL::VARCHAR AS denominator_source,
        NULL::BIGINT AS _load_id, NULL::BIGINT AS _row_id
    WHERE false
)
SELECT * FROM final
