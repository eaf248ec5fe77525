-- grain: load_id, sheet, sheet_row. Rows of a table's span that are no data; numbers are the printed totals.
CREATE TABLE IF NOT EXISTS audit.non_data_row (
    load_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    sheet_row INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    group_path VARCHAR NOT NULL,
    numbers MAP(VARCHAR, DOUBLE) NOT NULL
)
