"""The verbs of the command line, one file each: HELP in both languages, `arguments(parser)`, `run(args, settings)`.

In: parsed arguments, settings. Out: an exit code; texts on the terminal.

Imports: cli, flows, machine, pages.documents, province, province.ground, province.sample, schemas, schemas.catalogue,
schemas.persons, schemas.values, serving, spreadsheets.annotate, spreadsheets.decode, spreadsheets.inspect,
spreadsheets.mapping, spreadsheets.persons, spreadsheets.read, spreadsheets.understand, spreadsheets.write, warehouse.
"""
