"""A file as plain data, told without any contract: its sheets, its tables, what their cells say and why.

In: a workbook. Out: data for JSON.

Imports: schemas, schemas.catalogue, schemas.values, spreadsheets.decode, spreadsheets.find, spreadsheets.find.look,
spreadsheets.find.texts, spreadsheets.read, spreadsheets.sheet.
"""
