import re
from dataclasses import FrozenInstanceError
from math import inf

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kzstats.values.quantity import PATTERN, Derived, Quantity, growth, interval, parse, rate, total

whole = st.integers(0, 10**15 - 1).map(str)
broken = st.tuples(st.integers(0, 10**9 - 1), st.text("0123456789", min_size=1, max_size=6)).map(
    lambda parts: f"{parts[0]}.{parts[1]}"
)
ranges = st.lists(st.one_of(whole, broken), min_size=2, max_size=2, unique_by=float).map(
    lambda ends: "..".join(sorted(ends, key=float))
)
marked = st.tuples(st.sampled_from(["", ">", ">=", "<", "<=", "~"]), st.one_of(whole, broken)).map(
    "".join
)
said = st.one_of(marked, ranges)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (154, Quantity(154, 154, 154)),
        ("154", Quantity(154, 154, 154)),
        ("1.5", Quantity(1.5, 1.5, 1.5)),
        ("0", Quantity(0, 0, 0)),
        (">30", Quantity(30, 30, None, ">")),
        (">=500", Quantity(500, 500, None, ">=")),
        ("<10", Quantity(10, None, 10, "<")),
        ("<=10", Quantity(10, None, 10, "<=")),
        ("~90", Quantity(90, None, None, "=", True)),
        ("10..20", Quantity(None, 10, 20)),
        ("0.5..1", Quantity(None, 0.5, 1)),
        ("999999999999999", Quantity(999999999999999, 999999999999999, 999999999999999)),
    ],
)
def test_a_value_is_read_as_it_was_said(text, expected):
    assert parse(text) == expected
    assert str(parse(text)) == str(text)


def test_a_range_has_no_midpoint():
    assert parse("10..20").value is None


def test_a_quantity_is_frozen():
    with pytest.raises(FrozenInstanceError):
        parse(1).value = 2


REFUSED = {
    "negative": [-5, "-5", "−5", "-inf"],
    "has separators (write the digits alone: 1000)": ["1,000"],
    "has separators (write the digits alone: 1000000)": ["1 000 000"],
    "has separators (write the digits alone: >4700)": [">4\u00a0700"],
    'decimal comma (write a point: "4.7")': ["4,7"],
    'decimal comma (write a point: "~4.75")': ["~4,75"],
    "more than one mark": ["><30", "~>30"],
    "a mark and a range": [">10..20", "~10..20"],
    "does not rise": ["20..10", "10..10", "1..1.0"],
    "not how a range is written": ["10-20", "10–20", "10...20", "10 to 20"],
    "more than 15 digits": [
        "1000000000000000",
        10**15,
        "0.1234567890123456",
        "1..1000000000000000",
    ],
    "starts with a zero (write 10)": ["010", "1..010"],
    "starts with a zero (write 0)": ["00"],
    "starts with a zero (write 0.5)": ["00.5"],
    "not a plain finite number": ["1e3", "inf", ".inf", "NaN"],
    "is not a value": [
        ".5",
        "5.",
        "+5",
        ">",
        "> 30",
        "154 ",
        "154\n",
        "1..2..3",
        "..5",
        "５",
        "٣",
        "some",
        True,
    ],
    "a value is missing": ["", " "],
}


@pytest.mark.parametrize(
    ("message", "text"), [(message, text) for message, texts in REFUSED.items() for text in texts]
)
def test_what_is_no_value_is_refused_with_the_reason(message, text):
    with pytest.raises(ValueError, match=re.escape(message)) as refusal:
        parse(text)
    assert re.search(r" \(.+\)$", str(refusal.value)), "a refusal says what to try"


@given(said)
@example("0.00001")
@example("0.000001..0.5")
@example("999999999999999")
def test_a_value_printed_and_read_again_is_the_same(text):
    quantity = parse(text)
    assert parse(str(quantity)) == quantity


@given(st.one_of(st.text(), st.text("0123456789.<>=~-, e"), said))
def test_any_text_is_a_value_of_the_pattern_or_a_value_error(text):
    try:
        parse(text)
    except ValueError:
        return
    assert re.search(PATTERN, text)


@pytest.mark.parametrize(
    ("earlier", "later", "low", "high", "comparator"),
    [
        ("100", "300", 200, 200, "="),
        ("300", "100", -200 / 3, -200 / 3, "="),
        ("100", ">300", 200, inf, ">"),
        ("100", ">=300", 200, inf, ">="),
        ("100", "<50", -inf, -50, "<"),
        ("100", "<=50", -inf, -50, "<="),
        (">100", "300", -inf, 200, "<"),
        (">=100", "300", -inf, 200, "<="),
        ("<100", "300", 200, inf, ">"),
        ("<=100", ">=300", 200, inf, ">="),
        ("100", "200..300", 100, 200, "="),
        ("100..200", "300", 50, 200, "="),
    ],
)
def test_growth_keeps_the_comparators_of_its_parents(earlier, later, low, high, comparator):
    found = growth(parse(earlier), parse(later))
    assert (found.low, found.high, found.comparator) == (
        pytest.approx(low),
        pytest.approx(high),
        comparator,
    )
    assert found.known
    assert not found.approximate


@pytest.mark.parametrize(("earlier", "later"), [("~100", "300"), ("100", "~300"), ("~100", ">300")])
def test_growth_of_an_approximate_value_is_approximate(earlier, later):
    assert growth(parse(earlier), parse(later)).approximate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("0", "5"), ("0", "0"), (">100", ">300"), ("<100", "<300"), ("0..5", "<3"), (">0", ">1")],
)
def test_growth_of_which_nothing_is_known_is_none(earlier, later):
    assert growth(parse(earlier), parse(later)) is None


@pytest.mark.parametrize(
    ("parts", "low", "high", "comparator", "approximate"),
    [
        (["90", "10"], 100, 100, "=", False),
        (["90", ">30"], 120, inf, ">", False),
        (["90", ">=30"], 120, inf, ">=", False),
        (["90", ">=30", ">1"], 121, inf, ">", False),
        (["90", "<30"], -inf, 120, "<", False),
        (["90", "<=30"], -inf, 120, "<=", False),
        (["10..20", "5"], 15, 25, "=", False),
        (["10..20", ">5"], 15, inf, ">", False),
        (["~90", "10"], 100, 100, "=", True),
        (["~90", ">30"], 120, inf, ">", True),
    ],
)
def test_a_total_keeps_the_comparators_of_its_parts(parts, low, high, comparator, approximate):
    found = total([parse(part) for part in parts])
    assert (found.low, found.high, found.comparator, found.approximate) == (
        low,
        high,
        comparator,
        approximate,
    )


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [
        ("38", 5, Derived(7.6, 7.6)),
        (">12", 12, Derived(1, inf, (True, False))),
        ("<12", 12, Derived(-inf, 1, (False, True))),
        ("~24", 12, Derived(2, 2, approximate=True)),
        ("12..24", 12, Derived(1, 2)),
    ],
)
def test_a_rate_divides_the_bounds_alike(text, units, expected):
    assert rate(parse(text), units) == expected


def test_an_interval_never_goes_below_zero():
    assert interval(parse("<10")) == Derived(0, 10, (False, True))


def test_bounds_that_are_both_infinite_say_nothing():
    assert not Derived(-inf, inf).known


@st.composite
def quantities_with_a_member(draw):
    """A quantity that is not approximate, and a number that it admits, in halves so that no
    rounding hides a bound.
    """
    first, more = draw(st.integers(0, 300)), draw(st.integers(1, 600))
    shape = draw(st.sampled_from(["=", ">", ">=", "<", "<=", ".."]))
    if shape == "=":
        return parse(first), first
    if shape == "..":
        return parse(f"{first}..{first + more}"), first + draw(st.integers(0, 2 * more)) / 2
    if shape in ("<", "<="):
        return parse(f"{shape}{more}"), draw(st.integers(0, 2 * more - (shape == "<"))) / 2
    return parse(f"{shape}{first}"), first + draw(st.integers(shape == ">", 1200)) / 2


def holds(found: Derived, number: float) -> bool:
    """Whether the bounds admit the number; numbers that differ at all differ by more than the
    tolerance here.
    """
    slack = 1e-7
    above = number > found.low + slack if found.strict[0] else number > found.low - slack
    below = number < found.high - slack if found.strict[1] else number < found.high + slack
    return above and below


@given(quantities_with_a_member(), quantities_with_a_member())
@example((parse("<100"), 50), (parse(0), 0))
@example((parse(">100"), 200), (parse(0), 0))
def test_the_true_growth_lies_in_the_derived_one(earlier, later):
    (before, one), (after, other) = earlier, later
    found = growth(before, after)
    if found is not None and one > 0:
        assert holds(found, (other - one) / one * 100)


@given(st.lists(quantities_with_a_member(), min_size=2, max_size=5))
def test_the_true_total_lies_in_the_derived_one(parts):
    assert holds(total([quantity for quantity, _ in parts]), sum(member for _, member in parts))


@given(quantities_with_a_member(), st.integers(1, 36))
def test_the_true_rate_lies_in_the_derived_one(part, units):
    assert holds(rate(part[0], units), part[1] / units)
