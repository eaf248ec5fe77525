"""`python -m province FOLDER`: write the workbooks of samples/ again."""

import sys
from pathlib import Path

from province.shipped import write_samples

write_samples(Path(sys.argv[1]))
