"""What goes out as a workbook: templates, answers, corrections, drafts of forms.

In: forms, tables. Out: files.

Imports: schemas, schemas.catalogue, schemas.persons, schemas.values, spreadsheets.decode, spreadsheets.find,
spreadsheets.find.texts, spreadsheets.read, spreadsheets.sheet, spreadsheets.understand, spreadsheets.understand.cells.
"""
