"""The records that answer a query: the one filter of pages, charts and papers, over the records
themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Record, Unstated
from kzstats.dataset.nature import aims, current, levels
from kzstats.dataset.vocabulary import Check
from kzstats.query import searching
from kzstats.query.addresses import Query, within
from kzstats.query.versions import Snapshot


@dataclass(frozen=True, eq=False)
class Selection:
    """Records and events without a number, in the order of the file; ``checks`` are those of every
    record of the dataset, chosen or not.
    """

    dataset: Dataset
    records: tuple[Record, ...]
    unstated: tuple[Unstated, ...]
    checks: Mapping[str, Check]

    @cached_property
    def by_metric(self) -> Mapping[str, tuple[Record, ...]]:
        """The records of each metric that has any, the metrics in the order of the
        first of each.
        """
        found: dict[str, list[Record]] = {}
        for record in self.records:
            found.setdefault(record.metric, []).append(record)
        return {metric: tuple(records) for metric, records in found.items()}

    @cached_property
    def levels(self) -> Mapping[str, tuple[Record, ...]]:
        """Those of the records of each metric that are levels, and may be drawn and compared."""
        return self._current(levels)

    @cached_property
    def aims(self) -> Mapping[str, tuple[Record, ...]]:
        """Those of the records of each metric that are only planned or foreseen."""
        return self._current(aims)

    def _current(
        self, of: Callable[[Iterable[Record]], tuple[Record, ...]]
    ) -> Mapping[str, tuple[Record, ...]]:
        """The records of a nature whose place no later one took."""
        return {
            metric: current(self.dataset, of(records)) for metric, records in self.by_metric.items()
        }

    @cached_property
    def by_source(self) -> Mapping[str, tuple[Record, ...]]:
        """The records of each article that has any."""
        found: dict[str, list[Record]] = {}
        for record in self.records:
            found.setdefault(record.source, []).append(record)
        return {source: tuple(records) for source, records in found.items()}

    @cached_property
    def evidence(self) -> tuple[Record, ...]:
        """The records that may stand as figures: what failed its check is drawn nowhere, enters no
        sum and leads nothing.
        """
        return tuple(record for record in self.records if not self.fails(record))

    def fails(self, record: Record) -> bool:
        """Whether a record's check failed."""
        return self.checks.get(record.id) == "fails"


@remembered(16)
def select(snapshot: Snapshot, query: Query) -> Selection:
    """What answers a query, found once for all readers who ask the same of the same data, in
    whatever language.
    """
    return (
        select(snapshot, query.spoken())
        if query.lang != "en"
        else choose(snapshot.dataset, query, snapshot.checks)
    )


def choose(dataset: Dataset, query: Query, checks: Mapping[str, Check]) -> Selection:
    """What of a dataset answers a query; a record that ``checks`` lacks is "not checked"."""
    sources = set(query.source)
    if query.publisher:
        theirs = {
            name for name, source in dataset.sources.items() if source.publisher in query.publisher
        }
        sources = sources & theirs if query.source else theirs
    anywhere, metrics, areas = (
        not (query.source or query.publisher),
        set(query.metric),
        set(query.area),
    )
    wanted, limits = query.checks(), query.limits()

    def answers(one: Record | Unstated) -> bool:
        told = (
            (anywhere or one.source in sources)
            and (not metrics or one.metric in metrics)
            and (not areas or one.area in areas)
        )
        return told and one.period.overlaps(query.first, query.last)

    def stands(record: Record) -> bool:
        return (not wanted or checks.get(record.id, "not checked") in wanted) and (
            not limits or within(dict(record.dimensions), limits)
        )

    records = tuple(filter(answers, dataset.records))
    found = tuple(filter(stands, records)) if wanted or limits else records
    unstated = (
        () if wanted or limits or query.search else filter(answers, dataset.unstated)
    )  # no figure, so that nothing was checked, and none is of a part or holds a word
    return Selection(
        dataset,
        searching.holding(dataset, found, query.search),
        tuple(unstated),
        checks,
    )


def record_of(dataset: Dataset, record: str) -> Record | None:
    """A record by its id; nothing where there is none."""
    return _by_id(dataset).get(record)


@remembered(1)
def _by_id(dataset: Dataset) -> Mapping[str, Record]:
    return {record.id: record for record in dataset.records}


def years(records: Iterable[Record]) -> tuple[int, int] | None:
    """The first and the last year that the periods of records name, open ends left out; nothing
    where none names a year.
    """
    spans = [record.period for record in records]
    named = {span.start.year for span in spans if not span.open_start} | {
        span.end.year for span in spans if not span.open_end
    }
    return (min(named), max(named)) if named else None
