-- Each submission that had come by the evening of a day, whether it was loaded or not, and what it was then.
-- vi: Mỗi lần gửi đã đến tính đến hết một ngày, nạp được hay không, và lúc ấy ra sao.
-- sector: all
-- grain: seq, submission_id
-- macro: on_day
-- `state`: `empty` where it has no row of data, filled in or not; `refused` where no row of it could be loaded;
-- `superseded` where a later one of its key was loaded; else `partly loaded` where rows of it wait in quarantine, or
-- one of its tables was refused, and `complete`. `sent_on`: the day its sender sent it, which is not that of a replay.
-- `place_seq`: see audit.load. A refused table is here only where its form, sender, territory and period were understood (audit.refusal).
WITH run AS (
    SELECT seq, received_at FROM audit.run
    WHERE received_at < on_day + 1 AND seq <= coalesce(getvariable('as_of'), 9223372036854775807)
),
load AS (
    SELECT * FROM audit.load
    WHERE received_at < on_day + 1 AND seq <= coalesce(getvariable('as_of'), 9223372036854775807)
),
submission AS (
    SELECT * FROM audit.submission_key
),
replay AS (
    SELECT DISTINCT seq, of_seq FROM audit.replay
),
refusal AS (
    SELECT seq, submission_id, bool_and(is_empty) AS is_empty FROM audit.refusal
    GROUP BY seq, submission_id
),
loaded AS (
    SELECT
        load.seq, load.place_seq, load.load_id, load.submission_id, load.received_at, load.accepted, load.quarantined,
        refusal.seq IS NOT NULL AND NOT refusal.is_empty AS has_refused_table,
        load.accepted + load.quarantined = 0 AND NOT has_refused_table AS is_empty
    FROM load
    LEFT JOIN refusal USING (seq, submission_id)
),
not_loaded AS (
    SELECT
        refusal.seq, coalesce(replay.of_seq, refusal.seq) AS place_seq, refusal.submission_id, run.received_at,
        0 AS accepted, 0 AS quarantined, NOT refusal.is_empty AS has_refused_table, refusal.is_empty
    FROM refusal
    JOIN run USING (seq)
    LEFT JOIN replay USING (seq)
    ANTI JOIN load USING (seq, submission_id)
),
attempt AS (
    SELECT * FROM loaded
    UNION ALL BY NAME
    SELECT * FROM not_loaded
),
ordered AS (
    SELECT
        attempt.*, coalesce(place.received_at, attempt.received_at)::DATE AS sent_on,
        row_number() OVER (
            PARTITION BY submission_id ORDER BY accepted > 0 DESC, place_seq DESC, load_id DESC
        ) = 1 AS is_newest
    FROM attempt
    LEFT JOIN run AS place ON place.seq = attempt.place_seq
),
final AS (
    SELECT
        ordered.seq, ordered.place_seq, ordered.load_id, submission.*, ordered.sent_on,
        ordered.place_seq = ordered.seq AS is_sent,
        CASE
            WHEN accepted > 0 AND NOT is_newest THEN 'superseded'
            WHEN accepted > 0 AND (quarantined > 0 OR has_refused_table) THEN 'partly loaded'
            WHEN accepted > 0 THEN 'complete'
            WHEN is_empty THEN 'empty'
            ELSE 'refused'
        END AS state
    FROM ordered
    JOIN submission USING (submission_id)
)
SELECT * FROM final
