"""`make bench`: how right the reader is on real and on messy workbooks, how long loads and first answers take."""

import sys

from bench import cold_start, mess, sample_load, score_real

sys.exit(score_real.main() or mess.main() or cold_start.main() or sample_load.main())
