"""Reading, checking, filtering and exporting 30 to 100,000 records, each next to the barest way to
the same end.

Every job and size runs in a process of its own, which prints the median of its times and its peak
memory; what stands beside it runs right after it. ``python -m benchmarks.sizes JOB SIZE`` is that
process.
"""

from __future__ import annotations

import gc
import json
import math
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import ROOT, Line, records, time

SIZES = (30, 1_000, 10_000, 100_000)
COMPARED = 10_000
PAIRS = {
    "reading the file": ("read", "parse", "libyaml alone", 0.35),
    "the first page's frame": ("frame", "", "", None),
    "checking against the articles": ("verify", "", "", None),
    "filtering": ("filter", "mask", "a pandas mask", None),
    "CSV": ("csv", "to_csv", "pandas' own", None),
    "JSON": ("json", "to_json", "pandas' own", None),
    "Excel": ("xlsx", "to_excel", "pandas' own", None),
    "Parquet": ("parquet", "to_parquet", "pandas' own", None),
}


def lines() -> list[Line]:
    """One line a job: its time at each size, how it grows, its rows a second and its
    peak memory.
    """
    found = []
    for what, (job, other, name, target) in PAIRS.items():
        print(f"30 to 100,000 records: {what}", file=sys.stderr, flush=True)
        times, peaks, besides = {}, {}, math.nan
        for size in SIZES:
            times[size], peaks[size] = measured(job, size)
            if size == COMPARED and other:
                besides, _ = measured(other, size)
        cells = {f"{size:,}": time(taken) for size, taken in times.items()}
        largest = SIZES[-1]
        growth, later = (
            math.log10(times[10 * size] / times[size]) for size in (COMPARED // 10, COMPARED)
        )
        cells |= {
            "grows by, to 10,000 and 100,000": f"n^{growth:.2f}, n^{later:.2f}",
            "records a second": f"{largest / times[largest]:,.0f}",
            "peak MB at 10,000 and 100,000": f"{peaks[COMPARED]:.0f}, {peaks[largest]:.0f}",
        }
        if other:
            cells["beside it, 10,000"] = f"{time(besides)} ({name})"
            found.append(Line("records", what, cells, times[COMPARED] / besides, name, target))
        else:
            found.append(Line("records", what, cells, growth, "", 1.15))
    return found


def measured(job: str, size: int) -> tuple[float, float]:
    """The median time in seconds and the peak memory in megabytes of a job in a process
    of its own.
    """
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.sizes", job, str(size)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, peak = json.loads(answer.stdout)
    return seconds, peak


def work(job: str, size: int) -> Callable[[], object]:
    """What is timed, with all that it needs already there."""
    content = records.data_file(size).encode()
    if job == "parse":
        import yaml

        return lambda: yaml.load(content, Loader=yaml.CSafeLoader)
    from kzstats.dataset import validation

    if job == "read":
        return lambda: validation.read(content)
    dataset = validation.read(content)
    if job == "verify":
        from kzstats.checks import archive, evidence

        texts = {name: text.encode() for name, text in records.texts(size).items()}
        return lambda: evidence.verify(
            dataset, {name: archive.parse(text) for name, text in texts.items()}
        )
    from io import BytesIO

    from kzstats.exports import export
    from kzstats.query import addresses, selection, versions

    if job == "frame":
        return lambda: versions.build(dataset, content, date(2026, 1, 1), {}).frame("en")
    snapshot = versions.build(dataset, content, date(2026, 1, 1), {})
    frame = snapshot.frame("en")
    some = sorted(dataset.sources)[: len(dataset.sources) // 2 + 1]
    query = addresses.Query(source=tuple(some), last=records.LAST - 1)
    others: dict[str, Callable[[], object]] = {
        "filter": lambda: selection.choose(dataset, query, snapshot.checks),
        "mask": lambda: frame[
            frame["source"].isin(some) & (frame["period_start"].dt.year < records.LAST)
        ],
        "to_csv": lambda: frame.to_csv(index=False).encode(),
        "to_json": lambda: (frame.to_json(orient="records", date_format="iso") or "").encode(),  # noqa: PLW0108
        "to_excel": lambda: frame.to_excel(BytesIO(), index=False, engine="xlsxwriter"),
        "to_parquet": frame.to_parquet,
    }
    return others.get(job) or (
        lambda: export.whole(snapshot, addresses.Query(), job, "http://localhost:8501")
    )


def main(job: str, size: int) -> None:
    """Time a job until a second has passed, at least once and at most 50 times; the heap is clean
    at each start.
    """
    done, times = work(job, size), []
    while sum(times) < 1 and len(times) < 50:
        gc.collect()
        start = perf_counter()
        outcome = done()
        times.append(perf_counter() - start)
        del outcome  # freed after the clock has stopped
    print(json.dumps([median(times), _peak()]))


def _peak() -> float:
    """The most memory in megabytes that this process has had; Linux would count its parent's, too,
    to what ``getrusage`` tells.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
