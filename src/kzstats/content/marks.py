"""What is drawn, where, how, and its words: figures as marks that claim no more than was said.

The rules:

- exact: a solid mark; "more than": a hatched mark with an open arrow; "about": a hollow mark; a
  range: a span without a middle;
- flows of one length are bars over their own true span of time, an event stands at its days, an
  as-of figure in a row;
- bars of another count than the one that leads are paler, and a bracket under each run of bars of
  one count has its letter;
- what has another length or another definition stands in a lane of its own, never inside a bar, and
  so does what stands alone;
- several sources for one time are dots on a thin line; what is limited to a member of a dimension
  is ranked with the other members, or where these have a course in time has a panel under theirs;
- what is only planned is hollow with a dashed outline, in pictures of its own;
- a year without a figure is a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from kzstats.content import along_time, captions, parting, ranked, sentences, titles, unlike
from kzstats.content.drawing import Drawn
from kzstats.content.parting import Part
from kzstats.content.picture import (
    MANY,
    MOST,
    NARROWEST,
    PANELS,
    RANKED,
    WIDE,
    Gap,
    Line,
    Mark,
    Picture,
    Room,
    Spread,
    UnstatedEvent,
    listed,
)
from kzstats.content.unlike import Unlike
from kzstats.dataset import contradictions, near, precedence
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.language import dates
from kzstats.language.translation import translate
from kzstats.query.selection import Selection

__all__ = [
    "MANY", "MOST", "NARROWEST", "RANKED", "WIDE", "Gap", "Line", "Mark", "Picture", "Room",
    "Spread", "UnstatedEvent",
    "listed", "names", "pictures", "unheard", "withheld",
]  # fmt: skip

_TOLD: Final = 12
"""How many contradictions, and how many near pairs, the sentences of a picture tell of; and how
many marks its alternative text.
"""


def pictures(
    selection: Selection, metric: str, lang: str, most: int | None = None
) -> tuple[Picture, ...]:
    """The pictures of one metric's selected figures: of its whole, and of what is limited to a
    member of a dimension, a region or a label.

    There is none without figures; ``most`` says how many of the first are made.

    Figures whose check fails are drawn nowhere: those of a picture's series are named in it, those
    without one by :func:`withheld`.
    """
    found = parting.parts(selection, metric)
    wrong = contradictions.contradictions(
        selection.dataset, [record for part in found for record in part.records]
    )
    return tuple(
        _picture(selection, metric, _name(metric, place), part, wrong, lang)
        for place, part in enumerate(islice(found, most), 1)
    )


def withheld(selection: Selection, metric: str) -> tuple[Record, ...]:
    """The metric's selected records whose check fails and that no picture names, since every figure
    of their series fails.
    """
    return parting.withheld(selection, metric)


def names(selection: Selection, metric: str) -> list[str]:
    """The names of a metric's pictures, which are not made for it."""
    return [_name(metric, place) for place in range(1, len(parting.parts(selection, metric)) + 1)]


def _name(metric: str, place: int) -> str:
    return f"{metric}-{place}" if place > 1 else metric


def unheard(selection: Selection, metric: str, lang: str, *, drawn: bool = True) -> str:
    """The selected events without a number whose area has no picture that tells of them, in a
    sentence; nothing where there is none.

    Where no picture is ``drawn`` none does.
    """
    areas = (
        {
            part.keys[0][0]
            for part in parting.parts(selection, metric)
            if not part.members and not part.planned
        }
        if drawn
        else set()
    )
    unstated = [
        found for found in selection.unstated if found.metric == metric and found.area not in areas
    ]
    told = [
        f"{found.label.in_language(lang)} ({dates.period(lang, found.period)})"
        for found in unstated
    ]
    return captions.unstated(lang, told) if told else ""


def _picture(
    selection: Selection,
    metric_id: str,
    name: str,
    part: Part,
    wrong: Sequence[contradictions.Contradiction],
    lang: str,
) -> Picture:
    dataset = selection.dataset
    metric = dataset.metrics[metric_id]
    records = sorted(
        part.records, key=lambda record: (record.period.start, record.period.end)
    )  # stable: the file's order stays
    of_metric = parting.on_record(dataset, metric_id, part.planned)
    on_record = [record for key in part.keys for record in of_metric[key]]
    panels = along_time.in_panels(selection, metric, records, lang) if part.members else None
    if panels is not None:
        drawn = panels
    elif _is_on_time(metric, part):
        drawn = along_time.on_time(selection, metric, records, on_record, lang)
    else:
        drawn = ranked.in_rows(selection, metric, records, lang, members=part.members)
    leaders = precedence.leading(records)
    parts = [] if part.members else precedence.stretches(metric, records, leaders)
    title, heading = titles.titles(
        dataset,
        metric,
        records,
        leaders,
        parts,
        lang,
        elsewhere=len(parting.countries(of_metric)) > 1,
    )
    standing = [record for record in on_record if not selection.fails(record)]
    said = [selection.checks.get(record.id, "not checked") for record in records]
    told = (
        *captions.planned(lang, records),
        captions.shown(lang, len(records), len(on_record), len(part.failed)),
        *(spread.words for spread in drawn.spreads if spread.words),
        *_unlike(dataset, records, wrong, lang),
        *sentences.sentences(
            dataset,
            metric,
            records,
            leaders,
            parts,
            _unstated(drawn, lang),
            lang,
            in_panels=bool(drawn.panels),
        ),
        *captions.undrawn(lang, len(records) - len(drawn.marks), drawn.layout == "time"),
    )
    whole = Picture(
        name=name,
        metric=metric_id,
        topic=metric.topic,
        layout=drawn.layout,
        title=title,
        heading=heading,
        subtitle=captions.subtitle(metric, records, lang),
        sentences=(*told, *sentences.untold(records, told, lang)),
        sources=captions.sources(
            dataset, list(dict.fromkeys(record.source for record in records)), lang
        ),
        checked="; ".join(
            (
                captions.checked(lang, said, signed=True),
                captions.support(lang, dataset, records, standing),
            )
        ),
        alt=_alt(title, drawn.marks, lang),
        records=tuple(record.id for record in records),
        marks=drawn.marks,
        start=drawn.start,
        after=drawn.after,
        ticks=drawn.ticks,
        borders=drawn.borders,
        top=drawn.top,
        values=drawn.values,
        gaps=drawn.gaps,
        lines=drawn.lines,
        spreads=drawn.spreads,
        unstated_events=drawn.unstated_events,
        failing=tuple(record.id for record in part.failed),
        aside=drawn.aside,
        brackets=drawn.brackets,
        key=drawn.key,
        panels=drawn.panels,
    )
    return _folded(whole, lang) if part.members else whole


def _folded(picture: Picture, lang: str) -> Picture:
    """A picture of ranked members with those behind the first few as another, on the same scale."""
    most = PANELS if picture.panels else RANKED
    if (len(picture.panels) or 1 + max(mark.row for mark in picture.marks)) <= most:
        return picture
    first, rest = picture.rows(0, most), picture.rows(most, MOST)
    return replace(
        first,
        others=replace(
            rest, name=f"{picture.name}-others", alt=_alt(picture.title, rest.marks, lang)
        ),
    )


def _alt(title: str, marks: Sequence[Mark], lang: str) -> str:
    """A title and the first marks in words."""
    return " ".join(
        (
            title.removesuffix(".") + ".",
            *(mark.words for mark in marks[:_TOLD]),
            *captions.more(lang, len(marks) - _TOLD),
        )
    )


def _is_on_time(metric: Metric, part: Part) -> bool:
    """Whether figures stand on a line of time: on which an open end has no place, and things that
    are limited otherwise are not joined.
    """
    if part.members or any(record.period.open for record in part.records):
        return False
    several = len({record.period for record in part.records}) > 1
    if part.planned:
        return True
    return metric.rules.on_time == "always" or (metric.rules.on_time == "several" and several)


def _unstated(drawn: Drawn, lang: str) -> list[str]:
    return [
        translate(lang, "{name} ({when})", name=event.name, when=event.when)
        for event in drawn.unstated_events
    ]


def _unlike(
    dataset: Dataset,
    records: Sequence[Record],
    wrong: Sequence[contradictions.Contradiction],
    lang: str,
) -> list[str]:
    """Where two bodies count otherwise, and what of the ``wrong`` of a metric is of a picture, the
    first few of each.
    """
    pairs = [Unlike("near", pair) for pair in near.nearby(dataset.metrics, records)]
    here = {record.id for record in records}
    theirs = [
        Unlike(one.what, one.records)
        for one in wrong
        if not here.isdisjoint(record.id for record in one.records)
    ]
    others = unlike.beside(dataset, records)
    told = unlike.once(
        lang,
        (
            (unlike.sentence(lang, dataset, one), one.records)
            for some in (pairs, theirs, others)
            for one in some[:_TOLD]
        ),
    )
    return [
        *told,
        *captions.more(lang, sum(max(len(some) - _TOLD, 0) for some in (pairs, theirs, others))),
    ]
