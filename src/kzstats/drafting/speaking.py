"""Who says a figure, as far as the words near it tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kzstats.checks.archive import Article
from kzstats.dataset.model import Name, Source
from kzstats.dataset.vocabulary import SpeakerInference
from kzstats.drafting.voices import NAME, PRONOUNS, tidy, voices
from kzstats.numerals import Token
from kzstats.values.notes import noted


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
            if who.lower() not in PRONOUNS:
                return Speaker(who, "next_sentence" if how else None, said)
            if (before := last(token.code, text, start)) is not None:
                return Speaker(
                    before, None, noted("{words} – the last one named before", words=said)
                )
    return Speaker(source.publisher, "publisher", noted("no one else is named near it"))


def known_as(names: Mapping[str, Name], who: str, code: str) -> str | None:
    """What the data call somebody whom an article names in its own language, where all words of
    both names are the same but for the country's.
    """
    said = _stems(who)
    if len(said) < 2:
        return None
    for name, others in names.items():
        if _stems(name if code == "en" else getattr(others, code, "") or name) == said:
            return name
    return None


_OF_COUNTRY: Final = frozenset(
    ("респу", "казах", "рк", "қазақ", "kazak", "repub", "the", "of", "и")
)


def _stems(name: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]{2,}", name.lower().replace("ё", "е"))
    return frozenset(word[:5] for word in words) - _OF_COUNTRY


def speakers(article: Article, code: str) -> list[str]:
    """All who are named as speaking, in the order in which they do."""
    found = [who for who, _ in _named(code, article.text, 0, len(article.text))]
    credited = re.finditer(rf"^(?:Source|Источник|Дереккөз): (?P<who>{NAME})", article.text, re.M)
    found += [tidy(match["who"]) for match in credited]
    several = list(dict.fromkeys(who for who in found if who.lower() not in PRONOUNS))
    return [who for who in several if not any(f" {who}" in other for other in several)]


def _named(code: str, text: str, start: int, stop: int) -> Iterator[tuple[str, str]]:
    for voice in voices(code, text[start:stop]):
        yield voice.who, re.sub(r"\s+", " ", text[start + voice.start : start + voice.end])[:80]


_BACK: Final = 3000


def last(code: str, text: str, before: int) -> str | None:
    """The last one before a place who is named as speaking."""
    named = [
        voice
        for voice in voices(code, text[max(0, before - _BACK) : before])
        if voice.who.lower() not in PRONOUNS
    ]
    return max(named, key=lambda voice: voice.start).who if named else None
