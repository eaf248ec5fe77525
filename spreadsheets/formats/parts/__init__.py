"""What readers of formats share: sniffing, packages, encodings, number formats, cells on their way into a grid.

In: bytes. Out: cells collected by column, texts, refusals.

Imports: schemas, schemas.values, spreadsheets.sheet.
"""
