"""Receipts, letters, reports.

In: readings, a snapshot. Out: texts and tables.

Imports: machine, schemas, schemas.catalogue, schemas.values, warehouse.
"""
