"""The tables that the codes of rows lead to: what each metric counts, its breaks, the codes of its
dimensions, and the sources.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from kzstats.query import frames
from kzstats.query.versions import Snapshot

CODE_COLUMNS: Final = ("dimension", "code", "dimension_title", "title", "widens")
SOURCE_COLUMNS: Final = (
    "source",
    "publisher",
    "publisher_class",
    "title",
    "author",
    "published",
    "url",
    "language",
    "text_sha256",
    "archived_url",
)
METRIC_COLUMNS: Final = (
    "metric", "title", "definition", "topic", "kind", "unit", "counting_unit", "stage", "additive",
    "dimensions", "rule", "limits", "producer",
    "scale_lowest", "scale_highest", "scale_best", "scale_per",
)  # fmt: skip


def sources(snapshot: Snapshot, rows: pd.DataFrame) -> list[dict[str, str]]:
    """The sources of the rows and of their metrics' breaks, each with :data:`SOURCE_COLUMNS` as
    text.
    """
    found = []
    for name in dict.fromkeys(
        [*rows["source"], *frames.breaks(snapshot.dataset, rows["metric"].unique())["source"]]
    ):
        source = snapshot.dataset.sources[name]
        entry = {"source": name, "published": source.published.text}
        entry |= {
            key: str(getattr(source, key) or "") for key in SOURCE_COLUMNS if key not in entry
        }
        found.append(entry)
    return found


def metrics(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> list[dict[str, str]]:
    """What the rows count, each metric with :data:`METRIC_COLUMNS` as text."""
    found = []
    for name in dict.fromkeys(rows["metric"]):
        metric = snapshot.dataset.metrics[name]
        entry = {
            "metric": name,
            "title": metric.title.in_language(lang),
            "definition": metric.definition.in_language(lang),
        }
        entry |= {
            "additive": "true" if metric.additive else "false",
            "dimensions": ";".join(metric.dimensions),
        }
        entry |= {
            f"scale_{part}": "" if said is None else str(said)
            for part in ("lowest", "highest", "best", "per")
            for said in (getattr(metric.scale, part, None),)
        }
        entry |= {
            key: said.in_language(lang) if said else ""
            for key, said in (("rule", metric.rule), ("limits", metric.limits))
        }
        found.append(
            {
                key: entry[key] if key in entry else str(getattr(metric, key) or "")
                for key in METRIC_COLUMNS
            }
        )
    return found


def codes(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> list[dict[str, str]]:
    """What the codes mean by which the figures of the rows' metrics are limited or widened, each
    with :data:`CODE_COLUMNS` as text.
    """
    declared = snapshot.dataset.dimensions
    names = [
        name
        for metric in dict.fromkeys(rows["metric"])
        for name in snapshot.dataset.metrics[metric].dimensions
    ]
    return [
        {
            "dimension": name,
            "code": code,
            "dimension_title": declared[name].title.in_language(lang),
            "title": member.in_language(lang),
            "widens": "true" if member.widens else "false",
        }
        for name in dict.fromkeys(names)
        for code, member in declared[name].codes.items()
    ]


def tables(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> dict[str, pd.DataFrame]:
    """The tables that the codes of the rows lead to, by name."""
    return {
        "metrics": pd.DataFrame(
            metrics(snapshot, rows, lang), columns=list(METRIC_COLUMNS), dtype="str"
        ),
        "breaks": frames.breaks(snapshot.dataset, rows["metric"].unique(), lang),
        "dimensions": pd.DataFrame(
            codes(snapshot, rows, lang), columns=list(CODE_COLUMNS), dtype="str"
        ),
        "sources": pd.DataFrame(sources(snapshot, rows), columns=list(SOURCE_COLUMNS), dtype="str"),
    }
