-- grain: form, sender_code, scope_code, period_start, period_end, revision.
-- Each submission the contracts ask for up to a day, and each that came without being asked for, with what came of it.
-- Only those whose period ends in the months asked for. `state` as in mart.submission_register; `unasked` for the rest.
WITH asked AS (
    SELECT * FROM register
    WHERE month BETWEEN $first_month AND $last_month
),
counted AS (
    SELECT
        load_id, count(*) FILTER (severity = 'error') AS errors, count(*) FILTER (severity = 'warning') AS warnings,
        count(DISTINCT row_id) FILTER (rule = 'ROW-DUPLICATE') AS duplicates,
        count(DISTINCT row_id) FILTER (list_contains($form_rules, rule))
        + count(*) FILTER (list_contains($form_rules, rule) AND row_id IS NULL) AS broken,
        bit_xor(hash(rule, sheet, cell, message_vi))::VARCHAR AS said
    FROM audit.finding
    WHERE load_id IS NOT NULL
    GROUP BY load_id
),
latest AS (
    SELECT
        numbered_load.*,
        coalesce(counted.errors, 0) AS errors, coalesce(counted.warnings, 0) AS warnings,
        coalesce(counted.duplicates, 0) AS duplicates, coalesce(counted.broken, 0) AS broken,
        coalesce(counted.said, '') AS said
    FROM numbered_load
    LEFT JOIN counted USING (load_id)
    WHERE is_newest AND strftime(period_end, '%Y-%m') BETWEEN $first_month AND $last_month
),
owed AS (
    SELECT
        asked.form, asked.sender_code, asked.unit_code AS scope_code, asked.period_kind, asked.calendar,
        asked.period_id, asked.period_start, asked.period_end, asked.state, asked.due_date,
        asked.received_on, asked.days_late, asked.is_due,
        coalesce(latest.revision, 'official') AS revision, latest.submission_no, latest.load_id, asked.seq,
        latest.accepted, latest.quarantined, latest.errors, latest.warnings, latest.duplicates, latest.broken,
        coalesce(latest.said, '') AS said
    FROM asked
    LEFT JOIN numbered_load AS counting ON counting.load_id = asked.load_id
    LEFT JOIN latest
        ON latest.submission_no = counting.submission_no
        OR (
            asked.load_id IS NULL AND latest.seq = asked.seq AND latest.form = asked.form
            AND latest.scope_code = asked.unit_code AND latest.period_start = asked.period_start
            AND latest.period_end = asked.period_end
        )
),
unasked AS (
    SELECT
        form, sender_code, scope_code, period_kind, calendar, period_id, period_start, period_end,
        'unasked' AS state, NULL::DATE AS due_date, received_at::DATE AS received_on, 0 AS days_late, false AS is_due,
        revision, submission_no, load_id, seq, accepted, quarantined, errors, warnings, duplicates, broken, said
    FROM latest
    ANTI JOIN owed USING (submission_no)
),
final AS (
    SELECT * FROM owed
    UNION ALL
    SELECT * FROM unasked
)
SELECT
    *, strftime(period_end, '%Y-%m') AS month
FROM final
ORDER BY form, sender_code, scope_code, period_end, revision
