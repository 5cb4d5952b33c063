"""What a reader must know of a figure besides its value: what is inferred, what its checks found,
its quote in the reader’s language.
"""

from __future__ import annotations

from kzstats.dataset.model import Record
from kzstats.dataset.vocabulary import PeriodInference, SpeakerInference
from kzstats.language.dates import period
from kzstats.language.naming import language
from kzstats.language.quantities import unit_name
from kzstats.language.translation import translate
from kzstats.values.period import parse
from kzstats.values.reasons import SENTENCES, Reason


def inference(lang: str, kind: PeriodInference, context: str | None) -> str:
    """What is inferred of a figure's period, and from what."""
    match kind:
        case "article_date":
            return translate(
                lang,
                "Period inferred: the article states none, so the figure stands as of the "
                "article’s day.",
            )
        case "article_year":
            return translate(
                lang,
                "Period inferred: the article names the day and the month; the year is the "
                "article’s own.",
            )
        case "article_month":
            return translate(
                lang, "Period inferred: the article names no day; the month is the article’s own."
            )
        case "months_before_article":
            words = context or ""
            return translate(
                lang,
                "Period inferred: the months are counted back from the article’s date by its "
                "words “{words}”.",
                words=words,
            )
        case "previous_year":
            return translate(
                lang,
                "Period inferred: the article says “last year”; the year is the one before its "
                "own.",
            )
        case "month_of_article_year":
            return translate(
                lang,
                "Period inferred: the article names the month or the quarter; the year is the "
                "article’s own.",
            )
        case "since_year":
            return translate(
                lang,
                "Period inferred: the article says since when; the end is the day of the article, "
                "or the day it names.",
            )
        case "year_to_date":
            return translate(
                lang,
                "Period inferred: from the beginning of the year up to the day of the article, or "
                "the day it names.",
            )
        case "known":
            return translate(
                lang,
                "Period inferred: the article does not state it of this figure; the note says "
                "from what it follows.",
            )
    return translate(
        lang, "Period inferred: it began on the article’s day and lasted as long as its words say."
    )


def notes(lang: str, record: Record) -> str:
    """All that a reader must know of a figure: whom it counts, what is inferred from what, and its
    note.
    """
    parts = []
    if record.counted:
        parts.append(
            translate(lang, "Counted: {counted}.", counted=record.counted.in_language(lang))
        )
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
    """A quote in the reader's language; empty where the article is ``spoken`` in it, or where
    nobody has translated it yet.
    """
    return (
        ""
        if lang == spoken or not record.translation
        else getattr(record.translation, lang, None) or ""
    )


def translated(lang: str, record: Record, spoken: str) -> str:
    """The translation of a quote, marked as ours; empty where there is none."""
    said = translation(lang, record, spoken)
    return said and translate(lang, "“{quote}” (our translation)", quote=said)


def _speaker(lang: str, code: SpeakerInference) -> str:
    match code:
        case "next_sentence":
            return translate(
                lang, "Speaker inferred: the article credits the sentence that follows the figure."
            )
        case "publisher":
            return translate(
                lang,
                "Speaker inferred: the article credits nobody, so its publisher stands for it.",
            )
    return translate(lang, "Speaker inferred: the article names the speaker in other words.")


def read(lang: str, reason: Reason | None) -> str:
    """What the reader of an article found, its codes in words too; nothing where it
    told nothing.
    """
    if reason is None:
        return ""
    return translate(
        lang,
        SENTENCES[reason.code],
        **{place: _read(lang, place, value) for place, value in reason.values.items()},
    )


def _read(lang: str, place: str, value: str) -> str:
    """What fills a place of a reason, by the name of the place."""
    if place in ("unit", "metric"):
        others = {
            "points": translate(lang, "percentage points"),
            "minute": translate(lang, "minutes"),
            "mixed": translate(lang, "more than one unit"),
            "times": translate(lang, "so many times"),
            "count": translate(lang, "what the metric counts"),
        }
        return ", ".join(others.get(unit) or unit_name(lang, unit) for unit in value.split(", "))
    if place == "how":
        return basis(lang, value)
    if place == "numbers":
        return ", ".join(translate(lang, "“{quote}”", quote=number) for number in value.split("; "))
    if place == "period":
        return period(lang, parse(value))
    return language(lang, value) if place == "language" else value


def basis(lang: str, code: str) -> str:
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
        "known": translate(lang, "what else is known"),
    }
    return bases.get(code, code)


def unchecked(lang: str) -> str:
    """What no machine checks."""
    return translate(
        lang,
        "No machine checks whether the figure belongs under this title, nor whether the speaker "
        "is right.",
    )
