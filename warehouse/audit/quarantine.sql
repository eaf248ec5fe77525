-- grain: load_id, row_id. Rows that broke an error rule, with the cells as they stood and the reasons.
CREATE TABLE IF NOT EXISTS audit.quarantine (
    load_id BIGINT NOT NULL,
    row_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    sheet_row INTEGER NOT NULL,
    cells MAP(VARCHAR, VARCHAR) NOT NULL,
    rules VARCHAR[] NOT NULL
)
