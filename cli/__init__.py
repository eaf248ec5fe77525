"""The command `khoso`.

In: arguments. Out: texts on a terminal, files.

Imports: machine, pages.documents, schemas, schemas.catalogue, schemas.values, spreadsheets.write.
"""
