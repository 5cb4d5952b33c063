"""Why a check came to what it did: a code with its values, kept in the ledger, and the sentence
that says it.

The sentences are the names of their translations, as all visible words are;
:func:`kzstats.language.remarks.read` says them in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final


def sentence(english: str) -> str:
    """A sentence for the catalogues, which gather it by the name of this function."""
    return english


SENTENCES: Final[Mapping[str, str]] = {
    "said": "{words}",
    "not archived": sentence("no text of this source is archived"),
    "cited": sentence("its words are not on record"),
    "not at hand": sentence("the archive lacks {file}"),
    "without phrase": sentence("cannot be told without Q1"),
    "without number": sentence("cannot be told without Q2"),
    "language": sentence(
        "texts in the language {language} are not read (those in English, Russian and Kazakh are)"
    ),
    "other text": sentence("the archived text is not the one on record (its SHA-256 is {hash}…)"),
    "absent": sentence("“{words}” occurs 0 times (copy it as it stands)"),
    "repeated": sentence("“{words}” occurs {times} times (give a prefix or suffix)"),
    "context": sentence("the context “{words}” occurs {times} times (it must be there once)"),
    "cut": sentence("the quote cuts “{number}” in two"),
    "no number": sentence("the quote must hold one number besides its period, and holds none"),
    "numbers": sentence("the quote must hold one number besides its period, and holds {numbers}"),
    "other": sentence("“{number}” is {said}, not {value}"),
    "change": sentence("“{number}” is a change, and no level (“{words}”)"),
    "level": sentence("“{number}” is not said as a change (what it changed by, and which way)"),
    "end": sentence("“{number}” is where a change began or ended, not what it changed by"),
    "no direction": sentence(
        "the words beside “{number}” do not say whether it rose or fell: “{words}”"
    ),
    "direction": sentence("by the words “{words}” it went the other way"),
    "change unit": sentence("“{number}” is a change in {unit}, the one on record in {metric}"),
    "planned": sentence("“{words}” speaks of what is planned, and the figure of what happened"),
    "no plan": sentence("no words near the number speak of a plan (give them as the context)"),
    "no place": sentence("“{number}” is not said as a place in an order"),
    "no whole": sentence("no words behind “{number}” say among how many"),
    "other whole": sentence("“{number}” is not among or for how many the record says"),
    "no rate": sentence("“{number}” is not said as a rate, so much for each so many"),
    "base": sentence("“{words}” is what it is measured from, and the record does not say it"),
    "no base": sentence("no words near the number say that it is measured from {period}"),
    "ratio": sentence("“{number}” is a ratio, and no level (“{words}”)"),
    "rate": sentence("“{number}” is a rate, so much for each of something (“{words}”)"),
    "rank": sentence("“{number}” is a place in an order (“{words}”)"),
    "whole": sentence("“{number}” is the whole that another number is a part of (“{words}”)"),
    "age": sentence("“{number}” is an age (“{words}”)"),
    "margin": sentence("“{number}” is a margin (“{words}”)"),
    "row": sentence("“{number}” is a cell of a table (“{words}”)"),
    "page": sentence("“{number}” is of the page, not of the article (“{words}”)"),
    "exact": "said exactly",
    "mark": sentence("the words say “{words}”, the value says “{value}”"),
    "unread": sentence("not read beside “{number}”: “{words}”"),
    "stacked": sentence("not read beside “{number}”: words that stack or turn its meaning"),
    "unit": sentence("“{number}” is in {unit}, the metric in {metric}"),
    "no unit": sentence("“{number}” is in no unit, the metric in {metric}"),
    "fraction": sentence("“{number}” is a fraction, and the metric counts whole ones: {metric}"),
    "names": sentence("the words name {unit}, the metric counts {metric}"),
    "not known": sentence(
        "not known to name what the metric counts, {metric}: “{words}” (give the metric "
        "counted_as, in the article’s language)"
    ),
    "names before": sentence(
        "the words before name {unit}, and none near the number names what the metric counts, "
        "{metric}"
    ),
    "not named": sentence("what is counted is not named"),
    "stated": "stated",
    "inferred": "inferred: {how}",
    "undated": sentence("“{words}” is a time that is not dated"),
    "length": sentence("“{words}” is a length of time, and the words do not date it"),
    "compared": sentence("“{words}” is what another figure is compared with"),
    "of another": sentence("“{words}” is said of another figure"),
    "loose": sentence("“{words}” may be another period than {period}"),
    "not stated": sentence(
        "neither quote nor context states {period}, and the record does not say that it is inferred"
    ),
    "does not follow": sentence("{period} does not follow from “{how}”"),
    "nearer": sentence("nearer to the number the words say “{words}”"),
    "nearer than day": sentence("nearer than the article’s day the sentence says “{words}”"),
    "nearby": sentence(
        "the words nearby speak of “{words}”, and none say that it stands as of the article’s day"
    ),
    "between": sentence("between these words and the number the article speaks of “{words}”"),
    "present": sentence(
        "the sentence tells of how things stand now, and “{words}” is said elsewhere"
    ),
    "alone": sentence("another record says otherwise of the same, and neither gives a reason"),
}
"""What each code says, in English; those of checks that passed are shown to nobody and stand in no
catalogue.
"""


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the values of its places."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in English."""
        values = dict(self.values)
        if "how" in values:
            values["how"] = values["how"].replace("_", " ")
        if "numbers" in values:
            values["numbers"] = ", ".join(f"“{number}”" for number in values["numbers"].split("; "))
        return SENTENCES[self.code].format(**values)

    def kept(self) -> dict[str, Any]:
        """As the ledger has it."""
        return (
            {"code": self.code, "values": dict(sorted(self.values.items()))}
            if self.values
            else {"code": self.code}
        )


def because(code: str, **values: object) -> Reason:
    """A reason from its code and whatever fills its places."""
    return Reason(code, {name: str(value) for name, value in values.items()})


EXACT: Final = Reason("exact")
STATED: Final = Reason("stated")


def kept(found: object) -> Reason | None:
    """A reason as the ledger has it; nothing of what is none: a code that is not known, or places
    that are not filled.
    """
    if (
        not isinstance(found, dict)
        or not isinstance(found.get("code"), str)
        or found["code"] not in SENTENCES
    ):
        return None
    values = found.get("values", {})
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        return None
    reason = Reason(found["code"], values)
    try:
        str(reason)
    except (KeyError, IndexError, ValueError):
        return None
    return reason
