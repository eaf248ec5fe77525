-- grain: mart, seq. When a mart was last proved: its rows counted and its grain found unique.
CREATE TABLE IF NOT EXISTS audit.mart_proof (
    mart VARCHAR NOT NULL,
    seq BIGINT NOT NULL,
    n_rows BIGINT NOT NULL
)
