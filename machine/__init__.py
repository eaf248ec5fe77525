"""What the program asks of the machine it runs on: its settings, its secrets, files that are whole.

In: the environment, the data root. Out: settings, paths, the key, the credential, files on disk.

Imports: schemas.values.
"""
