"""Bytes -> cells: what a file really is, and one reader a format. Runs in the reading child."""
