"""Where submissions are kept and asked: DuckDB.

In: readings, arrivals. Out: the build file, snapshots, answers.

Imports: machine, machine.processes, schemas, schemas.catalogue, schemas.persons, schemas.validation, schemas.values.
"""
