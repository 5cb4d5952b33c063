"""The form that each text of a data file must have, and what a person is told where it has not.

EDTF periods, ISO 3166-1 and UN M49 areas, ISO 4217 money, SHA-256 hashes, phrases of at most twelve
words.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from kzstats.values import codes
from kzstats.values import period as periods
from kzstats.values import quantity as quantities
from kzstats.values.notes import noted

# What a person is told when a text does not have the form its place asks for.
FORMS = {
    (identifier := r"^[a-z0-9]+(-[a-z0-9]+)*$"): noted(
        "is not an id (lower-case letters, digits and single hyphens: {example})",
        example="offences-2014",
    ),
    (code := r"^[a-z0-9]+([-_][a-z0-9]+)*$"): noted(
        "is not a code (lower-case letters, digits, single hyphens and underscores: children, 256, "
        "syria-iraq)"
    ),
    (metric_id := r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"): noted(
        "is not a metric's id (lower-case words joined by underscores: convicted_persons)"
    ),
    (area := r"^([A-Z]{2}|KZ-[0-9]{2}|[0-9]{3}|several|unspecified)$"): noted(
        "is not an area (an ISO 3166-1 code: KZ, a region of Kazakhstan: KZ-75, a UN M49 code: "
        "150, several or unspecified)"
    ),
    (unit := r"^([a-z]+(-[a-z]+)*|[A-Z]{3})$"): noted(
        "is not a unit ({examples}, or an ISO 4217 currency: USD)",
        examples="offence, person, percent, month",
    ),
    (address := r"^https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?(/[^\s<>\"'`\\^{}|]*)?$"): noted(
        "is not a web address (http:// or https://, without spaces)"
    ),
    (sha256 := r"^[0-9a-f]{64}$"): noted(
        "is not a SHA-256 hash (64 hexadecimal digits; sha256sum prints it)"
    ),
    (language := r"^[a-z]{2,3}$"): noted("is not a language (an ISO 639 code: en, ru, kk)"),
    (day := r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"): noted(
        "is not a day (year-month-day in quotes: {example})", example='"2015-01-01"'
    ),
    (phrase := r"^\S+([ \u00a0\u2009\u202f]\S+){0,11}$"): noted(
        "is not a phrase of at most twelve words in one line (the words that hold the number, "
        "never a whole sentence)"
    ),
    (gloss := r"^\S+([ \u00a0\u2009\u202f]\S+){0,19}$"): noted(
        "is not a translation of at most twenty words in one line (translate the quote alone)"
    ),
    (text := r"^\S(.*\S)?$"): noted(
        "is empty, has space at its ends or more than one line (write the words alone)"
    ),
}


def _refuse_long(said: str | int) -> None:
    if isinstance(said, str) and len(said) > 80:
        raise PydanticCustomError(
            "form",
            "is longer than 80 characters, or has more than 15 digits (write the number or the "
            "days alone)",
        )


def _quantity(said: Any) -> quantities.Quantity:
    if type(said) is not int and type(said) is not str:
        raise PydanticCustomError(
            "form", 'is not a value (a whole number, or a text in quotes: "1.5", ">30")'
        )
    _refuse_long(said)
    try:
        return quantities.parse(said)
    except ValueError as complaint:
        raise PydanticCustomError("form", "{complaint}", {"complaint": str(complaint)}) from None


def _period(said: Any) -> periods.Period:
    if type(said) is not str:
        raise PydanticCustomError(
            "form", 'a period is a text in quotes ("2014", "2016-01~/2016-05~", "2012/..")'
        )
    _refuse_long(said)
    try:
        return periods.parse(said)
    except ValueError as complaint:
        raise PydanticCustomError("form", "{complaint}", {"complaint": str(complaint)}) from None


def _area(said: str) -> str:
    if (
        not said.islower()
        and said not in codes.COUNTRIES | codes.REGIONS
        and said not in codes.SUBDIVISIONS
    ):
        raise PydanticCustomError("form", "{complaint}", {"complaint": f"{said!r} {FORMS[area]}"})
    return said


def _dimensions(said: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(said, dict) or not all(
        isinstance(part, str) for pair in said.items() for part in pair
    ):
        raise PydanticCustomError(
            "form", 'is not a mapping of dimensions to codes (write {sex: female, article: "256"})'
        )
    return tuple(sorted(said.items()))


def _unit(said: str) -> str:
    if said.isupper() and said not in codes.CURRENCIES:
        raise PydanticCustomError("form", "{complaint}", {"complaint": f"{said!r} {FORMS[unit]}"})
    return said


def _date(said: Any) -> date:
    span = _period(said)
    if span.precision != "day" or span.start != span.end or span.approximate:
        raise PydanticCustomError("form", FORMS[day])
    return span.start


Quantity = Annotated[
    quantities.Quantity,
    PlainValidator(_quantity),
    WithJsonSchema(
        {
            "description": 'As said: 154, ">30", ">=500", "<10", "<=10", "~90" (about), "10..20" '
            '(a range), "1.5".',
            "anyOf": [
                {"type": "integer", "minimum": 0},
                {"type": "string", "pattern": quantities.PATTERN},
            ],
        }
    ),
]
Period = Annotated[
    periods.Period,
    PlainValidator(_period),
    WithJsonSchema(
        {
            "description": 'EDTF: "2014", "2016-05", "2017-10-04", "2016-01~/2016-05~" (~ for '
            'about), "2012/.." (since, without an end).',
            "type": "string",
            "pattern": periods.PATTERN,
        }
    ),
]
Day = Annotated[
    date,
    PlainValidator(_date),
    PlainSerializer(date.isoformat, str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": day}),
]
Id = Annotated[str, StringConstraints(pattern=identifier, max_length=80)]
Code = Annotated[str, StringConstraints(pattern=code, max_length=60)]
Dimensions = Annotated[
    tuple[tuple[str, str], ...],
    PlainValidator(_dimensions),
    WithJsonSchema(
        {
            "description": "What the figure is limited to, by the codes that the file declares: "
            "{sex: female, age: children}.",
            "type": "object",
            "additionalProperties": {"type": "string", "pattern": code},
            "propertyNames": {"pattern": code},
        }
    ),
]
MetricId = Annotated[str, StringConstraints(pattern=metric_id, max_length=60)]
Text = Annotated[str, StringConstraints(pattern=text, max_length=1000)]
Phrase = Annotated[str, StringConstraints(pattern=phrase, max_length=200)]
Gloss = Annotated[str, StringConstraints(pattern=gloss, max_length=300)]
Address = Annotated[str, StringConstraints(pattern=address, max_length=2000)]
Language = Annotated[str, StringConstraints(pattern=language)]
Hash = Annotated[str, StringConstraints(pattern=sha256)]
Area = Annotated[str, StringConstraints(pattern=area), AfterValidator(_area)]
Unit = Annotated[str, StringConstraints(pattern=unit), AfterValidator(_unit)]
