"""What the draft of a long article costs: a text of twenty pages, its reading alone, and how the
cost grows from ten pages to twenty.

The text is that of ``tests/drafting.py``: 60,000 letters with 1,800 numbers. The short articles are
drafted before, so that the tables of the languages are loaded. Run alone:
``python -m benchmarks drafting``.
"""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable
from time import process_time

from benchmarks import ROOT, Line, time
from kzstats.checks import archive
from kzstats.drafting import drafts

sys.path.insert(0, str(ROOT / "tests"))
import reading
from drafting import draft_of, empty, long_text

ROUNDS = 5
PART = "a draft of twenty pages"


def cost(work: Callable[[], object]) -> float:
    """Seconds of a processor; another process may slow one run, and never speeds one up."""
    gc.collect()
    begun = process_time()
    work()
    return process_time() - begun


def lines() -> list[Line]:
    """The draft, the reading in it, and the growth."""
    articles = list(reading.load().values())
    source = articles[0].dataset.sources["press"]
    for article in articles:
        draft_of(article)
    text = long_text()

    def draft(said: str) -> drafts.Draft:
        return drafts.drafted(empty(), "long", source, archive.parse(said.encode()))

    works = (
        lambda: draft(text),
        lambda: draft(text[: len(text) // 2]),
        lambda: archive.parse(text.encode()),
    )
    found = [math.inf] * len(works)
    for _ in range(ROUNDS):
        found = [min(before, cost(work)) for before, work in zip(found, works, strict=True)]
    whole, half, read = found
    numbers = sum(token.kind != "period" for token in archive.parse(text.encode()).numbers)
    told = {
        "numbers": f"{numbers:,}",
        "processor time": time(whole),
        "of the reading alone": time(read),
        "ten pages": time(half),
    }
    return [
        Line(PART, "the draft", told, whole, "a second of a processor", 2.0),
        Line(PART, "its growth from ten pages", {}, whole / half, "ten pages'", 3.0),
    ]
