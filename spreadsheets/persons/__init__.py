"""Personal values, wherever they stand on a sheet: found, covered, told of by their addresses, made pseudonyms.

In: a legible grid. Out: the grid with masks in their place, and where they stand; pseudonyms.

Imports: machine.processes, schemas, schemas.persons, schemas.values, spreadsheets.read, spreadsheets.sheet.
"""
