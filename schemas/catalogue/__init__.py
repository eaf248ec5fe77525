"""The words of contracts and findings, in Vietnamese and English: messages, rulebook, dictionary.

In: forms and findings. Out: texts for people.

Imports: schemas, schemas.values.
"""
