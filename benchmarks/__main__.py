"""``python -m benchmarks [PART ...]``: all parts or some, one after another, each with its time.

``--write`` keeps the figures of each part when it is done and renews the tables of the documents,
``--show`` renews them from what was kept, and measures nothing. A part that comes to grief is
named, and takes nothing from the others; what it was kept of before stays.
"""

import argparse
import sys
import traceback
from functools import partial
from time import monotonic

from benchmarks import (
    breadth,
    checking,
    crowds,
    damage,
    drafting,
    large,
    pages,
    readers,
    report,
    sessions,
    show,
    sizes,
)

PARTS = {
    "pages": partial(pages.lines, 30),
    "bad-line": pages.bad_lines,
    "pages-10k": partial(pages.lines, 10_000),
    "pages-100k": partial(pages.lines, 100_000),
    "breadth": breadth.lines,
    "readers": readers.lines,
    "sizes": sizes.lines,
    "check": checking.lines,
    "damage": damage.lines,
    "drafting": drafting.lines,
    "sessions": sessions.lines,
    "crowds": crowds.lines,
    "large": large.lines,
}


def measure(names: list[str], write: bool) -> list[str]:
    """Take some parts and report each when it is done; the names of those that came to grief."""
    lost, begun = [], monotonic()
    for name in names:
        since = monotonic()
        try:
            report(PARTS[name](), write)
        except Exception:  # noqa: BLE001 - whatever it is, the other parts may be measured all the same
            traceback.print_exc()
            lost.append(name)
        print(
            f"{name}: {_minutes(monotonic() - since)}{', LOST' if name in lost else ''}",
            file=sys.stderr,
            flush=True,
        )
    print(f"all: {_minutes(monotonic() - begun)}", file=sys.stderr, flush=True)
    return lost


def _minutes(seconds: float) -> str:
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    if asked.show:
        show()
    elif lost := measure(asked.part or list(PARTS), asked.write):
        sys.exit(f"lost: {', '.join(lost)}")
