"""``python -m benchmarks``: every benchmark, in one table."""

import sys

from benchmarks import checking, first_load, reading, report

if __name__ == "__main__":
    sys.exit(report([*reading.results(), *checking.results(), *first_load.results()]))
