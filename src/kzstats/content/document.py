"""The blocks that every page is made of, as frozen values: no library, no markup, no address that
only one renderer understands.

Every text is words as a reader sees them; a renderer escapes it as its format asks. A link within
the dashboard is a :class:`Place`, which the app and the server write as an address with its query,
an edition as a file beside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kzstats.content.marks import Picture
from kzstats.dataset.vocabulary import Check
from kzstats.query.addresses import Query, View

Kind = Literal[
    "page",
    "figure",
    "metric",
    "chart",
    "article",
    "embed",
    "rows",
    "picture",
    "brief",
    "record",
    "data",
]
"""What stands at a place: a page by its name; a figure, a metric, a chart, an article on a page of
its own; a chart to be framed; the rows of a query as a file; a chart's picture; the brief; a
figure as data; another of the data addresses, by its path.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something of the dashboard stands; ``form`` is the extension of a file, ``anchor`` a
    section of a page, ``view`` how a page shows it.
    """

    kind: Kind
    name: str = ""
    query: Query = field(default_factory=Query)
    form: str = ""
    anchor: str = ""
    view: View = field(default_factory=View)


@dataclass(frozen=True, slots=True)
class Text:
    """Some words; ``lang`` is their language where it is not the page's, ``label`` what is read
    aloud instead of them.
    """

    says: str
    kind: Literal["plain", "strong", "small", "code", "quote", "translation"] = "plain"
    lang: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a place of the dashboard, or to an address of another host.

    ``record`` names the figure whose receipt it opens, ``label`` the link to those who only hear
    it, ``file`` what a download is saved as.
    """

    says: str
    to: Place | str
    lang: str = ""
    record: str = ""
    label: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """What the checks of a figure came to, in words."""

    says: str
    check: Check


@dataclass(frozen=True, slots=True)
class Stroke:
    """A figure in a spark: from where to where along time and up to what height, each from 0 to 1;
    ``firm`` where it was said exactly.
    """

    start: float
    end: float
    height: float
    firm: bool


@dataclass(frozen=True, slots=True)
class Spark:
    """The figures of a metric at a glance, with no words: what they say stands beside them."""

    strokes: tuple[Stroke, ...]


Inline = tuple[Text | Link | Badge | Spark, ...]
"""A line or a paragraph of words; nothing stands between its parts but what they say."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in one paragraph; ``kind`` says what they are for."""

    words: Inline
    kind: Literal[
        "",
        "lead",
        "unit",
        "said",
        "source",
        "notice",
        "unstated",
        "translation",
        "badge",
        "coverage",
        "ways",
        "turns",
    ] = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list; ``kind`` says of what.

    ``numbered`` lists count their entries by letters, which a table names.
    """

    items: tuple[Inline, ...]
    kind: Literal["", "says", "answers", "failing", "legend", "addresses"] = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one thing, under its name."""

    term: Inline
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known, each under its name."""

    entries: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: what heads it, and its cells in the order of the columns after the first.

    ``find`` are further words by which a search finds it, in whatever language.
    """

    head: Inline
    cells: tuple[Inline, ...]
    find: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that ``title`` names; the first column heads the rows.

    ``kind`` is of figures, an index, or a map in which an empty cell is a gap.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: Literal["figures", "index", "map"] = "figures"


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of an article, in its language."""

    says: str
    lang: str


@dataclass(frozen=True, slots=True)
class Copyable:
    """A text to be taken away as it is: a citation, a snippet of code."""

    text: str


@dataclass(frozen=True, slots=True)
class Search:
    """A field to look for something with, which leads ``to`` the page that answers; ``said`` is
    what is looked for already.

    Where it stands on the page that answers, that is narrowed as one types: its ``rows``, where all
    that can be found are there, or the ``page``, which the server is asked for. ``none`` is said
    where no row is left.
    """

    to: Place
    label: str
    button: str
    said: str = ""
    narrows: Literal["", "rows", "page"] = ""
    none: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A list of which one entry is chosen, which leads ``to`` the page that answers with the
    entry's code as parameter ``name``.

    The options are grouped, each under a title, as pairs of code and words.
    """

    to: Place
    name: str
    label: str
    button: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures."""

    picture: Picture


@dataclass(frozen=True, slots=True)
class Downloads:
    """Files to be had, behind a sentence that says of what."""

    says: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """What is read by those who want it; ``name`` tells it from every other on its page."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading.

    A ``chart`` has one picture, a ``card`` is a chart in short, an ``article`` one source.

    ``name`` is its anchor; ``level`` that of its heading, the page's title being the first.
    """

    name: str
    title: Inline
    blocks: tuple[Block, ...]
    kind: Literal["part", "chart", "card", "article"] = "part"
    level: int = 2


Block = (
    Paragraph
    | Points
    | Facts
    | Table
    | Quotation
    | Copyable
    | Search
    | Choice
    | Chart
    | Downloads
    | Fold
    | Section
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its place and language, its title and what stands under it, its blocks, and its last
    line.

    ``description`` says in a sentence or two what it holds, for those who see no more of it: a
    search engine, a preview.
    """

    place: Place
    lang: str
    title: str
    lead: str
    description: str
    blocks: tuple[Block, ...]
    foot: str
