"""The brief: the pages on paper, whole, tagged for those who do not see it, the same bytes every
time.
"""

import io
import json
import re
from pathlib import Path

import make
import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from starlette.testclient import TestClient
from thirteen import DATA

from kzstats import cli
from kzstats.content import brief, captions, marks, pages, tabled
from kzstats.content.document import Chart, Fold, Paragraph, Points, Section, Table
from kzstats.dataset import yaml
from kzstats.exports import export
from kzstats.language import dates, languages, naming, quantities
from kzstats.query import frames, versions
from kzstats.query.addresses import Query
from kzstats.render import brief as paper
from kzstats.render import press, svg
from kzstats.serve import api
from kzstats.values.codes import COUNTRIES

SNAPSHOT = versions.Store(DATA).snapshot()
BRIEF = Path(svg.__file__).with_name("brief.typ")
BASE_URL = "https://figures.example"
CLIENT = TestClient(
    api.application(versions.Store(DATA), BASE_URL),
    raise_server_exceptions=False,
    follow_redirects=False,
)
LANG = pytest.mark.parametrize("lang", languages.LANGUAGES)
HOSTILE = (
    "#strong[x] *b* _i_ $x^2$ @ref <label> `raw` \\ \\u{41} \"q\" 's' // c /* c */ = h - l "
    '#panic("no") https://evil.example/x'
)
SPACE = re.compile(r"[\s\u200b\u00ad]+")


@pytest.fixture
def store(tmp_path):
    """The data of the usual arguments, as served from a file."""

    def served(*given, **others):
        path = tmp_path / "metrics.yaml"
        path.write_text(make.yaml_text(*given, **others), encoding="utf-8")
        return versions.Store(path).snapshot()

    return served


def read(served=SNAPSHOT, query=Query()):  # noqa: B008 - frozen
    return pypdf.PdfReader(io.BytesIO(export.whole(served, query, "pdf", BASE_URL)), strict=True)


def charts(served=SNAPSHOT, query=Query()):  # noqa: B008 - frozen
    """The sections of a brief that are charts."""
    return [
        block
        for block in brief.blocks(served, query, BASE_URL)
        if isinstance(block, Section) and block.kind == "chart"
    ]


def inside(section, kind):
    """The blocks of a kind in a section."""
    return [block for block in section.blocks if isinstance(block, kind)]


def plain(words):
    return "".join(word.says for word in words)


def alts(section):
    return [alt for block in inside(section, Chart) for _, alt in svg.charts(block.picture)]


def said(document):
    """Every word of a document, without the spaces at which lines may have been broken."""
    return SPACE.sub("", "".join(page.extract_text() for page in document.pages))


def close(text):
    return SPACE.sub("", text)


def tags(document):
    """The elements of a document's structure, in reading order, each with its kind, itself and the
    kinds around it.
    """

    def below(element, around):
        element = element.get_object()
        if isinstance(element, list):
            for part in element:
                yield from below(part, around)
        elif isinstance(element, dict):
            kind = element.get("/S")
            if kind:
                yield kind, element, around
            if "/K" in element:
                yield from below(element["/K"], (*around, kind) if kind else around)

    return list(below(document.trailer["/Root"]["/StructTreeRoot"]["/K"], ()))


def links(document):
    annotations = (note.get_object() for page in document.pages for note in page.get("/Annots", ()))
    return {note["/A"]["/URI"] for note in annotations if "/URI" in note.get("/A", {})}


@LANG
def test_a_brief_is_tagged_named_and_in_its_language(lang):
    document = read(query=Query(lang=lang))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert root["/Lang"] == lang
    assert document.metadata.title.endswith("· kzstats")
    about = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert document.metadata.title in about


@LANG
def test_headings_tables_and_figures_are_what_they_look_like(lang):
    sections, found = charts(query=Query(lang=lang)), tags(read(query=Query(lang=lang)))
    tables = [table for section in sections for table in inside(section, Table)]
    kinds = [kind for kind, _, _ in found]
    assert [kind for kind in kinds if re.fullmatch(r"/H\d?", kind)] == [
        "/H1",
        *["/H2"] * (kinds.count("/H2")),
    ]
    assert [element["/T"] for kind, element, _ in found if kind == "/H2"][: len(sections)] == [
        plain(section.title) for section in sections
    ]
    assert [element["/Alt"] for kind, element, _ in found if kind == "/Figure"] == [
        alt for section in sections for alt in alts(section)
    ]
    assert kinds.count("/Table") == len(sections) == len(tables) > 5
    assert kinds.count("/TH") == sum(len(table.columns) for table in tables)
    assert all("/THead" in around for kind, _, around in found if kind == "/TH")
    assert kinds.count("/TD") == sum(1 + len(row.cells) for table in tables for row in table.rows)
    assert kinds.count("/LI") > len(sections)
    quoted = [
        element for kind, element, _ in found if kind == "/TD" and element.get("/Lang") == "en"
    ]
    assert len(quoted) == (
        0 if lang == "en" else len(SNAPSHOT.dataset.records)
    )  # the document's own language is not said again


@LANG
def test_a_brief_holds_every_figure_as_the_pages_do_and_its_words_can_be_taken_out(lang):
    text = said(read(query=Query(lang=lang)))
    for record in SNAPSHOT.dataset.records:
        metric, source = (
            SNAPSHOT.dataset.metrics[record.metric],
            SNAPSHOT.dataset.sources[record.source],
        )
        for told in (
            quantities.label(lang, record.value, metric.unit), dates.when(lang, record),
            naming.name(lang, SNAPSHOT.dataset, record.said_by),
            record.quote, naming.cited(lang, SNAPSHOT.dataset, record.source),
            metric.title.in_language(lang), metric.definition.in_language(lang), source.title,
            source.url,
        ):  # fmt: skip
            assert close(told) in text
    for section in charts(query=Query(lang=lang)):
        lines = [block.words for block in inside(section, Paragraph)]
        for told in (
            section.title,
            *lines,
            *(item for block in inside(section, Points) for item in block.items),
        ):
            assert close(plain(told)) in text
    assert close(dates.day(lang, SNAPSHOT.changed)) in text


def test_every_letter_of_kazakh_can_be_taken_out(store):
    letters = "Ә ә Ғ ғ Қ қ Ң ң Ө ө Ұ ұ Ү ү Һ һ І і"
    document = read(store([{"label": {"en": "x", "kk": letters}}]), Query(lang="kk"))
    assert close(letters) in said(document)


def test_charts_are_vectors_and_fonts_are_inside():
    document = read()
    fonts = []
    for page in document.pages:
        assert list(page.images) == []
        forms = [page["/Resources"]]
        while forms:
            resources = forms.pop()
            fonts += [font.get_object() for font in resources.get("/Font", {}).values()]
            for shape in resources.get("/XObject", {}).values():
                assert shape.get_object()["/Subtype"] == "/Form"
                forms.append(shape.get_object().get("/Resources", {}))
    assert len(fonts) > 2
    for font in fonts:
        inside = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(inside)
        assert "/ToUnicode" in font
        assert "SourceSans3" in font["/BaseFont"]


def test_a_brief_leads_to_its_sources_and_its_own_addresses_only():
    for query in (
        Query(),
        Query(first=2015, publisher=("Caravanserai",), lang="ru"),
        Query(metric=("event_participants",)),
    ):
        rows = frames.answering(SNAPSHOT.frame(query.lang), query)
        page = "/cooperation" if query.metric else "/"
        own = {
            BASE_URL + address
            for address in (
                query.page_address(page[1:]),
                query.brief_address(),
                query.address("csv"),
            )
        }
        assert links(read(query=query)) == set(rows["url"]) | own


@pytest.mark.parametrize(
    "query",
    [Query(), Query(lang="kk", first=2016), Query(metric=("programme_contributions",))],
    ids=repr,
)
def test_the_same_question_of_the_same_data_gives_the_same_bytes(query):
    once = export.whole(SNAPSHOT, query, "pdf", BASE_URL)
    assert export.whole(versions.Store(DATA).snapshot(), query, "pdf", BASE_URL) == once
    day = SNAPSHOT.changed.strftime("D:%Y%m%d")
    about = pypdf.PdfReader(io.BytesIO(once)).metadata
    assert {about["/CreationDate"][:10], about["/ModDate"][:10]} == {day}


def test_the_address_and_the_command_line_give_the_same_brief(tmp_path, monkeypatch):
    monkeypatch.setenv("KZSTATS_URL", BASE_URL)
    answer = CLIENT.get("/brief.pdf?from=2015&publisher=Caravanserai&lang=ru")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert (
        answer.headers["content-disposition"]
        == 'attachment; filename="kzstats_caravanserai_2015-_ru.pdf"'
    )
    query = ["--from", "2015", "--publisher", "Caravanserai", "--lang", "ru"]
    assert (
        cli.main(
            [
                "export",
                "--data",
                str(DATA),
                "--format",
                "pdf",
                *query,
                "-o",
                str(tmp_path / "brief.pdf"),
            ]
        )
        == 0
    )
    assert (tmp_path / "brief.pdf").read_bytes() == answer.content
    assert answer.content == export.whole(
        SNAPSHOT, Query(publisher=("Caravanserai",), first=2015, lang="ru"), "pdf", BASE_URL
    )
    again = CLIENT.get(
        "/brief.pdf?from=2015&publisher=Caravanserai&lang=ru",
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "query",
    [
        "metric=x",
        "source=osce",
        "publisher=",
        "from=soon",
        "from=2017&to=2016",
        "lang=de",
        "sorce=x",
        "to=1&to=2",
    ],
)
def test_what_cannot_be_asked_is_refused_in_the_words_of_the_data_addresses(query):
    refused, known = CLIENT.get(f"/brief.pdf?{query}"), CLIENT.get(f"/records.csv?{query}")
    assert (refused.status_code, refused.headers["content-type"]) == (
        400,
        "application/problem+json",
    )
    assert refused.json() == known.json()


def test_the_selection_is_named_and_no_figure_outside_it_is_told():
    text = said(
        read(
            query=Query(
                metric=("registered_offences",),
                first=2015,
                last=2015,
                source=("caravanserai-2017-10-16",),
            )
        )
    )
    for told in (
        "Years: 2015", "Source: Caravanserai, 16 October 2017", "Publishers: All",
            "1 of 13 figures are in your selection.",
        "Registered offences related to extremism and terrorism, Kazakhstan: 327 in 2015",
        "Shown: 1 of the 3 figures collected so far; 2 are outside your selection.",
            "Criminal justice",
        f"{BASE_URL}/cases?source=caravanserai-2017-10-16&from=2015&to=2015",
    ):  # fmt: skip
        assert close(told) in text
    assert "554" not in text


@pytest.mark.parametrize(
    ("query", "what"),
    [
        (Query(first=2018, last=2018), list(SNAPSHOT.dataset.metrics)),
        (Query(metric=("convicted_persons",), first=2019), ["convicted_persons"]),
        (
            Query(metric=("convicted_persons", "registered_offences"), first=2019),
            ["registered_offences", "convicted_persons"],
        ),
    ],
)
def test_an_empty_selection_says_all_that_is_empty_and_how_to_widen_it(query, what):
    document = read(query=query)
    assert len(document.pages) == 1
    text = said(document)
    assert (
        close(captions.empty("en", [SNAPSHOT.dataset.metrics[name].title.en for name in what]))
        in text
    )
    assert close(f"{BASE_URL}{query.page_address('cases' if query.metric else '')}") in text
    assert "/Table" not in [kind for kind, _, _ in tags(document)]


def test_words_of_the_data_are_set_as_they_are(store):
    record = {
        "label": HOSTILE,
        "note": HOSTILE,
        "said_by": HOSTILE,
        "quote": "#strong[x] *b* $x$ @ref \\ three hundred",
        "reason": HOSTILE,
    }
    served = store(
        [record, {**record, "metric": "money"}, {**record, "metric": "people"}],
        metrics={
            name: {"title": HOSTILE, "definition": HOSTILE}
            for name in ("offences", "money", "people")
        },
        sources={"press": {"title": HOSTILE, "publisher": HOSTILE}},
    )
    document = read(served)
    text = said(document)
    assert text.count(close(HOSTILE)) > 20
    assert close(record["quote"]) in text
    assert not any("evil" in link for link in links(document))
    assert "/H3" not in [kind for kind, _, _ in tags(document)]


def margins_are_clean(served, query=Query()):  # noqa: B008 - frozen
    """Whether nothing is drawn beside or below the words of any page, seen on the pages
    as images.
    """
    parts = paper.parts(
        brief.page(served, query), brief.blocks(served, query, BASE_URL), served.changed
    )
    given = {"brief": json.dumps(press.joined(parts))}
    pages = typst.compile(
        BRIEF.read_bytes(), format="png", ppi=72, sys_inputs=given, font_paths=press._fonts(True)
    )
    for page in [pages] if isinstance(pages, bytes) else pages:
        image = Image.open(io.BytesIO(page)).convert("L")
        width, height = image.size
        edge = 52  # points; the margins are 19 millimetres
        for box in (
            (0, 0, edge, height),
            (width - edge, 0, width, height),
            (0, height - 28, width, height),
        ):
            assert image.crop(box).getextrema() == (255, 255)
    return True


@LANG
def test_nothing_leaves_the_paper(lang):
    assert margins_are_clean(SNAPSHOT, Query(lang=lang))


def test_long_words_and_long_texts_stay_on_the_paper(store):
    word, text = "w" * 300, "many words " * 90
    long = {"label": word, "said_by": text.strip(), "quote": "w" * 190, "note": text.strip()}
    served = store(
        [{**long, "value": 10**14 + place, "period": f"{2000 + place}"} for place in range(3)],
        sources={"press": {"publisher": word}},
    )
    told = said(
        read(served)
    )  # a row as high as these goes on overleaf, so that its texts stand in pieces
    assert told.count("manywords") == 90 * 4
    assert told.count("w") >= 300 * 9 + 190 * 3
    assert margins_are_clean(served)


def test_a_letter_that_no_font_has_costs_the_claim_of_the_standard_and_nothing_else(store):
    served = store([{"label": "\N{GRINNING FACE} 中 A seminar", "value": 4321}])
    document = read(served)
    assert "4,321" in said(document)
    assert "Aseminar" in said(document)
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert "pdfuaid" not in document.trailer["/Root"]["/Metadata"].get_data().decode()
    assert (
        "pdfuaid"
        in read(store([{"label": "שלום العربية"}]))
        .trailer["/Root"]["/Metadata"]
        .get_data()
        .decode()
    )


def test_a_long_table_is_cut_as_on_the_pages_and_a_long_chart_goes_on(store):
    served = store(
        [
            {"metric": "money", "value": 1000 + place, "label": f"Donor {place}"}
            for place in range(tabled.ROWS + 5)
        ]
    )
    document, (section,) = read(served), charts(served)
    (table,) = inside(section, Table)
    assert len(table.rows) == tabled.ROWS
    assert close("The first 200 of 205; the extract has every one.") in said(document)
    found = tags(document)
    assert [kind for kind, _, _ in found].count("/TH") == 7
    assert [element["/Alt"] for kind, element, _ in found if kind == "/Figure"] == alts(section)
    (chart,) = inside(section, Chart)
    drawn = re.findall(
        r'data-record="(\w+)"', "".join(drawing for drawing, _ in svg.charts(chart.picture))
    )
    assert len(drawn) == len(set(drawn)) == marks.MOST
    heads = [page for page in document.pages if "Said by" in page.extract_text()]
    assert len(heads) > 3


AREAS = sorted(COUNTRIES - {"KZ"})


def test_a_brief_of_many_charts_holds_the_first_and_says_so(store):
    served = store([{"area": area, "value": 100 + place} for place, area in enumerate(AREAS[:40])])
    tables = [table for section in charts(served) for table in inside(section, Table)]
    assert [plain(table.rows[0].cells[0]) for table in tables] == [
        str(100 + place) for place in range(20)
    ]
    text = said(read(served))
    assert (
        close("Only the first 20 charts are here; choose fewer figures to see the others.") in text
    )
    assert close(naming.area("en", AREAS[19])) in text
    assert close(naming.area("en", AREAS[20])) not in text


def test_no_heading_ends_a_page_and_every_page_is_numbered(store):
    served = store(
        [
            {"area": area, "value": 100 + place, "period": f"{2000 + place % 7}"}
            for place, area in enumerate(AREAS[:25])
        ]
    )
    document = read(served)
    many = len(document.pages)
    headings = [plain(section.title) for section in charts(served)]
    assert many > 6
    for number, page in enumerate(document.pages, 1):
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        assert f"{number}/{many}" in close("".join(lines[-2:]))
        body = [
            line
            for line in lines
            if not re.fullmatch(
                rf"(kzstats · .*|{number} / {many}|kzstats · .*{number} / {many})", line
            )
        ]
        assert body[-1] not in headings


LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
TEXT = (
    st.text(LETTERS, min_size=1, max_size=60)
    .map(lambda text: " ".join(yaml._HIDDEN.sub("", text).split()))
    .filter(bool)
)


@pytest.mark.no_cover
@settings(deadline=None, max_examples=25)
@given(
    TEXT,
    st.sampled_from(["offences", "people", "money", "women"]),
    st.sampled_from(list(languages.LANGUAGES)),
)
def test_any_words_make_a_brief(text, metric, lang):
    data = make.dataset(
        [{"metric": metric, "label": f"a{text}a", "note": f"a{text}a"}],
        sources={"press": {"publisher": f"a{text}a"}},
    )
    served = versions.build(data, "", data.changed, {})
    assert export.whole(served, Query(lang=lang), "pdf", BASE_URL).startswith(b"%PDF-1.7")


@LANG
def test_a_table_on_paper_is_the_pages_own_row_for_row(lang):
    shown = pages.page(SNAPSHOT, Query(lang=lang), "overview", BASE_URL)
    (first,) = (
        section
        for section in shown.blocks
        if isinstance(section, Section) and section.kind == "chart"
    )
    (fold,) = (
        block for block in first.blocks if isinstance(block, Fold) and block.name.endswith("/table")
    )
    (printed,) = inside(charts(query=Query(lang=lang))[0], Table)
    (table,) = inside(fold, Table)
    assert printed.columns == table.columns[1:]  # the heading above says what is counted
    assert [(row.head, *row.cells) for row in printed.rows] == [row.cells for row in table.rows]


def test_a_block_that_has_no_form_on_paper_is_no_brief():
    folded = Fold("name", "title", ())
    with pytest.raises(TypeError, match="Fold has no form on paper"):
        list(paper.parts(brief.page(SNAPSHOT, Query()), [folded], SNAPSHOT.changed))
