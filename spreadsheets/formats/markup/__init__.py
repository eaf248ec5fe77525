"""HTML and XML Spreadsheet 2003, which portals save under the name .xls.

In: bytes. Out: content.

Imports: spreadsheets.formats.parts, spreadsheets.sheet.
"""
