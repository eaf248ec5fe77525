-- grain: seq, refusal_no. A table that was refused before it became a submission, and whose submission it would have been.
-- is_empty: nothing was filled in. Why: the findings of its seq, form and sheet that belong to no load.
CREATE TABLE IF NOT EXISTS audit.refusal (
    seq BIGINT NOT NULL,
    refusal_no BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    is_empty BOOLEAN NOT NULL,
    form VARCHAR NOT NULL,
    sender_code VARCHAR NOT NULL,
    scope_code VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    calendar VARCHAR NOT NULL,
    period_id VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    period_end DATE NOT NULL,
    revision VARCHAR NOT NULL
)
