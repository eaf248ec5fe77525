"""ods.

In: a package. Out: content.

Imports: spreadsheets.formats.parts, spreadsheets.sheet.
"""
