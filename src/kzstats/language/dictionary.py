"""The data dictionary: what each column of an extract and of the tables beside it holds."""

from __future__ import annotations

from functools import cache

from kzstats.language.translation import translate


@cache  # every file asks for all of them
def column(lang: str, name: str, table: str = "data") -> str:
    """What a column of an extract holds, or of the tables beside it: metrics, breaks, dimensions,
    sources.
    """
    beside = {
        ("metrics", "title"): translate(lang, "what is counted, in words"),
        ("metrics", "definition"): translate(lang, "what exactly is counted"),
        ("metrics", "additive"): translate(lang, "true where figures may be added up"),
        ("metrics", "dimensions"): translate(
            lang, "what its figures may be limited to, or widened by, as codes"
        ),
        ("metrics", "rule"): translate(lang, "how it is counted: what counts as one, and when"),
        ("metrics", "limits"): translate(lang, "what it does not measure"),
        ("metrics", "producer"): translate(
            lang, "whose count its figures are where they do not say it themselves"
        ),
        ("metrics", "scale_lowest"): translate(lang, "where the scale of an index begins"),
        ("metrics", "scale_highest"): translate(lang, "where the scale of an index ends"),
        ("metrics", "scale_best"): translate(
            lang, "which end is the good one: lowest or highest; of a rank the number of the place"
        ),
        ("metrics", "scale_per"): translate(lang, "for how many a rate is"),
        ("breaks", "date"): translate(lang, "the day from which figures are not made as before"),
        ("breaks", "title"): translate(lang, "what changed on that day"),
        ("breaks", "reason"): translate(lang, "why figures before and after it are not comparable"),
        ("breaks", "source"): translate(lang, "the id of the document that says so"),
        ("breaks", "url"): translate(lang, "the address of that document"),
        ("dimensions", "dimension"): translate(lang, "what figures are limited by, as a code"),
        ("dimensions", "code"): translate(
            lang, "one of its members, as it stands in dimensions behind the sign ="
        ),
        ("dimensions", "dimension_title"): translate(lang, "what figures are limited by, in words"),
        ("dimensions", "title"): translate(lang, "the member, in words"),
        ("dimensions", "widens"): translate(
            lang, "true where a figure with it counts more than the whole, and is no part of it"
        ),
        ("sources", "title"): translate(lang, "the article’s title"),
        ("sources", "author"): translate(lang, "who wrote it, where it says so"),
        ("sources", "language"): translate(lang, "the language of the article (ISO 639)"),
        ("sources", "text_sha256"): translate(
            lang, "the SHA-256 of its archived text; empty where none is archived"
        ),
        ("sources", "archived_url"): translate(lang, "the address of an archived copy"),
    }
    if said := beside.get((table, name)):
        return said
    columns = {
        "record": translate(
            lang,
            "the figure’s id, stable and unique: its permanent address is /api/records/ID.json",
        ),
        "metric": translate(lang, "the id of what is counted"),
        "metric_title": translate(lang, "what is counted, in words"),
        "topic": translate(
            lang,
            "the group of figures: cases, cooperation, funding, recruitment, or one of the data "
            "file’s own",
        ),
        "label": translate(lang, "which one within the metric: the event, the donor"),
        "kind": translate(
            lang,
            "what may be done with it: flow, stock, cumulative, event, amount, share, duration, "
            "rank, index, rate",
        ),
        "period": translate(lang, "the period in EDTF (ISO 8601-2); ~ means about"),
        "period_start": translate(lang, "first day of the period"),
        "period_end": translate(lang, "last day of the period"),
        "period_inferred": translate(
            lang,
            "true where the article does not state the period; note says what it was inferred from",
        ),
        "value": translate(
            lang, "the number said, in the base unit; empty for a range, and for a stated change"
        ),
        "value_low": translate(
            lang,
            "known lower bound: the value when exact, empty when approximate or only bounded from "
            "above",
        ),
        "value_high": translate(
            lang,
            "known upper bound: the value when exact, empty when approximate or only bounded from "
            "below",
        ),
        "comparator": translate(
            lang,
            "= also for approximate numbers and ranges; >, >=, <, <= where the number is a bound "
            "(HL7 FHIR)",
        ),
        "approximate": translate(lang, "true for “some”, “about” and their like"),
        "unit": translate(lang, "offence, person, percent, month, or an ISO 4217 currency"),
        "area": translate(
            lang,
            "ISO 3166-1 country, ISO 3166-2 region of Kazakhstan, UN M49 region, several "
            "(countries that the note names), or unspecified",
        ),
        "source": translate(lang, "the article’s id"),
        "publisher": translate(
            lang,
            "who published it, the same in every language: the parameter publisher asks for it; "
            "publisher_name is in yours",
        ),
        "source_title": translate(lang, "the article’s title"),
        "published": translate(lang, "when it was published, in EDTF"),
        "url": translate(lang, "the article’s address"),
        "said_by": translate(lang, "the person or office that the article credits"),
        "quote": translate(
            lang,
            "the words that hold the number, in the article’s language; empty where they are not "
            "on record",
        ),
        "check": translate(
            lang,
            "matches source, confirmed (by a person, where the machine could not decide), not "
            "decided, cited (its words are not on record), "
            "not checked, changed (edited after it was checked) or fails",
        ),
        "note": translate(
            lang, "whom it counts, what is inferred from what, and what a reader must know"
        ),
        "context": translate(lang, "words of the article for period, unit or scope"),
        "counting_unit": translate(lang, "what is counted: offence, case, person, event"),
        "rank": translate(lang, "preferred, normal or deprecated among figures that disagree"),
        "reason": translate(lang, "why figures disagree, and why this one has its rank"),
        "stage": translate(lang, "stage of justice: registered, suspected, prosecuted, convicted"),
        "publisher_class": translate(lang, "state, court, igo, donor, ngo or media"),
        "translation": translate(
            lang,
            "the quote in the language of this file, translated by kzstats; empty where the "
            "article is in it",
        ),
        "breaks": translate(
            lang,
            "the days from which figures are not made as before, each with what changed; none is "
            "compared across one",
        ),
        "label_code": translate(lang, "the code of the label, the same in every language"),
        "publisher_name": translate(
            lang, "who published it, by its name in the language of the file"
        ),
        "producer": translate(
            lang,
            "whose count it is, where the article says so; figures of two producers are no series",
        ),
        "dimensions": translate(
            lang,
            "what the figure is limited to, or widened by, as pairs such as "
            "age=children;sex=female; empty where it is of the whole",
        ),
        "obs_status": translate(
            lang,
            "A normal, B break in the series, D definition differs, E estimated, F planned or "
            "foreseen, P provisional, U low reliability (SDMX CL_OBS_STATUS)",
        ),
        "aim": translate(
            lang, "plan, target or forecast; empty where the figure is of what was or happened"
        ),
        "edition": translate(lang, "of a place or a score: which issue of the order or index"),
        "scale_of": translate(lang, "of a place: among how many"),
        "revises": translate(lang, "the id of the figure given earlier, whose place this one took"),
        "revised_by": translate(
            lang, "the id of the figure that took its place; a row with it is no longer current"
        ),
        "change": translate(
            lang,
            "of a change as the article states it, and of nothing else, how much: a fall is below "
            "zero, so many times a factor; value is empty then",
        ),
        "change_low": translate(lang, "known lower bound of the change"),
        "change_high": translate(lang, "known upper bound of the change"),
        "change_unit": translate(
            lang, "percent, points, times, or count, which is in unit; empty of a level"
        ),
        "change_since": translate(
            lang, "what the change is measured from, in EDTF; empty where the article does not say"
        ),
    }
    return columns[name]
