"""The mess real workbooks are in: what a reader must see through, and what it must find."""
