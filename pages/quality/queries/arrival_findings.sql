-- grain: finding_no. Findings of one arrival that belong to none of its submissions.
SELECT
    finding_no, rule, severity, sheet, cell, column_name, row_id, found, expected_vi, expected_en,
    remedy_vi, remedy_en, message_vi, message_en
FROM arrival_finding
WHERE seq = $seq
ORDER BY finding_no
