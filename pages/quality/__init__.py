"""The pages of data quality: what came, how good it is, what is wrong and where.

In: a snapshot. Out: a folder of pages.

Imports: pages.parts, schemas, schemas.catalogue, schemas.values, warehouse.
"""
