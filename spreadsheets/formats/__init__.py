"""Bytes -> cells: what a file really is, and one room a format. Runs in the reading child.

In: a path. Out: the content of a file, or a refusal.

Imports: machine.processes, schemas, spreadsheets.formats.biff, spreadsheets.formats.markup, spreadsheets.formats.odf,
spreadsheets.formats.ooxml, spreadsheets.formats.parts, spreadsheets.formats.text, spreadsheets.sheet.
"""
