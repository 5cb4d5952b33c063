"""Numbers as people write them in articles: where each one stands, and what it says, in English,
Russian and Kazakh.

The kept libraries were looked at: quantulum3 needs a classifier and guesses units, text2num and
word2number read words but no qualifiers, ranges, dates or decimal commas, and none says where the
number ends, which is what a check needs that must not accept a number cut in two. Word classes of
Russian are pymorphy's; the names of months and currencies are CLDR's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kzstats.numerals import changes, russian
from kzstats.numerals.reading import tokens
from kzstats.numerals.scan import lexicon_of
from kzstats.numerals.tables import YEARLESS, Qualifier, folded, words
from kzstats.numerals.token import Role, Token, TokenKind
from kzstats.values.quantity import Comparator

__all__ = [
    "YEARLESS",
    "Mark",
    "Role",
    "Token",
    "TokenKind",
    "acts",
    "alive",
    "changes",
    "comparator",
    "foreseen",
    "foresees",
    "lasts",
    "named",
    "personal",
    "stands_now",
    "titled",
    "tokens",
]


def comparator(qualifier: Qualifier) -> tuple[Comparator, bool] | None:
    """A mark as a quantity has it: its comparator, and whether it is approximate; ``None`` where
    only a person can tell.
    """
    if qualifier == "?":
        return None
    return ("=", True) if qualifier == "~" else (qualifier, False)


def named(code: str) -> Mapping[str, tuple[str, ...]]:
    """The words by which a language names the units that are counted; ``@`` stands for all that
    :func:`alive` tells.
    """
    return lexicon_of(code).counted


def alive(word: str) -> bool:
    """Whether a Russian word names a person."""
    return russian.parsed(word)[2] and lexicon_of("ru").classify(word) == "anchor"


_PERSONAL: Final = tuple(
    words(
        "несовершеннолетн малолетн осужденн задержанн арестованн потерпевш пострадавш обвиняем "
        "подозреваем верующ заключенн опрошенн служащ "
        "военнослужащ погибш ранен безработн эвакуированн учащ обучающ завербованн вернувш пожил "
        "присяжн"
    )
)


def acts(code: str, word: str) -> bool:
    """Whether a word behind a number is read as a verb, and not as what it counts."""
    if code == "ru":
        return russian.parsed(word)[1] in ("VERB", "INFN", "PRTS", "GRND", "ADJS", "PRED")
    return (
        re.search(
            r"(?:ed|ing)$" if code == "en" else r"(?:[дт][ыі]|[ғқ]ан|[гк]ен|[еай]т[ыі]н)$", word
        )
        is not None
    )


def personal(word: str, after: str) -> bool:
    """Whether a Russian adjective or participle stands for persons: one by which they are called,
    with no thing named behind it.
    """
    if not word.startswith(_PERSONAL):
        return False
    _, kind, living = russian.parsed(after) if after else ("", "", True)
    return kind != "NOUN" or living


_POINTING: Final = words(
    "them they their these those this it its his her he she former latter such "
    "их них ними ним ней нему он она они оно этих этим этого этом это эти эта этот тех тогда его "
    "ее тот та те такие таких "
    "олар олардың олардан олардағы оларға оның одан бұл бұлар бұлардың осы сол солардың ішінде "
    "арасында оларды"
)
_IN_PLACE: Final = re.compile(
    r"\b(?:в|во|при|у) (?:них|нем|ней|этих|этом|этой|таких)\b|\b(?:in|at) (?:them|it|these|those)\b"
    r"|\b(?:оларда|осында)\b"
)
"""Words that point to a place that was told of before, and to none of those counted before."""


def stands_now(code: str, clause: str, sentence: str) -> bool:
    """Whether a clause, or the sentence of one without a verb, tells by itself how things stand.

    Its verbs are in the present, and no word of it points to those that were counted before.
    """
    told = next(lexicon_of(known).tense for known in ("en", "ru", "kk") if known == code)
    for text in (clause, sentence):
        said = re.findall(r"[^\W\d_]+", _IN_PLACE.sub(" ", folded(text)))
        if tenses := {tense for word in said if (tense := told(word))}:
            return tenses == {"present"} and not any(word in _POINTING for word in said)
    return False


_LASTING: Final = re.compile(
    r"\b(?:have|has)(?: (?:also|now|always|already|since|still|thus))? (?:been (?:open|active"
    r"|working|operating|running|serving|in operation)"
    r"|supervised|operated|maintained|managed|employed|overseen|owned|housed)\b"
)


def lasts(code: str, sentence: str) -> bool:
    """Whether a sentence tells of a state that began before and lasts: "since January they have
    supervised 14 centres".
    """
    return code == "en" and _LASTING.search(folded(sentence)) is not None


_FORESEEN: Final = re.compile(
    r"\b(?:will|plans?|planned|intends?|expects?|expected|aims?|due to|is to|are to|scheduled"
    r"|target"
    r"|планиру\w+|запланирован\w*|предусм\w+|предстоит|будут?"
    r"|намечен\w*|выделят|направят|жоспар\w+|көзделген|көзделіп|қарастырыл\w+|күтіл\w+|бөлінеді"
    r"|тиіс)\b"
)


def foresees(code: str, sentence: str) -> bool:
    """Whether a sentence tells of what is planned, so that the year that it names is a whole one
    though that is not over.
    """
    return code in ("en", "ru", "kk") and _FORESEEN.search(folded(sentence)) is not None


_PLANNED: Final = re.compile(
    r"\b(?:will|(?:is|are|was|were) (?:planned|expected|scheduled|projected)|plans? to|intends? to"
    r"|expects? to|aims? to"
    r"|планиру(?:ет|ют)\w*|(?:за|с)планировано|намерен\w*|предстоит|будут?|намечен[оы]?|ожидается"
    r"|жоспарлануда|(?:жоспарла|жоспарланы|көздел)(?:п|іп) отыр\w*|күтілуде|көзделуде)\b"
)
"""The words that leave no doubt that what they are said of is still to come."""
_AIMED: Final = re.compile(
    r"\b(?:goals?|targets?|forecasts?|projected|projection|should|must|"
    r"цел[ьиью]\w*|прогноз\w*|должн\w+|ожида\w+|мақсат\w*|болжам\w*|болжан\w+|жоспар\w*)\b"
)


def foreseen(code: str, said: str, *, strictly: bool = False) -> str:
    """The words of a text that speak of what is planned, aimed at or foreseen, empty where none do;
    ``strictly`` only those that leave no doubt.
    """
    if code not in ("en", "ru", "kk"):
        return ""
    text = folded(said)
    known = (_PLANNED,) if strictly else (_FORESEEN, _AIMED, _PLANNED)
    found = (pattern.search(text) for pattern in known)
    return next((match.group() for match in found if match is not None), "")


_TITLES: Final = {
    "en": re.compile(
        r"\b(?:loan|grant|credit|contract|project|programme|program|facility|agreement|award"
        r"|package|fund)s?"
        r" (?:of|worth|for|totalling|totaling|valued at)\b"
    ),
    "ru": re.compile(
        r"\b(?:за[её]м|кредит|грант|проект|контракт|договор|программ|соглашени)[а-я]* (?:[а-я]+ )?"
        r"(?:на|в размере|стоимостью|на сумму|объ[её]мом|с бюджетом)\b"
    ),
    "kk": re.compile(r"\b(?:несие|грант|жоба|келісімшарт|бағдарлама)"),
}


def titled(code: str, clause: str) -> bool:
    """Whether a clause without a verb names a sum by what it is: "a loan of US$36.2 million"; when
    it was given is then told nowhere else.
    """
    language = next(known for known in ("en", "ru", "kk") if known == code)
    said = folded(clause)
    return _TITLES[language].search(said) is not None and not any(
        lexicon_of(language).tense(word) for word in re.findall(r"[^\W\d_]+", said)
    )
