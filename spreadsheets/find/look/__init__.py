"""A sheet as finding looks at it: kinds of cells by whole columns, merges, boxes of lines, and what speaks for what.

In: a grid. Out: a canvas, which knows nothing of tables; clues, which say what was seen where.

Imports: schemas.values, spreadsheets.find.texts, spreadsheets.sheet.
"""
