"""The dashboard’s own words: its pages, its controls, why an address was not understood, what its
short names mean.
"""

from __future__ import annotations

from typing import Literal

from kzstats.dataset.model import Dataset
from kzstats.language.naming import topic
from kzstats.language.translation import translate

Refusal = Literal["unknown", "parameter", "twice", "year", "later"]
"""Why a parameter of an address cannot be answered."""


def abbreviations(lang: str) -> dict[str, str]:
    """The bodies that names and labels shorten, and what they are in full."""
    return {
        translate(lang, "UN"): translate(lang, "United Nations"),
        translate(lang, "UNODC"): translate(lang, "United Nations Office on Drugs and Crime"),
        translate(lang, "OSCE"): translate(
            lang, "Organisation for Security and Co-operation in Europe"
        ),
        translate(lang, "EU"): translate(lang, "European Union"),
        translate(lang, "ISIL"): translate(lang, "Islamic State of Iraq and the Levant"),
    }


def pages(lang: str, dataset: Dataset | None = None) -> dict[str, str]:
    """The pages by name with their titles, in the order of the menu; the first stands at the root.

    A data file's own topics follow the others.
    """
    declared = (
        {name: said.in_language(lang) for name, said in dataset.topics.items()}
        if dataset is not None
        else {}
    )
    return {
        "overview": translate(lang, "Overview"),
        "metrics": translate(lang, "All metrics"),
        "cases": topic(lang, "cases"),
        "cooperation": topic(lang, "cooperation"),
        "funding": topic(lang, "funding"),
        "recruitment": topic(lang, "recruitment"),
        **declared,
        "compare": translate(lang, "Compare"),
        "records": translate(lang, "All figures"),
        "articles": translate(lang, "Articles"),
        "method": translate(lang, "Method and citation"),
    }


def refusal(lang: str, code: Refusal) -> str:
    """Why a parameter of an address was left out."""
    reasons: dict[Refusal, str] = {
        "unknown": translate(lang, "There is no such value here."),
        "parameter": translate(lang, "There is no such parameter."),
        "twice": translate(lang, "It may be given only once."),
        "year": translate(lang, "A year has four digits."),
        "later": translate(lang, "It is later than the last year asked for."),
    }
    return reasons[code]


def controls(lang: str) -> dict[str, str]:
    """The names that Streamlit gives to its own controls, and what they are called in a language;
    one that ends in a space is a beginning.
    """
    return {
        "App pages": translate(lang, "Pages"),
        "Sidebar": translate(lang, "Menu and filters"),
        "Collapse sidebar": translate(lang, "Close menu and filters"),
        "Selected values": translate(lang, "Chosen"),
        "Clear all": translate(lang, "Clear all"),
        "Open": translate(lang, "Open the list"),
        "Close": translate(lang, "Close"),
        "Dismiss": translate(lang, "Close"),
        "No results": translate(lang, "No results"),
        "Skip to main content": translate(lang, "Skip to the content"),
        "Remove ": translate(lang, "Remove: "),
    }
