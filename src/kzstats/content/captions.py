"""The words about a picture: what its figures say, how they may be read, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kzstats.checks.ledger import Standing
from kzstats.dataset import contradictions, disagreements, nature, series, stated
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.language import (
    codes,
    dates,
    languages,
    naming,
    numbers,
    quantities,
    remarks,
    worded,
)
from kzstats.language.translation import translate, translate_n
from kzstats.values import period
from kzstats.values.codes import SUBDIVISIONS

ROWS: Final = 200
"""How many rows of a table a page or a brief holds; all are in the extract."""


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


Stretch = tuple[tuple[Record, ...], list[Sequence[Record]]]
"""Records without a break between them, and those of each time that lead."""


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


def unit(metric: Metric, lang: str) -> str:
    """The unit of a metric's figures, and of a share or a duration also what it is of."""
    name = quantities.unit_name(lang, metric.unit)
    if metric.counting_unit and metric.unit in ("percent", "month"):
        name = translate(
            lang,
            "{unit} (of {counted})",
            unit=name,
            counted=quantities.unit_name(lang, metric.counting_unit),
        )
    return translate(lang, "Unit: {unit}", unit=_scaled(metric, name, lang))


def _scaled(metric: Metric, unit: str, lang: str) -> str:
    """A unit with its scale: which end is the good one, for how many it is."""
    scale = metric.scale
    if scale is None:
        return unit
    if scale.per:
        return translate(
            lang, "{number} per {per}", number=unit, per=numbers.amount(lang, scale.per)
        )
    if metric.kind == "rank":
        return (
            translate(lang, "place; 1 is the best")
            if scale.best == "lowest"
            else translate(lang, "place; 1 is the worst")
        )
    ends = [numbers.amount(lang, one or 0) for one in (scale.lowest, scale.highest)]
    best = ends[0] if scale.best == "lowest" else ends[1]
    return translate(
        lang, "score from {low} to {high}; {best} is the best", low=ends[0], high=ends[1], best=best
    )


def subtitle(metric: Metric, records: Sequence[Record], lang: str) -> str:
    """The exact definition, the area, and the unit that is counted."""
    parts = [metric.definition.in_language(lang)]
    parts.append(unit(metric, lang))
    areas = {record.area for record in records}
    area = records[0].area if len(areas) == 1 else records[0].area.partition("-")[0]
    parts.append(translate(lang, "Area: {area}", area=naming.area(lang, area)))
    if metric.rules.on_time != "always" and len({record.period for record in records}) == 1:
        parts.append(dates.when(lang, records[0]))
    return " · ".join(parts)


def contradiction(lang: str, dataset: Dataset, found: contradictions.Contradiction) -> str:
    """That two figures cannot both be true, and why; their own reasons behind it."""
    one, other = ({"value": quantities.label(lang, record.value,
    dataset.metrics[record.metric].unit),
                   "which": which(lang, record, dataset)} for record in found.records)  # fmt: skip
    told = {
        "one": translate(lang, "{value} ({which})", **one),
        "other": translate(lang, "{value} ({which})", **other),
    }
    match found.what:
        case "falls":
            said = translate(
                lang,
                "A total up to a day cannot fall, and here it does: {one}, then {other}.",
                **told,
            )
        case "shrinks":
            said = translate(
                lang,
                "A part of a time cannot hold more than the whole of it, and here it does: {one}, "
                "{other}.",
                **told,
            )
        case _:
            said = translate(
                lang,
                "A part cannot be larger than its whole, and here it is: {other} of {one}.",
                **told,
            )
    reasons = dict.fromkeys(
        record.reason.in_language(lang) for record in found.records if record.reason
    )
    return " ".join((said, *reasons))


def unborne(lang: str, dataset: Dataset, records: Sequence[Record]) -> str:
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
    said = translate(
        lang,
        "The article states {change} ({when}), and the levels on record make {made}: {one}, "
        "{other}.",
        change=worded.label(lang, held.change, metric),
        when=dates.when(lang, held.change),
        made=worded.made(lang, held.made, change.unit, metric),
        one=one,
        other=other,
    )
    reasons = dict.fromkeys(record.reason.in_language(lang) for record in records if record.reason)
    return " ".join((said, *reasons))


def near(lang: str, dataset: Dataset, records: Sequence[Record]) -> str:
    """That two bodies count otherwise about one time, each with its figure and its reason."""
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
    said = translate(
        lang, "Two counts of about one time disagree: {sides}.", sides="; ".join(sides)
    )
    reasons = dict.fromkeys(record.reason.in_language(lang) for record in records if record.reason)
    return " ".join((said, *reasons))


def planned(lang: str, records: Sequence[Record]) -> tuple[str, ...]:
    """That figures are only planned, aimed at or foreseen; nothing of what was or happened."""
    if not records or records[0].aim is None:
        return ()
    return (
        translate_n(
            lang,
            "It did not happen by what the article says, and is set beside nothing that did.",
            "None of it happened by what the articles say, and none is set beside what did.",
            len(records),
        ),
    )


def undrawn(lang: str, n: int, on_time: bool) -> tuple[str, ...]:
    """How many figures are too many for the picture: along time the earliest, else the smallest."""
    if not n:
        return ()
    if on_time:
        return (
            translate_n(
                lang, "{n} earlier figure is not drawn.", "{n} earlier figures are not drawn.", n
            ),
        )
    return (translate_n(lang, "{n} figure is not drawn.", "{n} figures are not drawn.", n),)


def sources(dataset: Dataset, names: Sequence[str], lang: str) -> str:
    """Who printed the figures, and when."""
    cited = "; ".join(naming.cited(lang, dataset, name) for name in names[:4])
    others = more(lang, len(names) - 4)
    return translate_n(
        lang,
        "Source: {cited}",
        "Sources: {cited}",
        min(len(names), 2),
        cited=". ".join((cited, *others)),
    )


def shown(lang: str, n: int, everything: int, failing: int = 0) -> str:
    """How many of the figures on record a picture is about, and that the others were left out by
    the selection or failed their check.
    """
    if n < everything:
        parts = []
        if failing:
            parts.append(
                translate_n(
                    lang,
                    "{n} failed its check and is not drawn",
                    "{n} failed their check and are not drawn",
                    failing,
                )
            )
        if outside := everything - n - failing:
            parts.append(
                translate_n(
                    lang, "{n} is outside your selection", "{n} are outside your selection", outside
                )
            )
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
    return translate_n(
        lang,
        "All {n} figures collected so far are shown.",
        "All {n} figures collected so far are shown.",
        n,
    )


def checked(lang: str, checks: Sequence[str], *, signed: bool = False) -> str:
    """Of how many figures the transcription was checked, said so that none seems checked that was
    not, and none more than that.

    What a person confirmed, what could not be decided and what failed is counted apart; ``signed``
    says so by the signs at the marks of a picture.
    """
    asterisk, question = ("* ", "? ") if signed else ("", "")
    told = ("matches source", "confirmed", "not decided", "fails", "cited")
    matching, confirmed, undecided, failing, cited = (checks.count(check) for check in told)
    if matching == len(checks):
        return translate(lang, "transcription checked")
    parts = []
    if matching:
        said = {
            "matching": numbers.number(lang, matching),
            "all": numbers.number(lang, len(checks)),
        }
        parts.append(translate(lang, "transcription checked: {matching} of {all}", **said))
    if confirmed:
        parts.append(
            translate_n(lang, "{n} confirmed by a person", "{n} confirmed by a person", confirmed)
        )
    if undecided:
        parts.append(question + translate_n(lang, "{n} not decided", "{n} not decided", undecided))
    if failing:
        parts.append(translate_n(lang, "{n} failed its check", "{n} failed their check", failing))
    if cited:
        parts.append(
            asterisk
            + translate_n(
                lang,
                "{n} cited, its words not on record",
                "{n} cited, their words not on record",
                cited,
            )
        )
    if (others := len(checks) - matching - confirmed - undecided - failing - cited) and (
        signed or not matching
    ):
        parts.append(
            question
            + translate_n(
                lang,
                "{n} figure not known to match its source",
                "{n} figures not known to match their source",
                others,
            )
        )
    return "; ".join(parts)


def reasons(lang: str, standing: Standing) -> list[tuple[str, str]]:
    """Why a figure failed: for each check that did, which it is, and what the reader of the article
    found, where it says so.
    """
    told = []
    for question in standing.failed:
        if question == "Q6":
            told.append(
                (
                    translate(
                        lang,
                        "another figure says otherwise of the same, and neither gives a reason",
                    ),
                    "",
                )
            )
        else:
            told.append(
                (
                    translate(
                        lang,
                        "the check “{question}” failed",
                        question=codes.question(lang, question),
                    ),
                    remarks.read(lang, standing.reasons.get(question)),
                )
            )
    return told


def failing(lang: str, n: int) -> str:
    """What heads the list of the figures under a chart whose check fails."""
    return translate_n(
        lang,
        "Not drawn, because its check failed ({n} figure):",
        "Not drawn, because their check failed ({n} figures):",
        n,
    )


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
    """Which figure of a metric it is: its region and its label, if it has one, what it is limited
    to, and its period.
    """
    region = naming.area(lang, record.area) if record.area in SUBDIVISIONS else ""
    when = dates.when(lang, record)
    name = ", ".join(filter(None, (region, naming.name_of(lang, dataset, record))))
    return translate(lang, "{name}, {when}", name=name, when=when) if name else when


def support(
    lang: str, dataset: Dataset, records: Sequence[Record], on_record: Sequence[Record]
) -> str:
    """On how many sources the figures rest, of all that are on record: a check of transcription
    makes one source no more than one.

    Of one thing and time alone it says whether they agree, and from what to what they go.
    """
    behind: dict[tuple[object, ...], set[str]] = {}
    for record in on_record:
        behind.setdefault(
            (series.subject(record), record.period.start, record.period.end), set()
        ).add(record.source)
    keys = [(series.subject(record), record.period.start, record.period.end) for record in records]
    held = [behind[key] for key in keys]
    if len(set(keys)) == 1 and len(held[0]) > 1:
        alike = [
            record
            for record in on_record
            if (series.subject(record), record.period.start, record.period.end) == keys[0]
        ]
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
    if not disagreements.disagreements(alike):
        return translate_n(lang, "{n} source agrees", "{n} sources agree", n)
    ordered = disagreements.by_bounds(alike)
    low, high = (
        quantities.label(lang, ordered[0].value, metric.unit),
        quantities.in_words(lang, ordered[-1].value, metric.unit),
    )
    return translate_n(
        lang, "{n} source, {low} to {high}", "{n} sources, {low} to {high}", n, low=low, high=high
    )


def spans(lang: str, records: Sequence[Record]) -> str:
    """The periods of figures, one by one where they are few."""
    periods = dict.fromkeys(dates.period(lang, record.period) for record in records)
    if len(periods) <= 3:
        return languages.listed(lang, list(periods))
    return dates.period(
        lang,
        period.between(
            min(record.period.start for record in records),
            max(record.period.end for record in records),
        ),
    )


def more(lang: str, n: int) -> tuple[str, ...]:
    """How many more there are than are named; nothing where none is."""
    return (translate_n(lang, "And {n} more.", "And {n} more.", n),) if n > 0 else ()


def columns(lang: str) -> tuple[str, ...]:
    """The heads of a table of figures: what, when, how much, who said it, where, in which words,
    and its check.
    """
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
    """What heads the row of a figure: its label, behind what is counted where metrics are
    ``mixed``; and whom the article counts, if it is told.

    What a figure is limited to stands with it always.
    """
    metric = dataset.metrics[record.metric]
    name = record.label.in_language(lang) if record.label else metric.heading(lang)
    if record.label and mixed:
        name = translate(lang, "{title}: {what}", title=metric.heading(lang), what=name)
    name = naming.limited(lang, name, naming.subset(lang, dataset, record))
    counted = record.counted.in_language(lang) if record.counted else ""
    told = (counted, worded.nature(lang, record), *vintage(dataset, record, lang))
    return name, "; ".join(filter(None, told))


def vintage(dataset: Dataset, record: Record, lang: str) -> tuple[str, ...]:
    """What a figure was first given as, and when, and that a later one took its place."""
    metric, earlier = dataset.metrics[record.metric], nature.first(dataset, record)
    later = nature.revised(dataset).get(record.id)
    found = []
    if earlier is not None:
        found.append(
            translate(
                lang,
                "first given as {value} ({when})",
                value=worded.label(lang, earlier, metric),
                when=dates.period(lang, dataset.sources[earlier.source].published),
            )
        )
    if later is not None:
        found.append(
            translate(
                lang,
                "revised since to {value} ({when})",
                value=worded.label(lang, later, metric),
                when=dates.period(lang, dataset.sources[later.source].published),
            )
        )
    return tuple(found)


def cut(lang: str, n: int) -> str:
    """That a table of so many rows ends before its last; nothing where it does not."""
    if n <= ROWS:
        return ""
    return translate(
        lang,
        "The first {n} of {all}; the extract has every one.",
        n=numbers.number(lang, ROWS),
        all=numbers.number(lang, n),
    )


def legend(lang: str) -> tuple[str, ...]:
    """What the marks mean: their fill, their width, their place, what stands between them, and the
    signs of what was not checked.
    """
    return (
        translate(lang, "A solid mark is a number said exactly."),
        translate(
            lang,
            "A hatched bar or a dotted stem with an open arrow says “more than”, “at least”, "
            "“less than” or “at most”: the number is a bound.",
        ),
        translate(lang, "A hollow mark says “some” or “about”."),
        translate(lang, "A range is a span between its bounds; it has no middle value."),
        translate(
            lang, "A bar lies over the days it counts: five months are never as wide as a year."
        ),
        translate(
            lang,
            "Bars over one letter are one count. Paler bars with an outline are of another body, "
            "or stand across a break: "
            "they are not comparable with the solid ones.",
        ),
        translate(
            lang,
            "A dotted line on the axis is time without a figure. A small cross is an event "
            "without a number of participants.",
        ),
        translate(
            lang,
            "What has another length or another definition, or stands alone, is a span in a lane "
            "of its own and has no height.",
        ),
        translate(
            lang,
            "Several sources for one thing and time are dots on a thin line: a large dot leads, a "
            "faint one is deprecated.",
        ),
        translate(
            lang,
            "Parts of a whole, such as regions, women or children, are ranked by dots on one "
            "scale.",
        ),
        translate(
            lang,
            "A hollow mark with a dashed outline is planned, a target or a forecast; it stands in "
            "a chart of its own.",
        ),
        translate(
            lang,
            "An asterisk stands at a figure that is cited without its words, a question mark at "
            "one that was not checked or not decided. "
            "What failed its check is not drawn.",
        ),
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
    said = [
        translate(lang, "{area} ({n})", area=naming.area(lang, code), n=numbers.number(lang, n))
        for code, n in counts.items()
    ]
    return translate(lang, "Figures by area: {areas}.", areas=", ".join(said)) if said else ""


def apart(lang: str, titles: Sequence[str]) -> str:
    """That several measures on one page are not parts or rates of each other; nothing where there
    is only one.
    """
    if len(titles) < 2:
        return ""
    names = languages.listed(lang, [translate(lang, "“{quote}”", quote=title) for title in titles])
    return translate(
        lang,
        "{names}: separate measures, none of which is a part or a rate of another.",
        names=names,
    )


def events(lang: str, counted: int, unstated: int) -> str:
    """How many events the articles tell of, and of how many they say how many took part; nothing
    where they say it of all.
    """
    if not unstated:
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
        "Figures on countering terrorism and violent extremism, and on the rule of law, as "
        "reported in {n} article.",
        "Figures on countering terrorism and violent extremism, and on the rule of law, as "
        "reported in {n} articles.",
        n,
    )
