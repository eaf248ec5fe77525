"""A sample province: believable, consistent and without a person in it.

In: `province.ground`. Out: rows of every form.

Imports: province.ground, schemas, schemas.values.
"""
