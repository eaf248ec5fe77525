-- grain: finding_no. Findings of one load, in the order of rows and cells.
SELECT
    finding_no, rule, severity, sheet, cell, column_name, row_id, found, expected_vi, expected_en,
    remedy_vi, remedy_en, message_vi, message_en
FROM audit.finding
WHERE load_id = $load_id
ORDER BY row_id NULLS FIRST, finding_no
