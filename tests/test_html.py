"""Blocks as HTML: each in its form, all text as text, the same wherever it is shown."""

import re
from html.parser import HTMLParser
from typing import get_args, get_type_hints

import pytest

from kzstats.content import places
from kzstats.content.document import (
    Badge,
    Copyable,
    Downloads,
    Fact,
    Facts,
    Fold,
    Link,
    Page,
    Paragraph,
    Place,
    Points,
    Quotation,
    Row,
    Section,
    Table,
    Text,
)  # fmt: skip
from kzstats.query.addresses import Query
from kzstats.render import html

HOSTILE = "<script>alert('1')</script>\" & 'x' {{ 7777 * 7777 }}"
ESCAPED = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&#34; &amp; &#39;x&#39; {{ 7777 * 7777 }}"


def test_what_is_written_page_after_page_is_what_is_written_once():
    block = Paragraph(
        (
            Text(HOSTILE),
            Link("all", Place("article", "x"), lang="kk", label=HOSTILE),
            Badge("checked", "not decided"),
        )
    )
    write = html.writer(places.path, "en")
    assert write([block]) == write([block]) == html.blocks([block], places.path, "en")
    assert "<script>" not in write([block])


def shown(*blocks, lazy=False):
    return html.blocks(blocks, places.path, "en", lazy=lazy)


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (Paragraph((Text("a"),)), "<p>a</p>"),
        (Paragraph((Text("a"),), "unit"), '<p class="unit">a</p>'),
        (Paragraph((Text("a"),), "notice"), '<p class="notice" role="status">a</p>'),
        (Paragraph((Badge("checked", "matches source"),), "badge"),
            '<p class="badge matches-source">checked</p>'),
        (Paragraph((Badge("checked", "not decided"),)),
            '<p><span class="check not-decided">checked</span></p>'),
        (Paragraph((Text("a", "strong"), Text(" b "), Text("c", "quote", "kk"))),
            '<p><strong>a</strong> b <q lang="kk">c</q></p>'),
        (Paragraph((Text("a", lang="ru"),)), '<p><span lang="ru">a</span></p>'),
        (Points(((Text("a"),), (Text("b"),)), "says"),
            '<ul class="says"><li>a</li><li>b</li></ul>'),
        (Points(((Text("a"),),), numbered=True), '<ol type="A"><li>a</li></ol>'),
        (Quotation("“a”", "en"), '<blockquote lang="en">“a”</blockquote>'),
        (
            Facts((Fact((Text("a"),), (Paragraph((Text("b"),)), Points(((Text("c"),),)))),)),
            "<dl><dt>a</dt><dd>b<ul><li>c</li></ul></dd></dl>",
        ),
        (Fold("x/table", "Table", (Paragraph((Text("a"),)),)),
            '<details data-key="x/table"><summary>Table</summary><p>a</p></details>'),
        (Section("x", (Text("a"),), (), level=3),
            '<section class="part"><h3 id="x">a</h3></section>'),
        (Copyable("a\nb"), '<div class="copy"><pre tabindex="0">a\nb</pre><button type="button" '
            'data-copy>Copy</button></div>'),
        (
            Downloads("All:", (Link("CSV", Place("rows", query=Query(first=2014), form="csv"),
            file="x.csv"),)),
            '<p class="page-extract">All: <a class="extract" download="x.csv" '
                'href="/api/records.csv?from=2014">CSV</a></p>',
        ),
    ],
)  # fmt: skip
def test_each_block_has_its_form(block, written):
    assert shown(block) == written


@pytest.mark.parametrize("kind", get_args(get_type_hints(Text)["kind"]))
def test_words_of_every_kind_are_shown(kind):
    assert "154" in shown(Paragraph((Text("154", kind),)))


@pytest.mark.parametrize("kind", get_args(get_type_hints(Paragraph)["kind"]))
def test_a_paragraph_of_every_kind_is_shown(kind):
    assert "154" in shown(Paragraph((Badge("154", "matches source"),), kind))


def test_a_link_to_a_receipt_names_its_figure_and_one_to_another_host_tells_it_nothing():
    receipt = shown(
        Paragraph(
            (
                Link(
                    "154",
                    Place("figure", "x", Query(lang="kk")),
                    record="x",
                    label="154, receipt of x",
                ),
            )
        )
    )
    assert (
        receipt
        == '<p><a class="receipt" data-record="x" href="/figure/x?lang=kk" aria-label="154, '
        'receipt of x">154</a></p>'
    )
    other = shown(Paragraph((Link("a", "https://news.example/?a=1&b=2", "ru"),)))
    assert (
        other == '<p><a href="https://news.example/?a=1&amp;b=2" rel="noreferrer" target="_blank" '
        'lang="ru">a</a></p>'
    )


def test_a_table_has_a_head_for_each_column_and_row_and_says_a_gap():
    table = Table(
        "Figures",
        ("What", "When"),
        (Row((Text("a"),), ((Text("2014"),),)), Row((Text("b"),), ((),))),
    )
    figures = shown(table)
    assert re.findall(r'<th scope="(\w+)" role="\w+">(\w+)</th>', figures) == [
        ("col", "What"),
        ("col", "When"),
        ("row", "a"),
        ("row", "b"),
    ]
    assert 'tabindex="0" role="region" aria-label="Figures"' in figures
    assert '<td role="cell" data-label="When">2014</td>' in figures
    gap = '<td class="gap"><span role="img" aria-label="no figure">–</span></td>'
    assert gap in shown(Table("Figures", table.columns, table.rows, "map"))


class Texts(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.said = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.said += [value for _, value in attrs if value]

    def handle_data(self, data):
        self.said.append(data)


@pytest.mark.parametrize("lazy", [False, True])
def test_all_text_is_text_wherever_it_stands(lazy):
    words = (
        Text(HOSTILE),
        Text(HOSTILE, "strong", HOSTILE, HOSTILE),
        Link(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    )
    inner = (
        Paragraph(words), Points((words,)), Facts((Fact(words, (Paragraph(words),)),)),
        Table(HOSTILE, (HOSTILE, HOSTILE), (Row(words, (words,)),)),
        Table(HOSTILE, (HOSTILE, HOSTILE), (Row(words, (words,)),), "map"), Quotation(HOSTILE,
        HOSTILE), Copyable(HOSTILE),
        Downloads(HOSTILE, (Link(HOSTILE, HOSTILE),)), Section(HOSTILE, words, (Paragraph(words),)),
    )  # fmt: skip
    written = shown(*inner, Fold(HOSTILE, HOSTILE, inner), lazy=lazy)
    assert "<script" not in written
    assert "60481729" not in written
    assert ESCAPED in written
    assert HOSTILE in Texts(written).said
    whole = Page(Place("page", "cases"), "en", HOSTILE, HOSTILE, HOSTILE, inner, HOSTILE)
    around = html.Around(
        whole=lambda place: "https://x.example" + places.path(place),
        notices=(HOSTILE,),
        described={"name": HOSTILE},
        still=HOSTILE,
    )
    page = html.page(whole, places.path, around)
    assert page.count("<script") == 1
    assert "</script>alert" not in page
    assert "60481729" not in page
    assert "script" not in Texts(page.partition("</head>")[2]).tags


def test_what_is_folded_is_the_same_at_once_and_later():
    fold = Fold(
        "x", "Table", (Paragraph((Text("a & b"), Text("c", "small"))), Points(((Text("<d>"),),)))
    )
    now, later = shown(fold), shown(fold, lazy=True)
    inside = re.search(r'data-inside="([^"]*)"', later)
    assert inside
    assert Texts(f'<p title="{inside[1]}">').said[0] == now.partition("</summary>")[2].removesuffix(
        "</details>"
    )


def test_a_page_names_its_language_title_description_and_the_same_in_other_languages():
    page = Page(
        Place("page", "cases", Query(first=2015, lang="kk")),
        "kk",
        "Title",
        "Lead",
        "What it holds",
        (),
        "Foot",
    )
    written = html.page(
        page,
        places.path,
        html.Around(whole=lambda place: "https://x.example" + places.path(place, english=True)),
    )
    assert '<html lang="kk">' in written
    assert "<title>Title · kzstats</title>" in written
    assert '<meta name="description" content="What it holds">' in written
    assert '<link rel="canonical" href="https://x.example/cases?lang=kk">' in written
    assert re.findall(r'hreflang="(\w+)" href="(https[^"]+)"', written) == [
        (lang, f"https://x.example/cases?lang={lang}") for lang in ("en", "ru", "kk")
    ]
    assert written.count("<h1") == 1
    assert '<a href="/funding?from=2015&amp;lang=kk">' in written
