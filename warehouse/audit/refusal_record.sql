-- grain: seq, refusal_no. A table that was refused before it became a submission, as it is written; audit.refusal shows it
-- with its key.
CREATE TABLE IF NOT EXISTS audit.refusal_record (
    seq BIGINT NOT NULL,
    refusal_no BIGINT NOT NULL,
    submission_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    is_empty BOOLEAN NOT NULL
)
