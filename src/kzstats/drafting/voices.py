"""Who is named as speaking in a text: where it says so, and what they are called.

English is read by patterns. In Russian and Kazakh the words beside what tells that somebody speaks
are taken to the next sign, without where and when it was said ("на брифинге"), and what a body is
called is given the ending that it has by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kzstats.numerals.tables import words as listed

_CAP: Final = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'.-]*"
NAME: Final = (
    rf"(?:(?:the |a |an )?{_CAP}(?:(?: (?:of|for|and|the|on|de|al) (?:the )?| "
    rf"){_CAP})*(?:\s\([A-Z]{{2,}}\))?)"
)
_ROLE: Final = r"(?:,? (?:an? |the |acting )?[\w’' -]{3,90}?(?=[,.;]|$))?"
_EN: Final = (
    r"(?:said|says|told|added|noted|stated|announced|reported|explained|emphasi[sz]ed"
    r"|stressed|recalled|confirmed)"
)
_THE_BODY: Final = r"[Tt]he (?:office|ministry|committee|agency|court|department|service|police)"
_ENGLISH: Final = (
    rf"\baccording to (?P<who>{NAME}{_ROLE})",
    rf"\bAccording to (?P<who>{NAME})",
    rf"\b[Aa]ccording to (?P<who>{_THE_BODY})\b",
    rf"\b(?P<who>{_THE_BODY}) {_EN}\b",
    rf"\b(?!told|reported){_EN} (?P<who>(?:he|she|they|{NAME})\b{_ROLE})",
    rf"(?P<who>{NAME}(?:, [^.;\n]{{3,140}}?,)?) (?:on [A-Z]\w+day )?(?:{_EN}|published|released)\b",
    rf"\b(?P<who>he|she|they) (?:also )?{_EN}\b",
)
_SAYS: Final = {
    "ru": re.compile(
        r"\b(?:сообщ(?:ил|ает|ают|или|ила|ило)\w*|сказал\w*|заяв(?:ил|ляет|ляют)\w*"
        r"|отмет(?:ил\w*|ят)|отмеча(?:ет|ют)|рассказал\w*|напомнил\w*|подчеркнул\w*|добавил\w*"
        r"|пояснил\w*|уточнил\w*|проинформировал\w*|доложил\w*|озвучил\w*)\b"
    ),
    "kk": re.compile(
        r"\b(?:деп (?:хабарла|мәлімде|атап өт|жеткіз|түсіндір|баянда|айт|нақтыла)\w*"
        r"|деді|айтты|хабарлады|мәлімдеді|атап өтті|жеткізді|түсіндірді|баяндады|нақтылады)\b"
    ),
}
_BY: Final = {
    "ru": re.compile(
        r"\b[Пп]о (?:официальн\w+ )?(?:данным|информации|сведениям|словам|подсчётам|подсчетам) "
    ),
    "kk": re.compile(
        r" (?:айтуынша|айтуына қарағанда|мәліметінше|мәліметтеріне сәйкес|мәліметі бойынша"
        r"|дерегінше|деректеріне сәйкес|дерегіне сәйкес|деректері бойынша|хабарлауынша)\b"
    ),
}
_LONGEST: Final = 14
"""Of how many words somebody's name with their office is at most."""
PRONOUNS: Final = frozenset(
    (
        *listed("he she they он она они его её ее их ол оның олардың"), "the office",
        "the ministry", "the committee", "the agency", "the court", "the department",
        "the service", "the police",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """A place of a text where somebody is named as speaking, and who."""

    start: int
    end: int
    who: str


@lru_cache(maxsize=1024)  # a sentence is asked of each of its numbers
def voices(code: str, text: str) -> tuple[Voice, ...]:
    """Where a text names somebody as speaking, as the ways of saying so are tried."""
    if code == "en":
        return tuple(_english(text))
    return tuple(_beside(code, text)) if code in _SAYS else ()


@lru_cache(maxsize=1024)
def silenced(code: str, text: str) -> str:
    """A text with blanks where it names somebody as speaking: what they are called tells nothing
    of what they count.
    """
    letters = list(text)
    for voice in voices(code, text):
        letters[voice.start : voice.end] = " " * (voice.end - voice.start)
    return "".join(letters)


def _english(text: str) -> Iterator[Voice]:
    for pattern in _ENGLISH:
        for match in re.finditer(pattern, text):
            if who := tidy(match["who"]):
                yield Voice(*match.span(), who)


def tidy(who: str) -> str:
    """What somebody is called, without the signs around it."""
    said = re.split(r"(?<=[^\W\d_]{3})[.!?]\s", re.sub(r"\s+", " ", who))[0].strip(' ,.;:–—-“”"«»')
    said = re.sub(r" on [A-Z]\w+day$", "", re.sub(r"^(?:the|a|an) (?=[A-Z])", "", said))
    if re.search(r"\b(?:Office|Ministry|Committee|Court|Agency|Department|Service)\b", said):
        said = said.removeprefix("The ")
    return (
        said if len(said) > 2 and not said.isdigit() else said if said.lower() in PRONOUNS else ""
    )


_SIGNS: Final = re.compile(r"[,;:()\n“”\"«»…!?]|\.(?=\s|$)|[–—]|\s-\s")


def _beside(code: str, text: str) -> Iterator[Voice]:
    """Whom the words beside a verb of saying name, behind it before those that lead to it; and
    whose words or data something is by.
    """
    for match in _BY[code].finditer(text):
        start, end = (
            (match.end(), _ends(text, match.end()))
            if code == "ru"
            else (_begins(text, match.start()), match.start())
        )
        who = _who(code, text[start:end], "of" if code == "ru" else "before")
        if who:
            until = start + len(text[start:end].rstrip()) if code == "kk" else start + who[1]
            yield Voice(min(start, match.start()), max(until, match.end()), who[0])
    for match in _SAYS[code].finditer(text):
        start, end = match.end(), _ends(text, match.end())
        if who := _who(code, text[start:end], "behind"):
            yield Voice(match.start(), start + who[1], who[0])
            continue
        begin = _begins(text, match.start())
        if who := _who(code, text[begin : match.start()], "before"):
            yield Voice(begin, match.end(), who[0])


def _ends(text: str, at: int) -> int:
    sign = _SIGNS.search(text, at)
    return sign.start() if sign else len(text)


def _begins(text: str, at: int) -> int:
    return max((sign.end() for sign in _SIGNS.finditer(text, 0, at)), default=0)


_OCCASION: Final = re.compile(
    r"^(?:(?:сегодня|вчера|накануне|ранее|также|там|журналистам|корреспонденту|агентству|изданию"
    r"|как|при этом|кроме того|об этом|бүгін|кеше|бұл туралы|сондай-ақ) "
    r"|(?:на|в|во|в ходе|по итогам|по окончании|в рамках|в интервью) (?:[а-яё-]+ ){0,2}?"
    r"(?:брифинге?|заседании|совещании|пресс-конференции|встрече|коллегии|форуме|конференции"
    r"|ходе|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье|эфире|интервью"
    r"|слушаниях|семинаре|итогам|брифинга|заседания|совещания|кулуарах)"
    r"(?: (?:в|во|на) [А-ЯЁ]\w*| [А-ЯЁ]\w+(?:а|и|та|ия)(?= [а-яё]))? )",
    re.IGNORECASE,
)
_STOP: Final = frozenset(
    listed("что чтобы о об обо на за из после перед для также будто при со ссылкой журналистам")
)
_INNER: Final = frozenset(("по", "с", "и", "в", "во"))
_BODIES: Final = (
    ("прокуратур", "f", "прокуратура"), ("пресс-служб", "f", "пресс-служба"),
    ("служб", "f", "служба"), ("палат", "f", "палата"), ("полици", "f", "полиция"),
    ("администраци", "f", "администрация"), ("министерств", "n", "министерство"),
    ("агентств", "n", "агентство"), ("ведомств", "n", "ведомство"),
    ("управлени", "n", "управление"), ("правительств", "n", "правительство"),
    ("бюро", "n", "бюро"), ("представительств", "n", "представительство"),
    ("комитет", "m", "комитет"), ("департамент", "m", "департамент"), ("суд", "m", "суд"),
    ("совет", "m", "совет"), ("центр", "m", "центр"), ("фонд", "m", "фонд"),
    ("акимат", "m", "акимат"), ("штаб", "m", "штаб"), ("банк", "m", "банк"),
    ("отдел", "m", "отдел"), ("парламент", "m", "парламент"),
)  # fmt: skip
"""The beginnings of what bodies are called in Russian, their gender, and their own name."""
_ADJECTIVES: Final = {
    "f": (("ской", "ская"), ("ной", "ная"), ("ой", "ая"), ("ей", "яя")),
    "m": (
        ("ского", "ский"), ("ском", "ский"), ("ного", "ный"), ("ном", "ный"), ("ого", "ый"),
        ("ом", "ый"), ("его", "ий"), ("ем", "ий"),
    ),
    "n": (("ого", "ое"), ("ом", "ое"), ("его", "ее"), ("ем", "ее")),
}  # fmt: skip
_KAZAKH_ENDING: Final = re.compile(r"(?:ның|нің|дың|дің|тың|тің)$")
_KAZAKH_WHERE: Final = re.compile(r"(?:нда|нде|да|де|та|те)$")


def _who(code: str, said: str, side: str) -> tuple[str, int] | None:
    """Who is named in some words, and how many letters of them that takes; ``side`` is where they
    stand beside what tells that somebody speaks, or ``of`` where they are in its case.
    """
    rest = said.lstrip()
    while (occasion := _OCCASION.match(rest)) is not None:
        rest = rest[occasion.end() :].lstrip()
    words = rest.split()
    if not words:
        return None
    if words[0].lower() in PRONOUNS and len(words) < (_LONGEST if side == "before" else 99):
        return words[0], said.find(words[0]) + len(words[0])
    within = code == "ru" and words[0].lower() in ("в", "во")
    words = words[1:] if within else words
    kept = _kept(code, words, side)
    named = any(word[:1].isupper() for word in kept) or any(_body(word) for word in kept[:2])
    whole = side != "before" or code == "kk" or len(kept) == len(words)
    if not kept or not named or not whole or len(kept) > _LONGEST:
        return None
    length = said.find(kept[-1], said.find(kept[0])) + len(kept[-1])
    if code == "kk":
        kept = [*kept[:-1], _KAZAKH_ENDING.sub("", kept[-1])]
    elif within or side == "of":
        kept = _by_itself(kept)
    who = tidy(" ".join(kept))
    return (who, length) if who else None


def _kept(code: str, words: list[str], side: str) -> list[str]:
    """The words that name somebody: to where other things are told."""
    if code == "kk":
        while words and side == "before" and _KAZAKH_WHERE.search(words[-1]):
            words = words[:-1]  # "брифингте"
        return words
    found: list[str] = []
    for place, word in enumerate(words):
        low = word.lower()
        if low in _STOP or (side == "of" and place and re.search(r"\d", word)):
            break
        if low in _INNER and not _goes_on(low, found):
            break
        found.append(word)
    while found and found[-1].lower() in _INNER:
        found.pop()
    return found


def _goes_on(low: str, found: list[str]) -> bool:
    """Whether a small word belongs to what a body is called: "Комитет по делам религий",
    "по борьбе с терроризмом", "статистике и специальным учётам".
    """
    if not found:
        return False
    if low == "по":
        return _body(found[-1]) is not None
    if low == "с":
        return found[-1].lower().startswith("борьб")
    return low == "и" and "по" in found


def _body(word: str) -> tuple[str, str] | None:
    """The gender and the own name of a body that a word calls in some case."""
    low = word.lower()
    return next(
        (
            (gender, plain)
            for start, gender, plain in _BODIES
            if low.startswith(start) and len(low) - len(start) <= 3
        ),
        None,
    )


def _by_itself(words: list[str]) -> list[str]:
    """What a body is called, in the case that it has by itself: "Генеральной прокуратуре" is
    "Генеральная прокуратура".
    """
    place = next((place for place, word in enumerate(words) if _body(word)), None)
    if place is None or place > 3:
        return words
    found = _body(words[place])
    assert found is not None
    gender, plain = found
    head = plain[:1].upper() + plain[1:] if words[place][:1].isupper() else plain
    before = []
    for word in words[:place]:
        ending = next((pair for pair in _ADJECTIVES[gender] if word.endswith(pair[0])), None)
        before.append(word[: -len(ending[0])] + ending[1] if ending else word)
    return [*before, head, *words[place + 1 :]]
