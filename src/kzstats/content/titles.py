"""What the figures of a picture say, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from kzstats.dataset import derived, disagreements, series
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.dataset.precedence import Stretch
from kzstats.language import codes, dates, languages, naming, numbers, quantities
from kzstats.language.translation import translate, translate_n
from kzstats.values.codes import SUBDIVISIONS

_SOME = 4
"""Up to how many members of a dimension stand in a title one by one."""


def titles(
    dataset: Dataset,
    metric: Metric,
    records: Sequence[Record],
    leaders: Sequence[Sequence[Record]],
    parts: Sequence[Stretch],
    lang: str,
    *,
    elsewhere: bool,
) -> tuple[str, str]:
    """What the figures say, in one line: under the metric's whole title, since it travels alone,
    and under the short one, for its own page.

    ``leaders`` are the figures that lead (:func:`kzstats.dataset.precedence.leading`), ``parts``
    their stretches; there are none of members of a dimension. What the figures are limited to is
    part of the title, and of members by what they are told apart; so is that sources disagree. A
    country is named where the metric has figures ``elsewhere``.
    """
    gist = (
        _gist(dataset, metric, records, leaders, parts, lang)
        if parts
        else _ranked(dataset, metric, records, leaders, lang)
    )
    if disagreeing := len(disagreements.disagreements(records)):
        gist = translate_n(
            lang,
            "{what} (sources disagree on {n} figure)",
            "{what} (sources disagree on {n} figures)",
            disagreeing,
            what=gist,
        )
    whose = _whose if parts else _by
    area = records[0].area.partition("-")[0] if not parts else records[0].area
    names = [
        whose(dataset, metric, records, name, lang)
        for name in (metric.title.in_language(lang), metric.heading(lang))
    ]
    if planned := dict.fromkeys(codes.aim(lang, record.aim) for record in records if record.aim):
        names = [naming.limited(lang, name, ", ".join(planned)) for name in names]
    named = area not in ("KZ", "several", "unspecified") and metric.rules.on_time == "always"
    if area != "KZ" and (elsewhere or named or area in SUBDIVISIONS):
        names = [
            translate(lang, "{title} ({area})", title=name, area=naming.area(lang, area))
            for name in names
        ]
    whole, short = names
    return translate(lang, "{title}: {what}", title=whole, what=gist), translate(
        lang, "{title}: {what}", title=short, what=gist
    )


def _whose(
    dataset: Dataset, metric: Metric, records: Sequence[Record], name: str, lang: str
) -> str:
    """The name of what is counted with the label and the subset that all figures have."""
    if metric.rules.series and records[0].label:
        name = naming.limited(lang, name, records[0].label.in_language(lang))
    return naming.limited(lang, name, naming.subset(lang, dataset, records[0]))


def _by(dataset: Dataset, metric: Metric, records: Sequence[Record], name: str, lang: str) -> str:
    """The name of what is counted with the dimensions by which its figures are told apart, and what
    all of them are limited to.
    """
    given = [dict(record.dimensions) for record in records]
    differing = [of for of in metric.dimensions if len({one.get(of) for one in given}) > 1]
    common = [
        naming.dimension(lang, dataset, of, given[0][of])
        for of in metric.dimensions
        if of in given[0] and of not in differing
    ]
    name = naming.limited(lang, name, ", ".join(common))
    by = [dataset.dimensions[of].title.in_language(lang) for of in differing]
    if len({record.area for record in records}) > 1:
        by.insert(0, translate(lang, "Region"))
    if not by:
        return name
    told = languages.listed(lang, [one[:1].lower() + one[1:] for one in by])
    return translate(lang, "{title} (by: {what})", title=name, what=told)


def _ranked(
    dataset: Dataset,
    metric: Metric,
    records: Sequence[Record],
    leaders: Sequence[Sequence[Record]],
    lang: str,
) -> str:
    """Few members with their figures; of many how many figures there are."""
    members = {
        (record.area, record.dimensions, record.label.en if record.label else "")
        for record in records
    }
    if len(leaders) > _SOME or len(members) < len(leaders):
        return _counted(len(records), lang)
    told = []
    for group in leaders:
        area = naming.area(lang, group[0].area) if group[0].area in SUBDIVISIONS else ""
        name = ", ".join(
            filter(None, (area, naming.name_of(lang, dataset, group[0])))
        ) or translate(lang, "the whole")
        told.append(
            translate(lang, "{name} – {value}", name=name, value=_said(metric, group, lang))
        )
    return "; ".join(told)


def _gist(
    dataset: Dataset,
    metric: Metric,
    records: Sequence[Record],
    leaders: Sequence[Sequence[Record]],
    parts: Sequence[Stretch],
    lang: str,
) -> str:
    """The figures of a title; of a series only the last stretch is told as one, and what is not
    comparable with it as that.
    """
    if metric.rules.attended:
        if len(leaders) > 4:
            return translate_n(lang, "{n} event", "{n} events", len(leaders))
        values = ", ".join(_said(metric, group, lang) for group in leaders)
        return translate_n(
            lang, "{values} at {n} event", "{values} at {n} events", len(leaders), values=values
        )
    if isinstance(total := derived.total(dataset, records), derived.Result):
        amount = quantities.with_unit(
            lang, numbers.amount(lang, total.number.low), metric.unit, total.number.low
        )
        if total.number.low != total.number.high or total.number.approximate:
            amount = quantities.derived(lang, total.number, metric.unit)
        return translate_n(
            lang,
            "{amount} in all, computed by kzstats from {n} figure",
            "{amount} in all, computed by kzstats from {n} figures",
            len(total.parents),
            amount=amount,
        )
    if metric.rules.on_time == "never":
        return (
            _said(metric, leaders[0], lang) if len(leaders) == 1 else _counted(len(records), lang)
        )
    *earlier, (last, groups) = parts
    gist = _ends(dataset, metric, last, groups, lang, alone=not earlier)
    if not earlier:
        return gist
    before = _counted(sum(len(part) for part, _ in earlier), lang)
    if len(earlier) < 3:
        before = "; ".join(_ends(dataset, metric, part, groups, lang) for part, groups in earlier)
    return translate(lang, "{what}; not comparable: {before}", what=gist, before=before)


def _said(metric: Metric, group: Sequence[Record], lang: str) -> str:
    """The values of a series and period: several where sources of one rank disagree."""
    return " / ".join(
        dict.fromkeys(quantities.label(lang, record.value, metric.unit) for record in group)
    )


def _ends(
    dataset: Dataset,
    metric: Metric,
    records: Sequence[Record],
    groups: Sequence[Sequence[Record]],
    lang: str,
    *,
    alone: bool = False,
) -> str:
    """The first figure of a stretch and its last; a figure that stands ``alone`` says its period in
    the unit line where it is as of a day.
    """
    first, last = groups[0][0], groups[-1][0]
    value, when = _said(metric, groups[0], lang), dates.period(lang, first.period)
    if len(groups) == 1:
        if not metric.rules.lasts:
            return value if alone else translate(lang, "{value} ({when})", value=value, when=when)
        if first.period.approximate:
            return translate(lang, "{value}, {when}", value=value, when=when)
        return translate(lang, "{value} in {when}", value=value, when=when)
    if (
        len(
            {
                (series.counter(group[0]), group[0].id if group[0].status == "D" else "")
                for group in groups
            }
        )
        > 1
    ):
        return _longest(dataset, metric, records, groups, lang, others=alone)
    if metric.rules.lasts and derived.growth(dataset, first, last) in (
        derived.Refusal("length"),
        derived.Refusal("part_year"),
    ):
        return translate_n(
            lang,
            "{n} figure for periods of different lengths",
            "{n} figures for periods of different lengths",
            len(records),
        )
    ends = {
        "first": value,
        "one": when,
        "last": _said(metric, groups[-1], lang),
        "other": dates.period(lang, last.period),
    }
    if first.period.years and last.period.years:
        return translate(lang, "{first} in {one}, {last} in {other}", **ends)
    return translate(lang, "{first} ({one}), {last} ({other})", **ends)


def _longest(
    dataset: Dataset,
    metric: Metric,
    records: Sequence[Record],
    groups: Sequence[Sequence[Record]],
    lang: str,
    *,
    others: bool,
) -> str:
    """Of a stretch that several bodies counted the series with the most figures, the earliest of
    them; and how many figures are of ``others``.
    """
    longest = max(series.runs(metric, [group[0] for group in groups]), key=len)
    if len(longest) < 2:
        if not others:
            return _counted(len(records), lang)
        return translate_n(
            lang, "{n} figure, not one series", "{n} figures, not one series", len(records)
        )
    kept = {record.id for record in longest}
    within = [group for group in groups if group[0].id in kept]
    said = _ends(dataset, metric, longest, within, lang)
    if not others:
        return said
    more = len(records) - sum(map(len, within))
    return translate_n(
        lang,
        "{what}; {n} figure of other counts",
        "{what}; {n} figures of other counts",
        more,
        what=said,
    )


def _counted(n: int, lang: str) -> str:
    return translate_n(lang, "{n} figure", "{n} figures", n)
