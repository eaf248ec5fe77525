-- grain: seq. One row per arrival that was dealt with; written last, so an arrival without one is still to do.
CREATE TABLE IF NOT EXISTS audit.run (
    seq BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    received_at TIMESTAMP NOT NULL,
    via VARCHAR NOT NULL,
    options VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    rows_in_span BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    non_data BIGINT NOT NULL,
    errors BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    unclaimed VARCHAR[] NOT NULL
)
