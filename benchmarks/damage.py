"""What damaged data files of 1, 2 and 4 MB cost to refuse: the kind whose cost grows most with its
length, and the dearest.

The kinds are those of ``tests/damage.py``; the tests hold that their cost grows no faster than
their length. Run alone: ``python -m benchmarks damage``.
"""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import thread_time

from benchmarks import ROOT, Line, time
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError

sys.path.insert(0, str(ROOT / "tests"))
from damage import DAMAGE, record, repeated

SIZES = (1_000_000, 2_000_000, 4_000_000)
GROWTH = 6.0
"""Four times the length, at most so many times the cost; what grows as the square of the length
costs sixteen times.
"""
DEAR = 8.0
"""The most that damage may cost, as times of what a valid file of the same length does."""
_NOTHING = 0.025


def cost(content: bytes) -> float:
    """The seconds of a processor for reading a file; another process may slow one reading, and
    never speeds one up.
    """
    gc.collect()
    begun = thread_time()
    with suppress(DataError):
        validation.read(content)
    return thread_time() - begun


def costs(made: Callable[[int], bytes]) -> tuple[float, ...]:
    """What each size of a file costs, read once more where it seems to grow too fast."""
    files, found = [made(size) for size in SIZES], [math.inf] * len(SIZES)
    for _ in range(3):
        found = [min(before, cost(content)) for before, content in zip(found, files, strict=True)]
        if growth(found) < GROWTH:
            break
    return tuple(found)


def growth(found: Sequence[float]) -> float:
    """By how many times the cost grows from the smallest to the largest; what costs nearly nothing
    grows by nothing.
    """
    return max(found[-1] - _NOTHING, 0) / found[0]


def lines() -> list[Line]:
    """A line for the kind that grows most and one for the dearest."""
    found = {}
    for place, (name, made) in enumerate(DAMAGE.items(), 1):
        print(f"damaged files: {name} ({place} of {len(DAMAGE)})", file=sys.stderr, flush=True)
        found[name] = costs(made)
    valid = costs(lambda size: repeated(record, size))
    steep, dear = (
        max(found, key=lambda name: growth(found[name])),
        max(found, key=lambda name: found[name][-1]),
    )

    def line(what: str, name: str, measured: float, against: str, target: float) -> Line:
        sizes = {
            f"{size // 1_000_000} MB": time(taken)
            for size, taken in zip(SIZES, found.get(name, valid), strict=True)
        }
        return Line("damaged files", what, {"which": name, **sizes}, measured, against, target)

    return [
        line(
            f"the steepest of {len(found)} kinds",
            steep,
            growth(found[steep]),
            "its cost at 1 MB",
            GROWTH,
        ),
        line(
            f"the dearest of {len(found)} kinds",
            dear,
            found[dear][-1] / valid[-1],
            "a valid file's of 4 MB",
            DEAR,
        ),
    ]
