"""What the sample province stands on: units, bodies, names, the course of figures.

In: reference tables. Out: made-up facts.

Imports: schemas, schemas.values.
"""
