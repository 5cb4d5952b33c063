"""Changes as articles state them, beside the levels that are on record for both of their ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import inf

from kzstats.dataset import derived, series
from kzstats.dataset.model import Change, Dataset, Record
from kzstats.dataset.nature import is_level, possible
from kzstats.values import quantity
from kzstats.values.period import Period
from kzstats.values.quantity import Derived, Quantity

_Ends = Mapping[tuple[object, ...], Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Held:
    """A stated change, the levels of its two ends by the body that states it, and what these make:
    ``agrees`` says whether that is the change, to the rounding of its words.
    """

    change: Record
    earlier: Record
    later: Record
    made: Derived
    agrees: bool


def held(dataset: Dataset, changes: Iterable[Record], levels: Iterable[Record]) -> tuple[Held, ...]:
    """The stated changes among some records of whose two ends there are levels among others, where
    these may be compared at all.
    """
    stated = [record for record in changes if record.change and record.change.since]
    ends = _ends(levels) if stated else {}
    found = (_held(dataset, record, ends) for record in stated)
    return tuple(one for one in found if one is not None)


def _ends(levels: Iterable[Record]) -> _Ends:
    """The levels of each series and time, but for those that are deprecated."""
    found: dict[tuple[object, ...], list[Record]] = {}
    for record in levels:
        if is_level(record) and record.rank != "deprecated":
            found.setdefault(_key(record, record.period), []).append(record)
    return found


def _key(record: Record, time: Period) -> tuple[object, ...]:
    return series.series(record), time.start, time.end


def _held(dataset: Dataset, record: Record, ends: _Ends) -> Held | None:
    """A change beside its levels: of several for one end those that bear it out, where any do."""
    change = record.change
    if change is None or change.since is None or record.rank == "deprecated":
        return None
    pairs = product(
        ends.get(_key(record, change.since), ()), ends.get(_key(record, record.period), ())
    )
    found = None
    for earlier, later in pairs:
        made = _made(dataset, change, earlier, later)
        if made is not None:
            agrees = _alike(record, made)
            if found is None or (agrees and not found.agrees):
                found = Held(record, earlier, later, made, agrees)
    return found


def _made(dataset: Dataset, change: Change, earlier: Record, later: Record) -> Derived | None:
    """What two levels make in the unit of a change; nothing where they are not compared."""
    metric = dataset.metrics[later.metric]
    if metric.rules.series:
        grown = derived.growth(dataset, earlier, later)
        if isinstance(grown, derived.Refusal):
            return None
        if change.unit == "percent":
            return grown.number
    elif series.breaks(metric, (earlier, later)) or "D" in (earlier.status, later.status):
        return None
    match change.unit:
        case "percent":
            return quantity.growth(earlier.value, later.value)
        case "times":
            before, after = earlier.value, later.value
            if change.direction == "fall":
                before, after = after, before
            return _ratio(quantity.interval(before), quantity.interval(after))
    return _difference(quantity.interval(earlier.value), quantity.interval(later.value))


def _ratio(before: Derived, after: Derived) -> Derived | None:
    if before.high in (0, inf) or before.low <= 0:
        return None
    return Derived(after.low / before.high, after.high / before.low)


def _difference(before: Derived, after: Derived) -> Derived:
    return Derived(after.low - before.high, after.high - before.low)


def _alike(record: Record, made: Derived) -> bool:
    """Whether what two levels make is a change as it was said: half a step of its last digit is
    rounding.
    """
    said, change = possible(record), record.change
    if change is not None and change.unit == "times":
        said = quantity.possible(record.value)
    step = _step(record.value)
    wide = Derived(said.low - step, said.high + step, said.strict)
    return not quantity.below(wide, made) and not quantity.below(made, wide)


def _step(value: Quantity) -> float:
    """Half a step of the last digit of a value as it was said: of 100 a half, of 61.3 a
    twentieth.
    """
    numbers = [one for one in (value.value, value.low, value.high) if one is not None]
    places = max(-int(Decimal(repr(one)).as_tuple().exponent) for one in numbers)
    return float(Decimal(1).scaleb(-max(places, 0))) / 2
