"""Who says a figure, as far as the words near it tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kzstats.checks.archive import Article
from kzstats.dataset.model import Source
from kzstats.dataset.vocabulary import SpeakerInference
from kzstats.numerals import Token
from kzstats.numerals.tables import words as listed
from kzstats.values.notes import noted

_CAP: Final = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'.-]*"
_NAME: Final = (
    rf"(?:(?:the |a |an )?{_CAP}(?:(?: (?:of|for|and|the|on|de|al) (?:the )?| "
    rf"){_CAP})*(?:\s\([A-Z]{{2,}}\))?)"
)
_ROLE: Final = r"(?:,? (?:an? |the |acting )?[\w’' -]{3,90}?(?=[,.;]|$))?"
_EN: Final = (
    r"(?:said|says|told|added|noted|stated|announced|reported|explained|emphasi[sz]ed"
    r"|stressed|recalled|confirmed)"
)
_RU: Final = (
    r"(?:сообщ\w+|сказал\w*|заяв\w+|отмет\w+|рассказал\w*|напомнил\w*|подчеркнул\w*"
    r"|добавил\w*|пояснил\w*|уточнил\w*|проинформировал\w*)"
)
_KK: Final = r"(?:деді|айтты|хабарлады|мәлімдеді|атап өтті|жеткізді|түсіндірді|баяндады)"
_SAID: Final = {
    "en": (
        rf"\baccording to (?P<who>{_NAME}{_ROLE})",
        rf"\b(?!told|reported){_EN} (?P<who>(?:he|she|they|{_NAME})\b{_ROLE})",
        rf"(?P<who>{_NAME}(?:, [^.;\n]{{3,140}}?,)?) {_EN}\b",
        rf"\b(?P<who>he|she|they) (?:also )?{_EN}\b",
    ),
    "ru": (
        rf"(?P<who>[А-ЯЁ][а-яё-]+ (?:прокуратура|министерство|комитет|агентство|суд|служба|палата"
        rf"|департамент|управление|полиция)) {_RU}\b",
        rf"\bпо (?:данным|информации|сведениям|словам) (?P<who>(?:его|её|ее|их\b)|[а-яё-]* "
        rf"?{_NAME}|[а-яё]{{5,}})",
        rf"\b{_RU} (?:в |во )?(?P<who>он\b|она\b|они\b|(?:[а-яё-]+ ){{0,4}}{_NAME})",
        rf"(?P<who>(?:[а-яё-]+ ){{0,3}}{_NAME}) {_RU}\b",
    ),
    "kk": (
        rf"(?P<who>Оның|Олардың|{_NAME})(?:ның|нің|дың|дің|тың|тің)? "
        rf"(?:айтуынша|мәліметінше|дерегінше|деректеріне сәйкес)",
        rf"{_KK} (?P<who>ол\b|(?:[^\W\d_]+ ){{0,3}}{_NAME})",
        rf"(?P<who>{_NAME}(?: [а-яәғқңөұүһі]+)?) (?:деп )?{_KK}",
    ),
}
_PRONOUNS: Final = frozenset(listed("he she they он она они его её ее их ол оның олардың"))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, how that is known where the figure's own sentence does not say so, and the words
    that tell it.
    """

    name: str
    how: SpeakerInference | None
    told: str


def speaker(article: Article, source: Source, token: Token) -> Speaker:
    """Who says a number: whom its sentence names, the next one, or what the paragraphs before name;
    else the publisher.
    """
    text = article.text
    line, end = text.rfind("\n", 0, token.start) + 1, text.find("\n", token.end)
    paragraph = (line, end if end >= 0 else len(text))
    for start, stop, how in (
        (*token.sentence, None),
        (token.sentence[1], paragraph[1], "next_sentence"),
        (line, token.sentence[0], None),
    ):
        for who, said in _named(token.code, text, start, stop):
            if who.lower() not in _PRONOUNS:
                return Speaker(who, "next_sentence" if how else None, said)
            if (before := last(token.code, text, start)) is not None:
                return Speaker(
                    before, None, noted("{words} – the last one named before", words=said)
                )
    return Speaker(source.publisher, "publisher", noted("no one else is named near it"))


def speakers(article: Article, code: str) -> list[str]:
    """All who are named as speaking, in the order in which they do."""
    found = [who for who, _ in _named(code, article.text, 0, len(article.text))]
    credited = re.finditer(rf"^(?:Source|Источник|Дереккөз): (?P<who>{_NAME})", article.text, re.M)
    found += [_tidy(match["who"]) for match in credited]
    several = list(dict.fromkeys(who for who in found if who.lower() not in _PRONOUNS))
    return [who for who in several if not any(f" {who}" in other for other in several)]


def _named(code: str, text: str, start: int, stop: int) -> Iterator[tuple[str, str]]:
    for pattern in _SAID.get(code, ()):
        for match in re.finditer(pattern, text[start:stop]):
            who = _tidy(match["who"])
            if who:
                yield who, re.sub(r"\s+", " ", match.group())[:80]


def last(code: str, text: str, before: int) -> str | None:
    """The last one before a place who is named as speaking."""
    found: tuple[int, str] | None = None
    for pattern in _SAID.get(code, ()):
        for match in re.finditer(pattern, text[max(0, before - 3000) : before]):
            who = _tidy(match["who"])
            if who and who.lower() not in _PRONOUNS and (found is None or match.start() > found[0]):
                found = match.start(), who
    return found[1] if found else None


_WITHIN: Final = {
    "тете": "тет", "стве": "ство", "туре": "тура", "лении": "ление", "жбе": "жба",
    "менте": "мент",
}  # fmt: skip
"""The ends of what bodies are called in the case of being within them, and their own."""


def _tidy(who: str) -> str:
    said = re.split(r"(?<=[^\W\d_]{3})[.!?]\s", re.sub(r"\s+", " ", who))[0].strip(' ,.;:–—-“”"«»')
    said = re.sub(r"^(?:the|a|an) (?=[A-Z])", "", said)
    if re.fullmatch(r"[А-Яа-яё]+", said):  # "сообщили в Комитете": the body itself
        for ending, plain in _WITHIN.items():
            said = re.sub(rf"{ending}$", plain, said)
    return (
        said if len(said) > 2 and not said.isdigit() else said if said.lower() in _PRONOUNS else ""
    )
