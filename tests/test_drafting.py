"""What a draft makes of an article: every number once, what the checks pass, and what
is left open.
"""

import os
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median

import drafting
import make
import pytest
import reading

import kzstats
from kzstats import cli
from kzstats.checks import archive, evidence
from kzstats.dataset.yaml import Plain
from kzstats.drafting import choosing, drafts, phrases, sketching, writing
from kzstats.drafting.candidates import OPEN, Work

RIGHT = {"en": 0.97, "ru": 0.94, "kk": 0.90}
"""What part of the figures that a record can hold has its value, its mark and its unit."""
SOURCES = Path(os.environ.get("KZSTATS_ARCHIVE", ""))
archived = pytest.mark.skipif(
    not os.environ.get("KZSTATS_ARCHIVE"), reason="KZSTATS_ARCHIVE is not set"
)


@cache
def measured():
    return {name: (text, drafting.measured(text)) for name, text in reading.load().items()}


def of_language(language):
    return [found for text, found in measured().values() if text.truth["language"] == language]


@pytest.mark.parametrize("language", RIGHT)
def test_the_figures_of_the_five_articles_are_found_with_value_mark_and_unit(language):
    found = of_language(language)
    right, wrong = (sum(len(getattr(one, part)) for one in found) for part in ("right", "wrong"))
    assert right / (right + wrong) >= RIGHT[language], [line for one in found for line in one.wrong]


def test_a_period_is_right_or_left_open():
    periods = sum((found.periods for _, found in measured().values()), Counter())
    assert periods["wrong"] <= 0.01 * periods.total()
    assert periods["right"] >= 0.6 * periods.total()  # a draft that leaves all open would be none


def test_an_article_is_entered_with_few_lines_typed_and_a_decision_for_each_open_number():
    found = [one for _, one in measured().values()]
    assert median(len(one.typed) for one in found) <= 10, [one.typed for one in found]
    for one in found:
        assert one.decisions <= one.most


@pytest.mark.parametrize(
    ("language", "text", "titles"),
    [
        ("en", "In 2017 courts acquitted 412 defendants.", ("Defendants acquitted", "Оправданные")),
        ("ru", "В 2017 году удалено 9 тысяч материалов.", ("Materials removed", "Удалённые")),
        ("kk", "2017 жылы 36 семинар өткізілді.", ("Seminars held", "Проведённые семинары")),
    ],
)
def test_a_new_metric_has_a_title_proposed_in_three_languages(language, text, titles):
    (several,) = drafted(text, language=language).titles.values()
    assert [several[0]["title"][code].startswith(said) for code, said in zip(
        ("en", "ru"), titles, strict=True)] == [True, True]  # fmt: skip
    assert several[0]["title"]["kk"]


def test_what_a_figure_is_limited_to_is_proposed_and_not_chosen():
    draft = drafted("В 2017 году на учёте состояли 580 человек, из них 27 женщин.", language="ru")
    whole, part = draft.candidates
    assert part.fields["metric"] == whole.fields["metric"]
    assert part.fields["dimensions"] == {"sex": OPEN}
    assert part.choices["dimensions"] == ({"dimensions": {"sex": "female"}},)
    assert draft.dimensions["sex"]["codes"]["female"]["kk"] == "Әйелдер"  # the data declare none


def test_a_time_of_the_figure_before_is_not_carried_to_others():
    draft = drafted(
        "In 2018 they registered 312 offences, against 389 in 2017.\nThey detained 127 people.",
        published="2019-01-24",
    )
    assert draft.candidates[-1].fields["period"] in ("2018", OPEN)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ru", "рядом никто другой не назван"), ("kk", "қасында басқа ешкім аталмаған")],
)
def test_the_notes_of_a_draft_are_in_the_language_that_was_asked_for(tmp_path, lang, said):
    prepared(tmp_path)
    assert command(tmp_path, "draft", "press", "--lang", lang) == 0
    written = (tmp_path / "drafts" / "press.yaml").read_text(encoding="utf-8")
    assert said in written
    assert "no one else" not in written


def test_numbers_that_are_no_figures_have_the_right_reason():
    right, wrong = (
        sum(len(getattr(found, part)) for _, found in measured().values())
        for part in ("left_right", "left_wrong")
    )
    assert right / (right + wrong) >= 0.9


@pytest.mark.parametrize("name", reading.NAMES)
def test_no_number_is_missing_and_none_stands_twice(name):
    text, found = measured()[name]
    assert found.missing == []
    draft = drafting.draft_of(text)
    places = [(one.start, one.end, one.fields["value"]) for one in draft.candidates] + [
        (one.start, one.end, "") for one in draft.left
    ]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("name", reading.NAMES)
def test_what_a_draft_proposes_without_a_word_passes_the_checks(name):
    """What fails or is undecided is said at the candidate; of what says nothing a record is vouched
    for.
    """
    text, _ = measured()[name]
    draft = drafting.draft_of(text)
    for one in draft.candidates:
        if not one.ready or one.fields["metric"] not in drafting.empty().metrics:
            continue
        fields = {
            part: value
            for part, value in one.fields.items()
            if part not in ("id", "metric", "source", "label", "reason")
        }
        metric = drafting.empty().metrics[one.fields["metric"]]
        dataset = replace(text.dataset, metrics={"m": metric})
        record = reading.Record.model_validate(
            {"id": "r", "metric": "m", "source": "press", **fields}
        )
        (found,) = evidence.verify(replace(dataset, records=(record,)), {"press": text.article})
        assert (found.check == "matches source") == ("check" not in one.notes), (
            one.fields,
            one.notes,
        )


def test_a_draft_is_the_same_each_time():
    text = next(iter(reading.load().values()))
    assert drafting.draft_of(text) == drafting.draft_of(text)


@archived
def test_the_five_real_articles_drafted_from_nothing_give_the_records_and_what_is_left_out():
    data = kzstats.load(drafting.DATA)
    kept = {(record.source, str(record.value), record.metric): record for record in data.records}
    found, left = {}, {}
    for name, article in archive.read(SOURCES, data).items():
        draft = drafts.drafted(drafting.empty(), name, data.sources[name], article)
        found |= {
            (name, str(one.fields["value"]), one.fields["metric"]): one.fields
            for one in draft.candidates
        }
        left[name] = draft.left
    assert set(found) == set(kept)
    for key, record in kept.items():
        period, how = found[key]["period"], found[key].get("inferred", {}).get("period")
        assert (period, how) in [(str(record.period), record.inferred.period), (OPEN, None)], key
    articles = archive.read(SOURCES, data)
    for skipped in data.skipped:
        ((start, end),) = articles[skipped.source].find(skipped.quote)
        places = [
            token.start
            for token in articles[skipped.source].numbers
            if token.kind != "period" and start <= token.start < end
        ]
        reasons = {
            next((one.reason for one in left[skipped.source] if one.start <= place < one.end), None)
            for place in places
        }
        assert skipped.reason in reasons, skipped
        assert reasons <= {skipped.reason, "date"}, skipped  # its year in brackets
    held = {
        name: [
            span
            for one in data.unstated
            if one.source == name
            for span in articles[name].find(one.context)
        ]
        for name in left
    }
    held = {
        name: spans
        + [
            place
            for one in data.skipped
            if one.source == name
            for place in articles[name].find(one.quote)
        ]
        for name, spans in held.items()
    }
    assert [
        one.quote for name, several in left.items() for one in several
        if not any(start < one.end and one.start < end for start, end in held[name])
        and one.reason not in ("date", "span")
    ] == []  # fmt: skip


def drafted(text, data=None, language="en", proposer=None, **source):
    data = data or make.dataset(
        [{"id": "offences-2014"}],
        sources={"press": {"language": language, "published": "2018-05-03", **source}},
    )
    return drafts.drafted(
        replace(data, records=()),
        "press",
        data.sources["press"],
        archive.parse(text.encode()),
        proposer,
    )


def test_the_same_figure_said_again_is_one_and_the_body_has_it():
    draft = drafted(
        "Over 500 people convicted\nCourts have convicted more than 500 people of terrorism, and "
        "70 left in 2017."
    )
    assert [one.fields["value"] for one in draft.candidates] == [">500", 70]
    assert [(one.reason, one.start < 20) for one in draft.left if one.reason == "repeat"] == [
        ("repeat", True)
    ]


def test_a_time_that_may_be_of_two_periods_is_left_open_with_both():
    draft = drafted(
        "As of 1 May they run 23 centres. Since the beginning of the year they have taught 1,240 "
        "people."
    )
    centres, people = draft.candidates
    assert centres.fields["period"] == "2018-05-01"
    assert people.fields["period"] == OPEN
    assert "2018-01-01/2018-05-01" in people.notes["period"]
    assert "2018-01-01/2018-05-03" in people.notes["period"]


def test_an_article_in_a_language_that_is_not_read_is_left_open_as_a_whole():
    draft = drafted("Im Jahr 2017 wurden mehr als 40 Menschen verurteilt.", language="de")
    assert [one.fields["value"] for one in draft.candidates] == [OPEN, OPEN]
    assert all(
        one.fields["period"] == one.fields["metric"] == OPEN
        and "de is not read" in one.notes["period"]
        for one in draft.candidates
    )


def test_a_figure_that_disagrees_with_one_on_record_says_so_and_leaves_the_reason_to_a_person():
    data = make.dataset([{"metric": "convicted", "period": "2017", "value": 114, "source": "law"}])
    data = replace(
        data,
        sources={
            **data.sources,
            "press": data.sources["press"].model_copy(
                update={"published": make.dataset([{}]).records[0].period}
            ),
        },
    )
    text = (
        "In 2017 118 persons were convicted in Kazakhstan on charges of terrorism; the "
        "convicted were sentenced."
    )
    draft = drafts.drafted(data, "press", data.sources["press"], archive.parse(text.encode()))
    assert [one.fields.get("value") for one in draft.candidates] == [118]
    named = [one for one in draft.candidates if one.fields["metric"] == "convicted"]
    assert named
    assert all(
        one.fields["reason"] == {"en": OPEN} and "says 114; why" in one.notes["reason"]
        for one in named
    )


def proposing(text):
    """A proposer that knows the metric of a number, and is wrong about a period."""
    start = text.index("40")
    return [{"start": start, "end": start + 2, "metric": "convicted", "period": "2015"}]


def test_what_a_proposer_says_passes_the_same_checks_or_stays_open():
    text = "Some words of it.\nThe office said: 40 people. It told more in 2016 and in 2017."
    (one,) = drafted(text, proposer=proposing).candidates
    assert one.fields["metric"] == "convicted"
    assert one.fields["period"] == OPEN
    assert "2015" in one.notes["period"]
    assert "Q5" in one.notes["period"]


@pytest.mark.parametrize("name", reading.NAMES)
def test_the_file_of_a_draft_is_read_back_as_it_was_meant(name):
    text, _ = measured()[name]
    draft = drafting.draft_of(text)
    source = replace(text.dataset).sources["press"]
    content = writing.draft_text(
        draft, source, {"title": "Yes: no", "published": "2018", "language": "no"}
    )
    plain = Plain(content, "draft").value()
    assert plain["sources"][draft.source] == {
        "title": "Yes: no",
        "published": "2018",
        "language": "no",
    }
    assert [dict(each) for each in plain["records"]] == [
        dict(one.fields) for one in draft.candidates
    ]
    assert plain["skipped"] == [
        {"source": draft.source, "quote": one.quote, "reason": one.reason} for one in draft.left
    ]


def test_a_phrase_that_stands_twice_is_told_apart_by_the_words_beside_it():
    line = "In 2016 the courts said 40 people left and again that 40 people left for good."
    article = archive.parse(line.encode())
    first, second = article.find("40 people left")
    for span, words in ((first, "courts said"), (second, "again that")):
        found = phrases.phrase(article, span, (), beside=True)
        assert "40 people left" in found.words
        assert article.beside((found.start, found.end), found.prefix, found.suffix)
        assert words in line[max(0, found.start - 12) : found.end]
    again = archive.parse(f"{line} So {line}".encode())
    for span in again.find("40 people left for"):
        found = phrases.phrase(again, span, (), beside=True)
        assert found.prefix or found.suffix or again.find(found.words) == [(found.start, found.end)]
    assert phrases.phrase(archive.parse(b"40 left\n40 left"), (0, 7), (), beside=True) is None


@pytest.mark.no_cover
def test_a_text_of_many_pages_is_drafted_whole_and_its_cost_grows_as_its_length(thorough):
    """Twenty pages where all is tried, else ten."""
    source = next(iter(reading.load().values())).dataset.sources["press"]
    for one in reading.load().values():  # what is loaded and looked up once
        drafting.draft_of(one)

    def cost(text):
        begun = time.process_time()
        found = drafts.drafted(drafting.empty(), "long", source, archive.parse(text.encode()))
        return time.process_time() - begun, found

    text = drafting.long_text()
    text = text if thorough else text[: len(text) // 2]
    short, _ = cost(text[: len(text) // 4])
    whole, found = cost(text)
    assert (
        whole < 9 * short
    )  # four times the text: as much again for what is noise, far from the sixteen of a square
    assert len(found.candidates) > len(text) // 200


def command(tmp_path, *arguments):
    return cli.main(
        [
            *arguments[:2],
            "--data",
            str(tmp_path / "data.yaml"),
            "--archive",
            str(tmp_path),
            *arguments[2:],
        ]
    )


def prepared(tmp_path):
    text = "In 2017 114 people were convicted, against 182 in 2016.\n3 comments"
    (tmp_path / "press.txt").write_text(text, encoding="utf-8")
    source = {"published": "2018-05-03", "text_sha256": archive.parse(text.encode()).sha256}
    (tmp_path / "data.yaml").write_text(
        make.yaml_text([{"source": "law"}], sources={"press": source}), encoding="utf-8"
    )


def test_the_command_writes_a_draft_beside_the_data_and_never_over_one(tmp_path, capsys):
    prepared(tmp_path)
    assert command(tmp_path, "draft", "press") == 0
    written = (tmp_path / "drafts" / "press.yaml").read_bytes()
    assert b"value: 114" in written
    assert "2 figures" in capsys.readouterr().out
    assert command(tmp_path, "draft", "press") == 2
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "drafts" / "press.yaml").read_bytes() == written


def test_what_stands_in_the_way_of_a_draft_is_a_sentence(tmp_path, capsys):
    prepared(tmp_path)
    assert command(tmp_path, "draft", "other") == 1
    assert "other.txt:1: text: cannot be read" in capsys.readouterr().err
    (tmp_path / "press.txt").write_text("Something else in 2017.", encoding="utf-8")
    assert command(tmp_path, "draft", "press") == 1
    assert "is not the text on record" in capsys.readouterr().err
    assert command(tmp_path, "draft", "press", "--proposer", "nowhere:at_all") == 2
    assert "leads nowhere" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "text", "said", "reason"),
    [
        ("en", "In 2018 it spent $850 million, up 12% from 2017.", "12%", "change"),
        ("en", "Omarov, 47, said on Thursday that 300 people had left.", "47", "not_expressible"),
        ("en", "Whoever knows more may call 1414 at any hour of the day.", "1414", "contact"),
        ("en", "The maximum penalty is 12 years in prison.", "12", "norm"),
        ("en", "They adopted the 2018 Strategy Review in Astana.", "2018", "name"),
        ("en", "A three-day training for judges was held.", "three", "span"),
        ("ru", "Телефон доверия: 8-800-080-0000.", "8-800", "contact"),
        (
            "ru",
            "Израсходовано 34 млрд тенге, что на 4,5 % больше, чем годом ранее.",
            "4,5 %",
            "change",
        ),
        ("ru", "Согласно статье 257 УК, виновным грозит до 17 лет лишения свободы.", "17", "norm"),
        ("ru", "Просмотров: 4 512", "4 512", "page"),
        ("kk", "Бұл 2017 жылға қарағанда 15 пайызға кем.", "15 пайызға", "change"),
        ("kk", "Оқылды: 512", "512", "page"),
    ],
)
def test_a_number_that_is_no_figure_has_its_reason(language, text, said, reason):
    draft = drafted(text, language=language)
    place = text.index(said)
    assert [one.reason for one in draft.left if one.start <= place < one.end] == [reason]


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("en", "In 2017 the office closed 28 criminal cases.", "case"),
        ("en", "In 2017 courts declared 16 websites unlawful.", "web-page"),
        ("en", "In 2017 they stopped 3 terrorist attacks.", "attack"),
        ("en", "In 2017 the prison held 45 lawyers.", "person"),
        ("ru", "В 2017 году пресечено 3 террористических акта.", "attack"),
        ("ru", "В 2017 году заблокировано свыше 3,5 тысячи ссылок.", "link"),
        ("ru", "В 2017 году задержаны 12 курсантов.", "person"),
        ("kk", "2017 жылы 3 лаңкестік әрекеттің алды алынды.", "attack"),
        ("kk", "2017 жылы 600-ден астам қазақстандық елге қайтарылды.", "person"),
        ("kk", "2017 жылы 20 мыңнан аса заңсыз материал жойылды.", "publication"),
    ],
)
def test_what_is_counted_is_told_by_its_own_word(language, text, unit):
    assert [one.unit for one in drafted(text, language=language).candidates] == [unit]


@pytest.mark.parametrize(
    ("language", "text", "value", "period"),
    [
        ("en", "The government will allocate 3.7 billion tenge through 2022.", 3_700_000_000, OPEN),
        ("en", "In all 61 people were convicted in 2018, and 126 in 2014.", 126, "2014"),
        ("en", "Since 2012 more than 500 people have been convicted.", ">500", "2012/2018-05-03"),
        ("en", "The office now has some 50 prosecutors.", "~50", "2018-05-03"),
        ("en", "Between 2014 and 2016, 120 people were stopped.", 120, "2014/2016"),
        ("ru", "Осуждено 143 человека против 102 в 2016 году.", 143, OPEN),
        ("ru", "Осуждено 143 человека против 102 в 2016 году.", 102, "2016"),
        ("ru", "В настоящее время там находятся порядка 350 граждан.", "~350", "2018-05-03"),
        ("ru", "По итогам IV квартала 2017 года осуждены 40 человек.", 40, "2017-10/2017-12"),
        ("kk", "Былтыр 40 адам сотталды.", 40, "2017"),
    ],
)
def test_a_period_is_told_by_the_words_that_are_of_the_number(language, text, value, period):
    periods = {
        one.fields["value"]: one.fields["period"]
        for one in drafted(text, language=language).candidates
    }
    assert periods[value] == period


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "The share rose from 35% to 48% over three years.", ["35", "48"]),
        ("ru", "Доля выросла с 35 до 48 процентов.", ["35", "48"]),
        ("ru", "Срок расследования сократился с 3–4 до 2 месяцев.", ["3..4", "2"]),
        ("kk", "Үлесі үш жылда 35 пайыздан 48 пайызға өсті.", ["35", "48"]),
        ("kk", "Психологтардың саны 10-нан 25-ке дейін өсті.", ["10", "25"]),
    ],
)
def test_both_levels_of_what_went_from_one_to_another_are_candidates_that_a_person_confirms(
    language, text, values
):
    found = drafted(text, language=language).candidates
    assert [str(one.fields["value"]) for one in found] == values
    assert all(one.fields["period"] == OPEN and "confirm" in one.notes["value"] for one in found)


def test_a_period_is_only_offered_where_the_checks_would_not_refuse_it():
    text = "The office said: 40 people were convicted. It told more in 2016 and in 2017."
    draft = drafted(text)
    (one,) = draft.candidates
    offered = {each["period"]: each.get(choosing.REMARK, "") for each in one.choices["period"]}
    assert offered  # each is tried as a record of its own
    for each in one.choices["period"]:
        fields = choosing.merged(one.fields, each)
        dataset = make.dataset([{"id": "offences-2014"}], sources={"press": {}})
        metric = dataset.metrics["convicted"]
        record = sketching.made({**fields, "metric": "convicted"})
        source = dataset.sources["press"].model_copy(
            update={
                "published": make.dataset([{"period": "2018-05-03"}]).records[0].period,
                "text_sha256": archive.parse(text.encode()).sha256,
            }
        )
        work = Work(dataset, "press", source, archive.parse(text.encode()), ("KZ", None, ""))
        (answers,) = sketching.answers_of(work, (record,), {"convicted": metric})
        (period,) = [answer for answer in answers if answer.question == "Q5"]
        assert period.outcome != "failed", each
        assert (period.outcome == "passed") == (offered[each["period"]] == ""), each


def test_what_is_offered_can_be_none_of_it():
    draft = drafting.draft_of(reading.load()["dala-habar-2018-02-08"])
    several = [one for one in draft.candidates if "label" in one.choices]
    assert several
    assert all(one.choices["label"][-1] == {"label": choosing.NONE} for one in several)
    one = several[0]
    assert "label" not in choosing.merged(one.fields, one.choices["label"][-1])
    assert "choose label: {label: none}" in "\n".join(
        writing.choosing_lines(one.choices["label"], "label")
    )
