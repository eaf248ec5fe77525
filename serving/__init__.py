"""Who may call a server of this program: the control server of its schedules behind a gate that asks.

In: settings, a port. Out: a server on loopback that answers who has the credential.

Imports: machine, schemas.values.
"""
