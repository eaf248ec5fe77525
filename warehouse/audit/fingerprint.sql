-- grain: load_id. What the figures of a load come to, whatever the order of its rows; equal for loads with equal figures.
-- n_different: different figures there are, zeros left out. first_row_id: its first row.
CREATE TABLE IF NOT EXISTS audit.fingerprint (
    load_id BIGINT NOT NULL,
    figures VARCHAR NOT NULL,
    first_row_id BIGINT NOT NULL,
    n_different BIGINT NOT NULL
)
