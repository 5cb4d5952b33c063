"""What a picture shows, how its figures may be read and compared, and what was left out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from kzstats.content import captions
from kzstats.dataset import derived, series
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.dataset.precedence import Stretch
from kzstats.language import codes, dates, languages, naming, quantities, remarks
from kzstats.language.translation import translate, translate_n
from kzstats.values.codes import SUBDIVISIONS

_ALIKE = 2
"""How many times longer one period may be than another for a rate per month to say something of
both.
"""


_MOST = 12
"""How many notes, changes or flags the sentences of a picture tell of; the table has all."""


def sentences(
    dataset: Dataset,
    metric: Metric,
    records: Sequence[Record],
    leaders: Sequence[Sequence[Record]],
    parts: Sequence[Stretch],
    unstated: Sequence[str],
    lang: str,
    *,
    in_panels: bool = False,
) -> tuple[str, ...]:
    """What the picture shows, how it may be read, and what was left out; without ``parts`` it is of
    members, no two of which are compared, in rows or ``in_panels``.
    """
    found = (
        _of_one(dataset, metric, records, parts, lang)
        if parts
        else _of_members(dataset, metric, leaders, lang, in_panels)
    )
    if isinstance(total := derived.total(dataset, records), derived.Result) and (
        n := len(records) - len(total.parents)
    ):
        found.append(
            translate_n(
                lang,
                "{n} deprecated figure is not in the sum.",
                "{n} deprecated figures are not in the sum.",
                n,
            )
        )
    if metric.rules.lasts and parts:
        found += _whole_years(records, lang)
    if metric.rules.attended:
        found += _at_events(leaders, lang)
    if metric.kind == "amount":
        found.append(translate(lang, "Amounts as stated by the source; no year is split out."))
    if any(record.value.value is None for record in records):
        found.append(
            translate(
                lang, "A range is drawn from its lower to its upper bound; it has no middle value."
            )
        )
    inferred = {
        (
            record.inferred.period,
            record.context if record.inferred.period == "months_before_article" else None,
        )
        for record in records
    }
    if len(inferred) == 1 and (how := next(iter(inferred)))[0] is not None:
        found.append(remarks.inference(lang, how[0], how[1]))
    found += _few(_statuses(records, lang), lang)
    found += _few(_notes(records, lang), lang)
    if unstated:
        found.append(
            translate_n(
                lang,
                "{n} more event is reported without a number of participants: {names}.",
                "{n} more events are reported without a number of participants: {names}.",
                len(unstated),
                names="; ".join(unstated),
            )
        )
    return tuple(found)


def _of_one(
    dataset: Dataset, metric: Metric, records: Sequence[Record], parts: Sequence[Stretch], lang: str
) -> list[str]:
    """What is and what is not comparable of the figures of one thing, and how they changed where
    they are.
    """
    found = _apart(metric, [[group[0] for group in groups] for _, groups in parts], lang)
    changed = dict.fromkeys(
        said for _, groups in parts for said in _change(dataset, metric, groups, lang)
    )
    return [
        *found,
        *_few(list(changed), lang),
        *_counters(dataset, metric, parts, lang),
        *(change.reason.in_language(lang) for change in series.breaks(metric, records)),
    ]


def _of_members(
    dataset: Dataset,
    metric: Metric,
    leaders: Sequence[Sequence[Record]],
    lang: str,
    in_panels: bool,
) -> list[str]:
    """That things which are limited otherwise are not compared, and how each of them changed by
    itself.
    """
    found = [
        translate(
            lang,
            "Each panel is limited to what it names; all have one scale. They may overlap and are "
            "not added up.",
        )
        if in_panels
        else translate(
            lang,
            "Each row is limited to what it names, at its own time; rows may overlap and are not "
            "added up.",
        )
    ]
    changed: list[str] = []
    by_member: dict[series.Subject, list[Record]] = {}
    for group in leaders:
        if len(group) == 1 and metric.rules.series:
            by_member.setdefault(series.subject(group[0]), []).append(group[0])
    for theirs in by_member.values():
        name = ", ".join(
            filter(None, (_region(theirs[0], lang), naming.name_of(lang, dataset, theirs[0])))
        ) or translate(lang, "the whole")
        for part in series.stretches(metric, theirs):
            for run in series.runs(metric, part):
                changed += [
                    translate(lang, "{title}: {what}", title=name, what=said)
                    for said in _grown(dataset, run, lang)
                ]
        if len(changed) > _MOST:
            break
    return [*found, *changed[:_MOST]]


def _few(said: list[str], lang: str) -> list[str]:
    """The first few of some sentences, and how many more there are."""
    return [*said[:_MOST], *captions.more(lang, len(said) - _MOST)]


def _region(record: Record, lang: str) -> str:
    return naming.area(lang, record.area) if record.area in SUBDIVISIONS else ""


def _whole_years(records: Sequence[Record], lang: str) -> list[str]:
    """That no figure is of a year, where none is."""
    if any(record.period.years for record in records):
        return []
    if len(records) == 1 and (months := records[0].period.months):
        return [
            translate_n(
                lang,
                "It covers {n} month, not a year, and cannot be set beside a yearly figure.",
                "It covers {n} months, not a year, and cannot be set beside a yearly figure.",
                months,
            )
        ]
    return [
        translate(lang, "No figure covers a whole year; none can be set beside a yearly figure.")
    ]


def _at_events(leaders: Sequence[Sequence[Record]], lang: str) -> list[str]:
    """For how many events an exact number is given, and that they are not added up."""
    exact = sum(
        all(
            record.value.low is not None and record.value.low == record.value.high
            for record in group
        )
        for group in leaders
    )
    if exact:
        said = translate_n(
            lang,
            "An exact number is given for {n} event.",
            "An exact number is given for {n} events.",
            exact,
        )
    else:
        said = translate(lang, "No exact number is given for these events.")
    return [said, translate(lang, "The figures of different events are not added up.")]


def _apart(metric: Metric, parts: Sequence[Sequence[Record]], lang: str) -> list[str]:
    """That the figures on one side of a break are not comparable with those on the other, and what
    changed there.
    """
    found = []
    for one, other in itertools.pairwise(parts):
        changes = [
            change.title.in_language(lang) for change in series.breaks(metric, [*one, *other])
        ]
        why = "; ".join(changes or [codes.status(lang, "B")])
        spans = [captions.spans(lang, part) for part in (one, other)]
        found.append(translate_n(lang, "{one} is not comparable with {other} ({why}).",
        "{one} are not comparable with {other} ({why}).",
                           len(one), one=spans[0], other=spans[1], why=why))  # fmt: skip
    return found


def _change(
    dataset: Dataset, metric: Metric, groups: Sequence[Sequence[Record]], lang: str
) -> list[str]:
    """How the figures of a stretch changed from the first to the last of each series in it, or why
    that is not said.
    """
    if not metric.rules.series:
        return []
    alone = [group[0] for group in groups if len(group) == 1]
    runs = series.runs(metric, alone)
    if len(groups) < 2 or (len(runs) == 1 and (len(groups[0]) != 1 or len(groups[-1]) != 1)):
        return []
    found = []
    counters = list(dict.fromkeys(series.counter(record) for record in alone))
    for run in runs:
        whose = naming.name(lang, dataset, series.counter(run[0])) if len(counters) > 1 else ""
        found += [
            translate(lang, "{title}: {what}", title=whose, what=said) if whose else said
            for said in _grown(dataset, run, lang)
        ]
    for one in counters:
        theirs = [
            record for record in alone if series.counter(record) == one and record.status != "D"
        ]
        if len(series.runs(metric, theirs)) > 1:
            found.append(
                translate(
                    lang,
                    "The figures cover unlike lengths of time and are not compared as they stand.",
                )
            )
            found += _monthly(dataset, metric, theirs, lang)
    return found


def _counters(dataset: Dataset, metric: Metric, parts: Sequence[Stretch], lang: str) -> list[str]:
    """Whose counts are not compared with each other, where some stretch has several."""
    if not metric.rules.series:
        return []
    theirs = [
        list(dict.fromkeys(series.counter(group[0]) for group in groups if len(group) == 1))
        for _, groups in parts
    ]
    counters = list(dict.fromkeys(one for several in theirs if len(several) > 1 for one in several))
    if not counters:
        return []
    names = languages.listed(lang, [naming.name(lang, dataset, name) for name in counters[:4]]) + (
        ", …" if len(counters) > 4 else ""
    )
    return [
        translate(lang, "Not one count, and not compared with each other: {names}.", names=names)
    ]


def _grown(dataset: Dataset, run: Sequence[Record], lang: str) -> list[str]:
    """How the figures of one series changed from the first to the last."""
    if len(run) < 2:
        return []
    first, last = run[0], run[-1]
    growth = derived.growth(dataset, first, last)
    if isinstance(growth, derived.Result) and not growth.number.low < 0 < growth.number.high:
        change = quantities.change(lang, growth.number)
        one, other = dates.period(lang, first.period), dates.period(lang, last.period)
        if first.period.years == 1 and not (first.period.approximate or last.period.approximate):
            return [
                translate(
                    lang,
                    "Change from {one} to {other}: {change}.",
                    one=one,
                    other=other,
                    change=change,
                )
            ]
        return [
            translate(
                lang,
                "Change between {one} and {other}: {change}.",
                one=one,
                other=other,
                change=change,
            )
        ]
    return []


def _statuses(records: Sequence[Record], lang: str) -> list[str]:
    """Which figures are not as the others, and why."""
    odd = [record for record in records if record.status != "A"]
    said = [
        translate(
            lang,
            "{title}: {what}.",
            title=_names([record], lang),
            what=codes.status(lang, record.status),
        )
        for record in odd
    ]
    return [
        " ".join((one, record.reason.in_language(lang) if record.reason else ""))
        for one, record in zip(said, odd, strict=True)
    ]


def _notes(records: Sequence[Record], lang: str) -> list[str]:
    """The notes of figures, each once, and of which figures it is where it is not of all."""
    of: dict[str, list[Record]] = {}
    for record in records:
        if record.note:
            of.setdefault(record.note.in_language(lang), []).append(record)
    return [
        note
        if len(noted) == len(records)
        else translate(lang, "{title}: {what}", title=_names(noted, lang), what=note)
        for note, noted in of.items()
    ]


def _names(records: Sequence[Record], lang: str) -> str:
    """Which figures of a metric these are, by label or period, the first few of them."""
    names = list(
        dict.fromkeys(
            record.label.in_language(lang) if record.label else dates.period(lang, record.period)
            for record in records
        )
    )
    return "; ".join(names[:3]) + ("; …" if len(names) > 3 else "")


def _monthly(dataset: Dataset, metric: Metric, records: Sequence[Record], lang: str) -> list[str]:
    """Rates per month of figures whose lengths are not the same but near: a few months say nothing
    beside years.
    """
    months = [record.period.months for record in records if record.period.months]
    if not months or max(months) > _ALIKE * min(months):
        return []
    rates = derived.monthly(dataset, records)
    if isinstance(rates, derived.Refusal):
        return []
    at = {record.id: dates.period(lang, record.period) for record in records}
    said = "; ".join(
        translate(
            lang,
            "{when}: {rate}",
            when=at[rate.parents[0]],
            rate=quantities.derived(lang, rate.number, metric.unit),
        )
        for rate in rates
    )
    return [translate(lang, "Per month: {rates}.", rates=said)]


def untold(records: Sequence[Record], told: Sequence[str], lang: str) -> list[str]:
    """The reasons of figures that no sentence about their picture has told, each with the figures
    whose it is.
    """
    said = " ".join(told)
    of: dict[str, list[Record]] = {}
    for record in records:
        if record.reason and (why := record.reason.in_language(lang)) not in said:
            of.setdefault(why, []).append(record)
    return _few(
        [
            translate(lang, "{title}: {what}", title=_names(given, lang), what=why)
            for why, given in of.items()
        ],
        lang,
    )
