"""Small data files and datasets for tests: say what matters, the rest is filled in.

dataset([{"value": 100}, {"period": "2015", "value": ">300"}])
dataset([{"metric": "money", "label": "A donor"}], metrics={"money": {"additive": False}})
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from kzstats.checks import archive
from kzstats.dataset import validation
from kzstats.dataset.model import Dataset

CHANGED = "2020-02-03"
SOURCES: dict[str, dict[str, Any]] = {
    "press": {
        "publisher": "The Press",
        "publisher_class": "media",
        "title": "Figures of the year",
        "author": "A. Writer",
        "published": "2017-10-16",
        "url": "https://press.example/2017/figures",
        "language": "en",
        "text_sha256": "0" * 64,
    },
    "law": {
        "publisher": "The State",
        "publisher_class": "state",
        "title": "A code",
        "published": "2014-07-03",
        "url": "https://law.example/code",
        "language": "en",
    },
}
_BREAK = {
    "date": "2015-01-01",
    "title": {"en": "New code"},
    "reason": {"en": "A new code came into force."},
    "source": "law",
}
METRICS: dict[str, dict[str, Any]] = {
    "offences": {
        "topic": "cases",
        "kind": "flow",
        "unit": "offence",
        "counting_unit": "offence",
        "stage": "registered",
        "breaks": [_BREAK],
    },
    "convicted": {
        "topic": "cases",
        "kind": "flow",
        "unit": "person",
        "counting_unit": "person",
        "stage": "convicted",
    },
    "centres": {"topic": "recruitment", "kind": "stock", "unit": "centre"},
    "joined": {
        "topic": "recruitment",
        "kind": "cumulative",
        "unit": "person",
        "counting_unit": "person",
    },
    "people": {
        "topic": "cooperation",
        "kind": "event",
        "unit": "person",
        "counting_unit": "person",
    },
    "money": {"topic": "funding", "kind": "amount", "unit": "USD", "additive": True},
    "women": {
        "topic": "recruitment",
        "kind": "share",
        "unit": "percent",
        "counting_unit": "person",
    },
    "time": {"topic": "recruitment", "kind": "duration", "unit": "month"},
}
RECORDS: tuple[dict[str, Any], ...] = (
    {"id": "offences-2014", "value": 100, "period": "2014"},
    {"id": "offences-2015", "value": ">300", "period": "2015"},
    {
        "id": "people-2016",
        "metric": "people",
        "value": "~90",
        "period": "2016-03-01/2016-03-02",
        "label": "A seminar",
    },
    {
        "id": "money-a",
        "metric": "money",
        "value": 4700000,
        "period": "2017-10-16",
        "label": "Donor A",
    },
    {
        "id": "money-b",
        "metric": "money",
        "value": 300000,
        "period": "2017-10-16",
        "label": "Donor B",
    },
    {
        "id": "women-2017",
        "metric": "women",
        "value": "10..20",
        "period": "2017-10-16",
        "area": "unspecified",
    },
)


TIME: list[dict[str, Any]] = [
    {},
    {"period": "2015", "value": ">300"},
    {"period": "2017-01/2017-05", "value": "~38"},
    {"period": "2018", "value": "10..20"},
    {"value": 90},
]
"""What is drawn on a line of time, of each kind of value."""
EVENTS = [{**record, "metric": "people", "label": "A seminar"} for record in TIME]
ROWS = [{**record, "metric": "money", "label": "A donor"} for record in TIME]


def yaml_text(
    records: Iterable[Mapping[str, Any]] | None = None,
    metrics: Mapping[str, Mapping[str, Any]] | None = None,
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    **others: Any,
) -> str:
    """A data file, one entry a line.

    Metrics and sources are added to the usual ones, or change them key by key.

    A record without an id is called r1, r2 and so on; a key given as None is left out; a text given
    for words is taken as English. ``others`` are the keys names, skipped, unstated, corrections and
    changed.
    """
    entries = RECORDS if records is None else records
    lines = [f"changed: {json.dumps(others.pop('changed', CHANGED))}"]
    lines += ["sources:", *_mapping(SOURCES, sources or {})]
    lines += ["metrics:", *_mapping(METRICS, metrics or {})]
    lines += [
        "records:",
        *(
            f"  - {_flow({**_RECORD, 'id': f'r{place}', **record})}"
            for place, record in enumerate(entries, 1)
        ),
    ]
    lines += [f"names: {json.dumps(others.pop('names', {}), ensure_ascii=False)}"]
    for key, value in others.items():
        lines += [
            f"{key}:",
            *(
                f"  - {_flow(entry) if key != 'skipped' else json.dumps(entry, ensure_ascii=False)}"
                for entry in value
            ),
        ]
    return "\n".join(lines) + "\n"


def dataset(
    records: Iterable[Mapping[str, Any]] | None = None,
    metrics: Mapping[str, Mapping[str, Any]] | None = None,
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    **others: Any,
) -> Dataset:
    """The dataset of :func:`yaml_text`, read as any other."""
    return validation.read(yaml_text(records, metrics, sources, **others).encode())


def limited(
    records: Iterable[Mapping[str, Any]], dimensions: Mapping[str, Any], metric: str = "joined"
) -> Dataset:
    """A dataset whose metric ``joined`` may be limited by all of the dimensions."""
    text = yaml_text(records, metrics={metric: {"dimensions": [*dimensions]}})
    return validation.read(
        text.replace("metrics:\n", f"dimensions: {json.dumps(dimensions)}\nmetrics:\n", 1).encode()
    )


def held(
    text: str,
    records: Iterable[Mapping[str, Any]],
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    **others: Any,
) -> tuple[Dataset, dict[str, archive.Article]]:
    """A dataset whose source ``press`` is the text, and its archived articles; the other arguments
    are those of :func:`yaml_text`.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    press = {"text_sha256": digest, **(sources or {}).get("press", {})}
    return dataset(records, sources={**(sources or {}), "press": press}, **others), {
        "press": archive.parse(text.encode())
    }


_RECORD = {
    "metric": "offences",
    "period": "2014",
    "value": 100,
    "area": "KZ",
    "source": "press",
    "said_by": "An office",
    "quote": "so many in a year",
}
_NEW_METRIC = {"topic": "cases", "kind": "flow", "unit": "offence"}
_WORDS = ("title", "definition", "label", "note", "reason")


def _mapping(
    usual: Mapping[str, Mapping[str, Any]], given: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    lines = []
    for name in [*usual, *(name for name in given if name not in usual)]:
        entry = {
            **usual.get(name, _NEW_METRIC if usual is METRICS else SOURCES["press"]),
            **given.get(name, {}),
        }
        if usual is METRICS:
            title = name.replace("_", " ").capitalize()
            entry = _in_words({"title": title, "definition": f"{title}, as counted", **entry})
        entry = {key: value for key, value in entry.items() if value is not None}
        lines.append(f"  {name}: {json.dumps(entry, ensure_ascii=False)}")
    return lines


def _flow(entry: Mapping[str, Any]) -> str:
    return json.dumps(_in_words(entry), ensure_ascii=False)


def _in_words(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: {"en": value} if key in _WORDS and isinstance(value, str) else value
        for key, value in entry.items()
        if value is not None
    }
