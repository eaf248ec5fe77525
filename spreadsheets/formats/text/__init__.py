"""csv and tsv.

In: bytes. Out: content.

Imports: spreadsheets.formats.parts, spreadsheets.sheet.
"""
