"""One file per sector, or a folder where that is long; every one here is found by schemas.registry.

In: nothing. Out: forms.

Imports: schemas.
"""
