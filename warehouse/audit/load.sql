-- grain: load_id. One row per submission loaded, with its key; superseded_seq is the arrival that replaced it. place_seq is
-- the arrival whose place it takes among the loads of its submission: seq, or that which a replay does again.
CREATE OR REPLACE VIEW audit.load AS
WITH load AS (
    SELECT * FROM audit.load_record
),
submission AS (
    SELECT * FROM audit.submission_key
),
final AS (
    SELECT load.*, submission.* EXCLUDE (submission_id)
    FROM load
    JOIN submission USING (submission_id)
)
SELECT * FROM final
