"""Grid -> tables, without any contract: where they stand, what heads them, what kind each row is.

In: a grid. Out: tables, and for each the stages it was found in.

Each stage takes the canvas (the sheet as whole columns of kinds of cell) and the stages before, returns a frozen value
and changes nothing it was given: heading, region (how far down), columns, rows (each by itself), outline (how they
stand under one another), row kinds, table. The `why` of each gives the clues that decided. Of words: a *heading* is the
rows that head a table, a *header* what it says over one column, a *level* one line of a header.

Imports: schemas.values, spreadsheets.find.heads, spreadsheets.find.look, spreadsheets.find.texts, spreadsheets.sheet.
"""
