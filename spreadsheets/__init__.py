"""Reading and writing what offices send."""
