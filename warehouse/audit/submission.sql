-- grain: submission_id.
-- What each sender has sent for each period, and which load of it counts. A replay is not sent a second time.
CREATE OR REPLACE VIEW audit.submission AS
WITH loads AS (
    SELECT
        *,
        place_seq = seq AS is_sent,
        accepted > 0 AND (superseded_seq IS NULL OR superseded_seq > coalesce(getvariable('as_of'), 9223372036854775807))
            AS is_current
    FROM audit.load_record
    WHERE seq <= coalesce(getvariable('as_of'), 9223372036854775807)
),
submission AS (
    SELECT * FROM audit.submission_key
),
counted AS (
    SELECT
        submission_id,
        count(*) FILTER (is_sent) AS times_sent,
        min(received_at) FILTER (is_sent) AS first_received_at,
        max(received_at) FILTER (is_sent) AS last_received_at,
        max(load_id) FILTER (is_current) AS current_load_id
    FROM loads
    GROUP BY submission_id
),
final AS (
    SELECT submission.*, counted.* EXCLUDE (submission_id)
    FROM submission
    JOIN counted USING (submission_id)
)
SELECT * FROM final
