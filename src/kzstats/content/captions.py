"""The words about a picture: what its figures say, how they may be read, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kzstats.dataset import disagreements, series
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.language import (
    dates,
    languages,
    naming,
    numbers,
    quantities,
)
from kzstats.language.translation import translate, translate_n
from kzstats.values import period


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
