-- grain: finding_seq, finding_no, seq. A figure that does not go with another: both cells and both figures of a finding
-- of a check beyond the row (past, copy, source, reference, roll_up). seq: the arrival after which it was judged so;
-- until_seq: the one after which it was no longer, null while it stands. Figures are in stored units.
CREATE TABLE IF NOT EXISTS audit.comparison (
    seq BIGINT NOT NULL,
    until_seq BIGINT,
    finding_seq BIGINT NOT NULL,
    finding_no BIGINT NOT NULL,
    check_name VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    load_id BIGINT NOT NULL,
    row_id BIGINT NOT NULL,
    field VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    cell VARCHAR NOT NULL,
    value DOUBLE,
    other_form VARCHAR,
    other_load_id BIGINT,
    other_row_id BIGINT,
    other_field VARCHAR,
    other_sheet VARCHAR,
    other_cell VARCHAR,
    other_value DOUBLE
)
