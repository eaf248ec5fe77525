-- grain: load_id. One row per load that a replay made. of_seq is the arrival that was taken in again, replayed_load_id its
-- load until then (null where it had none); old_contract and new_contract are versions of the form when it was replayed;
-- corrections are the SHA-256 of the kept sheets of corrections laid over the file.
CREATE TABLE IF NOT EXISTS audit.replay (
    seq BIGINT NOT NULL,
    replayed_at TIMESTAMP NOT NULL,
    of_seq BIGINT NOT NULL,
    replayed_load_id BIGINT,
    load_id BIGINT NOT NULL,
    form VARCHAR NOT NULL,
    old_contract VARCHAR,
    new_contract VARCHAR NOT NULL,
    corrections VARCHAR[] NOT NULL
)
