"""What people look at, print, are sent. Values and plain files, no server.

In: the published warehouse. Out: pages, documents.

Imports: nothing.
"""
