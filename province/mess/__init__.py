"""The mess real workbooks are in: what a reader must see through, and what it must find.

In: a drawn workbook. Out: a messy one and what was done to it.

Imports: schemas, schemas.values, spreadsheets.decode, spreadsheets.understand, spreadsheets.write.
"""
