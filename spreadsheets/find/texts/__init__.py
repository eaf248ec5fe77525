"""What a text of a sheet says by itself, wherever it stands: a number, a row's number, a unit of measure, a total.

In: texts. Out: what each says.

Imports: schemas.values.
"""
