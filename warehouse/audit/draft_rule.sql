-- grain: rule, form. What rules that are counted only would have said of the loads that count: before they bite.
CREATE OR REPLACE VIEW audit.draft_rule AS
WITH loads AS (
    SELECT * FROM audit.load
    WHERE superseded_seq IS NULL
),
findings AS (
    SELECT finding.*
    FROM audit.finding
    JOIN loads USING (load_id)
    WHERE finding.severity = 'draft'
),
read AS (
    SELECT form, sum(accepted + quarantined) AS read_rows
    FROM loads
    GROUP BY form
),
final AS (
    SELECT
        findings.rule, findings.form,
        count(*) AS findings,
        count(DISTINCT findings.load_id) AS submissions,
        count(DISTINCT (findings.load_id, findings.row_id)) FILTER (findings.row_id IS NOT NULL) AS broken_rows,
        any_value(read.read_rows) AS read_rows
    FROM findings
    JOIN read ON read.form = findings.form
    GROUP BY findings.rule, findings.form
)
SELECT * FROM final
