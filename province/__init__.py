"""The made-up province that demo, tests and benchmarks use: what its offices send, clean or messy.

In: a seed, periods. Out: workbooks with their truth.

Imports: province.ground, province.mess, province.sample, schemas, schemas.validation, schemas.values,
spreadsheets.write.
"""
