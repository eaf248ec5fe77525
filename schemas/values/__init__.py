"""What a value is before any contract: text, names, addresses of cells, periods.

In: texts as people write them. Out: values that can be compared.

Imports: nothing.
"""
