-- grain: load_id, sheet, first_row, letter. Which column of the sheet became which column of the form.
CREATE TABLE IF NOT EXISTS audit.column_map (
    load_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    letter VARCHAR NOT NULL,
    header VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL
)
