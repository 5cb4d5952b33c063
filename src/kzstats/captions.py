"""The words about a picture: what its figures say, how they may be read, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kzstats import derived, words
from kzstats.model import Dataset, Metric, Record
from kzstats.words import say, say_n

ROWS: Final = 200
"""How many rows of a table a page or a brief holds; all are in the extract."""


def title(dataset: Dataset, metric: Metric, records: Sequence[Record], leaders: Sequence[Sequence[Record]], lang: str) -> str:
    """What the figures say, in one line; ``leaders`` are the figures that lead (:func:`leading`)."""
    title = metric.title.in_language(lang)
    area = records[0].area
    if metric.kind == "flow" and records[0].label:
        title = say(lang, "{title}, {label}", title=title, label=records[0].label.in_language(lang))
    if area not in ("KZ", "unspecified") and metric.kind in ("flow", "event"):
        title = say(lang, "{title} ({area})", title=title, area=words.area(lang, area))

    def said(group: Sequence[Record]) -> str:
        return " / ".join(dict.fromkeys(words.label(lang, record.value, metric.unit) for record in group))

    first, last = leaders[0][0], leaders[-1][0]
    if metric.kind == "event":
        if len(leaders) > 4:
            return say_n(lang, "{title}: {n} event", "{title}: {n} events", len(leaders), title=title)
        values = ", ".join(map(said, leaders))
        return say_n(lang, "{title}: {values} at {n} event", "{title}: {values} at {n} events", len(leaders), title=title, values=values)
    if isinstance(total := derived.total(dataset, records), derived.Result):
        amount = words.with_unit(lang, words.amount(lang, total.number.low), metric.unit, total.number.low)
        if total.number.low != total.number.high or total.number.approximate:
            amount = words.derived(lang, total.number, metric.unit)
        return say_n(
            lang,
            "{title}: {amount} in all, from {n} figure",
            "{title}: {amount} in all, from {n} figures",
            len(total.parents),
            title=title,
            amount=amount,
        )
    if len(leaders) == 1:
        if metric.kind == "flow":
            if first.period.approximate:
                return say(lang, "{title}: {value}, {when}", title=title, value=said(leaders[0]), when=words.period(lang, first.period))
            return say(lang, "{title}: {value} in {when}", title=title, value=said(leaders[0]), when=words.period(lang, first.period))
        return say(lang, "{title}: {value}", title=title, value=said(leaders[0]))
    unlike = (derived.Refusal("length"), derived.Refusal("part_year"))
    if metric.kind == "flow" and derived.growth(dataset, first, last) in unlike:
        return say_n(lang, "{title}: {n} figure of unlike lengths", "{title}: {n} figures of unlike lengths", len(leaders), title=title)
    if metric.kind in ("flow", "stock", "cumulative"):
        ends = {
            "first": said(leaders[0]),
            "one": words.period(lang, first.period),
            "last": said(leaders[-1]),
            "other": words.period(lang, last.period),
        }
        if first.period.years and last.period.years:
            return say(lang, "{title}: {first} in {one}, {last} in {other}", title=title, **ends)
        return say(lang, "{title}: {first} ({one}), {last} ({other})", title=title, **ends)
    return say_n(lang, "{title}: {n} figure", "{title}: {n} figures", len(leaders), title=title)


def leading(records: Sequence[Record]) -> list[list[Record]]:
    """For each series and period the records of the highest rank: several where sources of one rank disagree, and none of them leads.

    Deprecated records stand here only where there is no other at all.
    """
    order = {"preferred": 0, "normal": 1, "deprecated": 2}
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        groups.setdefault((*derived.series(record), record.period.start, record.period.end), []).append(record)
    leaders = []
    for group in groups.values():
        best = min((record.rank for record in group), key=order.__getitem__)
        leaders.append([record for record in group if record.rank == best] if len(group) > 1 else group)
    return [group for group in leaders if group[0].rank != "deprecated"] or leaders


def unit(metric: Metric, lang: str) -> str:
    """The unit of a metric's figures, and of a share or a duration also what it is of."""
    name = words.unit_name(lang, metric.unit)
    if metric.counting_unit and metric.unit in ("percent", "month"):
        name = say(lang, "{unit} (of {counted})", unit=name, counted=words.unit_name(lang, metric.counting_unit))
    return say(lang, "Unit: {unit}", unit=name)


def subtitle(metric: Metric, records: Sequence[Record], lang: str) -> str:
    """The exact definition, the area, and the unit that is counted."""
    parts = [metric.definition.in_language(lang)]
    parts.append(unit(metric, lang))
    parts.append(say(lang, "Area: {area}", area=words.area(lang, records[0].area)))
    if metric.kind not in ("flow", "event") and len({record.period for record in records}) == 1:
        parts.append(words.when(lang, records[0]))
    return " · ".join(parts)


def sentences(
    dataset: Dataset, metric: Metric, records: Sequence[Record], leaders: Sequence[Sequence[Record]], silent: Sequence[str], lang: str
) -> tuple[str, ...]:
    """What the picture shows, how it may be read, and what was left out."""
    found = []
    first, last = leaders[0][0], leaders[-1][0]
    if len(leaders) > 1 and len(leaders[0]) == len(leaders[-1]) == 1:
        growth = derived.growth(dataset, first, last)
        if isinstance(growth, derived.Result):
            change = words.change(lang, growth.number)
            one, other = words.period(lang, first.period), words.period(lang, last.period)
            found.append(say(lang, "Change from {one} to {other}: {change}.", one=one, other=other, change=change))
            found += [change.reason.in_language(lang) for change in growth.breaks]
        elif growth.why in ("length", "part_year"):
            found.append(say(lang, "The figures cover unlike lengths of time and are not compared as they stand."))
            found += _monthly(dataset, metric, [group[0] for group in leaders], lang)
    if metric.kind == "flow" and all(not record.period.years for record in records):
        months = records[0].period.months
        if len(records) == 1 and months:
            found.append(
                say_n(
                    lang,
                    "It covers {n} month, not a year, and cannot be set beside a yearly figure.",
                    "It covers {n} months, not a year, and cannot be set beside a yearly figure.",
                    months,
                )
            )
        else:
            found.append(say(lang, "No figure covers a whole year; none can be set beside a yearly figure."))
    if metric.kind == "event":
        exact = sum(all(record.value.low is not None and record.value.low == record.value.high for record in group) for group in leaders)
        if exact == 0:
            found.append(say(lang, "No article gives an exact number of participants."))
        else:
            found.append(
                say_n(
                    lang,
                    "An exact number of participants is given for {n} event.",
                    "An exact number of participants is given for {n} events.",
                    exact,
                )
            )
        found.append(say(lang, "The same person can attend several events, so the figures are not added up."))
    if metric.kind == "amount":
        found.append(say(lang, "Amounts as stated by the source; no year is split out."))
    if any(record.value.value is None for record in records):
        found.append(say(lang, "A range is drawn from its lower to its upper bound; it has no middle value."))
    inferences = {words.inference(lang, record.inferred.period, record.context) for record in records if record.inferred.period}
    if len(inferences) == 1 and all(record.inferred.period for record in records):
        found += inferences
    found += list(dict.fromkeys(record.note.in_language(lang) for record in records if record.note))
    if silent:
        found.append(
            say_n(
                lang,
                "{n} more event is reported without a number of participants: {names}.",
                "{n} more events are reported without a number of participants: {names}.",
                len(silent),
                names="; ".join(silent),
            )
        )
    return tuple(found)


def undrawn(lang: str, n: int, on_time: bool) -> tuple[str, ...]:
    """How many figures are too many for the picture: along time the earliest, else the smallest."""
    if not n:
        return ()
    if on_time:
        return (say_n(lang, "{n} earlier figure is not drawn.", "{n} earlier figures are not drawn.", n),)
    return (say_n(lang, "{n} figure is not drawn.", "{n} figures are not drawn.", n),)


def _monthly(dataset: Dataset, metric: Metric, records: Sequence[Record], lang: str) -> list[str]:
    rates = derived.monthly(dataset, records)
    if isinstance(rates, derived.Refusal):
        return []
    at = {record.id: words.period(lang, record.period) for record in records}
    said = "; ".join(say(lang, "{when}: {rate}", when=at[rate.parents[0]], rate=words.derived(lang, rate.number, metric.unit)) for rate in rates)
    return [say(lang, "Per month: {rates}.", rates=said)]


def sources(dataset: Dataset, names: Sequence[str], lang: str) -> str:
    """Who printed the figures, and when."""
    cited = "; ".join(words.cited(lang, dataset, name) for name in names[:4])
    others = more(lang, len(names) - 4)
    return say_n(lang, "Source: {cited}", "Sources: {cited}", min(len(names), 2), cited=". ".join((cited, *others)))


def shown(lang: str, n: int, everything: int) -> str:
    """How many of the figures on record a picture is about, and that the others were left out by the selection."""
    if n < everything:
        left = say_n(lang, "{n} is outside your selection", "{n} are outside your selection", everything - n)
        return say(
            lang,
            "Shown: {shown} of the {all} figures collected so far; {left}.",
            shown=words.number(lang, n),
            all=words.number(lang, everything),
            left=left,
        )
    if n == 1:
        return say(lang, "The only figure collected so far is shown.")
    return say_n(lang, "All {n} figures collected so far are shown.", "All {n} figures collected so far are shown.", n)


def checked(lang: str, checks: Sequence[str]) -> str:
    """How many figures match their source, said so that none seems checked that was not."""
    matching = checks.count("matches source")
    if not matching:
        return say_n(lang, "{n} figure not known to match its source", "{n} figures not known to match their source", len(checks))
    return say(lang, "{matching} of {all} match the source", matching=words.number(lang, matching), all=words.number(lang, len(checks)))


def more(lang: str, n: int) -> tuple[str, ...]:
    """How many more there are than are named; nothing where none is."""
    return (say_n(lang, "And {n} more.", "And {n} more.", n),) if n > 0 else ()


def columns(lang: str) -> tuple[str, ...]:
    """The heads of a table of figures: what, when, how much, who said it, where, in which words, and its check."""
    return (
        say(lang, "Figure"),
        say(lang, "Period"),
        say(lang, "Value"),
        say(lang, "Said by"),
        say(lang, "Source"),
        say(lang, "Quotation"),
        say(lang, "Check"),
    )


def cut(lang: str, n: int) -> str:
    """That a table of so many rows ends before its last; nothing where it does not."""
    if n <= ROWS:
        return ""
    return say(lang, "The first {n} of {all}; the extract has every one.", n=words.number(lang, ROWS), all=words.number(lang, n))


def legend(lang: str) -> tuple[str, ...]:
    """What the marks mean: solid, hatched or dotted, hollow, a span, a width, a gap or a cross, two side by side."""
    return (
        say(lang, "A solid mark is a number said exactly."),
        say(lang, "A hatched bar or a dotted stem with an open arrow says “more than”, “at least”, “less than” or “at most”: the number is a bound."),
        say(lang, "A hollow mark says “some” or “about”."),
        say(lang, "A range is a span between its bounds; it has no middle value."),
        say(lang, "A bar lies over the days it counts: five months are never as wide as a year."),
        say(lang, "A dotted line on the axis is time without a figure. A small cross is an event without a number of participants."),
        say(lang, "Where two sources disagree both marks stand side by side, with the gap between them."),
    )


def empty(lang: str, what: str) -> str:
    """That nothing of something is in the selection, and how to widen it."""
    return say(lang, "{what}: no figure in your selection.", what=what) + " " + say(lang, "Choose other years or sources, or “Show everything”.")
