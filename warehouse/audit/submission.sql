-- grain: form, sender_code, scope_code, period_kind, calendar, period_start, period_end, revision.
-- What each sender has sent for each period, and which load of it counts.
CREATE OR REPLACE VIEW audit.submission AS
WITH loads AS (
    SELECT * FROM audit.load
    WHERE seq <= coalesce(getvariable('as_of'), 9223372036854775807)
),
final AS (
    SELECT
        form, sender_code, scope_code, period_kind, calendar, period_id, period_start, period_end, revision,
        count(*) AS times_sent,
        min(received_at) AS first_received_at,
        max(received_at) AS last_received_at,
        max(load_id) FILTER (accepted > 0) AS current_load_id
    FROM loads
    GROUP BY ALL
)
SELECT * FROM final
