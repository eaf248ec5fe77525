"""Grid -> tables, without any contract: where they stand, what heads them, what kind each row is.

In: a grid. Out: tables, titles, units.

Imports: schemas.values, spreadsheets.find.texts, spreadsheets.sheet.
"""
