"""Checks beyond the row: a submission against its past, other senders, other forms. See warehouse.checks.judge."""
