"""What all pages are made with: languages, charts, templates, the folder they are written to.

In: values. Out: HTML, files.

Imports: machine, schemas, schemas.values.
"""
