"""Numbers as articles write them: what each says, where it stands, and what is none."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzstats import numerals
from kzstats.numerals import tokens

QUALIFIERS = {
    ">": ["more than", "over", "above", "exceeding", "greater than", "in excess of"],
    ">=": ["at least", "no fewer than", "no less than", "not less than", "not fewer than",
    "a minimum of", "not below", "not under"],
    "<": ["less than", "fewer than", "under", "below"],
    "<=": [
        "up to", "at most", "no more than", "not more than", "a maximum of", "as many as",
        "not exceeding", "no greater than", "not greater than", "not over", "not above",
    ],
    "~": ["some", "about", "around", "approximately", "nearly", "almost", "roughly",
    "close to", "an estimated", "estimated", "circa"],
}  # fmt: skip
WORDS = [(qualifier, words) for qualifier, group in QUALIFIERS.items() for words in group]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ONES = "one two three four five six seven eight nine".split()  # noqa: SIM905
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
SMALL = {word: number for number, word in enumerate([*ONES, *TEENS], 1)} | {
    (ten if not one else f"{ten}-{ONES[one - 1]}"): 10 * place + one
    for place, ten in enumerate(TENS, 2)
    for one in range(10)
}
del SMALL["one"]


def plain(number):
    return format(number.normalize(), "f") if number else "0"


def said(text):
    """The tokens in short: "1 to 18=1..18 month", "30=>30", "May 5=--05-05", "COVID-19 name"."""
    found = []
    for token in tokens(text):
        words = text[token.start : token.end]
        if token.kind in ("date", "period"):
            first, last = (
                day.isoformat() if token.year_said else f"-{day.isoformat()[4:]}"
                for day in token.span
            )
            value = first if first == last else f"{first}/{last}"
        elif token.kind in ("number", "range"):
            value = (
                plain(token.low)
                if token.kind == "number"
                else f"{plain(token.low)}..{plain(token.high)}"
            )
        else:
            found.append(f"{words} {token.kind}")
            continue
        found.append(
            f"{words}={'' if token.qualifier == '=' else token.qualifier}{value}"
            f"{' ' if token.unit else ''}{token.unit}"
        )
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # lengths of time that Russian writes with their number in one word
        ("двухдневный семинар", ["двухдневный=2 day"]),
        ("полуторамесячный курс", ["полуторамесячный=1.5 month"]),
        ("трёхлетний ребёнок", ["трёхлетний=?3"]),
        ("многолетний опыт совершеннолетних", []),
        # decimal signs and thousands
        ("4,7", ["4,7=4.7"]), ("1.5", ["1.5=1.5"]), ("0.5", ["0.5=0.5"]), ("12,34",
        ["12,34=12.34"]), ("1,2345", ["1,2345=1.2345"]),
        ("0,500", ["0,500=0.5"]), ("1,234", ["1,234=1234"]), ("1,234,567.8",
        ["1,234,567.8=1234567.8"]), ("1.234", ["1.234=1.234"]),
        ("1.234.567", ["1.234.567=1234567"]), ("1.234,5", ["1.234,5=1234.5"]), (
            "12 345 people", ["12 345=12345"]),
        ("12\u00a0345", ["12\u00a0345=12345"]), ("12\u202f345,6", ["12\u202f345,6=12345.6"]),
        ("12\u2009345", ["12\u2009345=12345"]),
        ("1 000 000,5", ["1 000 000,5=1000000.5"]), ("550 2016", ["550=550", "2016=2016"]),
        ("in 2015 380 people", ["2015=2015", "380=380"]),
        ("154 in 2014, 327 in 2015.", ["154=154", "2014=2014", "327=327", "2015=2015"]), ("1, 2, 3",
        ["1=1", "2=2", "3=3"]),
        # scale words
        ("4,7 mln", ["4,7 mln=4700000"]), ("1.5 million", ["1.5 million=1500000"]), ("5 mn",
        ["5 mn=5000000"]), ("3 bn", ["3 bn=3000000000"]),
        ("2 billion", ["2 billion=2000000000"]), ("12 thousand", ["12 thousand=12000"]),
        ("4,7\u00a0mln", ["4,7\u00a0mln=4700000"]),
        ("4,7\u202fmln", ["4,7\u202fmln=4700000"]), ("4,7\nmln", ["4,7\nmln=4700000"]), ("3bn",
        ["3bn=3000000000"]), ("2.5mln", ["2.5mln=2500000"]),
        ("3-million", ["3-million=3000000"]), ("two thousand", ["two thousand=2000"]),
        ("one million", ["one million=1000000"]),
        ("a million people", ["a million=1000000"]), ("two dozen people", ["two dozen=24"]),
        ("5 MLN", ["5 MLN=5000000"]),
        # words
        ("hundred people", ["hundred=100"]), ("a hundred", ["a hundred=100"]), ("one hundred",
        ["one hundred=100"]),
        ("three hundred people", ["three hundred=300"]), ("two hundred and five", [
            "two hundred and five=205"]), ("Forty five", ["Forty five=45"]),
        ("eight and eighty", ["eight=8", "eighty=80"]), ("often", []), ("tenth", []),
        ("sixty-", ["sixty=60"]),
        # percent
        ("10%", ["10%=10 percent"]), ("10 %", ["10 %=10 percent"]), ("10\u00a0%", [
            "10\u00a0%=10 percent"]), ("10\u202f%", ["10\u202f%=10 percent"]),
        ("4,5 percent", ["4,5 percent=4.5 percent"]), ("ten per cent", [
            "ten per cent=10 percent"]), ("10 percentage points", ["10=10 points"]),
        # ranges
        ("10-20%", ["10-20%=10..20 percent"]), ("10–20 people", ["10–20=10..20"]), (
            "10% to 20%", ["10% to 20%=10..20 percent"]),
        ("from 1 to 18 months", ["1 to 18=1..18 month"]), ("between 10 and 20", [
            "between 10 and 20=10..20"]), ("10 and 20", ["10=10", "20=20"]),
        ("Between five and ten years", ["Between five and ten=5..10 year"]), ("10,000-20,000",
        ["10,000-20,000=10000..20000"]),
        ("USD 10-20 mln", ["USD 10-20 mln=10000000..20000000 USD"]), (
            "500 thousand to 1 million", ["500 thousand to 1 million=500000..1000000"]),
        ("2015–2017", ["2015–2017=2015..2017"]), ("5 and 10-20%", ["5=5",
            "10-20%=10..20 percent"]), ("20-10", ["20=20", "10=10"]),
        # qualifiers that modify another word, and those afterwards
        ("over the past five months, 38 people", ["five=5 month", "38=38"]), (
            "in some countries, 10-20%", ["10-20%=10..20 percent"]),
        ("turnover 30", ["30=?30"]), ("some of the 30", ["30=30"]), ("those over. 30 people",
        ["30=30"]), ("handsome 30", ["30=?30"]),
        ("30 or more", ["30=>=30"]), ("30 and more", ["30=>=30"]), ("30 or over", ["30=>=30"]),
        ("30 or less", ["30=<=30"]), ("30 or so", ["30=~30"]),
        ("30 or fewer", ["30=<=30"]), ("30+ people", ["30+=>=30"]), ("30 months or more",
        ["30=>=30 month"]), ("30 people or more", ["30=>=30"]),
        ("30 people and more seminars", ["30=30"]), ("more than a total of 30", ["30=>30"]),
        ("more than USD 5 mln", ["USD 5 mln=>5000000 USD"]),
        # money
        ("USD 4,7 mln", ["USD 4,7 mln=4700000 USD"]), ("US$ 10", ["US$ 10=10 USD"]), ("$5",
        ["$5=5 USD"]), ("€ 5", ["€ 5=5 EUR"]),
        ("KZT 5 000", ["KZT 5 000=5000 KZT"]), ("£5", ["£5=5 GBP"]), ("4.7 million dollars",
        ["4.7 million=4700000 USD"]), ("5 EUR", ["5=5 EUR"]),
        ("5 000 tenge", ["5 000=5000 KZT"]), ("10 €", ["10=10 EUR"]), ("10€", ["10=10 EUR"]),
        ("5 $10", ["5=5", "$10=?10 USD"]),
        # dates
        ("5 January 2016", ["5 January 2016=2016-01-05"]), ("January 5, 2016", [
            "January 5, 2016=2016-01-05"]),
        ("Jan. 5 2016", ["Jan. 5 2016=2016-01-05"]), ("5th of May 2016", [
            "5th of May 2016=2016-05-05"]), ("May 5", ["May 5=--05-05"]),
        ("5 Sept", ["5 Sept=--09-05"]), ("March 2019", ["March 2019=2019-03-01/2019-03-31"]),
        ("2016-01-05", ["2016-01-05=2016-01-05"]),
        ("February 2016", ["February 2016=2016-02-01/2016-02-29"]), ("December 9999", [
            "December 9999=9999-12-01/9999-12-31"]),
        ("October 4-5", ["October 4-5=--10-04/--10-05"]), ("4–5 October 2017", [
            "4–5 October 2017=2017-10-04/2017-10-05"]),
        ("October 4 - 5, 2017", ["October 4 - 5, 2017=2017-10-04/2017-10-05"]), (
            "February 29", ["February 29=--02-29"]),
        ("in October", ["October=--10-01/--10-31"]),
        ("about May 2016", ["May 2016=~2016-05-01/2016-05-31"]), ("they may 5", ["5=5"]),
        ("31 February", ["31=31", "February=--02-01/--02-29"]), ("May 0000", ["0000=0"]),
        # what is no number to hold a figure: phones, names, times, vague words; and what is no
        # token at all
        ("at + 7 776 475 7797", ["+ 7 776 475 7797 phone"]), ("+7 (776) 475-77-97", [
            "+7 (776) 475-77-97 phone"]),
        ("A/RES/72/284", ["A/RES/72/284 name"]), ("COVID-19", ["COVID-19 name"]), (
            "S/RES/2396 (2017)", ["S/RES/2396 name", "2017=2017"]),
        ("No. 226-V", ["226-V name"]), ("the 1990s", ["1990s name"]), ("04.10.2017", [
            "04.10.2017 name"]), ("10:30", ["10:30 name"]),
        ("1.2.3", ["1.2.3 name"]), ("thousands of people", ["thousands vague"]), ("dozens",
        ["dozens vague"]),
        ("one of the first", []), ("1st, 2nd and 11th", ["1st=?1", "2nd=?2", "11th=?11"]),
        ("the twenty-first", []),
        ("two-thirds of them", ["two-thirds=66.66666666666666666666666667 percent"]), (
            "first, second", []), ("", []),
        # time
        ("a two-day seminar", ["two=2 day"]), ("5-day", ["5=5 day"]), ("18 months",
        ["18=18 month"]), ("18-month", ["18=18 month"]),
        ("three years", ["three=3 year"]), ("2 weeks", ["2=2 week"]), ("24 hours",
        ["24=24 hour"]), ("five seconds", ["five=5"]),
    ],
)  # fmt: skip
def test_every_form_is_read_as_it_is_meant(text, expected):
    assert said(text) == expected
    assert said(f"({text})") == expected
    assert said(f"“{text}”") == expected


@pytest.mark.parametrize(("qualifier", "words"), WORDS)
def test_a_qualifier_modifies_only_the_number_right_beside_it(qualifier, words):
    for form in (words, words.capitalize(), words.upper()):
        assert said(f"{form} 30 people") == [f"30={qualifier}30"]
        assert said(f"by {form} 30 people") == [f"30={qualifier}30"]
    for gap in ("\u00a0", "\n", "\u202f"):
        assert said(f"{words}{gap}30 people") == [f"30={qualifier}30"]
        assert said(f"{words.replace(' ', gap)} 30 people") == [f"30={qualifier}30"]
    assert said(f"{words} $5") == [f"$5={qualifier}5 USD"]
    assert said(f"{words} 10-20%") == [f"10-20%={qualifier}10..20 percent"]
    assert said(f"{words} people, 30 of them") == ["30=30"]
    assert said(f"{words}. 30 people") == ["30=30"]


def test_number_words_from_two_to_ninety_nine_are_read():
    assert len(SMALL) == 98
    for word, number in SMALL.items():
        for form in (word, word.capitalize(), word.upper()):
            assert said(f"{form} people") == [f"{form}={number}"]


@pytest.mark.parametrize(
    ("qualifier", "expected"),
    [("=", ("=", False)), ("~", ("=", True)), (">", (">", False)), ("<=", ("<=", False))],
)
def test_a_mark_is_told_as_a_quantity_has_it(qualifier, expected):
    assert numerals.comparator(qualifier) == expected


@given(
    st.integers(0, 10**12), st.sampled_from(["", ",", " ", "\u00a0", "\u2009", "\u202f"]),
    st.sampled_from(["", ".5", ",5", ".25", ",25"]),
    st.sampled_from([("", 1), (" mln", 10**6), (" thousand", 1000), ("\u00a0billion", 10**9)]),
    st.sampled_from([("", ""), ("%", "percent"), (" per cent", "percent"), (" months",
    "month"), (" euros", "EUR")]), st.sampled_from(WORDS),
)  # fmt: skip
def test_a_number_in_any_style_inside_a_sentence_is_exactly_read(
    number, between, decimals, scale, unit, qualifier
):
    written = f"{number:,}".replace(",", between)
    if "," in written:
        decimals = decimals.replace(",", ".")
    if scale[0] and unit[0] == "%":
        unit = ("", "")
    text = (
        f"The office says that {qualifier[1]} {written}{decimals}{scale[0]}{unit[0]} came, one "
        f"of the most."
    )
    (found,) = tokens(text)
    value = Decimal(f"{number}{decimals.replace(',', '.')}") * scale[1]
    assert (found.kind, found.low, found.high, found.qualifier, found.unit) == (
        "number",
        value,
        value,
        qualifier[0],
        unit[1],
    )
    assert text[found.start : found.end].startswith(written)


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%b. %d %Y", "%dth of %B, %Y", "%Y-%m-%d"]),
)
def test_a_day_in_any_order_is_exactly_read(day, form):
    (found,) = tokens(f"It was held on {day.strftime(form)} in Astana.")
    assert (found.kind, found.span, found.year_said) == ("date", (day, day), True)


MARKS = st.text("0123456789 ,.-–/:'%$€()+GmstyJanuary\u00a0\u202f\n")
PIECES = st.lists(
    st.sampled_from(
        ["5", "10", "2016", "000", " ", ",", ".", "-", " to ", " and ", "between ", "May ",
        "more than ", "mln", "%", "USD ", "two", "hundred",
         "A/", "th", "+", "or more", "ſ", "ı", "İ", "\u212a", "days", " of ", "December ", "9999",
         "0000", "²", "٣", "Ж"]
    ), max_size=20,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(), MARKS, PIECES))
def test_no_text_raises_and_tokens_lie_in_it_in_order_without_overlap(text):
    found = tokens(text)
    place = 0
    for token in found:
        assert place <= token.start < token.end <= len(text)
        assert token.low <= token.high
        assert token.span is None or token.span[0] <= token.span[1]
        place = token.end


@given(st.one_of(MARKS, PIECES))
def test_every_digit_is_in_a_token_unless_it_is_an_ordinal(text):
    held = {place for token in tokens(text) for place in range(token.start, token.end)}
    ordinals = {
        place
        for found in re.finditer(r"[\d.,/:'’-]*\d(st|nd|rd|th)", text, re.IGNORECASE)
        for place in range(*found.span())
    }
    assert {found.start() for found in re.finditer(r"[0-9]", text)} <= held | ordinals


@given(st.text("abcdefg .,\n"), st.text("abcdefg .,\n"))
def test_what_stands_around_a_number_does_not_change_it(before, after):
    assert said(f"{before} = 1,234 = {after}") == ["1,234=1234"]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("between January and May 2016", ("2016-01-01", "2016-05-31")),
        ("January-May 2016", ("2016-01-01", "2016-05-31")),
        ("from November 2015 to February 2016", ("2015-11-01", "2016-02-29")),
        ("31 January – 1 February 2017", ("2017-01-31", "2017-02-01")),
        ("May 30 - June 2, 2017", ("2017-05-30", "2017-06-02")),
    ],
)
def test_a_span_of_months_or_days_is_one_date(text, span):
    (token,) = tokens(f"It was held {text}.")
    assert (token.kind, token.span and tuple(day.isoformat() for day in token.span)) == (
        "date",
        span,
    )


@pytest.mark.parametrize(
    "text",
    [
        "since 2014",
        "before 2014",
        "by 2014",
        "early 2014",
        "in the middle of 2014",
        "after 9 May 2016",
        "not in 2014",
    ],
)
def test_words_that_make_it_another_period_are_seen(text):
    assert [token.loose for token in tokens(f"People were convicted {text}.")] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "not 38 people", "no 38 people", "none of the 38 people", "half of 40 people",
            "a third of 90 people", "three times 38 people",
        "twice 38 people",        "minus $3 million", "lost -38 people",
            "more than about 38 people",
        "not some 38 people", "rose from 100 to 200 people", "grew by 5%",
        "10–20 000 people", "more than 38 people or so",
    ],
)  # fmt: skip
def test_words_that_turn_double_or_stack_a_number_leave_it_to_a_person(text):
    assert tokens(text)[-1].qualifier == "?"


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("5 came since it began in 2016.", "since it began in 2016", "2016-01-01", "2016-01-01"),
        ("В 2016 было 96, за 2015 – 71.", "за 2015", "2015-01-01", "2015-12-31"),
        ("Ол маусымның 5-і мен 15-і аралығында өтті.", "маусымның 5-і мен 15-і аралығында",
            "0004-06-05", "0004-06-15"),
        ("2018 жылғы наурыздың 5-нен 15-іне дейін өтті.",
            "2018 жылғы наурыздың 5-нен 15-іне дейін", "2018-03-05", "2018-03-15"),
        ("Қаңтардың алғашқы 25 күнінде 40 іс келді.", "Қаңтардың алғашқы 25 күнінде",
            "0004-01-01", "0004-01-25"),
        ("In the first 10 days of March 2019 40 came.", "the first 10 days of March 2019",
            "2019-03-01", "2019-03-10"),
        ("They had 40 of them by year-end.", "by year-end", "0004-12-31", "0004-12-31"),
    ],
)  # fmt: skip
def test_a_part_of_a_month_or_a_year_is_read_whole(text, words, first, last):
    spans = {text[token.start : token.end]: token.span for token in tokens(text) if token.span}
    assert words in spans, spans
    assert [day.isoformat() for day in spans[words]] == [first, last]


@pytest.mark.parametrize("number", ["за 2015–2017 годы 71", "за 2015 – 2017 годы 71"])
def test_a_year_before_a_dash_is_no_head_of_another_year(number):
    assert not any(token.start == 0 and token.end == 7 for token in tokens(number))


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("grants of between $5,000 and $20,000", 5000, 20000, "USD"),
        ("grants from €5 million to €7 million", 5000000, 7000000, "EUR"),
    ],
)
def test_a_range_with_its_currency_on_both_ends_is_one_number(text, low, high, unit):
    (token,) = tokens(text)
    assert (token.low, token.high, token.unit) == (low, high, unit)


@pytest.mark.parametrize("text", ["Оқылды: 2 214", "Views: 2 318", "комментариев – 2"])
def test_how_often_a_page_was_read_is_no_figure(text):
    assert [token.kind for token in tokens(text)] == ["name"]


def test_a_russian_sentence_in_a_kazakh_text_is_read_in_russian():
    text = "Қалада төрт орталық бар, ал екеуі күзде ашылады.\nСтоимость проекта – 1,3 млн евро."
    assert [token.code for token in tokens(text)][-1] == "ru"


def test_no_part_of_a_code_is_a_figure():
    kinds = {token.kind for token in tokens("under contract 2016/381-442 of the fund")}
    assert kinds == {"name"}
