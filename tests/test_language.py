"""Visible words: values, periods, places and codes, in three languages."""

import re
from decimal import Decimal
from math import inf
from typing import get_args

import make
import pytest
import thirteen
from hypothesis import given
from hypothesis import strategies as st

from kzstats.dataset import validation, vocabulary
from kzstats.language import (
    codes,
    dates,
    languages,
    naming,
    numbers,
    quantities,
    remarks,
    translation,
)
from kzstats.values import period, quantity
from kzstats.values.quantity import Derived

REAL = validation.load(thirteen.DATA)
LANGS = pytest.mark.parametrize("lang", languages.LANGUAGES)


def spaced(said):
    """The words with every kind of space as the common one."""
    return re.sub(r"[\u00a0\u2009\u202f]", " ", said)


@pytest.mark.parametrize(
    ("said", "unit", "label", "sentence"),
    [
        (154, "offence", "154", "154 offences"), (12345, "person", "12,345", "12,345 people"),
        (">30", "person", ">30", "more than 30 people"),
        (">=500", "event", "≥500", "at least 500 events"), ("<10", "case", "<10",
            "less than 10 cases"),
        ("<=10", "case", "≤10", "at most 10 cases"), ("~90", "person", "~90",
            "about 90 people"), ("1.5", "percent", "1.5%", "1.5%"),
        ("10..20", "percent", "10–20%", "10 to 20%"), ("1..18", "month", "1–18 months",
        "1 to 18 months"), (18, "month", "18 months", "18 months"),
        (1, "month", "1 month", "1 month"), (1, "person", "1", "1 person"), (1, "offence", "1",
        "1 offence"), (0, "person", "0", "0 people"),
        (4700000, "USD", "USD 4.7 million", "USD 4.7 million"), (4712345, "USD",
            "USD 4,712,345", "USD 4,712,345"),
        (300000, "EUR", "EUR 300,000", "EUR 300,000"),
    ],
)  # fmt: skip
def test_a_value_is_labelled_and_said_as_it_was_said(said, unit, label, sentence):
    parsed = quantity.parse(said)
    assert (quantities.label("en", parsed, unit), quantities.in_words("en", parsed, unit)) == (
        label,
        sentence,
    )


@pytest.mark.parametrize(
    ("text", "en", "ru", "kk"),
    [
        ("2014", "2014", "2014", "2014"),
        ("2014/2016", "2014–2016", "2014–2016", "2014–2016"),
        ("2016-05", "May 2016", "май 2016 г.", "2016 жылғы мамыр"),
        (
            "2016-01/2016-05",
            "January – May 2016",
            "январь – май 2016 г.",
            "2016 жылғы қаңтар – мамыр",
        ),
        (
            "2015-12/2016-01",
            "December 2015 – January 2016",
            "декабрь 2015 г. – январь 2016 г.",
            "2015 жылғы желтоқсан – 2016 жылғы қаңтар",
        ),
        ("2017-10-04", "4 October 2017", "4 октября 2017 г.", "2017 жылғы 4 қазан"),
        (
            "2017-10-04/2017-10-05",
            "4–5 October 2017",
            "4–5 октября 2017 г.",
            "2017 жылғы 4–5 қазан",
        ),
        (
            "2017-01-31/2017-02-01",
            "31 January – 1 February 2017",
            "31 января – 1 февраля 2017 г.",
            "2017 жылғы 31 қаңтар – 1 ақпан",
        ),
    ],
)
def test_a_period_reads_as_each_language_writes_it(text, en, ru, kk):
    assert [spaced(dates.period(lang, period.parse(text))) for lang in languages.LANGUAGES] == [
        en,
        ru,
        kk,
    ]


@LANGS
@pytest.mark.parametrize(
    "text",
    [
        "2014/2016",
        "2016-05",
        "2016-01~/2016-05~",
        "2017-10-04",
        "2017-10-04/2017-10-05",
        "2017-01-31/2017-02-01",
    ],
)
def test_a_number_in_a_date_is_never_parted_from_the_word_it_counts(lang, text):
    said = dates.period(lang, period.parse(text))
    assert not re.search(r"\d[ \u2009\u202f][^\W\d]|[ \u2009\u202f]–", said)
    assert not re.search("\u202f", dates.day(lang, period.parse("2017-10-04").start))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2017-04-11", "2017 жылғы 11 сәуірдегі"), ("2017-01-31", "2017 жылғы 31 қаңтардағы"),
        ("2017-02-01", "2017 жылғы 1 ақпандағы"),
        ("2017-03-01", "2017 жылғы 1 наурыздағы"), ("2017-06-01", "2017 жылғы 1 маусымдағы"),
        ("2017-07-01", "2017 жылғы 1 шілдедегі"),
        ("2017-08-01", "2017 жылғы 1 тамыздағы"), ("2017-09-01", "2017 жылғы 1 қыркүйектегі"),
        ("2017-11-22", "2017 жылғы 22 қарашадағы"),
        ("2017-12", "2017 жылғы желтоқсандағы"), ("2017", "2017 жылғы"),
    ],
)  # fmt: skip
def test_a_kazakh_date_takes_the_ending_of_its_sentence(text, said):
    record = make.dataset(
        [{"metric": "centres", "period": text, "inferred": {"period": "article_date"}}]
    ).records[0]
    assert spaced(dates.when("kk", record)) == f"{said} жағдай бойынша"


def test_a_kazakh_sentence_says_on_which_day_in_the_locative():
    assert (
        spaced(dates.last_changed("kk", period.parse("2026-11-22").start))
        == "Деректер соңғы рет 2026 жылғы 22 қарашада өзгертілді."
    )
    assert (
        spaced(dates.last_changed("en", period.parse("2026-11-22").start))
        == "The data were last changed on 22 November 2026."
    )


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "in English"), ("ru", "на английском"), ("kk", "ағылшынша")]
)
def test_words_are_said_to_be_in_a_language(lang, said):
    assert naming.spoken(lang, "en") == said
    assert naming.spoken(lang, "de") == naming.language(lang, "de")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2014~", "about 2014"),
        ("2016-01~/2016-05~", "about January – May 2016"),
        ("2014/2016~", "about 2014–2016"),
    ],
)
def test_an_approximate_period_says_about_once(text, said):
    assert spaced(dates.period("en", period.parse(text))) == said


@pytest.mark.parametrize(
    ("lang", "number", "short", "place", "month"),
    [
        ("en", "4,712,345.5", "4.71 million", "Kazakhstan", "Oct"),
        ("ru", "4 712 345,5", "4,71 млн", "Казахстан", "окт"),
        ("kk", "4 712 345,5", "4,71 млн", "Қазақстан", "қаз"),
    ],
)
def test_numbers_places_and_months_follow_the_language(lang, number, short, place, month):
    october = period.parse("2017-10-04").start
    assert spaced(numbers.number(lang, 4712345.5)) == number
    assert spaced(numbers.amount(lang, 4710000)) == short
    assert (naming.area(lang, "KZ"), dates.month(lang, october)) == (place, month)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("150", "Europe"),
        ("KZ", "Kazakhstan"),
        ("unspecified", "not named"),
        ("several", "several countries"),
        ("999", "999"),
    ],
)
def test_an_area_has_a_name(code, name):
    assert naming.area("en", code) == name


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("offence", "offences"),
        ("person", "people"),
        ("percent", "percent"),
        ("USD", "US dollars (USD)"),
        ("website", "websites"),
        ("centre", "centres"),
        ("gizmo", "gizmo"),
    ],
)
def test_a_unit_has_a_name(unit, name):
    assert quantities.unit_name("en", unit) == name


def read_number(lang, said):
    """The number that an amount in words stands for, digit by digit."""
    digits = re.match(r"[\d ,.]+", spaced(said)).group().replace(" ", "")
    plain = digits.replace(",", "") if lang == "en" else digits.replace(",", ".")
    return Decimal(plain) * (
        10**9 if re.search("billion|млрд", said) else 10**6 if re.search("million|млн", said) else 1
    )


COUNT = st.integers(0, 10**15 - 1) | st.builds(
    lambda part, zeros: part * 10**zeros, st.integers(1, 999), st.integers(3, 9)
)


@LANGS
@given(value=COUNT)
def test_an_amount_never_loses_a_digit(lang, value):
    assert read_number(lang, numbers.amount(lang, value)) == value


@given(st.integers(0, 10**7), st.integers(1, 9_999_999))
def test_a_number_never_loses_a_decimal(whole, part):
    value = float(f"{whole}.{part:07}")
    assert Decimal(numbers.number("en", value).replace(",", "")) == Decimal(str(value))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12.34, "12.3"),
        (123.4, "123"),
        (1234.5, "1,234"),
        (-12.34, "-12.3"),
        (260.0, "260"),
        (50.0, "50"),
    ],
)
def test_a_computed_number_says_no_more_digits_than_it_can_hold(value, said):
    assert numbers.rounded("en", value) == said


def test_a_computed_number_that_is_something_is_never_said_as_nothing():
    assert numbers.rounded("en", 0.04) != "0"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Derived(50, 50), "50%"), (Derived(200, inf, (True, False)), "more than 200%"),
        (Derived(200, inf), "at least 200%"),
        (Derived(-inf, 20, (False, True)), "less than 20%"), (Derived(-inf, 20),
            "at most 20%"), (Derived(10, 20), "10% to 20%"),
        (Derived(50, 50, approximate=True), "about 50%"),
    ],
)  # fmt: skip
def test_a_computed_number_keeps_its_comparators(found, said):
    assert quantities.derived("en", found, "percent") == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (69.4189, 69.4189, "+69.4%"), (-14.8649, -14.8649, "−14.9%"), (-7.6923, -7.6923, "−7.7%"),
        (50, 50, "+50%"), (259.74, 259.74, "+259.7%"),
        (0, 0, "0%"), (0.004, 0.004, "+0.004%"), (7.6923, inf, "a rise of at least 7.6%"), (-inf,
        -7.6923, "a fall of at least 7.6%"),
    ],
)  # fmt: skip
def test_a_change_has_one_decimal_and_a_true_minus_sign(low, high, said):
    assert quantities.change("en", Derived(low, high)) == said


@pytest.mark.parametrize("bound", [199.6, 66.67, 328.571, 12.99])
def test_a_computed_bound_is_never_said_tighter_than_it_is(bound):
    low, high = (
        quantities.derived("en", found, "percent")
        for found in (
            Derived(bound, inf, (True, False)),
            Derived(-inf, bound - 0.25, (False, True)),
        )
    )
    assert float(re.search(r"[\d.]+", low).group()) <= bound
    assert float(re.search(r"[\d.]+", high).group()) >= bound - 0.25


@LANGS
@pytest.mark.parametrize(
    ("translate", "known"),
    [
        (codes.kind, vocabulary.Kind),
        (codes.skip_reason, vocabulary.SkipReason),
        (codes.check, vocabulary.Check),
    ],
    ids=["kind", "skip", "check"],
)
def test_every_code_has_words_of_its_own(lang, translate, known):
    said = [translate(lang, code) for code in get_args(known)]
    assert all(said)
    assert len(set(said)) == len(said)


@LANGS
def test_every_inference_has_words_of_its_own(lang):
    said = [
        remarks.inference(lang, code, "the past five months")
        for code in get_args(vocabulary.PeriodInference)
    ]
    assert len(set(said)) == len(said)
    assert any("the past five months" in one for one in said)


def test_matches_source_is_never_called_true_and_nothing_else_looks_checked():
    assert codes.check("en", "matches source") == "transcription checked"
    assert codes.check("en", "not checked") == "not checked"


def test_notes_say_what_is_inferred_and_then_the_records_own_note():
    one = make.dataset(
        [
            {
                "inferred": {"period": "months_before_article", "said_by": "next_sentence"},
                "context": "past five months",
                "note": "Mine.",
            }
        ]
    )
    said = remarks.notes("en", one.records[0])
    assert said.startswith("Period inferred: ")
    assert "“past five months”" in said
    assert "Speaker inferred: " in said
    assert said.endswith(" Mine.")
    assert remarks.notes("en", make.dataset().records[0]) == ""


def test_a_figure_without_a_period_of_its_own_stands_as_of_a_day():
    said = {record.id: spaced(dates.when("en", record)) for record in REAL.records}
    assert (said["women-share-2017"], said["offences-2014"]) == ("as of 11 April 2017", "2014")


def test_a_source_is_cited_by_publisher_and_date():
    assert naming.cited("en", REAL, "astana-times-2016-06") == "The Astana Times, June 2016"


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 record"), (0, "0 records"), (1234, "1,234 records")]
)
def test_a_sentence_follows_its_number(n, said):
    assert translation.translate_n("en", "{n} record", "{n} records", n) == said


@LANGS
def test_a_sentence_without_a_translation_stands_in_english_and_braces_in_values_stay(lang):
    assert (
        translation.translate(lang, "No such sentence: {what}", what="{x} {0}")
        == "No such sentence: {x} {0}"
    )
    assert translation.translate(lang, "100 {braces}") == "100 {braces}"


@pytest.mark.parametrize(
    ("said", "unit", "ru", "kk"),
    [
        (">30", "person", "более 30 человек", "30 адамнан астам"), (">21", "person",
            "более 21 человека", "21 адамнан астам"),
        (">=22", "month", "не менее 22 месяцев", "кемінде 22 ай"), (22, "month", "22 месяца",
        "22 ай"), (21, "day", "21 день", "21 күн"),
        ("~22", "event", "около 22 мероприятий", "шамамен 22 іс-шара"), ("<=1", "case",
        "не более 1 дела", "ең көбі 1 іс"),
        ("<10", "week", "менее 10 недель", "10 аптадан аз"), ("1..21", "month",
            "от 1 до 21 месяца", "1–21 ай"),
        (2, "offence", "2 уголовных правонарушения", "2 қылмыстық құқық бұзушылық"),
        (">21", "offence", "более 21 уголовного правонарушения",
            "21 қылмыстық құқық бұзушылықтан астам"),
        ("1.5", "percent", "1,5 %", "1,5%"), (4700000, "USD", "4,7 млн долларов США",
            "4,7 млн АҚШ доллары"),
        (">3000000", "USD", "более 3 млн долларов США", "3 млн АҚШ долларынан астам"), (1, "EUR",
        "1 евро", "1 еуро"),
        (">500000", "KZT", "более 500 000 тенге", "500 000 Қазақстан теңгесінен астам"),
    ],
)  # fmt: skip
def test_numbers_govern_their_nouns_in_russian_and_kazakh(said, unit, ru, kk):
    parsed = quantity.parse(said)
    assert [spaced(quantities.in_words(lang, parsed, unit)) for lang in ("ru", "kk")] == [ru, kk]


@pytest.mark.parametrize(
    ("low", "said"),
    [
        (0, "0-ден"), (1, "1-ден"), (2, "2-ден"), (3, "3-тен"), (4, "4-тен"), (5, "5-тен"), (6,
        "6-дан"), (7, "7-ден"), (8, "8-ден"), (9, "9-дан"),
        (10, "10-нан"), (20, "20-дан"), (40, "40-тан"), (60, "60-тан"), (80, "80-нен"), (100,
        "100-ден"), (1000, "1 000-нан"),
        (999000, "999 000-нан"),
        (3000000, "3 млн-нан"),
    ],
)  # fmt: skip
def test_a_kazakh_number_takes_the_ablative_of_the_word_it_is_read_as(low, said):
    assert (
        spaced(quantities.derived("kk", Derived(low, inf, (True, False)), "person"))
        == f"{said} астам"
    )


def test_a_sentence_that_ends_in_an_abbreviated_year_ends_in_one_full_stop():
    day = period.parse("2026-11-22").start
    assert spaced(dates.last_changed("ru", day)).endswith("22 ноября 2026 г.")


@pytest.mark.parametrize(
    ("wanted", "lang"),
    [
        ("kk-KZ", "kk"),
        ("ru", "ru"),
        ("ru_RU", "ru"),
        ("KK-kz,ru;q=0.8,en;q=0.5", "kk"),
        ("de-DE,ru;q=0.9", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_browser_is_answered_in_its_first_language_where_we_speak_it(wanted, lang):
    assert languages.preferred(wanted) == lang


def test_names_stand_in_the_order_of_the_readers_alphabet():
    said = ["Ілім", "Ақша", "Әділет", "Құқық", "OSCE", "Еуропа", "Ғылым", "Халық", "Һ"]
    assert sorted(said, key=languages.alphabetical("kk")) == [
        "OSCE",
        "Ақша",
        "Әділет",
        "Ғылым",
        "Еуропа",
        "Құқық",
        "Халық",
        "Һ",
        "Ілім",
    ]
    assert sorted(["Яма", "Ель", "Ёлка", "Жук"], key=languages.alphabetical("ru")) == [
        "Ель",
        "Ёлка",
        "Жук",
        "Яма",
    ]


def test_a_body_goes_by_its_official_name_and_a_brand_by_its_own():
    assert (
        naming.name("ru", REAL, "OSCE Programme Office in Astana")
        == "Программный офис ОБСЕ в Астане"
    )
    assert (
        naming.name("kk", REAL, "Prosecutor General’s Office of Kazakhstan")
        == "Қазақстан Республикасының Бас прокуратурасы"
    )
    assert (
        naming.name("kk", REAL, "Caravanserai")
        == naming.name("en", REAL, "Caravanserai")
        == "Caravanserai"
    )
    assert naming.name("ru", REAL, "Caravanserai") == "«Каравансарай»"
