"""What names or reaches a person: numbers, e-mails, names, the labels beside them, and the mask they go behind.

In: a text or a number, and what heads it. Out: where in it a person is named, and the text with that covered.

Imports: schemas, schemas.values.
"""
