"""`make bench`: how right the reader is on real and on messy workbooks, how long people wait for a first answer."""

import sys

from bench import cold_start, mess, score_real

sys.exit(score_real.main() or mess.main() or cold_start.main())
