"""What the codes of records, checks and publishers mean: status, kind, rank, reason, what a check
asks and what it came to.
"""

from __future__ import annotations

from typing import Final

from kzstats.dataset.vocabulary import (
    Aim,
    Check,
    Kind,
    Observation,
    PublisherClass,
    Rank,
    SkipReason,
)
from kzstats.language.translation import translate


def status(lang: str, code: Observation) -> str:
    """What SDMX's status of an observation says of a figure."""
    codes: dict[Observation, str] = {
        "A": translate(lang, "normal"),
        "B": translate(lang, "break in the series"),
        "D": translate(lang, "differs in its definition"),
        "E": translate(lang, "estimated"),
        "F": translate(lang, "planned or foreseen"),
        "P": translate(lang, "provisional"),
        "U": translate(lang, "of low reliability"),
    }
    return codes[code]


def aim(lang: str, code: Aim) -> str:
    """What a figure is that did not happen by what its article says."""
    codes: dict[Aim, str] = {
        "plan": translate(lang, "planned"),
        "target": translate(lang, "a target"),
        "forecast": translate(lang, "a forecast"),
    }
    return codes[code]


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
        "rank": translate(lang, "a place in an order"),
        "index": translate(lang, "a score on a scale"),
        "rate": translate(lang, "so many for each so many"),
    }
    return kinds[code]


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
        "matches source": translate(
            lang, "no check failed and none is undecided: the figure is what the article says"
        ),
        "confirmed": translate(
            lang,
            "a person read what the machine could not decide, and is named in the receipt with "
            "what they say",
        ),
        "not decided": translate(
            lang,
            "no check failed, but a word beside the number is not known to the machine; the "
            "receipt names it",
        ),
        "fails": translate(
            lang,
            "the words say otherwise, or two figures disagree without a reason: it is drawn "
            "nowhere and enters no total",
        ),
        "changed": translate(
            lang, "the figure or its text was edited after the check, which must be done again"
        ),
        "cited": translate(
            lang,
            "who said it and where is on record, the words are not: nothing was held against the "
            "article",
        ),
        "not checked": translate(lang, "no text of its article is archived"),
    }
    return meanings[code]


def outcome(lang: str, code: str) -> str:
    """What one check of a figure came to."""
    outcomes = {
        "passed": translate(lang, "passed"),
        "failed": translate(lang, "failed"),
        "undecided": translate(lang, "undecided"),
    }
    return outcomes[code]


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


def question(lang: str, code: str) -> str:
    """What each check of a figure asks."""
    questions = {
        "Q1": translate(lang, "the phrase stands once in the archived text of the article"),
        "Q2": translate(lang, "the one number in the phrase is the value"),
        "Q3": translate(
            lang, "the words around the number (“more than”, “some”) and the value’s mark agree"
        ),
        "Q4": translate(lang, "money, percent, time and what is counted agree with the words"),
        "Q5": translate(lang, "the period is stated, or follows from what it is inferred from"),
        "Q6": translate(lang, "no other figure says otherwise of the same without a reason"),
        "Q7": translate(
            lang, "every number of the article is a figure or is left out with a reason"
        ),
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
    ranks = {
        "preferred": translate(lang, "preferred"),
        "normal": translate(lang, "normal"),
        "deprecated": translate(lang, "deprecated"),
    }
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
