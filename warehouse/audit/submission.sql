-- grain: form, sender_code, scope_code, period_kind, calendar, period_start, period_end, revision.
-- What each sender has sent for each period, and which load of it counts. A replay is not sent a second time.
CREATE OR REPLACE VIEW audit.submission AS
WITH loads AS (
    SELECT
        *,
        place_seq = seq AS is_sent,
        accepted > 0 AND (superseded_seq IS NULL OR superseded_seq > coalesce(getvariable('as_of'), 9223372036854775807))
            AS is_current
    FROM audit.load
    WHERE seq <= coalesce(getvariable('as_of'), 9223372036854775807)
),
final AS (
    SELECT
        form, sender_code, scope_code, period_kind, calendar, period_id, period_start, period_end, revision,
        count(*) FILTER (is_sent) AS times_sent,
        min(received_at) FILTER (is_sent) AS first_received_at,
        max(received_at) FILTER (is_sent) AS last_received_at,
        max(load_id) FILTER (is_current) AS current_load_id
    FROM loads
    GROUP BY ALL
)
SELECT * FROM final
