"""What a new metric and a figure of several may be called, in three languages, by the words of the
article: proposals, which a person takes or writes otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Final

from kzstats.checks.archive import Article
from kzstats.drafting import deeds, terms, units
from kzstats.drafting.terms import LANGUAGES, Term, named
from kzstats.numerals import Token

Words = dict[str, str]
"""Words by their language."""
_PLACE: Final = (", Kazakhstan", ", Казахстан", ", Қазақстан")
_CHARGED: Final = (
    " related to extremism and terrorism", ", связанные с экстремизмом и терроризмом",
    "Экстремизмге және терроризмге байланысты ",
)  # fmt: skip
_PUNISHED: Final = (
    " for extremism and terrorism", " за экстремизм и терроризм",
    "Экстремизм және терроризм үшін ",
)  # fmt: skip
_AIM: Final = (
    " for countering extremism and terrorism", " на противодействие экстремизму и терроризму",
    "Экстремизмге және терроризмге қарсы іс-қимыл: ",
)  # fmt: skip
_UNITS: Final = {
    "person": "people", "case": "case", "offence": "offence", "event": "event", "attack": "attack",
    "centre": "centre", "web-page": "page", "website": "website", "link": "link",
    "publication": "publication", "request": "request", "call": "call", "course": "course",
    "institution": "institution", "organisation": "organisation", "family": "family",
    "operation": "operation",
}  # fmt: skip
_FIELDS: Final = re.compile(r"extremis|terroris|экстреми|террори|лаңкес", re.IGNORECASE)


def title(article: Article, token: Token, unit: str, kind: str, area: str) -> Words:
    """The title of a metric that counts what a number counts; nothing where the words of the field
    do not name it.
    """
    if token.code not in LANGUAGES:
        return {}
    place = _PLACE if area.startswith("KZ") else ("", "", "")
    table = {"amount": "amounts", "duration": "lengths"}.get(kind)
    if table is not None:
        found = next(_near(article, token, table), None)
        aim = _AIM if table == "amounts" and _FIELDS.search(_sentence(article, token)) else None
        return _ended(_aimed(found, aim), place) if found is not None else {}
    if unit == "percent":
        return _ended(_share(article, token), place)
    return _ended(_count(article, token, unit), place)


def noun(article: Article, token: Token, unit: str | None) -> Term | None:
    """The term that names what a number counts: behind it, at the head of its column, else near."""
    told = token.nouns if has_noun(article, token) else ()
    behind = next(named("nouns", token.code, " ".join(told)), None)
    column = None if behind is not None else _column(article, token)
    if behind is not None or column is not None:
        return behind or column
    common = next(named("nouns", "en", _UNITS.get(unit or "", "-")), None)
    return next((one for one in _near(article, token, "nouns") if _unit_of(one) == unit), common)


def has_noun(article: Article, token: Token) -> bool:
    """Whether the word that names what a number counts stands right behind it, and is not taken
    from a figure before.
    """
    words = article.text[token.end : token.end + 40].lower().replace("ё", "е").lstrip(" -–’%")
    return bool(token.nouns) and any(words.startswith(noun) for noun in token.nouns[:1])


@cache
def _unit_of(term: Term) -> str | None:
    return units.of_word("en", term.said[0].split()[-1].lower())


def _near(article: Article, token: Token, table: str) -> Iterator[Term]:
    """The terms of a table near a number: behind it in its clause, before it there, and in its
    sentence.
    """
    before, behind = beside(article, token)
    yield from named(table, token.code, behind)
    yield from reversed(list(named(table, token.code, before)))
    yield from named(table, token.code, article.text[slice(*token.segment)])
    yield from named(table, token.code, _sentence(article, token))


def beside(article: Article, token: Token) -> tuple[str, str]:
    """The words of its clause before and behind a number that no other figure is nearer to, or
    those beyond a dash.
    """
    before, behind = deeds.own(article, token)
    if not re.search(r"[^\W\d_]", before):
        near = article.text[max(0, token.start - 70) : token.start]
        dashed = re.search(r"([^,.;:()\n]{1,60})[^\S\n][–—-][^\S\n]$", near)
        before = dashed[1] if dashed is not None else before
    told = re.match(
        r"[^\S\n]?[–—-][^\S\n]([^\n,;.:]{1,60})", article.text[token.end : token.end + 70]
    )
    return before, behind if re.search(r"[^\W\d_]", behind) or told is None else told[1]


def says_more(article: Article, token: Token) -> bool:
    """Whether the words beside a number say of themselves what was done, or to whom."""
    before, behind = beside(article, token)
    return any(
        next(named(table, token.code, words), None) is not None
        for table in ("done", "dimensions")
        for words in (before, behind)
    )


def _sentence(article: Article, token: Token) -> str:
    return article.text[slice(*token.sentence)]


def _count(article: Article, token: Token, unit: str) -> Words:
    head = noun(article, token, unit)
    if head is None:
        return {}
    code, said = token.code, head.said
    before, behind = beside(article, token)
    near = next(named("beside", code, " ".join(token.nouns[:2])), None)
    line = _caption(article, token)
    done = next(
        (
            one
            for one in chain(
                reversed(list(named("done", code, before[-_BESIDE:]))),
                named("done", code, re.split(r"[,;:–]| (?:and|и|және) ", behind)[0]),
                reversed(list(named("done", code, before))),
                named("done", code, line),
            )
            if one.said[0] not in said[0].lower() and (unit, one.said[0]) != ("person", "held")
        ),
        None,
    )
    if done is None and near is None and said[0] == "People":
        return {}
    if done is not None and (said[0], done.said[0]) == ("People", "convicted"):
        said, done = next(named("nouns", "en", "convicts")).said, None
    charged = _FIELDS.search(line or _sentence(article, token)) and said[0] not in _OWN_FIELD
    if near is not None and said[0] not in ("People", "Men", "Women"):
        words = [f"{near.said[place]} {said[place].lower()}" for place in range(3)]
    else:
        words = list(said)
    if done is not None:
        en, ru, kk = done.said
        words[0] = f"{words[0]} {en}"
        words[1] = f"{words[1]}{ru}" if ru.startswith(",") else f"{ru} {_lower(words[1])}"
        words[2] = f"{kk} {_lower(words[2])}"
    if charged and said[0] in _CHARGEABLE:
        en, ru, kk = _CHARGED if said[0] in ("Offences", "Cases") else _PUNISHED
        words = [words[0] + en, words[1] + ru, kk + _lower(words[2])]
    return dict(zip(LANGUAGES, words, strict=True))


_BESIDE: Final = 30
"""How many letters before a number a word says of it what was done: "courts acquitted 412"."""
_OWN_FIELD: Final = ("Terrorists", "Fighters", "Attacks")
_CHARGEABLE: Final = ("Offences", "Cases", "Convicted persons", "Prisoners")


def _lower(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


_GROUPS: Final = ("Women", "Men", "Children", "Foreigners", "Young people")


def _share(article: Article, token: Token) -> Words:
    """The share of a group, or one that has a name of its own."""
    code, head = token.code, _column(article, token)
    before, behind = beside(article, token)
    near = group = None
    for said in (behind, before, article.text[slice(*token.segment)], _sentence(article, token)):
        near = next(named("shares", code, said), None)
        group = head or next(
            (one for one in named("nouns", code, said) if one.said[0] in _GROUPS), None
        )
        if near is not None or group is not None:
            break
    if group is not None and (near is None or head is not None):
        whole = next(
            (
                one
                for one in named("nouns", code, _sentence(article, token))
                if one.said[0] in _CHARGEABLE
            ),
            None,
        )
        words = [
            f"Share of {group.said[0].lower()}", f"Доля {group.genitive}",
            f"{group.said[2]} үлесі",
        ]  # fmt: skip
        if whole is not None:
            words[0] += f" among {whole.said[0].lower()}"
            words[1] += f" среди {whole.genitive}"
            words[2] = f"{whole.said[2]} арасындағы {words[2].lower()}"
        return dict(zip(LANGUAGES, words, strict=True))
    return dict(zip(LANGUAGES, near.said, strict=True)) if near is not None else {}


def _column(article: Article, token: Token) -> Term | None:
    """The head of the column that a number of a table stands in, where each word of the line above
    the table is the head of one.
    """
    row = _row(article, token)
    heads = re.findall(r"[^\W\d_]+", _heads(article, token)) if row else []
    if not row or len(heads) != len(row):
        return None
    word = heads[row.index(token.start)]
    return next(named("nouns", token.code, word), None)


def _row(article: Article, token: Token) -> list[int]:
    """Where the numbers of a line stand that holds nothing else; nothing of another line."""
    begin, end = _line(article.text, token.start)
    if re.search(r"[^\W\d_]", article.text[begin:end]):
        return []
    place, starts = article.order[token.start], []
    for other in article.numbers[max(0, place - 12) : place + 13]:
        if begin <= other.start and other.end <= end and other.kind != "period":
            starts.append(other.start)
    return starts


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _above(article: Article, token: Token) -> list[str]:
    """The two lines above a table that a number stands in."""
    begin, _ = _line(article.text, token.start)
    lines = article.text[:begin].rstrip("\n").split("\n")
    while lines and not re.search(r"[^\W\d_]", lines[-1]):
        lines.pop()
    return lines[-2:]


def _heads(article: Article, token: Token) -> str:
    above = _above(article, token)
    return above[-1] if above else ""


def _caption(article: Article, token: Token) -> str:
    """What stands over the table of a number; nothing where it is in no table."""
    above = _above(article, token) if _row(article, token) else []
    return above[0] if len(above) > 1 else ""


def _aimed(found: Term | None, aim: tuple[str, str, str] | None) -> Words:
    if found is None:
        return {}
    en, ru, kk = found.said
    if aim is not None and en in ("Money allocated", "Money planned", "Money spent", "Budget"):
        return {"en": en + aim[0], "ru": ru + aim[1], "kk": aim[2] + _lower(kk)}
    return {"en": en, "ru": ru, "kk": kk}


def _ended(words: Words, place: tuple[str, str, str]) -> Words:
    if not words:
        return {}
    found = {code: words[code] + place[number] for number, code in enumerate(LANGUAGES)}
    return {code: said[:1].upper() + said[1:] for code, said in found.items()}


def part(article: Article, token: Token) -> tuple[str, str] | None:
    """The code of a dimension that a number is limited to, by a word right beside it: "27 women",
    "из них 312 – женщины", "женщин среди них 15".
    """
    before, behind = beside(article, token)
    for words in (behind[:30], before[-30:]):
        for one in named("dimensions", token.code, words):
            return one.key
    return None


def whose(article: Article, token: Token) -> Iterator[Words]:
    """Of which article of the Code or of whom a number is, by the words beside it."""
    text, code = article.text, token.code
    line_begin, line_end = _line(text, token.start)
    behind = text[token.end : min(token.end + 90, line_end, max(token.sentence[1], token.end))]
    own = beside(article, token)
    places = (own[0], own[1], text[slice(*token.segment)], behind, _sentence(article, token))
    for number, words in enumerate(places):
        several = re.findall(terms.ARTICLE.get(code, "(?!)"), words)
        if several:  # before a number the last one is the nearest
            said = several[-1 if number == 0 else 0]
            yield {"en": f"Article {said}", "ru": f"Статья {said}", "kk": f"{said}-бап"}
            break
    for one in chain(
        named("names", code, behind[:50]),
        named("names", code, text[line_begin : token.start][-50:]),
    ):
        yield dict(zip(LANGUAGES, one.said, strict=True))


def label(article: Article, token: Token) -> Iterator[Words]:
    """What may tell a figure from others of its metric and time: whose it is, the event, the
    group.
    """
    yield from whose(article, token)
    event = next(_near(article, token, "events"), None)
    if event is not None:
        yield dict(zip(LANGUAGES, event.said, strict=True))
    head = next(named("nouns", token.code, " ".join(token.nouns)), None)
    if head is not None and head.said[0] not in ("People", "Participants"):
        yield dict(zip(LANGUAGES, head.said, strict=True))
