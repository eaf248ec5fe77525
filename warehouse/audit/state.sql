-- grain: name. What the warehouse was last made from: contracts, reference tables, marts.
CREATE TABLE IF NOT EXISTS audit.state (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL
)
