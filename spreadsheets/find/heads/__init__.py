"""Canvas -> headings: where the heading of a table stands, and what it says over each column.

In: a canvas. Out: headings. Over running numbers they are told by that word; all others by scored evidence, whose
weights stand in costs.

Imports: schemas.values, spreadsheets.find.look, spreadsheets.find.texts, spreadsheets.sheet.
"""
