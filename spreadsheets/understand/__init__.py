"""Tables -> submissions: match, origin, parse, validate.

In: a workbook and what is said of it. Out: a reading: submissions, findings, refusals.

Imports: schemas, schemas.catalogue, schemas.persons, schemas.validation, schemas.values, spreadsheets.decode,
spreadsheets.find, spreadsheets.find.texts, spreadsheets.persons, spreadsheets.read, spreadsheets.sheet,
spreadsheets.understand.cells.
"""
