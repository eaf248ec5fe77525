"""Grid -> tables, without any contract: where they stand, what heads them, what kind each row is.

In: a grid. Out: tables, titles, units.

Imports: schemas, schemas.catalogue, schemas.values, spreadsheets.decode, spreadsheets.read, spreadsheets.sheet.
"""
