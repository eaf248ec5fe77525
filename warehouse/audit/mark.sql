-- grain: load_id, row_id, field, mark. What a cell says beside its value: over, about, estimate, a dash for zero …
CREATE TABLE IF NOT EXISTS audit.mark (
    load_id BIGINT NOT NULL,
    row_id BIGINT NOT NULL,
    field VARCHAR NOT NULL,
    mark VARCHAR NOT NULL,
    text VARCHAR NOT NULL
)
