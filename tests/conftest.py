"""Lets tests import make and the other builders beside them, and the made data and the viewers of the benchmarks, as plain modules."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
