"""What a department promises: contracts, kinds of cell, code lists, rules and reference data."""
