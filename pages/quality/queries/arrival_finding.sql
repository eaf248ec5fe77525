-- grain: seq, finding_no. Findings above the submissions that are still true: those of the newest arrival of what they
-- are about. `sender_code`, `form`, `month`: what else is known of the arrival; '' where nothing is.
CREATE OR REPLACE TEMP TABLE arrival_finding AS
WITH finding AS (
    SELECT * FROM audit.finding
    WHERE load_id IS NULL
),
refusal AS (
    SELECT * FROM audit.refusal
),
load AS (
    SELECT * FROM audit.load
),
known AS (
    SELECT seq, form, sender_code, period_end FROM refusal
    UNION
    SELECT seq, form, sender_code, period_end FROM load
),
said AS (
    SELECT
        seq, any_value(sender_code ORDER BY sender_code) AS sender_code, any_value(form ORDER BY form) AS form,
        max(period_end) AS period_end
    FROM known
    GROUP BY seq
),
overtaken AS (
    SELECT DISTINCT known.seq FROM known
    JOIN load AS newer USING (form, sender_code, period_end)
    WHERE newer.place_seq > known.seq
),
final AS (
    SELECT
        finding.* REPLACE (coalesce(nullif(finding.form, ''), said.form, '') AS form),
        coalesce(said.sender_code, '') AS sender_code,
        coalesce(strftime(said.period_end, '%Y-%m'), strftime(run.received_at, '%Y-%m')) AS month
    FROM finding
    JOIN audit.run AS run USING (seq)
    LEFT JOIN said USING (seq)
    ANTI JOIN overtaken USING (seq)
)
SELECT * FROM final
