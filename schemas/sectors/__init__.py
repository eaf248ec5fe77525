"""One file per sector; every module here is found by schemas.registry.

In: nothing. Out: forms.

Imports: schemas.
"""
