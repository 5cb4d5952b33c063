"""The records: sources, metrics, figures, and what was left out, all frozen.

The vocabulary is the field's own: EDTF periods, ISO 3166-1 and UN M49 areas, ISO 4217 money, the
W3C text quote selector (quote, prefix, suffix), Our World in Data's origin fields, and the stages
and counting units of the UN Crime Trends Survey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, StrictBool, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from kzstats.dataset.memory import Memory
from kzstats.values import codes
from kzstats.values import period as periods
from kzstats.values import quantity as quantities

Kind = Literal["flow", "stock", "cumulative", "event", "amount", "share", "duration"]
Status = Literal["A", "B", "D", "E", "P", "U"]
Rank = Literal["preferred", "normal", "deprecated"]
PublisherClass = Literal["state", "court", "igo", "donor", "ngo", "media"]
Stage = Literal["registered", "suspected", "prosecuted", "convicted"]
CountingUnit = Literal["offence", "case", "person", "event"]
Check = Literal["matches source", "confirmed", "not decided", "cited", "not checked", "changed", "fails"]
PeriodInference = Literal[
    "article_date", "article_year", "article_month", "months_before_article", "event_length",
    "previous_year", "month_of_article_year", "since_year", "year_to_date",
    "known",
]  # fmt: skip
SpeakerInference = Literal["next_sentence", "publisher", "known"]
AreaInference = Literal["publisher", "known"]
SourceInference = Literal["address"]
SkipReason = Literal["date", "span", "name", "contact", "page", "vague", "repeat", "age", "norm", "superseded", "change", "not_expressible"]

TOPICS: Final = ("cases", "cooperation", "funding", "recruitment")
"""The topics that need no entry in the data file: their names are translated with all other words."""

# What a person is told when a text does not have the form its place asks for.
FORMS = {
    (identifier := r"^[a-z0-9]+(-[a-z0-9]+)*$"): "is not an id (lower-case letters, digits and single hyphens: offences-2014)",
    (code := r"^[a-z0-9]+([-_][a-z0-9]+)*$"): "is not a code (lower-case letters, digits, single hyphens and underscores: children, 256, syria-iraq)",
    (metric_id := r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"): "is not a metric's id (lower-case words joined by underscores: convicted_persons)",
    (
        area := r"^([A-Z]{2}|KZ-[0-9]{2}|[0-9]{3}|several|unspecified)$"
    ): "is not an area (an ISO 3166-1 code: KZ, a region of Kazakhstan: KZ-75, a UN M49 code: 150, several or unspecified)",
    (unit := r"^([a-z]+(-[a-z]+)*|[A-Z]{3})$"): "is not a unit (offence, person, percent, month, or an ISO 4217 currency: USD)",
    (
        address := r"^https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?(/[^\s<>\"'`\\^{}|]*)?$"
    ): "is not a web address (http:// or https://, without spaces)",
    (sha256 := r"^[0-9a-f]{64}$"): "is not a SHA-256 hash (64 hexadecimal digits; sha256sum prints it)",
    (language := r"^[a-z]{2,3}$"): "is not a language (an ISO 639 code: en, ru, kk)",
    (day := r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"): 'is not a day (year-month-day in quotes: "2015-01-01")',
    (
        phrase := r"^\S+([ \u00a0\u2009\u202f]\S+){0,11}$"
    ): "is not a phrase of at most twelve words in one line (the words that hold the number, never a whole sentence)",
    (gloss := r"^\S+([ \u00a0\u2009\u202f]\S+){0,19}$"): "is not a translation of at most twenty words in one line (translate the quote alone)",
    (text := r"^\S(.*\S)?$"): "is empty, has space at its ends or more than one line (write the words alone)",
}


def _refuse_long(said: str | int) -> None:
    if isinstance(said, str) and len(said) > 80:
        raise PydanticCustomError("form", "is longer than 80 characters, or has more than 15 digits (write the number or the days alone)")


def _quantity(said: Any) -> quantities.Quantity:
    if type(said) is not int and type(said) is not str:
        raise PydanticCustomError("form", 'is not a value (a whole number, or a text in quotes: "1.5", ">30")')
    _refuse_long(said)
    try:
        return quantities.parse(said)
    except ValueError as complaint:
        raise PydanticCustomError("form", "{complaint}", {"complaint": str(complaint)}) from None


def _period(said: Any) -> periods.Period:
    if type(said) is not str:
        raise PydanticCustomError("form", 'a period is a text in quotes ("2014", "2016-01~/2016-05~", "2012/..")')
    _refuse_long(said)
    try:
        return periods.parse(said)
    except ValueError as complaint:
        raise PydanticCustomError("form", "{complaint}", {"complaint": str(complaint)}) from None


def _area(said: str) -> str:
    if not said.islower() and said not in codes.COUNTRIES | codes.REGIONS and said not in codes.SUBDIVISIONS:
        raise PydanticCustomError("form", "{complaint}", {"complaint": f"{said!r} {FORMS[area]}"})
    return said


def _dimensions(said: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(said, dict) or not all(isinstance(part, str) for pair in said.items() for part in pair):
        raise PydanticCustomError("form", 'is not a mapping of dimensions to codes (write {sex: female, article: "256"})')
    return tuple(sorted(said.items()))


def _unit(said: str) -> str:
    if said.isupper() and said not in codes.CURRENCIES:
        raise PydanticCustomError("form", "{complaint}", {"complaint": f"{said!r} {FORMS[unit]}"})
    return said


def _date(said: Any) -> date:
    span = _period(said)
    if span.precision != "day" or span.start != span.end or span.approximate:
        raise PydanticCustomError("form", FORMS[day])
    return span.start


Quantity = Annotated[
    quantities.Quantity,
    PlainValidator(_quantity),
    WithJsonSchema(
        {
            "description": 'As said: 154, ">30", ">=500", "<10", "<=10", "~90" (about), "10..20" (a range), "1.5".',
            "anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": quantities.PATTERN}],
        }
    ),
]
Period = Annotated[
    periods.Period,
    PlainValidator(_period),
    WithJsonSchema(
        {
            "description": 'EDTF: "2014", "2016-05", "2017-10-04", "2016-01~/2016-05~" (~ for about), "2012/.." (since, without an end).',
            "type": "string",
            "pattern": periods.PATTERN,
        }
    ),
]
Day = Annotated[
    date, PlainValidator(_date), PlainSerializer(date.isoformat, str, when_used="json"), WithJsonSchema({"type": "string", "pattern": day})
]
Id = Annotated[str, StringConstraints(pattern=identifier, max_length=80)]
Code = Annotated[str, StringConstraints(pattern=code, max_length=60)]
Dimensions = Annotated[
    tuple[tuple[str, str], ...],
    PlainValidator(_dimensions),
    WithJsonSchema(
        {
            "description": "What the figure is limited to, by the codes that the file declares: {sex: female, age: children}.",
            "type": "object",
            "additionalProperties": {"type": "string", "pattern": code},
            "propertyNames": {"pattern": code},
        }
    ),
]
MetricId = Annotated[str, StringConstraints(pattern=metric_id, max_length=60)]
Text = Annotated[str, StringConstraints(pattern=text, max_length=1000)]
Phrase = Annotated[str, StringConstraints(pattern=phrase, max_length=200)]
Gloss = Annotated[str, StringConstraints(pattern=gloss, max_length=300)]
Address = Annotated[str, StringConstraints(pattern=address, max_length=2000)]


Area = Annotated[str, StringConstraints(pattern=area), AfterValidator(_area)]
Unit = Annotated[str, StringConstraints(pattern=unit), AfterValidator(_unit)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Words(_Frozen):
    """Words for readers, in each language; English is required and stands in for the others."""

    en: Text
    ru: Text | None = None
    kk: Text | None = None

    def in_language(self, code: str) -> str:
        """The words in a language, or in English where they are not yet written in it."""
        said: str | None = getattr(self, code, None)
        return said or self.en


class Translation(_Frozen):
    """A quote in languages that are not its article's, translated by kzstats and shown as such."""

    en: Gloss | None = None
    ru: Gloss | None = None
    kk: Gloss | None = None


class Label(Words):
    """Which one within a metric, in words, and a code that is the same in every language."""

    code: Id | None = None
    """Absent where the id of the first figure with this label may stand for it."""


class Name(_Frozen):
    """What a body or a person is called in the other languages."""

    ru: Text
    kk: Text


class Member(Words):
    """The name of a code of a dimension."""

    widens: StrictBool = False
    """Whether a figure with it counts more than its metric's words say: the whole is a part of it, and it is a part of nothing."""


class Dimension(_Frozen):
    """What figures may be limited to, or widened by, and the names of its codes."""

    title: Words
    codes: dict[Code, Member] = Field(min_length=1)


class InferredOfSource(_Frozen):
    """What of a source is not in its archived text, and where it was taken from."""

    published: SourceInference | None = None
    title: SourceInference | None = None


class CountedAs(_Frozen):
    """The words by which an article may name what a metric counts, in each language; ``*`` ends the beginning of a word."""

    en: tuple[Text, ...] = ()
    ru: tuple[Text, ...] = ()
    kk: tuple[Text, ...] = ()

    def in_language(self, code: str) -> tuple[str, ...]:
        """The words in a language, none where none are given."""
        return tuple(getattr(self, code, ()))


class Source(_Frozen):
    """An article, release or law. Its id is the name of its archived file without ``.txt``."""

    publisher: Text
    """The name of who published it, the same in every extract; filters go by it, and ``names`` has it in other languages."""
    publisher_class: PublisherClass
    title: Text
    author: Text | None = None
    published: Period
    inferred: InferredOfSource = InferredOfSource()
    url: Address
    language: Annotated[str, StringConstraints(pattern=language)]
    text_sha256: Annotated[str, StringConstraints(pattern=sha256)] | None = None
    """Absent where no text is archived; the records of such a source are "not checked", or "cited" where their words are not on record either."""
    accessed: Day | None = None
    archived_url: Address | None = None


class Break(_Frozen):
    """A day from which figures are not made as before: a new law, a new count."""

    date: Day
    title: Words
    """A few words for the chart: what changed."""
    reason: Words
    source: Id
    further: tuple[Id, ...] = ()
    """Sources besides the first that the reason rests on."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for all figures of a kind, so that no other place asks for a kind by its name.

    A figure ``lasts`` where it counts what happened over a span of time, which it is drawn over and only compared with like spans of;
    it has its ``own_period`` where the day of its article can't stand for one. Figures stand ``on_time`` always, where several periods
    have one, or never. Those of one label make a ``series``, in which they are compared; what may be ``summed`` is added up where
    its metric says so. An ``attended`` figure is of an event, which can be reported without its number. ``most`` is the highest value.
    """

    lasts: bool = False
    own_period: bool = False
    on_time: Literal["always", "several", "never"] = "never"
    series: bool = False
    summed: bool = False
    attended: bool = False
    most: float | None = None


RULES: Final[Mapping[Kind, Rules]] = MappingProxyType(
    {
        "flow": Rules(lasts=True, own_period=True, on_time="always", series=True, summed=True),
        "stock": Rules(on_time="several", series=True),
        "cumulative": Rules(on_time="several", series=True),
        "event": Rules(own_period=True, on_time="always", attended=True),
        "amount": Rules(summed=True),
        "share": Rules(most=100.0),
        "duration": Rules(),
    }
)


class Metric(_Frozen):
    """What is counted, in which unit, and what may be done with its figures."""

    title: Words
    """Subject and place, whole: it stands alone in files, citations and pictures."""
    short: Words | None = None
    """A shorter title for headings and tables of pages that have the definition beside them."""
    definition: Words
    topic: Code
    """One of :data:`TOPICS`, or of those that the file declares."""
    kind: Kind
    unit: Unit
    counting_unit: CountingUnit | None = None
    counted_as: CountedAs | None = None
    """The words by which articles name what is counted, where those of the unit are not enough."""
    stage: Stage | None = None
    additive: StrictBool = False
    """Whether figures of this metric may be added up; nothing else allows a total."""
    breaks: tuple[Break, ...] = ()
    dimensions: tuple[Code, ...] = ()
    """What its figures may be limited to; a figure without a code of one is of the whole."""
    headline: StrictBool = False
    """Whether it is one of those that the overview leads with."""
    rule: Words | None = None
    """How it is counted: what counts as one, and when."""
    limits: Words | None = None
    """What it does not measure."""

    @property
    def rules(self) -> Rules:
        """What holds for all its figures."""
        return RULES[self.kind]

    def heading(self, lang: str) -> str:
        """What its figures are called on a page: the short title, or the whole one where there is none."""
        return (self.short or self.title).in_language(lang)


class InferredOfRecord(_Frozen):
    """What of a record its article does not state in so many words, and what it was inferred from."""

    period: PeriodInference | None = None
    said_by: SpeakerInference | None = None
    area: AreaInference | None = None


class Confirmed(_Frozen):
    """That a person has read the article where the machine could not tell, and what that person says."""

    by: Text
    on: Day
    says: Text


class Record(_Frozen):
    """One figure: a value, a period, an area, and the receipt."""

    id: Id
    """Stable and unique: the figure's permanent address."""
    metric: MetricId
    label: Label | None = None
    """Which one within the metric: the event, the donor."""
    counted: Words | None = None
    """Whom or what the article counts, where the metric's own words are wider: practitioners, representatives."""
    period: Period
    value: Quantity
    area: Area
    source: Id
    said_by: Text
    producer: Text | None = None
    """Whose count it is, where the article says so: figures of two producers are never compared as one series."""
    dimensions: Dimensions = ()
    """What the figure is limited to, or widened by, as pairs of dimension and code; empty where it is of the whole."""
    status: Status = "A"
    """SDMX's status of an observation (CL_OBS_STATUS): A normal, B break, D definition differs, E estimated, P provisional, U low reliability."""
    quote: Phrase | None = None
    """The phrase that holds the number: at most twelve words, never a whole sentence. Absent only where the source has no archived text."""
    translation: Translation | None = None
    """The quote in other languages, at most twenty words each; readers see it beside the quote, as ours."""
    prefix: Phrase | None = None
    suffix: Phrase | None = None
    context: Phrase | None = None
    """Words for the period, unit or scope where the quote lacks them."""
    inferred: InferredOfRecord = InferredOfRecord()
    confirmed: Confirmed | None = None
    """Settles checks that the machine leaves undecided, never failed ones."""
    note: Words | None = None
    rank: Rank = "normal"
    reason: Words | None = None
    """Why sources disagree, and why this figure has its rank or its status."""
    against: tuple[Id, ...] = ()
    """Figures of another metric, scope or time that readers would take for the same and that do not fit it; the reason says why."""


class Skipped(_Frozen):
    """A number of an article that is no figure, and why."""

    source: Id
    quote: Phrase
    reason: SkipReason


class Unstated(_Frozen):
    """Something an article reports without the number that would make it a figure."""

    metric: MetricId
    label: Label
    period: Period
    area: Area
    source: Id
    context: Phrase
    inferred: InferredOfRecord = InferredOfRecord()


class Correction(_Frozen):
    """A published figure that was changed: what it was, and why."""

    record: Id
    date: Day
    was: Text
    reason: Words


class Addition(_Frozen):
    """Figures that were published on a day for the first time."""

    date: Day
    records: tuple[Id, ...] = Field(min_length=1)
    says: Words | None = None
    """What came with them, where there is something to say: a new article, a new topic."""


class Document(_Frozen):
    """The data file as written."""

    changed: Day | None = None
    """The day on which the figures were last changed."""
    sources: dict[Id, Source] = Field(min_length=1)
    topics: dict[Code, Words] = {}
    """The names of topics besides :data:`TOPICS`, in the order of the menu."""
    dimensions: dict[Code, Dimension] = {}
    """What figures may be limited to, by the codes that metrics and records give."""
    metrics: dict[MetricId, Metric] = Field(min_length=1)
    names: dict[Text, Name] = {}
    """The official names of publishers and speakers in Russian and Kazakh, for pages; a name that is not here stands as written."""
    records: tuple[Record, ...] = Field(min_length=1)
    skipped: tuple[Skipped, ...] = ()
    unstated: tuple[Unstated, ...] = ()
    corrections: tuple[Correction, ...] = ()
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Everything in a data file, valid as a whole: every id leads somewhere, every number has a source. Each reading is one of its own."""

    changed: date | None
    sources: Mapping[str, Source]
    topics: Mapping[str, Words]
    dimensions: Mapping[str, Dimension]
    metrics: Mapping[str, Metric]
    names: Mapping[str, Name]
    records: tuple[Record, ...]
    skipped: tuple[Skipped, ...]
    unstated: tuple[Unstated, ...]
    corrections: tuple[Correction, ...]
    additions: tuple[Addition, ...]
    lines: tuple[int, ...]
    """The line of each record in its file, for messages."""
    files: tuple[str, ...]
    """What messages call the file of each record."""
    memory: Memory = field(default_factory=Memory, init=False, repr=False)
