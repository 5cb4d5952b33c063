"""The brief: the view of a question on paper, for people who read there; what it says, which the press sets as a PDF.

It holds what the pages hold, in their words: each chart with its sentences, its table and its sources, and at
the end what is needed to trace and to cite it. The same question of the same data gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kzstats.content import captions, citation, filters, marks
from kzstats.content.marks import Picture
from kzstats.dataset.model import Record
from kzstats.language import words
from kzstats.language.words import translate
from kzstats.query import selection
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot
from kzstats.render import svg as render_svg

_CHARTS: Final = 20
"""How many charts a brief holds; more are no brief."""


def parts(snapshot: Snapshot, asked: Query, base_url: str) -> Iterator[dict[str, Any]]:
    """What a brief says, as plain values in parts for :func:`kzstats.render.press.joined`; every text is a text, none is markup.

    ``base_url`` is the address that it names as its own (``KZSTATS_URL``).
    """
    lang, dataset, base_url = asked.lang, snapshot.dataset, base_url.rstrip("/")
    chosen = selection.select(snapshot, asked)
    metrics = [name for name in dataset.metrics if not asked.metric or name in asked.metric]
    topics = {dataset.metrics[name].topic for name in metrics}
    topic = topics.pop() if len(topics) == 1 else None
    title = words.topic(lang, topic, snapshot.dataset) if topic else translate(lang, "Every number with its receipt")
    changed = words.day(lang, snapshot.changed)
    shown = filters.shown(snapshot, asked)
    yield {
        "lang": lang,
        "changed": [snapshot.changed.year, snapshot.changed.month, snapshot.changed.day],
        "name": f"{title} · kzstats",
        "foot": f"kzstats · {changed}",
        "collection": citation.collection_title(lang),
        "title": title,
        "selection": _selection(snapshot, asked),
        "held": [shown, words.last_changed(lang, snapshot.changed)],
        "legend": {"heading": translate(lang, "What the marks mean"), "entries": captions.legend(lang)},
        "cite": {
            "heading": translate(lang, "How to cite"),
            "how": translate(lang, "Name the source of the figure first: it stands in every row of every extract. Then name the collection:"),
            "as": citation.collection_line(snapshot, base_url, lang),
            "licence": f"{citation.LICENCE[1]}. {translate(lang, 'The quoted phrases belong to their publishers.')}",
        },
        "addresses": {
            "heading": translate(lang, "Addresses of the data"),
            "entries": [
                {"what": translate(lang, "this view on the screen"), "url": base_url + asked.page_address(topic or "")},
                {"what": translate(lang, "regenerate this brief"), "url": base_url + asked.brief_address()},
                {"what": translate(lang, "the figures of your selection as CSV"), "url": base_url + asked.address("csv")},
            ],
        },
    }
    lacking = [dataset.metrics[name].title.in_language(lang) for name in metrics if name not in chosen.by_metric]
    yield {"lacking": [captions.empty(lang, lacking)] if lacking else [], "withheld": [], "sections": []}
    pictures: list[Picture] = []
    for name in metrics:
        pictures += marks.pictures(chosen, name, lang, _CHARTS + 1 - len(pictures))
        yield {}  # a moment for others
        told, failing = marks.unheard(chosen, name, lang), marks.withheld(chosen, name)
        says = captions.withheld(lang, dataset.metrics[name].title.in_language(lang), len(failing))
        yield {
            "lacking": [told] if told else [],
            "withheld": [{"says": says, "failing": _failing(snapshot, [record.id for record in failing], lang)}] if failing else [],
        }
    of = {record.id: record for record in chosen.records}
    for picture in pictures[:_CHARTS]:
        yield {"sections": [_section(snapshot, picture, of, lang)]}
    cut = translate(lang, "Only the first {n} charts are here; choose fewer figures to see the others.", n=words.number(lang, _CHARTS))
    sources = list(dict.fromkeys(record.source for record in chosen.records))
    yield {
        "cut": cut if len(pictures) > _CHARTS else "",
        "sources": {
            "heading": translate(lang, "Sources"),
            "entries": [_source(snapshot, name, lang) for name in sources[: captions.ROWS]],
            "more": captions.more(lang, len(sources) - captions.ROWS),
        },
    }


def _selection(snapshot: Snapshot, asked: Query) -> list[str]:
    """Which years, sources and publishers were asked for, or that all were."""
    lang, everything = asked.lang, translate(asked.lang, "All")
    if asked.first is not None and asked.last is not None:
        years = str(asked.first) if asked.first == asked.last else f"{asked.first}–{asked.last}"
    elif asked.first is not None:
        years = translate(lang, "from {year}", year=asked.first)
    elif asked.last is not None:
        years = translate(lang, "up to {year}", year=asked.last)
    else:
        years = everything
    publishers = sorted((words.name(lang, snapshot.dataset, name) for name in asked.publisher), key=words.alphabetical(lang))
    limits = (pair.split(".", 1) for pair in asked.dimension)
    further = {
        translate(lang, "Area"): [words.area(lang, code) for code in asked.area],
        translate(lang, "Check"): [filters.check(lang, code) for code in asked.check],
        translate(lang, "Limited to"): [words.dimension(lang, snapshot.dataset, name, code) for name, code in limits],
    }
    return [
        translate(lang, "Years: {years}", years=years),
        captions.sources(snapshot.dataset, sorted(asked.source), lang) if asked.source else translate(lang, "Sources: {cited}", cited=everything),
        translate(lang, "Publishers: {names}", names=". ".join(("; ".join(publishers[:4]) or everything, *captions.more(lang, len(publishers) - 4)))),
        *(translate(lang, "{title}: {what}", title=title, what="; ".join(said)) for title, said in further.items() if said),
    ]


def _section(snapshot: Snapshot, picture: Picture, of: Mapping[str, Record], lang: str) -> dict[str, Any]:
    """A picture with its words: heading, unit, chart, sentences, table, sources; ``of`` knows each figure."""
    rows = [of[name] for name in picture.records]
    named = any(record.label for record in rows)
    sources = list(dict.fromkeys(record.source for record in rows))
    return {
        "heading": picture.title,
        "unit": picture.subtitle,
        "charts": [{"svg": svg, "alt": alt} for svg, alt in render_svg.charts(picture)],
        "sentences": picture.sentences,
        "failing": _failing(snapshot, picture.failing, lang),
        "columns": captions.columns(lang) if named else captions.columns(lang)[1:],
        "rows": [_row(snapshot, record, lang)[0 if named else 1 :] for record in rows[: captions.ROWS]],
        "cut": captions.cut(lang, len(rows)),
        "said": f"{picture.sources} · {picture.checked}",
        "urls": [snapshot.dataset.sources[name].url for name in sources[:4]],
    }


def _failing(snapshot: Snapshot, names: Sequence[str], lang: str) -> dict[str, Any] | None:
    """The figures that are not drawn because their check fails, each with the reason; nothing where there is none."""
    if not names:
        return None
    few = set(names[: captions.ROWS])
    items = []
    for record in (record for record in snapshot.dataset.records if record.id in few):
        value = words.label(lang, record.value, snapshot.dataset.metrics[record.metric].unit)
        why = [{"says": said, "read": read} for said, read in captions.reasons(lang, snapshot.standings[record.id])]
        items.append({"value": value, "which": captions.which(lang, record, snapshot.dataset), "why": why})
    return {"heading": captions.failing(lang, len(names)), "entries": items, "more": captions.more(lang, len(names) - len(items))}


def _row(snapshot: Snapshot, record: Record, lang: str) -> list[dict[str, str]]:
    """A figure as the cells of a table, as the pages show it."""
    metric, source = snapshot.dataset.metrics[record.metric], snapshot.dataset.sources[record.source]
    return [
        {"says": "; ".join(filter(None, captions.row(snapshot.dataset, record, lang, mixed=False)))},
        {"says": words.when(lang, record)},
        {"says": words.label(lang, record.value, metric.unit), "as": "value"},
        {"says": words.name(lang, snapshot.dataset, record.said_by)},
        {"says": words.cited(lang, snapshot.dataset, record.source), "url": source.url},
        {
            "says": translate(lang, "“{quote}”", quote=record.quote) if record.quote else translate(lang, "not on record"),
            "lang": source.language if record.quote else lang,
            "beside": words.translated(lang, record, source.language),
        },
        {"says": words.check(lang, snapshot.checks[record.id])},
    ]


def _source(snapshot: Snapshot, name: str, lang: str) -> dict[str, str]:
    source = snapshot.dataset.sources[name]
    return {
        "cited": words.cited(lang, snapshot.dataset, name),
        "title": translate(lang, "“{quote}”", quote=source.title),
        "lang": source.language,
        "url": source.url,
    }
