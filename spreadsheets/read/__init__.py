"""A file -> grids: isolated children read it under limits.

In: paths. Out: workbooks, or the finding that refuses one.

Imports: machine.processes, schemas, spreadsheets.sheet.
"""
