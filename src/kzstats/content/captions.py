"""The words about a picture: what its figures say, how they may be read, and what was left out."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from kzstats.checks.ledger import Standing
from kzstats.dataset import derived
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.language import codes, dates, languages, naming, numbers, quantities, remarks
from kzstats.language.translation import translate, translate_n
from kzstats.values import period, quantity
from kzstats.values.codes import SUBDIVISIONS

ROWS: Final = 200
"""How many rows of a table a page or a brief holds; all are in the extract."""


def title(dataset: Dataset, metric: Metric, records: Sequence[Record], leaders: Sequence[Sequence[Record]], lang: str, short: bool = False) -> str:
    """What the figures say, in one line; ``leaders`` are the figures that lead (:func:`leading`).

    Under the metric's whole title, since it travels alone; ``short`` puts the shorter one in its place, for a page that has the definition beside it.
    """
    title = metric.heading(lang) if short else metric.title.in_language(lang)
    area = records[0].area
    if metric.rules.series and records[0].label:
        title = naming.limited(lang, title, records[0].label.in_language(lang))
    title = naming.limited(lang, title, naming.subset(lang, dataset, records[0]))
    if area not in ("KZ", "several", "unspecified") and (metric.rules.on_time == "always" or area in SUBDIVISIONS):
        title = translate(lang, "{title} ({area})", title=title, area=naming.area(lang, area))
    return translate(lang, "{title}: {what}", title=title, what=_gist(dataset, metric, records, leaders, lang))


def _gist(dataset: Dataset, metric: Metric, records: Sequence[Record], leaders: Sequence[Sequence[Record]], lang: str) -> str:
    """The figures of a title; of a series only the last stretch is told as one, and what is not comparable with it as that."""
    if metric.rules.attended:
        if len(leaders) > 4:
            return translate_n(lang, "{n} event", "{n} events", len(leaders))
        values = ", ".join(_said(metric, group, lang) for group in leaders)
        return translate_n(lang, "{values} at {n} event", "{values} at {n} events", len(leaders), values=values)
    if isinstance(total := derived.total(dataset, records), derived.Result):
        amount = quantities.with_unit(lang, numbers.amount(lang, total.number.low), metric.unit, total.number.low)
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
        return _said(metric, leaders[0], lang) if len(leaders) == 1 else _counted(len(records), lang)
    *earlier, (last, groups) = _stretches(metric, records, leaders)
    gist = _ends(dataset, metric, last, groups, lang, alone=not earlier)
    if not earlier:
        return gist
    before = _counted(sum(len(part) for part, _ in earlier), lang)
    if len(earlier) < 3:
        before = "; ".join(_ends(dataset, metric, part, groups, lang) for part, groups in earlier)
    return translate(lang, "{what}; not comparable: {before}", what=gist, before=before)


def _said(metric: Metric, group: Sequence[Record], lang: str) -> str:
    """The values of a series and period: several where sources of one rank disagree."""
    return " / ".join(dict.fromkeys(quantities.label(lang, record.value, metric.unit) for record in group))


def _counted(n: int, lang: str) -> str:
    return translate_n(lang, "{n} figure", "{n} figures", n)


def _stretches(
    metric: Metric, records: Sequence[Record], leaders: Sequence[Sequence[Record]]
) -> list[tuple[tuple[Record, ...], list[Sequence[Record]]]]:
    """The records of each stretch without a break, in the order of time, with those of its figures that lead."""
    groups = {group[0].id: group for group in leaders}
    parts = [(part, [groups[record.id] for record in part if record.id in groups]) for part in derived.stretches(metric, records)]
    return [(part, leading) for part, leading in parts if leading]


def _ends(dataset: Dataset, metric: Metric, records: Sequence[Record], groups: Sequence[Sequence[Record]], lang: str, *, alone: bool = False) -> str:
    """The first figure of a stretch and its last; a figure that stands ``alone`` says its period in the unit line where it is as of a day."""
    first, last = groups[0][0], groups[-1][0]
    value, when = _said(metric, groups[0], lang), dates.period(lang, first.period)
    if len(groups) == 1:
        if not metric.rules.lasts:
            return value if alone else translate(lang, "{value} ({when})", value=value, when=when)
        if first.period.approximate:
            return translate(lang, "{value}, {when}", value=value, when=when)
        return translate(lang, "{value} in {when}", value=value, when=when)
    if len({(derived.counter(group[0]), group[0].id if group[0].status == "D" else "") for group in groups}) > 1:
        return _longest(dataset, metric, records, groups, lang)
    if metric.rules.lasts and derived.growth(dataset, first, last) in (derived.Refusal("length"), derived.Refusal("part_year")):
        return translate_n(lang, "{n} figure for periods of different lengths", "{n} figures for periods of different lengths", len(records))
    ends = {"first": value, "one": when, "last": _said(metric, groups[-1], lang), "other": dates.period(lang, last.period)}
    if first.period.years and last.period.years:
        return translate(lang, "{first} in {one}, {last} in {other}", **ends)
    return translate(lang, "{first} ({one}), {last} ({other})", **ends)


def _longest(dataset: Dataset, metric: Metric, records: Sequence[Record], groups: Sequence[Sequence[Record]], lang: str) -> str:
    """Of a stretch that several bodies counted the series with the most figures, the earliest of them, and how many figures are of others."""
    longest = max(derived.runs(metric, [group[0] for group in groups]), key=len)
    if len(longest) < 2:
        return translate_n(lang, "{n} figure, not one series", "{n} figures, not one series", len(records))
    kept = {record.id for record in longest}
    within = [group for group in groups if group[0].id in kept]
    others = len(records) - sum(map(len, within))
    said = _ends(dataset, metric, longest, within, lang)
    return translate_n(lang, "{what}; {n} figure of other counts", "{what}; {n} figures of other counts", others, what=said)


def leading(records: Sequence[Record]) -> list[list[Record]]:
    """For each series and period the records of the highest rank: several where sources of one rank disagree, and none of them leads.

    Deprecated records stand here only where there is no other at all.
    """
    order = {"preferred": 0, "normal": 1, "deprecated": 2}
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        groups.setdefault((derived.subject(record), record.period.start, record.period.end), []).append(record)
    leaders = []
    for group in groups.values():
        best = min((record.rank for record in group), key=order.__getitem__)
        leaders.append([record for record in group if record.rank == best] if len(group) > 1 else group)
    return [group for group in leaders if group[0].rank != "deprecated"] or leaders


def unit(metric: Metric, lang: str) -> str:
    """The unit of a metric's figures, and of a share or a duration also what it is of."""
    name = quantities.unit_name(lang, metric.unit)
    if metric.counting_unit and metric.unit in ("percent", "month"):
        name = translate(lang, "{unit} (of {counted})", unit=name, counted=quantities.unit_name(lang, metric.counting_unit))
    return translate(lang, "Unit: {unit}", unit=name)


def subtitle(metric: Metric, records: Sequence[Record], lang: str) -> str:
    """The exact definition, the area, and the unit that is counted."""
    parts = [metric.definition.in_language(lang)]
    parts.append(unit(metric, lang))
    parts.append(translate(lang, "Area: {area}", area=naming.area(lang, records[0].area)))
    if metric.rules.on_time != "always" and len({record.period for record in records}) == 1:
        parts.append(dates.when(lang, records[0]))
    return " · ".join(parts)


def sentences(
    dataset: Dataset, metric: Metric, records: Sequence[Record], leaders: Sequence[Sequence[Record]], unstated: Sequence[str], lang: str
) -> tuple[str, ...]:
    """What the picture shows, how it may be read, and what was left out."""
    parts = _stretches(metric, records, leaders)
    found = _apart(metric, [[group[0] for group in groups] for _, groups in parts], lang)
    changed: list[str] = []
    for _, groups in parts:
        changed += _change(dataset, metric, groups, lang)
    found += dict.fromkeys(changed)
    found += [change.reason.in_language(lang) for change in derived.breaks(metric, records)]
    if isinstance(total := derived.total(dataset, records), derived.Result) and (n := len(records) - len(total.parents)):
        found.append(translate_n(lang, "{n} deprecated figure is not in the sum.", "{n} deprecated figures are not in the sum.", n))
    if metric.rules.lasts and all(not record.period.years for record in records):
        months = records[0].period.months
        if len(records) == 1 and months:
            found.append(
                translate_n(
                    lang,
                    "It covers {n} month, not a year, and cannot be set beside a yearly figure.",
                    "It covers {n} months, not a year, and cannot be set beside a yearly figure.",
                    months,
                )
            )
        else:
            found.append(translate(lang, "No figure covers a whole year; none can be set beside a yearly figure."))
    if metric.rules.attended:
        exact = sum(all(record.value.low is not None and record.value.low == record.value.high for record in group) for group in leaders)
        if exact == 0:
            found.append(translate(lang, "No article gives an exact number of participants."))
        else:
            found.append(
                translate_n(
                    lang,
                    "An exact number of participants is given for {n} event.",
                    "An exact number of participants is given for {n} events.",
                    exact,
                )
            )
        found.append(translate(lang, "The same person can attend several events, so the figures are not added up."))
    if metric.kind == "amount":
        found.append(translate(lang, "Amounts as stated by the source; no year is split out."))
    if any(record.value.value is None for record in records):
        found.append(translate(lang, "A range is drawn from its lower to its upper bound; it has no middle value."))
    inferences = {remarks.inference(lang, record.inferred.period, record.context) for record in records if record.inferred.period}
    if len(inferences) == 1 and all(record.inferred.period for record in records):
        found += inferences
    found += _statuses(records, lang)
    found += _notes(records, lang)
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


def _apart(metric: Metric, parts: Sequence[Sequence[Record]], lang: str) -> list[str]:
    """That the figures on one side of a break are not comparable with those on the other, and what changed there."""
    found = []
    for one, other in itertools.pairwise(parts):
        changes = [change.title.in_language(lang) for change in derived.breaks(metric, [*one, *other])]
        why = "; ".join(changes or [codes.status(lang, "B")])
        spans = [_spans(part, lang) for part in (one, other)]
        found.append(translate_n(lang, "{one} is not comparable with {other} ({why}).", "{one} are not comparable with {other} ({why}).",
                           len(one), one=spans[0], other=spans[1], why=why))  # fmt: skip
    return found


def _spans(records: Sequence[Record], lang: str) -> str:
    """The periods of figures, one by one where they are few."""
    periods = dict.fromkeys(dates.period(lang, record.period) for record in records)
    if len(periods) <= 3:
        return languages.listed(lang, list(periods))
    return dates.period(lang, period.between(min(record.period.start for record in records), max(record.period.end for record in records)))


def _change(dataset: Dataset, metric: Metric, groups: Sequence[Sequence[Record]], lang: str) -> list[str]:
    """How the figures of a stretch changed from the first to the last of each series in it, or why that is not said."""
    if not metric.rules.series:
        return []
    alone = [group[0] for group in groups if len(group) == 1]
    runs = derived.runs(metric, alone)
    if len(groups) < 2 or (len(runs) == 1 and (len(groups[0]) != 1 or len(groups[-1]) != 1)):
        return []
    found = []
    counters = list(dict.fromkeys(derived.counter(record) for record in alone))
    for run in runs:
        whose = naming.name(lang, dataset, derived.counter(run[0])) if len(counters) > 1 else ""
        found += [translate(lang, "{title}: {what}", title=whose, what=said) if whose else said for said in _grown(dataset, run, lang)]
    for one in counters:
        theirs = [record for record in alone if derived.counter(record) == one and record.status != "D"]
        if len(derived.runs(metric, theirs)) > 1:
            found.append(translate(lang, "The figures cover unlike lengths of time and are not compared as they stand."))
            found += _monthly(dataset, metric, theirs, lang)
    if len(counters) > 1:
        names = languages.listed(lang, [naming.name(lang, dataset, name) for name in counters[:4]]) + (", …" if len(counters) > 4 else "")
        found.append(translate(lang, "Not one count, and not compared with each other: {names}.", names=names))
    return found


def _grown(dataset: Dataset, run: Sequence[Record], lang: str) -> list[str]:
    """How the figures of one series changed from the first to the last."""
    if len(run) < 2:
        return []
    first, last = run[0], run[-1]
    growth = derived.growth(dataset, first, last)
    if isinstance(growth, derived.Result):
        change = quantities.change(lang, growth.number)
        one, other = dates.period(lang, first.period), dates.period(lang, last.period)
        if first.period.years == 1 and not (first.period.approximate or last.period.approximate):
            return [translate(lang, "Change from {one} to {other}: {change}.", one=one, other=other, change=change)]
        return [translate(lang, "Change between {one} and {other}: {change}.", one=one, other=other, change=change)]
    return []


def _statuses(records: Sequence[Record], lang: str) -> list[str]:
    """Which figures are not as the others, and why."""
    odd = [record for record in records if record.status != "A"]
    said = [translate(lang, "{title}: {what}.", title=_names([record], lang), what=codes.status(lang, record.status)) for record in odd]
    return [" ".join((one, record.reason.in_language(lang) if record.reason else "")) for one, record in zip(said, odd, strict=True)]


def contradiction(lang: str, dataset: Dataset, found: derived.Contradiction) -> str:
    """That two figures cannot both be true, and why; their own reasons behind it."""
    one, other = ({"value": quantities.label(lang, record.value, dataset.metrics[record.metric].unit),
                   "which": which(lang, record, dataset)} for record in found.records)  # fmt: skip
    told = {"one": translate(lang, "{value} ({which})", **one), "other": translate(lang, "{value} ({which})", **other)}
    match found.what:
        case "falls":
            said = translate(lang, "A total up to a day cannot fall, and here it does: {one}, then {other}.", **told)
        case "shrinks":
            said = translate(lang, "A part of a time cannot hold more than the whole of it, and here it does: {one}, {other}.", **told)
        case _:
            said = translate(lang, "A part cannot be larger than its whole, and here it is: {other} of {one}.", **told)
    reasons = dict.fromkeys(record.reason.in_language(lang) for record in found.records if record.reason)
    return " ".join((said, *reasons))


def quarrel(lang: str, dataset: Dataset, records: Sequence[Record]) -> str:
    """That two bodies count otherwise about one time, each with its figure and its reason."""
    sides = [
        translate(
            lang,
            "{title}: {what}",
            title=naming.name(lang, dataset, derived.counter(record)),
            what=translate(
                lang,
                "{value} ({which})",
                value=quantities.label(lang, record.value, dataset.metrics[record.metric].unit),
                which=dates.when(lang, record),
            ),
        )
        for record in records
    ]
    said = translate(lang, "Two counts of about one time disagree: {sides}.", sides="; ".join(sides))
    reasons = dict.fromkeys(record.reason.in_language(lang) for record in records if record.reason)
    return " ".join((said, *reasons))


def _notes(records: Sequence[Record], lang: str) -> list[str]:
    """The notes of figures, each once, and of which figures it is where it is not of all."""
    of: dict[str, list[Record]] = {}
    for record in records:
        if record.note:
            of.setdefault(record.note.in_language(lang), []).append(record)
    return [
        note if len(noted) == len(records) else translate(lang, "{title}: {what}", title=_names(noted, lang), what=note) for note, noted in of.items()
    ]


def untold(records: Sequence[Record], sentences: Sequence[str], lang: str) -> list[str]:
    """The reasons of figures that no sentence about their picture has told, each with the figures whose it is."""
    said = " ".join(sentences)
    of: dict[str, list[Record]] = {}
    for record in records:
        if record.reason and (why := record.reason.in_language(lang)) not in said:
            of.setdefault(why, []).append(record)
    return [translate(lang, "{title}: {what}", title=_names(given, lang), what=why) for why, given in of.items()]


def _names(records: Sequence[Record], lang: str) -> str:
    """Which figures of a metric these are, by label or period, the first few of them."""
    names = list(dict.fromkeys(record.label.in_language(lang) if record.label else dates.period(lang, record.period) for record in records))
    return "; ".join(names[:3]) + ("; …" if len(names) > 3 else "")


def undrawn(lang: str, n: int, on_time: bool) -> tuple[str, ...]:
    """How many figures are too many for the picture: along time the earliest, else the smallest."""
    if not n:
        return ()
    if on_time:
        return (translate_n(lang, "{n} earlier figure is not drawn.", "{n} earlier figures are not drawn.", n),)
    return (translate_n(lang, "{n} figure is not drawn.", "{n} figures are not drawn.", n),)


def _monthly(dataset: Dataset, metric: Metric, records: Sequence[Record], lang: str) -> list[str]:
    rates = derived.monthly(dataset, records)
    if isinstance(rates, derived.Refusal):
        return []
    at = {record.id: dates.period(lang, record.period) for record in records}
    said = "; ".join(
        translate(lang, "{when}: {rate}", when=at[rate.parents[0]], rate=quantities.derived(lang, rate.number, metric.unit)) for rate in rates
    )
    return [translate(lang, "Per month: {rates}.", rates=said)]


def sources(dataset: Dataset, names: Sequence[str], lang: str) -> str:
    """Who printed the figures, and when."""
    cited = "; ".join(naming.cited(lang, dataset, name) for name in names[:4])
    others = more(lang, len(names) - 4)
    return translate_n(lang, "Source: {cited}", "Sources: {cited}", min(len(names), 2), cited=". ".join((cited, *others)))


def shown(lang: str, n: int, everything: int, failing: int = 0) -> str:
    """How many of the figures on record a picture is about, and that the others were left out by the selection or failed their check."""
    if n < everything:
        parts = []
        if failing:
            parts.append(translate_n(lang, "{n} failed its check and is not drawn", "{n} failed their check and are not drawn", failing))
        if outside := everything - n - failing:
            parts.append(translate_n(lang, "{n} is outside your selection", "{n} are outside your selection", outside))
        left = "; ".join(parts)
        return translate(
            lang,
            "Shown: {shown} of the {all} figures collected so far; {left}.",
            shown=numbers.number(lang, n),
            all=numbers.number(lang, everything),
            left=left,
        )
    if n == 1:
        return translate(lang, "The only figure collected so far is shown.")
    return translate_n(lang, "All {n} figures collected so far are shown.", "All {n} figures collected so far are shown.", n)


def checked(lang: str, checks: Sequence[str]) -> str:
    """Of how many figures the transcription was checked, said so that none seems checked that was not, and none more than that.

    What a person confirmed, what could not be decided and what failed is counted apart.
    """
    told = ("matches source", "confirmed", "not decided", "fails", "cited")
    matching, confirmed, undecided, failing, cited = (checks.count(check) for check in told)
    if matching == len(checks):
        return translate(lang, "transcription checked")
    parts = []
    if matching:
        said = {"matching": numbers.number(lang, matching), "all": numbers.number(lang, len(checks))}
        parts.append(translate(lang, "transcription checked: {matching} of {all}", **said))
    if confirmed:
        parts.append(translate_n(lang, "{n} confirmed by a person", "{n} confirmed by a person", confirmed))
    if undecided:
        parts.append(translate_n(lang, "{n} not decided", "{n} not decided", undecided))
    if failing:
        parts.append(translate_n(lang, "{n} failed its check", "{n} failed their check", failing))
    if cited:
        parts.append(translate_n(lang, "{n} cited, its words not on record", "{n} cited, their words not on record", cited))
    if (others := len(checks) - matching - confirmed - undecided - failing - cited) and not matching:
        parts.append(translate_n(lang, "{n} figure not known to match its source", "{n} figures not known to match their source", others))
    return "; ".join(parts)


def reasons(lang: str, standing: Standing) -> list[tuple[str, str]]:
    """Why a figure failed: for each check that did, which it is, and what the reader of the article found, where it says so."""
    told = []
    for question in standing.failed:
        if question == "Q6":
            told.append((translate(lang, "another figure says otherwise of the same, and neither gives a reason"), ""))
        else:
            told.append(
                (
                    translate(lang, "the check “{question}” failed", question=codes.question(lang, question)),
                    remarks.read(lang, standing.reasons.get(question)),
                )
            )
    return told


def failing(lang: str, n: int) -> str:
    """What heads the list of the figures under a chart whose check fails."""
    return translate_n(lang, "Not drawn, because its check failed ({n} figure):", "Not drawn, because their check failed ({n} figures):", n)


def withheld(lang: str, title: str, n: int) -> str:
    """That there is no chart, since all there is failed its check."""
    return translate_n(
        lang,
        "{title}: no chart, because the only figure failed its check.",
        "{title}: no chart, because all {n} figures failed their check.",
        n,
        title=title,
    )


def which(lang: str, record: Record, dataset: Dataset) -> str:
    """Which figure of a metric it is: its label, if it has one, what it is limited to, and its period."""
    when, name = dates.when(lang, record), naming.name_of(lang, dataset, record)
    return translate(lang, "{name}, {when}", name=name, when=when) if name else when


def support(lang: str, dataset: Dataset, records: Sequence[Record], on_record: Sequence[Record]) -> str:
    """On how many sources the figures rest, of all that are on record: a check of transcription makes one source no more than one.

    Of one thing and time alone it says whether they agree, and from what to what they go.
    """
    behind: dict[tuple[object, ...], set[str]] = {}
    for record in on_record:
        behind.setdefault((derived.subject(record), record.period.start, record.period.end), set()).add(record.source)
    keys = [(derived.subject(record), record.period.start, record.period.end) for record in records]
    held = [behind[key] for key in keys]
    if len(set(keys)) == 1 and len(held[0]) > 1:
        alike = [record for record in on_record if (derived.subject(record), record.period.start, record.period.end) == keys[0]]
        return _agreeing(lang, dataset.metrics[alike[0].metric], alike, len(held[0]))
    if several := sum(len(names) > 1 for names in held):
        return translate_n(
            lang,
            "{n} of {all} rests on more than one source",
            "{n} of {all} rest on more than one source",
            several,
            all=numbers.number(lang, len(held)),
        )
    if len(set[str]().union(*held)) == 1:
        return translate(lang, "one source")
    return translate(lang, "one source for each figure")


def _agreeing(lang: str, metric: Metric, alike: Sequence[Record], n: int) -> str:
    """That so many sources agree on a figure, or from what to what they go."""
    if not derived.disagreements(alike):
        return translate_n(lang, "{n} source agrees", "{n} sources agree", n)
    ordered = sorted(alike, key=lambda record: (quantity.possible(record.value).low, quantity.possible(record.value).high))
    low, high = quantities.label(lang, ordered[0].value, metric.unit), quantities.in_words(lang, ordered[-1].value, metric.unit)
    return translate_n(lang, "{n} source, {low} to {high}", "{n} sources, {low} to {high}", n, low=low, high=high)


def more(lang: str, n: int) -> tuple[str, ...]:
    """How many more there are than are named; nothing where none is."""
    return (translate_n(lang, "And {n} more.", "And {n} more.", n),) if n > 0 else ()


def columns(lang: str) -> tuple[str, ...]:
    """The heads of a table of figures: what, when, how much, who said it, where, in which words, and its check."""
    return (
        translate(lang, "What is counted"),
        translate(lang, "Period"),
        translate(lang, "Value"),
        translate(lang, "Said by"),
        translate(lang, "Source"),
        translate(lang, "Quotation"),
        translate(lang, "Check"),
    )


def row(dataset: Dataset, record: Record, lang: str, *, mixed: bool) -> tuple[str, str]:
    """What heads the row of a figure: its label, behind what is counted where metrics are ``mixed``; and whom the article counts, if it is told.

    What a figure is limited to stands with it always.
    """
    metric = dataset.metrics[record.metric]
    name = record.label.in_language(lang) if record.label else metric.heading(lang)
    if record.label and mixed:
        name = translate(lang, "{title}: {what}", title=metric.heading(lang), what=name)
    name = naming.limited(lang, name, naming.subset(lang, dataset, record))
    return name, record.counted.in_language(lang) if record.counted else ""


def cut(lang: str, n: int) -> str:
    """That a table of so many rows ends before its last; nothing where it does not."""
    if n <= ROWS:
        return ""
    return translate(lang, "The first {n} of {all}; the extract has every one.", n=numbers.number(lang, ROWS), all=numbers.number(lang, n))


def legend(lang: str) -> tuple[str, ...]:
    """What the marks mean: solid, hatched or dotted, hollow, a span, a width, a gap or a cross, two side by side."""
    return (
        translate(lang, "A solid mark is a number said exactly."),
        translate(
            lang, "A hatched bar or a dotted stem with an open arrow says “more than”, “at least”, “less than” or “at most”: the number is a bound."
        ),
        translate(lang, "A hollow mark says “some” or “about”."),
        translate(lang, "A range is a span between its bounds; it has no middle value."),
        translate(lang, "A bar lies over the days it counts: five months are never as wide as a year."),
        translate(lang, "A dotted line on the axis is time without a figure. A small cross is an event without a number of participants."),
        translate(lang, "Where two sources disagree both marks stand side by side, with the gap between them."),
    )


def empty(lang: str, names: Sequence[str]) -> str:
    """That nothing of all the things named is in the selection, and how to widen it."""
    said = translate(lang, "{what}: no figure in your selection.", what="; ".join(names))
    return said + " " + translate(lang, "Choose other years or sources, or “Show everything”.")


def unstated(lang: str, names: Sequence[str]) -> str:
    """The events in the selection whose articles give no number, where no picture tells of them."""
    return translate_n(
        lang,
        "{n} event is reported without a number of participants: {names}.",
        "{n} events are reported without a number of participants: {names}.",
        len(names),
        names="; ".join(names),
    )


def areas(lang: str, counts: Mapping[str, int]) -> str:
    """How many figures are about which area, by its code; nothing where there is no figure."""
    said = [translate(lang, "{area} ({n})", area=naming.area(lang, code), n=numbers.number(lang, n)) for code, n in counts.items()]
    return translate(lang, "Figures by area: {areas}.", areas=", ".join(said)) if said else ""


def apart(lang: str, titles: Sequence[str]) -> str:
    """That several measures on one page are not parts or rates of each other; nothing where there is only one."""
    if len(titles) < 2:
        return ""
    names = languages.listed(lang, [translate(lang, "“{quote}”", quote=title) for title in titles])
    return translate(lang, "{names}: separate measures, none of which is a part or a rate of another.", names=names)


def events(lang: str, counted: int, unstated: int) -> str:
    """How many events the articles tell of, and of how many they say how many took part; nothing where they tell of none."""
    if not counted + unstated:
        return ""
    return translate_n(
        lang,
        "{n} event, of which {counted} with a number of participants.",
        "{n} events, of which {counted} with a number of participants.",
        counted + unstated,
        counted=numbers.number(lang, counted),
    )


def collected(lang: str, n: int) -> str:
    """What the figures are about, and from how many articles they are."""
    return translate_n(
        lang,
        "Figures on countering terrorism and violent extremism, and on the rule of law, as reported in {n} article.",
        "Figures on countering terrorism and violent extremism, and on the rule of law, as reported in {n} articles.",
        n,
    )
