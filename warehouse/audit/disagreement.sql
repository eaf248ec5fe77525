-- grain: finding_seq, finding_no. Where two sources of one figure differ now: two senders, or a table and the rows it
-- is the sum of; both cells. A correction of either side ends it. difference_pct: per cent of the larger figure.
CREATE OR REPLACE VIEW audit.disagreement AS
WITH load AS (
    SELECT * FROM audit.load
    WHERE seq <= coalesce(getvariable('as_of'), 9223372036854775807)
        AND (superseded_seq IS NULL OR superseded_seq > coalesce(getvariable('as_of'), 9223372036854775807))
),
comparison AS (
    SELECT * FROM audit.comparison
    WHERE seq <= coalesce(getvariable('as_of'), 9223372036854775807)
        AND (until_seq IS NULL OR until_seq > coalesce(getvariable('as_of'), 9223372036854775807))
        AND check_name IN ('source', 'roll_up')
        AND value IS NOT NULL AND other_value IS NOT NULL
),
final AS (
    SELECT
        comparison.finding_seq, comparison.finding_no, comparison.check_name, comparison.rule, comparison.form,
        comparison.field, load.period_kind, load.period_id, load.revision,
        load.sender_code, load.scope_code, load.file_name, comparison.sheet, comparison.cell, comparison.value,
        other.sender_code AS other_sender_code, other.scope_code AS other_scope_code, comparison.other_form,
        comparison.other_field, other.file_name AS other_file_name, comparison.other_sheet, comparison.other_cell,
        comparison.other_value,
        comparison.value - comparison.other_value AS difference,
        100.0 * (comparison.value - comparison.other_value)
            / nullif(greatest(abs(comparison.value), abs(comparison.other_value)), 0) AS difference_pct,
        comparison.load_id, comparison.row_id, comparison.other_load_id, comparison.other_row_id
    FROM comparison
    JOIN load USING (load_id)
    LEFT JOIN load AS other ON other.load_id = comparison.other_load_id
    WHERE comparison.other_load_id IS NULL OR other.load_id IS NOT NULL
)
SELECT * FROM final
