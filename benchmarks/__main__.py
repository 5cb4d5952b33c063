"""``python -m benchmarks``: every benchmark, in one table; ``python -m benchmarks sessions``: many viewers at once."""

import sys

from benchmarks import checking, first_load, reading, report, sessions

if __name__ == "__main__":
    if sys.argv[1:] == ["sessions"]:
        sys.exit(report(sessions.results()))
    sys.exit(report([*reading.results(), *checking.results(), *first_load.results()]))
