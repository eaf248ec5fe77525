"""One sheet as cells with an address, and Arrow without pandas. No meaning is given to any of them.

In: columns of cells. Out: a grid.

Imports: nothing.
"""
