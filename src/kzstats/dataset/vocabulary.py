"""The code lists of records, and what holds for all figures of a kind.

The vocabulary is the field's own: Our World in Data's origin fields, SDMX's status of an
observation, and the stages and counting units of the UN Crime Trends Survey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Kind = Literal[
    "flow", "stock", "cumulative", "event", "amount", "share", "duration", "rank", "index", "rate"
]  # fmt: skip
Status = Literal["A", "B", "D", "E", "P", "U"]
Rank = Literal["preferred", "normal", "deprecated"]
Direction = Literal["rise", "fall"]
ChangeUnit = Literal["percent", "points", "times", "count"]
Best = Literal["lowest", "highest"]
Aim = Literal["plan", "target", "forecast"]
Observation = Literal["A", "B", "D", "E", "F", "P", "U"]
"""A record's status, or F where it is of what is only planned or foreseen."""
PublisherClass = Literal["state", "court", "igo", "donor", "ngo", "media"]
Stage = Literal["registered", "suspected", "prosecuted", "convicted"]
CountingUnit = Literal["offence", "case", "person", "event"]
Check = Literal[
    "matches source", "confirmed", "not decided", "cited", "not checked", "changed", "fails"
]
PeriodInference = Literal[
    "article_date", "article_year", "article_month", "months_before_article", "event_length",
    "previous_year", "month_of_article_year", "since_year", "year_to_date",
    "known",
]  # fmt: skip
SpeakerInference = Literal["next_sentence", "publisher", "known"]
AreaInference = Literal["publisher", "known"]
SourceInference = Literal["address"]
SkipReason = Literal[
    "date",
    "span",
    "name",
    "contact",
    "page",
    "vague",
    "repeat",
    "age",
    "norm",
    "superseded",
    "change",
    "not_expressible",
]
UNITS: Final = (
    "offence", "case", "person", "event", "attack", "website", "web-page", "publication", "call",
    "request", "centre", "link", "course", "institution", "organisation", "document", "family",
    "weapon", "school", "country", "region", "flight", "project", "mosque", "operation", "device",
    "ammunition", "cell", "grant", "fact", "copy", "aircraft", "office", "lesson", "visit",
    "kilogram", "tonne", "camera", "ban", "term", "percent", "place", "score", "minute", "hour",
    "day", "week", "month", "year",
)  # fmt: skip
"""The units that have a name in the three languages, besides currencies."""
TOPICS: Final = ("cases", "cooperation", "funding", "recruitment")
"""The topics that need no entry in the data file: their names are translated with all
other words.
"""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for all figures of a kind, so that no other place asks for a kind by its name.

    A figure ``lasts`` where it counts what happened over a span of time, which it is drawn over and
    only compared with like spans of; it has its ``own_period`` where the day of its article can't
    stand for one. Figures stand ``on_time`` always, where several periods have one, or never. Those
    of one label make a ``series``, in which they are compared; what may be ``summed`` is added up
    where its metric says so. An ``attended`` figure is of an event, which can be reported without
    its number. ``most`` is the highest value. What is ``graded`` is a place or a score of an
    edition, whose change is no percentage; a ``rate`` is compared over like lengths of time.
    """

    lasts: bool = False
    own_period: bool = False
    on_time: Literal["always", "several", "never"] = "never"
    series: bool = False
    summed: bool = False
    attended: bool = False
    most: float | None = None
    graded: bool = False
    rate: bool = False


RULES: Final[Mapping[Kind, Rules]] = MappingProxyType(
    {
        "flow": Rules(lasts=True, own_period=True, on_time="always", series=True, summed=True),
        "stock": Rules(on_time="several", series=True),
        "cumulative": Rules(on_time="several", series=True),
        "event": Rules(own_period=True, on_time="always", attended=True),
        "amount": Rules(summed=True),
        "share": Rules(most=100.0),
        "duration": Rules(),
        "rank": Rules(on_time="several", series=True, graded=True),
        "index": Rules(on_time="several", series=True, graded=True),
        "rate": Rules(on_time="several", series=True, rate=True),
    }
)
