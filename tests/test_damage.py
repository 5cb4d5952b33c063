"""A damaged data file is refused at a cost that grows with its length and no faster, in about a
hundred sentences of bounded length.
"""

import math
import subprocess
import sys
from collections.abc import Callable
from time import thread_time

import pytest
from damage import DAMAGE

from kzstats.dataset import complaints, validation
from kzstats.dataset.complaints import DataError

MEGABYTE = 1_000_000


EACH = pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)


def refused(content: bytes) -> float:
    """What it costs to refuse a file, in sentences of which neither the number nor the length goes
    by the file's.
    """
    started = thread_time()
    with pytest.raises(DataError) as refusal:
        validation.read(content)
    cost, error = thread_time() - started, refusal.value
    assert 1 <= len(error.problems) <= complaints.MOST <= 100
    assert error.count >= len(error.problems)
    assert max(len(str(problem)) for problem in error.problems) < 1000
    return cost


@EACH
def test_a_small_damaged_file_is_refused_in_as_few_words_as_a_large_one(
    damage: Callable[[int], bytes],
) -> None:
    refused(damage(20_000))


@pytest.mark.no_cover
@EACH
def test_what_a_damaged_file_costs_grows_with_its_length_and_no_faster(
    damage: Callable[[int], bytes], thorough: bool
) -> None:
    """Up to four megabytes where all is tried, else up to a quarter of one: what grows as the
    square of the length costs sixteen times as much here and there.
    """
    length = MEGABYTE if thorough else MEGABYTE // 16
    small, large = damage(length), damage(4 * length)
    costs = [math.inf, math.inf]
    for _ in range(3):  # another process may slow one reading, and never speeds one up
        costs = [
            min(cost, refused(content)) for cost, content in zip(costs, (small, large), strict=True)
        ]
        if costs[1] < 6 * costs[0] + 0.0125:  # where it grows as the length, about four
            break
    assert costs[1] < 6 * costs[0] + 0.0125, costs


MEASURED = """
import re, sys
from pathlib import Path
from kzstats.dataset import validation
def peak():
    return int(re.search("VmHWM: *([0-9]+)", Path("/proc/self/status").read_text().replace("\\t", " "))[1])
content = sys.stdin.buffer.read()
before = peak()
try:
    validation.read(content)
except validation.DataError:
    print(peak() - before)
"""  # noqa: E501


@pytest.mark.parametrize(
    "damage", ["words for records", "a list in one line", "unknown keys at the top",
        "unknown keys in one record", "many entries within an entry",
               "everything wrong everywhere", "half the sources missing",
                   "zeros, as after a power cut"]
)  # fmt: skip
def test_a_damaged_file_of_megabytes_takes_no_more_memory_than_a_valid_one_might(
    damage: str, thorough: bool
) -> None:
    """Of four where all is tried, else of two."""
    many = 4 if thorough else 2
    content = DAMAGE[damage](many * MEGABYTE)
    left = subprocess.run(
        [sys.executable, "-c", MEASURED], input=content, check=True, capture_output=True
    )
    assert int(left.stdout) < 75_000 * many  # KB
