"""Why what somebody wrote makes no record, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kzstats.language import naming
from kzstats.language.translation import translate


def said(lang: str, error: ValueError, fields: Mapping[str, Any]) -> str:
    """What is wrong with the first part that does not fit, and what would."""
    told = getattr(error, "errors", None)
    first = told()[0] if told is not None else {"loc": (), "msg": str(error)}
    part = str(first["loc"][0]) if first["loc"] else ""
    written = str(fields.get(part, ""))[:80]
    sentence = {
        "area": translate(
            lang,
            "“{words}” is no area: write its code, as {code} for {name}",
            words=written,
            code="KZ-15",
            name=naming.area(lang, "KZ-15"),
        ),
        "period": translate(
            lang,
            "“{words}” is no period: write it as 2017, 2018-03, 2018-03-01 or 2018-01/2018-05",
            words=written,
        ),
        "value": translate(
            lang, "“{words}” is no value: write it as 154, >30, >=500, ~90 or 10..20", words=written
        ),
        "quote": translate(
            lang, "“{words}” is no phrase of at most twelve words in one line", words=written
        ),
        "context": translate(
            lang, "“{words}” is no phrase of at most twelve words in one line", words=written
        ),
        "id": translate(
            lang,
            "“{words}” is no id: write lower-case letters, digits and single hyphens",
            words=written,
        ),
    }.get(part)
    if sentence is not None:
        return sentence
    why = re.sub(r"\s+", " ", str(first["msg"]))[:200]
    return f"{part}: {why}" if part else why
