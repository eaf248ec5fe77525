-- grain: seq, refusal_no. A table that was refused before it became a submission, and whose submission it would have been.
-- is_empty: nothing was filled in. Why: the findings of its seq, form and sheet that belong to no load.
CREATE OR REPLACE VIEW audit.refusal AS
WITH refusal AS (
    SELECT * FROM audit.refusal_record
),
submission AS (
    SELECT * FROM audit.submission_key
),
final AS (
    SELECT refusal.*, submission.* EXCLUDE (submission_id)
    FROM refusal
    JOIN submission USING (submission_id)
)
SELECT * FROM final
