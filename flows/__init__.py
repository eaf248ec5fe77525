"""What runs when: flows, schedules, serving, and the plain functions they join.

In: the inbox. Out: loads, publications, receipts.

Imports: machine, machine.processes, pages.documents, pages.parts, pages.quality, schemas, schemas.values, serving,
spreadsheets.annotate, spreadsheets.read, spreadsheets.understand, spreadsheets.write, warehouse, warehouse.checks.
"""
