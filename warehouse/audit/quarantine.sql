-- grain: load_id, row_id. Rows that broke an error rule: the cells as they stood by letter, what could be read of them
-- by field (as the core would have it, in text), the rules. Personal columns are in neither.
CREATE TABLE IF NOT EXISTS audit.quarantine (
    load_id BIGINT NOT NULL,
    row_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    sheet_row INTEGER NOT NULL,
    cells MAP(VARCHAR, VARCHAR) NOT NULL,
    typed MAP(VARCHAR, VARCHAR) NOT NULL,
    rules VARCHAR[] NOT NULL
)
