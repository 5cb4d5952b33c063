"""Why a number of an article is no figure, told from what the reader makes of it and from the words
beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kzstats.checks.archive import Article
from kzstats.checks.spans import span
from kzstats.dataset.vocabulary import SkipReason
from kzstats.numerals import Token
from kzstats.values.notes import noted

TIMES: Final = frozenset(("day", "week", "month", "year", "hour", "minute"))
_PAGE: Final = re.compile(
    r"(?:comments?|views?|reads?|shares?|likes|replies|characters|max|min read|words|pages|"
    r"просмотр|комментар|прочита|знак|символ|строк|страниц|стр\b|мин(?:ут\w*)? чтения|"
    r"пікір|қаралды|қаралым|оқылды|оқылым|таңба|бет\b|жол\b)",
    re.IGNORECASE,
)
_PAGE_BEFORE: Final = re.compile(
    r"(?:views?|reads?|shares?|comments?|version|table|figure|chart|box|page|прочитано|прочитали"
    r"|прочитан|просмотр[а-я]*|"
    r"комментари[а-я]*|версия|таблица|таблице|рис(?:унок)?\.?|диаграмма|страница|стр\.|изменения|"
    r"оқылды|оқылым|қаралды|қаралым|қаралымы|пікір(?:лер)?|кесте|сурет|нұсқа|бет)\s*[:#№—–-]?\s*$",
    re.IGNORECASE,
)
_CONTACT_BEFORE: Final = re.compile(
    r"(?:\bext|\btel|\bphone|\bfax|\bcall|\bdial|\bhotline|\bвн|\bдоб|\bтел"
    r"|\bтелефон\w*(?: доверия)?|\bгоряч\w+ лини\w+|\bсенім телефоны|\bфакс"
    r"|\bқоңырау|\bқосымша)\s*[.:]*\s*$",
    re.IGNORECASE,
)
_PREPOSITION: Final = re.compile(
    r"(?:\b(?:in|since|of|by|for|during|from|to|and|until|till|through|between|versus|than|over"
    r"|on|after|before|early|late|mid|year|"
    r"within|throughout|vs|or|fy|at|as)\s|[(–—/,:;]\s?|^)$",
    re.IGNORECASE,
)
_SPAN_AFTER: Final = re.compile(
    r"(?:-|‑| ?(?:ago|earlier|later|before|after|назад|спустя|подряд|бұрын|бойы|ішінде|кейін|сайын"
    r"|in prison|behind bars|imprisonment"
    r"|тюрьмы|колонии|лишения свободы))",
    re.IGNORECASE,
)
_KAZAKH_TIME: Final = re.compile(r"\s?(?:жыл|ай|күн|апта)(?:да|де|та|те|дан|ден|нан|нен|ға|ге)\b")
_DURATION: Final = re.compile(
    r"\b(?:average|took|takes?|lasts?|lasted|ranged?|ranging|mean|median|typically|duration|length"
    r"|средн\w+|занима\w+|длит\w+|составля\w+|составил\w*|продолжительност\w+|срок\w*"
    r"|орташа|созыл\w+|ұзақтығ\w+|мерзім\w+)\b",
    re.IGNORECASE,
)
_NORM: Final = re.compile(
    r"\b(?:law (?:allows|provides|requires|sets|prescribes)|code (?:allows|provides|sets)|punish\w+"
    r"|punishable|penalt\w+|carries|carry"
    r"|fac(?:e|es|ing) (?:up to|a|from)|maximum (?:term|sentence|penalty)|minimum (?:term|sentence"
    r"|age)|shall|must be|no later than"
    r"|наказ\w+тся|карает\w*|закон (?:позволяет|предусматривает|допускает|требует)|санкци\w+|грозит"
    r"|грозят|мрп|не позднее"
    r"|предусматривает (?:наказание|лишение|штраф)|предусмотрен\w* (?:наказание|лишение|штраф)"
    r"|статья предусматривает"
    r"|заң (?:бойынша )?(?:рұқсат|талап)|жазаланады|жаза көзделген|айыппұл салынады|аек"
    r"|қарастырылған жаза)\b",
    re.IGNORECASE,
)
_SUPERSEDED: Final = re.compile(
    r"(?:as (?:previously|earlier|first|originally|initially) (?:reported|stated|said|published"
    r"|announced)|and not the|not \S+,? as"
    r"|previously reported|earlier reported|instead of the|corrected from|как (?:сообщалось"
    r"|указывалось|говорилось|писали)"
    r"|ранее (?:сообщал\w+|называл\w+|указывал\w+)|вместо (?:ранее|названн|указанн)"
    r"|бұрын (?:хабарланған|айтылған|жарияланған)"
    r"|(?:хабарланғандай|айтылғандай),?\s.{0,40}емес)",
    re.IGNORECASE,
)
_SCORE: Final = re.compile(
    r"\b(?:score|scored|index|rating|mark|grade|points|балл\w*|индекс\w*|оценк\w+|рейтинг\w*"
    r"|коэффициент\w*|ұпай\w*|көрсеткіш\w*)"
    r"(?: \w+){0,2} ?(?:of|at|was|is|:|–|—|составил\w*|равен|до|в)?\s$",
    re.IGNORECASE,
)
_ONE: Final = re.compile(
    r"(?:one|a single|an?|another|од(?:ин|на|но|ного|ной|ному|ним|ном|ну)|бір(?:і|ін|інші)?)$",
    re.IGNORECASE,
)
_ONE_COUNTED: Final = re.compile(
    r"\s(?:[^\W\d_]+\s){1,3}?(?:was|has been|is|were|died|был\w*|осужд\w+|задержан\w*|погиб\w*"
    r"|арестован\w*"
    r"|ұсталды|сотталды|қаза|қайтыс|тіркелді)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a number of an article is: a figure, or none for a reason; ``why`` says what told it,
    where that may be doubted.
    """

    reason: SkipReason | None
    why: str = ""


FIGURE: Final = Kind(None)


def kind_of(article: Article, place: int) -> Kind:
    """What the number at a place of an article's numbers is."""
    token = article.numbers[place]
    if (aged := _aged(article, token)) is not None:
        return aged
    match token.kind:
        case "phone":
            return Kind("contact")
        case "vague":
            return Kind("vague")
        case "name":
            return _named(article, token)
        case "date":
            return (
                Kind("name", noted("the date of a document"))
                if _names_next(article, place)
                else Kind("date")
            )
    if span(token) is not None:
        return _year(article, place)
    if _of_page(article, place):
        return Kind("page")
    return (
        _by_role(article, place) or _by_time(article, token) or _by_words(article, token) or FIGURE
    )


_AGE: Final = re.compile(
    r"\b(?:youngest|oldest|eldest|aged|years old|самом[ую]\w* (?:младш|старш)\w+"
    r"|самы[йе] (?:младш|старш)\w+|в возрасте|возраст (?:осужд|задерж|обвин|подозр)\w+"
    r"|ең (?:жас|кіші|үлкен)\w*|жасы|жаста)\b",
    re.IGNORECASE,
)
_OLDEST: Final = 110


def _aged(article: Article, token: Token) -> Kind | None:
    """An age of somebody, where the words before say so: "the youngest 19, the oldest 57",
    "aged 19/57".
    """
    said = article.text[token.start : token.end]
    pair = token.kind == "name" and re.match(r"\d{1,2}[/–-]\d{1,2}(?:\D|$)", said)
    if (
        not (pair or token.kind in ("number", "range") or token.unit == "year")
        or token.unit not in ("", "year")
        or token.high > _OLDEST
        or token.role not in ("level", "age")
    ):
        return None
    before = article.text[token.sentence[0] : token.start]
    near = re.split(r"[;.]", before)[-1][-60:]
    counted = token.nouns and not token.unit and not pair
    if counted or _DURATION.search(near) or not _AGE.search(near):
        return None
    if token.unit == "year" or token.role == "age":
        return Kind("age")
    return Kind("not_expressible", noted("an age"))


def _named(article: Article, token: Token) -> Kind:
    before = _before(article, token)
    if before.endswith(("©", "© ")) or _PAGE_BEFORE.search(before):
        return Kind("page")
    return Kind("contact") if _CONTACT_BEFORE.search(before) else Kind("name")


def _names_next(article: Article, place: int) -> bool:
    """Whether a date stands before the number of a document: "of 15 March 2018, No. 124"."""
    if place + 1 >= len(article.numbers):
        return False
    token, after = article.numbers[place], article.numbers[place + 1]
    gap = article.text[token.end : after.start]
    return (
        after.kind == "name"
        and re.fullmatch(r",? ?(?:года|г\.|жылғы)?,? ?(?:№|No\.?|N|#)? ?", gap) is not None
    )


def _year(article: Article, place: int) -> Kind:
    """A year, which may be part of a name: "the 2018 Strategy", "resolution 2396 (2017)"."""
    token, text = article.numbers[place], article.text
    before = _before(article, token)
    if before.rstrip().endswith("©"):
        return Kind("page")
    if (
        place
        and article.numbers[place - 1].kind == "name"
        and re.fullmatch(r" ?\(", text[article.numbers[place - 1].end : token.start])
    ):
        return Kind("name", noted("in brackets behind the name of a document"))
    titled = re.match(r" (?:[A-ZА-ЯӘҒҚҢӨҰҮҺІ][\w-]+)(?:[ -]\w+){0,3}", text[token.end :])
    if token.code == "en" and titled and not _PREPOSITION.search(before):
        return Kind("name", noted("a year in a name"))
    return Kind("date")


def _of_page(article: Article, place: int) -> bool:
    """Whether a number is one of the page: its comments, its readers, its version."""
    token = article.numbers[place]
    if token.role == "page" or _PAGE_BEFORE.search(_before(article, token)):
        return True
    counts = _PAGE.match(article.text[token.end :].lstrip(" \u00a0\u202f("))
    if counts and (
        len(_line(article, token)) < 120 or _PAGE_BEFORE.search(_before(article, token))
    ):
        return True
    partner = place and article.numbers[place - 1]
    return bool(token.role == "whole" and partner and _of_page(article, place - 1))


def _by_role(article: Article, place: int) -> Kind | None:
    """What the part that the reader gives a number makes of it."""
    token = article.numbers[place]
    match token.role:
        case "age":
            return Kind("age")
        case "ratio" | "margin":
            return Kind("change")
        case "change":
            return FIGURE if from_to(article, token) else Kind("change")
        case "rate":
            return Kind("not_expressible", noted("a rate"))
        case "rank":
            return Kind("not_expressible", noted("a place in an order"))
        case "whole":
            partner = article.numbers[place - 1] if place else None
            ranked = partner is not None and partner.role not in ("level", "share")
            return (
                Kind("not_expressible", noted("the whole of a place in an order"))
                if ranked
                else FIGURE
            )
        case "level" if token.unread and place and article.numbers[place - 1].role == "rate":
            return Kind("not_expressible", noted("what a rate is of"))
    return None


def from_to(article: Article, token: Token) -> bool:
    """Whether a change is told by the two levels that it leads from and to, of which
    this is one.
    """
    if token.code == "kk" and (
        _KAZAKH_FROM.match(article.text, token.start) or _KAZAKH_TO.search(_before(article, token))
    ):
        return True
    if token.unit == "points":
        return False
    whole = (
        token.kind == "range"
        and re.search(r"[^\d\s.,–—-]", article.text[token.start : token.end]) is not None
    )
    before, after = _before(article, token), article.text[token.end : token.end + 30]
    starts = re.search(r"\b(?:from|с|со)\s$", before) and re.match(
        r"\S*(?:\s\S+){0,2}\s(?:to|до)\s", after
    )
    return bool(whole or "…" in token.unread or starts)


_KAZAKH_FROM: Final = re.compile(
    r"\d[\d,.\u00a0\u202f ]*\s?(?:%|пайыз|процент)-?(?:дан|ден|тан|тен|нан|нен)\s\d"
)
_KAZAKH_TO: Final = re.compile(r"\d\s?(?:%|пайыз|процент)-?(?:дан|ден|тан|тен|нан|нен)\s$")


def _by_time(article: Article, token: Token) -> Kind | None:
    """A length of time: a figure where the words measure something by it, a rule where a law sets
    it, else a mere span.
    """
    if token.unit not in TIMES:
        return None
    clause = article.text[slice(*token.segment)]
    if _NORM.search(clause):
        return Kind("norm")
    after = article.text[token.end : token.end + 24]
    tail = after[len(re.match(r"[\s-]?[^\W\d_]*", after)[0]) :]  # type: ignore[index]  # the pattern fits anything
    if (
        token.past
        or after[:1] in "-‑"
        or _SPAN_AFTER.match(tail)
        or (token.code == "kk" and _KAZAKH_TIME.match(after))
    ):
        return Kind("span")
    if (
        re.search(r"\b(?:age|aged|возраст\w*|жас\w*)\b", clause, re.IGNORECASE)
        and token.unit == "year"
    ):
        return FIGURE if _DURATION.search(clause) else Kind("age")
    said_before = article.text[max(token.sentence[0], token.start - 50) : token.start]
    if _DURATION.search(clause) or _DURATION.search(said_before):
        return FIGURE
    return Kind("span", noted("a length of time of which no words say what it measures"))


def _by_words(article: Article, token: Token) -> Kind | None:
    """What only the words beside a number tell."""
    said, before = article.text[token.start : token.end], _before(article, token)
    if _ONE.fullmatch(said) and not _ONE_COUNTED.match(article.text[token.end : token.end + 50]):
        return Kind("not_expressible", noted("a word of one, which counts nothing"))
    around = article.text[token.sentence[0] : token.sentence[1]][
        : token.end - token.sentence[0] + 60
    ]
    doubted = token.unread or token.qualifier == "?"
    if doubted and token.unit in ("percent", "points") and _GROWN.search(before):
        return Kind("change")
    if not token.unit and _TIMES_AS.match(article.text, token.end):
        return Kind("change")
    if not token.unit and (_CONTACT_BEFORE.search(before) or _in_phone(article, token)):
        return Kind("contact")
    if (
        not token.unit
        and token.low < 110
        and _BEHIND_NAME.search(before)
        and article.text[token.end : token.end + 1] in (",", ")")
    ):
        return Kind("not_expressible", noted("an age"))
    if _SUPERSEDED.search(around[max(token.start - token.sentence[0] - 30, 0) :]) and doubted:
        return Kind("superseded")
    if not token.nouns and not token.unit and _SCORE.search(before):
        return Kind("not_expressible", noted("a score"))
    if _NORM.search(article.text[slice(*token.segment)]) and len(token.unit) == 3:
        return Kind("norm")
    return None


_GROWN: Final = re.compile(
    r"\b(?:up|down|by|higher|lower|rose|fell|grew|на|выше|ниже)\s(?:some |about |around |почти "
    r"|около )?$",
    re.IGNORECASE,
)
_TIMES_AS: Final = re.compile(r"\s(?:times|раза?|есе\w*)\b", re.IGNORECASE)
_BEHIND_NAME: Final = re.compile(r"[A-ZА-ЯӘҒҚҢӨҰҮҺІ][\w’-]+(?:,\s|\s\()$")
_PHONE: Final = re.compile(
    r"(?<![\d.,])(?:\+?\d|\(\d{3,5}\))(?:[ ()\u00a0-]{1,2}\d{2,4}){3,}(?!\d)"
)


def _in_phone(article: Article, token: Token) -> bool:
    """Whether a number is a part of what is dialled: "8-800-080-0000"."""
    begin = max(0, token.start - 30)
    return any(
        begin + match.start() <= token.start
        and token.end <= begin + match.end()
        and "-" in match.group()
        for match in _PHONE.finditer(article.text[begin : token.end + 30])
    )


def _before(article: Article, token: Token) -> str:
    """What stands before a number in its line."""
    line = article.text.rfind("\n", 0, token.start) + 1
    return article.text[max(line, token.start - 60) : token.start]


def _line(article: Article, token: Token) -> str:
    line = article.text.rfind("\n", 0, token.start) + 1
    end = article.text.find("\n", token.end)
    return article.text[line : end if end >= 0 else len(article.text)]
