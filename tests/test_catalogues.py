"""The words in Russian and Kazakh: complete, with the same places, by one glossary, and current
with the source.
"""

import csv
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from kzstats.dataset import validation
from kzstats.language import catalogues
from kzstats.language.languages import LANGUAGES

ROOT = Path(__file__).parents[1]
KEYWORDS = {"translate": (2,), "translate_n": (2, 3), "sentence": None, "noted": None}
LANG = pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
INSTEAD = {
    "{from_number}": "{number}",
    "{name}": "{currency}",
    "{on_day}": "{day}",
    "{of_day}": "{day}",
}
"""Places that a translation may use in place of another: a number or a day in its Kazakh case, the
currency by its name.
"""


@cache
def catalogue(lang):
    with catalogues.path(lang).open("rb") as file:
        return read_po(file, locale=lang)


def said(message):
    """The English forms of a message and those of its translation."""
    return tuple(
        form if isinstance(form, tuple) else (form,) for form in (message.id, message.string)
    )


def places(form):
    return {INSTEAD.get(place, place) for place in re.findall(r"\{[a-z_]*\}", form)}


@cache
def in_source():
    found = set()
    for folder in ("src", "pages"):
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder, [("**.py", "kzstats.language.catalogues:calls")], keywords=KEYWORDS
        ):
            found.add(message)
    return found


@pytest.mark.no_cover
@LANG
def test_every_sentence_of_the_source_is_in_the_catalogue_and_no_other(lang):
    kept = {message.id for message in catalogue(lang) if message.id}
    assert len(kept) > 250
    assert in_source() == kept, "gather them again: make words"


@LANG
def test_no_sentence_is_untranslated_or_fuzzy_or_lacks_a_plural_form(lang):
    words = catalogue(lang)
    for message in words:
        _, translated = said(message)
        assert all(translated), message.id
        assert not message.fuzzy or not message.id, message.id
        assert not message.pluralizable or len(message.string) == words.num_plurals, message.id
    assert words.num_plurals == {"ru": 3, "kk": 2}[lang]


@LANG
def test_a_translation_keeps_the_places_of_its_sentence(lang):
    for message in catalogue(lang):
        english, translated = said(message)
        for form in translated if message.id else ():
            assert places(form) in (places(english[0]), places(english[-1])), message.id


@LANG
def test_quotation_marks_are_the_languages_own(lang):
    for message in catalogue(lang):
        assert not re.search('[“”"]', "".join(said(message)[1])) or not message.id, message.id


@cache
def glossary():
    with (ROOT / "docs" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def speaks_of(term, english):
    """Whether an English sentence, its places aside, uses a term of the glossary."""
    return re.search(rf"\b(?:{term['en']})\b", re.sub(r"\{\w+\}", "", english), re.IGNORECASE)


def refused(english, translated, lang):
    """The terms of the glossary that a translation lacks, or says by a word that stands for
    something else.
    """
    for term in filter(lambda term: speaks_of(term, english), glossary()):
        never = term[f"{lang}_never"]
        if not re.search(term[lang], translated, re.IGNORECASE) or (
            never and re.search(never, translated, re.IGNORECASE)
        ):
            yield f"{term['en']}: {english!r} is {translated!r}"


def translated_words(lang):
    """Every pair of words in English and a language: of the catalogue, and of the data file."""
    for message in catalogue(lang):
        if message.id:
            english, translated = said(message)
            yield " ".join(english), " / ".join(translated)
    for path in validation.paths(ROOT / "data" / "metrics.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield from ((words["en"], words[lang]) for words in in_data(data))
        yield from ((name, words[lang]) for name, words in data.get("names", {}).items())


@pytest.mark.no_cover
@LANG
def test_one_thing_has_one_name(lang):
    """Each term of the glossary, wherever English has it, in the catalogue and in the data's own
    words.
    """
    pairs = list(translated_words(lang))
    wrong = [
        complaint
        for english, translated in pairs
        for complaint in refused(english, translated, lang)
    ]
    assert not wrong, "\n".join(wrong)
    unsaid = [
        term["en"]
        for term in glossary()
        if not any(speaks_of(term, english) for english, _ in pairs)
    ]
    assert not unsaid


@pytest.mark.parametrize(
    ("lang", "english", "translated"),
    [
        ("ru", "no figure", "нет показателя"), ("kk", "no figure", "көрсеткіш жоқ"),
        ("ru", "All figures", "Все показатели"), ("kk", "All figures", "Барлық көрсеткіштер"),
        ("ru", "inferred", "выведен"), ("kk", "inferred", "болжап шығарылған"), ("ru",
            "What is inferred", "Что выведено"),
        ("ru", "your selection", "ваша выборка"), ("kk", "your selection", "іріктемеңіз"), ("kk",
        "the extract", "жүктеме"),
        ("ru", "Registered offences", "Зарегистрированные правонарушения"), ("kk",
            "Registered offences", "Тіркелген құқық бұзушылықтар"),
        ("ru", "offence", "правонарушение"), ("ru", "a round table of the Supreme Court",
        "круглый стол Верховного суда"),
        ("ru", "What is counted", "Что считается"), ("kk", "What is counted", "Не саналады"),
        ("ru", "Brief (PDF)", "Справка (PDF)"), ("kk", "Brief (PDF)", "Анықтама (PDF)"), ("ru",
        "Package", "Пакет"),
        ("kk", "violent extremism", "зорлық-зомбылыққа негізделген экстремизм"),
    ],
)  # fmt: skip
def test_a_word_that_stands_for_another_thing_is_refused(lang, english, translated):
    assert list(refused(english, translated, lang))


def in_data(data):
    """Every text of the data file that is given in three languages."""
    if isinstance(data, dict):
        if {"en", "ru", "kk"} <= set(data):
            yield data
        else:
            for value in data.values():
                yield from in_data(value)
    elif isinstance(data, list):
        for value in data:
            yield from in_data(value)


def test_a_call_within_an_f_string_is_found(tmp_path):
    page = tmp_path / "page.py"
    page.write_text(
        "f\"<b>{escape(translate(lang, 'One'))}</b>\"; translate_n(lang, 'a', 'b', n); other('no')",
        encoding="utf-8",
    )
    with page.open("rb") as file:
        found = [(name, words) for _, name, words, _ in catalogues.calls(file, KEYWORDS, (), {})]
    assert sorted(found) == [("translate", (None, "One")), ("translate_n", (None, "a", "b", None))]


@LANG
def test_no_line_of_a_sentence_begins_with_a_dash(lang):
    dashed = [
        message.id
        for message in catalogue(lang)
        if isinstance(message.id, str) and re.search(r"\s[–—]", message.string)
    ]
    assert dashed
    assert not [
        words for words in dashed if re.search(" [–—]", catalogues.opened(lang).gettext(words))
    ]


def test_a_language_without_a_catalogue_speaks_english():
    assert catalogues.opened("en").gettext("Receipt") == "Receipt"
