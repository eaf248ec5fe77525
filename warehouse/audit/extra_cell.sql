-- grain: load_id, sheet, cell. Values of columns a form has not, where they are numbers, days, flags or known codes.
CREATE TABLE IF NOT EXISTS audit.extra_cell (
    load_id BIGINT NOT NULL,
    row_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    cell VARCHAR NOT NULL,
    header VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    value VARCHAR NOT NULL
)
