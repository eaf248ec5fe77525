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
reasons AS (
    SELECT * FROM findings
    WHERE row_id IS NOT NULL
    UNION ALL
    SELECT findings.* REPLACE (held.row_id AS row_id)  -- refused with its submission, right as it is
    FROM findings
    JOIN held ON held.load_id = findings.load_id AND list_contains(held.rules, findings.rule)
    WHERE findings.row_id IS NULL
),
final AS (
    SELECT
        loads.seq, held.load_id, held.row_id, reasons.finding_no,
        loads.file_name, loads.form, loads.sender_code, loads.period_id, held.sheet, held.sheet_row, reasons.cell,
        reasons.rule, reasons.found, reasons.message_vi, reasons.message_en,
        loads.superseded_by
    FROM held
    JOIN loads USING (load_id)
    LEFT JOIN reasons ON reasons.load_id = held.load_id AND reasons.row_id = held.row_id
)
SELECT * FROM final
