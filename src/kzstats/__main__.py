"""``python -m kzstats``: the command line."""

import sys

from kzstats.cli import main

sys.exit(main())
