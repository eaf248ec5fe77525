"""Checks beyond the row: a submission against its past, other senders, other forms. See warehouse.checks.judge.

In: loads. Out: findings with both cells.

Imports: schemas, schemas.validation, schemas.values, warehouse.
"""
