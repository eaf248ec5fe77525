"""The child process that answers ad-hoc SQL; `warehouse.ask` starts it and takes the answer.

Three layers, each of which would do alone: only statements that read (`readers`), DuckDB's own settings, locked
(`child`), and an operating system that gives the process nothing to open (`sandbox`, `landlock`).

In: one job, JSON on stdin. Out: Arrow batches on stdout.

Imports: nothing.
"""
