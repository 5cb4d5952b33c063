"""Which of several figures of one thing and time leads, and what leads of each stretch of time that
has no break inside.
"""

from __future__ import annotations

from collections.abc import Sequence

from kzstats.dataset import series
from kzstats.dataset.model import Metric, Record

Stretch = tuple[tuple[Record, ...], list[Sequence[Record]]]
"""Records without a break between them, and those of each time that lead."""


def leading(records: Sequence[Record]) -> list[list[Record]]:
    """For each series and period the records of the highest rank: several where sources of one rank
    disagree, and none of them leads.

    Deprecated records stand here only where there is no other at all.
    """
    order = {"preferred": 0, "normal": 1, "deprecated": 2}
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        groups.setdefault(
            (series.subject(record), record.aim, record.period.start, record.period.end), []
        ).append(record)
    leaders = []
    for group in groups.values():
        best = min((record.rank for record in group), key=order.__getitem__)
        leaders.append(
            [record for record in group if record.rank == best] if len(group) > 1 else group
        )
    return [group for group in leaders if group[0].rank != "deprecated"] or leaders


def stretches(
    metric: Metric, records: Sequence[Record], leaders: Sequence[Sequence[Record]]
) -> list[Stretch]:
    """The records of each stretch without a break, in the order of time, with those of its figures
    that lead.
    """
    groups = {group[0].id: group for group in leaders}
    parts = [
        (part, [groups[record.id] for record in part if record.id in groups])
        for part in series.stretches(metric, records)
    ]
    return [(part, leading) for part, leading in parts if leading]
