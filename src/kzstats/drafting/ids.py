"""The ids that figures get by themselves: of what they count, when, where and of whom. They follow
what is chosen, until the figure is published.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any, Final

from kzstats.drafting.candidates import OPEN

_LONGEST: Final = 70


def base(fields: Mapping[str, Any]) -> str:
    """The id that the parts of a figure make; nothing where its metric or its period is open."""
    metric, period = str(fields.get("metric", OPEN)), str(fields.get("period", OPEN))
    if OPEN in (metric, period):
        return ""
    when = re.sub(r"[^0-9/.-]", "", period).replace("..", "on").replace("/", "-")
    area = str(fields.get("area", "KZ"))
    where = area.lower() if area not in ("KZ", OPEN) else ""
    limited = fields.get("dimensions", {})
    codes = [str(code) for code in limited.values()] if isinstance(limited, Mapping) else []
    parts = (metric, when, where, *(code for code in codes if code != OPEN))
    said = "-".join(part for part in parts if part)
    return re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9-]", "-", said))[:_LONGEST].strip("-")


def free(wanted: str, taken: Container[str]) -> str:
    """An id that no other figure has."""
    name, again = wanted, 1
    while name in taken:
        again += 1
        name = f"{wanted}-{again}"
    return name


def is_automatic(name: str, source: str, metrics: Iterable[str]) -> bool:
    """Whether an id is one that a figure got by itself: of its source and a number, or of a metric
    and a period.
    """
    if re.fullmatch(rf"{re.escape(source)}-n?\d+(?:-\d+)?", name):
        return True
    return any(
        re.fullmatch(rf"{re.escape(metric.replace('_', '-'))}-\d[\w-]*", name) for metric in metrics
    )


def following(fields: Mapping[str, Any], metrics: Iterable[str], taken: Container[str]) -> str:
    """The id of a figure after what is chosen of it: a new one where it got the old one by itself
    and that is of something else.
    """
    name, wanted = str(fields.get("id", "")), base(fields)
    own = re.fullmatch(rf"{re.escape(wanted)}(?:-\d+)?", name) is not None
    if not wanted or own or not is_automatic(name, str(fields.get("source")), metrics):
        return name
    return free(wanted, taken)


_SAME: Final = ("source", "quote", "prefix", "suffix", "metric", "period")


def follow(
    entries: Iterable[dict[str, Any]],
    records: Mapping[str, Mapping[str, Any]],
    metrics: list[str],
) -> None:
    """Give the figures of a draft the ids of what was chosen of them; one that is published has the
    id that it has there.
    """
    several = [one for one in entries if "skip" not in one]
    there = {tuple(str(one.get(part)) for part in _SAME): name for name, one in records.items()}
    taken = {*records, *(str(one.get("id")) for one in several)}
    for one in several:
        if str(one.get("id")) in records:
            continue
        name = following(one, metrics, taken)
        if name != one.get("id"):
            one["id"] = there.get(tuple(str(one.get(part)) for part in _SAME), name)
            taken.add(str(one["id"]))
