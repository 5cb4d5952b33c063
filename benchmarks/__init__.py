"""What the project's speed is measured by; ``python -m benchmarks`` in the project's folder runs everything.

Times are given as ratios to something else that is timed in the same run, since absolute times say more
about the machine than about the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data" / "metrics.yaml"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table; a result without a target is told for information."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None


def at_most(what: str, measured: float, target: float, unit: str = "") -> Result:
    """A figure that is to stay at or below its target."""
    return Result(what, f"{measured:.2f}{unit}", f"at most {target:g}{unit}", measured <= target)


def report(results: Iterable[Result]) -> int:
    """Print the results as a Markdown table; the exit code is 1 when a target was missed."""
    results = list(results)
    print("| what | measured | target | met |")
    print("|---|---|---|---|")
    for result in results:
        print(f"| {result.what} | {result.measured} | {result.target} | {_VERDICTS[result.met]} |")
    return int(any(result.met is False for result in results))


_VERDICTS = {True: "yes", False: "no", None: ""}
