"""The endings of Kazakh cases, for numbers and dates that a sentence puts into one."""

from __future__ import annotations

import re
from typing import Final

_SPOKEN: Final = {
    **dict(
        zip(
            "0123456789",
            ("нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"),
            strict=True,
        )
    ),
    **{
        "10": "он",
        "20": "жиырма",
        "30": "отыз",
        "40": "қырық",
        "50": "елу",
        "60": "алпыс",
        "70": "жетпіс",
        "80": "сексен",
        "90": "тоқсан",
    },
    **{"00": "жүз", "000": "мың", "%": "пайыз", "млн": "миллион", "млрд": "миллиард"},
}


def ablative(said: str) -> str:
    """Kazakh for "from" a number with its unit: ``30 адамнан``."""
    return _inflected(said, "н", "н", "н")


def locative(said: str) -> str:
    """Kazakh for "on" or "in" a date: ``2017 жылғы 11 сәуірде``."""
    return _inflected(said, "д", "нд", "")


def attributive(said: str) -> str:
    """Kazakh for "of" a date, before a noun: ``2017 жылғы 11 сәуірдегі``, ``2016 жылғы``."""
    if said[-1:].isdigit():
        return f"{said}\u00a0жылғы"
    located = locative(said)
    return located + ("гі" if located.endswith("е") else "ғы")


def _inflected(said: str, after_nasal: str, possessed: str, end: str) -> str:
    """A Kazakh word or number with the ending of a case, by vowel harmony and the sound before it.

    A number alone takes the ending of the word it is read as, after a hyphen: ``30-дан``,
    ``500-ден``. ``after_nasal`` begins the ending after м, н and ң, ``possessed`` after a word that
    ends in ы or і; ``end`` ends it.
    """
    last = re.sub(r"\s", " ", said).split(" ")[-1]
    if digits := re.search(r"[0-9]+$", last):
        last = next(
            _SPOKEN[last[-n:]] for n in (3, 2, 1) if last[-n:] in _SPOKEN and len(digits[0]) >= n
        )
        hyphen = "-"
    else:
        hyphen = "-" if last[-1:] == "%" or last in _SPOKEN else ""
        last = _SPOKEN.get("%" if hyphen and last[-1] == "%" else last, last)
    vowels = re.findall("[аәеёиоөуұүыіэюя]", last.lower())
    vowel = "е" if vowels and vowels[-1] in "әеёиөүіэ" else "а"
    usual = "т" if last[-1:] in "пфкқтсшщчхцһбвгд" else "д"
    first = (
        possessed
        if last[-1:] in "ыі" and not hyphen
        else after_nasal
        if last[-1:] in "мнң"
        else usual
    )
    return f"{said}{hyphen}{first}{vowel}{end}"
