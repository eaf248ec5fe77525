-- grain: seq. Arrivals that have something wrong with the file itself, newest first.
WITH wrong AS (
    SELECT
        seq, any_value(sender_code) AS sender_code, any_value(form) AS form,
        count(*) FILTER (severity = 'error') AS errors, count(*) FILTER (severity = 'warning') AS warnings
    FROM arrival_finding
    GROUP BY seq
),
final AS (
    SELECT
        run.seq, run.file_name, run.received_at, run.state, run.unclaimed,
        wrong.sender_code, wrong.form, wrong.errors, wrong.warnings,
        coalesce(list_sort(list(DISTINCT load.submission_no) FILTER (load.submission_no IS NOT NULL)), [])
            AS submissions
    FROM audit.run AS run
    JOIN wrong USING (seq)
    LEFT JOIN numbered_load AS load ON load.seq = run.seq
    GROUP BY ALL
)
SELECT * FROM final
ORDER BY seq DESC
