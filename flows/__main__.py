"""`python -m flows` is `khoso`."""

import sys

from flows.cli import main

sys.exit(main())
