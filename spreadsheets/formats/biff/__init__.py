"""xls, through xlrd.

In: bytes. Out: content.

Imports: spreadsheets.formats.parts, spreadsheets.sheet.
"""
