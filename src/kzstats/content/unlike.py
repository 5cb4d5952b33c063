"""Where figures do not fit each other, or differ and can all be true: found once for a version of
the data, and told with their reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kzstats.content import tabled
from kzstats.dataset import contradictions, disagreements, near, series, stated
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Record
from kzstats.dataset.nature import current
from kzstats.language import dates, naming, quantities, worded
from kzstats.language.translation import translate
from kzstats.query.versions import Snapshot

What = Literal["disagree", "near", "falls", "shrinks", "part", "change", "against", "agree"]


@dataclass(frozen=True, slots=True)
class Unlike:
    """Figures of which a reader must know side by side, and in what way.

    Those that ``disagree`` are of one subject and time, those ``near`` of about one; one ``falls``,
    ``shrinks`` or is a ``part`` above its whole; some stand ``against`` each other by what a person
    says; a stated ``change`` is not what the levels of its ends make; and some differ and
    ``agree``, since they can all be true.
    """

    what: What
    records: tuple[Record, ...]


def found(dataset: Dataset, records: Sequence[Record]) -> tuple[Unlike, ...]:
    """Where some figures do not fit each other, and where they differ and can all be true."""
    ids = {record.id for record in records}
    pairs = dict.fromkeys(
        pair for record in records for pair in disagreements.declared(dataset).get(record.id, ())
    )
    by_metric: dict[str, list[str]] = {}
    for record in records:
        by_metric.setdefault(record.metric, []).append(record.id)
    told = sorted(
        (one for name in by_metric for one in _of_metric(dataset, name, (*by_metric[name],))),
        key=lambda one: _ORDER[one.what],
    )
    known = {frozenset(record.id for record in one.records) for one in told}
    against = (pair for pair in pairs if all(one.id in ids for one in pair))
    said = [
        Unlike("against", pair)
        for pair in against
        if frozenset(one.id for one in pair) not in known
    ]
    return (*told, *said, *(Unlike("agree", group) for group in disagreements.agreements(records)))


_ORDER = {"disagree": 0, "near": 1, "falls": 2, "shrinks": 2, "part": 3, "change": 4}


@remembered(2048)
def _of_metric(dataset: Dataset, metric: str, ids: tuple[str, ...]) -> tuple[Unlike, ...]:
    """What some figures of a metric cannot all be true in, found once for all queries that leave
    the same of them.
    """
    kept = set(ids)
    records = [one for one in _records(dataset)[metric] if one.id in kept]
    return (
        *(Unlike("disagree", group) for group in disagreements.disagreements(records)),
        *(Unlike("near", pair) for pair in near.nearby(dataset.metrics, records)),
        *(Unlike(one.what, one.records) for one in contradictions.contradictions(dataset, records)),
        *(
            Unlike("change", (one.change, one.earlier, one.later))
            for one in stated.held(dataset, records, current(dataset, records))
            if not one.agrees
        ),
    )


@remembered(1)
def _records(dataset: Dataset) -> Mapping[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for record in dataset.records:
        found.setdefault(record.metric, []).append(record)
    return {name: tuple(records) for name, records in found.items()}


def beside(dataset: Dataset, records: Sequence[Record]) -> tuple[Unlike, ...]:
    """What some figures are said not to fit, whether that is among them or not, and where they
    differ and can all be true.
    """
    pairs = dict.fromkeys(
        pair for record in records for pair in disagreements.declared(dataset).get(record.id, ())
    )
    return (
        *(Unlike("against", pair) for pair in pairs),
        *(Unlike("agree", group) for group in disagreements.agreements(records)),
    )


@remembered(1)
def by_record(snapshot: Snapshot) -> Mapping[str, tuple[Unlike, ...]]:
    """What a figure is a side of, by its id, of all figures that may stand as figures."""
    failing, sides = set(snapshot.failing), dict[str, tuple[Unlike, ...]]()
    for one in found(
        snapshot.dataset,
        [record for record in snapshot.dataset.records if record.id not in failing],
    ):
        sides |= {record.id: (*sides.get(record.id, ()), one) for record in one.records}
    return sides


def sentence(lang: str, dataset: Dataset, one: Unlike) -> str:
    """What there is to know of figures side by side, with the reasons that they give."""
    reasons = dict.fromkeys(
        record.reason.in_language(lang) for record in one.records if record.reason
    )
    return " ".join((_unlike(lang, dataset, one), *reasons))


def _unlike(lang: str, dataset: Dataset, one: Unlike) -> str:
    if one.what in ("falls", "shrinks", "part"):
        return _contradiction(lang, dataset, one)
    if one.what == "change":
        return _unborne(lang, dataset, one.records)
    if one.what == "near":
        return _near(lang, dataset, one.records)
    sides = "; ".join(
        _side(lang, dataset, record, mixed=one.what == "against") for record in one.records
    )
    return _SAID[one.what](lang, sides)


def once(lang: str, told: Iterable[tuple[str, Sequence[Record]]]) -> list[str]:
    """Sentences on some figures each, in which a reason that an earlier one told is left out."""
    seen: set[str] = set()
    found = []
    for sentence, records in told:
        said = sentence
        reasons = {record.reason.in_language(lang) for record in records if record.reason}
        for reason in reasons & seen:
            said = said.replace(f" {reason}", "")
        seen |= reasons
        found.append(said)
    return found


_SAID: Mapping[str, Callable[[str, str], str]] = {
    "disagree": lambda lang, sides: translate(lang, "Sources disagree: {sides}.", sides=sides),
    "against": lambda lang, sides: translate(
        lang, "These figures do not fit each other: {sides}.", sides=sides
    ),
    "agree": lambda lang, sides: translate(
        lang, "Counts that differ and can all be true: {sides}.", sides=sides
    ),
}


def _side(lang: str, dataset: Dataset, record: Record, *, mixed: bool) -> str:
    """One side: whose count it is, its value and its time, and what it is of where the sides are of
    unlike things.
    """
    who = naming.name(lang, dataset, series.counter(record))
    which = (
        translate(lang, "{name}, {when}", name=who, when=dates.when(lang, record))
        if mixed
        else tabled.which(lang, record, dataset)
    )
    value = worded.label(lang, record, dataset.metrics[record.metric])
    what = translate(lang, "{value} ({which})", value=value, which=which)
    return translate(
        lang,
        "{title}: {what}",
        title=tabled.row(dataset, record, lang, mixed=True)[0] if mixed else who,
        what=what,
    )


def _contradiction(lang: str, dataset: Dataset, found: Unlike) -> str:
    """That two figures cannot both be true, and why."""
    one, other = (
        translate(
            lang,
            "{value} ({which})",
            value=quantities.label(lang, record.value, dataset.metrics[record.metric].unit),
            which=tabled.which(lang, record, dataset),
        )
        for record in found.records
    )
    if found.what == "falls":
        return translate(
            lang,
            "A total up to a day cannot fall, and here it does: {one}, then {other}.",
            one=one,
            other=other,
        )
    if found.what == "shrinks":
        return translate(
            lang,
            "A part of a time cannot hold more than the whole of it, and here it does: {one}, "
            "{other}.",
            one=one,
            other=other,
        )
    return translate(
        lang,
        "A part cannot be larger than its whole, and here it is: {other} of {one}.",
        one=one,
        other=other,
    )


def _unborne(lang: str, dataset: Dataset, records: Sequence[Record]) -> str:
    """That a stated change is not what the levels of both its ends make: the change, the earlier,
    the later.
    """
    (held,) = stated.held(dataset, records[:1], records[1:])
    metric, change = dataset.metrics[held.change.metric], held.change.change
    assert change is not None  # only of a change levels are held
    one, other = (
        translate(
            lang,
            "{value} ({which})",
            value=worded.label(lang, record, metric),
            which=dates.when(lang, record),
        )
        for record in (held.earlier, held.later)
    )
    return translate(
        lang,
        "The article states {change} ({when}), and the levels on record make {made}: {one}, "
        "{other}.",
        change=worded.label(lang, held.change, metric),
        when=dates.when(lang, held.change),
        made=worded.made(lang, held.made, change.unit, metric),
        one=one,
        other=other,
    )


def _near(lang: str, dataset: Dataset, records: Sequence[Record]) -> str:
    """That two bodies count otherwise about one time, each with its figure."""
    sides = [
        translate(
            lang,
            "{title}: {what}",
            title=naming.name(lang, dataset, series.counter(record)),
            what=translate(
                lang,
                "{value} ({which})",
                value=quantities.label(lang, record.value, dataset.metrics[record.metric].unit),
                which=dates.when(lang, record),
            ),
        )
        for record in records
    ]
    return translate(
        lang, "Two counts of about one time disagree: {sides}.", sides="; ".join(sides)
    )
