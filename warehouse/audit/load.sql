-- grain: load_id. One row per submission loaded; superseded_seq is the arrival that replaced it. place_seq is the arrival
-- whose place it takes among the loads of its submission: seq, or that which a replay does again.
CREATE TABLE IF NOT EXISTS audit.load (
    load_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    received_at TIMESTAMP NOT NULL,
    options VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    contract_hash VARCHAR NOT NULL,
    sender_code VARCHAR NOT NULL,
    scope_code VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    calendar VARCHAR NOT NULL,
    period_id VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    period_end DATE NOT NULL,
    revision VARCHAR NOT NULL,
    rows_in_span BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    non_data BIGINT NOT NULL,
    place_seq BIGINT NOT NULL,
    superseded_seq BIGINT,
    superseded_by BIGINT
)
