"""xlsx, xlsm and xlsb.

In: a package. Out: content.

Imports: schemas.values, spreadsheets.formats.parts, spreadsheets.sheet.
"""
