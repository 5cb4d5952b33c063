import re
from pathlib import Path

import pytest
import yaml
from babel import Locale
from babel.numbers import list_currencies
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from make import dataset, yaml_text
from pydantic import ValidationError
from thirteen import DATA

import kzstats
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError
from kzstats.values import codes

# The line of each place matters: sources from 1, metrics from 9, the break on 17, records from
# 24, skipped from 34.
BASE = """\
sources:
  press:
    publisher: The Press
    publisher_class: media
    title: Figures of the year
    published: "2017-10-16"
    url: https://press.example/figures
    language: en
metrics:
  offences:
    title: {en: Offences}
    definition: {en: Registered offences}
    topic: cases
    kind: flow
    unit: offence
    breaks:
      - {date: "2015-01-01", title: {en: New code}, reason: {en: A new code}, source: press}
  women:
    title: {en: Women}
    definition: {en: Share of women}
    topic: recruitment
    kind: share
    unit: percent
records:
  - id: one
    metric: offences
    period: "2014"
    value: 154
    area: KZ
    source: press
    said_by: An office
    quote: 154 in 2014
  - {id: two, metric: women, period: "2015", value: "10..20", area: KZ, source: press, said_by: A person, quote: some share}
skipped:
  - {source: press, quote: in 2016, reason: date}
"""  # noqa: E501
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")
MESSAGE = re.compile(r"f\.yaml:[1-9][0-9]*: [^ ].*?: .+ \(.+\)")


def problems(content: str | bytes) -> list[validation.Problem]:
    """What a file is refused with; each problem has the form that is promised."""
    with pytest.raises(DataError) as refusal:
        validation.read(content.encode() if isinstance(content, str) else content, "f.yaml")
    found = list(refusal.value.problems)
    assert str(refusal.value) == "\n".join(map(str, found))
    assert [
        problem
        for problem in found
        if not MESSAGE.fullmatch(str(problem)) or UNSEEN.search(str(problem))
    ] == []
    return found


def assert_refused(old: str, new: str, expected: str) -> None:
    """The base with one change is refused with exactly one problem: ``line: where: part
    of what``.
    """
    assert old in BASE
    line, where, what = expected.split(": ", 2)
    (problem,) = problems(BASE.replace(old, new, 1))
    assert (problem.line, problem.where) == (int(line), where)
    assert what in problem.what


def test_the_base_of_these_tests_is_valid():
    assert [record.id for record in validation.read(BASE.encode()).records] == ["one", "two"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    value: 154\n",
            "    value: 154\n    value: 155\n",
            "29: records.one.value: stands twice",
        ),
        ("value: 154", "value: 154\n    value: 154", "29: records.one.value: stands twice"),
        ("{en: Women}", "{en: Women, en: Men}", "19: metrics.women.title.en: stands twice"),
        ("  women:\n", "  offences:\n", "18: metrics.offences: stands twice"),
        ("skipped:", "skipped: []\nskipped:", "35: skipped: stands twice"),
        ("quote: some share", "quote: a, quote: b", "33: records.two.quote: stands twice"),
    ],
)
def test_a_repeated_key_is_refused_with_its_line(old, new, expected):
    assert_refused(old, new, expected)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    area: KZ\n",
            "    area: KZ\n    qoute: x\n",
            "30: records.one.qoute: is an unknown key (did you mean quote?)",
        ),
        (
            "    unit: offence\n",
            "    unit: offence\n    aditive: true\n",
            "16: metrics.offences.aditive: is an unknown key (did you mean additive?)",
        ),
        (
            "language: en",
            "language: en\n    pubisher: x",
            "9: sources.press.pubisher: is an unknown key (did you mean publisher?)",
        ),
        (
            "{en: Women}",
            "{en: Women, fr: Femmes}",
            "19: metrics.women.title.fr: is an unknown key (known: en, kk, ru)",
        ),
        (
            "source: press}\n",
            "source: press, titel: x}\n",
            "17: metrics.offences.breaks.1.titel: is an unknown key (did you mean title?)",
        ),
        (
            "skipped:",
            "names: {Pres: {ru: А, kk: Б}}\nskipped:",
            "34: names.Pres: is neither a publisher nor a speaker (did you mean The Press?)",
        ),
        (
            "skipped:",
            "names: {The Press: {ru: А}}\nskipped:",
            "34: names.The Press.kk: is missing (add it)",
        ),
        (
            "skipped:",
            "skiped: []\nskipped:",
            "34: skiped: is an unknown key (did you mean skipped?)",
        ),
        ("skipped:", '"[key]": 1\nskipped:', "34: [key]: is an unknown key (known: "),
        ("skipped:", "<<: {a: b}\nskipped:", "34: <<: is an unknown key (known: "),
        (
            "  women:\n",
            "  title:\n    title: {en: A}\n    definition: {en: A}\n    topic: cases\n    kind: "
            "stock\n    unit: case\n    stag: x\n  women:\n",
            "24: metrics.title.stag: is an unknown key (did you mean stage?)",
        ),
    ],
)
def test_an_unknown_key_is_refused_on_its_own_line_with_the_nearest(old, new, expected):
    assert_refused(old, new, expected)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    source: press\n",
            "    source: pres\n",
            "30: records.one.source: 'pres' is not the id of a source (did you mean press?)",
        ),
        (
            "metric: offences",
            "metric: ofences",
            "26: records.one.metric: 'ofences' is not the id of a metric (did you mean offences?)",
        ),
        (
            "metric: women",
            "metric: xyz",
            "33: records.two.metric: 'xyz' is not the id of a metric (known: offences, women)",
        ),
        (
            "source: press}\n",
            "source: code}\n",
            "17: metrics.offences.breaks.1.source: 'code' is not the id of a source (known: press)",
        ),
        (
            "{source: press, quote: in",
            "{source: prss, quote: in",
            "35: skipped.1.source: 'prss' is not the id of a source (did you mean press?)",
        ),
        (
            "skipped:",
            'corrections:\n  - {record: onne, date: "2020-01-01", was: "1", reason: {en: '
            "A}}\nskipped:",
            "35: corrections.1.record: 'onne' is not the id of a record (did you mean one?)",
        ),
        (
            "skipped:",
            'unstated:\n  - {metric: man, label: {en: A}, period: "2016", area: KZ, source: '
            "press, context: b}\nskipped:",
            "35: unstated.1.metric: 'man' is not the id of a metric",
        ),
        (
            "topic: cases",
            "topic: case",
            "13: metrics.offences.topic: 'case' is not a topic (did you mean cases?)",
        ),
        ("kind: flow", "kind: flux", "14: metrics.offences.kind: 'flux' is not known ("),
        (
            "reason: date}",
            "reason: dates}",
            "35: skipped.1.reason: 'dates' is not known (did you mean date?)",
        ),
    ],
)
def test_an_unknown_id_is_refused_with_the_nearest(old, new, expected):
    assert_refused(old, new, expected)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        *(
            (said, "means true or false to YAML")
            for said in ("no", "yes", "No", "on", "OFF", "y", "True", "TRUE", "False")
        ),
        ("010", "is an octal number"),
        ("0o17", "is a number in another base"),
        ("0x1F", "is a number in another base"),
        ("1e3", "is a number to some readers"),
        ("1.5e-3", "is a number to some readers"),
        ("2014-01-01", "is a date to YAML"),
        ("2014-01-01T10:00:00Z", "is a date to YAML"),
        ("1:30", "is a number to the base 60"),
        *((said, "is a number to YAML") for said in ("1.5", ".5", "5.", "+5", "-5", "1_000", "08")),
        *((said, "is no finite number") for said in (".inf", "-.INF", ".nan", ".NaN")),
        *(
            (said, "has no value (write one, or remove the key)")
            for said in ("", "~", "null", "NULL")
        ),
    ],
)
@pytest.mark.parametrize(
    ("old", "place"),
    [("An office", "31: records.one.said_by"), ("A person", "33: records.two.said_by")],
)
def test_what_yaml_reads_as_something_else_is_refused(said, what, old, place):
    assert_refused(old, said, f"{place}: {what if 'no value' in what else f'{said} {what}'}")


@pytest.mark.parametrize(
    "said",
    ["E10", "e5", "yes and no", "1e3 cases", "2014", "v1.5", "-", "=", "Norway", "null and void"],
)
def test_words_that_only_look_like_a_trap_are_text_when_quoted_and_mostly_without(said):
    assert (
        validation.read(BASE.replace("An office", f'"{said}"').encode()).records[0].said_by == said
    )
    if said not in {"2014", "-"}:
        assert validation.read(BASE.replace("An office", said).encode()).records[0].said_by == said


@pytest.mark.parametrize(("old", "line"), [("value: 154", 28), ('value: "10..20"', 33)])
@pytest.mark.parametrize("said", [">30", ">=500", ">0.5"])
def test_an_unquoted_more_than_is_refused_with_the_advice_to_quote_it(old, line, said):
    assert_refused(
        old,
        f"value: {said}",
        f"{line}: YAML: (a value that begins with > starts a block of text in YAML: quote it: "
        f'">30")',
    )


def test_an_unquoted_more_than_five_is_no_empty_block_of_text():
    assert_refused("value: 154", "value: >5", "28: records.one.value: a value is missing")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("value: 154", 'value: "-5"', "28: records.one.value: '-5' is negative"),
        ("value: 154", 'value: "1,5"', "28: records.one.value: '1,5' has a decimal comma"),
        (
            "value: 154",
            "value: 1000000000000000",
            "28: records.one.value: 1000000000000000 has more than 15 digits",
        ),
        ("value: 154", f"value: {'9' * 5000}", "28: records.one.value: has more than 15 digits"),
        ("value: 154", "value: true", "28: records.one.value: is not a value"),
        ("value: 154", "value: [1]", "28: records.one.value: is not a value"),
        ("value: 154", "value: inf", "28: records.one.value: 'inf' is not a plain finite number"),
        (
            "value: 154",
            'value: ">10..20"',
            "28: records.one.value: '>10..20' has a mark and a range",
        ),
        ('"10..20"', '"20..10"', "33: records.two.value: the range '20..10' does not rise"),
        ('"10..20"', "101", "33: records.two.value: a share is over 100 percent"),
        ('"10..20"', '"90..101"', "33: records.two.value: a share is over 100 percent"),
        ('"10..20"', '"~101"', "33: records.two.value: a share is over 100 percent"),
        ('"10..20"', '"100.5"', "33: records.two.value: a share is over 100 percent"),
        ('"10..20"', '">100"', "33: records.two.value: a share is over 100 percent"),
        ('period: "2014"', "period: 2014", "27: records.one.period: a period is a text in quotes"),
        (
            'period: "2014"',
            'period: "2014/2013"',
            "27: records.one.period: the period '2014/2013' runs backwards",
        ),
        (
            'period: "2015"',
            'period: "2015/2014-05"',
            "33: records.two.period: the period '2015/2014-05' runs backwards",
        ),
        (
            'period: "2015"',
            'period: "2015-02-29"',
            "33: records.two.period: '2015-02-29' names a day that is not in the calendar",
        ),
        (
            'date: "2015-01-01"',
            'date: "2015-01"',
            "17: metrics.offences.breaks.1.date: is not a day",
        ),
        (
            'date: "2015-01-01"',
            'date: "2015-01-01~"',
            "17: metrics.offences.breaks.1.date: is not a day",
        ),
        ("    area: KZ", "    area: kz", "29: records.one.area: 'kz' is not an area"),
        (
            "    area: KZ",
            "    area: several",
            "29: records.one.area: the area several has no note (add note: name the countries)",
        ),
        (
            "source: press}\n",
            "source: press, further: [code]}\n",
            "17: metrics.offences.breaks.1.further.1: 'code' is not the id of a source",
        ),
        ("unit: offence", "unit: Offence", "15: metrics.offences.unit: 'Offence' is not a unit"),
        ("unit: percent", "unit: person", "23: metrics.women.unit: a share's unit is percent"),
        (
            "unit: percent",
            "unit: percent\n    additive: true",
            "24: metrics.women.additive: only flows and amounts are added up",
        ),
        (
            "unit: percent",
            'unit: percent\n    additive: "true"',
            "24: metrics.women.additive: is neither true nor false",
        ),
        (
            "language: en",
            "language: English",
            "8: sources.press.language: 'English' is not a language",
        ),
        (
            "language: en",
            "language: en\n    text_sha256: abc",
            "9: sources.press.text_sha256: 'abc' is not a SHA-256 hash",
        ),
        ("- id: one", "- id: One_1", "25: records.One_1.id: 'One_1' is not an id"),
        (
            "  women:",
            "  Men: {title: {en: A}, definition: {en: A}, topic: cases, kind: stock, unit: "
            "case}\n  women:",
            "18: metrics.Men: 'Men' is not a metric's id",
        ),
        ("quote: 154 in 2014", f"quote: {'word ' * 12}word", "32: records.one.quote: has 13 words"),
        (
            "quote: 154 in 2014",
            f'quote: "<= {"word " * 12}word"',
            "32: records.one.quote: has 14 words",
        ),
        (
            "quote: some share",
            f"quote: a, translation: {{ru: {'w ' * 20}w}}",
            "33: records.two.translation.ru: is not a translation",
        ),
        (
            "quote: some share",
            "quote: a, translation: {}",
            "33: records.two.translation: names no language (add en, ru or kk, or remove it)",
        ),
        (
            "quote: some share",
            "quote: a, translation: {de: ein}",
            "33: records.two.translation.de: is an unknown key (known: en, kk, ru)",
        ),
        (
            "quote: some share",
            "quote: a, translation: {en: a}",
            "33: records.two.translation.en: the article is in this language",
        ),
        (
            "quote: some share",
            'quote: a, translation: {kk: " a"}',
            "33: records.two.translation.kk: is not a translation",
        ),
        (
            "quote: some share",
            f"quote: {'long' * 60}",
            "33: records.two.quote: is longer than 200 characters",
        ),
        (
            "quote: 154 in 2014",
            "quote: |\n      two\n      lines",
            "32: records.one.quote: is not a phrase",
        ),
        (
            "quote: 154 in 2014",
            "quote: 154",
            '32: records.one.quote: 154 is not text (quote it: "154")',
        ),
        ("quote: 154 in 2014", "quote: true", '32: records.one.quote: (quote it: "true")'),
        (
            "said_by: An office",
            'said_by: " An office"',
            "31: records.one.said_by: is empty, has space at its ends",
        ),
        ("said_by: An office", 'said_by: ""', "31: records.one.said_by: is empty"),
        ("{id: two,", "{id: one,", "33: records.one.id: the id 'one' is taken by line 25"),
        (
            "quote: 154 in 2014",
            "quote: a\n    rank: preferred",
            "33: records.one.rank: the rank preferred has no reason",
        ),
        (
            "quote: 154 in 2014",
            "quote: a\n    rank: deprecated",
            "33: records.one.rank: the rank deprecated has no reason",
        ),
        (
            "quote: 154 in 2014",
            "quote: a\n    inferred: {period: article_date}",
            "33: records.one.inferred: the kind flow needs its own period",
        ),
        (
            "in 2016, reason: date}",
            "a, reason: date}\n  - {source: press, quote: a, reason: span}",
            "36: skipped.2.quote: is listed twice",
        ),
    ],
)
def test_a_figure_that_breaks_a_rule_is_refused_where_it_does(old, new, expected):
    assert_refused(old, new, expected)


@pytest.mark.parametrize(
    ("label", "complaint"),
    [
        (
            {"code": "eu", "en": "United Nations"},
            "label.code: the code 'eu' stands for 'European Union' already",
        ),
        (
            {"code": "union", "en": "European Union"},
            "label.code: 'European Union' has the code 'eu' already",
        ),
        ({"code": "E U", "en": "United Nations"}, "label.code: 'E U' is not an id"),
    ],
)
def test_a_code_stands_for_one_label_of_a_metric(label, complaint):
    first = {"metric": "money", "label": {"code": "eu", "en": "European Union"}}
    (problem,) = problems(yaml_text([first, {"metric": "money", "period": "2015", "label": label}]))
    assert complaint in str(problem)
    assert (
        validation.read(
            yaml_text(
                [first, {"metric": "people", "label": {"code": "eu", "en": "Another"}}]
            ).encode()
        )
        .records[1]
        .label.code
        == "eu"
    )


def test_the_participants_of_an_event_need_a_period_of_their_own():
    (problem,) = problems(yaml_text([{"metric": "people", "inferred": {"period": "article_date"}}]))
    assert (problem.where, "the kind event needs its own period" in problem.what) == (
        "records.r1.inferred",
        True,
    )


@pytest.mark.parametrize("metric", ["centres", "joined", "money", "women", "time"])
def test_other_kinds_may_be_as_of_the_day_of_their_article(metric):
    assert (
        dataset([{"metric": metric, "inferred": {"period": "article_date"}}])
        .records[0]
        .inferred.period
        == "article_date"
    )


@pytest.mark.parametrize("value", [100, "<100", "<=100", "90..100", "~100"])
def test_a_share_may_be_a_hundred_percent(value):
    assert dataset([{"metric": "women", "value": value}])


def test_the_only_record_is_refused_with_its_own_problem_alone():
    assert [problem.where for problem in problems(yaml_text([{"value": "1,5"}]))] == [
        "records.r1.value"
    ]


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("    said_by: An office\n", "25: records.one.said_by: is missing (add it)"),
        ("source: press, said_by: A person, ", "33: records.two.source: is missing (add it)"),
        ("    language: en\n", "2: sources.press.language: is missing (add it)"),
        ("    topic: cases\n", "10: metrics.offences.topic: is missing (add it)"),
        ("en: Women", "19: metrics.women.title.en: is missing (add it)"),
        (BASE[: BASE.index("metrics:")], "1: sources: is missing (add it)"),
    ],
)
def test_a_missing_key_is_refused_on_the_line_of_its_parent(old, expected):
    line, where, what = expected.split(": ")
    assert (int(line), where, what) in [
        (problem.line, problem.where, problem.what)
        for problem in problems(BASE.replace(old, "", 1))
    ]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,hello",
        "ftp://press.example/a",
        "//press.example/a",
        "press.example/a",
        "https://",
        "https:///a",
        "https://press.example/a b",
        "https://press.example/\\nb",
        "https://user@press.example/a",
        "https://press.example/<b>",
        "https://press.example/'a'",
        "https://press.example:port/",
        " https://press.example/",
    ],
)
def test_an_address_that_is_not_of_the_web_is_refused(address):
    assert_refused(
        "url: https://press.example/figures",
        f'url: "{address}"',
        "7: sources.press.url: is not a web address",
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://a.kz",
        "https://a.kz:8443/b?c=d&e=%20#f",
        "https://a.kz/қ",
        "https://a.kz/en_GB/(2017)",
    ],
)
def test_an_address_of_the_web_is_taken(address):
    assert (
        validation.read(BASE.replace("https://press.example/figures", address).encode())
        .sources["press"]
        .url
        == address
    )


@pytest.mark.parametrize(
    "sign",
    "\x00\x07\x1b\x7f\x85\u061c\u200b\u200e\u200f\u2028\u202a\u202e\u2060\u2066\u2069\ufeff\ufffe\uffff"
    "\u115f\u3164\uffa0\u180e\u2800\U000e0041\U000e007f\U000e0100",
)
def test_a_hidden_character_is_refused_with_its_line(sign):
    assert_refused("An office", f"An {sign}office", f"31: file: U+{ord(sign):04X} (delete it)")


@pytest.mark.parametrize(
    "escape",
    [
        r"\0",
        r"\a",
        r"\e",
        r"\x7f",
        r"\N",
        r"\L",
        r"\u061c",
        r"\u200b",
        r"\u200e",
        r"\u202e",
        r"\u2066",
        r"\uFEFF",
        r"\r",
        r"\u3164",
        r"\U000E0041",
    ],
)
@pytest.mark.parametrize("mark", ["", "! "])
def test_a_hidden_character_written_as_an_escape_is_refused_too(escape, mark):
    assert_refused(
        "An office",
        f'{mark}"An {escape}office"',
        "31: records.one.said_by: holds a hidden character",
    )


@pytest.mark.parametrize("key", [r'"\e[31m"', r'"a\u202eb"', r'"a\nb"', r'"a\tb"', r'"\0"'])
@pytest.mark.parametrize("under", ["", "sources:\n  "])
def test_no_message_repeats_a_hidden_character_of_a_key(key, under):
    assert problems(f"{under}{key}: 1\n")


def test_a_mark_of_byte_order_at_the_start_is_taken():
    assert validation.read(b"\xef\xbb\xbf" + BASE.encode()).records


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("An office", "&name An office", "31: file: &name is a tag or an anchor"),
        ("An office", "&name ! An office", "31: file: &name is a tag or an anchor"),
        ("An office", "!!str An office", "31: file: is a tag or an anchor"),
        ("An office", "!!python/object/apply:os.system ls", "31: file: is a tag or an anchor"),
        ("{en: Women}", "&words {en: Women}", "19: file: &words is a tag or an anchor"),
        ("{en: Women}", "!map {en: Women}", "19: file: !map is a tag or an anchor"),
        ("An office", "*name", "31: records.one.said_by: *name repeats another place"),
        ("An office", "{[a]: b}", "31: records.one.said_by: has a list or mapping as a key"),
        (
            "An office",
            "[" * 30,
            "31: records.one.said_by.1.1.1.1.1.1.1.1.1: is nested more than 12 deep",
        ),
        ("An office", "@office", "31: YAML: (quote the text that begins with"),
        ("An office", "An office: a room", "31: YAML: (quote the text that holds a colon"),
        ("    said_by: An", "\tsaid_by: An", "31: YAML: (indent with spaces, not tabs)"),
        ("skipped:", "---\nskipped:", "34: file: holds a second document (remove the line ---)"),
    ],
)
def test_what_a_data_file_does_not_need_of_yaml_is_refused(old, new, expected):
    assert_refused(old, new, expected)


def test_an_alias_bomb_is_refused_at_its_first_fuse():
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    assert problems(bomb)[0].what.startswith("&a0 is a tag or an anchor, which are not read")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[[{"])
def test_nesting_without_end_is_refused(opening):
    assert len(problems(opening * 20_000)) == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "1: file: is empty"),
        (b" \n\n", "1: file: is empty"),
        (b"# only\n# comments\n", "1: file: "),
        (b"---\n", "2: file: has no value"),
        (b"- a\n- b\n", "1: file: is not a mapping"),
        (b"words\n", "1: file: is not a mapping"),
        (b"\n\n# a list\n- a\n", "4: file: is not a mapping"),
        (BASE.encode("utf-16"), "1: file: is not UTF-8"),
        (BASE.replace("An office", "Caf\xe9").encode("latin-1"), "31: file: is not UTF-8"),
    ],
)
def test_a_file_that_is_no_data_file_is_refused_as_a_whole(content, expected):
    line, where, what = expected.split(": ", 2)
    (problem,) = problems(content)
    assert (problem.line, problem.where) == (int(line), where)
    assert what in problem.what


def test_utf_16_without_its_mark_is_refused():
    assert (
        problems(BASE.encode("utf-16-le"))[0].what
        == "holds the hidden character U+0000 (delete it)"
    )


@pytest.mark.parametrize(
    ("key", "said", "what"),
    [
        ("records", "{a: b}", "is not a list"),
        ("records", "words", "is not a list"),
        ("records", "[]", "is empty"),
        ("sources", "[a]", "is not a mapping"),
        ("sources", "{}", "is empty"),
        ("metrics", "words", "is not a mapping"),
        ("skipped", "{a: b}", "is not a list"),
    ],
)
def test_a_list_is_no_mapping_and_a_mapping_no_list(key, said, what):
    start = BASE.index(f"{key}:\n")
    following = re.compile(r"^\w", re.MULTILINE).search(BASE, start + 1)
    changed = (
        f"{BASE[:start]}{key}: {said}\n{BASE[following.start() if following else len(BASE) :]}"
    )
    assert (BASE[:start].count("\n") + 1, key, True) in [
        (problem.line, problem.where, what in problem.what) for problem in problems(changed)
    ]


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        (
            [("An office", "no"), ("A person", "1e3"), ("{en: Women}", "{en: a, en: b}")],
            [
                (19, "metrics.women.title.en"),
                (31, "records.one.said_by"),
                (33, "records.two.said_by"),
            ],
        ),
        (
            [
                ("kind: flow", "kind: x"),
                ("value: 154", 'value: "1,5"'),
                ("reason: date}", "reason: x, a: b}"),
                ("    language: en\n", ""),
            ],
            [
                (2, "sources.press.language"),
                (13, "metrics.offences.kind"),
                (27, "records.one.value"),
                (34, "skipped.1.reason"),
                (34, "skipped.1.a"),
            ],
        ),
        (
            [
                ("    source: press\n", "    source: x\n"),
                ("{id: two,", "{id: one,"),
                ('"10..20"', "200"),
                ("{source: press, quote: in", "{source: x, quote: in"),
            ],
            [
                (30, "records.one.source"),
                (33, "records.one.id"),
                (33, "records.one.value"),
                (35, "skipped.1.source"),
            ],
        ),
        (
            [
                ("An office", "no"),
                ("kind: flow", "kind: x"),
                ("metric: women", "metric: men"),
                ("{en: Women}", "{en: a, en: b}"),
            ],
            [
                (14, "metrics.offences.kind"),
                (19, "metrics.women.title.en"),
                (31, "records.one.said_by"),
                (33, "records.two.metric"),
            ],
        ),
    ],
    ids=["what YAML sees", "what the model sees", "what the links show", "all of these"],
)
def test_all_problems_are_reported_at_once_in_the_order_of_their_lines(changes, places):
    text = BASE
    for old, new in changes:
        text = text.replace(old, new, 1)
    found = [(problem.line, problem.where) for problem in problems(text)]
    assert sorted(found) == sorted(places)
    assert [line for line, _ in found] == sorted(line for line, _ in found)


@pytest.mark.parametrize("kind", [str, Path])
def test_the_data_of_the_project_load(kind):
    data = kzstats.load(kind(DATA))
    assert len(data.records) == 13
    assert {record.source for record in data.records} <= set(data.sources)
    assert {record.metric for record in data.records} <= set(data.metrics)


def test_a_problem_names_the_file_as_it_was_given(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(BASE.replace("An office", "no"), "utf-8")
    with pytest.raises(
        DataError, match=re.escape(f"{path}:31: records.one.said_by: no means true or false")
    ):
        kzstats.load(path)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("absent.yaml", "No such file"),
        (".", "Is a directory"),
        ("absent/file.yaml", "No such file"),
    ],
)
def test_what_cannot_be_opened_is_refused_like_any_problem(tmp_path, name, what):
    with pytest.raises(DataError, match=rf":1: file: cannot be read: {what}.* \(check the path"):
        kzstats.load(tmp_path / name)


def test_the_data_are_frozen():
    data = dataset()
    for thing, name in (
        (data, "records"),
        (data.records[0], "value"),
        (data.sources["press"], "url"),
        (data.metrics["offences"].breaks[0], "date"),
    ):
        with pytest.raises((AttributeError, ValidationError)):
            setattr(thing, name, None)
    for mapping in (data.sources, data.metrics):
        with pytest.raises(TypeError):
            mapping["new"] = None
    assert isinstance(data.records, tuple)


def test_words_fall_back_to_english():
    words = (
        dataset(metrics={"offences": {"title": {"en": "Offences", "ru": "Правонарушения"}}})
        .metrics["offences"]
        .title
    )
    assert [words.in_language(code) for code in ("en", "ru", "kk")] == [
        "Offences",
        "Правонарушения",
        "Offences",
    ]


def test_the_schema_accepts_the_data_of_the_project():
    Draft202012Validator.check_schema(validation.schema())
    assert (
        list(
            Draft202012Validator(validation.schema()).iter_errors(
                yaml.safe_load(DATA.read_text("utf-8"))
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    area: KZ\n", "    area: KZ\n    qoute: x\n"),
        ("language: en", "language: en\n    pubisher: x"),
        ("unit: percent", "unit: percent\n    aditive: true"),
        ("{en: Women}", "{en: Women, fr: Femmes}"),
        ("skipped:", "skiped: []\nskipped:"),
        ("value: 154", 'value: "1,5"'),
        ("    said_by: An office\n", ""),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old, new):
    validator = Draft202012Validator(validation.schema())
    assert validator.is_valid(yaml.safe_load(BASE))
    assert not validator.is_valid(yaml.safe_load(BASE.replace(old, new, 1)))


@st.composite
def edited(draw):
    """The base with a piece of it replaced."""
    start = draw(st.integers(0, len(BASE)))
    piece = draw(
        st.one_of(
            st.text(max_size=8),
            yamlish,
            st.sampled_from(
                ["- ", ": ", "[", "{", "!", "&a ", "*a", "? ", "---\n", '"\\u202e"', "[key]"]
            ),
        )
    )
    return BASE[:start] + piece + BASE[start + draw(st.integers(0, 12)) :]


yamlish = st.text("[]{}:,-\n \"'#&*!|>%@`~?\\<ab01.", max_size=40)


@given(st.one_of(st.text(), yamlish, edited()))
@example('"[key]": 1')
@example("? *a : b")
@example("a: \ufffe")
@example('"\\n": 1')
@example("a: !a%0Ab c")
def test_no_text_raises_anything_but_a_data_error(text):
    try:
        data = validation.read(text.encode("utf-8", "surrogatepass"), "f.yaml")
    except DataError:
        assert problems(text.encode("utf-8", "surrogatepass"))
    else:
        assert data.records


@given(
    st.one_of(st.binary(), st.integers(0, len(BASE)).map(lambda end: BASE.encode()[:end] + b"\xff"))
)
def test_no_bytes_raise_anything_but_a_data_error(content):
    assert problems(content)


@pytest.mark.parametrize("area", ["ZZ", "XA", "UK", "AA", "999", "000", "398", "EN"])
def test_an_area_that_neither_iso_nor_cldr_knows_is_refused(area):
    (problem,) = problems(BASE.replace("    area: KZ\n", f'    area: "{area}"\n', 1))
    assert (problem.where, problem.what.partition(" (")[0]) == (
        "records.one.area",
        f"{area!r} is not an area",
    )


@pytest.mark.parametrize("unit", ["ZZZ", "XXX", "XTS", "ABC"])
def test_a_currency_that_iso_does_not_know_is_refused(unit):
    (problem,) = problems(BASE.replace("unit: offence", f"unit: {unit}", 1))
    assert (problem.where, problem.what.partition(" (")[0]) == (
        "metrics.offences.unit",
        f"{unit!r} is not a unit",
    )


def test_the_codes_are_those_of_cldr_and_every_one_of_them_can_be_named():
    territories = Locale("en").territories
    beyond = {
        "AC",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "IC",
        "QO",
        "TA",
        "UN",
        "XA",
        "XB",
        "XK",
        "ZZ",
    }  # reserved, grouped, made up or unknown
    assert {code for code in territories if len(code) == 2} - beyond == codes.COUNTRIES
    assert {code for code in territories if len(code) == 3} == codes.REGIONS
    assert list_currencies() - {"XXX", "XTS"} == codes.CURRENCIES
    assert len(codes.COUNTRIES) == 249
    for lang in ("en", "ru", "kk"):
        assert set(Locale(lang).territories) >= codes.COUNTRIES | codes.REGIONS
