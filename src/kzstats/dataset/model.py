"""The records: sources, metrics, figures, and what was left out, all frozen.

A record's receipt is the W3C text quote selector (quote, prefix, suffix) with who said it, and
where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt

from kzstats.dataset.forms import (
    Address,
    Area,
    Code,
    Day,
    Dimensions,
    Gloss,
    Hash,
    Id,
    Language,
    MetricId,
    Period,
    Phrase,
    Quantity,
    Text,
    Unit,
)
from kzstats.dataset.memory import Memory
from kzstats.dataset.vocabulary import (
    RULES,
    Aim,
    AreaInference,
    Best,
    ChangeUnit,
    CountingUnit,
    Direction,
    Kind,
    PeriodInference,
    PublisherClass,
    Rank,
    Rules,
    SkipReason,
    SourceInference,
    SpeakerInference,
    Stage,
    Status,
)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Multilingual(_Frozen):
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


class Label(Multilingual):
    """Which one within a metric, in words, and a code that is the same in every language."""

    code: Id | None = None
    """Absent where the id of the first figure with this label may stand for it."""


class Name(_Frozen):
    """What a body or a person is called in the other languages."""

    ru: Text
    kk: Text


class Topic(Multilingual):
    """The title of a topic, and what its page begins with."""

    lead: Multilingual | None = None


class Member(Multilingual):
    """The name of a code of a dimension."""

    widens: StrictBool = False
    """Whether a figure with it counts more than its metric's words say: the whole is a part of it,
    and it is a part of nothing.
    """


class Dimension(_Frozen):
    """What figures may be limited to, or widened by, and the names of its codes."""

    title: Multilingual
    codes: dict[Code, Member] = Field(min_length=1)


class InferredOfSource(_Frozen):
    """What of a source is not in its archived text, and where it was taken from."""

    published: SourceInference | None = None
    title: SourceInference | None = None


class CountedAs(_Frozen):
    """The words by which an article may name what a metric counts, in each language; ``*`` ends the
    beginning of a word.
    """

    en: tuple[Text, ...] = ()
    ru: tuple[Text, ...] = ()
    kk: tuple[Text, ...] = ()

    def in_language(self, code: str) -> tuple[str, ...]:
        """The words in a language, none where none are given."""
        return tuple(getattr(self, code, ()))


class Source(_Frozen):
    """An article, release or law. Its id is the name of its archived file without ``.txt``."""

    publisher: Text
    """The name of who published it, the same in every extract; filters go by it, and ``names`` has
    it in other languages.
    """
    publisher_class: PublisherClass
    title: Text
    author: Text | None = None
    published: Period
    inferred: InferredOfSource = InferredOfSource()
    url: Address
    language: Language
    text_sha256: Hash | None = None
    """Absent where no text is archived; the records of such a source are "not checked", or "cited"
    where their words are not on record either.
    """
    accessed: Day | None = None
    archived_url: Address | None = None


class Break(_Frozen):
    """A day from which figures are not made as before: a new law, a new count."""

    date: Day
    title: Multilingual
    """A few words for the chart: what changed."""
    reason: Multilingual
    source: Id
    further: tuple[Id, ...] = ()
    """Sources besides the first that the reason rests on."""


class Scale(_Frozen):
    """On what the figures of a rank, an index or a rate are: from where to where, which end is the
    good one, for how many a rate is.
    """

    lowest: StrictInt | StrictFloat | None = None
    highest: StrictInt | StrictFloat | None = None
    best: Best | None = None
    """Which end is the good one: of a rank ``lowest`` says that the first place is."""
    per: StrictInt | None = Field(default=None, ge=1)
    """For how many a rate is: 100000."""


class Edition(_Frozen):
    """Which issue of an order or an index a figure is of, and among how many a place is."""

    name: Multilingual
    of: StrictInt | None = Field(default=None, ge=1)


class Metric(_Frozen):
    """What is counted, in which unit, and what may be done with its figures."""

    title: Multilingual
    """Subject and place, whole: it stands alone in files, citations and pictures."""
    short: Multilingual | None = None
    """A shorter title for headings and tables of pages that have the definition beside them."""
    definition: Multilingual
    topic: Code
    """One of :data:`TOPICS`, or of those that the file declares."""
    kind: Kind
    unit: Unit
    counting_unit: CountingUnit | None = None
    counted_as: CountedAs | None = None
    """The words by which articles name what is counted, where those of the unit are not enough."""
    stage: Stage | None = None
    scale: Scale | None = None
    """Of a rank, an index and a rate."""
    additive: StrictBool = False
    """Whether figures of this metric may be added up; nothing else allows a total."""
    breaks: tuple[Break, ...] = ()
    dimensions: tuple[Code, ...] = ()
    """What its figures may be limited to; a figure without a code of one is of the whole."""
    headline: StrictBool = False
    """Whether it is one of those that the overview leads with."""
    producer: Text | None = None
    """Whose count its figures are where they do not say it themselves."""
    rule: Multilingual | None = None
    """How it is counted: what counts as one, and when."""
    limits: Multilingual | None = None
    """What it does not measure."""

    @property
    def rules(self) -> Rules:
        """What holds for all its figures."""
        return RULES[self.kind]

    def heading(self, lang: str) -> str:
        """What its figures are called on a page: the short title, or the whole one where there is
        none.
        """
        return (self.short or self.title).in_language(lang)


class InferredOfRecord(_Frozen):
    """What of a record its article does not state in so many words, and what it was
    inferred from.
    """

    period: PeriodInference | None = None
    said_by: SpeakerInference | None = None
    area: AreaInference | None = None


class Change(_Frozen):
    """That a figure is no level but a change, as its article states it: by so much, since when."""

    direction: Direction
    unit: ChangeUnit
    """``percent``, percentage ``points``, so many ``times``, or a ``count`` in the metric's own
    unit.
    """
    since: Period | None = None
    """What it is measured from; absent where the article does not say it."""


class Confirmed(_Frozen):
    """That a person has read the article where the machine could not tell, and what that person
    says.
    """

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
    counted: Multilingual | None = None
    """Whom or what the article counts, where the metric's own words are wider: practitioners,
    representatives.
    """
    period: Period
    value: Quantity
    edition: Edition | None = None
    """Of a rank or an index: which issue it is of."""
    change: Change | None = None
    """That the value is a change up to its period, and no level: it enters no total, no growth and
    no series.
    """
    aim: Aim | None = None
    """That the figure is only planned, aimed at or foreseen: it is never mixed with what
    happened.
    """
    area: Area
    source: Id
    said_by: Text
    producer: Text | None = None
    """Whose count it is, where the article says so: figures of two producers are never compared as
    one series.
    """
    dimensions: Dimensions = ()
    """What the figure is limited to, or widened by, as pairs of dimension and code; empty where it
    is of the whole.
    """
    status: Status = "A"
    """SDMX's status of an observation (CL_OBS_STATUS): A normal, B break, D definition differs, E
    estimated, P provisional, U low reliability.
    """
    quote: Phrase | None = None
    """The phrase that holds the number: at most twelve words, never a whole sentence. Absent only
    where the source has no archived text.
    """
    translation: Translation | None = None
    """The quote in other languages, at most twenty words each; readers see it beside the quote, as
    ours.
    """
    prefix: Phrase | None = None
    suffix: Phrase | None = None
    context: Phrase | None = None
    """Words for the period, unit or scope where the quote lacks them."""
    inferred: InferredOfRecord = InferredOfRecord()
    confirmed: Confirmed | None = None
    """Settles checks that the machine leaves undecided, never failed ones."""
    note: Multilingual | None = None
    rank: Rank = "normal"
    reason: Multilingual | None = None
    """Why sources disagree, and why this figure has its rank or its status."""
    revises: Id | None = None
    """The figure of the same thing and time that was given earlier and that this one takes the
    place of; it stays behind this one, and is no side of a disagreement.
    """
    against: tuple[Id, ...] = ()
    """Figures of another metric, scope or time that readers would take for the same and that do not
    fit it; the reason says why.
    """


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
    reason: Multilingual


class Addition(_Frozen):
    """Figures that were published on a day for the first time."""

    date: Day
    records: tuple[Id, ...] = Field(min_length=1)
    says: Multilingual | None = None
    """What came with them, where there is something to say: a new article, a new topic."""


class Document(_Frozen):
    """The data file as written."""

    changed: Day | None = None
    """The day on which the figures were last changed."""
    sources: dict[Id, Source] = Field(min_length=1)
    topics: dict[Code, Topic] = {}
    """The topics besides :data:`TOPICS`, in the order of the menu."""
    dimensions: dict[Code, Dimension] = {}
    """What figures may be limited to, by the codes that metrics and records give."""
    metrics: dict[MetricId, Metric] = Field(min_length=1)
    names: dict[Text, Name] = {}
    """The official names of publishers and speakers in Russian and Kazakh, for pages; a name that
    is not here stands as written.
    """
    records: tuple[Record, ...] = Field(min_length=1)
    skipped: tuple[Skipped, ...] = ()
    unstated: tuple[Unstated, ...] = ()
    corrections: tuple[Correction, ...] = ()
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Everything in a data file, valid as a whole: every id leads somewhere, every number has a
    source. Each reading is one of its own.
    """

    changed: date | None
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
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
