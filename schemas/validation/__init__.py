"""Typed rows held against their contract: Pandera schemas, rules, printed totals, what the past leads to expect.

In: a form and its typed rows. Out: findings, rows that wait.

Imports: schemas, schemas.values.
"""
