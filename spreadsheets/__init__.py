"""Reading and writing what offices send.

The rooms in the order a file goes through them: `formats`, `read`, `decode`, `find`, `understand`; and back: `write`,
`annotate`.

Imports: nothing.
"""
