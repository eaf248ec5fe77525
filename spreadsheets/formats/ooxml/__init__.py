"""xlsx, xlsm and xlsb.

In: a package. Out: content.

Imports: machine.processes, schemas.values, spreadsheets.formats.parts, spreadsheets.sheet.
"""
