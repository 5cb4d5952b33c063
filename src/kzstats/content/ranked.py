"""Records in rows: from the largest down, or the members of a dimension ranked by dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kzstats.content import axes, drawing, parting
from kzstats.content.drawing import Drawn
from kzstats.content.picture import (
    MOST,
    RANKED,
    Mark,
    Shape,
    Spread,
)
from kzstats.dataset.model import Metric, Record
from kzstats.language import naming
from kzstats.language.translation import translate
from kzstats.query.selection import Selection


def in_rows(
    selection: Selection, metric: Metric, records: Sequence[Record], lang: str, *, members: bool
) -> Drawn:
    """Records from the largest down, those of one thing and time in one row.

    ``members`` are ranked by dots, each with its figures in the order of time.
    """
    groups = drawing.together(records)
    if members:
        best: dict[parting.Key, float] = {}
        for group in groups:
            best[_key(metric, group)] = max(best.get(_key(metric, group), 0), drawing.rank(group))
        groups.sort(
            key=lambda group: (
                -best[_key(metric, group)],
                _key(metric, group),
                group[0].period.start,
            )
        )
        if len(groups) > RANKED:  # of so many members the newest figure each
            newest = {
                _key(metric, group): group
                for group in sorted(
                    groups, key=lambda group: (group[0].period.end, group[0].period.start)
                )
            }
            groups = sorted(newest.values(), key=drawing.rank, reverse=True)
    else:
        groups.sort(key=drawing.rank, reverse=True)
    shape: Shape = "dot" if members or (len(groups) == 1 and metric.rules.most is None) else "row"
    several_times = len({parting.moment(record) for record in records}) > 1
    marks: list[Mark] = []
    spreads: list[Spread] = []
    for row, group in enumerate(groups[:MOST]):
        own = [
            drawing.mark_of(selection, metric, record, "dot" if len(group) > 1 else shape, lang)
            for record in group
        ]
        for at, (record, mark) in enumerate(zip(group, own, strict=True)):
            name = _row_name(selection, metric, record, mark, lang, several_times, members)
            own[at] = replace(mark, shape="row" if mark.ranged else mark.shape, row=row, name=name)
        if len(group) > 1:
            spread, own = drawing.spread_of(metric, group, own, lang)
            spreads.append(
                replace(
                    spread,
                    head=replace(spread.head, row=row, name=f"{own[0].name} · {spread.head.name}"),
                )
            )
        marks += own
    top = metric.rules.most or max((mark.top for mark in marks), default=1.0)
    return Drawn(
        layout="rows",
        marks=tuple(marks),
        start=records[0].period.start,
        after=records[0].period.after,
        top=top,
        values=axes.values(top, metric, lang),
        spreads=tuple(spreads),
    )


def _key(metric: Metric, group: Sequence[Record]) -> parting.Key:
    return parting.key(metric, group[0])


def _row_name(
    selection: Selection,
    metric: Metric,
    record: Record,
    mark: Mark,
    lang: str,
    several_times: bool,
    members: bool,
) -> str:
    """What stands behind the number of a row: which one it is, where there is more than one thing;
    and its time, where there is more than one.
    """
    name = mark.name
    if members:
        subset = naming.subset(lang, selection.dataset, record)
        area = naming.area(lang, record.area) if "-" in record.area else ""
        name = ", ".join(filter(None, (area, name, subset))) or translate(lang, "the whole")
    elif not name:
        name = (
            mark.when
            if record.area in ("several", "unspecified")
            else naming.area(lang, record.area)
        )
    if several_times and name != mark.when:
        name = translate(lang, "{name}, {when}", name=name, when=mark.when)
    return name
