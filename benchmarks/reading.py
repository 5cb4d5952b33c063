"""How long the checked reading of a data file takes, next to a bare parse of the same text.

``kzstats.reader.read`` is timed against ``yaml.load`` with libyaml's safe loader, which checks nothing. Both
run in one process, in turn, on files made of the real one: its records are repeated, under new ids, until
there are 1,000 or 10,000. The ratio is that of the medians; the growth exponent is the slope, on logarithmic
scales, of the reader's own medians (1 is linear).

Run alone: ``python -m benchmarks.reading``.
"""

from __future__ import annotations

import gc
import math
import re
import sys
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from statistics import median
from time import perf_counter

import yaml

from benchmarks import DATA, Result, at_most, report
from kzstats import reader

ROUNDS = 7
RATIOS = {1_000: 0.6, 10_000: 0.35}
GROWTH = 1.1


def results() -> list[Result]:
    """Both ratios and the growth."""
    texts = {size: enlarged(DATA.read_text(encoding="utf-8"), size) for size in RATIOS}
    checked: dict[int, list[float]] = {size: [] for size in RATIOS}
    bare: dict[int, list[float]] = {size: [] for size in RATIOS}
    for _ in range(ROUNDS):
        for size, text in texts.items():
            content = text.encode()
            checked[size].append(seconds(partial(reader.read, content)))
            bare[size].append(seconds(partial(yaml.load, text, Loader=yaml.CSafeLoader)))
    small, large = RATIOS
    growth = math.log(median(checked[large]) / median(checked[small])) / math.log(large / small)
    return [
        *(
            at_most(f"reading {size:,} records, to a bare parse", median(checked[size]) / median(bare[size]), target)
            for size, target in RATIOS.items()
        ),
        at_most(f"reading, growth exponent from {small:,} to {large:,} records", growth, GROWTH),
    ]


def enlarged(text: str, size: int) -> str:
    """The data file with its records repeated up to a number; the first of each keeps its id."""
    section = re.search(r"^records:\n((?:[ #].*\n|\n)+)", text, re.MULTILINE)
    assert section is not None, "the data file has no records"
    originals = re.findall(r"^  - .*\n(?:    .*\n)*", section[1], re.MULTILINE)
    records = [
        record if place < len(originals) else re.sub(r"\bid: ([a-z0-9-]+)", rf"id: \1-copy-{place}", record, count=1)
        for place, record in enumerate(islice(cycle(originals), size))
    ]
    longer = f"{text[: section.start(1)]}{''.join(records)}\n{text[section.end(1) :]}"
    assert len(reader.read(longer.encode()).records) == size
    return longer


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes from a clean heap; what it returns is freed after the clock has stopped."""
    gc.collect()
    start = perf_counter()
    outcome = work()
    taken = perf_counter() - start
    del outcome
    return taken


if __name__ == "__main__":
    sys.exit(report(results()))
