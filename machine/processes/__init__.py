"""Processes of ours beside this one: how they start, what they may use, how they are asked, how they end.

A child starts with a clean environment and neither the working folder nor PYTHONPATH on its path, runs one function,
ends with its parent and leaves nothing behind. `lines` is the protocol of those that are asked, a line of JSON each
way; `in_process` speaks it without a child, for tests.

In: the name of a function, its limits. Out: answers, or how the child died.

Imports: nothing.
"""
