"""What areas, languages, publishers, topics and metrics are called, by CLDR or by the data file."""

from __future__ import annotations

from kzstats.dataset.model import Dataset, Record
from kzstats.language.dates import period
from kzstats.language.languages import cldr
from kzstats.language.translation import translate
from kzstats.values.codes import SUBDIVISIONS


def area(lang: str, code: str) -> str:
    """The name of an area by CLDR: an ISO 3166-1 country or a UN M49 region."""
    if code == "unspecified":
        return translate(lang, "not named")
    if code == "several":
        return translate(lang, "several countries")
    if code in SUBDIVISIONS:
        return _region(lang, code)
    return str(cldr(lang).territories.get(code, code))


def _region(lang: str, code: str) -> str:
    """A region of Kazakhstan, or one of its three cities, which CLDR's own tables lack."""
    regions = {
        "KZ-10": translate(lang, "Abai Region"),
        "KZ-11": translate(lang, "Akmola Region"),
        "KZ-15": translate(lang, "Aktobe Region"),
        "KZ-19": translate(lang, "Almaty Region"),
        "KZ-23": translate(lang, "Atyrau Region"),
        "KZ-27": translate(lang, "West Kazakhstan Region"),
        "KZ-31": translate(lang, "Zhambyl Region"),
        "KZ-33": translate(lang, "Zhetisu Region"),
        "KZ-35": translate(lang, "Karaganda Region"),
        "KZ-39": translate(lang, "Kostanay Region"),
        "KZ-43": translate(lang, "Kyzylorda Region"),
        "KZ-47": translate(lang, "Mangystau Region"),
        "KZ-55": translate(lang, "Pavlodar Region"),
        "KZ-59": translate(lang, "North Kazakhstan Region"),
        "KZ-61": translate(lang, "Turkistan Region"),
        "KZ-62": translate(lang, "Ulytau Region"),
        "KZ-63": translate(lang, "East Kazakhstan Region"),
        "KZ-71": translate(lang, "Astana (city)"),
        "KZ-75": translate(lang, "Almaty (city)"),
        "KZ-79": translate(lang, "Shymkent (city)"),
    }
    return regions[code]


def language(lang: str, code: str) -> str:
    """A language's name by CLDR."""
    return str(cldr(lang).languages.get(code, code))


def spoken(lang: str, code: str) -> str:
    """In which language words are, as it is said of them."""
    ours = {
        "en": translate(lang, "in English"),
        "ru": translate(lang, "in Russian"),
        "kk": translate(lang, "in Kazakh"),
    }
    return ours.get(code) or language(lang, code)


def name(lang: str, dataset: Dataset, said: str) -> str:
    """A publisher or speaker by the name the data file gives in a language; as written where it
    gives none.
    """
    known = dataset.names.get(said)
    return str(getattr(known, lang, said))


def cited(lang: str, dataset: Dataset, source: str) -> str:
    """A source in short: publisher and date."""
    found = dataset.sources[source]
    return translate(
        lang,
        "{publisher}, {date}",
        publisher=name(lang, dataset, found.publisher),
        date=period(lang, found.published),
    )


def topic(lang: str, code: str, dataset: Dataset | None = None) -> str:
    """What a group of figures is called, on its page and in a brief; the data file has the names of
    those that are not built in.
    """
    if dataset is not None and code in dataset.topics:
        return dataset.topics[code].in_language(lang)
    topics = {
        "cases": translate(lang, "Criminal justice"),
        "cooperation": translate(lang, "Cooperation"),
        "funding": translate(lang, "Funding"),
        "recruitment": translate(lang, "Recruitment and rehabilitation"),
    }
    return topics[code]


def dimension(lang: str, dataset: Dataset, name: str, code: str) -> str:
    """What a figure is limited to by one of its dimensions; the codes where the data no longer know
    them.
    """
    found = dataset.dimensions.get(name)
    return (
        found.codes[code].in_language(lang)
        if found is not None and code in found.codes
        else f"{name}={code}"
    )


def subset(lang: str, dataset: Dataset, record: Record) -> str:
    """What a figure is limited to, in the order in which its metric has the dimensions; nothing
    where it is of the whole.
    """
    given, metric = dict(record.dimensions), dataset.metrics[record.metric]
    return ", ".join(
        dimension(lang, dataset, name, given[name]) for name in metric.dimensions if name in given
    )


def title(lang: str, dataset: Dataset, record: Record, *, short: bool = False) -> str:
    """What a figure counts: its metric's title, never without what the figure is limited to."""
    metric = dataset.metrics[record.metric]
    return limited(
        lang,
        metric.heading(lang) if short else metric.title.in_language(lang),
        subset(lang, dataset, record),
    )


def limited(lang: str, said: str, to: str) -> str:
    """The name of a whole with what it is limited to."""
    return translate(lang, "{title}, {label}", title=said, label=to) if to else said


def name_of(lang: str, dataset: Dataset, record: Record) -> str:
    """Which one of its metric a figure is: its label and what it is limited to; nothing where it
    has neither.
    """
    return ", ".join(
        filter(
            None,
            (record.label.in_language(lang) if record.label else "", subset(lang, dataset, record)),
        )
    )
