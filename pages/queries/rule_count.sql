-- grain: rule, severity, form, sender_code, month. Findings of the newest loads and arrivals, counted.
WITH of_load AS (
    SELECT
        finding.rule, finding.severity, load.form, load.sender_code, strftime(load.period_end, '%Y-%m') AS month
    FROM audit.finding AS finding
    JOIN numbered_load AS load USING (load_id)
    WHERE load.is_newest
),
of_arrival AS (
    SELECT rule, severity, form, sender_code, month FROM arrival_finding
),
every AS (
    SELECT * FROM of_load
    UNION ALL
    SELECT * FROM of_arrival
),
final AS (
    SELECT rule, severity, form, sender_code, month, count(*) AS n FROM every
    WHERE month BETWEEN $first_month AND $last_month
    GROUP BY ALL
)
SELECT * FROM final
ORDER BY ALL
