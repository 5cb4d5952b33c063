"""Which bars beside each other are of one count, and how those of others are told from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from string import ascii_letters, ascii_uppercase
from typing import Final

from kzstats.content import captions
from kzstats.content.picture import Bracket, Mark
from kzstats.dataset import series
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.language import naming
from kzstats.language.translation import translate

_LETTERS: Final = ascii_uppercase + ascii_letters[:26]
"""What counts are called: more than a picture has bars."""


_MOST_BODIES: Final = 8
"""How many bodies have letters at most; of more the table says which figure is whose."""


def counts(metric: Metric, records: Sequence[Record], marks: Sequence[Mark]) -> list[list[Record]]:
    """The records that are bars in the groups that may be compared: that which leads, then the
    others.

    It is the one of the title: of the last stretch without a break the series with the most
    figures.
    """
    bars = {mark.record for mark in marks if mark.shape == "bar"}
    found = []
    for stretch in series.stretches(metric, records):
        if drawn := [record for record in stretch if record.id in bars]:
            found.append([list(run) for run in series.runs(metric, drawn)])
    if not found:
        return []
    *earlier, last = found
    leads = max(last, key=len)
    return [
        leads,
        *(run for runs in earlier for run in runs),
        *(run for run in last if run is not leads),
    ]


def told_apart(
    marks: Sequence[Mark], found: Sequence[Sequence[Record]]
) -> tuple[list[Mark], tuple[Bracket, ...]]:
    """Marks with the bars behind the first count as further ones, and a bracket under each run of
    bars of one count.

    Where all bars are of one count there is nothing to tell apart.
    """
    if len(found) < 2:
        return list(marks), ()
    letters = _lettered(found)
    leading = {record.id for record in found[0]}
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.after))
    brackets = []
    for letter, run in groupby(ordered, key=lambda mark: letters.get(mark.record, "")):
        if letter:
            first, *rest = run
            brackets.append(Bracket(letter, first.start, rest[-1].after if rest else first.after))
    told = [
        replace(mark, further=mark.record in letters and mark.record not in leading)
        for mark in marks
    ]
    return told, tuple(brackets)


def key(dataset: Dataset, found: Sequence[Sequence[Record]], lang: str) -> str:
    """Of which times each letter is and, where there are several, whose count; nothing where there
    is one count.
    """
    if len(found) < 2:
        return ""
    letters = _lettered(found)
    several = len({series.counter(count[0]) for count in found}) > 1
    said = []
    for count in _in_time(found):
        letter, when = letters[count[0].id], captions.spans(lang, count)
        if several:
            name = naming.name(lang, dataset, series.counter(count[0]))
            said.append(
                translate(lang, "{letter} – {name} ({when})", letter=letter, name=name, when=when)
            )
        else:
            said.append(translate(lang, "{name} – {value}", name=letter, value=when))
    return translate(lang, "Compare only bars over one letter: {counts}", counts="; ".join(said))


def whose(
    metric: Metric,
    records: Sequence[Record],
    marks: Sequence[Mark],
    used: Sequence[Sequence[Record]],
) -> dict[str, str]:
    """The letter of the body that counted for each stem and span, behind those ``used`` for bars;
    none where all of a picture are of one body, at events, and where there are too many bodies.
    """
    single = {mark.record for mark in marks if mark.shape in ("stem", "span")}
    bodies = dict.fromkeys(series.counter(one) for one in records if one.id in single)
    others = {series.counter(count[0]) for count in used}
    if metric.rules.attended or len({*bodies, *others}) < 2 or len(bodies) > _MOST_BODIES:
        return {}
    behind = len(used) if len(used) > 1 else 0
    letters = dict(zip(bodies, _LETTERS[behind:], strict=False))
    return {one.id: letters[series.counter(one)] for one in records if one.id in single}


def of_bodies(
    dataset: Dataset, records: Sequence[Record], letters: Mapping[str, str], lang: str
) -> str:
    """Which body each letter of stems and spans is of; nothing where there is none."""
    bodies = {
        letters[one.id]: naming.name(lang, dataset, series.counter(one))
        for one in records
        if one.id in letters
    }
    said = [
        translate(lang, "{name} – {value}", name=letter, value=name)
        for letter, name in bodies.items()
    ]
    return translate(lang, "Whose count: {counts}", counts="; ".join(said)) if said else ""


def _in_time(found: Sequence[Sequence[Record]]) -> list[Sequence[Record]]:
    return sorted(found, key=lambda count: (count[0].period.start, count[0].period.end))


def _lettered(found: Sequence[Sequence[Record]]) -> dict[str, str]:
    """The letter of each record's count, in the order of time."""
    named = zip(_LETTERS, _in_time(found), strict=False)
    return {record.id: letter for letter, count in named for record in count}
