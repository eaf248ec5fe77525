"""The sender's own workbook, given back with every finding at its cell.

In: the file and its findings. Out: a workbook in which all else is unchanged.

Imports: machine, schemas, schemas.catalogue, schemas.persons, schemas.values, spreadsheets.formats.ooxml,
spreadsheets.formats.parts, spreadsheets.read, spreadsheets.sheet, spreadsheets.understand, spreadsheets.write.
"""
