"""What a department promises: contracts, code lists, findings, submissions.

In: sector files, reference tables. Out: forms, rules, the values that travel between rooms.

Imports: schemas.values.
"""
