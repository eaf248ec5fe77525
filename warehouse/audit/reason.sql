-- grain: load_id, row_id, finding_no. Why each row in quarantine is there, in words, with its file and address.
CREATE OR REPLACE VIEW audit.reason AS
WITH held AS (
    SELECT * FROM audit.quarantine
),
loads AS (
    SELECT * FROM audit.load
),
findings AS (
    SELECT * FROM audit.finding
    WHERE severity = 'error'
),
final AS (
    SELECT
        loads.seq, held.load_id, held.row_id, findings.finding_no,
        loads.file_name, loads.form, loads.sender_code, loads.period_id, held.sheet, held.sheet_row, findings.cell,
        findings.rule, findings.found, findings.message_vi, findings.message_en,
        loads.superseded_by
    FROM held
    JOIN loads USING (load_id)
    LEFT JOIN findings ON findings.load_id = held.load_id AND (
        findings.row_id = held.row_id
        OR (findings.row_id IS NULL AND list_contains(held.rules, findings.rule))  -- refused with its submission
    )
)
SELECT * FROM final
