"""What the program asks of the machine it runs on: its settings, its key.

In: the environment, the data root. Out: settings, paths, the key.

Imports: nothing.
"""
