"""`make bench`: how right the reader is on the real workbooks, and how long people wait for a first answer."""

import sys

from bench import cold_start, score_real

sys.exit(score_real.main() or cold_start.main())
