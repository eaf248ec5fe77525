-- grain: seq, finding_no. One broken rule at one address; load_id is null above the submission.
CREATE TABLE IF NOT EXISTS audit.finding (
    seq BIGINT NOT NULL,
    finding_no BIGINT NOT NULL,
    load_id BIGINT,
    rule VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    cell VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    row_id BIGINT,
    found VARCHAR NOT NULL,
    expected_vi VARCHAR NOT NULL,
    expected_en VARCHAR NOT NULL,
    remedy_vi VARCHAR NOT NULL,
    remedy_en VARCHAR NOT NULL,
    message_vi VARCHAR NOT NULL,
    message_en VARCHAR NOT NULL
)
