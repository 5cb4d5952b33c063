"""The one door of visible words: sentences by gettext, numbers, periods and places by CLDR (Babel).

``lang`` is ``en``, ``ru`` or ``kk`` everywhere. A sentence is named by its English words; where a
catalogue lacks them, they stand in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache
from math import inf
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal, get_currency_name

from kzstats.dataset.model import (
    Check,
    Dataset,
    Kind,
    PeriodInference,
    PublisherClass,
    Rank,
    Record,
    SkipReason,
    SpeakerInference,
    Status,
)
from kzstats.language import catalogues
from kzstats.values.codes import SUBDIVISIONS
from kzstats.values.period import Period, parse
from kzstats.values.quantity import Comparator, Derived, Quantity
from kzstats.values.reasons import SENTENCES, Reason

LANGUAGES: Final = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
"""The languages by code, each by its own name."""

Refusal = Literal["unknown", "parameter", "twice", "year", "later"]
"""Why a parameter of an address cannot be answered."""
_SIGNS: Final[dict[Comparator, str]] = {"=": "", ">": ">", ">=": "≥", "<": "<", "<=": "≤"}
_COMPACT_FROM = 1_000_000
_KEPT: Final = 8192
"""How many numbers and periods are kept in words: each stands in a mark, a sentence and a table, and Babel takes long over it."""
_ALPHABETS: Final = {"ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"}


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse("en_GB" if lang == "en" else lang)


def translate(lang: str, words: str, /, **values: object) -> str:
    """A sentence in a language, its ``{places}`` filled with values that are words already."""
    said = catalogues.opened(lang).gettext(words)
    return _filled(said, values) if values else said


def translate_n(lang: str, one: str, many: str, n: int, /, **values: object) -> str:
    """A sentence whose form follows a number, which fills ``{n}``."""
    return _filled(catalogues.opened(lang).ngettext(one, many, n), {"n": number(lang, n), **values})


def _filled(said: str, values: dict[str, object]) -> str:
    """The places of a sentence filled; a value that ends in a full stop, such as a Russian date, brings no second one."""
    return said.format(**{name: str(value).removesuffix(".") if f"{{{name}}}." in said else value for name, value in values.items()})


def preferred(asked: str | None) -> str:
    """The language for a browser's locale or list of them, such as ``kk-KZ,ru;q=0.8``: the first; English where it is none of ours."""
    code = re.split("[-_,;]", asked or "")[0].strip().lower()
    return code if code in LANGUAGES else "en"


def alphabetical(lang: str) -> Callable[[str], tuple[tuple[int, str], ...]]:
    """A key that sorts by a language's alphabet, in which Unicode's order of Kazakh and Russian letters is wrong; Latin letters come first."""
    alphabet = _ALPHABETS.get(lang, "")
    return lambda text: tuple((alphabet.find(letter), letter) for letter in text.lower())


def number(lang: str, value: float) -> str:
    """A number with the language's separators, with no more digits than it has."""
    return _decimal(lang, value)


@lru_cache(maxsize=_KEPT)
def _decimal(lang: str, value: float) -> str:
    return format_decimal(value, format="#,##0.###", locale=_locale(lang), decimal_quantization=False)


def rounded(lang: str, value: float, rounding: str = ROUND_HALF_EVEN) -> str:
    """A computed number to three significant digits, whole from a hundred up."""
    if float(value).is_integer() and abs(value) >= _COMPACT_FROM:
        return amount(lang, value)
    exact = Decimal(f"{value:.12g}")  # the noise of binary arithmetic is no digit
    digits = min(0, exact.adjusted() - 2) if exact else 0
    return format_decimal(exact.quantize(Decimal(1).scaleb(digits), rounding), format="#,##0.#", locale=_locale(lang), decimal_quantization=False)


def with_unit(lang: str, said: str, unit: str, count: float, bare: bool = True, governed: bool = False) -> str:
    """A number in words with its unit: ``10%``, ``18 months``, ``USD 3 million``; counts are bare unless asked.

    ``count`` is the number that the words are of: the unit's form follows it. ``governed`` says that a
    word such as "more than" stands before it, which asks for the genitive in Russian.
    """
    if unit == "percent":
        return translate(lang, "{amount}%", amount=said)
    if unit.isupper():
        name = _currency(lang, unit, 5 if count >= _COMPACT_FROM else _form(lang, count, governed))
        return translate(lang, "{currency} {amount}", currency=unit, amount=said, name=name)
    if unit in ("hour", "day", "week", "month", "year") or not bare:
        return translate(lang, "{amount} {unit}", amount=said, unit=unit_name(lang, unit, count, governed))
    return said


def _currency(lang: str, code: str, count: int | None = None) -> str:
    """A currency's name by CLDR; the tenge as it is called in Kazakhstan's own Russian, where it is neither "Kazakh" nor declined."""
    return "тенге" if (lang, code) == ("ru", "KZT") else get_currency_name(code, count, locale=_locale(lang))


def _form(lang: str, count: float, governed: bool = False) -> int:
    """The number whose plural form a count takes: its own, for a fraction that of a few, in the Russian genitive that of two or of five."""
    n = int(count) if float(count).is_integer() else 2
    return n if lang != "ru" or not governed else 2 if n % 10 == 1 and n % 100 != 11 else 5


def unit_name(lang: str, unit: str, count: float | None = None, governed: bool = False) -> str:
    """What a unit's code means, in the form that goes with a count (left out: the form that stands alone, which in English is for many)."""
    n = _form(lang, count, governed) if count is not None else 1 if lang == "ru" else 5
    match unit:
        case "offence":
            return translate(lang, "of one offence") if governed and n == 2 and lang == "ru" else translate_n(lang, "offence", "offences", n)
        case "case":
            return translate_n(lang, "case", "cases", n)
        case "person":
            return translate_n(lang, "person", "people", n)
        case "event":
            return translate_n(lang, "event", "events", n)
        case "percent":
            return translate_n(lang, "percent", "percent", n)
        case "hour":
            return translate_n(lang, "hour", "hours", n)
        case "day":
            return translate_n(lang, "day", "days", n)
        case "week":
            return translate_n(lang, "week", "weeks", n)
        case "month":
            return translate_n(lang, "month", "months", n)
        case "year":
            return translate_n(lang, "year", "years", n)
    if unit.isupper():
        return translate(lang, "{currency} ({code})", currency=_currency(lang, unit, 5 if lang == "en" else None), code=unit)
    return unit


def amount(lang: str, value: float) -> str:
    """A number as short as it can be without losing a digit: 4,700,000 as "4.7 million"; "млн" where the word would have to be declined."""
    if value >= _COMPACT_FROM and (value / 10_000).is_integer() and value < 1_000_000_000:
        return format_compact_decimal(value, format_type="long" if lang == "en" else "short", fraction_digits=2, locale=_locale(lang))
    return number(lang, value)


def label(lang: str, quantity: Quantity, unit: str) -> str:
    """A value as it stands at its mark: ``>30``, ``~90``, ``10–20%``, ``USD 4.7 million``."""
    if quantity.value is None:
        said = f"{amount(lang, quantity.low or 0)}–{amount(lang, quantity.high or 0)}"
        return with_unit(lang, said, unit, quantity.high or 0)
    sign = "~" if quantity.approximate else _SIGNS[quantity.comparator]
    said = with_unit(lang, amount(lang, quantity.value), unit, quantity.value, governed=sign != "")
    return sign + said


def in_words(lang: str, quantity: Quantity, unit: str) -> str:
    """A value in words, as a sentence or a screen reader says it: "more than 30 people"."""
    if quantity.value is None:
        low, high = amount(lang, quantity.low or 0), amount(lang, quantity.high or 0)
        return with_unit(lang, translate(lang, "{low} to {high}", low=low, high=high), unit, quantity.high or 0, bare=False, governed=True)
    qualified = quantity.approximate or quantity.comparator != "="
    said = with_unit(lang, amount(lang, quantity.value), unit, quantity.value, bare=False, governed=qualified)
    if quantity.approximate:
        return translate(lang, "about {number}", number=said)
    return _qualified(lang, quantity.comparator, said)


def derived(lang: str, found: Derived, unit: str) -> str:
    """A computed number in words, with the comparators that its parents leave it."""
    if found.low == found.high:
        said = with_unit(lang, rounded(lang, found.low), unit, found.low, governed=found.approximate)
        return translate(lang, "about {number}", number=said) if found.approximate else said
    low = with_unit(lang, rounded(lang, found.low, ROUND_FLOOR), unit, found.low, governed=True) if found.low > -inf else ""
    high = with_unit(lang, rounded(lang, found.high, ROUND_CEILING), unit, found.high, governed=True) if found.high < inf else ""
    if found.low > -inf and found.high < inf:
        said = translate(lang, "{low} to {high}", low=low, high=high)
        return translate(lang, "about {number}", number=said) if found.approximate else said
    said = low if found.low > -inf else high
    return _qualified(lang, found.comparator, translate(lang, "about {number}", number=said) if found.approximate else said)


def change(lang: str, found: Derived) -> str:
    """A change in percent: "+260%", "-40%", "a rise of more than 200%", "a fall of at least 50%"."""
    if found.low == found.high:
        sign = "+" if found.low > 0 else ""
        said = sign + with_unit(lang, rounded(lang, found.low), "percent", found.low)
        return translate(lang, "about {number}", number=said) if found.approximate else said
    if found.low >= 0:
        return translate(lang, "a rise of {number}", number=derived(lang, found, "percent"))
    if found.high <= 0:
        mirrored = Derived(-found.high, -found.low, (found.strict[1], found.strict[0]), found.approximate)
        return translate(lang, "a fall of {number}", number=derived(lang, mirrored, "percent"))
    if found.high == inf:
        mirrored = Derived(-inf, -found.low, (False, found.strict[0]), found.approximate)
        return translate(lang, "a rise, or a fall of {number}", number=derived(lang, mirrored, "percent"))
    if found.low == -inf:
        return translate(lang, "a fall, or a rise of {number}", number=derived(lang, found, "percent"))
    return derived(lang, found, "percent")


def _qualified(lang: str, comparator: Comparator, said: str) -> str:
    """A number behind its comparator; Kazakh puts the number into the ablative instead, in ``{from_number}``."""
    match comparator:
        case ">":
            return translate(lang, "more than {number}", number=said, from_number=_ablative(said))
        case ">=":
            return translate(lang, "at least {number}", number=said)
        case "<":
            return translate(lang, "less than {number}", number=said, from_number=_ablative(said))
        case "<=":
            return translate(lang, "at most {number}", number=said)
    return said


_SPOKEN: Final = {
    **dict(zip("0123456789", ("нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"), strict=True)),
    **{"10": "он", "20": "жиырма", "30": "отыз", "40": "қырық", "50": "елу", "60": "алпыс", "70": "жетпіс", "80": "сексен", "90": "тоқсан"},
    **{"00": "жүз", "000": "мың", "%": "пайыз", "млн": "миллион", "млрд": "миллиард"},
}


def _ablative(said: str) -> str:
    """Kazakh for "from" a number with its unit: ``30 адамнан``."""
    return _inflected(said, "н", "н", "н")


def _locative(said: str) -> str:
    """Kazakh for "on" or "in" a date: ``2017 жылғы 11 сәуірде``."""
    return _inflected(said, "д", "нд", "")


def _of(said: str) -> str:
    """Kazakh for "of" a date, before a noun: ``2017 жылғы 11 сәуірдегі``, ``2016 жылғы``."""
    if said[-1:].isdigit():
        return f"{said}\u00a0жылғы"
    located = _locative(said)
    return located + ("гі" if located.endswith("е") else "ғы")


def _inflected(said: str, after_nasal: str, possessed: str, end: str) -> str:
    """A Kazakh word or number with the ending of a case, by vowel harmony and the sound before it.

    A number alone takes the ending of the word it is read as, after a hyphen: ``30-дан``, ``500-ден``.
    ``after_nasal`` begins the ending after м, н and ң, ``possessed`` after a word that ends in ы or і; ``end`` ends it.
    """
    last = re.sub(r"\s", " ", said).split(" ")[-1]
    if digits := re.search(r"[0-9]+$", last):
        last = next(_SPOKEN[last[-n:]] for n in (3, 2, 1) if last[-n:] in _SPOKEN and len(digits[0]) >= n)
        hyphen = "-"
    else:
        hyphen = "-" if last[-1:] == "%" or last in _SPOKEN else ""
        last = _SPOKEN.get("%" if hyphen and last[-1] == "%" else last, last)
    vowels = re.findall("[аәеёиоөуұүыіэюя]", last.lower())
    vowel = "е" if vowels and vowels[-1] in "әеёиөүіэ" else "а"
    usual = "т" if last[-1:] in "пфкқтсшщчхцһбвгд" else "д"
    first = possessed if last[-1:] in "ыі" and not hyphen else after_nasal if last[-1:] in "мнң" else usual
    return f"{said}{hyphen}{first}{vowel}{end}"


def listed(lang: str, items: list[str]) -> str:
    """Words as a list that ends in "and"."""
    return format_list(items, locale=_locale(lang))


def period(lang: str, span: Period) -> str:
    """A period in words: ``2014``, ``January – May 2016``, ``4–5 October 2017``; "about" in front where it was said."""
    return _period(lang, span)


@lru_cache(maxsize=_KEPT)
def _period(lang: str, span: Period) -> str:
    locale = _locale(lang)
    single = span.text.rstrip("~")
    first, _, last = span.text.partition("/")
    if span.open or (last and len(first.rstrip("~")) != len(last.rstrip("~"))):
        return " – ".join("…" if end == ".." else _period(lang, parse(end)) for end in (first, last))
    if span.precision == "year":
        said = single if "/" not in span.text else f"{span.start.year}–{span.end.year}"
    elif span.precision == "month":
        said = (
            format_interval(span.start, span.end, "yMMMM", locale=locale) if "/" in span.text else format_skeleton("yMMMM", span.start, locale=locale)
        )
    elif span.start == span.end:
        said = day(lang, span.start)
    else:
        said = _days(lang, span)
    said = _dated(lang, said)
    return translate(lang, "about {period}", period=said) if span.approximate else said


def _days(lang: str, span: Period) -> str:
    """Days of an interval by CLDR's pattern, the month in full as everywhere else."""
    differs = "y" if span.start.year != span.end.year else "M" if span.start.month != span.end.month else "d"
    pattern = _locale(lang).interval_formats["yMMMd"][differs]
    full = [part.replace("MMM", "MMMM") for part in pattern]
    return "".join(format_date(day, part, locale=_locale(lang)) for day, part in zip((span.start, span.end), full, strict=True))


def when(lang: str, record: Record) -> str:
    """A record's period in words; of a figure without a period of its own, the day it stands as of."""
    said = period(lang, record.period)
    return translate(lang, "as of {day}", day=said, of_day=_of(said)) if record.inferred.period == "article_date" else said


def day(lang: str, when: date) -> str:
    """A day in words."""
    return _dated(lang, format_date(when, "long", locale=_locale(lang)))


def last_changed(lang: str, when: date) -> str:
    """When the data were last changed."""
    said = day(lang, when)
    return translate(lang, "The data were last changed on {day}.", day=said, on_day=_locative(said))


def _dated(lang: str, said: str) -> str:
    """A date by CLDR as editors write it: no number is parted from its word, no line begins with a dash, and "2017 ж." is "2017 жылғы"."""
    said = re.sub(r"\s", " ", said)
    if lang == "kk":
        said = said.replace(" ж.", " жылғы")
    return re.sub(r"(?<=\d) (?=[^\W\d])| (?=–)", "\u00a0", said)


def month(lang: str, when: date) -> str:
    """A month's short name, for an axis."""
    return format_skeleton("MMM", when, locale=_locale(lang)).strip(".")


def area(lang: str, code: str) -> str:
    """The name of an area by CLDR: an ISO 3166-1 country or a UN M49 region."""
    if code == "unspecified":
        return translate(lang, "not named")
    if code == "several":
        return translate(lang, "several countries")
    if code in SUBDIVISIONS:
        return _region(lang, code)
    return str(_locale(lang).territories.get(code, code))


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
    return str(_locale(lang).languages.get(code, code))


def spoken(lang: str, code: str) -> str:
    """In which language words are, as it is said of them."""
    ours = {"en": translate(lang, "in English"), "ru": translate(lang, "in Russian"), "kk": translate(lang, "in Kazakh")}
    return ours.get(code) or language(lang, code)


def abbreviations(lang: str) -> dict[str, str]:
    """The bodies that names and labels shorten, and what they are in full."""
    return {
        translate(lang, "UN"): translate(lang, "United Nations"),
        translate(lang, "UNODC"): translate(lang, "United Nations Office on Drugs and Crime"),
        translate(lang, "OSCE"): translate(lang, "Organisation for Security and Co-operation in Europe"),
        translate(lang, "EU"): translate(lang, "European Union"),
        translate(lang, "ISIL"): translate(lang, "Islamic State of Iraq and the Levant"),
    }


def name(lang: str, dataset: Dataset, said: str) -> str:
    """A publisher or speaker by the name the data file gives in a language; as written where it gives none."""
    known = dataset.names.get(said)
    return str(getattr(known, lang, said))


def cited(lang: str, dataset: Dataset, source: str) -> str:
    """A source in short: publisher and date."""
    found = dataset.sources[source]
    return translate(lang, "{publisher}, {date}", publisher=name(lang, dataset, found.publisher), date=period(lang, found.published))


def topic(lang: str, code: str, dataset: Dataset | None = None) -> str:
    """What a group of figures is called, on its page and in a brief; the data file has the names of those that are not built in."""
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
    """What a figure is limited to by one of its dimensions; the codes where the data no longer know them."""
    found = dataset.dimensions.get(name)
    return found.codes[code].in_language(lang) if found is not None and code in found.codes else f"{name}={code}"


def subset(lang: str, dataset: Dataset, record: Record) -> str:
    """What a figure is limited to, in the order in which its metric has the dimensions; nothing where it is of the whole."""
    given, metric = dict(record.dimensions), dataset.metrics[record.metric]
    return ", ".join(dimension(lang, dataset, name, given[name]) for name in metric.dimensions if name in given)


def title(lang: str, dataset: Dataset, record: Record, *, short: bool = False) -> str:
    """What a figure counts: its metric's title, never without what the figure is limited to."""
    metric = dataset.metrics[record.metric]
    return limited(lang, metric.heading(lang) if short else metric.title.in_language(lang), subset(lang, dataset, record))


def limited(lang: str, said: str, to: str) -> str:
    """The name of a whole with what it is limited to."""
    return translate(lang, "{title}, {label}", title=said, label=to) if to else said


def name_of(lang: str, dataset: Dataset, record: Record) -> str:
    """Which one of its metric a figure is: its label and what it is limited to; nothing where it has neither."""
    return ", ".join(filter(None, (record.label.in_language(lang) if record.label else "", subset(lang, dataset, record))))


def status(lang: str, code: Status) -> str:
    """What SDMX's status of an observation says of a figure."""
    codes: dict[Status, str] = {
        "A": translate(lang, "normal"),
        "B": translate(lang, "break in the series"),
        "D": translate(lang, "differs in its definition"),
        "E": translate(lang, "estimated"),
        "P": translate(lang, "provisional"),
        "U": translate(lang, "of low reliability"),
    }
    return codes[code]


def pages(lang: str, dataset: Dataset | None = None) -> dict[str, str]:
    """The pages by name with their titles, in the order of the menu; the first stands at the root. A data file's own topics follow the others."""
    declared = {name: said.in_language(lang) for name, said in dataset.topics.items()} if dataset is not None else {}
    return {
        "overview": translate(lang, "Overview"),
        "metrics": translate(lang, "All metrics"),
        "cases": topic(lang, "cases"),
        "cooperation": topic(lang, "cooperation"),
        "funding": topic(lang, "funding"),
        "recruitment": topic(lang, "recruitment"),
        **declared,
        "records": translate(lang, "All figures"),
        "articles": translate(lang, "Articles"),
        "method": translate(lang, "Method and citation"),
    }


def kind(lang: str, code: Kind) -> str:
    """What a metric's kind says of its figures."""
    kinds = {
        "flow": translate(lang, "counted over a period"),
        "stock": translate(lang, "counted at a moment"),
        "cumulative": translate(lang, "counted up to a moment"),
        "event": translate(lang, "counted at an event"),
        "amount": translate(lang, "an amount of money"),
        "share": translate(lang, "a share"),
        "duration": translate(lang, "a length of time"),
    }
    return kinds[code]


def inference(lang: str, kind: PeriodInference, context: str | None) -> str:
    """What is inferred of a figure's period, and from what."""
    match kind:
        case "article_date":
            return translate(lang, "Period inferred: the article states none, so the figure stands as of the article’s day.")
        case "article_year":
            return translate(lang, "Period inferred: the article names the day and the month; the year is the article’s own.")
        case "article_month":
            return translate(lang, "Period inferred: the article names no day; the month is the article’s own.")
        case "months_before_article":
            words = context or ""
            return translate(lang, "Period inferred: the months are counted back from the article’s date by its words “{words}”.", words=words)
        case "previous_year":
            return translate(lang, "Period inferred: the article says “last year”; the year is the one before its own.")
        case "month_of_article_year":
            return translate(lang, "Period inferred: the article names the month or the quarter; the year is the article’s own.")
        case "since_year":
            return translate(lang, "Period inferred: the article says since when; the end is the day of the article, or the day it names.")
        case "year_to_date":
            return translate(lang, "Period inferred: from the beginning of the year up to the day of the article, or the day it names.")
    return translate(lang, "Period inferred: it began on the article’s day and lasted as long as its words say.")


def notes(lang: str, record: Record) -> str:
    """All that a reader must know of a figure: whom it counts, what is inferred from what, and its note."""
    parts = []
    if record.counted:
        parts.append(translate(lang, "Counted: {counted}.", counted=record.counted.in_language(lang)))
    if record.inferred.period:
        parts.append(inference(lang, record.inferred.period, record.context))
    if record.inferred.said_by:
        parts.append(_speaker(lang, record.inferred.said_by))
    if record.inferred.area:
        parts.append(translate(lang, "Area inferred: the words of the article do not name it."))
    if record.note:
        parts.append(record.note.in_language(lang))
    return " ".join(parts)


def translation(lang: str, record: Record, spoken: str) -> str:
    """A quote in the reader's language; empty where the article is ``spoken`` in it, or where nobody has translated it yet."""
    return "" if lang == spoken or not record.translation else getattr(record.translation, lang, None) or ""


def translated(lang: str, record: Record, spoken: str) -> str:
    """The translation of a quote, marked as ours; empty where there is none."""
    said = translation(lang, record, spoken)
    return said and translate(lang, "“{quote}” (our translation)", quote=said)


def _speaker(lang: str, code: SpeakerInference) -> str:
    match code:
        case "next_sentence":
            return translate(lang, "Speaker inferred: the article credits the sentence that follows the figure.")
        case "publisher":
            return translate(lang, "Speaker inferred: the article credits nobody, so its publisher stands for it.")
    return translate(lang, "Speaker inferred: the article names the speaker in other words.")


def check(lang: str, code: Check) -> str:
    """What the machine's check of a figure against its article came to."""
    match code:
        case "matches source":
            return translate(lang, "transcription checked")
        case "confirmed":
            return translate(lang, "confirmed by a person")
        case "not decided":
            return translate(lang, "not decided: the machine does not read all of its words")
        case "changed":
            return translate(lang, "changed since it was checked")
        case "fails":
            return translate(lang, "its check failed")
        case "cited":
            return translate(lang, "cited; its words are not on record")
    return translate(lang, "not checked")


def meaning(lang: str, code: Check) -> str:
    """What a badge says of a figure, and what it does not."""
    meanings: dict[Check, str] = {
        "matches source": translate(lang, "no check failed and none is undecided: the figure is what the article says"),
        "confirmed": translate(lang, "a person read what the machine could not decide, and is named in the receipt with what they say"),
        "not decided": translate(lang, "no check failed, but a word beside the number is not known to the machine; the receipt names it"),
        "fails": translate(lang, "the words say otherwise, or two figures disagree without a reason: it is drawn nowhere and enters no total"),
        "changed": translate(lang, "the figure or its text was edited after the check, which must be done again"),
        "cited": translate(lang, "who said it and where is on record, the words are not: nothing was held against the article"),
        "not checked": translate(lang, "no text of its article is archived"),
    }
    return meanings[code]


def outcome(lang: str, code: str) -> str:
    """What one check of a figure came to."""
    outcomes = {"passed": translate(lang, "passed"), "failed": translate(lang, "failed"), "undecided": translate(lang, "undecided")}
    return outcomes[code]


def read(lang: str, reason: Reason | None) -> str:
    """What the reader of an article found, its codes in words too; nothing where it told nothing."""
    if reason is None:
        return ""
    return translate(lang, SENTENCES[reason.code], **{place: _read(lang, place, value) for place, value in reason.values.items()})


def _read(lang: str, place: str, value: str) -> str:
    """What fills a place of a reason, by the name of the place."""
    if place in ("unit", "metric"):
        others = {
            "points": translate(lang, "percentage points"),
            "minute": translate(lang, "minutes"),
            "mixed": translate(lang, "more than one unit"),
        }
        return ", ".join(others.get(unit) or unit_name(lang, unit) for unit in value.split(", "))
    if place == "how":
        return _basis(lang, value)
    if place == "numbers":
        return ", ".join(translate(lang, "“{quote}”", quote=number) for number in value.split("; "))
    if place == "period":
        return period(lang, parse(value))
    return language(lang, value) if place == "language" else value


def _basis(lang: str, code: str) -> str:
    """What a period is inferred from, in few words."""
    bases = {
        "article_date": translate(lang, "the article’s day"),
        "article_year": translate(lang, "the article’s year"),
        "article_month": translate(lang, "the article’s month"),
        "months_before_article": translate(lang, "months before the article"),
        "event_length": translate(lang, "the event’s length"),
        "previous_year": translate(lang, "the year before the article"),
        "month_of_article_year": translate(lang, "a month of the article’s year"),
        "since_year": translate(lang, "since a year, up to the article"),
        "year_to_date": translate(lang, "the article’s year, up to its day"),
    }
    return bases.get(code, code)


FOUND: Final = ("stated", "inferred", "not found")


def parts(lang: str) -> dict[str, str]:
    """The parts of a receipt that no check judges, by name."""
    return {
        "said_by": translate(lang, "Name of who said it"),
        "area": translate(lang, "Name of the area"),
        "title": translate(lang, "Title of the article"),
    }


def found(lang: str, code: str) -> str:
    """Where a part of a receipt that no check judges comes from."""
    codes = {
        "stated": translate(lang, "stands in the text of the article"),
        "inferred": translate(lang, "inferred, not named in the text"),
        "not found": translate(lang, "not found in the text of the article"),
    }
    return codes[code]


def unchecked(lang: str) -> str:
    """What no machine checks."""
    return translate(lang, "No machine checks whether the figure belongs under this title, nor whether the speaker is right.")


def refusal(lang: str, code: Refusal) -> str:
    """Why a parameter of an address was left out."""
    reasons: dict[Refusal, str] = {
        "unknown": translate(lang, "There is no such value here."),
        "parameter": translate(lang, "There is no such parameter."),
        "twice": translate(lang, "It may be given only once."),
        "year": translate(lang, "A year has four digits."),
        "later": translate(lang, "It is later than the last year asked for."),
    }
    return reasons[code]


def controls(lang: str) -> dict[str, str]:
    """The names that Streamlit gives to its own controls, and what they are called in a language; one that ends in a space is a beginning."""
    return {
        "App pages": translate(lang, "Pages"),
        "Sidebar": translate(lang, "Menu and filters"),
        "Collapse sidebar": translate(lang, "Close menu and filters"),
        "Selected values": translate(lang, "Chosen"),
        "Clear all": translate(lang, "Clear all"),
        "Open": translate(lang, "Open the list"),
        "Close": translate(lang, "Close"),
        "Dismiss": translate(lang, "Close"),
        "No results": translate(lang, "No results"),
        "Skip to main content": translate(lang, "Skip to the content"),
        "Remove ": translate(lang, "Remove: "),
    }


def column(lang: str, name: str, table: str = "data") -> str:
    """What a column of an extract holds, or of the tables beside it: metrics, breaks, sources."""
    beside = {
        ("metrics", "title"): translate(lang, "what is counted, in words"),
        ("metrics", "definition"): translate(lang, "what exactly is counted"),
        ("metrics", "additive"): translate(lang, "true where figures may be added up"),
        ("metrics", "dimensions"): translate(lang, "what its figures may be limited to, by code"),
        ("metrics", "rule"): translate(lang, "how it is counted: what counts as one, and when"),
        ("metrics", "limits"): translate(lang, "what it does not measure"),
        ("breaks", "date"): translate(lang, "the day from which figures are not made as before"),
        ("breaks", "title"): translate(lang, "what changed on that day"),
        ("breaks", "reason"): translate(lang, "why figures before and after it are not comparable"),
        ("breaks", "source"): translate(lang, "the id of the document that says so"),
        ("breaks", "url"): translate(lang, "the address of that document"),
        ("sources", "title"): translate(lang, "the article’s title"),
        ("sources", "author"): translate(lang, "who wrote it, where it says so"),
        ("sources", "language"): translate(lang, "the language of the article (ISO 639)"),
        ("sources", "text_sha256"): translate(lang, "the SHA-256 of its archived text; empty where none is archived"),
        ("sources", "archived_url"): translate(lang, "the address of an archived copy"),
    }
    if said := beside.get((table, name)):
        return said
    columns = {
        "record": translate(lang, "the figure’s id, stable and unique: its permanent address is /api/records/ID.json"),
        "metric": translate(lang, "the id of what is counted"),
        "metric_title": translate(lang, "what is counted, in words"),
        "topic": translate(lang, "the group of figures: cases, cooperation, funding, recruitment, or one of the data file’s own"),
        "label": translate(lang, "which one within the metric: the event, the donor"),
        "kind": translate(lang, "what may be done with it: flow, stock, cumulative, event, amount, share, duration"),
        "period": translate(lang, "the period in EDTF (ISO 8601-2); ~ means about"),
        "period_start": translate(lang, "first day of the period"),
        "period_end": translate(lang, "last day of the period"),
        "period_inferred": translate(lang, "true where the article does not state the period; note says what it was inferred from"),
        "value": translate(lang, "the number said, in the base unit; empty for a range"),
        "value_low": translate(lang, "known lower bound: the value when exact, empty when approximate or only bounded from above"),
        "value_high": translate(lang, "known upper bound: the value when exact, empty when approximate or only bounded from below"),
        "comparator": translate(lang, "= also for approximate numbers and ranges; >, >=, <, <= where the number is a bound (HL7 FHIR)"),
        "approximate": translate(lang, "true for “some”, “about” and their like"),
        "unit": translate(lang, "offence, person, percent, month, or an ISO 4217 currency"),
        "area": translate(
            lang, "ISO 3166-1 country, ISO 3166-2 region of Kazakhstan, UN M49 region, several (countries that the note names), or unspecified"
        ),
        "source": translate(lang, "the article’s id"),
        "publisher": translate(lang, "who published it, the same in every language: the parameter publisher asks for it; publisher_name is in yours"),
        "source_title": translate(lang, "the article’s title"),
        "published": translate(lang, "when it was published, in EDTF"),
        "url": translate(lang, "the article’s address"),
        "said_by": translate(lang, "the person or office that the article credits"),
        "quote": translate(lang, "the words that hold the number, in the article’s language; empty where they are not on record"),
        "check": translate(
            lang,
            "matches source, confirmed (by a person, where the machine could not decide), not decided, cited (its words are not on record), "
            "not checked, changed (edited after it was checked) or fails",
        ),
        "note": translate(lang, "whom it counts, what is inferred from what, and what a reader must know"),
        "context": translate(lang, "words of the article for period, unit or scope"),
        "counting_unit": translate(lang, "what is counted: offence, case, person, event"),
        "rank": translate(lang, "preferred, normal or deprecated among figures that disagree"),
        "reason": translate(lang, "why figures disagree, and why this one has its rank"),
        "stage": translate(lang, "stage of justice: registered, suspected, prosecuted, convicted"),
        "publisher_class": translate(lang, "state, court, igo, donor, ngo or media"),
        "translation": translate(lang, "the quote in the language of this file, translated by kzstats; empty where the article is in it"),
        "breaks": translate(lang, "the days from which figures are not made as before, each with what changed; none is compared across one"),
        "label_code": translate(lang, "the code of the label, the same in every language"),
        "publisher_name": translate(lang, "who published it, by its name in the language of the file"),
        "producer": translate(lang, "whose count it is, where the article says so; figures of two producers are no series"),
        "dimensions": translate(lang, "what the figure is limited to, as pairs such as age=children;sex=female; empty where it is of the whole"),
        "obs_status": translate(
            lang, "A normal, B break in the series, D definition differs, E estimated, P provisional, U low reliability (SDMX CL_OBS_STATUS)"
        ),
    }
    return columns[name]


def question(lang: str, code: str) -> str:
    """What each check of a figure asks."""
    questions = {
        "Q1": translate(lang, "the phrase stands once in the archived text of the article"),
        "Q2": translate(lang, "the one number in the phrase is the value"),
        "Q3": translate(lang, "the words around the number (“more than”, “some”) and the value’s mark agree"),
        "Q4": translate(lang, "money, percent, time and what is counted agree with the words"),
        "Q5": translate(lang, "the period is stated, or follows from what it is inferred from"),
        "Q6": translate(lang, "no other figure says otherwise of the same without a reason"),
        "Q7": translate(lang, "every number of the article is a figure or is left out with a reason"),
    }
    return questions[code]


def publisher_class(lang: str, code: PublisherClass) -> str:
    """What sort of publisher it is."""
    classes = {
        "state": translate(lang, "state body"),
        "court": translate(lang, "court"),
        "igo": translate(lang, "intergovernmental organisation"),
        "donor": translate(lang, "donor"),
        "ngo": translate(lang, "non-governmental organisation"),
        "media": translate(lang, "news media"),
    }
    return classes[code]


def rank(lang: str, code: Rank) -> str:
    """How a figure stands among others of the same."""
    ranks = {"preferred": translate(lang, "preferred"), "normal": translate(lang, "normal"), "deprecated": translate(lang, "deprecated")}
    return ranks[code]


def skip_reason(lang: str, code: SkipReason) -> str:
    """Why a number of an article is no figure."""
    reasons = {
        "date": translate(lang, "a date"),
        "span": translate(lang, "a length of time"),
        "name": translate(lang, "part of a name or a document's number"),
        "contact": translate(lang, "contact details"),
        "page": translate(lang, "part of the web page, not of the article"),
        "vague": translate(lang, "too vague to hold a number"),
        "repeat": translate(lang, "a repetition of what is recorded"),
        "age": translate(lang, "an age"),
        "norm": translate(lang, "what a law prescribes"),
        "superseded": translate(lang, "an older number that the article itself corrects"),
        "change": translate(lang, "a change, not a level"),
        "not_expressible": translate(lang, "a kind of number that is not recorded here"),
    }
    return reasons[code]
