"""In which unit a number of an article is, as far as its words name it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from kzstats.checks.archive import Article
from kzstats.checks.counting import UNITS, counted
from kzstats.checks.spans import span
from kzstats.dataset.model import Metric
from kzstats.dataset.vocabulary import Kind
from kzstats.drafting.reasons import TIMES
from kzstats.drafting.voices import silenced
from kzstats.numerals import Token, foresees, lasts, stands_now
from kzstats.numerals.tables import words as listed
from kzstats.values.notes import noted

# What is counted besides persons, cases, offences and events, by the beginnings of its words in
# each language.
_THINGS: Final = {
    "attack": "attack|теракт атак нападени|теракт шабуыл",
    "centre": "centre center|центр|орталық орталығ",
    "web-page": "web page website site url account channel|сайт веб страниц интернет-ресурс "
        "аккаунт канал|сайт парақша ресурс аккаунт арна",
    "link": "link|ссылк ссылок|сілтеме",
    "publication": "publication material video leaflet book|материал публикаци видеоролик ролик "
        "листов книг|материал жарияланым бейнеролик кітап",
    "request": "request application appeal petition complaint|запрос заявлени обращени жалоб "
        "ходатайств|өтініш сұрау шағым арыз",
    "call": "call|звонк звонок|қоңырау",
    "course": "course training module|курс модул|курс",
    "school": "school college university|школ колледж вуз университет|мектеп колледж университет",
    "organisation": "organisation organization association ngo group company|организаци "
        "объединени нпо групп компани|ұйым бірлестік топ",
    "institution": "prison colony institution facility court|учреждени колони тюрьм изолятор "
        "суд|мекеме колония түрме сот",
    "country": "country state|стран государств|ел мемлекет",
    "region": "region district city town village|регион област район город сел|өңір облыс аудан "
        "қала ауыл",
    "family": "family families household|семья семей семьи|отбасы",
    "weapon": "weapon gun rifle|оружи автомат пистолет ружь|қару",
    "flight": "flight|рейс|рейс",
    "project": "project programme program|проект программ|жоба бағдарлама",
    "document": "document law act agreement memorandum|документ закон акт соглашени "
        "меморандум|құжат акт келісім меморандум",
    "mosque": "mosque church|мечет церк храм|мешіт шіркеу",
    "operation":
        "operation raid inspection check|операци спецопераци рейд проверк|операция рейд тексеру",
    "device": "device bomb explosive|устройств бомб взрывчат|құрылғы бомба",
    "ammunition": "cartridge bullet round|патрон боеприпас|оқ-дәрі патрон",
    "cell": "cell|ячейк|ұяшық жасырын",
    "grant": "grant scholarship|грант стипенди|грант шәкіртақы",
    "fact": "fact incident|факт инцидент случа|факті дерек оқиға",
    "copy": "copies copy|экземпляр копи|дана",
    "aircraft": "plane aircraft|самолет борт|ұшақ",
    "office": "office department unit branch|кабинет отдел департамент управлени филиал|бөлім "
        "департамент кабинет филиал",
    "lesson": "lesson|урок|сабақ",
    "visit": "visit|визит посещени|сапар",
    "kilogram": "kg kilogram kilo|кг килограмм|кг килограмм",
    "tonne": "tonne ton|тонн|тонна",
    "camera": "camera|камер|камера",
    "ban": "ban restriction|запрет ограничени|тыйым шектеу",
    "term": "term sentence|срок|мерзім",
}  # fmt: skip
_LANGUAGES: Final = ("en", "ru", "kk")
_SINCE: Final = re.compile(
    r"\b(?:in total|overall|altogether|to date|so far|всего за|за всё время|за это время"
    r"|барлығы)\b",
    re.IGNORECASE,
)
_ATTENDED: Final = re.compile(
    r"\b(?:participants?|attend\w*|took part|participated|gathered|brought together|delegates"
    r"|участник\w*|участвовал\w*|приняли участие|собрал\w*|қатысушы\w*|қатысты|қатысқан)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """The unit of a number, ``None`` where no words name it; ``told`` says what tells it, ``noun``
    is the word behind the number that does.
    """

    unit: str | None
    told: str
    kind: Kind
    kind_told: bool = False
    """Whether words say the kind, so that it is no mere guess from the unit."""
    noun: str = ""


def counted_in(article: Article, token: Token) -> Counted:
    """What a number counts and what sort of figure it is."""
    unit, told, noun = _unit(article, token)
    kind, sure = _kind(article, token, unit)
    return Counted(unit, told, kind, sure, noun)


def _unit(article: Article, token: Token) -> tuple[str | None, str, str]:  # noqa: C901 - one rule after the other, in the order in which they hold
    said = article.text[token.start : token.end]
    if token.unit == "percent" or token.role == "share":
        return "percent", said, token.nouns[0] if token.nouns else ""
    if len(token.unit) == 3 or token.unit in TIMES:
        return token.unit, said, ""
    if token.unit:
        return None, noted("“{words}” is in {unit}", words=said, unit=token.unit), ""
    nouns = [word for word in _nouns(article, token) if word not in _PRONOUNS]
    if token.code not in _LANGUAGES:
        return None, noted("its language is not read"), ""
    if _TERROR.match(" ".join(nouns)):
        return "attack", " ".join(nouns[:2]), nouns[1]
    if nouns[:1] == ["іс"] and len(nouns) > 1 and nouns[1].startswith("шара"):
        return "event", "іс-шара", nouns[1]
    for word in nouns:
        if (unit := of_word(token.code, word)) is not None:
            return unit, word, word
    if nouns and (word := next((word for word in nouns if word.startswith(_COMPATRIOTS)), "")):
        return "person", word, word
    if not nouns and (before := _pointed(article, token)) is not None:
        return before, "as the figure before", ""
    if token.code == "en" and (word := _plural(nouns)):
        return word[:-1], f"the word “{word}”", word
    if nouns:
        return None, noted("what it counts is not known: {words}", words=" ".join(nouns)), nouns[0]
    generic = False
    for inside, words in enumerate(_regions(article, token)):
        generic = generic or (
            inside < 2
            and any(
                before in _SUCH and of_word(token.code, word) == "case" for _, word, before in words
            )
        )
        if (unit := _nearest(token.code, words, generic, things=inside < 3)) is not None:
            return unit, "by the words around", ""
    return (
        ("case", "such cases", "")
        if generic
        else (None, noted("no words beside it name what it counts"), "")
    )


def _plural(nouns: list[str]) -> str:
    """The first English word behind a number that is many of something."""
    return next(
        (
            word
            for word in nouns[:3]
            if len(word) > 4
            and word.isascii()
            and word.isalpha()
            and word.endswith("s")
            and word[-2] != "s"
        ),
        "",
    )


_COMPATRIOTS: Final = ("қазақстандық", "отандас", "kazakhstani", "compatriot", "соотечественник")
"""Words that may name persons or only say whose a thing is, so that the checks leave them to a
person.
"""
_PRONOUNS: Final = frozenset(listed("one ones the of such another last"))
_SUCH: Final = frozenset(
    listed("such these those similar таких такие этих подобных аналогичных мұндай осындай бұл осы")
)


def _nouns(article: Article, token: Token) -> tuple[str, ...]:
    """The words behind a number, or those behind the whole that it is a part of: "28 of the 34
    planned courses".
    """
    after = article.order[token.start] + 1
    whole = article.numbers[after] if after < len(article.numbers) else None
    return (
        whole.nouns
        if whole is not None and whole.role == "whole" and whole.sentence == token.sentence
        else token.nouns
    )


_POINTING: Final = re.compile(
    r"\b(?:of (?:these|them|those|which|whom)|among them|из них|из которых|среди них|в том числе"
    r"|олардың|соның|оның|солардың|оның ішінде)\b",
    re.IGNORECASE,
)


def _pointed(article: Article, token: Token) -> str | None:
    """The unit of the figure before, where a number says that it is a part of that."""
    around = article.text[token.sentence[0] : token.start + 40]
    if not _POINTING.search(around):
        return None
    place = article.order[token.start]
    for other in reversed(article.numbers[max(place - 6, 0) : place]):
        if (
            other.kind in ("number", "range")
            and not other.unit
            and other.nouns
            and span(other) is None
        ):
            unit = next(
                (unit for word in other.nouns if (unit := of_word(other.code, word)) is not None),
                None,
            )
            if unit is not None:
                return unit
    return None


def _regions(article: Article, token: Token) -> Iterator[list[tuple[int, str, str]]]:
    """The words of the clause, of the sentence and of what the paragraph says before, each with how
    far it is and the word before it.
    """
    text = article.text
    begins = max(text.rfind("\n", 0, token.start) + 1, token.sentence[0] - 300)
    above = text.rfind("\n", 0, max(begins - 1, 0)) + 1
    for start, end in (
        token.segment,
        token.sentence,
        (begins, token.sentence[0]),
        (max(above, begins - 300), begins),
    ):
        said = silenced(token.code, text[start:end]).lower().replace("ё", "е")
        words = list(re.finditer(r"[^\W\d_]+", said))
        before = ["", *(word.group() for word in words)]
        yield [
            (abs(start + word.start() - token.start), word.group(), before[place])
            for place, word in enumerate(words)
        ]


def _nearest(
    code: str, words: list[tuple[int, str, str]], generic: bool, things: bool
) -> str | None:
    """The unit of the nearest word that names one; a mere "such cases" (``generic``) names offences
    or events that were told of before.
    """
    for _, word, before in sorted(words):
        unit = of_word(code, word)
        if (
            unit is None
            or (unit not in UNITS and not things)
            or (unit == "case" and before in _SUCH)
        ):
            continue
        if not generic or unit in ("offence", "event", "attack"):
            return unit
    return None


@cache
def of_word(code: str, word: str) -> str | None:
    """The unit that one word names: of those that the checks know, or another thing."""
    if (thing := _thing(code, word)) == "course":
        return thing
    alone = Token("number", 0, 0, nouns=(word,), code=code)
    for unit in UNITS:
        outcome, reason = counted(_bare(unit), alone, "", "")
        if outcome == "passed" and reason.code == "said":
            return unit
    return thing


@cache
def _bare(unit: str) -> Metric:
    words = {"en": "M"}
    return Metric.model_validate(
        {"title": words, "definition": words, "topic": "cases", "kind": "stock", "unit": unit}
    )


@cache
def _beginnings(code: str) -> tuple[tuple[str, str], ...]:
    place = _LANGUAGES.index(code)
    pairs = [
        (word.replace("-", " "), unit)
        for unit, words in _THINGS.items()
        for word in words.split("|")[place].split()
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _thing(code: str, word: str) -> str | None:
    """The thing that a word names."""
    folded = word.lower().replace("ё", "е")
    if code == "kk" and _TO_OR_IN.search(folded):
        return None  # what something goes to or is in is not what is counted
    for start, unit in _beginnings(code):
        if folded.startswith(start) and len(folded) - len(start) <= (
            1 if code == "en" else 2 if len(start) < 5 else 4
        ):
            return unit
    return None


_TO_OR_IN: Final = re.compile(
    r"[а-яәғқңөұүһі]{2}(?:ге|ке|ға|қа|де|да|те|та|ден|дан|тен|тан|нен|нан)$"
)
_TERROR: Final = re.compile(
    r"(?:terrorist|террористическ\w*|террористік|лаңкестік) (?:attacks?|acts?|акт\w*|атак\w*"
    r"|әрекет\w*|шабуыл\w*)"
)
"""Attacks that two words name, of which the first alone would be a person and the second a
document.
"""


def _kind(article: Article, token: Token, unit: str | None) -> tuple[Kind, bool]:
    sentence, clause = article.text[slice(*token.sentence)], article.text[slice(*token.segment)]
    if unit == "percent":
        return "share", True
    if unit is not None and (len(unit) == 3 and unit.isupper()):
        return "amount", True
    if unit in TIMES:
        return "duration", True
    if unit == "person" and _ATTENDED.search(clause):
        return "event", True
    times = [
        other
        for other in _near(article, token)
        if other.kind in ("date", "period") or span(other) is not None
    ]
    if token.code in _LANGUAGES and lasts(token.code, sentence):
        return "stock", True
    if any(other.since and other.base != "date" for other in times):
        return "cumulative", True
    if _SINCE.search(sentence):
        return "cumulative", False
    lasting = any((days := span(other)) is not None and days[0] != days[1] for other in times)
    if (
        token.code in _LANGUAGES
        and not lasting
        and not foresees(token.code, sentence)
        and stands_now(token.code, clause, sentence)
    ):
        return "stock", True
    return "flow", False


def _near(article: Article, token: Token) -> list[Token]:
    """The other numbers and times of a number's sentence."""
    place = article.order[token.start]
    return [
        other
        for other in article.numbers[max(place - 12, 0) : place + 13]
        if other.sentence == token.sentence and other is not token
    ]
