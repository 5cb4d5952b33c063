"""Which figures of a metric stand in one picture, and in which part of it.

A metric has a picture of its whole, and one of all that it is limited to: the members of its
dimensions, its regions, its labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.dataset.nature import aims, current, levels
from kzstats.query.selection import Selection
from kzstats.values.codes import SUBDIVISIONS
from kzstats.values.period import Period

Key = tuple[str, str, tuple[tuple[str, str], ...]]
"""Area, label where labels name series, and what a figure is limited to."""
Groups = dict[Key, list[Record]]
_LONG: Final = 366
"""Up to how many days a figure of a moment may be as of, to stand among those of single days."""


_MOST_ASIDE: Final = 12
"""How many figures may stand aside of the courses of members."""


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one picture: of one thing, or of the ``members`` of it; ``failed`` are those
    of them whose check fails.
    """

    keys: tuple[Key, ...]
    records: tuple[Record, ...]
    failed: tuple[Record, ...]

    @property
    def planned(self) -> bool:
        """Whether it is of what is only planned, aimed at or foreseen, which has pictures of its
        own.
        """
        return self.records[0].aim is not None

    @property
    def members(self) -> bool:
        """Whether it is of several things that are limited in some way, which are ranked and never
        joined.
        """
        return len(self.keys) > 1


def parts(selection: Selection, metric: str) -> tuple[Part, ...]:
    """A metric's selected records by picture; there is none of figures that all fail
    their check.
    """
    found, _ = _parted(selection, metric)
    return found


def withheld(selection: Selection, metric: str) -> tuple[Record, ...]:
    """The metric's selected records whose check fails and that no picture names, since every figure
    of their series fails.
    """
    _, lost = _parted(selection, metric)
    return lost


def _parted(selection: Selection, metric: str) -> tuple[tuple[Part, ...], tuple[Record, ...]]:
    of = selection.dataset.metrics[metric]
    happened, planned = (
        _pictures(selection, of, kind.get(metric, ()))
        for kind in (selection.levels, selection.aims)
    )
    return (*happened[0], *planned[0]), (*happened[1], *planned[1])


def _pictures(
    selection: Selection, of: Metric, records: Sequence[Record]
) -> tuple[tuple[Part, ...], tuple[Record, ...]]:
    """Records of one nature by picture, and those whose check fails that none names."""
    groups = grouped(of, (record for record in records if not selection.fails(record)))
    failed = grouped(of, (record for record in records if selection.fails(record)))
    found = []
    for keys in _pictured(groups):
        scopes = {_scope(key) for key in keys}
        theirs = [
            key
            for key in failed
            if key in keys or (len(keys) > 1 and _scope(key) in scopes and key not in groups)
        ]
        lost = [record for key in theirs for record in failed.pop(key)]
        found.append(
            Part(keys, tuple(record for key in keys for record in groups[key]), tuple(lost))
        )
    return tuple(found), tuple(record for group in failed.values() for record in group)


def grouped(metric: Metric, records: Iterable[Record]) -> Groups:
    """Records by area and what they are limited to, and by label where labels name series, whoever
    counted.
    """
    groups: Groups = {}
    for record in records:
        groups.setdefault(key(metric, record), []).append(record)
    return groups


def key(metric: Metric, record: Record) -> Key:
    """What a record is a figure of, as pictures tell it apart."""
    return (
        record.area,
        record.label.en if metric.rules.series and record.label else "",
        record.dimensions,
    )


@remembered(16)
def on_record(
    dataset: Dataset, metric: str, planned: bool = False
) -> Mapping[Key, Sequence[Record]]:
    """All levels of a metric, or all that is ``planned``, as its pictures divide them."""
    of_kind = aims if planned else levels
    return grouped(
        dataset.metrics[metric],
        current(dataset, of_kind(r for r in dataset.records if r.metric == metric)),
    )


def countries(keys: Iterable[Key]) -> set[str]:
    """The countries, and other areas that are of none, of some groups."""
    return {_scope(key) for key in keys}


def _scope(key: Key) -> str:
    """The country that a region is of; every other area by itself."""
    return key[0][:2] if key[0] in SUBDIVISIONS else key[0]


def _pictured(groups: Groups) -> list[tuple[Key, ...]]:
    """Which groups stand in one picture: those of one country that are limited, among them its
    whole where that has a single time.
    """
    by_scope: dict[str, list[Key]] = {}
    for key in groups:
        by_scope.setdefault(_scope(key), []).append(key)
    found: list[tuple[Key, ...]] = []
    for scope, keys in by_scope.items():
        whole: Key = (scope, "", ())
        limited = [key for key in keys if key != whole]
        if whole in groups and limited and len({moment(record) for record in groups[whole]}) == 1:
            limited = [whole, *limited]
        elif whole in groups:
            found.append((whole,))
        if limited:
            found.append(tuple(limited))
    return found


def courses(
    metric: Metric, records: Sequence[Record]
) -> tuple[dict[tuple[Key, str], list[Record]], list[Record]] | None:
    """The figures of members that have a course in time, by member and, where several are named, by
    the body that counted; and those that stand beside none.

    There are none where fewer than two members have figures of two times, of one length, or where
    more would stand aside than a reader can take.
    """
    if not metric.rules.series or any(record.period.open for record in records):
        return None
    main, aside = on_one_line(metric, records)
    found: dict[tuple[Key, str], list[Record]] = {}
    for record in main:
        found.setdefault((key(metric, record), record.producer or ""), []).append(record)
    long = [group for group in found.values() if len({moment(record) for record in group}) > 1]
    return (found, aside) if len(long) > 1 and len(aside) <= _MOST_ASIDE else None


def moment(record: Record) -> tuple[object, ...]:
    """Of which time a figure is, as far as another may be of the same."""
    return record.period.start, record.period.end


def on_one_line(metric: Metric, records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Figures that stand beside each other on a line of time, and those of other lengths or
    definitions, which get a lane of their own.

    Beside each other stand years, or where there are not two of them the length that most figures
    have, none inside or over another. Where there is one figure of one time alone nothing stands
    beside it, and its height would say nothing.
    """
    alike = [record for record in records if record.status != "D" and record.aim is None]
    if not metric.rules.lasts:
        main = [
            record
            for record in alike
            if (record.period.after - record.period.start).days <= _LONG or metric.rules.attended
        ]
        return _divided(records, main if _compared(main) else [])
    lengths: dict[tuple[int, int], list[Record]] = {}
    for record in alike:
        lengths.setdefault(_length(record.period), []).append(record)
    by_count = sorted(
        lengths,
        key=lambda length: len({moment(record) for record in lengths[length]}),
        reverse=True,
    )
    for length in dict.fromkeys(((1, 0), *by_count)):
        main = _apart(lengths.get(length, []))
        if _compared(main):
            return _divided(records, main)
    return [], list(records)


def _divided(
    records: Sequence[Record], main: Sequence[Record]
) -> tuple[list[Record], list[Record]]:
    kept = {record.id for record in main}
    return [record for record in records if record.id in kept], [
        record for record in records if record.id not in kept
    ]


def _compared(records: Sequence[Record]) -> bool:
    """Whether figures are of several times, or several of one."""
    return len(records) > 1


def _length(span: Period) -> tuple[int, int]:
    """A year of the calendar, so many months, or so many days."""
    return (
        (1, 0)
        if span.years == 1
        else (2, span.months)
        if span.months
        else (3, (span.after - span.start).days)
    )


def _apart(records: Sequence[Record]) -> list[Record]:
    """Records in the order of time without those that overlap an earlier one and are not of the
    same days.
    """
    kept: list[Record] = []
    for record in sorted(records, key=lambda record: (record.period.start, record.period.end)):
        if (
            not kept
            or record.period.start > kept[-1].period.end
            or moment(record) == moment(kept[-1])
        ):
            kept.append(record)
    return kept
