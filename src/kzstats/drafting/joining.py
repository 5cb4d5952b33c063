"""Figures that belong to the one before: a part of it ("14 of them women"), or one that goes on
with it ("412 offences, 107 of them in the fourth quarter").
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kzstats.checks.spans import span
from kzstats.drafting import terms, titling
from kzstats.drafting.candidates import OPEN, Candidate, Work
from kzstats.values.notes import noted


def part_of(
    work: Work, one: Candidate, earlier: list[Candidate], sketches: dict[str, dict[str, Any]]
) -> Candidate:
    """A candidate that is a part of the figure before ("312 of them women"), with the metric of
    that, and the dimension proposed that it is limited to.
    """
    token = work.article.numbers[work.article.order[one.start]]
    limited = titling.part(work.article, token)
    if limited is None or one.unit is None or one.unit == "percent":
        return one
    name, code = limited
    words = terms.DECLARED[name]["codes"][code]
    known = work.dataset.dimensions.get(name)
    if known is not None and code not in known.codes:
        return one
    whole = next(
        (
            other
            for other in reversed(earlier)
            if other.unit == one.unit
            and "\n" not in work.article.text[other.end : one.start]
            and other.fields["metric"] != OPEN
        ),
        None,
    )
    metric = str(one.fields["metric"] if one.fields["metric"] != OPEN or whole is None
                 else whole.fields["metric"])  # fmt: skip
    notes = {**one.notes, "metric": noted("the metric of what it is a part of")}
    if metric in sketches:
        sketches[metric].setdefault("dimensions", [])
        if name not in sketches[metric]["dimensions"]:
            sketches[metric]["dimensions"].append(name)
    elif metric not in work.dataset.metrics:
        return one
    elif name not in work.dataset.metrics[metric].dimensions:
        return replace(
            one,
            fields={**one.fields, "metric": metric, "label": {"en": OPEN}},
            notes=notes if metric != one.fields["metric"] else one.notes,
            choices={**one.choices, "label": ({"label": dict(words)},)},
        )
    return replace(
        one,
        fields={**one.fields, "metric": metric, "dimensions": {name: OPEN}},
        notes=notes if metric != one.fields["metric"] else one.notes,
        choices={**one.choices, "dimensions": ({"dimensions": {name: code}},)},
    )


def continues(work: Work, one: Candidate, before: Candidate | None) -> bool:
    """Whether a number without a word of its own goes on with the figure before: "412 offences, 107
    of them in the fourth quarter".
    """
    token = work.article.numbers[work.article.order[one.start]]
    return (
        before is not None
        and not titling.has_noun(work.article, token)
        and not titling.says_more(work.article, token)
        and one.kind in ("flow", "stock", "cumulative")
        and one.unit == before.unit
        and one.kind in (before.kind, "flow")
        and before.fields["metric"] != OPEN
        and "\n" not in work.article.text[before.end : one.start]
        and told_by(work, one) != told_by(work, before)
    )


def with_time(work: Work, one: Candidate, before: Candidate) -> Candidate:
    """A candidate with both times to choose from where another figure of its sentence, which it
    goes on with, is of another than the one that words farther away tell of it.
    """
    numbers, order = work.article.numbers, work.article.order
    same = numbers[order[one.start]].sentence == numbers[order[before.start]].sentence
    places = work.article.find(str(one.fields["quote"]), one.fields.get("prefix"))
    own = any(
        start <= other.start < end and (other.kind in ("date", "period") or span(other) is not None)
        for start, end in places
        for other in numbers
    )
    if not same or own or OPEN in (one.fields["period"], before.fields["period"]):
        return one
    if one.fields["period"] == before.fields["period"]:
        return one
    offered = tuple(_timed(each) for each in (before, one))
    rest = {part: value for part, value in one.fields.items() if part != "context"}
    inferred = {part: how for part, how in rest.pop("inferred", {}).items() if part != "period"}
    fields = {**rest, **({"inferred": inferred} if inferred else {}), "period": OPEN}
    return replace(one, fields=fields, choices={**one.choices, "period": offered})


def _timed(one: Candidate) -> dict[str, Any]:
    """The time of a candidate, as a choice."""
    found = {part: one.fields[part] for part in ("period", "context") if part in one.fields}
    how = one.fields.get("inferred", {}).get("period")
    return {**found, "inferred": {"period": how}} if how else found


def told_by(work: Work, one: Candidate) -> tuple[str, ...]:
    """What tells a figure from others of its metric: its time, its area, its part, and whose it
    is.
    """
    token = work.article.numbers[work.article.order[one.start]]
    label = next((str(words) for words in titling.whose(work.article, token)), "")
    dimensions = str(one.choices.get("dimensions", ""))
    level = str(one.fields["value"]) if "confirmed:" in one.notes.get("value", "") else ""
    return str(one.fields["period"]), area_of(one), dimensions, label, level


def area_of(one: Candidate) -> str:
    """The area of a candidate, or the first that is proposed for it."""
    proposed = one.choices.get("area", ({},))[0].get("area", "")
    return str(proposed if one.fields["area"] == OPEN else one.fields["area"])
