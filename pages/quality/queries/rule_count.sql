-- grain: rule, severity, form, sender_code, month, submission_no, seq. Findings of the newest loads, counted by
-- submission, and of arrivals, by arrival.
WITH of_load AS (
    SELECT
        finding.rule, finding.severity, load.form, load.sender_code, strftime(load.period_end, '%Y-%m') AS month,
        load.submission_no, NULL::BIGINT AS seq
    FROM audit.finding AS finding
    JOIN numbered_load AS load USING (load_id)
    WHERE load.is_newest
),
of_arrival AS (
    SELECT rule, severity, form, sender_code, month, NULL::BIGINT, seq FROM arrival_finding
),
every AS (
    SELECT * FROM of_load
    UNION ALL
    SELECT * FROM of_arrival
),
final AS (
    SELECT rule, severity, form, sender_code, month, submission_no, seq, count(*) AS n FROM every
    WHERE month BETWEEN $first_month AND $last_month
    GROUP BY ALL
)
SELECT * FROM final
ORDER BY ALL
