"""The cells of a column -> values: numbers, names, codes, days, yes or no, and what is said beside them.

In: cells as typed, and the column of a contract they are read as. Out: arrays, marks, what did not fit.

Imports: schemas, schemas.values, spreadsheets.find.texts, spreadsheets.sheet.
"""
