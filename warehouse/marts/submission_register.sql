-- Each submission the contracts ask of a body, as it stood on the evening of a day: who owes what, and who has sent it.
-- vi: Mỗi báo cáo biểu mẫu đòi một cơ quan, tính đến hết một ngày: ai phải nộp gì, ai đã nộp.
-- sector: all
-- grain: form, sender_code, unit_code, period_start, period_end
-- macro: on_day
-- A form is owed from the first period anybody has sent it for; one that nobody ever sent, from the first period that
-- is due after the warehouse received its first file. Who owes a period is who the contract names on its last day
-- (ref.debtors): a merged body owes nothing that ends after it. What it still owes may be sent by the one body that
-- stands for it (mart.agency_heir), for its territory; it counts there, once, and not where that body owes the same.
-- `state`, the first of these that holds:
--   partly loaded  what counts of it has rows in quarantine, or one of its tables was refused
--   received       something came that is not yet the report: an estimate, where the official figures are still to
--                  come; or only rows of another territory than is owed, or of a body that stands for several
--   late           complete, and its first submission came after the day it was due
--   complete       every row of it was loaded
--   empty          nothing counts of it; the newest submission had no row of data in it
--   refused        nothing counts of it; no row of the newest submission could be loaded
--   missing        nothing has come and the day it was due has passed
--   expected       nothing has come and that day has not passed
-- `received_on`: the day its first submission came of which a row was loaded, an estimate or not; a correction is not
-- late. `days_late`: from the due day to that day, to `on_day` while there is none; 0 where in time. `is_due`: the due
-- day has passed. `is_outstanding`: it has, and no row was loaded. `answering_code`: the body that answers for it on the
-- day; null where none stands for the one that owed it. `seq`, `load_id`: its newest submission and the load that counts.
WITH attempt AS (
    SELECT * FROM mart.submission_attempt(on_day)
),
form AS (
    SELECT * FROM ref.forms
),
debtor AS (
    SELECT * FROM ref.debtors
),
report_period AS (
    SELECT * FROM ref.report_periods
),
heir AS (
    SELECT * FROM mart.agency_heir
),
agency AS (
    SELECT * FROM mart.agency
),
unit AS (
    SELECT * FROM mart.unit_in_time
),
first_run AS (
    SELECT min(received_at)::DATE AS first_day FROM audit.run
),
first_sent AS (
    SELECT form, min(period_end) AS first_day FROM (
        SELECT form, period_end FROM audit.load
        UNION ALL
        SELECT form, period_end FROM audit.refusal
    )
    GROUP BY form
),
owed AS (
    SELECT
        form.form, form.sector, form.name_vi AS form_name_vi, form.name_en AS form_name_en,
        debtor.sender_code, debtor.unit_code,
        report_period.period_kind, report_period.calendar, report_period.period_id,
        report_period.period_start, report_period.period_end, report_period.due_date
    FROM form
    JOIN debtor USING (form)
    JOIN report_period USING (form)
    CROSS JOIN first_run
    LEFT JOIN first_sent USING (form)
    WHERE report_period.period_end BETWEEN debtor.valid_from AND debtor.valid_to
        AND report_period.period_start <= on_day
        AND CASE
            WHEN first_sent.first_day IS NOT NULL THEN report_period.period_end >= first_sent.first_day
            ELSE coalesce(report_period.due_date, report_period.period_end) >= first_run.first_day
        END
),
answered_itself AS (
    SELECT owed.sender_code AS debtor_code, attempt.* FROM attempt
    JOIN owed
        ON owed.form = attempt.form AND owed.period_start = attempt.period_start
        AND owed.period_end = attempt.period_end AND owed.sender_code = attempt.sender_code
        AND owed.unit_code = attempt.scope_code
),
of_nobody AS (
    SELECT attempt.* FROM attempt
    ANTI JOIN answered_itself USING (form, period_start, period_end, sender_code, scope_code)
),
answered_by_heir AS (
    SELECT owed.sender_code AS debtor_code, of_nobody.* FROM of_nobody
    JOIN heir ON heir.heir_code = of_nobody.sender_code
    JOIN owed
        ON owed.form = of_nobody.form AND owed.period_start = of_nobody.period_start
        AND owed.period_end = of_nobody.period_end AND owed.sender_code = heir.agency_code
        AND owed.unit_code = of_nobody.scope_code
    QUALIFY count(*) OVER (PARTITION BY of_nobody.seq, of_nobody.submission_id) = 1
),
answer AS (
    SELECT * FROM answered_itself
    UNION ALL
    SELECT * FROM answered_by_heir
),
beside AS (
    SELECT DISTINCT owed.form, owed.sender_code, owed.unit_code, owed.period_start, owed.period_end
    FROM of_nobody
    LEFT JOIN heir ON heir.heir_code = of_nobody.sender_code
    JOIN owed
        ON owed.form = of_nobody.form AND owed.period_start = of_nobody.period_start
        AND owed.period_end = of_nobody.period_end
        AND (owed.sender_code = of_nobody.sender_code
            OR (owed.sender_code = heir.agency_code AND owed.unit_code = of_nobody.scope_code))
    ANTI JOIN answered_by_heir
        ON answered_by_heir.seq = of_nobody.seq AND answered_by_heir.form = of_nobody.form
        AND answered_by_heir.sender_code = of_nobody.sender_code
        AND answered_by_heir.scope_code = of_nobody.scope_code
        AND answered_by_heir.period_start = of_nobody.period_start
        AND answered_by_heir.period_end = of_nobody.period_end
    WHERE of_nobody.state NOT IN ('empty', 'refused')
),
summed AS (
    SELECT
        form, debtor_code AS sender_code, scope_code AS unit_code, period_start, period_end,
        count(DISTINCT seq) FILTER (is_sent) AS n_sent,
        min(sent_on) FILTER (state NOT IN ('empty', 'refused')) AS received_on,
        arg_max(struct_pack(state, revision, load_id), (revision = 'official', place_seq, seq))
            FILTER (state IN ('partly loaded', 'complete')) AS counting,
        arg_max(state, (place_seq, seq, state)) AS newest_state, max(seq) AS seq
    FROM answer
    GROUP BY ALL
),
answering AS (
    SELECT agency_code, arg_min(heir_code, (is_partial, heir_code)) AS heir_code FROM heir
    SEMI JOIN agency
        ON agency.agency_code = heir.heir_code AND on_day BETWEEN agency.valid_from AND agency.valid_to
    WHERE since <= on_day AND NOT is_partial
    GROUP BY agency_code
),
living AS (
    SELECT DISTINCT agency_code FROM agency
    WHERE on_day BETWEEN valid_from AND valid_to
),
judged AS (
    SELECT
        owed.*,
        coalesce(summed.n_sent, 0) AS n_sent, summed.received_on, summed.seq, summed.counting.load_id AS load_id,
        coalesce(owed.due_date < on_day, FALSE) AS is_due,
        is_due AND summed.received_on IS NULL AS is_outstanding,
        coalesce(greatest(date_diff('day', owed.due_date, coalesce(summed.received_on, on_day)), 0), 0) AS days_late,
        CASE
            WHEN summed.counting.state = 'partly loaded' THEN 'partly loaded'
            WHEN summed.counting.revision = 'estimate' THEN 'received'
            WHEN summed.counting IS NOT NULL AND summed.received_on > owed.due_date THEN 'late'
            WHEN summed.counting IS NOT NULL THEN 'complete'
            WHEN summed.newest_state IS NOT NULL THEN summed.newest_state
            WHEN beside.form IS NOT NULL THEN 'received'
            WHEN is_due THEN 'missing'
            ELSE 'expected'
        END AS state
    FROM owed
    LEFT JOIN summed USING (form, sender_code, unit_code, period_start, period_end)
    LEFT JOIN beside USING (form, sender_code, unit_code, period_start, period_end)
),
final AS (
    SELECT
        judged.form, judged.sector, judged.form_name_vi, judged.form_name_en,
        judged.sender_code, agency.name_vi AS sender_name_vi, agency.name_en AS sender_name_en, agency.level,
        judged.unit_code, unit.district_code,
        judged.period_kind, judged.calendar, judged.period_id, judged.period_start, judged.period_end,
        judged.due_date, judged.state, judged.received_on, judged.days_late, judged.is_due, judged.is_outstanding,
        judged.n_sent, judged.seq, judged.load_id,
        if(living.agency_code IS NOT NULL, judged.sender_code, answering.heir_code) AS answering_code
    FROM judged
    LEFT JOIN agency
        ON agency.agency_code = judged.sender_code
        AND judged.period_end BETWEEN agency.valid_from AND agency.valid_to
    LEFT JOIN unit
        ON unit.unit_code = judged.unit_code AND judged.period_end BETWEEN unit.era_from AND unit.era_to
    LEFT JOIN living ON living.agency_code = judged.sender_code
    LEFT JOIN answering ON answering.agency_code = judged.sender_code
)
SELECT * FROM final
