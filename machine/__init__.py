"""What the program asks of the machine it runs on: its settings, its key, files that are whole.

In: the environment, the data root. Out: settings, paths, the key, files on disk.

Imports: nothing.
"""
