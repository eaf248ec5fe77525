"""A sheet's columns beside a form's: what each is, or is proposed to be, for a person to confirm.

In: a workbook, or a table of it and a form. Out: proposals with their scores and reasons. Nothing is taken in.

Imports: schemas, schemas.validation, schemas.values, spreadsheets.decode, spreadsheets.find, spreadsheets.persons,
spreadsheets.read, spreadsheets.sheet, spreadsheets.understand, spreadsheets.understand.cells.
"""
