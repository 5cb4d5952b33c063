"""The words in Russian and Kazakh: complete, with the same places, by one glossary, and current with the source."""

import csv
import re
from pathlib import Path

import pytest
import yaml
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from kzstats import catalogues
from kzstats.words import LANGUAGES

ROOT = Path(__file__).parents[1]
KEYWORDS = {"say": (2,), "say_n": (2, 3)}
LANG = pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
INSTEAD = {"{from_number}": "{number}", "{name}": "{currency}"}
"""Places that a translation may use in place of another: the number in the ablative, the currency by its name."""


def catalogue(lang):
    with catalogues.path(lang).open("rb") as file:
        return read_po(file, locale=lang)


def said(message):
    """The English forms of a message and those of its translation."""
    return tuple(form if isinstance(form, tuple) else (form,) for form in (message.id, message.string))


def places(form):
    return {INSTEAD.get(place, place) for place in re.findall(r"\{[a-z_]*\}", form)}


def in_source():
    found = set()
    for folder in ("src", "pages"):
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, [("**.py", "kzstats.catalogues:calls")], keywords=KEYWORDS):
            found.add(message)
    return found


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


@LANG
def test_one_thing_has_one_name(lang):
    """Each term of the glossary, wherever English has it, in the catalogue and in the data's own words."""
    with (ROOT / "docs" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        glossary = list(csv.DictReader(file))
    pairs = [(" ".join(english), " ".join(translated)) for english, translated in (said(message) for message in catalogue(lang) if message.id)]
    data = yaml.safe_load((ROOT / "data" / "metrics.yaml").read_text(encoding="utf-8"))
    pairs += [(words["en"], words[lang]) for words in in_data(data)] + [(name, words[lang]) for name, words in data["names"].items()]
    for term in glossary:
        found = 0
        for english, translated in pairs:
            if re.search(rf"\b(?:{term['en']})\b", re.sub(r"\{\w+\}", "", english), re.IGNORECASE):
                found += 1
                assert re.search(term[lang], translated, re.IGNORECASE), f"{term['en']}: {english!r} is {translated!r}"
        assert found, f"nothing says {term['en']}"


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
    page.write_text("f\"<b>{escape(say(lang, 'One'))}</b>\"; say_n(lang, 'a', 'b', n); other('no')", encoding="utf-8")
    with page.open("rb") as file:
        found = [(name, words) for _, name, words, _ in catalogues.calls(file, KEYWORDS, (), {})]
    assert sorted(found) == [("say", (None, "One")), ("say_n", (None, "a", "b", None))]


def test_a_language_without_a_catalogue_speaks_english():
    assert catalogues.opened("en").gettext("Receipt") == "Receipt"
