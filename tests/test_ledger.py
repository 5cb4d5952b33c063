"""The ledger: only what was checked, for exactly this record and this text, bears the mark."""

import copy
import dataclasses
import json

import make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from thirteen import DATA

from kzstats import cli
from kzstats.checks import archive, counting, evidence, finding, ledger
from kzstats.dataset import validation
from kzstats.dataset.model import Translation
from kzstats.query import versions
from kzstats.values import period, quantity, reasons

REAL = validation.load(DATA)
TEXT = "In all, 38 people were convicted in 2016, and 40 judges met in May 2015. See A/RES/72/284."
RECORDS = (
    {
        "id": "people",
        "metric": "convicted",
        "value": 38,
        "period": "2016",
        "quote": "38 people were convicted in 2016",
    },
    {
        "id": "judges",
        "metric": "people",
        "value": 40,
        "period": "2015-05",
        "quote": "40 judges met",
        "context": "in May 2015",
    },
)
SKIPPED = ({"source": "press", "quote": "See A/RES/72/284", "reason": "name"},)
DATASET, ARTICLES = make.held(TEXT, RECORDS, skipped=SKIPPED)
BOTH = dict.fromkeys(("people", "judges"), "matches source")


def book(dataset=DATASET, articles=ARTICLES, old=None):
    return ledger.book(dataset, articles, evidence.verify(dataset, articles), old or {})


BOOK = json.loads(ledger.dump(book()))


def test_the_ledger_is_the_same_from_run_to_run_and_sorted():
    assert (
        ledger.dump(book())
        == ledger.dump(book(old=book()))
        == ledger.dump(json.loads(ledger.dump(book())))
    )
    backwards, articles = make.held(TEXT, RECORDS[::-1], skipped=SKIPPED)
    kept = ledger.dump(book(backwards, articles)).decode()
    changed = [
        old
        for old, new in zip(
            kept.splitlines(), ledger.dump(book()).decode().splitlines(), strict=True
        )
        if old != new
    ]
    assert all("content_sha256" in line for line in changed)
    keys = [line.split('"')[1] for line in kept.splitlines() if line.startswith('  "')]
    assert keys == ["judges", "people", "press"]
    assert kept.endswith("}\n")


def test_changing_one_figure_changes_only_its_entry():
    other, articles = make.held(TEXT, [{**RECORDS[0], "value": 39}, RECORDS[1]], skipped=SKIPPED)
    kept = book(other, articles)
    assert kept["records"]["judges"] == BOOK["records"]["judges"]
    assert kept["records"]["people"]["checks"]["Q2"] == "failed"
    moved = {
        "recorded": 2,
        "unverified": 2,
    }  # the numbers of a figure that fails are held by none that is verified
    assert kept["sources"] == {"press": BOOK["sources"]["press"] | moved}
    assert ledger.checks(other, kept) == {**BOTH, "people": "fails"}


def test_what_passed_matches_its_source_and_without_a_ledger_nothing_is_checked():
    assert ledger.checks(DATASET, BOOK) == BOTH
    assert ledger.checks(DATASET, {}) == dict.fromkeys(BOTH, "not checked")
    assert ledger.standings(DATASET, BOOK)["people"].outcomes == dict.fromkeys(
        [*finding.QUESTIONS, "Q6"], "passed"
    )
    assert ledger.standings(DATASET, {})["people"].outcomes == {}


def with_record(**change):
    return dataclasses.replace(
        DATASET, records=(DATASET.records[0].model_copy(update=change), *DATASET.records[1:])
    )


def with_metric(**change):
    return dataclasses.replace(
        DATASET,
        metrics={
            **DATASET.metrics,
            "convicted": DATASET.metrics["convicted"].model_copy(update=change),
        },
    )


def with_source(**change):
    return dataclasses.replace(
        DATASET,
        sources={**DATASET.sources, "press": DATASET.sources["press"].model_copy(update=change)},
    )


@pytest.mark.parametrize(
    "edited",
    [
        with_record(quote="38 people were convicted"), with_record(value=quantity.parse(39)),
        with_record(value=quantity.parse("~38")),
        with_record(value=quantity.parse("38.0")), with_record(period=period.parse("2016~")),
        with_record(period=period.parse("2016-01/2016-12")),
        with_record(said_by="Another office"), with_record(area="KG"),
        with_record(context="in 2016"), with_record(prefix="In all,"),
        with_record(suffix=", and"), with_record(inferred=REAL.records[-1].inferred),
        with_record(metric="joined"),
        with_record(label=REAL.records[4].label), with_record(counted=REAL.records[4].counted),
        with_metric(unit="month"), with_metric(counting_unit=None), with_metric(kind="stock"),
        with_source(published=period.parse("2017-10-15")), with_source(text_sha256="1" * 64),
    ],
)  # fmt: skip
def test_any_edit_of_what_was_checked_takes_the_mark_away(edited):
    assert ledger.checks(edited, BOOK)["people"] == "changed"


def test_words_that_no_check_goes_by_leave_the_mark():
    note = REAL.records[-1].note
    edited = with_record(
        note=note, reason=note, rank="preferred", translation=Translation(ru="38 человек")
    )
    assert ledger.checks(edited, BOOK) == ledger.checks(with_source(title="Another"), BOOK) == BOTH


def test_a_better_word_in_another_language_leaves_the_mark():
    counted = REAL.records[4].counted
    kept = [
        ledger.fingerprint(DATASET, with_record(counted=words).records[0])
        for words in (counted, counted.model_copy(update={"kk": "Басқаша"}))
    ]
    assert kept[0] == kept[1] != ledger.fingerprint(DATASET, DATASET.records[0])


def test_another_source_takes_the_mark_away_and_one_without_text_was_never_checked():
    sources = {
        **DATASET.sources,
        "other": DATASET.sources["press"].model_copy(update={"published": period.parse("2018")}),
    }
    moved = dataclasses.replace(with_record(source="other"), sources=sources)
    assert ledger.checks(moved, BOOK) == {**BOTH, "people": "changed"}
    assert ledger.checks(with_record(source="law"), BOOK) == {**BOTH, "people": "not checked"}
    assert ledger.checks(with_source(text_sha256=None), BOOK) == dict.fromkeys(BOTH, "not checked")


def test_a_new_disagreement_fails_at_once_whatever_the_ledger_says():
    records = [*RECORDS, {**RECORDS[0], "id": "other", "value": 39}]
    assert ledger.checks(make.held(TEXT, records)[0], BOOK) == {
        "people": "fails",
        "judges": "matches source",
        "other": "fails",
    }


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.text(max_size=5),
        st.just("passed"),
        st.just("1"),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["Q1", "Q2", "checks", "people", "x"]), inner, max_size=4),
    ),
    max_leaves=8,
)
KEYS = [
    ("version",), ("records",), ("records", "people"), *(("records", "people", part)
    for part in ("checks", "record_sha256", "text_sha256")),
    *(("records", "people", "checks", question) for question in finding.QUESTIONS),
]  # fmt: skip


def forged(path, *value):
    kept = copy.deepcopy(BOOK)
    holder = kept
    for step in path[:-1]:
        holder = holder[step]
    if value:
        holder[path[-1]] = value[0]
    else:
        del holder[path[-1]]
    return kept


def read(folder, kept):
    """The ledger as it is read from a file, as every reader of it does."""
    (folder / "evidence.json").write_text(json.dumps(kept), encoding="utf-8")
    return ledger.read(folder / "evidence.json")


def bears_no_mark(kept, record="people"):
    """Whether no mark comes of this ledger, with words for what else there is to show."""
    assert ledger.standings(DATASET, kept)[record].check != "matches source"
    return ledger.checks(DATASET, kept)[record] != "matches source"


@pytest.mark.parametrize("path", KEYS)
def test_an_entry_without_any_one_part_bears_no_mark(path):
    assert bears_no_mark(forged(path))


@given(st.sampled_from(KEYS), JSON)
def test_an_entry_with_any_other_part_bears_no_mark(path, value):
    kept = forged(path, value)
    if kept == BOOK:
        assert ledger.checks(DATASET, kept) == BOTH
    elif isinstance(
        kept["records"], dict
    ):  # else it is not read at all, as the next but one test says
        assert bears_no_mark(kept)


@given(JSON)
def test_no_other_ledger_bears_a_mark(kept):
    if isinstance(kept, dict):
        assert bears_no_mark({"version": ledger.VERSION, "records": kept})
        assert bears_no_mark({"version": ledger.VERSION, "records": {"people": kept}})
        assert (
            ledger.coverages(DATASET, {"version": ledger.VERSION, "sources": {"press": kept}})[
                "press"
            ]
            is None
        )


@pytest.mark.parametrize("extra", [{"Q8": "failed"}, {"Q6": "failed"}, {"": "passed"}])
def test_more_checks_than_there_are_bear_no_mark(extra):
    assert bears_no_mark(
        forged(("records", "people", "checks"), dict.fromkeys(finding.QUESTIONS, "passed") | extra)
    )


@pytest.mark.parametrize(
    "checks",
    [["Q1", "Q2", "Q3", "Q4", "Q5"], "passed", True, {}, dict.fromkeys(finding.QUESTIONS, True),
    dict.fromkeys(finding.QUESTIONS, "Passed"),
     {question: ["passed"] for question in finding.QUESTIONS}, dict.fromkeys(finding.QUESTIONS[1:],
     "passed"),
     dict.fromkeys(finding.QUESTIONS, "does not apply")],
)  # fmt: skip
def test_forged_results_bear_no_mark(checks, tmp_path):
    assert bears_no_mark(read(tmp_path, forged(("records", "people", "checks"), checks)))


def test_another_record_s_entry_and_one_of_another_version_bear_no_mark():
    assert bears_no_mark(forged(("records", "people"), BOOK["records"]["judges"]))
    assert bears_no_mark(forged(("records", "judges"), BOOK["records"]["people"]), "judges")
    assert bears_no_mark({**BOOK, "version": "0"})
    assert book(articles={}, old={**BOOK, "version": "0"}) == {
        "records": {},
        "sources": {},
        "version": ledger.VERSION,
    }


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"ledger"', b"1", b"\xff", b'{"records": []}', b'{"records": '
        b'null}', b'{"sources": "press"}', b"[" * 100_000,
     b'{"records": ' + b'{"a": ' * 100_000, b'{"version": ' + b"9" * 10_000 + b"}"],
)  # fmt: skip
def test_what_is_no_ledger_is_refused(content, tmp_path):
    path = tmp_path / "evidence.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        ledger.read(path)


def test_a_ledger_that_is_not_there_is_empty(tmp_path):
    assert ledger.path_beside(tmp_path / "metrics.yaml") == tmp_path / "evidence.json"
    assert ledger.read(tmp_path / "evidence.json") == {}


def test_entries_of_articles_that_an_archive_lacks_are_kept():
    records = [
        *RECORDS,
        {
            "id": "elsewhere",
            "source": "other",
            "metric": "convicted",
            "value": 38,
            "period": "2016",
            "quote": "38 people",
        },
    ]
    sources = {"other": {"text_sha256": "2" * 64}}
    dataset, articles = make.held(TEXT, records, sources=sources, skipped=SKIPPED)
    old = {
        **BOOK,
        "records": BOOK["records"] | {"elsewhere": {"mark": 1}, "gone": {"mark": 2}},
        "sources": {"other": {"mark": 3}, "gone": {}},
    }
    kept = book(dataset, articles, old)
    assert kept["records"] == BOOK["records"] | {"elsewhere": {"mark": 1}}
    assert kept["sources"] == {**BOOK["sources"], "other": {"mark": 3}}
    assert book(articles={}, old=BOOK) == BOOK


def test_the_project_s_own_ledger_is_current_without_any_archive():
    kept = ledger.read(ledger.path_beside(DATA))
    assert ledger.checks(REAL, kept) == {record.id: "matches source" for record in REAL.records}
    assert set(kept["records"]) == {record.id for record in REAL.records}
    assert ledger.dump(kept) == ledger.path_beside(DATA).read_bytes()
    for name in kept["sources"]:
        counts = ledger.coverages(REAL, kept)[name]
        assert counts["unheld"] == 0
        assert counts["numbers"] == counts["recorded"] + counts["unstated"] + counts["skipped"]
    assert {name for name, source in REAL.sources.items() if source.text_sha256} == set(
        kept["sources"]
    )


def test_coverage_holds_for_exactly_these_entries_and_this_text():
    counts = {
        "numbers": 5,
        "recorded": 4,
        "unverified": 0,
        "unstated": 0,
        "skipped": 1,
        "unheld": 0,
    }
    assert ledger.coverages(DATASET, BOOK)["press"] == counts
    reason = DATASET.skipped[0].model_copy(update={"reason": "page"})
    for edited in (
        dataclasses.replace(DATASET, skipped=()), dataclasses.replace(DATASET, skipped=(reason,)),
        with_record(quote="38 people"),
        dataclasses.replace(DATASET, records=DATASET.records[:1]),
        with_source(text_sha256="1" * 64),
    ):  # fmt: skip
        assert ledger.coverages(edited, BOOK)["press"] is None
    assert ledger.coverages(DATASET, BOOK)["law"] is ledger.coverages(DATASET, {})["press"] is None
    assert ledger.coverages(with_record(value=quantity.parse(39)), BOOK)["press"] == counts


@pytest.mark.parametrize("part", ledger.COUNTS)
@pytest.mark.parametrize("value", [(), ("many",), (None,), ([],), (1.5,)])
def test_coverage_that_cannot_be_read_is_none(part, value):
    assert ledger.coverages(DATASET, forged(("sources", "press", part), *value))["press"] is None


def checks_of(store):
    frame = store.snapshot().frame("en")
    return dict(zip(frame["record"], frame["check"], strict=True))


def test_the_shelf_picks_up_a_rewritten_ledger_and_keeps_the_last_good_one_while_it_cannot_be_read(
    tmp_path,
):
    data, kept = tmp_path / "metrics.yaml", tmp_path / "evidence.json"
    data.write_text(
        make.yaml_text(RECORDS, sources={"press": {"text_sha256": ARTICLES["press"].sha256}}),
        encoding="utf-8",
    )
    store = versions.Store(data, patience=60)
    assert checks_of(store) == dict.fromkeys(BOTH, "not checked")
    kept.write_bytes(ledger.dump(BOOK))
    assert checks_of(store) == BOTH
    kept.write_bytes(ledger.dump(forged(("records", "people", "checks", "Q2"), "failed")))
    assert checks_of(store) == {**BOTH, "people": "fails"}
    for content in (b"{", b"[]", b"\xff", b"[" * 100_000, b'{"records": []}', b""):
        kept.write_bytes(ledger.dump(BOOK))
        assert checks_of(store) == BOTH
        assert store.snapshot().ledger_broken is None
        kept.write_bytes(content)
        assert checks_of(store) == BOTH
        broken = store.snapshot().ledger_broken
        assert (
            broken.summary
            == "evidence.json cannot be read; what the last good one says stays in use"
        )
        assert broken.problems[0].file == "evidence.json"
        assert store.snapshot().broken is None
    kept.unlink()
    assert checks_of(store) == BOTH
    assert "is gone" in str(store.snapshot().ledger_broken.problems[0])
    kept.mkdir()
    assert checks_of(store) == BOTH
    assert store.snapshot().ledger_broken.since == broken.since


def test_a_ledger_that_was_never_read_is_said_to_be_broken_and_vouches_for_nothing(tmp_path):
    data, kept = tmp_path / "metrics.yaml", tmp_path / "evidence.json"
    data.write_text(
        make.yaml_text(RECORDS, sources={"press": {"text_sha256": ARTICLES["press"].sha256}}),
        encoding="utf-8",
    )
    kept.write_bytes(ledger.dump(BOOK)[:-10])
    store = versions.Store(data, patience=60)
    assert checks_of(store) == dict.fromkeys(BOTH, "not checked")
    assert (
        store.snapshot().ledger_broken.summary
        == "evidence.json cannot be read; every figure shows as not checked"
    )


def test_a_last_good_ledger_vouches_for_no_figure_that_was_edited_since(tmp_path):
    data, kept = tmp_path / "metrics.yaml", tmp_path / "evidence.json"
    data.write_text(
        make.yaml_text(RECORDS, sources={"press": {"text_sha256": ARTICLES["press"].sha256}}),
        encoding="utf-8",
    )
    kept.write_bytes(ledger.dump(BOOK))
    store = versions.Store(data, patience=60)
    assert checks_of(store) == BOTH
    kept.write_bytes(b"{")
    edited = [{**RECORDS[0], "value": 39}, *RECORDS[1:]]
    data.write_text(
        make.yaml_text(edited, sources={"press": {"text_sha256": ARTICLES["press"].sha256}}),
        encoding="utf-8",
    )
    assert checks_of(store) == {**BOTH, RECORDS[0]["id"]: "changed"}
    assert store.snapshot().ledger_broken is not None


# What the machine cannot decide, and what a person settles

ODD = "In 2016 scarcely 500 people left."
LEFT = {
    "id": "left",
    "metric": "people",
    "value": 500,
    "period": "2016",
    "quote": "In 2016 scarcely 500 people left",
}
CONFIRMED = {
    "by": "A. Reader",
    "on": "2026-11-25",
    "says": "Hardly 500, so 500 at most; it counts them exactly elsewhere.",
}


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({}, "not decided"),
        ({"confirmed": CONFIRMED}, "confirmed"),
        ({"confirmed": CONFIRMED, "value": 501}, "fails"),
        ({"value": 501}, "fails"),
    ],
)
def test_what_is_undecided_is_named_and_only_that_is_settled_by_a_person(change, check):
    dataset, articles = make.held(ODD, [{**LEFT, **change}])
    kept = ledger.book(dataset, articles, evidence.verify(dataset, articles), {})
    standing = ledger.standings(dataset, kept)["left"]
    assert standing.check == check
    assert standing.undecided == ("Q3",)
    assert standing.reasons["Q3"] == reasons.because("unread", number="500", words="scarcely")
    assert standing.evidence == (check != "fails")
    assert kept["sources"]["press"]["unverified"] == (0 if check == "confirmed" else 2)


def test_a_confirmation_that_settles_nothing_is_refused_by_check_and_verify(tmp_path, capsys):
    text = "In 2016, 500 people left."
    record = {
        "id": "left",
        "metric": "people",
        "value": 500,
        "period": "2016",
        "quote": "500 people left",
        "context": "In 2016",
    }
    data, folder = tmp_path / "metrics.yaml", tmp_path / "archive"
    folder.mkdir()
    (folder / "press.txt").write_text(text, encoding="utf-8")
    source = {"text_sha256": archive.parse(text.encode()).sha256, "published": "2017-10-16"}
    for confirmed, code in ((None, 0), (CONFIRMED, 1)):
        made = {**record, "confirmed": confirmed} if confirmed else record
        data.write_text(make.yaml_text([made], sources={"press": source}), encoding="utf-8")
        assert (
            cli.main(["verify", "--archive", str(folder), "--data", str(data), "--write"]) == code
        )
        assert ("left: confirmed settles nothing" in capsys.readouterr().out) == bool(code)
        assert cli.main(["check", "--data", str(data)]) == code
        assert ("left: confirmed settles nothing" in capsys.readouterr().out) == bool(code)


def test_a_confirmation_holds_for_exactly_what_was_read():
    dataset, articles = make.held(ODD, [{**LEFT, "confirmed": CONFIRMED}])
    kept = ledger.book(dataset, articles, evidence.verify(dataset, articles), {})
    assert ledger.checks(dataset, kept) == {"left": "confirmed"}
    for change in (
        {"confirmed": {**CONFIRMED, "says": "Something else."}},
        {"confirmed": None},
        {"quote": "scarcely 500 people left"},
    ):
        edited = make.held(
            ODD,
            [
                {
                    key: value
                    for key, value in {**LEFT, "confirmed": CONFIRMED, **change}.items()
                    if value is not None
                }
            ],
        )[0]
        assert ledger.checks(edited, kept) == {"left": "changed"}
    other = dataclasses.replace(
        dataset,
        sources={
            **dataset.sources,
            "press": dataset.sources["press"].model_copy(update={"text_sha256": "1" * 64}),
        },
    )
    assert ledger.checks(other, kept) == {"left": "changed"}


def test_the_ledger_tells_what_of_the_receipt_stands_in_the_text():
    text = (
        "An officer of Kazakhstan, Gulnara Seitova, said that 38 people were convicted in "
        "2016.\nFigures of the year"
    )
    record = {**RECORDS[0], "said_by": "Gulnara Seitova, an office"}
    told = {"said_by": "stated", "area": "stated", "title": "stated"}
    for change, expected in (
        ({}, {}), ({"said_by": "Gulnara Osmanova"}, {"said_by": "not found"}), ({"area": "UZ"},
        {"area": "not found"}),
        ({"area": "UZ", "inferred": {"area": "known"}}, {"area": "inferred"}),
        ({"area": "unspecified"}, {"area": "does not apply"}),
    ):  # fmt: skip
        dataset, articles = make.held(text, [{**record, **change}])
        kept = ledger.book(dataset, articles, evidence.verify(dataset, articles), {})
        assert dict(ledger.standings(dataset, kept)["people"].beyond) == told | expected


def test_what_is_counted_is_told_where_no_words_name_it():
    dataset, articles = make.held(
        "All in all 38 of them in 2016.", [{**RECORDS[0], "quote": "38 of them in 2016"}]
    )
    kept = ledger.book(dataset, articles, evidence.verify(dataset, articles), {})
    assert ledger.standings(dataset, kept)["people"].reasons == {
        "Q4": reasons.because(counting.NOT_NAMED)
    }
