"""``python -m benchmarks [PART ...] [--write]``: all parts or some; ``--write`` keeps the figures and renews the README's table."""

import argparse

from benchmarks import checking, crowds, damage, large, pages, report, sessions, sizes

PARTS = {
    "pages": pages.lines,
    "sizes": sizes.lines,
    "check": checking.lines,
    "damage": damage.lines,
    "sessions": sessions.lines,
    "crowds": crowds.lines,
    "large": large.lines,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    report([line for part in asked.part or PARTS for line in PARTS[part]()], asked.write)
