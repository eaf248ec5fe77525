-- grain: load_id. One row per submission loaded, as it is written; audit.load shows it with its key.
CREATE TABLE IF NOT EXISTS audit.load_record (
    load_id BIGINT NOT NULL,
    submission_id VARCHAR NOT NULL,
    seq BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    received_at TIMESTAMP NOT NULL,
    options VARCHAR NOT NULL,
    contract_hash VARCHAR NOT NULL,
    rows_in_span BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    non_data BIGINT NOT NULL,
    place_seq BIGINT NOT NULL,
    superseded_seq BIGINT,
    superseded_by BIGINT
)
