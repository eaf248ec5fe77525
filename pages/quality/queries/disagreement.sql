-- grain: finding_seq, finding_no. Where two sources of one figure differ, widest apart first; numbers of the submissions
-- both cells are of.
WITH disagreement AS (
    SELECT * FROM audit.disagreement
),
final AS (
    SELECT
        disagreement.finding_seq, disagreement.finding_no, disagreement.check_name, disagreement.form,
        disagreement.field, load.period_kind, load.calendar, load.period_id, load.period_start, load.period_end,
        load.submission_no, disagreement.sender_code, disagreement.file_name AS file, disagreement.sheet,
        disagreement.cell, disagreement.value,
        other_load.submission_no AS other_submission_no, disagreement.other_form, disagreement.other_load_id,
        disagreement.other_sender_code, disagreement.other_file_name AS other_file, disagreement.other_sheet,
        disagreement.other_cell, disagreement.other_value, disagreement.difference, disagreement.difference_pct
    FROM disagreement
    JOIN numbered_load AS load USING (load_id)
    LEFT JOIN numbered_load AS other_load ON other_load.load_id = disagreement.other_load_id
    WHERE strftime(load.period_end, '%Y-%m') BETWEEN $first_month AND $last_month
)
SELECT * FROM final
ORDER BY abs(difference_pct) DESC NULLS LAST, finding_seq, finding_no
