"""Old encodings -> legible text: TCVN3, VNI, what code pages damaged.

In: grids, texts. Out: the same with Vietnamese that can be read.

Imports: schemas, schemas.values, spreadsheets.sheet.
"""
