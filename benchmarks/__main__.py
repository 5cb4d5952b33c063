"""``python -m benchmarks [PART ...]``: all parts or some.

``--write`` keeps the figures and renews the tables of the documents, ``--show`` renews them from what was kept, and measures nothing.
"""

import argparse

from benchmarks import checking, crowds, damage, large, pages, report, sessions, show, sizes

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
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if options.show:
        show()
    else:
        report([line for part in options.part or PARTS for line in PARTS[part]()], options.write)
