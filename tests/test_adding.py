"""A draft taken into the data: all or nothing, sorted in, every other line as it was, and nothing
published is changed without a reason.
"""

import hashlib
import re
import shutil
from datetime import date

import drafting
import make
import pytest
import reading
import thirteen
import yaml
from begun import ROOT
from hypothesis import given
from hypothesis import strategies as st

import kzstats
from kzstats import cli
from kzstats.checks import coverage, evidence
from kzstats.dataset.yaml import DataError, Plain
from kzstats.drafting import adding, writing

DAY = date(2026, 12, 1)
DRAFT = """\
draft: example-news-2018-03-02

sources:
  example-news-2018-03-02:
    publisher: Example News
    publisher_class: media
    title: Judges meet in Astana
    published: "2018-03-02"
    url: https://example.org/2018/03/02/judges
    language: en
    text_sha256: "{hash}"
metrics:
  courses_held:
    title: {{en: "Courses for judges, Kazakhstan"}}
    topic: cooperation
    kind: flow
    unit: course
records:
  - id: convicted-2015  # before the one of 2016
    metric: convicted_persons
    period: "2015"
    value: 86
    area: KZ
    source: example-news-2018-03-02
    said_by: Example News
    quote: 86 people were convicted in 2015
  - {{id: courses-2017, metric: courses_held, period: "2017", value: 12, area: KZ, source: example-news-2018-03-02, said_by: Example News,
     quote: 12 courses were held in 2017}}
  - {{id: left-1, metric: "?", period: "?", value: 3, source: example-news-2018-03-02, quote: 3 of them twice, skip: not_expressible}}
skipped:
  - {{source: example-news-2018-03-02, quote: on 2 March, reason: date}}
""".format(hash="0" * 64)  # noqa: E501


@pytest.fixture
def data(tmp_path):
    """The real collection, in a folder of its own."""
    path = tmp_path / "metrics.yaml"
    path.write_bytes(thirteen.DATA.read_bytes())
    return path


def taken(data, draft=DRAFT, into=None):
    found = adding.added(data, draft.encode(), "draft.yaml", DAY, into)
    adding.write(found)
    return found


def refused(data, draft):
    before = data.read_bytes()
    with pytest.raises(DataError) as error:
        taken(data, draft)
    assert data.read_bytes() == before
    return str(error.value)


def test_a_draft_is_sorted_in_and_every_other_line_stays_as_it_was(data):
    before = data.read_text(encoding="utf-8").splitlines()
    found = taken(data)
    after = data.read_text(encoding="utf-8").splitlines()
    kept = [line for line in before if not line.startswith("changed:")]
    rest = iter(after)
    assert all(line in rest for line in kept)  # in their order
    records = [record.id for record in kzstats.load(data).records]
    assert records.index("convicted-2015") + 1 == records.index("convicted-2016-01-05")
    sources = list(kzstats.load(data).sources)
    place = sources.index("example-news-2018-03-02")
    assert sources[place - 1] < "example-news-2018-03-02" < sources[place + 1]
    assert found.records == ("convicted-2015", "courses-2017")


def test_the_day_and_the_page_of_changes_know_of_it(data):
    taken(data)
    read = kzstats.load(data)
    assert read.changed == DAY
    assert (read.additions[-1].date, read.additions[-1].records) == (
        DAY,
        ("convicted-2015", "courses-2017"),
    )
    assert read.metrics["courses_held"].definition.en == "Courses for judges, Kazakhstan"


def test_a_figure_that_is_left_out_becomes_a_skipped_entry(data):
    taken(data)
    assert [(one.quote, one.reason) for one in kzstats.load(data).skipped
    if one.source.startswith("example")] == [
        ("3 of them twice", "not_expressible"), ("on 2 March", "date"),
    ]  # fmt: skip


def test_a_second_run_changes_nothing(data):
    taken(data)
    before = data.read_bytes()
    assert adding.added(data, DRAFT.encode(), "draft.yaml", date(2027, 1, 1)).after == {}
    assert data.read_bytes() == before


def test_what_is_open_is_refused_at_its_line_and_nothing_is_written(data):
    told = refused(data, DRAFT.replace("value: 86", 'value: "?"'))
    assert told.startswith("draft.yaml:22: records.convicted-2015.value: is open (")


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("value: 86", "value: 8 6", 22, "records.convicted-2015.value"),
        (
            "metric: convicted_persons",
            "metric: convicted_person",
            20,
            "did you mean convicted_persons?",
        ),
        ("kind: flow", "kind: flood", 16, "'flood' is not known"),
        ("skipped:", "skiped:", 30, "is not what a draft brings"),
        ("id: convicted-2015", "id: offences-2014", 19, "is published already"),
    ],
)
def test_what_is_wrong_with_a_draft_is_said_at_its_line(data, old, new, line, told):
    said = refused(data, DRAFT.replace(old, new))
    assert re.search(rf"^draft\.yaml:{line}: .*{re.escape(told)}", said, re.MULTILINE), said


def test_a_published_figure_is_changed_with_a_reason_alone_and_what_it_was_is_kept(data):
    change = "records:\n  - {id: offences-2015, value: 328}\n"
    assert "with {value: 327} (to change it say why: corrections:" in refused(data, change)
    reason = "The article was corrected by its publisher."
    taken(data, f"{change}corrections:\n  - {{record: offences-2015, reason: {{en: {reason}}}}}\n")
    read = kzstats.load(data)
    assert (
        next(str(record.value) for record in read.records if record.id == "offences-2015") == "328"
    )
    assert (read.corrections[-1].record, read.corrections[-1].date, read.corrections[-1].was) == (
        "offences-2015",
        DAY,
        "value: 327",
    )
    assert [record.id for record in read.records] == [
        record.id for record in kzstats.load(thirteen.DATA).records
    ]
    assert (
        next(record.translation.ru for record in read.records if record.id == "offences-2015")
        == "327 в 2015 году"
    )
    assert (
        adding.added(
            data,
            f"{change}corrections:\n  - "
            f"{{record: offences-2015, reason: {{en: {reason}}}}}\n".encode(),
            "d",
            DAY,
        ).after
        == {}
    )


def test_what_is_new_may_stand_in_a_further_file(data):
    taken(data, into="judges")
    further = data.parent / "articles" / "judges.yaml"
    assert "convicted-2015" in further.read_text(encoding="utf-8")
    read = kzstats.load(data)
    assert {
        name
        for record, name in zip(read.records, read.files, strict=True)
        if record.id == "courses-2017"
    } == {str(further)}
    assert (read.changed, read.additions[-1].records) == (DAY, ("convicted-2015", "courses-2017"))
    swaps = (
        ("courses-2017", "courses-2018"),
        ('"2017"', '"2018"'),
        ("in 2017", "in 2018"),
        ("convicted-2015", "convicted-2014"),
        ('"2015"', '"2014"'),
    )
    more = DRAFT
    for old, new in swaps:
        more = more.replace(old, new)
    taken(data, more, into="judges")
    assert "courses-2018" in {record.id for record in kzstats.load(data).records}


def test_a_file_that_changed_meanwhile_is_not_written_over(data):
    found = adding.added(data, DRAFT.encode(), "draft.yaml", DAY)
    data.write_text(data.read_text(encoding="utf-8") + "# somebody else\n", encoding="utf-8")
    before = data.read_bytes()
    with pytest.raises(OSError, match="changed by somebody else"):
        adding.write(found)
    assert data.read_bytes() == before


def test_what_is_written_halfway_is_taken_back(data, monkeypatch):
    found = adding.added(data, DRAFT.encode(), "draft.yaml", DAY, "judges")
    before = data.read_bytes()
    whole = adding.files.write

    def full(path, content):
        if path == data:
            raise OSError(28, "No space left on device", str(path))
        whole(path, content)

    monkeypatch.setattr(adding.files, "write", full)
    with pytest.raises(OSError, match="No space"):
        adding.write(found)
    assert data.read_bytes() == before
    assert not (data.parent / "articles" / "judges.yaml").exists()


def test_the_text_that_was_drafted_is_the_one_on_record(data):
    draft = (
        'draft: osce-2017-01-31\ntext_sha256: "'
        + "1" * 64
        + '"\nskipped:\n  - {source: osce-2017-01-31, quote: a two-day, reason: span}\n'
    )
    assert "draft.yaml:2: text_sha256: is not that of the text on record" in refused(data, draft)


FOLLOWED = """\
records:
  - id: convicted-persons-2015
    choose metric: {metric: prosecuted_persons}
    metric: "?"
    period: "2015"
    value: 12
    area: KZ
    source: osce-2017-01-31
    said_by: OSCE
    quote: twelve people
    inferred: {said_by: publisher}
  - id: osce-2017-01-31-4
    metric: convicted_persons
    period: "2012/.."
    value: 20
    area: KZ-15
    source: osce-2017-01-31
    said_by: OSCE
    quote: twenty people
    inferred: {said_by: publisher}
  - id: by-hand
    metric: convicted_persons
    period: "2010"
    value: 30
    area: KZ
    source: osce-2017-01-31
    said_by: OSCE
    quote: thirty people
    inferred: {said_by: publisher}
"""


def test_an_id_that_a_figure_got_by_itself_follows_what_is_chosen_and_stays_once_published(
    data, tmp_path
):
    data.write_bytes((ROOT / "data" / "metrics.yaml").read_bytes())
    shutil.copytree(ROOT / "data" / "articles", tmp_path / "articles")
    found = taken(data, FOLLOWED)
    assert found.records == (
        "prosecuted-persons-2015", "convicted-persons-2012-on-kz-15", "by-hand",
    )  # fmt: skip
    assert adding.added(data, FOLLOWED.encode(), "d", DAY).after == {}


def test_a_small_file_without_lists_gets_them(tmp_path):
    data = tmp_path / "data.yaml"
    data.write_text(
        make.yaml_text([{}], skipped=[]).replace("skipped:\n", "skipped: []\n"), encoding="utf-8"
    )
    taken(data, "skipped:\n  - {source: press, quote: in 2017, reason: date}\n")
    assert [one.quote for one in kzstats.load(data).skipped] == ["in 2017"]


WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=40)
VALUES = st.recursive(
    st.integers(0, 10**12) | st.booleans() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(VALUES)
def test_whatever_is_written_is_read_back_as_the_same(value):
    assert yaml.safe_load(f"here: {writing.flow(value)}")["here"] == value
    assert Plain(f"here: {writing.flow(value)}", "x").value()["here"] == value


def test_the_command_shows_what_would_change_and_then_writes_it(data, tmp_path, capsys):
    draft = tmp_path / "draft.yaml"
    draft.write_text(DRAFT, encoding="utf-8")
    before = data.read_bytes()
    assert (
        cli.main(["add", "--data", str(data), str(draft), "--date", "2026-12-01", "--dry-run"]) == 0
    )
    assert "+  - {id: convicted-2015" in capsys.readouterr().out
    assert data.read_bytes() == before
    assert cli.main(["add", "--data", str(data), str(draft), "--date", "2026-12-01"]) == 0
    assert "2 figures added, 0 corrected, 2 left out" in capsys.readouterr().out
    assert cli.main(["add", "--data", str(data), str(draft)]) == 0
    assert "nothing to add" in capsys.readouterr().out
    assert cli.main(["add", "--data", str(data), str(draft), "--into", "../x"]) == 2


def test_what_would_not_verify_is_said_before_anything_is_written(data, tmp_path, capsys):
    folder = tmp_path / "archive"
    folder.mkdir()
    name, text = "example-news-2018-03-02", "In 2015, 86 people were convicted in 2015.\n"
    text += "12 courses were held in 2017. 3 of them twice, on 2 March."
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    hash_ = hashlib.sha256(text.encode()).hexdigest()
    draft = tmp_path / "draft.yaml"
    draft.write_text(DRAFT.replace("0" * 64, hash_).replace("value: 12", "value: 13"), "utf-8")
    before = data.read_bytes()
    command = ["add", "--data", str(data), str(draft), "--archive", str(folder)]
    for lang, said in (("en", "courses-2017: Q2 failed: "), ("ru", "ничего не записано")):
        assert cli.main([*command, "--lang", lang]) == 1
        assert said in capsys.readouterr().err
    assert data.read_bytes() == before
    draft.write_text(DRAFT.replace("0" * 64, hash_), "utf-8")
    assert cli.main(command) == 0
    assert data.read_bytes() != before


OFFERED = """
draft: example-news-2018-03-02
metrics:
  courses_held:
    choose title: {title: {en: Courses, ru: Курсы}}
    title: {en: "?"}
    topic: cooperation
    kind: flow
    unit: course
records:
  - id: courses-2016
    metric: courses_held
    choose period: {period: "2016", inferred: {period: previous_year}}
    # choose period: {period: "2017"}
    period: "?"
    value: 7
    area: KZ
    source: osce-2017-01-31
    said_by: OSCE
    quote: seven courses
    inferred: {said_by: publisher}
"""


def test_a_line_of_which_a_person_took_the_sign_stands_in_the_place_of_what_is_open(data):
    taken(data, OFFERED)
    (record,) = [one for one in kzstats.load(data).records if one.metric == "courses_held"]
    assert (str(record.period), record.inferred.period, record.inferred.said_by) == (
        "2016", "previous_year", "publisher",
    )  # fmt: skip
    assert kzstats.load(data).metrics["courses_held"].title.ru == "Курсы"
    assert "choose" not in data.read_text(encoding="utf-8")


def test_two_lines_taken_for_one_place_are_refused(data):
    told = refused(data, OFFERED.replace("    # choose period", "    choose period"))
    assert "draft.yaml:14: records.courses-2016.choose period: stands twice" in told


def test_what_is_no_entry_is_refused(data):
    assert "records.1: is not a mapping" in refused(data, "records: [a]\n")


@pytest.mark.parametrize(("lang", "said"), [("ru", "не решено"), ("kk", "шешілмеген")])
def test_what_is_in_the_way_is_said_in_the_language_that_was_asked_for(data, capsys, lang, said):
    draft = data.with_name("draft.yaml")
    draft.write_text(DRAFT.replace("value: 86", 'value: "?"'), encoding="utf-8")
    assert cli.main(["add", "--data", str(data), str(draft), "--lang", lang]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", reading.NAMES)
def test_a_draft_whose_open_places_are_filled_in_is_added_held_as_a_whole_and_verified(data, name):
    text = reading.load()[name]
    draft = drafting.draft_of(text)
    known = {
        part: text.truth[part]
        for part in ("publisher", "publisher_class", "title", "published", "url")
    }
    entry = {**known, "language": text.truth["language"], "text_sha256": text.article.sha256}
    written = writing.draft_text(draft, text.dataset.sources["press"], entry).replace(
        "0" * 64, text.article.sha256
    )
    found = taken(data, drafting.filled_in(written))
    read = kzstats.load(data)
    articles = {name: text.article}
    findings = {finding.record: finding for finding in evidence.verify(read, articles)}
    told = {
        one: [answer.words for answer in findings[one].answers if answer.outcome != "passed"]
        for one in found.records
    }
    assert {one: said for one, said in told.items() if said} == {}
    held = coverage.covered(read, articles)[name]
    assert [entry.words for entry in held.entries if not entry.holder or not entry.verified] == []
    assert held.idle == ()
