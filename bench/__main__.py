"""`make bench`: how right the reader is on real and on messy workbooks, what loads and first answers take."""

import os
import platform
import sys
from importlib.metadata import version

from bench import (
    beyond_row,
    cold_start,
    house,
    mess,
    persons,
    registers,
    sample_load,
    site,
    small_loads,
    who_owes,
)
from bench.reading import scores, signs

_NAMED = ("duckdb", "pandas", "pandera", "pyarrow", "fastexcel", "python-calamine", "openpyxl", "prefect")

sys.stdout.write(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}\n")
sys.stdout.write(", ".join(f"{name} {version(name)}" for name in _NAMED) + "\n\n")
ways = ["ours", "messy", *registers.ALIKE]
missed = [
    scores.main([]), signs.main(3), mess.main(), beyond_row.main(), cold_start.main(), sample_load.main(),
    small_loads.main(),
    who_owes.main(), site.main(), persons.main(), house.main(),
    registers.main([300_000], ways, 3), registers.main([1_000_000], ways, 1),
]  # fmt: skip
sys.exit(any(missed))
