-- grain: submission_id. What makes two submissions the same one, said here and nowhere else; period_id follows from the
-- rest of the period. The id is that of schemas.submission.Key.
CREATE TABLE IF NOT EXISTS audit.submission_key (
    submission_id VARCHAR NOT NULL,
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
